"""The real application on a stage: a Bot API server of ours in front of it, an asker behind it."""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from telegram.constants import MessageEntityType

from bot.application import House, build_application
from bot.database import Database
from bot.languages import Languages
from bot.library import Library
from bot.metrics import Metrics
from bot.serving import running
from tests.bot.newsroom import PaperPress

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from bot.application import Service
    from bot.library import Asker
    from bot.webhook import Webhook
    from tests.telegram.messages import Message
    from tests.telegram.server import BotApi


ENGLISH = Languages().wording("en")


@asynccontextmanager
async def playing(
    api: BotApi,
    asker: Asker,
    allowed: frozenset[int] = frozenset(),
    folder: Path | None = None,
    webhook: Webhook | None = None,
    **house: Any,
) -> AsyncGenerator[Service]:
    """Run the bot as ``python -m bot`` does, but for signals and the log; it remembers what is in ``folder``."""
    with tempfile.TemporaryDirectory() as fresh:
        database = Database(f"sqlite:///{(folder or Path(fresh)) / 'chats.sqlite3'}")
        house = {"publisher": PaperPress(asker), "allowed": allowed} | house
        service = build_application(
            api.token, api.url, House(Library(lambda: asker), database=database, **house), Metrics()
        )
        async with running(service, webhook):
            yield service


async def until(condition: Callable[[], object], within: float = 5.0) -> None:
    """Wait until something is so, of which the server does not tell."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - nothing rings
            await asyncio.sleep(0.01)


def quotes(message: Message, version: int = -1) -> list[str]:
    """What a message quotes, or quoted in an earlier version."""
    kinds = (MessageEntityType.BLOCKQUOTE, MessageEntityType.EXPANDABLE_BLOCKQUOTE)
    body = message.versions[version].body
    return [body.covered(entity) for entity in body.entities if entity.kind in kinds]


def bold(message: Message) -> list[str]:
    """What a message shows in bold."""
    return message.parts(MessageEntityType.BOLD)
