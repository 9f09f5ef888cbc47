"""Replies: what they quote, exactly and how much of it, and when their message is gone."""

from collections.abc import Awaitable
from typing import Any

from telegram import Bot, MessageEntity, ReplyParameters

from tests.telegram import BotApi, Seat
from tests.telegram_api.client import EMOJI, link, refused


async def test_a_reply_quotes_exactly(api: BotApi, bot: Bot, chat: Seat) -> None:
    asked = await chat.says(f"{EMOJI} one two one two")

    def reply(quote: str, position: int | None = None, **more: Any) -> Awaitable[Any]:
        """Reply with a quote."""
        parameters = ReplyParameters(asked.id, quote=quote, quote_position=position, **more)
        return bot.send_message(chat.chat.id, "indeed", reply_parameters=parameters)

    for position, wanted in ((None, 7), (15, 15), (14, 15)):
        sent = await reply("two", position)
        assert (sent.quote.text, sent.quote.position) == ("two", wanted)
        assert sent.reply_to_message.message_id == asked.id
    for bad in ("Two", "two  one", "two one two!"):
        await refused(api, reply(bad), "Bad Request: QUOTE_TEXT_INVALID")
    bold = [MessageEntity("bold", 0, 3)]
    await refused(api, reply("two", quote_entities=bold), "Bad Request: QUOTE_TEXT_INVALID")


async def test_a_quote_repeats_the_styles_of_the_message(bot: Bot, chat: Seat) -> None:
    entities = [MessageEntity("bold", 2, 4), link(0, 8)]
    sent = await bot.send_message(chat.chat.id, "abcdefgh", entities=entities)
    bold = [MessageEntity("bold", 0, 2)]
    parameters = ReplyParameters(sent.message_id, quote="efg", quote_entities=bold)
    reply = await bot.send_message(chat.chat.id, "indeed", reply_parameters=parameters)
    assert reply.quote is not None
    assert reply.quote.entities == tuple(bold)


async def test_a_quote_of_1024_units_is_the_longest(api: BotApi, bot: Bot, chat: Seat) -> None:
    asked = await chat.says("a" * 2000)
    for length in (1024, 1025):
        parameters = ReplyParameters(asked.id, quote="a" * length)
        call = bot.send_message(chat.chat.id, "indeed", reply_parameters=parameters)
        if length == 1024:
            assert (await call).quote is not None
        else:
            await refused(api, call, "Bad Request: QUOTE_TEXT_INVALID")


async def test_a_reply_needs_its_message_unless_it_may_do_without(api: BotApi, bot: Bot, chat: Seat) -> None:
    gone = await chat.says("never mind")
    await chat.deletes(gone)
    call = bot.send_message(chat.chat.id, "what?", reply_parameters=ReplyParameters(gone.id))
    await refused(api, call, "Bad Request: message to be replied not found")
    without = ReplyParameters(gone.id, allow_sending_without_reply=True)
    assert (await bot.send_message(chat.chat.id, "what?", reply_parameters=without)).reply_to_message is None
