"""Characters that Telegram drops or replaces: none of a quote changes without a word, and none of them is ours."""

import pytest

from bot.drafts import is_altered
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk, article, claim
from tests.bot.stage import ENGLISH, playing, quotes
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi
from tests.telegram.texts import mend

ALTERED = ["\u2028", "\u2029", "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\t", "\x00", "\x07", "\x1f"]
STACKED = ["\r", "\u030a", "\u0333", "\u033f"]
KEPT = ["\n", "\r\n", "\u00a0", "\u200d", "\u200e", "\u2066", "\u2069", "\u061c", "\u00ad", "\x7f", "\x85", "\u0308"]
HARBOUR = "the harbour"


@pytest.mark.parametrize("character", [*ALTERED, *STACKED])
async def test_a_quote_that_does_not_arrive_as_it_was_printed_is_said_not_to(api: BotApi, character: str) -> None:
    source = article(f"The gate{character} of {HARBOUR} fell.", f"Nobody in {HARBOUR} slept.", "It rained.")
    async with playing(api, WordDesk([source])):
        seat = api.person("Mina").private()
        answer = await seat.asks("what of harbour")
        assert quotes(answer) == [mend(source.slice(source.sentences[0]), [])[0].text, "Nobody in the harbour slept."]
        assert quotes(answer)[0] != source.slice(source.sentences[0])
        assert answer.text.count(ENGLISH.altered) == 1
        assert f"{quotes(answer)[0]}\n{ENGLISH.altered}\n\n[2] " in answer.text
        await seat.taps(answer, "In context")
        shown = await seat.sees_edit(answer)
        assert f"{quotes(shown)[0]}\n{ENGLISH.altered}\n{quotes(shown)[1]}\n" in shown.text
        cards = await (await api.person("Max").asks_inline("what of harbour")).answered()
        told = [ENGLISH.altered in card["input_message_content"]["message_text"] for card in cards.results]
        assert told == [True, False]


@pytest.mark.parametrize("character", KEPT)
async def test_a_quote_that_arrives_as_it_was_printed_has_nothing_below_it(api: BotApi, character: str) -> None:
    source = article(f"The gate{character} of {HARBOUR} fell.")
    async with playing(api, WordDesk([source])):
        answer = await api.person("Mina").private().asks("what of harbour")
        assert [quote.replace("\r", "") for quote in quotes(answer)] == [source.text.replace("\r", "")]
        assert ENGLISH.altered not in answer.text


def test_marks_of_direction_one_after_the_other_are_joined_by_telegram() -> None:
    assert is_altered("gate\u200e\u200f.")
    assert not is_altered("\u200egate\u200f.")


async def test_a_passage_is_quoted_where_it_stands_below_one_that_was_altered(api: BotApi) -> None:
    source = article("The\u202e gate fell.", "The harbour fell.", "Ada Quay wept.")
    async with playing(api, WordDesk([source])):
        seat = api.person("Mina").private()
        first = await seat.asks("what of harbour")
        await seat.taps(first, "In context")
        await seat.sees_edit(first)
        answer = await seat.asks("who is Ada Quay?")
        assert answer.quote
        assert answer.quote.body.text == "Ada Quay wept."


@pytest.mark.parametrize("mark", ["\u202e", "\u2067", "\u061c", "\u2028", "\x07", "\u200f"])
async def test_what_stands_around_a_quote_holds_no_such_character(api: BotApi, mark: str) -> None:
    named = f"{mark}A{mark}b{mark}"
    source = article(
        *(f"Gate {n} of {HARBOUR} fell, Ada Quay said." for n in range(3)),
        title=named,
        publisher=named,
        section=named,
        claims=lambda s, at: (claim(s, at, named, "fell", named),),
    )
    async with playing(api, WordDesk([source])):
        seat = api.person("Mina").private()
        shown = [await seat.asks(f"/start {named} harbour"), await seat.asks(f"what of{mark} harbour")]
        shown.append(await seat.asks("/sources"))
        await seat.taps(shown[1], "In context")
        await seat.sees_edit(shown[1])
        assert "Ab" in shown[1].text or "A b" in shown[1].text
        assert all(mark not in version.body.text for message in shown for version in message.versions)


async def test_a_name_of_a_file_is_shown_without_them(office: Seat) -> None:
    await office.sends_document("pier\u202etxt.exe\u2066.txt", PORT.text.encode())
    read = await office.hears_one()
    assert read.versions[0].body.text == "Reading piertxt.exe.txt …"
