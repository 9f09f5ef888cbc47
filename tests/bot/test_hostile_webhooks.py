"""Requests to the webhook that are not Telegram's: each is refused with a status and no word, and none is kept."""

from __future__ import annotations

import asyncio
import gzip
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.webhook import HEADER, LARGEST, Webhook
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk
from tests.bot.process import free_port
from tests.bot.stage import playing, quotes, until
from tests.telegram.server import BotApi

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.application import Service
    from tests.telegram.seats import Seat

SECRET = "the-secret_of-the-hook"
DEEP = 100_000
Headers = dict[str, bytes | str | None]


@dataclass
class Door:
    """A bot that listens, and what an update of Telegram's looks like."""

    service: Service
    seat: Seat
    webhook: Webhook
    update: dict[str, Any]

    def request(self, method: str, path: str, body: bytes, headers: Headers) -> bytes:
        """A request, as it goes over the line; headers may be what no client lets through, or left out."""
        usual: Headers = {
            "Host": "x",
            HEADER: SECRET,
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
        }
        lines = [f"{method} {path} HTTP/1.1".encode()]
        for name, value in (usual | headers).items():
            if value is not None:
                lines.append(name.encode() + b": " + (value.encode() if isinstance(value, str) else value))
        return b"\r\n".join([*lines, b"", body])

    async def answers(self, request: bytes) -> int:
        """The status that a request gets; 0 where the connection is closed without one."""
        reader, writer = await asyncio.open_connection(self.webhook.host, self.webhook.port)
        with suppress(ConnectionError):  # it may be closed while it is written to
            writer.write(request)
            await writer.drain()
        try:
            line = await asyncio.wait_for(reader.readline(), 5)
        except ConnectionError:
            line = b""
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        return int(line.split()[1]) if line else 0

    async def knock(
        self, body: bytes | None = None, method: str = "POST", path: str = "", headers: Headers | None = None
    ) -> int:
        """The status that a request gets which is Telegram's but for what is given."""
        content = json.dumps(self.update).encode() if body is None else body
        return await self.answers(self.request(method, path or self.webhook.path, content, headers or {}))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def door() -> AsyncGenerator[Door]:
    """The same bot for all rows, which in the end still answers."""
    port = free_port()
    webhook = Webhook(f"http://127.0.0.1:{port}/hook", SECRET, "127.0.0.1", port)
    async with BotApi() as api, playing(api, WordDesk([PORT]), webhook=webhook) as service:
        seat = api.person("Mina").private()
        assert quotes(await seat.asks("what of the harbour"))
        await until(lambda: service.inbox.depth == 0)
        message = next(iter(seat.chat.messages.values())).to_json()
        yield Door(service, seat, webhook, {"update_id": 999_999_000, "message": message})
        assert quotes(await seat.asks("what of the harbour"))
        assert [call.description for call in api.transcript.refused()] == []


async def is_silent(door: Door) -> None:
    """Make sure that nothing is kept, and nobody answered."""
    assert door.service.inbox.depth == 0
    await door.seat.hears_nothing(within=0.02)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "secret",
    [
        *(None, "", " ", "x", SECRET[:-1], SECRET + "x", SECRET.upper(), SECRET.replace("_", "-"), f'"{SECRET}"'),
        *(
            "the-secret_of-the-hoоk",
            "ｔhe-secret_of-the-hook",
            SECRET + "\u200b",
            "é",
            "💀",
            b"\xff\xfe\x80",
            b"\x80" * 300,
        ),
        *("%74he-secret_of-the-hook", f"Bearer {SECRET}", f"{SECRET}, {SECRET}", "a" * 10_000, f"{SECRET}\t;", "None"),
    ],
    ids=lambda secret: ascii(secret)[:40],
)
async def test_who_does_not_know_the_secret_is_not_listened_to(door: Door, secret: bytes | str | None) -> None:
    assert await door.knock(headers={HEADER: secret}) == 403
    await is_silent(door)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("path", ["/", "/hook", "/hook/", "/hook/x", "{}/", "/{}", "{}/..", "{}%00", "{}x", "/healthz"])
async def test_who_knows_only_the_secret_finds_nothing_elsewhere(door: Door, path: str) -> None:
    assert await door.knock(path=path.format(door.webhook.path)) == 404
    assert await door.knock(path=path.format(door.webhook.path), headers={HEADER: None}) == 404
    await is_silent(door)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "POSTS", "post"])
async def test_only_what_is_posted_is_taken(door: Door, method: str) -> None:
    assert await door.knock(method=method) == 405
    await is_silent(door)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_secret_in_the_address_is_no_secret(door: Door) -> None:
    assert await door.knock(path=f"{door.webhook.path}?secret_token={SECRET}", headers={HEADER: None}) == 403
    await is_silent(door)


NESTED = {
    "lists": b"[" * DEEP,
    "lists that end": b"[" * DEEP + b"]" * DEEP,
    "objects": b'{"a":' * DEEP,
    "in a message": b'{"update_id":7,"message":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "both": b'[{"a":' * DEEP,
}
NO_JSON = {
    "nothing": b"",
    "words": b"hello",
    "a half": b'{"update_id": 7',
    "two": b'{"update_id":7}{"update_id":8}',
    "a form": b"update_id=7",
    "no UTF-8": b'{"update_id":7,"message":"\xff\xfe"}',
    "a comment": b'{"update_id":7} // x',
    "a number of 5,000 digits": b'{"update_id":1' + b"0" * 5000 + b"}",
    "a NUL": b'{"update_id":\0 7}',
    "packed": gzip.compress(b'{"update_id":7}'),
    **NESTED,
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", NO_JSON)
async def test_what_is_no_json_is_refused(door: Door, row: str, caplog: pytest.LogCaptureFixture) -> None:
    assert await door.knock(NO_JSON[row], headers={"Content-Encoding": "gzip"} if row == "packed" else None) == 400
    await is_silent(door)
    assert caplog.text == ""


NUMBERS = b'-1 1.0 1e3 NaN Infinity -Infinity true null "7" [7] {} 9223372036854775808'.split()
NO_UPDATE = {
    **{kind.decode(): kind for kind in (b"[]", b"{}", b"7", b'"x"', b"null", b"true", b"NaN", b"[{}]", b'{"ok":true}')},
    **{f"number {number.decode()}": b'{"update_id":' + number + b"}" for number in NUMBERS},
    "number 10**400": b'{"update_id":1' + b"0" * 400 + b"}",
    **{
        f"{place} {value}": f'{{"update_id":7,"{place}":{value}}}'.encode()
        for place in ("message", "callback_query", "inline_query", "my_chat_member")
        for value in ("7", '"x"', "[]", '{"id":7}', '{"message_id":NaN}', "[" * 300 + "]" * 300)
    },
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", NO_UPDATE)
async def test_what_is_json_but_no_update_is_left_aside(door: Door, row: str, caplog: pytest.LogCaptureFixture) -> None:
    assert await door.knock(NO_UPDATE[row]) == 200  # or Telegram would bring it again and again
    await is_silent(door)
    assert "ERROR" not in caplog.text
    assert "Traceback" not in caplog.text


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("place", "value"),
    [
        *(("from", {"id": value, "is_bot": False, "first_name": "x"}) for value in (10**400, -(2**63), "7", None, 1.5)),
        *(("from", {"id": 7, "is_bot": False, "language_code": value}) for value in (7, ["en"], {"a": 1})),
        *(("chat", {"id": value, "type": "private"}) for value in (10**400, "7", None, [7])),
        *(("text", value) for value in (7, ["/forget"], {"a": 1}, True)),
        *(("date", value) for value in (10**400, 10**18, -(10**18), "x", float("nan"), float("inf"))),
        *(("message_id", value) for value in (10**400, "7", None, 1.5)),
        *((place, "x") for place in ("entities", "reply_to_message", "forward_origin", "document")),
        ("reply_markup", {"inline_keyboard": 7}),
    ],
    ids=lambda part: ascii(part)[:40],
)
async def test_an_update_whose_parts_are_of_another_kind_is_left_aside(
    door: Door, place: str, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    update = {"update_id": 888_888_888, "message": door.update["message"] | {place: value}}
    assert await door.knock(json.dumps(update).encode()) == 200
    await is_silent(door)
    assert "update 888888888 cannot be read" in caplog.text
    assert "ERROR" not in caplog.text


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("fields", "body"),
    [
        ({"Content-Length": str(LARGEST + 1)}, b""),
        ({"Content-Length": "9" * 30}, b""),
        ({"Content-Length": "-1"}, b""),
        ({"Content-Length": "1, 2"}, b"x"),
        ({"Content-Length": "0x10"}, b"x"),
        ({"Content-Length": "٣"}, b"abc"),
        ({"Content-Length": None, "Transfer-Encoding": "chunked"}, b"%x\r\n" % (2 * LARGEST)),
        ({"Content-Length": None, "Transfer-Encoding": "chunked"}, (b"10000\r\n" + b" " * 65536 + b"\r\n") * 17),
        ({"Content-Length": None, "Transfer-Encoding": "chunked"}, b"-1\r\n\r\n"),
        ({"Content-Length": None, "Transfer-Encoding": "gzip, chunked"}, b"0\r\n\r\n"),
        ({"Transfer-Encoding": "chunked"}, b"0\r\n\r\n"),
    ],
    ids=lambda part: ascii(part)[:60],
)
async def test_a_body_over_the_bound_is_not_read(door: Door, fields: Headers, body: bytes) -> None:
    request = door.request("POST", door.webhook.path, body, fields)
    assert await door.answers(request) in (0, 400)
    await is_silent(door)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "request_",
    [
        *(b"\x16\x03\x01\x02\0\1\0\1\xfc\3\3" + b"\0" * 200 + b"\r\n\r\n", b"GET /\r\n\r\n", b"\r\n\r\n\r\n\r\n"),
        *(b"POST / HTTP/1.1\r\nX: " + b"x" * 100_000, b"POST /" + b"x" * 100_000 + b" HTTP/1.1\r\n\r\n"),
        b"POST / HTTP/1.1\r\n folded: x\r\n\r\n",
    ],
    ids=lambda request: ascii(request)[:30],
)
async def test_what_is_no_request_is_hung_up_on(door: Door, request_: bytes) -> None:
    assert await door.answers(request_) in (0, 400)
    await is_silent(door)


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_brought_twice_is_answered_once(door: Door) -> None:
    brought = await asyncio.gather(*(door.knock() for _ in range(5)))
    assert brought == [200] * 5
    assert quotes(await door.seat.hears_one())
    await door.seat.hears_nothing(within=0.1)
