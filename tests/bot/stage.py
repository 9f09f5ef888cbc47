"""The real application on a stage: a Bot API server of ours in front of it, an asker behind it."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from telegram.constants import MessageEntityType

from bot.application import UPDATES, build_application
from bot.library import Library
from bot.network import PollingLine

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.library import Asker
    from tests.telegram.messages import Message
    from tests.telegram.server import BotApi


@asynccontextmanager
async def playing(api: BotApi, asker: Asker, allowed: frozenset[int] = frozenset()) -> AsyncGenerator[PollingLine]:
    """Run the bot as ``python -m bot`` does, but for signals and the log."""
    polling = PollingLine()
    application = build_application(api.token, api.url, Library(lambda: asker), polling, allowed)
    polling.on_refusal = lambda: None  # there is no loop of our own to stop
    assert application.updater
    assert application.post_init
    assert application.post_shutdown
    async with application:
        await application.post_init(application)
        await application.updater.start_polling(allowed_updates=UPDATES, drop_pending_updates=False)
        await application.start()
        try:
            yield polling
        finally:
            await application.updater.stop()
            await application.stop()
    await application.post_shutdown(application)


async def until(condition: Callable[[], object], within: float = 5.0) -> None:
    """Wait until something is so, of which the server does not tell."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - nothing rings
            await asyncio.sleep(0.01)


def quotes(message: Message) -> list[str]:
    """What a message quotes."""
    return message.parts(MessageEntityType.BLOCKQUOTE)


def bold(message: Message) -> list[str]:
    """What a message shows in bold."""
    return message.parts(MessageEntityType.BOLD)
