"""What is taken in, by polling or webhook: what cannot be read is left aside, and nothing is answered twice."""

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.database import Database
from bot.inbox import Arrival, Inbox
from bot.reception import UnreadableError, read
from bot.webhook import HEADER, Webhook
from tests.bot.newsroom import WordDesk
from tests.bot.process import free_port
from tests.bot.stage import playing, quotes, until
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
