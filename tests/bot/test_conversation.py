"""Conversations with the real application, as people have them."""

import asyncio
import re
from typing import Any

import pytest

from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk, article
from tests.bot.stage import ENGLISH, bold, playing, quotes
from tests.telegram.faults import Fault
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

STICKER = {
    "file_id": "s",
    "file_unique_id": "u",
    "type": "regular",
    "width": 1,
    "height": 1,
    "is_animated": False,
    "is_video": False,
}


def typed(text: str) -> dict[str, Any]:
    """A text as the fields of a message, for messages that are unusual otherwise."""
    command = re.match(r"/\w+", text)
    return {"text": text} | (
        {"entities": [{"type": "bot_command", "offset": 0, "length": command.end()}]} if command else {}
    )


async def test_a_question_is_answered_with_quotes_and_their_places_as_a_reply(seat: Seat) -> None:
    asked = await seat.says("what about the harbour")
    answer = await seat.hears_one()
    assert quotes(answer) == [PORT.slice(PORT.sentences[0]), PORT.slice(PORT.sentences[3])]
    assert bold(answer) == ["harbour", "harbour"]
    assert answer.text.startswith("Quoted from the article.\n\n[1] The article, in its own voice\n")
    assert answer.text.endswith(
        "\n\n[1] The Harbour Post, “Fall of the gate”, paragraph 1\n"
        "[2] The Harbour Post, “Fall of the gate”, paragraph 2"
    )
    assert answer.reply_to == asked
    assert answer.preview == {"is_disabled": True}
    assert answer.labels == ["In context", "👍", "👎"]


async def test_what_the_article_does_not_say_is_said_so(seat: Seat) -> None:
    assert (await seat.asks("and the weather?")).text == "The article does not say."


async def test_of_several_articles_none_says(api: BotApi) -> None:
    async with playing(api, WordDesk([PORT, article("It rained.", id="rain")])):
        answer = await api.person("Mina").private().asks("anything about penguins?")
    assert answer.text == "None of the 2 articles says."


async def test_what_is_not_a_question_is_answered_with_what_is_wrong(seat: Seat) -> None:
    assert (await seat.asks("?! 🐈")).text == ENGLISH.no_question


async def test_start_greets_in_two_lines_with_questions_that_have_answers(seat: Seat, desk: WordDesk) -> None:
    greeting = await seat.asks("/start")
    assert len(greeting.text.splitlines()) == 2
    assert "The Harbour Post" in greeting.text
    assert greeting.labels == ["Who is Ada Quay?", "What did Ben Pier say?", "What is said about Port Quillon?"]
    tap = await seat.taps(greeting, "Who is Ada Quay?")
    answer = await seat.hears_one()
    assert answer.text.startswith("Who is Ada Quay?\n\n")
    assert quotes(answer) == ["Ada Quay, a mayor of many years, wept 🐈‍⬛."]
    assert answer.reply_to == greeting
    assert (await tap.answered()).text == ""
    assert desk.asked[-1] == "Who is Ada Quay?"


async def test_a_button_still_asks_after_a_restart_with_other_articles(api: BotApi) -> None:
    seat = api.person("Mina").private()
    async with playing(api, WordDesk([PORT])):
        greeting = await seat.asks("/start")
    async with playing(api, WordDesk([article("Long ago Ada Quay slept.")])):
        await seat.taps(greeting, "Who is Ada Quay?")
        assert quotes(await seat.hears_one()) == ["Long ago Ada Quay slept."]


async def test_a_button_of_a_message_that_is_gone_asks_an_example_that_is_still_there(seat: Seat) -> None:
    greeting = await seat.asks("/start")
    await seat.deletes(greeting)
    await seat.taps(greeting, "Who is Ada Quay?")
    answer = await seat.hears_one()
    assert answer.text.startswith("Who is Ada Quay?\n\n")
    assert answer.reply_to is None


@pytest.mark.parametrize("data", ["ask:", "ask:00112233445566778899aabbccddeeff", "drop table", "x" * 64])
async def test_a_button_that_was_made_up_does_nothing_but_say_so(seat: Seat, desk: WordDesk, data: str) -> None:
    greeting = await seat.asks("/start")
    asked = list(desk.asked)
    tap = await seat.taps_data(greeting, data)
    assert (await tap.answered()).text in (ENGLISH.old_button, ENGLISH.made_up)
    await seat.hears_nothing()
    assert desk.asked == asked


async def test_start_with_nothing_to_answer_from_says_what_to_do(api: BotApi) -> None:
    async with playing(api, WordDesk([])):
        seat = api.person("Mina").private()
        greeting = await seat.asks("/start")
        assert "python -m index" in greeting.text
        assert greeting.markup is None
        assert "python -m index" in (await seat.asks("/sources")).text


async def test_help_names_every_command(seat: Seat) -> None:
    text = (await seat.asks("/help")).text
    assert re.findall(r"^/(\w+): ", text, re.MULTILINE) == [command.name for command in ENGLISH.commands()]


async def test_ask_takes_all_that_stands_behind_it_as_the_question(seat: Seat, desk: WordDesk) -> None:
    answer = await seat.asks("/ask  who is\nAda Quay?")
    assert quotes(answer)
    assert "who is\nAda Quay?" in desk.asked


async def test_ask_without_a_question_says_how_with_an_example_that_works(seat: Seat) -> None:
    how = await seat.asks("/ask")
    assert how.text.endswith("\n/ask Who is Ada Quay?")


async def test_sources_lists_what_the_bot_knows(seat: Seat) -> None:
    assert (await seat.asks("/sources")).text == (
        "I know one article, last changed on 31 January 2026:\n• harbour: The Harbour Post, 5 sentences"
    )


async def test_an_unknown_command_gets_one_line(seat: Seat) -> None:
    assert (await seat.asks("/frobnicate now")).text == ENGLISH.unknown_command


async def test_what_is_not_text_gets_one_polite_line(seat: Seat) -> None:
    await seat.sends(sticker=STICKER)
    assert (await seat.hears_one()).text == ENGLISH.only_text
    await seat.sends_document("who.txt", b"who?", caption="what about the harbour?")
    assert (await seat.hears_one()).text == ENGLISH.not_administrator


async def test_an_album_gets_its_line_once(seat: Seat) -> None:
    photo = [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]
    for _ in range(3):
        await seat.sends(photo=photo, media_group_id="7")
    await seat.sends(photo=photo, media_group_id="8")
    assert [message.text for message in await seat.hears(2)] == [ENGLISH.only_text] * 2
    await seat.hears_nothing()


async def test_edits_are_not_answered_again(seat: Seat) -> None:
    asked = await seat.says("what about the harbour")
    await seat.hears_one()
    await seat.edits(asked, "what about Ben Pier")
    await seat.hears_nothing()


async def test_edits_that_waited_while_the_bot_was_away_are_not_answered(api: BotApi, desk: WordDesk) -> None:
    seat = api.person("Mina").private()
    asked = await seat.says("what about the harbour")
    await seat.edits(asked, "what about Ben Pier")
    async with playing(api, desk):
        assert quotes(await seat.hears_one())
        await seat.hears_nothing()


async def test_other_bots_and_messages_made_with_bots_are_ignored(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        api.world.account.privacy = False
        robot = api.other_bot("rival_bot")
        via: dict[str, Any] = {"via_bot": api.world.account.user.to_json()}
        mina = api.person("Mina")
        for room in (api.group("Quay", [robot, mina]), api.group("Pier", [robot, mina], supergroup=True)):
            await room.seat(robot).says("/ask who is Ada Quay?")
            await room.seat(mina).sends(**typed("/ask who is Ada Quay?"), **via)
            await room.seat(mina).hears_nothing()
        await mina.private().sends(**typed("who is Ada Quay?"), **via)
        await mina.private().hears_nothing()


async def test_channel_posts_are_ignored(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        api.channel("News").posts("/ask who is Ada Quay?")
        await api.all_confirmed()
        await asyncio.sleep(0.2)
    assert api.transcript.sent == []


@pytest.mark.parametrize("supergroup", [False, True])
async def test_a_group_is_answered_when_it_asks_and_left_alone_when_not(
    api: BotApi, desk: WordDesk, supergroup: bool
) -> None:
    api.world.account.privacy = False
    async with playing(api, desk):
        mina, other = api.person("Mina"), api.other_bot("rival_bot")
        seat = api.group("Quay", [mina, other], supergroup=supergroup).seat(mina)
        for text in ("what about the harbour", "/frobnicate", "/ask@rival_bot who is Ada Quay?", "/x@rival_bot"):
            await seat.says(text)
        await seat.sends(sticker=STICKER)
        await seat.hears_nothing()
        asked = await seat.says("/ask@pullquote_test_bot who is Ada Quay?")
        answer = await seat.hears_one()
        assert quotes(answer)
        assert answer.reply_to == asked
        assert quotes(await seat.asks("/ask what of the harbour"))
        assert (await seat.asks("/nothing@Pullquote_Test_Bot")).text == ENGLISH.unknown_command


async def test_an_administrator_who_hides_behind_the_group_is_answered(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        api.world.account.privacy = False
        hidden = api.other_bot("GroupAnonymousBot")
        room = api.group("Quay", [hidden], supergroup=True)
        await room.seat(hidden).sends(sender_chat=room.chat.to_json(), **typed("/ask who is Ada Quay?"))
        assert quotes(await room.seat(hidden).hears_one())


async def test_a_question_in_a_topic_is_answered_in_that_topic(api: BotApi, desk: WordDesk) -> None:
    api.world.account.privacy = False
    async with playing(api, desk):
        mina = api.person("Mina")
        seat = api.group("Quay", [mina], supergroup=True).seat(mina)
        await seat.sends(**typed("/ask harbour"), is_topic_message=True, message_thread_id=5)
        await seat.hears_one()
        for call in api.transcript.of("sendMessage", "sendChatAction"):
            assert str(call.parameters["message_thread_id"]) == "5"


async def test_a_question_that_was_deleted_meanwhile_is_answered_all_the_same(api: BotApi) -> None:
    async with playing(api, WordDesk([PORT], delay=0.2)):
        seat = api.person("Mina").private()
        asked = await seat.says("what about the harbour")
        await seat.deletes(asked)
        answer = await seat.hears_one()
        assert quotes(answer)
        assert answer.reply_to is None


async def test_typing_shows_within_a_second_while_an_answer_takes_time(api: BotApi) -> None:
    async with playing(api, WordDesk([PORT], delay=1.2)):
        seat = api.person("Mina").private()
        await seat.says("what about the harbour")
        await seat.sees(lambda: seat.chat.actions == ["typing"], within=1.0)
        assert api.transcript.sent == []
        assert quotes(await seat.hears_one())


async def test_an_unanswered_question_at_the_start_is_not_dropped(api: BotApi, desk: WordDesk) -> None:
    seat = api.person("Mina").private()
    await seat.says("what about the harbour")
    async with playing(api, desk):
        assert quotes(await seat.hears_one())


async def test_only_what_is_handled_is_asked_for(seat: Seat, api: BotApi) -> None:
    await seat.asks("hello harbour")
    assert api.world.updates.allowed == ("message", "callback_query", "inline_query", "my_chat_member")


async def test_with_an_allow_list_only_those_on_it_are_answered(api: BotApi) -> None:
    known, stranger = api.person("Mina"), api.person("Nobody")
    room = api.group("Desk", [stranger], supergroup=True)
    async with playing(api, WordDesk([PORT]), frozenset({known.user.id, room.chat.id})):
        silent = stranger.private()
        await silent.says("what about the harbour")
        assert quotes(await known.private().asks("what about the harbour"))
        assert quotes(await room.seat(stranger).asks("/ask what about the harbour"))
        await silent.hears_nothing()


async def test_a_tap_that_is_too_old_to_be_answered_as_one_is_still_asked() -> None:
    async with BotApi() as api, playing(api, WordDesk([PORT])):
        seat = api.person("Mina").private()
        greeting = await seat.asks("/start")
        api.fail(
            "answerCallbackQuery", Fault.refused(400, "Bad Request: query is too old and response timeout expired")
        )
        await seat.taps(greeting, greeting.labels[0])
        assert quotes(await seat.hears_one())
