"""Taps on buttons and inline queries: each is answered once and in time, with what may be an answer."""

from collections.abc import Iterable
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineQueryResultArticle, InputTextMessageContent, Update
from telegram.ext import CallbackQueryHandler, CommandHandler, InlineQueryHandler

from tests.telegram import BotApi, Seat
from tests.telegram_api.client import keyboard, link, refused, running

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def article(number: object, text: str = "text", **more: Any) -> InlineQueryResultArticle:
    """A result that puts a text into the chat."""
    return InlineQueryResultArticle(str(number), "title", InputTextMessageContent(text, **more))


async def test_a_tap_is_answered_once_and_in_time(api: BotApi, bot: Bot, chat: Seat) -> None:
    buttons = keyboard(InlineKeyboardButton("more", callback_data="m"))
    await bot.send_message(chat.chat.id, "text", reply_markup=buttons)
    message = await chat.hears_one()
    tap = await chat.taps(message, "more")
    query = (await bot.get_updates())[-1].callback_query
    assert query is not None
    assert (query.id, query.data) == (tap.id, "m")
    assert query.message is not None
    too_long = bot.answer_callback_query(query.id, "a" * 201)
    await refused(api, too_long, "Bad Request: MESSAGE_TOO_LONG")
    await bot.answer_callback_query(query.id, "a" * 200, show_alert=True)
    answer = await tap.answered()
    assert (answer.text, answer.show_alert) == ("a" * 200, True)
    await refused(api, bot.answer_callback_query(query.id), TOO_OLD)
    late = await chat.taps(message, "m")
    api.world.queries.expire()
    await refused(api, bot.answer_callback_query(late.id), TOO_OLD)


async def test_a_handler_answers_a_tap_with_an_edit(api: BotApi, chat: Seat) -> None:
    async def start(update: Update, _context: object) -> None:
        """Offer a button."""
        assert update.effective_message is not None
        buttons = keyboard(InlineKeyboardButton("more", callback_data="m"))
        await update.effective_message.reply_text("first", reply_markup=buttons)

    async def more(update: Update, _context: object) -> None:
        """Turn the page."""
        assert update.callback_query is not None
        await update.callback_query.answer("here")
        await update.callback_query.edit_message_text("second")

    async with running(api, CommandHandler("start", start), CallbackQueryHandler(more)):
        message = await chat.asks("/start")
        tap = await chat.taps(message, "more")
        assert (await tap.answered()).text == "here"
        assert (await chat.sees_edit(message)).text == "second"
        await chat.hears_nothing()


async def test_an_inline_query_is_answered_and_a_result_picked(api: BotApi, bot: Bot, chat: Seat) -> None:
    buttons = keyboard(InlineKeyboardButton("more", callback_data="m"))
    chosen = InlineQueryResultArticle("1", "title", InputTextMessageContent("picked"), reply_markup=buttons)

    async def offer(update: Update, _context: object) -> None:
        """Offer one result."""
        assert update.inline_query is not None
        await update.inline_query.answer([chosen], cache_time=7)

    async with running(api, InlineQueryHandler(offer)):
        ask = await api.person("Bob").asks_inline("who?")
        answer = await ask.answered()
    assert (answer.cache_time, [result["id"] for result in answer.results]) == (7, ["1"])
    message = await chat.picks(answer, query="who?")
    update = (await bot.get_updates())[0]
    assert update.chosen_inline_result is not None
    inline_id = update.chosen_inline_result.inline_message_id
    assert await bot.edit_message_text("edited", inline_message_id=inline_id) is True
    assert message.text == "edited"


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([article(i) for i in range(51)], "too many inline query results specified"),
        ([article(1), article(1)], "RESULT_ID_DUPLICATE"),
        ([article("a" * 65)], "RESULT_ID_INVALID"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article(1, "a" * 4097)], "MESSAGE_TOO_LONG"),
        (
            [article(1, "abc", entities=[link(0, 4)])],
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 4",
        ),
    ],
)
async def test_bad_inline_results_are_refused(
    api: BotApi, bot: Bot, results: Iterable[InlineQueryResultArticle], reason: str
) -> None:
    ask = await api.person("Bob").asks_inline("who?")
    await refused(api, bot.answer_inline_query(ask.id, list(results)), f"Bad Request: {reason}")
