"""Secrets are hunted for where they could get out: in the log, in what objects print as, in health, and in replies."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING

import httpx
import pytest
from pydantic import SecretStr

from bot.__main__ import main
from bot.application import House, build_application
from bot.database import Database
from bot.library import Library
from bot.metrics import Metrics
from bot.redaction import Redactor, passwords
from bot.webhook import HEADER, Webhook
from pullquote.settings import Settings
from tests.bot.conftest import PORT
from tests.bot.newsroom import PaperPress, WordDesk
from tests.bot.process import SECRET, free_port, program
from tests.bot.stage import quotes, until
from tests.telegram.faults import Fault
from tests.telegram.server import TOKEN, BotApi

if TYPE_CHECKING:
    from pathlib import Path

API, STORE, PROXY, DATABASE = "api-passw0rd", "chroma-passw0rd", "proxy-p@ssw0rd", "database-passw0rd"
SECRETS = (TOKEN, TOKEN.partition(":")[2], SECRET, API, STORE, PROXY, "proxy-p%40ssw0rd", DATABASE)
HIDDEN = (*SECRETS, *(base64.b64encode(f"alice:{one}".encode()).decode() for one in (API, STORE, PROXY, DATABASE)))
PROXIES = "http://alice:proxy-p%40ssw0rd@127.0.0.1:{port}"


def found(text: str) -> list[str]:
    """The secrets in a text."""
    return [secret for secret in HIDDEN if secret in text]


def test_what_holds_a_secret_does_not_print_it(tmp_path: Path) -> None:
    settings = Settings(
        telegram_token=SecretStr(TOKEN),
        webhook_url="https://a.example/hook",
        webhook_secret=SecretStr(SECRET),
        webhook_listen="127.0.0.1:8080",
        database_url=SecretStr(f"postgresql://alice:{DATABASE}@db.example/chats"),
        telegram_api=f"https://alice:{API}@api.example",
        chroma=f"https://alice:{STORE}@chroma.example",
    )
    webhook = Webhook.from_settings(settings)
    assert webhook
    desk = WordDesk([PORT])
    house = House(Library(lambda: desk), PaperPress(desk), Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}"))
    service = build_application(TOKEN, "https://api.example", house, Metrics())
    application = service.application
    house.database.close()
    house.library.close()
    for each in (settings, webhook, service, house, application, application.bot, application.updater, service.polling):
        for text in (repr(each), str(each), f"{each}", ascii([each])):
            assert found(text) == [], type(each).__name__


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("postgresql+psycopg://alice:s3cret%2Fword@db.example/chats", ["s3cret%2Fword", "s3cret/word"]),
        ("http://alice:s3cret@[::1]:80/", ["s3cret", "s3cret"]),
        ("http://alice@a.example/", []),
        ("http://a:b@a.example/", []),
        ("http://[", []),
        ("", []),
        (None, []),
    ],
)
def test_the_passwords_of_addresses_are_known_as_they_stand_there_and_as_they_are_meant(
    address: str | None, known: list[str]
) -> None:
    assert list(passwords([address])) == known
    if address and known:
        assert not [one for one in known if one in Redactor(*passwords([address]))(f"at {address}, or {known[-1]}")]


async def test_no_secret_gets_out_of_the_program_at_debug_whatever_breaks(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen, health = f"127.0.0.1:{free_port()}", f"127.0.0.1:{free_port()}"
    monkeypatch.setenv("HTTPS_PROXY", PROXIES.format(port=1))
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API": api.url.replace("http://", f"http://alice:{API}@"),
        "CHROMA": f"http://alice:{STORE}@127.0.0.1:1",
        "WEBHOOK_URL": f"http://{listen}/hook",
        "WEBHOOK_SECRET": SECRET,
        "WEBHOOK_LISTEN": listen,
        "HEALTH_LISTEN": health,
        "LOG_LEVEL": "DEBUG",
    }
    async with program(tmp_path, **settings) as bot:
        seat = api.person("Mina").private()
        assert quotes(await seat.asks("harbour", within=20))
        for text in (TOKEN, SECRET, f"please explode {TOKEN} {SECRET}", f"/feedback {API}", "/start token", "/help"):
            await seat.asks(text)
        api.fail("sendMessage", Fault.server_error(), Fault.dropped())
        await seat.asks("harbour", within=10)
        async with httpx.AsyncClient(trust_env=False) as client:
            pages = [await client.get(f"http://{health}/{page}") for page in ("healthz", "readyz", "metrics", SECRET)]
            pages.append(await client.post(f"http://{listen}/{SECRET}", headers={HEADER: SECRET}))
            pages.append(await client.get(f"http://{listen}/", headers={HEADER: f"{SECRET}x"}))
        code, output = await bot.stops()
    assert code == 0
    for seen in ("ZeroDivisionError", "HTTP Request: POST", "[secret]"):
        assert seen in output
    assert found(output) == []
    assert found("".join(f"{page.headers}{page.text}" for page in pages)) == []
    assert found("".join(message.text for message in api.transcript.sent if message.sender != seat.user)) == []
    api.transcript.calls.clear()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"DATABASE_URL": f"alice:{DATABASE}@db.example", "ADMINS": "x"}, "PULLQUOTE_ADMINS must be numeric"),
        ({"WEBHOOK_URL": "https://a.example", "WEBHOOK_SECRET": f"{SECRET}é"}, "needs PULLQUOTE_WEBHOOK_SECRET"),
        ({"TELEGRAM_API": f"ftp://alice:{API}@a.example"}, "PULLQUOTE_TELEGRAM_API must be an address"),
        ({"CHROMA": f"alice:{STORE}@a.example"}, "PULLQUOTE_CHROMA must be an address"),
        ({"ADMINS": TOKEN}, "PULLQUOTE_ADMINS must be numeric"),
        ({"TELEGRAM_TOKEN": f"{TOKEN} {SECRET}"}, "PULLQUOTE_TELEGRAM_TOKEN is not a bot token"),
    ],
    ids=lambda part: ascii(part)[:40],
)
def test_a_mistake_in_the_settings_is_told_without_what_was_set(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    settings: dict[str, str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PULLQUOTE_")]:
        monkeypatch.delenv(name)
    for name, value in ({"TELEGRAM_TOKEN": TOKEN} | settings).items():
        monkeypatch.setenv(f"PULLQUOTE_{name}", value)
    assert main([]) == 2
    written = capsys.readouterr()
    assert told in written.err
    assert found(written.out + written.err) == []


CRASH = """
import sys
from bot.__main__ import main

def breaks(settings):
    secrets = [settings.telegram_token, settings.database_url, settings.webhook_secret]
    raise RuntimeError(f"{settings.chroma} {[secret.get_secret_value() for secret in secrets]}")

sys.exit(main([], breaks))
"""


async def test_a_start_that_breaks_down_is_reported_without_secrets(api: BotApi, tmp_path: Path) -> None:
    (tmp_path / "crash.py").write_text(CRASH, encoding="utf-8")
    listen = f"127.0.0.1:{free_port()}"
    settings = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API": api.url,
        "CHROMA": f"http://alice:{STORE}@127.0.0.1:1",
        "DATABASE_URL": f"sqlite:///chats.sqlite3?x={DATABASE}",
        "WEBHOOK_URL": f"http://{listen}/hook",
        "WEBHOOK_SECRET": SECRET,
        "WEBHOOK_LISTEN": listen,
        "LOG_LEVEL": "DEBUG",
    }
    async with program(tmp_path, module="crash", **settings) as bot:
        code, output = await bot.ends()
    assert code == 1
    assert "stopped by an error" in output
    assert "RuntimeError: http://alice:[secret]@127.0.0.1:1" in output
    assert found(output) == []
    async with program(tmp_path, **settings | {"DATABASE_URL": f"none://alice:{DATABASE}@db.example/x"}) as bot:
        code, output = await bot.ends()
    assert code == 1
    assert "PULLQUOTE_DATABASE_URL is not the address of a database" in output
    assert found(output) == []


async def test_the_password_of_a_proxy_that_fails_is_not_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, PROXIES.format(port=free_port()))
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": "https://api.example", "LOG_LEVEL": "DEBUG"}
    async with program(tmp_path, **settings) as bot:
        await until(lambda: "no reply from Telegram (ConnectError)" in bot.output, within=20)
        _, output = await bot.stops()
    assert "connect_tcp" in output
    assert found(output) == []
