"""Nothing that Telegram brings is lost, and nothing is answered twice."""

import asyncio
import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from bot.database import SENDS, UPDATES, Database
from bot.inbox import Arrival, Inbox
from bot.metrics import Metrics
from bot.outbox import Outbox
from bot.reception import Reception, UnreadableError, read
from bot.webhook import HEADER, Webhook
from pullquote.records import Answer
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk
from tests.bot.stage import playing, quotes, until
from tests.bot.test_program import free_port
from tests.telegram.faults import Fault
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

POISON: list[dict[str, Any]] = [
    {"message": {"date": "x"}},
    {"message": {"message_id": 1, "date": 0, "chat": {"id": "one", "type": "private"}}},
    {"message": []},
    {"callback_query": {"id": 3}},
    {"inline_query": None, "message": {"message_id": 2**70, "date": 0, "chat": {"id": 1, "type": "private"}}},
]


@pytest.fixture
def database(tmp_path: Path) -> Database:
    """An empty one."""
    return Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")


def arrivals(*numbers: int) -> list[Arrival]:
    """Updates of one chat."""
    return [Arrival(number, "chat:1", f'{{"update_id": {number}}}') for number in numbers]


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


async def test_tries_are_counted_across_restarts_and_end_with_the_work(database: Database) -> None:
    await Inbox(database, 7).store(arrivals(1))
    for tries in (1, 2, 3):
        begun = await Inbox(database, 7).begin(1)
        assert begun
        assert begun[0] == tries
        assert begun[1] < 60_000
    await Inbox(database, 7).finish(1)
    assert await Inbox(database, 7).begin(1) is None


async def test_of_what_is_done_nothing_stays_but_its_number_and_that_for_a_day(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = Inbox(database, 7)
    await inbox.store([Arrival(1, "chat:99", '{"update_id": 1, "message": "between us"}')])
    await inbox.finish(1)
    rows = await database.run(lambda connection: connection.execute(select(UPDATES)).mappings().all())
    assert [(row["id"], row["lane"], row["body"]) for row in rows] == [(1, "", None)]
    await inbox.purge()
    assert await inbox.store(arrivals(1)) == set()
    monkeypatch.setattr("bot.inbox.REMEMBERED", -1)
    await inbox.purge()
    assert await inbox.store(arrivals(1)) == {1}


@pytest.mark.parametrize("poison", POISON)
def test_what_is_no_update_is_told_from_one(poison: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError) as caught:
        read({"update_id": 5} | poison)
    assert caught.value.number == 5
    with pytest.raises(UnreadableError):
        read(poison)


async def test_an_update_that_cannot_be_read_is_left_aside_and_those_behind_it_flow(
    seat: Seat, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    for poison in POISON:
        api.world.updates.push_raw(dict(poison))
    assert quotes(await seat.asks("harbour"))
    api.world.updates.push_raw({"message": "x"})  # and the last one does not come again and again
    await asyncio.sleep(0.5)
    assert caplog.text.count("cannot be read") == len(POISON) + 1
    assert len(api.transcript.of("getUpdates")) < 20


async def test_what_telegram_brings_again_is_not_answered_again(api: BotApi, desk: WordDesk, tmp_path: Path) -> None:
    seat = api.person("Mina").private()
    async with playing(api, desk, folder=tmp_path) as service:
        assert quotes(await seat.asks("harbour"))
        message = next(iter(seat.chat.messages.values()))
        raw = {"update_id": 500_000_001, "message": message.to_json()}
        assert await service.reception.take([raw, raw]) == []
        sifted = await service.reception.sift(b'{"ok":true,"result":[{"update_id":500000001,"message":{}}]}')
        assert sifted == b'{"ok":true,"result":[{"update_id":500000001}]}'


async def test_updates_that_cannot_be_stored_are_not_confirmed_and_come_again(
    api: BotApi, desk: WordDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seat = api.person("Mina").private()
    async with playing(api, desk, folder=tmp_path) as service:
        await seat.asks("harbour")
        full = "CREATE TRIGGER full BEFORE INSERT ON updates BEGIN SELECT RAISE(ABORT, 'full'); END"
        await service.house.database.run(lambda connection: connection.exec_driver_sql(full))
        await seat.says("harbour")
        await until(lambda: "updates cannot be stored" in caplog.text)
        await service.house.database.run(lambda connection: connection.exec_driver_sql("DROP TRIGGER full"))
        assert quotes(await seat.hears_one(within=15))


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


@dataclass
class Jam(WordDesk):
    """An asker that has no answer until it is let go."""

    let: threading.Event = field(default_factory=threading.Event)

    def ask(self, question: str, article: str | None = None) -> Answer:
        """As the others, in the end."""
        self.let.wait(10)
        return super().ask(question, article)


async def test_what_was_left_too_long_is_dropped_if_it_cannot_be_answered_and_else_answered(
    api: BotApi, desk: WordDesk, tmp_path: Path
) -> None:
    seat, jam = api.person("Mina").private(), Jam([PORT])
    async with playing(api, desk, folder=tmp_path):
        answer = await seat.asks("harbour")
    await seat.says("harbour again")
    await seat.taps(answer, "👍")
    async with playing(api, jam, folder=tmp_path) as service:
        await until(lambda: service.inbox.depth == 2)
        await service.turns.close(grace=0.05)
        jam.let.set()
    database = Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")
    await database.run(lambda c: c.execute(update(UPDATES).values(received=UPDATES.c.received - 120_000)))
    database.close()
    async with playing(api, desk, folder=tmp_path) as service:
        assert quotes(await seat.hears_one())
        await until(lambda: service.inbox.depth == 0)
    assert not api.transcript.of("answerCallbackQuery")


async def test_an_update_that_kills_the_bot_is_given_up_after_three_tries(
    api: BotApi, desk: WordDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seat, jam = api.person("Mina").private(), Jam([PORT])
    await seat.says("harbour")
    for _ in range(3):
        async with playing(api, jam, folder=tmp_path) as service:
            await until(lambda: service.turns.in_work)
            await service.turns.close(grace=0.05)
    jam.let.set()
    async with playing(api, desk, folder=tmp_path) as service:
        await until(lambda: service.inbox.depth == 0)
        assert "is given up" in caplog.text
        assert quotes(await seat.asks("harbour"))


async def test_a_message_that_arrived_before_the_crash_is_found_and_gets_buttons_that_work(
    api: BotApi, desk: WordDesk, tmp_path: Path
) -> None:
    seat = api.person("Mina").private()
    async with playing(api, desk, folder=tmp_path) as service:
        first = await seat.asks("harbour")
        await until(lambda: service.inbox.depth == 0)
        question = next(iter(seat.chat.messages.values()))
    database = Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")
    row = {"bot": service.application.bot.id, "update": 500_000_001, "number": 0}
    body = f'{{"update_id":500000001,"message":{httpx.Response(200, json=question.to_json()).text}}}'

    def crash(connection: object) -> None:
        """Leave the database as a crash between "sent" and "recorded" does."""
        execute = connection.execute  # pyright: ignore
        execute(update(UPDATES).values(body=body, lane=f"chat:{seat.chat.id}", tries=1))
        execute(SENDS.insert().values(**row, chat=seat.chat.id, floor=question.id, shared=question.id))

    await database.run(crash)
    database.close()
    async with playing(api, desk, folder=tmp_path) as service:
        await until(lambda: service.inbox.depth == 0)
        await seat.hears_nothing(within=0.2)
        await seat.taps(first, "👍")
        await seat.sees(lambda: bool(api.transcript.of("answerCallbackQuery")))
    assert len(api.transcript.sent) == 1


async def test_a_chat_that_telegram_holds_back_waits_alone(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        held, free = api.person("Held").private(), api.person("Free").private()
        api.fail(
            "sendMessage", Fault.too_many(2), when=lambda call: str(call.parameters["chat_id"]) == str(held.chat.id)
        )
        began = time.monotonic()
        await held.says("harbour")
        await until(lambda: api.transcript.of("sendMessage"))
        assert quotes(await free.asks("harbour"))
        assert time.monotonic() - began < 1.5
        assert quotes(await held.hears_one())
        assert time.monotonic() - began > 2


async def test_who_blocked_the_bot_gets_nothing_more_and_the_rest_of_their_questions_is_dropped(
    api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    gone = api.person("Gone").private()
    for _ in range(4):
        await gone.says("harbour")
    await gone.blocks_bot()
    async with playing(api, WordDesk([])) as service:
        await until(lambda: service.inbox.depth == 0 and api.transcript.refused())
    assert len(api.transcript.of("sendMessage")) == 1
    assert "4 more updates" in caplog.text
    api.transcript.calls.clear()


async def test_a_webhook_listens_to_telegram_only(api: BotApi, desk: WordDesk) -> None:
    webhook = Webhook(f"http://127.0.0.1:{(port := free_port())}/hook", "the-secret", "127.0.0.1", port)
    seat = api.person("Mina").private()
    async with playing(api, desk, webhook=webhook) as service:
        assert quotes(await seat.asks("harbour"))
        raw = {"update_id": 999_999_999, "message": next(iter(seat.chat.messages.values())).to_json()}
        async with httpx.AsyncClient() as client:

            async def knock(address: str = webhook.address, known: str = "the-secret", **sent: Any) -> int:
                given: dict[str, Any] = {"json": raw} | sent
                return (await client.post(address, headers={HEADER: known}, **given)).status_code

            assert (await client.post(webhook.address, json=raw)).status_code == 403
            assert await knock(known="the-secreT") == await knock(known="") == 403
            assert await knock(webhook.url) == await knock(f"{webhook.url}/other") == 404
            assert await knock(json=None, content=b"{") == 400
            with suppress(httpx.TransportError):  # the connection is closed while it is written to
                assert await knock(json=None, content=b" " * (2 << 20)) == 400
            assert (await client.get(webhook.address)).status_code == 405
            assert service.inbox.depth == 0
            await seat.hears_nothing(within=0.1)
            assert await knock(json={"update_id": 1_000_000_000, "message": "poison"}) == 200
            assert await knock() == 200
            assert quotes(await seat.hears_one())
