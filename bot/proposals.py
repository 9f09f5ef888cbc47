"""Articles that an administrator has sent and not yet published."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from sqlalchemy import delete, desc, insert, select, update

from bot.database import PROPOSALS, now
from bot.deeds import once
from bot.memory import new_number
from index.articles import Manuscript
from index.sources import Source
from pullquote.citations import plain
from pullquote.errors import PullquoteError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.database import Database

FIELDS = ("title", "publisher", "published", "url")
UNKNOWN = ("-", "–", "—")  # what an administrator sends for what is not known; phones make dashes of hyphens
LONGEST = 300
WAIT = re.compile(r"([0-3])([0-9a-f]{7})([0-9a-f]{1,8})")
BEGUN = "publishing"  # stands in the place of a wait


class ValueRefusedError(PullquoteError):
    """What was sent cannot be the value of a field."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A field that an administrator was asked for: in which message, and when, in minutes since 1970."""

    field: str
    prompt: int
    since: int

    @classmethod
    def read(cls, line: str) -> Self | None:
        """The wait that ``str`` was made of, if it was one."""
        found = WAIT.fullmatch(line)
        return cls(FIELDS[int(found[1])], int(found[3], 16), int(found[2], 16)) if found else None

    def __str__(self) -> str:  # the column takes 16 characters, and no message's number is above 2**31
        return f"{FIELDS.index(self.field)}{self.since:07x}{self.prompt:x}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A manuscript that waits for its administrator, in which message it is shown, and what they were asked for."""

    id: str
    person: int
    message: int | None
    manuscript: Manuscript
    awaited: Wait | None = None
    is_begun: bool = False  # to be published, and perhaps it is


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
        """The proposal of which an administrator was asked for a field; in a further try of an update, the same one."""
        query = select(PROPOSALS.c.id, PROPOSALS.c.awaited).where(_waits(person)).order_by(desc(PROPOSALS.c.made))

        def work(connection: Connection) -> str:
            row = connection.execute(query.limit(1)).one_or_none()
            return f"{row[0]} {row[1]}" if row else ""

        number, _, awaited = (await once(self._database, "field", work)).partition(" ")
        proposal = await self.recall(number, person) if number else None
        return replace(proposal, awaited=Wait.read(awaited)) if proposal else None

    async def wait_for(self, proposal: Proposal, wait: Wait) -> None:
        """Note that a field is awaited from its administrator, of this proposal and no other."""
        await self._await(proposal.person, proposal, str(wait))

    async def begin(self, proposal: Proposal) -> None:
        """Note that it is being published from now on. No field is awaited any more."""
        await self._await(proposal.person, proposal, BEGUN)

    async def wait_no_more(self, person: int) -> None:
        """Note that an administrator does something else."""
        await self._await(person)

    async def correct(self, proposal: Proposal, field: str, typed: str) -> Proposal:
        """The proposal with a field as it was typed. Raises ValueRefusedError."""
        before, value = proposal.manuscript.source, _value(field, typed)
        cleared = {*before.cleared, field} if value is None else {*before.cleared} - {field}
        source = replace(before, **{field: value}, cleared=tuple(sorted(cleared)))
        corrected = replace(proposal, manuscript=replace(proposal.manuscript, source=source), awaited=None)
        values = {"manuscript": _packed(corrected.manuscript), "awaited": None}
        await self._database.run(lambda c: c.execute(update(PROPOSALS).where(_is(proposal)).values(**values)))
        return corrected

    async def drop(self, proposal: Proposal) -> None:
        """Keep it no longer."""
        await self._database.run(lambda connection: connection.execute(delete(PROPOSALS).where(_is(proposal))))

    async def _await(self, person: int, proposal: Proposal | None = None, awaited: str | None = None) -> None:
        changes = [update(PROPOSALS).where(_waits(person)).values(awaited=None)]
        if proposal:
            changes.append(update(PROPOSALS).where(_is(proposal)).values(awaited=awaited))
        await self._database.run(lambda connection: [connection.execute(change) for change in changes])

    async def _one(self, *conditions: Any) -> Proposal | None:
        query = select(PROPOSALS).where(*conditions).order_by(desc(PROPOSALS.c.made)).limit(1)
        row = await self._database.run(lambda connection: connection.execute(query).mappings().one_or_none())
        if row is None:
            return None
        awaited = row["awaited"] or ""
        known = (row["id"], row["person"], row["message"], _unpacked(row["manuscript"]))
        return Proposal(*known, Wait.read(awaited), is_begun=awaited == BEGUN)


def _is(proposal: Proposal) -> Any:
    return PROPOSALS.c.id == proposal.id


def _waits(person: int) -> Any:
    return (PROPOSALS.c.person == person) & PROPOSALS.c.awaited.is_not(None) & (PROPOSALS.c.awaited != BEGUN)


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
    source["cleared"] = tuple(source.get("cleared", ()))
    return Manuscript(fields["id"], fields["text"], Source(**source), fields["path"])
