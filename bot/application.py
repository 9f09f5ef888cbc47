"""The bot put together: which update goes to which handler."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

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
from bot.conversation import Conversation
from bot.courier import Courier
from bot.delivery import Context, Data
from bot.desk import Desk
from bot.doors import Gate, Groups
from bot.inbox import Inbox
from bot.languages import Languages
from bot.manners import Manners
from bot.memory import Memory
from bot.mishaps import Mishaps
from bot.network import Line, PollingLine
from bot.outbox import Outbox
from bot.people import People
from bot.proposals import Proposals
from bot.quotas import Quotas, Rates
from bot.reception import Reception
from bot.stock import Stock
from bot.taps import Taps
from bot.turns import Turns

if TYPE_CHECKING:
    from bot.database import Database
    from bot.library import Library
    from bot.metrics import Metrics
    from bot.publishing import Publisher

App = Application[ExtBot[Any], Context, Data, Data, Data, Any]

UPDATES = [Update.MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER]  # all that is handled


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
    rates: Rates = field(default_factory=Rates)


@dataclass(frozen=True, slots=True)
class Service:
    """The bot's parts, put together: what comes in passes through them from left to right."""

    application: App
    house: House
    memory: Memory
    quotas: Quotas
    inbox: Inbox
    reception: Reception
    turns: Turns
    polling: PollingLine
    metrics: Metrics


class Sender(ExtBot[Any]):
    """The library's bot, which would show its token wherever it is printed, as part of the application too."""

    def __repr__(self) -> str:
        return type(self).__name__


class FromPerson(filters.MessageFilter):
    """A new message that a person wrote: no bot, not through a bot, no channel; hidden administrators are people."""

    def filter(self, message: Message) -> bool:
        """Whether the message is one."""
        if message.via_bot or message.is_automatic_forward:
            return False
        if message.sender_chat:
            return message.sender_chat.id == message.chat.id
        return message.from_user is not None and not message.from_user.is_bot


def add_handlers(application: App, house: House, memory: Memory, quotas: Quotas, metrics: Metrics) -> None:
    """Who handles what, first match wins; the gate stands before all of them."""
    manners = Manners(Languages(), memory)
    answering = Answering(house.library, memory, manners, quotas, metrics, house.deadline)
    proposals = Proposals(house.database)
    administrators = Administrators(house.administrators, manners)
    desk = Desk(house.library, house.publisher, proposals, manners, administrators)
    stock = Stock(house.library, house.publisher, memory, manners, administrators)
    conversation = Conversation(house.library, manners, answering, desk, administrators)
    taps = Taps(house.library, memory, manners, answering)
    people = People(memory, manners, house.keep_days)

    person = filters.UpdateType.MESSAGE & FromPerson()
    written = person & ~filters.FORWARDED  # a command that was passed on is somebody else's: a text like any other
    private = person & filters.ChatType.PRIVATE
    group = person & filters.ChatType.GROUPS
    application.add_handler(TypeHandler(Update, Gate(house.allowed, memory)), group=-2)
    application.add_handler(MessageHandler(private & filters.COMMAND, desk.forget_field), group=-1)
    for handler in (
        MessageHandler(filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE, Groups(memory).moved),
        CommandHandler("start", conversation.start, written),
        CommandHandler("help", conversation.help, written),
        CommandHandler("ask", conversation.ask, written),
        CommandHandler("sources", conversation.sources, written),
        CommandHandler("settings", people.settings, written),
        CommandHandler("privacy", people.privacy, written),
        CommandHandler("forget", people.forget, written),
        CommandHandler("feedback", people.feedback, written),
        CommandHandler("add", desk.add, written),
        CommandHandler("remove", stock.remove, written),
        CommandHandler("stats", stock.stats, written),
        MessageHandler(written & filters.COMMAND, conversation.unknown_command),
        MessageHandler(private & filters.TEXT, conversation.question),
        MessageHandler(private & filters.Document.ALL & ~filters.ANIMATION, desk.document),
        MessageHandler(private & ~filters.StatusUpdate.ALL, conversation.not_text),
        MessageHandler(group & filters.TEXT, conversation.addressed),
        InlineQueryHandler(Cards(house.library, manners, quotas, metrics, house.deadline).offer),
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


def build_application(token: str, api: str, house: House, metrics: Metrics) -> Service:
    """A service for the bot of ``token``, at the Bot API server ``api``."""
    bot = int(token.partition(":")[0])
    inbox, outbox = Inbox(house.database, bot), Outbox(house.database, bot)
    reception, turns = Reception(inbox, outbox.numbers, metrics), Turns(inbox, outbox, metrics)
    polling = PollingLine(reception)
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # durations as the library's next version has them, or it warns
    sender = Sender(
        token,
        f"{api}/bot",
        f"{api}/file/bot",
        request=Line("sending"),
        get_updates_request=polling,
        rate_limiter=Courier(outbox, metrics),
        defaults=Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)),
    )
    builder = ApplicationBuilder().bot(cast("ExtBot[Any]", sender))
    application: App = builder.concurrent_updates(turns).job_queue(None).build()
    turns.handle = application.process_update
    metrics.watch(lambda: inbox.depth, lambda: turns.in_work, lambda: reception.silence)
    memory = Memory(house.database, house.keep_days)
    quotas = Quotas(house.database, house.rates)
    add_handlers(application, house, memory, quotas, metrics)
    return Service(application, house, memory, quotas, inbox, reception, turns, polling, metrics)
