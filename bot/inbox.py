"""The inbox: every update is stored before Telegram is told that it arrived, and stays until it is answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, insert, select, update

from bot.database import DEEDS, SENDS, UPDATES, now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from bot.database import Database

CAPACITY = 2000  # updates that wait; beyond, Telegram keeps them
SUSPICIOUS = 2  # times that the bot ended with an update in work
REMEMBERED = 25 * 3600 * 1000  # milliseconds; Telegram brings an update again for 24 hours


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as Telegram brought it. ``lane``: whose order it belongs to; ``body``: JSON.

    ``mark``: what tells it from another of the same number, for Telegram may begin to number anew.
    """

    id: int
    mark: str
    lane: str
    body: str


class Begun(NamedTuple):
    """A try: how many before it failed, how many were cut off by the bot's end, and the update's age."""

    failed: int
    cut_off: int
    age: int  # milliseconds


class Inbox:
    """The updates of one bot that are not done with."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self.bot = bot
        self.suspects: set[int] = set()  # in work each time when the bot ended, the last times
        self._open: set[int] = set()
        self._room = asyncio.Event()
        self._room.set()

    @property
    def depth(self) -> int:
        """How many updates are not done with."""
        return len(self._open)

    @property
    def is_full(self) -> bool:
        """Whether no more should be taken in."""
        return not self._room.is_set()

    async def room(self) -> None:
        """Wait until there is room for more."""
        await self._room.wait()

    async def store(self, arrivals: Sequence[Arrival]) -> set[int]:
        """Keep what has not been brought before, all or nothing. Returns the numbers of what is new."""
        rows = {one.id: {"bot": self.bot, "id": one.id} | _columns(one) for one in arrivals}

        def work(connection: Connection) -> set[int]:
            numbered = UPDATES.c.id.in_(list(rows))
            known = select(UPDATES.c.id, UPDATES.c.mark).where(UPDATES.c.bot == self.bot, numbered)
            marks = {int(number): str(mark) for number, mark in connection.execute(known)}
            new = {number for number, row in rows.items() if marks.get(number) != row["mark"]}
            before = new & marks.keys()  # others of the same number
            connection.execute(delete(UPDATES).where(UPDATES.c.bot == self.bot, UPDATES.c.id.in_(before)))
            self._clear(connection, before)
            if new:
                times = {"tries": 0, "cut_off": 0, "received": now()}
                connection.execute(insert(UPDATES), [rows[number] | times for number in rows if number in new])
            return new

        new = await self._database.run(work) if rows else set[int]()
        self._opened(new)
        return new

    async def waiting(self) -> list[str]:
        """The bodies of what is not done with, in Telegram's order: what an earlier run left."""
        open_ = (UPDATES.c.bot == self.bot) & UPDATES.c.body.is_not(None)
        query = select(UPDATES.c.id, UPDATES.c.body, UPDATES.c.cut_off).where(open_).order_by(UPDATES.c.id)
        rows = await self._database.run(lambda connection: connection.execute(query).all())
        self._opened({int(number) for number, _, _ in rows})
        self.suspects |= {int(number) for number, _, cut_off in rows if cut_off >= SUSPICIOUS}
        return [str(body) for _, body, _ in rows]

    async def begin(self, number: int) -> Begun | None:
        """Note that a try begins. None: the update is done with."""
        here = self._is(number) & UPDATES.c.body.is_not(None)

        def work(connection: Connection) -> Begun | None:
            connection.execute(update(UPDATES).where(here).values(cut_off=UPDATES.c.cut_off + 1))
            columns = (UPDATES.c.tries, UPDATES.c.cut_off, UPDATES.c.received)
            row = connection.execute(select(*columns).where(here)).one_or_none()
            return Begun(int(row[0]), int(row[1]) - 1, now() - int(row[2])) if row else None

        return await self._database.run(work)

    async def ended(self, number: int, *, failed: bool) -> None:
        """Note that a try has ended, and the update has not: it ``failed``, or was interrupted."""
        change = {"tries": UPDATES.c.tries + failed, "cut_off": UPDATES.c.cut_off - 1}
        await self._database.run(lambda c: c.execute(update(UPDATES).where(self._is(number)).values(**change)))

    async def finish(self, number: int) -> None:
        """Done with: what it said and what was sent for it is deleted."""

        def work(connection: Connection) -> None:
            connection.execute(update(UPDATES).where(self._is(number)).values(body=None, lane=""))
            self._clear(connection, {number})

        last = self._open <= {number}
        await (self._database.erase(work) if last else self._database.run(work))
        self._closed({number})

    async def abandon(self, lane: str) -> int:
        """Finish all that waits in a lane, because nobody there can be answered any more. Returns how many."""
        here = (UPDATES.c.bot == self.bot) & (UPDATES.c.lane == lane) & UPDATES.c.body.is_not(None)

        def work(connection: Connection) -> set[int]:
            numbers = set(connection.execute(select(UPDATES.c.id).where(here)).scalars())
            connection.execute(update(UPDATES).where(here).values(body=None, lane=""))
            self._clear(connection, numbers)
            return numbers

        numbers = await self._database.run(work)
        self._closed(numbers)
        return len(numbers)

    async def purge(self) -> None:
        """Forget the numbers of updates that Telegram does not bring again."""
        old = (UPDATES.c.received < now() - REMEMBERED) & UPDATES.c.body.is_(None)
        await self._database.run(lambda connection: connection.execute(delete(UPDATES).where(old)))

    def _clear(self, connection: Connection, numbers: set[int]) -> None:
        """Delete what was noted of updates while they were in work."""
        for table in (SENDS, DEEDS):
            connection.execute(delete(table).where(table.c.bot == self.bot, table.c.update.in_(numbers)))

    def _is(self, number: int) -> ColumnElement[bool]:
        return (UPDATES.c.bot == self.bot) & (UPDATES.c.id == number)

    def _opened(self, numbers: set[int]) -> None:
        self._open |= numbers
        if self.depth >= CAPACITY:
            self._room.clear()

    def _closed(self, numbers: set[int]) -> None:
        self._open -= numbers
        self.suspects -= numbers
        if self.depth < CAPACITY:
            self._room.set()


def _columns(arrival: Arrival) -> dict[str, Any]:
    return {"mark": arrival.mark, "lane": arrival.lane, "body": arrival.body}
