"""Articles that an administrator has sent and not yet published."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy import delete, desc, insert, select, update

from bot.database import PROPOSALS, now
from bot.memory import new_number
from index.articles import Manuscript
from index.sources import Source
from pullquote.citations import plain
from pullquote.errors import PullquoteError

if TYPE_CHECKING:
    from bot.database import Database

FIELDS = ("title", "publisher", "published", "url")
UNKNOWN = ("-", "–", "—")  # what an administrator sends for what is not known; phones make dashes of hyphens
LONGEST = 300


class ValueRefusedError(PullquoteError):
    """What was sent cannot be the value of a field."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A manuscript that waits for its administrator, in which message it is shown, and what they were asked for."""

    id: str
    person: int
    message: int | None
    manuscript: Manuscript
    awaited: str | None = None


class Proposals:
    """The proposals in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, person: int, message: int, manuscript: Manuscript) -> Proposal:
        """Keep a manuscript until it is published or discarded."""
        proposal = Proposal(new_number(), person, message, manuscript)
        row = {"id": proposal.id, "person": person, "message": message, "made": now()}
        await self._database.run(lambda c: c.execute(insert(PROPOSALS), row | {"manuscript": _packed(manuscript)}))
        return proposal

    async def recall(self, number: str, person: int) -> Proposal | None:
        """The proposal of a button, if it is that administrator's own."""
        return await self._one(PROPOSALS.c.id == number, PROPOSALS.c.person == person)

    async def awaited(self, person: int) -> Proposal | None:
        """The proposal of which an administrator was asked for a field."""
        return await self._one(PROPOSALS.c.person == person, PROPOSALS.c.awaited.is_not(None))

    async def ask_for(self, proposal: Proposal, field: str | None) -> None:
        """Note that a field is awaited from its administrator, of this proposal and no other; or that none is."""
        theirs = update(PROPOSALS).where(PROPOSALS.c.person == proposal.person).values(awaited=None)
        this = update(PROPOSALS).where(PROPOSALS.c.id == proposal.id).values(awaited=field)
        await self._database.run(lambda connection: [connection.execute(theirs), connection.execute(this)])

    async def correct(self, proposal: Proposal, field: str, typed: str) -> Proposal:
        """The proposal with a field as it was typed. Raises ValueRefusedError."""
        source = replace(proposal.manuscript.source, **{field: _value(field, typed)})
        corrected = replace(proposal, manuscript=replace(proposal.manuscript, source=source), awaited=None)
        values = {"manuscript": _packed(corrected.manuscript), "awaited": None}
        await self._database.run(lambda c: c.execute(update(PROPOSALS).where(_is(proposal)).values(**values)))
        return corrected

    async def drop(self, proposal: Proposal) -> None:
        """Keep it no longer."""
        await self._database.run(lambda connection: connection.execute(delete(PROPOSALS).where(_is(proposal))))

    async def _one(self, *conditions: Any) -> Proposal | None:
        query = select(PROPOSALS).where(*conditions).order_by(desc(PROPOSALS.c.made)).limit(1)
        row = await self._database.run(lambda connection: connection.execute(query).mappings().one_or_none())
        if row is None:
            return None
        return Proposal(row["id"], row["person"], row["message"], _unpacked(row["manuscript"]), row["awaited"])


def _is(proposal: Proposal) -> Any:
    return PROPOSALS.c.id == proposal.id


def _value(field: str, typed: str) -> str | date | None:
    text = plain(typed)
    if text in UNKNOWN:
        return None
    try:
        if field == "published":
            return date.fromisoformat(text)
        parts = urlsplit(text)
        if field == "url" and not (parts.scheme in ("http", "https") and parts.hostname and " " not in text):
            raise ValueError(text)
    except ValueError as error:
        raise ValueRefusedError(f"not a {field}") from error
    if not text or len(text) > LONGEST:
        raise ValueRefusedError(f"not a {field}")
    return text


def _packed(manuscript: Manuscript) -> str:
    return json.dumps(asdict(manuscript), default=date.isoformat)


def _unpacked(line: str) -> Manuscript:
    fields: dict[str, Any] = json.loads(line)
    source: dict[str, Any] = fields["source"]
    if day := source["published"]:
        source["published"] = date.fromisoformat(day)
    return Manuscript(fields["id"], fields["text"], Source(**source), fields["path"])
