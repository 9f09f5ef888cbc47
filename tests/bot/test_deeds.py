"""What an update changes, it changes once: one that a crash cut off after its work is done is taken up again."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, select
from sqlalchemy.exc import OperationalError

from bot.database import BUCKETS, DEEDS, FEEDBACK, SENDS, VOTES, Database
from bot.inbox import Inbox
from bot.memory import Memory, Stored
from bot.outbox import CURRENT, Work
from bot.proposals import Proposals, Wait
from bot.quotas import Rates
from index.articles import Manuscript
from index.sources import Source
from tests.bot.newsroom import WordDesk
from tests.bot.stage import playing
from tests.telegram.messages import Message
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

Act = Callable[[Seat, Message], Awaitable[object]]


async def tap_up(seat: Seat, answer: Message) -> object:
    """A vote."""
    return await (await seat.taps(answer, "👍")).answered()


@asynccontextmanager
async def never_finishing() -> AsyncGenerator[None]:
    """All that is done meanwhile is still to be done, as after a crash in the last moment."""

    async def fail(self: Inbox, number: int) -> None:
        raise OperationalError("", {}, Exception("no room"))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Inbox, "finish", fail)
        yield


async def done_twice(desk: WordDesk, folder: Path, act: Act) -> None:
    """Somebody does something, and the bot takes it up again, though nothing is said again."""
    rates = Rates(person=5)
    async with BotApi() as api:  # which refuses a second answer to a tap
        seat = api.person("Mina").private()
        async with playing(api, desk, folder=folder, rates=rates):
            answer = await seat.asks("harbour")
        async with never_finishing(), playing(api, desk, folder=folder, rates=rates):
            await act(seat, answer)
        async with playing(api, desk, folder=folder, rates=rates):
            await seat.hears_nothing(within=0.5)


async def rows(folder: Path, table: Table) -> list[dict[str, Any]]:
    """What a table holds."""
    database = Database(f"sqlite:///{folder / 'chats.sqlite3'}")
    try:
        return [dict(row) for row in await database.run(lambda c: c.execute(select(table)).mappings().all())]
    finally:
        database.close()


async def test_a_vote_that_is_taken_up_again_is_not_taken_back(desk: WordDesk, tmp_path: Path) -> None:
    await done_twice(desk, tmp_path, tap_up)
    assert [row["up"] for row in await rows(tmp_path, VOTES)] == [True]


async def test_feedback_is_kept_once(desk: WordDesk, tmp_path: Path) -> None:
    await done_twice(desk, tmp_path, lambda seat, _: seat.asks("/feedback Well done"))
    assert [row["text"] for row in await rows(tmp_path, FEEDBACK)] == ["Well done"]


async def test_a_question_counts_once_against_a_quota(desk: WordDesk, tmp_path: Path) -> None:
    await done_twice(desk, tmp_path, lambda seat, _: seat.asks("and the gate?"))
    (bucket,) = await rows(tmp_path, BUCKETS)
    assert 3.0 <= bucket["tokens"] < 3.1


async def test_a_text_that_was_the_value_of_a_field_is_still_that_in_a_further_try(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")
    proposals = Proposals(database)
    proposal = await proposals.add(3, 4, Manuscript("id", "A text.", Source()))
    await proposals.wait_for(proposal, Wait("title", 5, 0))
    for number, waits in ((1, True), (1, True), (2, False)):
        mark = CURRENT.set(Work(7, number))
        found = await proposals.awaited(3)
        assert (found is not None and found.awaited == Wait("title", 5, 0)) is waits
        if found:
            await proposals.correct(found, "title", "The harbour")
        CURRENT.reset(mark)


async def test_what_was_forgotten_is_said_even_if_an_earlier_try_did_not_come_to_that(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")
    memory = Memory(database, keep_days=1)
    await memory.feedback(3, "Well done")
    said: list[Stored] = []
    for number in (1, 1, 2):
        mark = CURRENT.set(Work(7, number))
        said.append(await memory.forget(3))
        CURRENT.reset(mark)
    assert said == [Stored(0, 0, 1, 0, 0)] * 2 + [Stored(0, 0, 0, 0, 0)]


async def test_of_deeds_nothing_stays_when_the_update_is_done_with(api: BotApi, desk: WordDesk, tmp_path: Path) -> None:
    async with playing(api, desk, folder=tmp_path):
        seat = api.person("Mina").private()
        await tap_up(seat, await seat.asks("harbour"))
        await seat.asks("/feedback Well done")
    assert (await rows(tmp_path, DEEDS), await rows(tmp_path, SENDS)) == ([], [])
