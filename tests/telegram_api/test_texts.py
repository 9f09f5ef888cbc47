"""Texts and their entities: how long, how nested, and counted in UTF-16 units."""

import pytest
from telegram import Bot, MessageEntity

from tests.telegram import BotApi, Seat
from tests.telegram_api.client import EMOJI, link, refused


async def test_a_text_of_4096_utf16_units_is_the_longest(api: BotApi, bot: Bot, chat: Seat) -> None:
    sent = await bot.send_message(chat.chat.id, EMOJI * 2048)
    assert sent.text == EMOJI * 2048
    wanted = "Bad Request: message is too long"
    await refused(api, bot.send_message(chat.chat.id, EMOJI * 2048 + "a"), wanted)
    edited = bot.edit_message_text("a" * 4097, chat.chat.id, sent.message_id)
    await refused(api, edited, "Bad Request: MESSAGE_TOO_LONG")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "message text is empty"), (" \n\t\r", "text must be non-empty")],
)
async def test_an_empty_text_is_refused(api: BotApi, bot: Bot, chat: Seat, text: str, reason: str) -> None:
    await refused(api, bot.send_message(chat.chat.id, text), f"Bad Request: {reason}")


async def test_a_text_is_trimmed_and_its_entities_move_along(bot: Bot, chat: Seat) -> None:
    entities = [MessageEntity("bold", 1, 6), MessageEntity("italic", 9, 3), MessageEntity("code", 12, 2)]
    sent = await bot.send_message(chat.chat.id, f" \n {EMOJI}a\r \tb\u2029c \n", entities=entities)
    assert sent.text == f"{EMOJI}a  bc"
    assert [sent.parse_entity(entity) for entity in sent.entities] == [f"{EMOJI}a", "bc"]


async def test_offsets_count_utf16_units(bot: Bot, chat: Seat) -> None:
    sent = await bot.send_message(chat.chat.id, f"{EMOJI} news", entities=[link(3, 4)])
    assert sent.parse_entities() == {sent.entities[0]: "news"}
    message = (await chat.hears())[0]
    assert message.links() == [("news", "https://example.org/a")]


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        (link(0, 7), "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 7"),
        (link(7, 1), "entity begins after the end of the text at UTF-16 offset 7"),
        (link(-1, 2), "receive an entity with incorrect offset -1"),
        (link(0, -2), "receive an entity with incorrect length -2"),
        (link(1, 2), "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (
            link(0, 1),
            "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4",
        ),
        (MessageEntity("loud", 0, 2), "can't parse MessageEntity: Unsupported type specified"),
        (MessageEntity("text_link", 0, 2), "can't parse MessageEntity: Can't find field \"url\""),
        (link(0, 2, "ftp://example.org"), "entity URL 'ftp://example.org' is invalid: Unsupported URL protocol"),
        (link(0, 2, "http://localhost"), "entity URL 'http://localhost' is invalid: Wrong HTTP URL"),
    ],
)
async def test_a_bad_entity_is_refused(api: BotApi, bot: Bot, chat: Seat, entity: MessageEntity, reason: str) -> None:
    call = bot.send_message(chat.chat.id, f"{EMOJI}abcd", entities=[entity])
    await refused(api, call, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("outer", "inner", "reason"),
    [
        (("blockquote", 0, 6), ("blockquote", 1, 2), "blockquote at 0..6 and blockquote at 1..3 can't be nested"),
        (
            ("blockquote", 0, 6),
            ("expandable_blockquote", 1, 2),
            "blockquote at 0..6 and expandable_blockquote at 1..3 can't be nested",
        ),
        (("bold", 0, 4), ("italic", 2, 4), "bold at 0..4 and italic at 2..6 overlap"),
        (("code", 0, 4), ("bold", 0, 4), "bold at 0..4 and code at 0..4 can't be nested"),
    ],
)
async def test_badly_nested_entities_are_refused(
    api: BotApi, bot: Bot, chat: Seat, outer: tuple[str, int, int], inner: tuple[str, int, int], reason: str
) -> None:
    entities = [MessageEntity(*inner), MessageEntity(*outer)]
    call = bot.send_message(chat.chat.id, "abcdef", entities=entities)
    await refused(api, call, f"Bad Request: can't parse entities: {reason}")


async def test_a_link_in_bold_in_a_blockquote_stands(bot: Bot, chat: Seat) -> None:
    entities = [MessageEntity("blockquote", 0, 6), MessageEntity("bold", 0, 4), link(0, 4)]
    sent = await bot.send_message(chat.chat.id, "abcdef", entities=entities)
    assert {entity.type for entity in sent.entities} == {"blockquote", "bold", "text_link"}


async def test_only_100_entities_are_kept(bot: Bot, chat: Seat) -> None:
    entities = [MessageEntity("bold", 2 * i, 1) for i in range(120)]
    sent = await bot.send_message(chat.chat.id, "ab" * 120, entities=entities)
    assert [entity.offset for entity in sent.entities] == list(range(0, 200, 2))


async def test_links_and_commands_are_found_outside_links(bot: Bot, chat: Seat) -> None:
    text = "see https://a.example/b, /help @ada and https://a.example/c"
    sent = await bot.send_message(chat.chat.id, text, entities=[link(40, 19)])
    found = {sent.parse_entity(entity): entity.type for entity in sent.entities}
    assert found == {
        "https://a.example/b": "url",
        "/help": "bot_command",
        "@ada": "mention",
        "https://a.example/c": "text_link",
    }


async def test_parse_mode_is_recorded_and_refused_beside_entities(api: BotApi, bot: Bot, chat: Seat) -> None:
    await bot.send_message(chat.chat.id, "plain")
    assert not api.transcript.parsed()
    await bot.send_message(chat.chat.id, "<b>bold</b>", parse_mode="HTML")
    assert [call.parameters["parse_mode"] for call in api.transcript.parsed()] == ["HTML"]
    call = bot.send_message(chat.chat.id, "bold", parse_mode="HTML", entities=[MessageEntity("bold", 0, 4)])
    await refused(api, call, "Bad Request: parse_mode and entities can't be specified together")
