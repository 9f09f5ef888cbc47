"""Who waits for whom, and what becomes of a lost line."""

import asyncio
import logging
import time
from dataclasses import dataclass, field

import pytest

from pullquote.records import Answer
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk
from tests.bot.stage import playing, quotes, until
from tests.telegram.faults import Fault
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi


@dataclass
class SlowForSome(WordDesk):
    """An asker that takes its time over questions with "slow" in them."""

    slowly: float = 0.5
    finished: list[str] = field(default_factory=list[str])

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """As the others, but slower."""
        if "slow" in question:
            time.sleep(self.slowly)
        answer = super().ask(question, article)
        self.finished.append(question)
        return answer


async def test_questions_run_off_the_event_loop_two_at_a_time(api: BotApi) -> None:
    desk = WordDesk([PORT], delay=0.15)
    async with playing(api, desk):
        seats = [api.person(f"P{n}").private() for n in range(6)]
        await asyncio.gather(*(seat.says("harbour") for seat in seats))
        await asyncio.gather(*(seat.hears_one() for seat in seats))
    assert desk.most_at_once == 2
    assert all(name.startswith("ask_") for name in desk.threads)


async def test_within_a_chat_answers_come_in_the_order_of_the_questions(api: BotApi) -> None:
    async with playing(api, SlowForSome([PORT])):
        seat = api.person("Mina").private()
        asked = [await seat.says(text) for text in ("slow harbour", "/help", "harbour", "/sources")]
        heard = await seat.hears(4)
    assert [message.reply_to for message in heard] == asked


async def test_a_slow_answer_in_one_chat_does_not_hold_up_another(api: BotApi) -> None:
    desk = SlowForSome([PORT], slowly=1.0)
    async with playing(api, desk):
        slow, quick = api.person("Slow").private(), api.person("Quick").private()
        await slow.says("slow harbour")
        await slow.says("slow harbour again")
        await slow.sees(lambda: bool(slow.chat.actions))
        assert quotes(await quick.asks("harbour", within=0.9))
        assert desk.finished[-1] == "harbour"
        await slow.hears(2)


async def test_a_chat_that_floods_takes_one_place_and_not_all(api: BotApi) -> None:
    desk = SlowForSome([PORT], slowly=0.1)
    async with playing(api, desk):
        flood, quick = api.person("Flood").private(), api.person("Quick").private()
        for _ in range(12):
            await flood.says("slow harbour")
        await flood.sees(lambda: bool(flood.chat.actions))
        assert quotes(await quick.asks("harbour", within=1.0))
        assert len(desk.finished) < 8
        await flood.hears(12, within=10)


async def test_lost_lines_are_reported_once_each_and_once_when_they_are_back(
    seat: Seat, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    await seat.asks("harbour")
    caplog.clear()
    api.fail("getUpdates", Fault.dropped(), Fault.bad_gateway())
    await seat.says("harbour")
    assert quotes(await seat.hears_one(within=10))
    await seat.asks("harbour")
    lines = [record.getMessage() for record in caplog.records if record.name == "bot.network"]
    assert len(lines) == 2
    assert lines[0].startswith("receiving: no reply from Telegram (")
    assert lines[1] == "receiving: Telegram is back"


async def test_of_two_instances_the_one_that_is_told_stops_asking_and_the_other_goes_on(
    api: BotApi, desk: WordDesk
) -> None:
    seat = api.person("Mina").private()
    async with playing(api, desk) as first:
        await seat.asks("harbour")
        async with playing(api, desk) as second:
            await until(lambda: first.polling.refusal == 409)
            assert quotes(await seat.asks("harbour"))
            polls = len(api.transcript.of("getUpdates"))
            await asyncio.sleep(0.3)
            assert len(api.transcript.of("getUpdates")) == polls
            assert second.polling.refusal is None
