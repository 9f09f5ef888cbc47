"""Updates that are polled for: in order, again until they are confirmed, and to one poller at a time."""

import asyncio

import pytest
from telegram import Bot, Update
from telegram.error import Conflict, NetworkError
from telegram.ext import CommandHandler

from tests.telegram import BotApi, Message, Seat
from tests.telegram_api.client import running


async def test_an_update_comes_again_until_it_is_confirmed(api: BotApi, bot: Bot, chat: Seat) -> None:
    for text in ("one", "two", "three"):
        await chat.says(text)
    first = await bot.get_updates(limit=2)
    again = await bot.get_updates()
    assert [update.update_id for update in again][:2] == [update.update_id for update in first]
    assert [update.message.text for update in again if update.message] == ["one", "two", "three"]
    rest = await bot.get_updates(offset=again[1].update_id)
    assert [update.message.text for update in rest if update.message] == ["two", "three"]
    last = await bot.get_updates(offset=-1)
    assert [update.message.text for update in last if update.message] == ["three"]
    assert len(await bot.get_updates()) == 1
    assert await bot.get_updates(offset=last[0].update_id + 1) == ()
    assert await bot.get_updates() == ()
    assert api.world.updates.deliveries[first[0].update_id] == 2


async def test_a_poller_waits_for_an_update(api: BotApi, bot: Bot, chat: Seat) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await chat.sees(lambda: api.world.updates.polled)
    await chat.says("hello")
    assert len(await poll) == 1


async def test_a_second_poller_terminates_the_first(api: BotApi, bot: Bot, chat: Seat) -> None:
    # Each client polls through one connection, so the second poller is another client.
    async with Bot(api.token, base_url=api.base_url) as other:
        first = asyncio.create_task(bot.get_updates(timeout=5))
        await chat.sees(lambda: api.world.updates.polled)
        second = asyncio.create_task(other.get_updates(timeout=5))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await chat.says("hello")
        assert len(await second) == 1
    assert [call.status for call in api.transcript.of("getUpdates")] == [409, 200]


async def test_a_poller_that_hangs_up_takes_nothing(api: BotApi, bot: Bot, chat: Seat) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await chat.sees(lambda: api.world.updates.polled)
    poll.cancel()
    await chat.sees(lambda: not api.world.updates.polled)
    await chat.says("hello")
    assert len(await bot.get_updates(timeout=1)) == 1
    assert list(api.world.updates.deliveries.values()) == [1]


async def test_allowed_updates_are_remembered(bot: Bot, chat: Seat) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    message = await chat.says("one")
    await chat.edits(message, "two")
    updates = await bot.get_updates()
    assert [update.edited_message.text for update in updates if update.edited_message] == ["two"]
    assert len(updates) == 1


async def test_updates_can_be_dropped(bot: Bot, chat: Seat) -> None:
    await chat.says("one")
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_commands_carry_their_entities(api: BotApi, bot: Bot, chat: Seat) -> None:
    asked: list[Message] = []

    async def ask(update: Update, _context: object) -> None:
        """Note that the command came through."""
        assert update.effective_chat is not None
        await bot.send_message(update.effective_chat.id, "asked")

    async with running(api, CommandHandler("ask", ask)):
        asked.append(await chat.asks("/ask@pullquote_test_bot who?"))
    assert asked[0].text == "asked"
    said = chat.chat.messages[1]
    assert said.parts("bot_command") == ["/ask@pullquote_test_bot"]


async def test_a_poison_update_cannot_be_parsed_and_stays(api: BotApi, bot: Bot, chat: Seat) -> None:
    poisoned = api.poison()
    await chat.says("after")
    for _ in range(2):
        with pytest.raises(Exception, match=r".") as failure:
            await bot.get_updates()
        assert not isinstance(failure.value, NetworkError)
    assert [update.update_id for update in await bot.get_updates(offset=poisoned + 1)] == [poisoned + 1]
