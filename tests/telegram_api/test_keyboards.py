"""Keyboards under messages: what a button may hold, how many there may be, and which are shown."""

import pytest
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from tests.telegram import BotApi, Seat
from tests.telegram_api.client import keyboard, refused


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (InlineKeyboardButton("a", callback_data="\u00e9" * 33), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton("a", callback_data=""), "BUTTON_DATA_INVALID"),
        (
            InlineKeyboardButton("a"),
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            InlineKeyboardButton("a", url="https://example.org", callback_data="a"),
            "can't parse inline keyboard button: exactly one action must be specified, not url and callback_data",
        ),
        (
            InlineKeyboardButton("a", url="http://localhost/x"),
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        (InlineKeyboardButton("a", copy_text=CopyTextButton("a" * 257)), "BUTTON_COPY_TEXT_INVALID"),
    ],
)
async def test_a_bad_button_is_refused(
    api: BotApi, bot: Bot, chat: Seat, button: InlineKeyboardButton, reason: str
) -> None:
    call = bot.send_message(chat.chat.id, "text", reply_markup=keyboard(button))
    await refused(api, call, f"Bad Request: {reason}")


async def test_100_buttons_are_the_most(api: BotApi, bot: Bot, chat: Seat) -> None:
    buttons = [[InlineKeyboardButton("a", callback_data="\u00e9" * 32)] for _ in range(101)]
    await bot.send_message(chat.chat.id, "text", reply_markup=InlineKeyboardMarkup(buttons[:100]))
    call = bot.send_message(chat.chat.id, "text", reply_markup=InlineKeyboardMarkup(buttons))
    await refused(api, call, "Bad Request: reply markup is too long")


async def test_a_reply_keyboard_is_kept_but_not_shown(api: BotApi, bot: Bot, chat: Seat) -> None:
    sent = await bot.send_message(chat.chat.id, "text", reply_markup=ReplyKeyboardMarkup([["yes", "no"]]))
    assert sent.reply_markup is None
    assert (await chat.hears_one()).labels == ["yes", "no"]
    edit = bot.edit_message_text("new", chat.chat.id, sent.message_id)
    await refused(api, edit, "Bad Request: message can't be edited")
