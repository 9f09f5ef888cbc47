"""Messages that were sent: they are edited, deleted and reacted to, and keep their options."""

from telegram import Bot, InlineKeyboardButton, LinkPreviewOptions

from tests.telegram import BotApi, Seat
from tests.telegram_api.client import keyboard, refused

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


async def test_an_edit_changes_a_message(api: BotApi, bot: Bot, chat: Seat) -> None:
    buttons = keyboard(InlineKeyboardButton("more", callback_data="m"))
    sent = await bot.send_message(chat.chat.id, "old", reply_markup=buttons)
    message = await chat.hears_one()
    same = bot.edit_message_text("old", chat.chat.id, sent.message_id, reply_markup=buttons)
    await refused(api, same, NOT_MODIFIED)
    edited = await bot.edit_message_text("new", chat.chat.id, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("new", None)
    assert edited.edit_date is not None
    await chat.sees_edit(message)
    assert [version.body.text for version in message.versions] == ["old", "new"]
    await bot.edit_message_reply_markup(chat.chat.id, sent.message_id, reply_markup=buttons)
    assert message.labels == ["more"]
    unknown = bot.edit_message_text("new", chat.chat.id, 99)
    await refused(api, unknown, "Bad Request: message to edit not found")
    theirs = await chat.says("mine")
    await refused(api, bot.edit_message_text("x", chat.chat.id, theirs.id), "Bad Request: message can't be edited")


async def test_options_are_recorded(api: BotApi, bot: Bot, chat: Seat) -> None:
    off = LinkPreviewOptions(is_disabled=True)
    sent = await bot.send_message(
        chat.chat.id, "text", link_preview_options=off, disable_notification=True, protect_content=True
    )
    assert sent.link_preview_options == off
    message = api.transcript.sent[0]
    assert message.preview == {"is_disabled": True}
    assert message.silent


async def test_a_bot_deletes_its_messages_and_reacts(api: BotApi, bot: Bot, chat: Seat) -> None:
    sent = await bot.send_message(chat.chat.id, "oops")
    await bot.delete_message(chat.chat.id, sent.message_id)
    call = bot.delete_message(chat.chat.id, sent.message_id)
    await refused(api, call, "Bad Request: message to delete not found")
    asked = await chat.says("thanks")
    await bot.set_message_reaction(chat.chat.id, asked.id, "\N{THUMBS UP SIGN}")
    assert asked.reactions == ["\N{THUMBS UP SIGN}"]
    await refused(api, bot.set_message_reaction(chat.chat.id, asked.id, "x"), "Bad Request: REACTION_INVALID")
