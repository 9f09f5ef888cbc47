"""``python -m bot``: answer in Telegram until told to stop."""

from __future__ import annotations

import argparse
import asyncio
import errno
import logging
import re
import sys
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

from telegram.error import InvalidToken

from bot.application import UPDATES, House, build_application
from bot.database import Database, beside
from bot.library import Library
from bot.network import PollingLine
from bot.publishing import Index
from bot.redaction import Redactor, log_unhandled, start_log
from pullquote.errors import PullquoteError, SettingsError
from pullquote.settings import read_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.application import App
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


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram brings updates to, when it is not asked for them."""

    url: str
    secret: str
    host: str
    port: int

    @classmethod
    def from_settings(cls, settings: Settings) -> Webhook | None:
        """The webhook that is set, or None for polling. Raises SettingsError where a part is missing."""
        if settings.webhook_url is None:
            return None
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise SettingsError(
                "PULLQUOTE_WEBHOOK_URL needs PULLQUOTE_WEBHOOK_SECRET: up to 256 letters, digits, - and _"
            )
        host, colon, port = (settings.webhook_listen or "127.0.0.1:8080").rpartition(":")
        if not (colon and host and port.isdecimal() and 0 < int(port) < 65536):
            raise SettingsError("PULLQUOTE_WEBHOOK_LISTEN must be an address and a port, like 127.0.0.1:8080")
        return cls(settings.webhook_url, secret, host.strip("[]"), int(port))


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
    except SettingsError as error:
        return _say(error, USAGE, out)
    database = settings.database_url.get_secret_value() if settings.database_url else None
    start_log(settings.log_level, Redactor(token, webhook.secret if webhook else None, database))
    refused = REFUSED.format(api=settings.telegram_api)
    try:
        refusal = _run(settings, token, webhook, open_asker or open_archive)
    except PullquoteError as error:
        return _say(error, OURS, sys.stderr)
    except InvalidToken:
        return _say(refused, USAGE, sys.stderr)
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
    settings: Settings, token: str, webhook: Webhook | None, open_asker: Callable[[Settings], Asker]
) -> int | None:
    """Answer until a signal comes. Returns the status with which Telegram refused to go on, if it did."""
    polling = PollingLine()
    with asyncio.Runner() as runner:  # it ends whatever still runs when the application has stopped
        runner.get_loop().set_exception_handler(log_unhandled)
        library = Library(lambda: open_asker(settings))
        house = House(
            library,
            Index(settings),
            open_database(settings),
            settings.allowed | settings.admins if settings.allowed else settings.allowed,
            settings.admins,
            settings.deadline,
            settings.keep_days,
        )
        application = build_application(token, settings.telegram_api, house, polling)
        _serve(application, webhook)
    return polling.refusal


def _serve(application: App, webhook: Webhook | None) -> None:
    if webhook is None:
        application.run_polling(
            bootstrap_retries=-1, allowed_updates=UPDATES, drop_pending_updates=False, close_loop=False
        )
        return
    application.run_webhook(
        webhook.host,
        webhook.port,
        url_path=re.escape(urlsplit(webhook.url).path),
        webhook_url=webhook.url,
        secret_token=webhook.secret,
        bootstrap_retries=-1,
        allowed_updates=UPDATES,
        drop_pending_updates=False,
        close_loop=False,
    )


def _say(what: object, code: int, where: TextIO) -> int:
    print(f"python -m bot: {what}", file=where)
    return code


if __name__ == "__main__":
    sys.exit(main())
