"""Chats, private and of groups: whom the bot may write to, what it gets to see, and what others see of it."""

import pytest
from telegram import Bot
from telegram.error import ChatMigrated, Forbidden

from tests.telegram import BotApi, Seat
from tests.telegram_api.client import refused


async def test_a_chat_has_to_be_known_opened_and_not_blocked(api: BotApi, bot: Bot, chat: Seat) -> None:
    await refused(api, bot.send_message(4711, "hello"), "Bad Request: chat not found")
    shy = api.person("Bob").private(opened=False)
    unopened = "Forbidden: bot can't initiate conversation with a user"
    await refused(api, bot.send_message(shy.chat.id, "hello"), unopened, Forbidden)
    await chat.blocks_bot()
    blocked = "Forbidden: bot was blocked by the user"
    await refused(api, bot.send_message(chat.chat.id, "hello"), blocked, Forbidden)
    update = (await bot.get_updates())[0]
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"


async def test_a_migrated_group_says_where_it_went(api: BotApi, bot: Bot) -> None:
    group = api.group("Newsroom", [api.person("Ada")])
    await bot.send_message(group.chat.id, "hello")
    new = group.migrates()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.chat.id, "hello")
    assert moved.value.new_chat_id == new.chat.id
    assert (await bot.send_message(new.chat.id, "hello")).message_id == 2
    notes = [update.message for update in await bot.get_updates()]
    assert [(note.migrate_to_chat_id, note.migrate_from_chat_id) for note in notes if note] == [
        (new.chat.id, None),
        (None, group.chat.id),
    ]


async def test_privacy_mode_hides_what_is_not_for_the_bot(api: BotApi, bot: Bot) -> None:
    group = api.group("Newsroom", [ada := api.person("Ada")])
    seat = group.seat(ada)
    await bot.send_message(group.chat.id, "hello")
    mine = await seat.hears_one()
    await seat.says("just chatting")
    await seat.says("/ask@other_bot what")
    await seat.says("/ask what")
    await seat.says("@pullquote_test_bot what")
    await seat.says("what?", reply_to=mine)
    await group.seat(api.other_bot("weather_bot")).says("/rain@pullquote_test_bot")
    texts = [update.message.text for update in await bot.get_updates() if update.message]
    assert texts == ["/ask what", "what?", "/rain@pullquote_test_bot"]


async def test_a_group_tells_who_comes_and_where_the_bot_stands(api: BotApi, bot: Bot) -> None:
    ada = api.person("Ada")
    group = api.group("Newsroom", bot_status="left")
    await refused(
        api, bot.send_message(group.chat.id, "hi"), "Forbidden: bot is not a member of the group chat", Forbidden
    )
    group.joins(ada, "creator")
    group.sets_bot(ada, "administrator")
    assert (await bot.get_chat_member(group.chat.id, ada.user.id)).status == "creator"
    assert (await bot.get_chat_member(group.chat.id, bot.id)).status == "administrator"
    assert (await bot.get_chat(group.chat.id)).title == "Newsroom"
    await bot.leave_chat(group.chat.id)
    assert (await bot.get_chat_member(group.chat.id, bot.id)).status == "left"
    kinds = [("my_chat_member", "message")[update.message is not None] for update in await bot.get_updates()]
    assert kinds == ["my_chat_member", "message"]


async def test_message_ids_increase_in_each_chat(api: BotApi, bot: Bot, chat: Seat) -> None:
    other = api.person("Bob").private()
    first = await bot.send_message(chat.chat.id, "one")
    await chat.says("two")
    third = await bot.send_message(chat.chat.id, "three")
    elsewhere = await bot.send_message(other.chat.id, "one")
    assert (first.message_id, third.message_id, elsewhere.message_id) == (1, 3, 1)
    assert first.from_user == await bot.get_me()
    assert first.chat.username == "ada"


async def test_chat_actions_are_checked(api: BotApi, bot: Bot, chat: Seat) -> None:
    await bot.send_chat_action(chat.chat.id, "typing")
    assert chat.chat.actions == ["typing"]
    wanted = "Bad Request: wrong parameter action in request"
    await refused(api, bot.send_chat_action(chat.chat.id, "thinking"), wanted)
