"""An answer in a chat, and what its buttons do with it."""

from pathlib import Path

import pytest

from bot.buttons import Press
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk, article
from tests.bot.stage import ENGLISH, bold, playing, quotes
from tests.telegram.messages import Message
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

FIRST = "The gate of the harbour fell at dawn in Port Quillon."
TALL = article(*(f"😀 Gate number {n} of the harbour {'stood for ages ' * 15}and fell." for n in range(8)), id="tall")


async def test_in_context_shows_the_paragraphs_around_in_place_and_back_brings_the_answer_back(seat: Seat) -> None:
    answer = await seat.asks("what about the harbour")
    before = answer.text
    await (await seat.taps(answer, "In context")).answered()
    shown = await seat.sees_edit(answer)
    assert quotes(shown) == ["The gate of the harbour fell at dawn in Port Quillon.", PORT.text.split("\n\n")[1]]
    assert bold(shown) == [FIRST]
    assert shown.labels == ["Back", "[2]", "👍", "👎"]
    await seat.taps(answer, "[2]")
    second = await seat.sees_edit(answer)
    assert quotes(second) == PORT.text.split("\n\n")
    assert bold(second) == ["𝔄n 😀 emoji harbour stands here."]
    await seat.taps(answer, "Back")
    assert (await seat.sees_edit(answer)).text == before
    assert bold(answer) == ["harbour", "harbour"]
    await seat.hears_nothing()


async def test_more_turns_pages_that_each_fit_a_phone_with_every_quote_once(api: BotApi) -> None:
    async with playing(api, WordDesk([TALL])):
        seat = api.person("Mina").private()
        answer = await seat.asks("what of the harbour")
        seen = quotes(answer)
        while "More" in answer.labels:
            await seat.taps(answer, "More")
            seen += quotes(await seat.sees_edit(answer))
            assert len(answer.text) <= 1000
        assert seen == TALL.text.split("\n\n")
        assert answer.text.startswith("Quotes ") or answer.text.startswith("Quote ")
        last = answer.text
        await seat.taps(answer, "In context")
        assert len(quotes(await seat.sees_edit(answer))) in (2, 3)
        await seat.taps(answer, "Back")
        assert (await seat.sees_edit(answer)).text == last


async def test_pages_of_very_long_quotes_lose_none(api: BotApi) -> None:
    tall = article(*(f"Gate number {n} of the harbour {'stood for ages ' * 80}and fell." for n in range(9)))
    async with playing(api, WordDesk([tall])):
        seat = api.person("Mina").private()
        answer = await seat.asks("what of the harbour")
        seen = quotes(answer)
        while "More" in answer.labels:
            await seat.taps(answer, "More")
            seen += quotes(await seat.sees_edit(answer))
        assert seen == tall.text.split("\n\n")
        await seat.hears_nothing()


async def test_silence_offers_the_nearest_passages_and_says_that_they_are_no_answer(seat: Seat) -> None:
    answer = await seat.asks("and the weather?")
    assert answer.labels == ["Nearest passages", "👍", "👎"]
    await seat.taps(answer, "Nearest passages")
    shown = await seat.sees_edit(answer)
    assert shown.text.startswith("Not an answer.")
    assert quotes(shown) == [FIRST]
    assert bold(shown) == []
    await seat.taps(answer, "Back")
    assert (await seat.sees_edit(answer)).text == "The article does not say."


async def test_buttons_work_after_a_restart_and_explain_themselves_when_the_article_has_changed(
    api: BotApi, tmp_path: Path
) -> None:
    seat = api.person("Mina").private()
    async with playing(api, WordDesk([PORT]), folder=tmp_path):
        answer = await seat.asks("what about the harbour")
    async with playing(api, WordDesk([PORT]), folder=tmp_path):
        await seat.taps(answer, "In context")
        assert bold(await seat.sees_edit(answer)) == [FIRST]
    async with playing(api, WordDesk([article("The harbour is new.")]), folder=tmp_path):
        assert (await (await seat.taps(answer, "Back")).answered()).text == ENGLISH.expired
        assert bold(answer) == [FIRST]
        assert (await (await seat.taps(answer, "👍")).answered()).text == ENGLISH.thanks
        assert quotes(await seat.asks("harbour")) == ["The harbour is new."]


async def test_a_vote_is_one_per_person_can_be_changed_and_taken_back(seat: Seat) -> None:
    answer = await seat.asks("what about the harbour")
    told = [(await (await seat.taps(answer, label)).answered()).text for label in ("👍", "👎", "👎", "👍", "👍")]
    thanks, back = ENGLISH.thanks, ENGLISH.taken_back
    assert told == [thanks, thanks, back, thanks, back]
    assert len(answer.versions) == 1


async def test_made_up_data_and_buttons_of_other_chats_are_refused(seat: Seat, api: BotApi) -> None:
    answer = await seat.asks("what about the harbour")
    other = api.person("Other").private()
    theirs = await other.asks("what about the harbour")
    number = _number(answer)
    for data, told in (
        (f"show:{number}:context-1", ENGLISH.made_up),  # tapped below another message
        (f"up:{number}", ENGLISH.made_up),
    ):
        tap = await other.taps_data(theirs, data)
        assert (await tap.answered()).text == told
    for data in (f"show:{number}:context-9", f"show:{number}:page-0", f"show:{number}", f"show:{number}:nearest"):
        assert (await (await seat.taps_data(answer, data)).answered()).text == ENGLISH.made_up
    assert (await (await seat.taps_data(answer, "show:AAAAAAAAAAAAAAA:context-1")).answered()).text == ENGLISH.expired
    assert (await (await seat.taps_data(answer, "show:../../etc/passwd")).answered()).text == ENGLISH.made_up
    assert len(answer.versions) == len(theirs.versions) == 1


async def test_what_takes_too_long_is_apologised_for_with_a_button_that_asks_again(api: BotApi, tmp_path: Path) -> None:
    seat = api.person("Mina").private()
    async with playing(api, WordDesk([PORT], delay=0.5), folder=tmp_path, deadline=0.2):
        late = await seat.asks("what about the harbour")
        assert (late.text, late.labels) == (ENGLISH.late, ["Try again"])
        for said in (ENGLISH.still_late, ENGLISH.late, ENGLISH.still_late):
            await (await seat.taps(late, "Try again")).answered()
            await seat.sees_edit(late)
            assert (late.text, late.labels) == (said, ["Try again"])
    async with playing(api, WordDesk([PORT]), folder=tmp_path):
        await seat.taps(late, "Try again")
        assert quotes(await seat.sees_edit(late))
        assert late.labels == ["In context", "👍", "👎"]
        await seat.taps(late, "In context")
        assert bold(await seat.sees_edit(late)) == [FIRST]
        await seat.hears_nothing()


@pytest.mark.parametrize("is_deleted", [False, True])
async def test_a_late_answer_of_several_messages_begins_in_the_apologys_place(
    api: BotApi, tmp_path: Path, is_deleted: bool
) -> None:
    long = article(f"The gate of the harbour {'stood for ages ' * 600}and fell.")
    seat = api.person("Mina").private()
    async with playing(api, WordDesk([long], delay=0.5), folder=tmp_path, deadline=0.2):
        late = await seat.asks("what about the harbour")
    async with playing(api, WordDesk([long]), folder=tmp_path):
        if is_deleted:
            await seat.deletes(late)
        await seat.taps_data(late, late.buttons[0]["callback_data"])
        parts = [late, *await seat.hears(2)] if not is_deleted else await seat.hears(3)
        assert "".join(quotes(part)[0] for part in parts) == long.text
        assert [part.labels for part in parts] == [[], [], ["In context", "👍", "👎"]]
        assert all(ENGLISH.late not in part.text for part in parts)
        await seat.taps(parts[-1], "In context")
        assert bold(await seat.sees_edit(parts[-1]))
        await seat.hears_nothing()
    if is_deleted:
        api.transcript.calls.clear()


async def test_a_follow_up_that_came_too_late_is_asked_again_as_it_was_understood(api: BotApi, tmp_path: Path) -> None:
    seat = api.person("Mina").private()
    async with playing(api, WordDesk([PORT]), folder=tmp_path):
        await seat.asks("who is Ada Quay?")
    slow, quick = WordDesk([PORT], delay=0.5), WordDesk([PORT])
    async with playing(api, slow, folder=tmp_path, deadline=0.2):
        late = await seat.asks("what did she say?")
        assert late.labels == ["Try again"]
    async with playing(api, quick, folder=tmp_path):
        await seat.taps(late, "Try again")
        shown = await seat.sees_edit(late)
        assert shown.text.startswith("Understood: what did Ada Quay say?\n\n")
        assert slow.asked[-1] == quick.asked[-1] == "what did Ada Quay say?"


async def test_taps_on_a_message_that_was_deleted_do_no_harm(seat: Seat, api: BotApi) -> None:
    answer = await seat.asks("what about the harbour")
    await seat.deletes(answer)
    await (await seat.taps(answer, "In context")).answered()
    assert [call.method for call in api.transcript.refused()] == ["editMessageText"]
    api.transcript.calls.clear()
    assert quotes(await seat.asks("harbour"))


async def test_an_answer_that_stands_in_a_shown_passage_quotes_it_by_telegrams_own_means(
    seat: Seat, api: BotApi
) -> None:
    first = await seat.asks("what about the harbour")
    await seat.taps(first, "In context")
    await seat.sees_edit(first)
    answer = await seat.asks("who is Ada Quay?")
    assert answer.reply_to == first
    assert answer.quote
    assert answer.quote.body.text == "Ada Quay, a mayor of many years, wept 🐈‍⬛."
    await seat.deletes(first)
    asked = await seat.says("who is Ada Quay?")
    fallback = await seat.hears_one()
    assert fallback.reply_to == asked
    assert [call.description for call in api.transcript.refused()] == ["Bad Request: message to be replied not found"]
    api.transcript.calls.clear()


async def test_a_short_follow_up_is_understood_and_shown_as_it_was_understood(seat: Seat, desk: WordDesk) -> None:
    await seat.asks("who is Ada Quay?")
    answer = await seat.asks("what did she say?")
    assert desk.asked[-1] == "what did Ada Quay say?"
    assert answer.text.startswith("Understood: what did Ada Quay say?\n\n")
    await seat.taps(answer, "In context")
    await seat.sees_edit(answer)
    await seat.taps(answer, "Back")
    assert (await seat.sees_edit(answer)).text.startswith("Understood: what did Ada Quay say?\n\n")
    again = await seat.asks("and Ben Pier?")
    assert desk.asked[-1] == "what did Ben Pier say"
    assert quotes(again)


async def test_a_reply_to_an_earlier_answer_goes_on_from_that_one(seat: Seat, desk: WordDesk) -> None:
    first = await seat.asks("who is Ada Quay?")
    await seat.asks("who is Ben Pier?")
    await seat.says("what did she say?", reply_to=first)
    await seat.hears_one()
    assert desk.asked[-1] == "what did Ada Quay say?"


@pytest.mark.parametrize("topic", ["what is the capital of Peru?", "who won the match", "and is it going to rain?"])
async def test_a_new_topic_is_asked_as_it_stands(seat: Seat, desk: WordDesk, topic: str) -> None:
    await seat.asks("who is Ada Quay?")
    answer = await seat.asks(topic)
    assert desk.asked[-1] == topic
    assert answer.text == "The article does not say."


async def test_others_in_a_chat_of_their_own_know_nothing_of_it(seat: Seat, api: BotApi, desk: WordDesk) -> None:
    await seat.asks("who is Ada Quay?")
    await api.person("Other").private().asks("what did she say?")
    assert desk.asked[-1] == "what did she say?"


def _number(message: Message) -> str:
    press = Press.read(next(b["callback_data"] for b in message.buttons if b.get("text") == "👍"))
    assert press
    return press.number
