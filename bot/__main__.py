"""``python -m bot``: answer in Telegram until told to stop."""

from __future__ import annotations

import argparse
import asyncio
import errno
import logging
import os
import sys
import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, TextIO
from urllib.request import getproxies

from telegram.error import InvalidToken, TelegramError

from bot.application import House, build_application
from bot.database import Database, beside
from bot.library import ASKING, Library
from bot.metrics import Metrics
from bot.monitor import Monitor
from bot.publishing import Index
from bot.quotas import Rates
from bot.redaction import Redactor, log_unhandled, passwords, start_log
from bot.serving import serve
from bot.webhook import Webhook
from pullquote.errors import PullquoteError, SettingsError
from pullquote.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.library import Asker
    from pullquote.archive import Archive
    from pullquote.settings import Settings

ADDRESS_ERRORS = {errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.EACCES}
OURS, USAGE = 1, 2  # exit codes: a problem on our side, a mistake in how the program was started
UNSET = (
    "PULLQUOTE_TELEGRAM_TOKEN is not set: get a token from @BotFather in Telegram and put it into .env, "
    "as .env.example shows"
)
REFUSED = (
    "{api} refused the token in PULLQUOTE_TELEGRAM_TOKEN: ask @BotFather for the current one, "
    "and see that PULLQUOTE_TELEGRAM_API, if it is set, is the address of a Bot API server"
)
CONFLICT = "another instance is receiving this bot's messages: only one may run, so this one stops"
CANNOT_LISTEN = "cannot listen at {host}:{port}, where PULLQUOTE_WEBHOOK_LISTEN says: {why}"

logger = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None, open_asker: Callable[[Settings], Asker] | None = None) -> int:
    """Run the bot with the settings that there are. Returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Answer questions in Telegram. .env.example lists the settings."
    )
    parser.parse_args(arguments)
    out = sys.stderr
    try:
        settings = read_settings()
        if settings.telegram_token is None:
            raise SettingsError(UNSET)
        token, webhook = settings.telegram_token.get_secret_value(), Webhook.from_settings(settings)
        monitor = Monitor.from_settings(settings)
    except SettingsError as error:
        return _say(error, USAGE, out)
    database = settings.database_url.get_secret_value() if settings.database_url else None
    addresses = (database, settings.telegram_api, settings.chroma, *getproxies().values())
    redact = Redactor(token, webhook.secret if webhook else None, database, *passwords(addresses))
    start_log(settings.log_level, redact, structured=settings.log_format == "JSON")
    refused = REFUSED.format(api=settings.telegram_api)
    try:
        refusal = _run(settings, token, webhook, monitor, open_asker or open_archive)
    except PullquoteError as error:
        return _say(error, OURS, sys.stderr)
    except InvalidToken:
        return _say(refused, USAGE, sys.stderr)
    except TelegramError as error:
        return _say(redact(f"{settings.telegram_api} refused: {error.message}"), OURS, sys.stderr)
    except Exception as error:
        if webhook and isinstance(error, OSError) and error.errno in ADDRESS_ERRORS:
            why = CANNOT_LISTEN.format(host=webhook.host, port=webhook.port, why=error.strerror)
            return _say(why, OURS, sys.stderr)
        logger.critical("stopped by an error", exc_info=True)
        return OURS
    if refusal is None:
        return 0
    return _say(CONFLICT, OURS, sys.stderr) if refusal == HTTPStatus.CONFLICT else _say(refused, USAGE, sys.stderr)


def open_archive(settings: Settings) -> Archive:
    """The archive that the settings name, with its models."""
    from pullquote.archive import Archive  # not before settings are known to be right: it takes seconds

    return Archive.open(settings)


def open_database(settings: Settings) -> Database:
    """The database that the settings name, or the one beside the store."""
    return Database(settings.database_url.get_secret_value() if settings.database_url else beside(settings.store))


def _run(
    settings: Settings,
    token: str,
    webhook: Webhook | None,
    monitor: Monitor | None,
    open_asker: Callable[[Settings], Asker],
) -> int | None:
    """Answer until a signal comes. Returns the status with which Telegram refused to go on, if it did."""
    house = House(
        Library(lambda: open_asker(settings)),
        Index(settings),
        open_database(settings),
        settings.allowed | settings.admins if settings.allowed else settings.allowed,
        settings.admins,
        settings.deadline,
        settings.keep_days,
        Rates(settings.person_quota, settings.group_quota),
    )
    with asyncio.Runner() as runner:  # it ends whatever still runs when the bot has stopped
        runner.get_loop().set_exception_handler(log_unhandled)
        service = build_application(token, settings.telegram_api, house, Metrics())
        runner.run(serve(service, webhook, monitor))
    return service.polling.refusal


def _say(what: object, code: int, where: TextIO) -> int:
    print(f"python -m bot: {what}", file=where)
    return code


def leave(code: int) -> None:
    """End with ``code``, even where a question hangs: the interpreter would wait for its thread for ever."""
    if any(thread.name.startswith(ASKING) for thread in threading.enumerate()):
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    leave(main())
