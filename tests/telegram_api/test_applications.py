"""Applications that poll the server, in this process and in their own: they start, answer and stop."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest
from telegram import Bot
from telegram.ext import AIORateLimiter, MessageHandler, filters

from tests.telegram import BotApi, Fault, Seat
from tests.telegram_api.client import echo, running


@pytest.mark.parametrize("limited", [False, True])
async def test_an_unmodified_application_answers_and_stops(api: BotApi, chat: Seat, limited: bool) -> None:
    limiter = AIORateLimiter() if limited else None
    async with running(api, MessageHandler(filters.TEXT, echo), limiter=limiter):
        answer = await chat.asks("good morning")
    assert answer.text == "You said: good morning"
    assert answer.reply_to is None
    assert not api.world.updates.pending
    assert not api.transcript.refused()


async def test_a_rate_limiter_waits_out_a_flood(api: BotApi, chat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    api.fail("sendMessage", Fault.too_many(retry_after=1))
    async with running(api, MessageHandler(filters.TEXT, echo), limiter=AIORateLimiter(max_retries=1)):
        await chat.asks("hello")
    first, second = api.transcript.of("sendMessage")
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 1
    assert len(api.transcript.sent) == 1


async def test_run_polling_starts_and_stops_without_a_warning(api: BotApi, chat: Seat) -> None:
    script = (
        "import sys\n"
        "from telegram.ext import Application, MessageHandler, filters\n"
        "async def echo(update, context): await update.message.reply_text(update.message.text)\n"
        "app = Application.builder().token(sys.argv[1]).base_url(sys.argv[2]).build()\n"
        "app.add_handler(MessageHandler(filters.TEXT, echo))\n"
        "app.run_polling(timeout=1)\n"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-c", script, api.token, api.base_url),
        stderr=asyncio.subprocess.PIPE,
    )
    assert (await chat.asks("hello", within=20)).text == "hello"
    process.send_signal(signal.SIGINT)
    _, complaints = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, complaints) == (0, b"")


async def test_the_server_runs_by_itself_and_a_person_types() -> None:
    token = "7000000002:another-token-of-a-good-length"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "tests.telegram", "--token", token),
        cwd=Path(__file__).parents[2],
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    address = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().split()[3].rstrip(",")
    process.stdin.write(b"hello\n")
    async with Bot(token, base_url=f"{address}/bot") as client:
        message = (await client.get_updates(timeout=5))[0].message
        assert message is not None
        assert message.text == "hello"
        await client.send_message(message.chat_id, "good day")
    assert "bot #2: good day" in await asyncio.wait_for(_line_with(process.stdout, "bot #"), 20)
    _, complaints = await asyncio.wait_for(process.communicate(b":quit\n"), 20)
    assert (process.returncode, complaints) == (0, b"")


async def _line_with(stream: asyncio.StreamReader, part: str) -> str:
    """Read on until a line contains something."""
    while part not in (line := (await stream.readline()).decode()):
        assert line, f"{part!r} was never printed"
    return line
