"""Quotas: how much one person, and one group, may ask. A bucket of questions each that fills up by the hour."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, select

from bot.database import BUCKETS, now
from bot.deeds import once

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.database import Database

HOUR = 3600 * 1000  # milliseconds; after it a bucket is full again, and forgotten
TYPED = 4  # inline queries that a question takes


class Verdict(Enum):
    """What becomes of a question."""

    GRANTED = "granted"
    REFUSED = "refused"  # and whoever asked has not been told yet
    IGNORED = "ignored"  # they have


class Rates(NamedTuple):
    """Questions an hour, of which all may come at once; 0: as many as one likes."""

    person: int = 0
    group: int = 0


class Quotas:
    """The token buckets, kept so that a restart does not fill them."""

    def __init__(self, database: Database, rates: Rates) -> None:
        self._database = database
        self._rates = rates

    async def take(self, person: int | None, chat: int | None) -> Verdict:
        """Take a question out of the person's bucket and out of the group's, or out of neither.

        Inline queries, which belong to no chat and come while somebody types, have a larger bucket of their own.
        """
        buckets: dict[str, int] = {}
        if person is not None and chat is None:
            buckets[f"inline:{person}"] = TYPED * self._rates.person
        elif person is not None:
            buckets[f"person:{person}"] = self._rates.person
        if chat is not None and chat < 0:
            buckets[f"group:{chat}"] = self._rates.group
        limited = {owner: rate for owner, rate in buckets.items() if rate}
        if not limited:
            return Verdict.GRANTED
        return Verdict(await once(self._database, "quota", lambda connection: _take(connection, limited).value))

    async def purge(self) -> None:
        """Forget the buckets that are full."""
        full = BUCKETS.c.filled < now() - HOUR
        await self._database.run(lambda connection: connection.execute(delete(BUCKETS).where(full)))


def _take(connection: Connection, rates: dict[str, int]) -> Verdict:
    """As ``Quotas.take``, in one transaction."""
    rows = connection.execute(select(BUCKETS).where(BUCKETS.c.owner.in_(list(rates)))).mappings()
    before = {str(row["owner"]): row for row in rows}
    time, tokens = now(), dict[str, float]()
    for owner, rate in rates.items():
        row = before.get(owner)
        tokens[owner] = min(rate, row["tokens"] + max(0, time - row["filled"]) * rate / HOUR) if row else rate
    granted = all(left >= 1 for left in tokens.values())
    empty = [owner for owner, left in tokens.items() if left < 1]
    news = not granted and not any(owner in before and before[owner]["told"] for owner in empty)
    connection.execute(delete(BUCKETS).where(BUCKETS.c.owner.in_(list(rates))))
    connection.execute(
        insert(BUCKETS),
        [
            {"owner": owner, "tokens": left - granted, "told": owner in empty, "filled": time}
            for owner, left in tokens.items()
        ],
    )
    return Verdict.GRANTED if granted else Verdict.REFUSED if news else Verdict.IGNORED
