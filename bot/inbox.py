"""The inbox: every update is stored before Telegram is told that it arrived, and stays until it is answered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from bot.database import SENDS, UPDATES, now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from bot.database import Database

CAPACITY = 2000  # updates that wait; beyond, Telegram keeps them
REMEMBERED = 25 * 3600 * 1000  # milliseconds; Telegram brings an update again for 24 hours


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update as Telegram brought it. ``lane``: whose order it belongs to; ``body``: JSON."""

    id: int
    lane: str
    body: str


class Inbox:
    """The updates of one bot that are not done with."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot
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
        rows = {one.id: {"bot": self._bot, "id": one.id, "lane": one.lane, "body": one.body} for one in arrivals}

        def work(connection: Connection) -> set[int]:
            known = select(UPDATES.c.id).where(UPDATES.c.bot == self._bot, UPDATES.c.id.in_(list(rows)))
            new = set(rows) - set(connection.execute(known).scalars())
            if new:
                times = {"tries": 0, "received": now()}
                connection.execute(insert(UPDATES), [rows[number] | times for number in rows if number in new])
            return new

        new = await self._database.run(work) if rows else set[int]()
        self._opened(new)
        return new

    async def waiting(self) -> list[str]:
        """The bodies of what is not done with, in Telegram's order: what an earlier run left."""
        query = select(UPDATES.c.id, UPDATES.c.body).where(UPDATES.c.bot == self._bot, UPDATES.c.body.is_not(None))
        rows = await self._database.run(lambda connection: connection.execute(query.order_by(UPDATES.c.id)).all())
        self._opened({int(number) for number, _ in rows})
        return [str(body) for _, body in rows]

    async def begin(self, number: int) -> tuple[int, int] | None:
        """Count one more try. Returns which try it is and the update's age in milliseconds; None: it is done with."""
        here = self._is(number) & UPDATES.c.body.is_not(None)

        def work(connection: Connection) -> tuple[int, int] | None:
            connection.execute(update(UPDATES).where(here).values(tries=UPDATES.c.tries + 1))
            row = connection.execute(select(UPDATES.c.tries, UPDATES.c.received).where(here)).one_or_none()
            return (int(row[0]), now() - int(row[1])) if row else None

        return await self._database.run(work)

    async def finish(self, number: int) -> None:
        """Done with: what it said and what was sent for it is deleted."""

        def work(connection: Connection) -> None:
            connection.execute(update(UPDATES).where(self._is(number)).values(body=None, lane=""))
            connection.execute(delete(SENDS).where(SENDS.c.bot == self._bot, SENDS.c.update == number))

        last = self._open <= {number}
        await (self._database.erase(work) if last else self._database.run(work))
        self._closed({number})

    async def abandon(self, lane: str) -> int:
        """Finish all that waits in a lane, because nobody there can be answered any more. Returns how many."""
        here = (UPDATES.c.bot == self._bot) & (UPDATES.c.lane == lane) & UPDATES.c.body.is_not(None)

        def work(connection: Connection) -> set[int]:
            numbers = set(connection.execute(select(UPDATES.c.id).where(here)).scalars())
            connection.execute(update(UPDATES).where(here).values(body=None, lane=""))
            return numbers

        numbers = await self._database.run(work)
        self._closed(numbers)
        return len(numbers)

    async def purge(self) -> None:
        """Forget the numbers of updates that Telegram does not bring again."""
        old = (UPDATES.c.received < now() - REMEMBERED) & UPDATES.c.body.is_(None)
        open_ = select(UPDATES.c.id).where(UPDATES.c.bot == SENDS.c.bot, UPDATES.c.body.is_not(None))

        def work(connection: Connection) -> None:
            connection.execute(delete(UPDATES).where(old))
            connection.execute(delete(SENDS).where(SENDS.c.update.not_in(open_)))

        await self._database.run(work)

    def _is(self, number: int) -> ColumnElement[bool]:
        return (UPDATES.c.bot == self._bot) & (UPDATES.c.id == number)

    def _opened(self, numbers: set[int]) -> None:
        self._open |= numbers
        if self.depth >= CAPACITY:
            self._room.clear()

    def _closed(self, numbers: set[int]) -> None:
        self._open -= numbers
        if self.depth < CAPACITY:
            self._room.set()
