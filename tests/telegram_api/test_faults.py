"""Faults that a test orders: when they come, how long they last, and what took effect all the same."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot
from telegram.error import Forbidden, NetworkError, RetryAfter, TimedOut
from telegram.ext import MessageHandler, filters

from tests.telegram import BotApi, Fault, Seat
from tests.telegram_api.client import echo, refused, running


async def test_a_flood_is_refused_once_and_has_no_effect(
    api: BotApi, bot: Bot, chat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without this python-telegram-bot warns of its future whenever it reads the seconds.
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    api.fail("sendMessage", Fault.too_many(retry_after=2))
    with pytest.raises(RetryAfter) as flood:
        await bot.send_message(chat.chat.id, "hello")
    assert flood.value.retry_after == timedelta(seconds=2)
    assert not api.transcript.sent
    await bot.send_message(chat.chat.id, "hello")
    assert [message.text for message in api.transcript.sent] == ["hello"]


@pytest.mark.parametrize("fault", [Fault.server_error(), Fault.bad_gateway(), Fault.dropped()])
async def test_a_fault_before_the_effect_sends_nothing(api: BotApi, bot: Bot, chat: Seat, fault: Fault) -> None:
    api.fail(None, Fault.none(), fault)
    await bot.send_chat_action(chat.chat.id, "typing")
    with pytest.raises(NetworkError):
        await bot.send_message(chat.chat.id, "hello")
    assert not api.transcript.sent
    assert not api.transcript.calls[-1].took_effect


async def test_a_lost_reply_was_sent_all_the_same(api: BotApi, bot: Bot, chat: Seat) -> None:
    api.fail("sendMessage", Fault.lost_reply())
    with pytest.raises(NetworkError):
        await bot.send_message(chat.chat.id, "hello")
    assert (await chat.hears_one()).text == "hello"
    assert not api.transcript.repeated()
    await bot.send_message(chat.chat.id, "hello")
    await bot.send_message(chat.chat.id, "hello again")
    assert [[message.text for message in alike] for alike in api.transcript.repeated()] == [["hello"] * 2]


async def test_silence_and_a_slow_answer_come_after_the_effect(api: BotApi, bot: Bot, chat: Seat) -> None:
    api.fail("sendMessage", Fault.silence(), Fault.slow(1.0))
    with pytest.raises(TimedOut):
        await bot.send_message(chat.chat.id, "one", read_timeout=0.5)
    with pytest.raises(TimedOut):
        await bot.send_message(chat.chat.id, "two", read_timeout=0.5)
    await chat.hears(2)


async def test_a_fault_can_last_and_be_picky(api: BotApi, bot: Bot, chat: Seat) -> None:
    def is_secret(call: Any) -> bool:
        """Pick the calls that send one text."""
        return call.parameters["text"] == "secret"

    api.fail("sendMessage", Fault.refused(403, "Forbidden: no"), lasting=True, when=is_secret)
    for _ in range(2):
        await refused(api, bot.send_message(chat.chat.id, "secret"), "Forbidden: no", Forbidden)
    await bot.send_message(chat.chat.id, "open")
    api.heal()
    await bot.send_message(chat.chat.id, "secret")


async def test_a_server_that_stopped_comes_back_with_everything_known(api: BotApi, chat: Seat) -> None:
    async with running(api, MessageHandler(filters.TEXT, echo)) as application:
        await chat.asks("one")
        url = api.url
        await api.stop()
        with pytest.raises(NetworkError):
            await application.bot.send_message(chat.chat.id, "lost")
        await chat.says("two")
        await api.start()
        assert api.url == url
        assert (await chat.hears_one(within=10)).text == "You said: two"
