"""Calls: with which token, of which method, and how their parameters may be sent."""

import json
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, EndPointNotFound, InvalidToken

from tests.telegram import BotApi, Seat


@pytest.mark.parametrize(
    ("token", "status"), [("7000000001:another-token-of-a-good-length", 401), ("not-a-token", 404)]
)
async def test_a_wrong_token_is_refused(api: BotApi, token: str, status: int) -> None:
    with pytest.raises(InvalidToken):
        async with Bot(token, base_url=api.base_url):
            pass
    async with aiohttp.ClientSession() as session, session.get(f"{api.base_url}{token}/getMe") as answer:
        assert answer.status == status
        body = await answer.json()
        assert (body["ok"], body["error_code"]) == (False, status)


async def test_an_unknown_method_is_refused(bot: Bot) -> None:
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendMessages")


async def test_parameters_come_in_any_encoding(api: BotApi, chat: Seat) -> None:
    url = f"{api.base_url}{api.token}/sendMessage"
    bold: list[dict[str, Any]] = [{"type": "bold", "offset": 0, "length": 3}]
    plain = {"chat_id": str(chat.chat.id), "text": "one", "entities": json.dumps(bold)}
    multipart = aiohttp.FormData(plain, default_to_multipart=True)
    async with aiohttp.ClientSession() as session:
        for sent in (
            session.get(url, params=plain),
            session.post(url, data=plain),
            session.post(url, data=multipart),
            session.post(url, json={"chat_id": chat.chat.id, "text": "one", "entities": bold}),
        ):
            async with sent as answer:
                assert (await answer.json())["result"]["entities"] == bold
    assert [call.parameters["entities"] for call in api.transcript.of("sendMessage")] == [bold] * 4


async def test_after_logging_out_nothing_is_answered(bot: Bot) -> None:
    await bot.log_out()
    with pytest.raises(BadRequest, match="Logged out"):
        await bot.get_me()
