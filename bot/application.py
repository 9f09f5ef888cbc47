"""The bot put together: which update goes to which handler."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from telegram import LinkPreviewOptions, Message, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    Defaults,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.administrators import Administrators
from bot.answering import Answering
from bot.cards import Cards
from bot.commands import announce
from bot.conversation import Conversation
from bot.delivery import Context, Data
from bot.desk import Desk
from bot.doors import Gate, Groups
from bot.languages import Languages
from bot.manners import Manners
from bot.memory import Memory
from bot.mishaps import Mishaps
from bot.network import Line, PollingLine, SendingLimits, Turns
from bot.people import People
from bot.proposals import Proposals
from bot.stock import Stock
from bot.taps import Taps

if TYPE_CHECKING:
    from bot.database import Database
    from bot.library import Library
    from bot.publishing import Publisher

App = Application[ExtBot[Any], Context, Data, Data, Data, Any]

UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER]  # all that is handled
PURGED_EVERY = 3600.0  # seconds

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """What a bot works with, and for whom. Without ``allowed`` ids everybody is answered."""

    library: Library
    publisher: Publisher
    database: Database
    allowed: frozenset[int] = frozenset()
    administrators: frozenset[int] = frozenset()
    deadline: float = 20.0  # seconds
    keep_days: int = 30


class FromPerson(filters.MessageFilter):
    """A new message that a person wrote: no bot, not through a bot, no channel; hidden administrators are people."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one."""
        if message.via_bot or message.is_automatic_forward:
            return False
        if message.sender_chat:
            return message.sender_chat.id == message.chat.id
        return message.from_user is not None and not message.from_user.is_bot


def add_handlers(application: App, house: House, memory: Memory) -> None:
    """Who handles what, first match wins; the gate stands before all of them."""
    manners = Manners(Languages(), memory)
    answering = Answering(house.library, memory, manners, house.deadline)
    proposals = Proposals(house.database)
    administrators = Administrators(house.administrators, manners)
    desk = Desk(house.library, house.publisher, proposals, manners, administrators)
    stock = Stock(house.library, house.publisher, memory, manners, administrators)
    conversation = Conversation(house.library, manners, answering, desk, administrators)
    taps = Taps(house.library, memory, manners, answering)
    people = People(memory, manners, house.keep_days)

    person = filters.UpdateType.MESSAGE & FromPerson()
    private = person & filters.ChatType.PRIVATE
    group = person & filters.ChatType.GROUPS
    application.add_handler(TypeHandler(Update, Gate(house.allowed)), group=-2)
    application.add_handler(MessageHandler(private & filters.COMMAND, desk.forget_field), group=-1)
    for handler in (
        MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, Groups(memory).moved),
        CommandHandler("start", conversation.start, person),
        CommandHandler("help", conversation.help, person),
        CommandHandler("ask", conversation.ask, person),
        CommandHandler("sources", conversation.sources, person),
        CommandHandler("settings", people.settings, person),
        CommandHandler("privacy", people.privacy, person),
        CommandHandler("forget", people.forget, person),
        CommandHandler("feedback", people.feedback, person),
        CommandHandler("add", desk.add, person),
        CommandHandler("remove", stock.remove, person),
        CommandHandler("stats", stock.stats, person),
        MessageHandler(person & filters.COMMAND, conversation.unknown_command),
        MessageHandler(private & filters.TEXT, conversation.question),
        MessageHandler(private & filters.Document.ALL & ~filters.ANIMATION, desk.document),
        MessageHandler(private & ~filters.StatusUpdate.ALL, conversation.not_text),
        MessageHandler(group & filters.TEXT, conversation.addressed),
        InlineQueryHandler(Cards(house.library, manners, house.deadline).offer),
        CallbackQueryHandler(taps.example, pattern=r"^ask:[0-9a-f]{32}$"),
        CallbackQueryHandler(taps.answer, pattern=r"^(show|up|down|again):"),
        CallbackQueryHandler(conversation.turn_sources, pattern=r"^sources:\d{1,6}$"),
        CallbackQueryHandler(people.choose, pattern=r"^choose:"),
        CallbackQueryHandler(desk.tap, pattern=r"^(correct|publish|discard):"),
        CallbackQueryHandler(stock.tap_remove, pattern=r"^(remove|keep):"),
        CallbackQueryHandler(taps.unknown),
    ):
        application.add_handler(handler)
    application.add_error_handler(Mishaps(manners).handle)


def build_application(token: str, api: str, house: House, polling: PollingLine) -> App:
    """An application for the bot of ``token``, at the Bot API server ``api``, that opens the library at start."""
    memory = Memory(house.database, house.keep_days)
    beside: list[asyncio.Task[None]] = []  # what nobody who asks needs to wait for

    async def open_house(_: App) -> None:
        await house.library.open()
        beside.append(asyncio.create_task(announce(application.bot, Languages(), house.administrators)))
        beside.append(asyncio.create_task(_keep_purging(memory)))

    async def close_house(_: App) -> None:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        house.library.close()
        house.database.close()

    def stop_serving() -> None:
        if application.running and application.updater and application.updater.running:
            application.stop_running()

    os.environ.setdefault("PTB_TIMEDELTA", "1")  # durations as the library's next version has them, or it warns
    application: App = (
        ApplicationBuilder()
        .token(token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .request(Line("sending"))
        .get_updates_request(polling)
        .rate_limiter(SendingLimits())
        .concurrent_updates(Turns())
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .job_queue(None)
        .build()
    )
    application.post_init = open_house
    application.post_shutdown = close_house
    polling.on_refusal = stop_serving
    add_handlers(application, house, memory)
    return application


async def _keep_purging(memory: Memory) -> None:
    """Delete what is too old, now and from time to time."""
    while True:
        try:
            await memory.purge()
        except Exception:  # the next time it may be possible
            logger.warning("the purge of what is too old failed", exc_info=True)
        await asyncio.sleep(PURGED_EVERY)
