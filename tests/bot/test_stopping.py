"""How the program stops, by a signal or by a kill: what is in work is answered, and what waits is not lost."""

import re
import signal
from pathlib import Path

import pytest

from tests.bot.process import free_port, program, webhook, without_secrets
from tests.bot.stage import quotes, until
from tests.telegram.server import TOKEN, BotApi


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it_and_its_log_holds_no_more_than_it_should(
    api: BotApi, tmp_path: Path, how: signal.Signals
) -> None:
    async with program(tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=api.url) as bot:
        seat = api.person("Wilhelmina", username="wilhelmina_q").private()
        assert quotes(await seat.asks("what of the harbour", within=20))
        apology = await seat.asks("please explode the penguin")
        code, output = await bot.stops(how)
    assert code == 0
    assert "answered, 2 quotes" in output
    assert output.count("ERROR") == output.count(apology.text.split()[-1]) == 1
    assert "ZeroDivisionError (its message: only at DEBUG)" in output
    assert "WARNING" not in output
    assert not re.search("harbour|penguin", output)
    assert "ilhelmina" not in output
    assert "HTTP Request" not in output
    assert without_secrets(output)


async def test_a_question_in_work_is_answered_before_it_stops(api: BotApi, tmp_path: Path) -> None:
    async with program(tmp_path, "answers-slowly", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=api.url) as bot:
        seat = api.person("Mina").private()
        await seat.says("harbour")
        await seat.sees(lambda: bool(seat.chat.actions), within=20)
        code, output = await bot.stops()
    assert quotes(await seat.hears_one(within=0))
    assert code == 0
    assert not re.search("ERROR|WARNING|Traceback", output)


async def test_it_can_be_stopped_while_it_loads(api: BotApi, tmp_path: Path) -> None:
    async with program(tmp_path, "loads-slowly", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=api.url) as bot:
        await until(lambda: api.transcript.of("getMe"), within=20)
        code, output = await bot.stops()
    assert (code, output) == (0, "")


async def test_it_can_be_stopped_while_it_waits_for_the_network(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    async with program(tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=address) as bot:
        await until(lambda: "no reply from Telegram" in bot.output, within=20)
        code, output = await bot.stops()
    assert code == 0
    assert len(output.splitlines()) == 1


@pytest.mark.parametrize("how", ["polling", "webhook"])
async def test_killed_while_it_answers_it_answers_all_in_order_and_once_when_it_starts_again(
    api: BotApi, tmp_path: Path, how: str
) -> None:
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": api.url, "STORE": str(tmp_path / "store")}
    settings |= webhook() if how == "webhook" else {}
    async with program(tmp_path, "answers-slowly", **settings) as bot:
        seats = [api.person(f"P{n}").private() for n in range(3)]
        asked = [[await seat.says(f"what of the harbour {n}") for n in range(3)] for seat in seats]
        await until(lambda: api.transcript.sent, within=20)
        bot.process.kill()
        await bot.process.wait()
    assert len(api.transcript.sent) < 9
    async with program(tmp_path, **settings):
        for seat, questions in zip(seats, asked, strict=True):
            answers = await seat.hears(3, within=20)
            assert [answer.reply_to for answer in answers] == questions
            await seat.hears_nothing(within=0.2)


async def test_a_stop_does_not_wait_for_all_who_wait_but_loses_none(api: BotApi, tmp_path: Path) -> None:
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": api.url, "STORE": str(tmp_path / "store")}
    async with program(tmp_path, "answers-slowly", **settings) as bot:
        seat = api.person("Mina").private()
        asked = [await seat.says(f"what of the harbour {n}") for n in range(8)]
        await until(lambda: api.transcript.sent, within=20)
        code, output = await bot.stops()
    assert code == 0
    assert len(api.transcript.sent) < 8
    assert not re.search("ERROR|WARNING|Traceback", output)
    async with program(tmp_path, **settings):
        assert [answer.reply_to for answer in await seat.hears(8, within=20)] == asked
