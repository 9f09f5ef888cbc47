"""Every update has its turn: it is tried again, given up, dropped or handled alone, and keeps nobody else waiting."""

import asyncio
import logging
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from telegram.error import NetworkError, RetryAfter

from bot.courier import Patience
from bot.database import UPDATES, Database
from bot.inbox import Inbox
from bot.isolation import Isolation
from bot.turns import CUT_OFF, TRIES
from pullquote.records import Answer
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk
from tests.bot.stage import ENGLISH, playing, quotes, until
from tests.telegram.faults import Fault
from tests.telegram.server import BotApi


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


@dataclass
class Jam(WordDesk):
    """An asker that has no answer until it is let go."""

    let: threading.Event = field(default_factory=threading.Event)

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
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
