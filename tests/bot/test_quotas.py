"""How much may be asked, and what a flood does to others."""

import asyncio
from pathlib import Path

import pytest

from bot.database import Database
from bot.quotas import Quotas, Rates, Verdict
from tests.bot.newsroom import WordDesk
from tests.bot.stage import ENGLISH, playing, quotes
from tests.telegram.server import BotApi

GRANTED, REFUSED, IGNORED = Verdict.GRANTED, Verdict.REFUSED, Verdict.IGNORED


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """An empty one."""
    return Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The time, in milliseconds, that tests turn on."""
    times = [1_000_000]
    monkeypatch.setattr("bot.quotas.now", lambda: times[0])
    return times


async def test_a_bucket_empties_is_told_of_once_and_fills_up(database: Database, clock: list[int]) -> None:
    quotas = Quotas(database, Rates(person=3))
    assert [await quotas.take(1, 1) for _ in range(5)] == [GRANTED, GRANTED, GRANTED, REFUSED, IGNORED]
    assert await quotas.take(2, 2) is GRANTED
    clock[0] += 20 * 60_000  # a third of an hour: one of three
    assert [await quotas.take(1, 1) for _ in range(3)] == [GRANTED, REFUSED, IGNORED]
    clock[0] += 5 * 3_600_000
    assert [await quotas.take(1, 1) for _ in range(4)] == [GRANTED, GRANTED, GRANTED, REFUSED]


async def test_a_clock_that_is_put_back_locks_nobody_out(database: Database, clock: list[int]) -> None:
    quotas = Quotas(database, Rates(person=2))
    assert await quotas.take(3, 3) is Verdict.GRANTED
    clock[0] -= 24 * 3600 * 1000
    assert await quotas.take(3, 3) is Verdict.GRANTED


async def test_a_restart_fills_no_bucket(database: Database) -> None:
    assert await Quotas(database, Rates(person=1)).take(1, 1) is GRANTED
    assert await Quotas(database, Rates(person=1)).take(1, 1) is REFUSED


async def test_a_group_has_a_bucket_for_all_and_a_refusal_takes_nothing_from_the_person(database: Database) -> None:
    quotas = Quotas(database, Rates(person=2, group=2))
    assert [await quotas.take(person, -5) for person in (1, 2, 3, 1)] == [GRANTED, GRANTED, REFUSED, IGNORED]
    assert [await quotas.take(1, 1), await quotas.take(1, 1)] == [GRANTED, REFUSED]


async def test_typing_inline_does_not_use_up_what_one_may_ask(database: Database) -> None:
    quotas = Quotas(database, Rates(person=1))
    assert [await quotas.take(1, None) for _ in range(5)] == [GRANTED] * 4 + [REFUSED]
    assert await quotas.take(1, 1) is GRANTED


async def test_what_is_full_again_is_forgotten(database: Database, clock: list[int]) -> None:
    quotas = Quotas(database, Rates(person=1))
    await quotas.take(1, 1)
    clock[0] += 3_600_001
    await quotas.purge()
    assert await quotas.take(1, 1) is GRANTED


async def test_questions_taken_at_the_same_time_are_each_counted(database: Database) -> None:
    quotas = Quotas(database, Rates(person=4))
    verdicts = await asyncio.gather(*(quotas.take(1, 1) for _ in range(9)))
    assert verdicts.count(GRANTED) == 4
    assert verdicts.count(REFUSED) == 1


async def test_who_asks_too_much_is_told_once_and_everything_else_still_works(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk, rates=Rates(person=2)):
        seat = api.person("Mina").private()
        for _ in range(2):
            assert quotes(await seat.asks("harbour"))
        assert (await seat.asks("harbour")).text == ENGLISH.enough
        await seat.says("harbour")
        assert (await seat.asks("/help")).text.startswith("Send me a question")
        assert quotes(await api.person("Ada").private().asks("harbour"))
