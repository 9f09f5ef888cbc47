"""The program as it is started: what it says, and what its log never holds."""

import os
import re
import socket
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.bot.process import SECRET, free_port, program, webhook, without_secrets
from tests.bot.stage import quotes, until
from tests.telegram.faults import Fault
from tests.telegram.server import TOKEN, BotApi


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "PULLQUOTE_TELEGRAM_TOKEN is not set: get a token from @BotFather"),
        ({"TELEGRAM_TOKEN": " "}, "PULLQUOTE_TELEGRAM_TOKEN is not set"),
        ({"TELEGRAM_TOKEN": "hello-there-Secret"}, "PULLQUOTE_TELEGRAM_TOKEN is not a bot token"),
        ({"TELEGRAM_TOKEN": TOKEN, "WEBHOOK_URL": "https://a.example/x"}, "needs PULLQUOTE_WEBHOOK_SECRET"),
        (
            {"TELEGRAM_TOKEN": TOKEN, "WEBHOOK_URL": "https://a.example/x", "WEBHOOK_SECRET": f"{SECRET}!"},
            "needs PULLQUOTE_WEBHOOK_SECRET",
        ),
        (
            {
                "TELEGRAM_TOKEN": TOKEN,
                "WEBHOOK_URL": "https://a.example/x",
                "WEBHOOK_SECRET": SECRET,
                "WEBHOOK_LISTEN": "everywhere",
            },
            "PULLQUOTE_WEBHOOK_LISTEN must be an address and a port",
        ),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRM_API": "http://x.example"}, "PULLQUOTE_TELEGRM_API"),
    ],
)
def test_a_mistake_in_the_settings_is_one_line_and_exit_code_2(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: dict[str, str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PULLQUOTE_")]:
        monkeypatch.delenv(name)
    for name, value in settings.items():
        monkeypatch.setenv(f"PULLQUOTE_{name}", value)
    assert main([]) == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.startswith("python -m bot: ")
    assert told in written.err
    assert len(written.err.splitlines()) == 1
    assert without_secrets(written.err)
    assert "Secret" not in written.err


async def test_without_a_token_the_program_itself_ends_with_exit_code_2(tmp_path: Path) -> None:
    async with program(tmp_path) as bot:
        code, output = await bot.ends()
    assert code == 2
    assert output.startswith("python -m bot: PULLQUOTE_TELEGRAM_TOKEN is not set")


async def test_a_token_that_telegram_refuses_is_one_line_and_exit_code_2(api: BotApi, tmp_path: Path) -> None:
    other = TOKEN[:-1] + "x"
    async with program(tmp_path, TELEGRAM_TOKEN=other, TELEGRAM_API=api.url) as bot:
        code, output = await bot.ends()
    assert code == 2
    assert output.startswith(f"python -m bot: {api.url} refused the token in PULLQUOTE_TELEGRAM_TOKEN: ")
    assert len(output.splitlines()) == 1
    assert other.partition(":")[2] not in output


async def test_what_telegram_refuses_at_the_start_is_one_line_and_exit_code_1(tmp_path: Path) -> None:
    async with BotApi() as api:
        api.fail("getMe", Fault.refused(400, "Bad Request: Logged out"), lasting=True)
        async with program(tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=api.url) as bot:
            code, output = await bot.ends()
        assert (code, output) == (1, f"python -m bot: {api.url} refused: Logged out\n")


async def test_no_store_is_one_line_and_exit_code_1(api: BotApi, tmp_path: Path) -> None:
    async with program(tmp_path, "without-store", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=api.url) as bot:
        code, output = await bot.ends()
    assert code == 1
    assert output == "python -m bot: there is no store in index/store: run `python -m index`\n"
    assert api.transcript.of("getUpdates") == []


async def test_an_address_for_health_that_is_taken_is_one_line_and_exit_code_1(api: BotApi, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        where = f"127.0.0.1:{taken.getsockname()[1]}"
        async with program(tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=api.url, HEALTH_LISTEN=where) as bot:
            code, output = await bot.ends()
    assert code == 1
    assert output.startswith(f"python -m bot: cannot listen at {where}, where PULLQUOTE_HEALTH_LISTEN says: ")
    assert len(output.splitlines()) == 1


async def test_of_two_instances_one_stops_with_one_line_and_exit_code_1(api: BotApi, tmp_path: Path) -> None:
    quiet = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": api.url, "LOG_LEVEL": "warning"}
    async with program(tmp_path, **quiet) as first:
        await until(lambda: api.transcript.of("getUpdates"), within=20)
        async with program(tmp_path, **quiet) as second:
            code, output = await first.ends()
            assert code == 1
            assert output.startswith("python -m bot: another instance is receiving")
            assert len(output.splitlines()) == 1
            assert quotes(await api.person("Mina").private().asks("harbour"))
            assert await second.stops() == (0, "")


async def test_it_waits_for_a_network_that_is_not_there_yet(tmp_path: Path) -> None:
    port = free_port()
    async with program(tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=f"http://127.0.0.1:{port}") as bot:
        await until(lambda: "no reply from Telegram (ConnectError), trying again" in bot.output, within=20)
        async with BotApi(port=port) as api:
            assert quotes(await api.person("Mina").private().asks("harbour", within=20))
            code, output = await bot.stops()
    assert code == 0
    assert "sending: Telegram is back" in output
    assert not re.search("ERROR|Traceback", output)


async def test_the_token_is_in_no_log_at_debug_through_every_failure(api: BotApi, tmp_path: Path) -> None:
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": api.url, "LOG_LEVEL": "DEBUG"}
    api.fail("getMe", Fault.server_error())
    async with program(tmp_path, **settings) as bot:
        seat = api.person("Mina").private()
        await seat.asks("harbour", within=20)
        for fault in (Fault.server_error(), Fault.dropped(), Fault.bad_gateway(), Fault.lost_reply()):
            api.fail("sendMessage", fault)
            await seat.asks("harbour")
        api.fail("sendMessage", Fault.too_many(1))
        await seat.asks("harbour")
        api.fail("getUpdates", Fault.too_many(1), Fault.dropped())
        await seat.asks("please explode", within=10)
        api.fail(None, Fault.refused(401, "Unauthorized"), lasting=True)
        code, output = await bot.ends()
    assert code == 2
    for seen in ("ZeroDivisionError", "HTTP Request: POST", "Internal Server Error", "[secret]", "RemoteProtocolError"):
        assert seen in output
    assert without_secrets(output)


async def test_updates_come_by_webhook_where_an_address_for_it_is_set(api: BotApi, tmp_path: Path) -> None:
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": api.url, "LOG_LEVEL": "DEBUG"} | webhook()
    listen = settings["WEBHOOK_LISTEN"]
    async with program(tmp_path, **settings) as bot:
        seat = api.person("Mina").private()
        assert quotes(await seat.asks("harbour", within=20))
        async with program(tmp_path, **settings | {"LOG_LEVEL": "INFO"}) as second:
            code, output = await second.ends()
            assert code == 1
            assert output.splitlines()[-1].startswith(f"python -m bot: cannot listen at {listen}, where")
            assert "Traceback" not in output
        code, output = await bot.stops()
    assert code == 0
    assert api.transcript.of("getUpdates") == []
    assert without_secrets(output)
