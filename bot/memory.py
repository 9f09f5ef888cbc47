"""What the bot remembers of conversations and people, and how it forgets."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import delete, desc, func, insert, select, update

from bot.database import ANSWERS, FEEDBACK, MOVES, NUMBERS, PEOPLE, PROPOSALS, VOTES, now
from bot.deeds import once
from bot.shelf import pack
from bot.wording.administrators import LATE

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from bot.database import Database
    from pullquote.records import Answer

DAY = 24 * 3600 * 1000  # milliseconds
ANSWER = "answer"  # the view of an answer as it was first shown
NOT_YET = ""  # the question of an answer that is looked for
HEADING, UNDERSTOOD = "heading", "understood"  # how a question stands above its answer


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given: where, to whom, and how it is shown now. ``answer`` is as ``bot.shelf`` packs it."""

    id: str
    chat: int
    message: int | None
    person: int | None
    question: str
    answer: str | None
    view: str
    above: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """What a person has chosen; None: what holds for everybody."""

    language: str | None = None
    length: str | None = None


class Stored(NamedTuple):
    """How much is kept of a person."""

    answers: int
    votes: int
    feedback: int
    settings: int
    proposals: int


class Figures(NamedTuple):
    """What administrators are told about the last days."""

    answers: dict[str, int]  # by outcome; LATE for those that were not given in time
    up: int
    down: int
    people: int
    feedback: list[str]


class Memory:
    """The conversation's part of the database."""

    def __init__(self, database: Database, keep_days: int) -> None:
        self._database = database
        self._keep = keep_days * DAY

    async def reserve(self, chat: int, person: int | None) -> str:
        """Make room for an answer before it is looked for: what is forgotten meanwhile takes the room with it.

        Returns its number: not to be guessed, and short enough for a button.
        """
        row: dict[str, Any] = {"id": new_number(), "chat": chat, "person": person, "made": now()}
        row |= {"question": NOT_YET, "outcome": LATE, "view": ANSWER}
        await self._database.run(lambda connection: connection.execute(insert(ANSWERS), row))
        return str(row["id"])

    async def release(self, number: str) -> None:
        """Give up the room for an answer, of which there is none."""
        await self._database.run(lambda c: c.execute(delete(ANSWERS).where(ANSWERS.c.id == number)))

    async def fill(self, number: str, question: str, answer: Answer | None, above: str | None) -> None:
        """Keep an answer before it is sent; None: it could not be given in time."""
        packed, outcome = (pack(answer), answer.outcome.value) if answer else (None, LATE)
        await self._change(number, question=question, answer=packed, outcome=outcome, above=above)

    async def sent(self, number: str, message: int) -> None:
        """Note which message shows an answer."""
        await self._change(number, message=message)

    async def shown(self, number: str, view: str) -> None:
        """Note how an answer is shown from now on."""
        await self._change(number, view=view)

    async def recall(self, number: str) -> Kept | None:
        """The answer of a button."""
        return await self._one(ANSWERS.c.id == number)

    async def shown_in(self, chat: int, message: int) -> Kept | None:
        """The answer that a message of the bot shows."""
        return await self._one(ANSWERS.c.chat == chat, ANSWERS.c.message == message)

    async def latest(self, chat: int, person: int | None, seconds: int) -> Kept | None:
        """The last answer that a person got in a chat, if it is not older than ``seconds``."""
        return await self._one(
            ANSWERS.c.chat == chat,
            ANSWERS.c.person == person,
            ANSWERS.c.made >= now() - 1000 * seconds,
            ANSWERS.c.answer.is_not(None),
        )

    async def in_context(self, chat: int, seconds: int) -> list[Kept]:
        """The answers of a chat that show a passage around a quote just now, the latest first."""
        query = select(ANSWERS).where(
            ANSWERS.c.chat == chat,
            ANSWERS.c.made >= now() - 1000 * seconds,
            ANSWERS.c.message.is_not(None),
            ANSWERS.c.view.startswith("context"),
        )
        rows = await self._database.run(lambda c: c.execute(query.order_by(desc(ANSWERS.c.made))).mappings().all())
        return [_kept(row) for row in rows]

    async def vote(self, number: str, person: int, *, up: bool) -> bool | None:
        """Note a vote in place of an earlier one; the same again takes it back. Returns what holds now."""

        def work(connection: Connection) -> bool | None:
            mine = (VOTES.c.answer == number) & (VOTES.c.person == person)
            before = connection.execute(select(VOTES.c.up).where(mine)).scalar_one_or_none()
            connection.execute(delete(VOTES).where(mine))
            if before is up:
                return None
            connection.execute(insert(VOTES).values(answer=number, person=person, up=up))
            return up

        return await once(self._database, "vote", work)

    async def person(self, person: int) -> Person:
        """What a person has chosen."""
        query = select(PEOPLE.c.language, PEOPLE.c.length).where(PEOPLE.c.id == person)
        row = await self._database.run(lambda connection: connection.execute(query).one_or_none())
        return Person(row[0], row[1]) if row else Person()

    async def choose(self, person: int, chosen: Person) -> None:
        """Keep what a person has chosen."""

        def work(connection: Connection) -> None:
            connection.execute(delete(PEOPLE).where(PEOPLE.c.id == person))
            if chosen != Person():
                connection.execute(insert(PEOPLE).values(id=person, language=chosen.language, length=chosen.length))

        await self._database.run(work)

    async def feedback(self, person: int, text: str) -> None:
        """Keep what somebody has to say about the bot."""

        def work(connection: Connection) -> str:
            number = new_number()
            connection.execute(insert(FEEDBACK), {"id": number, "person": person, "text": text, "made": now()})
            return number

        await once(self._database, "feedback", work)

    async def forget(self, person: int) -> Stored:
        """Delete all that is kept of a person. Returns how much it was."""

        def work(connection: Connection) -> list[int]:
            connection.execute(delete(NUMBERS).where(NUMBERS.c.numbering == person))  # the private chat has their id
            columns = (VOTES.c.person, ANSWERS.c.person, FEEDBACK.c.person, PEOPLE.c.id, PROPOSALS.c.person)
            votes, answers, feedback, settings, proposals = (
                connection.execute(delete(column.table).where(column == person)).rowcount for column in columns
            )
            return [answers, votes, feedback, settings, proposals]

        return Stored(*await once(self._database, "forget", work, erase=True))

    async def purge(self) -> int:
        """Delete what is older than it may be. Returns how many rows that was; votes go with their answers."""
        oldest = now() - self._keep
        tables: tuple[Table, ...] = (ANSWERS, FEEDBACK, PROPOSALS)

        def work(connection: Connection) -> int:
            connection.execute(delete(NUMBERS).where(NUMBERS.c.seen < oldest))
            return sum(connection.execute(delete(table).where(table.c.made < oldest)).rowcount for table in tables)

        return await self._database.erase(work)

    async def move(self, old: int, new: int) -> None:
        """Follow a group that became a supergroup. Its old messages cannot be reached any more."""
        await self._database.run(
            lambda c: c.execute(update(ANSWERS).where(ANSWERS.c.chat == old).values(chat=new, message=None))
        )

    async def became(self, old: int, new: int) -> None:
        """Note what an allowed group has become."""

        def work(connection: Connection) -> None:
            connection.execute(delete(MOVES).where(MOVES.c.new == new))
            connection.execute(insert(MOVES).values(new=new, old=old))

        await self._database.run(work)

    async def was(self, group: int) -> int | None:
        """What a group was before it moved, if it was allowed then."""
        query = select(MOVES.c.old).where(MOVES.c.new == group)
        return await self._database.run(lambda connection: connection.execute(query).scalar_one_or_none())

    async def figures(self, seconds: int, latest: int) -> Figures:
        """Counts over the last ``seconds``, and the ``latest`` pieces of feedback."""
        since = now() - 1000 * seconds

        def work(connection: Connection) -> Figures:
            recent = (ANSWERS.c.made >= since) & (ANSWERS.c.question != NOT_YET)
            by_outcome = select(ANSWERS.c.outcome, func.count()).where(recent).group_by(ANSWERS.c.outcome)
            outcomes = {str(outcome): int(count) for outcome, count in connection.execute(by_outcome)}
            votes = select(func.count()).select_from(VOTES.join(ANSWERS)).where(recent)
            up, down = (connection.execute(votes.where(VOTES.c.up.is_(which))).scalar_one() for which in (True, False))
            people = connection.execute(select(func.count(func.distinct(ANSWERS.c.person))).where(recent)).scalar_one()
            said = select(FEEDBACK.c.text).order_by(desc(FEEDBACK.c.made)).limit(latest)
            return Figures(outcomes, up, down, people, list(connection.execute(said).scalars()))

        return await self._database.run(work)

    async def _change(self, number: str, **values: object) -> None:
        await self._database.run(lambda c: c.execute(update(ANSWERS).where(ANSWERS.c.id == number).values(**values)))

    async def _one(self, *conditions: Any) -> Kept | None:
        query = select(ANSWERS).where(*conditions).order_by(desc(ANSWERS.c.made)).limit(1)
        row = await self._database.run(lambda connection: connection.execute(query).mappings().one_or_none())
        return _kept(row) if row else None


def new_number() -> str:
    """An id of 88 random bits."""
    return secrets.token_urlsafe(11)


def _kept(row: Any) -> Kept:
    return Kept(**{name: row[name] for name in Kept.__slots__})
