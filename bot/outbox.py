"""The outbox: what was sent for an update in work, and where to look for a message that may or may not have arrived.

Telegram takes no key by which it would know a message that it is given a second time. What is known instead: messages
are numbered in the order in which they come, private chats and basic groups of a bot together, each supergroup by
itself. A message whose fate is unknown can only have one of the next few numbers after the highest that was known.
(Other Bot API servers number each chat by itself, or all together; so both places are looked at.)
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from bot.database import NUMBERS, SENDS, now

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Select

    from bot.database import Database

SUPERGROUPS = -1_000_000_000_000  # ids of supergroups and channels are below
AHEAD = 8  # numbers beyond the highest known that a lost message may have: others were sent at the same time
AHEAD_IN_GROUP = 24  # and people there may write what the bot does not see
FARTHEST = 100  # and no more than so many beyond the highest that was known when it was sent
SHARED = 0  # stands for the numbering of private chats and basic groups
EVERY = 1  # stands for that of all chats, for supergroups where they have none of their own; nobody has this id


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of the bot. ``message`` None: it may have arrived, or not.

    If it did, its number is above ``floor``, the highest of its chat, and above ``shared``, the highest of all chats
    that are numbered together with it.
    """

    chat: int
    floor: int
    shared: int
    message: int | None = None


@dataclass(slots=True)
class Work:
    """An update in work: how many messages were sent for it so far, and those of earlier tries by their number."""

    bot: int
    update: int
    sends: int = 0
    journal: dict[int, Sent] = field(default_factory=dict[int, Sent])
    is_last_try: bool = False
    is_unfinished: bool = False  # Telegram or the database could not be reached: try again
    is_shut_out: bool = False  # nothing can be sent to this chat any more


CURRENT: ContextVar[Work | None] = ContextVar("the update in work", default=None)


class Numbers:
    """The highest message number seen in each chat, and in those that are numbered together."""

    def __init__(self) -> None:
        self._highest: dict[int, int] = {}

    def saw(self, chat: int, message: int) -> None:
        """Note a message that there is."""
        for numbering in numberings(chat):
            self._highest[numbering] = max(message, self._highest.get(numbering, 0))

    def highest(self, chat: int) -> tuple[int, int]:
        """The highest number known in a chat, and where its messages are numbered."""
        return self._highest.get(chat, 0), self._highest.get(_numbering(chat), 0)

    def candidates(self, sent: Sent) -> list[int]:
        """The numbers that a message may have of which nobody knows whether it arrived."""
        floors, highest = (sent.floor, sent.shared), self.highest(sent.chat)
        numbers: set[int] = set()
        ahead = (AHEAD_IN_GROUP if sent.chat < SUPERGROUPS else AHEAD, AHEAD)
        for floor, top, more in zip(floors, highest, ahead, strict=True):
            numbers.update(range(floor + 1, min(max(top, floor) + more, floor + FARTHEST) + 1))
        return sorted(numbers)


class Outbox:
    """The journal of one bot's messages for updates that are not done with."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot
        self.numbers = Numbers()

    async def journal(self, number: int) -> dict[int, Sent]:
        """What earlier tries of an update sent."""
        query = select(SENDS).where(SENDS.c.bot == self._bot, SENDS.c.update == number)
        rows = await self._database.run(lambda connection: connection.execute(query).mappings().all())
        return {row["number"]: Sent(row["chat"], row["floor"], row["shared"], row["message"]) for row in rows}

    async def intend(self, work: Work, chat: int) -> Sent:
        """Note that the next message of an update is on its way from now on."""

        def write(connection: Connection) -> Sent:
            for numbering, highest in connection.execute(self._highest(chat)):
                self.numbers.saw(int(numbering), int(highest))  # of an earlier run
            sent = Sent(chat, *self.numbers.highest(chat))
            connection.execute(delete(SENDS).where(self._is(work)))
            row = {"bot": self._bot, "update": work.update, "number": work.sends}
            connection.execute(insert(SENDS).values(**row, chat=chat, floor=sent.floor, shared=sent.shared))
            return sent

        work.journal[work.sends] = sent = await self._database.run(write)
        return sent

    async def arrived(self, work: Work, chat: int, message: int) -> None:
        """Note which message it is; the next one is the update's next."""
        self.numbers.saw(chat, message)
        work.journal[work.sends] = Sent(chat, message, message, message)
        change = update(SENDS).where(self._is(work)).values(message=message)
        work.sends += 1

        def write(connection: Connection) -> None:
            connection.execute(change)
            known = {int(numbering): int(highest) for numbering, highest in connection.execute(self._highest(chat))}
            for numbering in numberings(chat):
                here = (NUMBERS.c.bot == self._bot) & (NUMBERS.c.numbering == numbering)
                connection.execute(delete(NUMBERS).where(here))
                row = {"bot": self._bot, "numbering": numbering, "seen": now()}
                connection.execute(insert(NUMBERS).values(highest=max(message, known.get(numbering, 0)), **row))

        await self._database.run(write)

    async def refused(self, work: Work) -> None:
        """Note that it did not arrive, and will not."""
        work.journal.pop(work.sends, None)
        await self._database.run(lambda connection: connection.execute(delete(SENDS).where(self._is(work))))

    def _highest(self, chat: int) -> Select[Any, Any]:
        here = (NUMBERS.c.bot == self._bot) & NUMBERS.c.numbering.in_(numberings(chat))
        return select(NUMBERS.c.numbering, NUMBERS.c.highest).where(here)

    def _is(self, work: Work) -> ColumnElement[bool]:
        return (SENDS.c.bot == self._bot) & (SENDS.c.update == work.update) & (SENDS.c.number == work.sends)


def numberings(chat: int) -> set[int]:
    """The chat, or what stands for those that its messages may be numbered together with."""
    return {chat} if chat in (SHARED, EVERY) else {chat, _numbering(chat), EVERY}


def _numbering(chat: int) -> int:
    return EVERY if chat < SUPERGROUPS else SHARED
