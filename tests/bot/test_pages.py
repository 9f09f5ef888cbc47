"""Pages of an answer, and what stands around a quote, however much there is of it."""

import pytest

from tests.bot.newsroom import WordDesk, article
from tests.bot.stage import bold, playing, quotes
from tests.bot.test_people import choose
from tests.telegram.server import BotApi

TALL = article(*(f"Gate {n} of the harbour {'stood for ages ' * 12}and fell." for n in range(9)), id="tall")
EVERY = TALL.text.split("\n\n")


@pytest.mark.parametrize("before", ["Short", "Usual", "Long"])
@pytest.mark.parametrize("after", ["Short", "Usual", "Long"])
async def test_more_goes_on_with_the_next_quote_whatever_length_was_chosen_meanwhile(
    api: BotApi, before: str, after: str
) -> None:
    async with playing(api, WordDesk([TALL])):
        seat = api.person("Mina").private()
        settings = await seat.asks("/settings")
        await choose(seat, settings, f"{before} answers")
        answer = await seat.asks("what of the harbour")
        seen = quotes(answer)
        while "More" in answer.labels:
            await choose(seat, settings, f"{after if len(seen) % 2 else before} answers")
            await seat.taps(answer, "More")
            seen += quotes(await seat.sees_edit(answer))
        assert seen == EVERY


async def test_back_from_a_page_that_the_new_length_does_not_have_shows_the_quotes_before_it(api: BotApi) -> None:
    async with playing(api, WordDesk([TALL])):
        seat = api.person("Mina").private()
        settings = await seat.asks("/settings")
        answer = await seat.asks("what of the harbour")
        seen = len(quotes(answer))
        await seat.taps(answer, "More")
        last = quotes(await seat.sees_edit(answer))
        assert last[0] == EVERY[seen]
        await choose(seat, settings, "Short answers")
        await seat.taps(answer, "In context")
        assert bold(await seat.sees_edit(answer)) == [last[0]]
        await seat.taps(answer, "Back")
        assert last[0] in quotes(await seat.sees_edit(answer))
        while "Back" in answer.labels:
            await seat.taps(answer, "Back")
            assert EVERY.index(quotes(await seat.sees_edit(answer))[-1]) < seen + len(last)
        assert quotes(answer)[0] == EVERY[0]


async def test_the_buttons_of_many_quotes_stand_in_rows_that_can_be_read(api: BotApi) -> None:
    many = article(*(f"Gate {n} of the harbour fell." for n in range(9)), id="many")
    async with playing(api, WordDesk([many])):
        seat = api.person("Mina").private()
        await choose(seat, await seat.asks("/settings"), "Long answers")
        answer = await seat.asks("what of the harbour")
        assert len(quotes(answer)) == 9
        await seat.taps(answer, "In context")
        rows = ((await seat.sees_edit(answer)).markup or {})["inline_keyboard"]
        assert [len(row) for row in rows] == [5, 4, 2]
        assert [b["text"] for row in rows[:2] for b in row] == ["Back", *(f"[{n}]" for n in range(2, 10))]
        await seat.taps(answer, "[9]")
        assert bold(await seat.sees_edit(answer)) == ["Gate 8 of the harbour fell."]


@pytest.mark.parametrize("word", ["stood 😀 for ages ", "unbroken"])
async def test_a_sentence_longer_than_a_message_is_cut_in_context_between_words_and_with_a_sign(
    api: BotApi, word: str
) -> None:
    long = article(f"The gate of the harbour {word * (6000 // len(word))}and fell.", "Nobody slept.")
    async with playing(api, WordDesk([long])):
        seat = api.person("Mina").private()
        await seat.says("what of the harbour")
        answer = (await seat.hears(2))[-1]
        await seat.taps(answer, "In context")
        shown = (await seat.sees_edit(answer)).text
        [quoted] = quotes(answer)
        assert long.text.startswith(quoted)
        assert len(quoted) > 3500
        assert f"\n{quoted}\n…\n" in shown
        assert "…" not in quoted
        if " " in word:
            assert long.text[len(quoted)] == " "
            assert quoted == quoted.strip()
        assert bold(answer) == [quoted]


async def test_a_page_with_a_sentence_longer_than_a_message_shows_who_says_it_and_how_it_begins(api: BotApi) -> None:
    endless = article(
        "The gate of the harbour fell.", "Another gate of the harbour " + "stood and " * 900 + "fell.", id="endless"
    )
    async with playing(api, WordDesk([endless])):
        seat = api.person("Mina").private()
        answer = await seat.asks("what of the harbour")
        assert quotes(answer) == ["The gate of the harbour fell."]
        await seat.taps(answer, "More")
        shown = await seat.sees_edit(answer)
        assert shown.text.startswith("[2]") or "\n[2]" in shown.text
        assert quotes(shown)[0].startswith("Another gate of the harbour stood")
