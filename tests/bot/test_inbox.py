"""What Telegram brings is kept until it is finished, in order, and is taken in once."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.database import UPDATES, Database
from bot.inbox import Arrival, Inbox
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.reception import Reception
from tests.bot.newsroom import WordDesk
from tests.bot.stage import playing, quotes
from tests.telegram.server import BotApi


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """An empty one."""
    return Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")


def arrivals(*numbers: int, mark: str = "1 1") -> list[Arrival]:
    """Updates of one chat."""
    return [Arrival(number, mark, "chat:1", f'{{"update_id": {number}}}') for number in numbers]


async def test_what_is_stored_waits_in_order_until_it_is_finished_and_is_not_taken_twice(database: Database) -> None:
    inbox = Inbox(database, 7)
    assert await inbox.store(arrivals(12, 11)) == {11, 12}
    assert await inbox.store(arrivals(12, 13)) == {13}
    again = Inbox(database, 7)
    assert await again.waiting() == [f'{{"update_id": {number}}}' for number in (11, 12, 13)]
    await again.finish(12)
    assert await again.store(arrivals(12)) == set()
    assert (await Inbox(database, 7).waiting(), again.depth) == (['{"update_id": 11}', '{"update_id": 13}'], 2)
    assert await Inbox(database, 8).waiting() == []
    assert await Inbox(database, 8).store(arrivals(11)) == {11}


async def test_where_telegram_begins_to_number_anew_a_known_number_is_a_new_update(database: Database) -> None:
    inbox = Inbox(database, 7)
    await inbox.store(arrivals(1, 2))
    await inbox.finish(1)
    assert await inbox.store(arrivals(1, 2, mark="1 2")) == {1, 2}
    assert await inbox.begin(1) is not None
    assert (await Inbox(database, 7).waiting(), inbox.depth) == (['{"update_id": 1}', '{"update_id": 2}'], 2)
    assert await inbox.store(arrivals(1, 2, mark="1 2")) == set()


async def test_a_server_that_starts_afresh_is_answered_afresh(desk: WordDesk, tmp_path: Path) -> None:
    for now in (1_700_000_000, 1_700_000_001):
        async with BotApi(now=lambda now=now: now) as api, playing(api, desk, folder=tmp_path):
            assert quotes(await api.person("Mina").private().asks("harbour"))


async def test_tries_are_counted_across_restarts_by_how_they_ended(database: Database) -> None:
    await Inbox(database, 7).store(arrivals(1))
    ends: list[bool | None] = [True, None, False, None]  # failed, cut off, interrupted, cut off
    for counts, failed in zip([(0, 0), (1, 0), (1, 1), (1, 1)], ends, strict=True):
        inbox = Inbox(database, 7)
        await inbox.waiting()
        assert inbox.suspects == set()
        begun = await inbox.begin(1)
        assert begun
        assert begun[:2] == counts
        assert begun.age < 60_000
        if failed is not None:
            await inbox.ended(1, failed=failed)
    inbox = Inbox(database, 7)
    await inbox.waiting()
    assert inbox.suspects == {1}
    await inbox.finish(1)
    assert inbox.suspects == set()
    assert await Inbox(database, 7).begin(1) is None


async def test_of_what_is_done_nothing_stays_but_its_number_and_that_for_a_day(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = Inbox(database, 7)
    await inbox.store([Arrival(1, "1 1", "chat:99", '{"update_id": 1, "message": "between us"}')])
    await inbox.finish(1)
    rows = await database.run(lambda connection: connection.execute(select(UPDATES)).mappings().all())
    assert [(row["id"], row["lane"], row["body"]) for row in rows] == [(1, "", None)]
    await inbox.purge()
    assert await inbox.store(arrivals(1)) == set()
    monkeypatch.setattr("bot.inbox.REMEMBERED", -1)
    await inbox.purge()
    assert await inbox.store(arrivals(1)) == {1}


async def test_a_full_inbox_takes_no_more_until_there_is_room(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.CAPACITY", 2)
    inbox = Inbox(database, 7)
    reception = Reception(inbox, Outbox(database, 7).numbers, Metrics())
    await inbox.store(arrivals(1, 2))
    assert reception.is_full
    waiting = asyncio.create_task(reception.room())
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await inbox.finish(1)
    await asyncio.wait_for(waiting, 1)
