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
from sqlalchemy.exc import OperationalError
from telegram.error import NetworkError, RetryAfter

from bot.courier import Patience
from bot.database import SENDS, UPDATES, Database
from bot.inbox import Arrival, Inbox
from bot.isolation import Isolation
from bot.metrics import Metrics
from bot.outbox import Numbers, Outbox, Sent
from bot.reception import Reception, UnreadableError, read
from bot.turns import CUT_OFF, TRIES
from bot.webhook import HEADER, Webhook
from pullquote.records import Answer
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk
from tests.bot.stage import ENGLISH, playing, quotes, until
from tests.bot.test_program import free_port
from tests.telegram.faults import Fault
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

POISON: list[dict[str, Any]] = [
    {"message": {"date": "x"}},
    {"message": {"message_id": 1, "date": 0, "chat": {"id": "one", "type": "private"}}},
    {"message": []},
    {"callback_query": {"id": 3}},
    {},
    {"message": None},
    {"inline_query": None, "message": {"message_id": 2**70, "date": 0, "chat": {"id": 1, "type": "private"}}},
]


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


def test_a_lost_message_of_a_supergroup_is_looked_for_where_all_chats_are_numbered_together_too() -> None:
    numbers, room = Numbers(), -1_000_000_000_007
    numbers.saw(room, 10)
    numbers.saw(5, 60)
    candidates = numbers.candidates(Sent(room, *numbers.highest(room)))
    assert {11, 61} < set(candidates) < set(range(11, 69))


async def test_after_a_restart_no_older_message_is_taken_for_one_that_was_lost(
    api: BotApi, desk: WordDesk, tmp_path: Path
) -> None:
    seat = api.person("Mina").private()
    async with playing(api, desk, folder=tmp_path):
        greeting = await seat.asks("/start")
        older = [await seat.asks(text) for text in ("harbour", "gate")]
        said = [message.text for message in older]
    async with playing(api, desk, folder=tmp_path):
        api.fail("sendMessage", Fault.lost_reply())
        await seat.taps(greeting, greeting.labels[0])
        assert quotes(await seat.hears_one())
        await seat.hears_nothing(within=0.3)
    assert [message.text for message in older] == said
    assert len(api.transcript.sent) == 4


async def test_in_a_busy_group_a_lost_message_is_found_behind_what_the_bot_does_not_see(
    api: BotApi, desk: WordDesk
) -> None:
    room = api.group("Room", [mina := api.person("Mina")], supergroup=True)
    async with playing(api, WordDesk([PORT], delay=0.3)):
        api.fail("sendMessage", Fault.lost_reply())
        await room.seat(mina).says("/ask harbour")
        for _ in range(15):
            await room.seat(mina).says("nothing that the bot sees")
        assert quotes(await room.seat(mina).hears_one())
        await room.seat(mina).hears_nothing(within=0.3)


def test_telegrams_wish_to_wait_is_obeyed_however_long_and_faults_are_borne_for_some_time() -> None:
    patience = Patience(0.0)
    assert patience.pause(RetryAfter(900)) is None  # of no use later
    patience = Patience(600.0)
    assert patience.pause(RetryAfter(900)) == pytest.approx(900.1)
    assert patience.pause(NetworkError("")) is not None


async def test_an_update_waits_for_a_database_that_fails(
    api: BotApi, desk: WordDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turns.BETWEEN_TRIES", 0.1)
    for method in ("begin", "finish"):
        works, failed = getattr(Inbox, method), list[int]()

        async def fail_at_first(self: Inbox, number: int, works: Any = works, failed: list[int] = failed) -> Any:
            if len(failed) < 2:
                failed.append(number)
                raise OperationalError("", {}, Exception("locked"))
            return await works(self, number)

        with monkeypatch.context() as patch:
            patch.setattr(Inbox, method, fail_at_first)
            async with playing(api, desk) as service:
                seat = api.person("Mina").private()
                assert quotes(await seat.asks("harbour"))
                await until(lambda: service.inbox.depth == 0)
                await seat.hears_nothing(within=0.1)
        assert len(failed) == 2


async def test_what_fails_in_the_database_is_tried_again_and_in_the_end_apologised_for(
    api: BotApi, desk: WordDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.turns.BETWEEN_TRIES", 0.05)
    monkeypatch.setattr("bot.memory.Memory.reserve", _locked)
    async with playing(api, desk):
        seat = api.person("Mina").private()
        assert (await seat.asks("harbour")).text.startswith(ENGLISH.apology("#").partition("#")[0])
        await seat.hears_nothing(within=0.3)


async def _locked(*_: object) -> str:
    raise OperationalError("", {}, Exception("locked"))


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


async def test_what_an_earlier_version_took_in_and_nobody_can_read_any_more_is_left_aside(
    api: BotApi, desk: WordDesk, tmp_path: Path
) -> None:
    database = Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")
    bot = int(api.token.partition(":")[0])
    await Inbox(database, bot).store([Arrival(5, "1 1", "chat:1", '{"update_id": 5, "message": []}')])
    database.close()
    async with playing(api, desk, folder=tmp_path) as service:
        assert quotes(await api.person("Mina").private().asks("harbour"))
        await until(lambda: service.inbox.depth == 0)
        assert await service.inbox.waiting() == []


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
        full = "CREATE TRIGGER full BEFORE INSERT ON inbox BEGIN SELECT RAISE(ABORT, 'full'); END"
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


async def test_an_update_that_was_interrupted_in_good_order_is_never_given_up(
    api: BotApi, desk: WordDesk, tmp_path: Path
) -> None:
    seat, jam = api.person("Mina").private(), Jam([PORT])
    await seat.says("harbour")
    for _ in range(4):
        async with playing(api, jam, folder=tmp_path) as service:
            await until(lambda: service.turns.in_work)
            await service.turns.close(grace=0.05)
    jam.let.set()
    async with playing(api, desk, folder=tmp_path):
        assert quotes(await seat.hears_one())


@pytest.mark.parametrize(("column", "most"), [("tries", TRIES), ("cut_off", CUT_OFF)])
async def test_an_update_that_cannot_be_handled_is_given_up_and_the_next_one_is_handled(
    api: BotApi, desk: WordDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture, column: str, most: int
) -> None:
    seat, jam = api.person("Mina").private(), Jam([PORT])
    await seat.says("harbour")
    async with playing(api, jam, folder=tmp_path) as service:
        await until(lambda: service.turns.in_work)
        await service.turns.close(grace=0.05)
    jam.let.set()
    database = Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")
    await database.run(lambda connection: connection.execute(update(UPDATES).values({column: most})))
    database.close()
    async with playing(api, desk, folder=tmp_path) as service:
        await until(lambda: service.inbox.depth == 0)
        assert "is given up" in caplog.text
        assert quotes(await seat.asks("harbour"))


async def test_what_may_have_killed_the_bot_is_handled_alone_and_others_wait_no_longer_than_they_can() -> None:
    isolation, log = Isolation(lasts=0.2), list[str]()

    async def handle(name: str, *, alone: bool, seconds: float) -> None:
        async with isolation.alone() if alone else isolation.shared():
            log.append(name)
            await asyncio.sleep(seconds)
            log.append(f"/{name}")

    tasks = [asyncio.create_task(handle("a", alone=False, seconds=0.05))]
    await asyncio.sleep(0)
    tasks += [
        asyncio.create_task(handle("suspect", alone=True, seconds=0.05)),
        asyncio.create_task(handle("endless", alone=True, seconds=0.6)),
    ]
    await asyncio.sleep(0.01)
    tasks.append(asyncio.create_task(handle("b", alone=False, seconds=0.01)))
    await asyncio.gather(*tasks)
    assert log == ["a", "/a", "suspect", "/suspect", "endless", "b", "/b", "/endless"]


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
        execute(update(UPDATES).values(body=body, lane=f"chat:{seat.chat.id}", cut_off=1))
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
            await until(lambda: service.inbox.depth == 0)
            await seat.hears_nothing(within=0.1)
            assert await knock(json={"update_id": 1_000_000_000, "message": "poison"}) == 200
            assert await knock() == 200
            assert quotes(await seat.hears_one())
