"""What a person sees, and what a file gets."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from rich.console import Console

from pullquote.records import Account, Answer, Article, Claim, Form, Kind, Outcome, Quote, Silence
from pullquote.terminal import show, show_sources, speaker_line
from tests.pullquote.newsprint import article

STEERING = re.compile(r"\x1b\[[0-9;]*m")  # what rich itself writes for colour


class Screen(io.StringIO):
    """A file that says it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def printed_on(file: io.StringIO, answer: Answer, **console: int | bool) -> str:
    """What an answer looks like there."""
    show(Console(file=file, highlight=False, **console), answer)  # pyright: ignore[reportArgumentType]
    return file.getvalue()


def quoted(*lines: str, highlights: tuple[tuple[int, int], ...] = (), url: str | None = None) -> Answer:
    """An answer of these sentences."""
    source = article(*((Kind.BODY, "The ferry", at, line) for at, line in enumerate(lines, 1)), url=url)
    quotes = (
        Quote(at, source, sentence, source.slice(sentence), highlights)
        for at, sentence in enumerate(source.sentences, 1)
    )
    return Answer("Who?", Outcome.ANSWERED, tuple(quotes))


HOSTILE = "The\x1b[2J \x9b31mferry\x07 \u202esails\u2066 on\r Fri\x0bday\x7f [bold]today[/bold] :ship:\u2028 at\tsix."


@pytest.mark.parametrize(
    "text",
    [
        "The ferry to Oxmoor Island sails again on Friday, " * 8,
        "No-break\u00a0spaces, “curly” quotes, 東京 and 👩‍🚒 [red]stay[/red] :as: they are.",
        "A sentence\n  over two lines\twith a tab.",
        HOSTILE,
    ],
)
@pytest.mark.parametrize("force_color", ["", "1"])
def test_a_file_gets_each_quote_in_one_run_of_the_articles_own_characters(
    monkeypatch: pytest.MonkeyPatch, text: str, force_color: str
) -> None:
    if force_color:
        monkeypatch.setenv("FORCE_COLOR", force_color)  # as build servers set it: their logs are files all the same
    found = printed_on(io.StringIO(newline=""), quoted(text.strip(), highlights=((4, 9),)))
    assert f"[1] {text.strip()}\n" in found


def test_a_terminal_gets_no_character_that_could_steer_it() -> None:
    source = replace(
        quoted(HOSTILE, url="https://news.example/a").quotes[0].article, title=f"Title {HOSTILE}", publisher=HOSTILE
    )
    claim = Claim(HOSTILE, HOSTILE, None, (0, 1), (1, 2), Form.DIRECT)
    spoken = replace(source, sentences=(replace(source.sentences[0], claims=(claim,), section=HOSTILE),))
    quote = Quote(1, spoken, spoken.sentences[0], spoken.slice(spoken.sentences[0]))
    found = STEERING.sub("", printed_on(Screen(), Answer("Who?", Outcome.ANSWERED, (quote,)), width=70))
    assert "ferry" in found
    assert {c for c in found if unicodedata.category(c) in ("Cc", "Cf")} == {"\n"}
    assert "[bold]today[/bold] :ship:" in found


def test_a_terminal_shows_a_long_quote_in_lines_that_fit_with_every_word() -> None:
    text = " ".join(f"word{number}" for number in range(60)) + "."
    found = STEERING.sub("", printed_on(Screen(), quoted(text), width=50))
    assert max(map(len, found.splitlines())) <= 50
    assert " ".join(found.partition("    harbour")[0].split()) == f"The article, in its own voice [1] {text}"


def test_the_words_that_answer_stand_out_on_a_terminal() -> None:
    text = "The\x07\x07\x07\x07\x07 ferry sails on Friday."  # rich would drop these characters, and shift what follows
    start = text.index("Friday")
    found = printed_on(Screen(), quoted(text, highlights=((start, start + 6),)), width=70, color_system="standard")  # pyright: ignore[reportArgumentType]
    assert re.search(r"\x1b\[1;32mFriday\x1b\[0m", found)


def test_a_file_gets_no_colour() -> None:
    assert "\x1b" not in printed_on(io.StringIO(), quoted("It sails.", highlights=((0, 2),)))


def test_under_a_quote_stands_where_it_is_from() -> None:
    answer = quoted("It sails.", "It waits.", url="https://news.example/a")
    found = printed_on(io.StringIO(), answer)
    assert found == (
        "    The article, in its own voice\n"
        "[1] It sails.\n"
        "    harbour, “The ferry”, paragraph 1\n"
        "    https://news.example/a#:~:text=It%20sails.\n"
        "\n"
        "    The article, in its own voice\n"
        "[2] It waits.\n"
        "    harbour, “The ferry”, paragraph 2\n"
        "    https://news.example/a#:~:text=It%20waits.\n"
        "\n"
    )


@pytest.mark.parametrize("silence", Silence)
def test_silence_is_said_plainly(silence: Silence) -> None:
    answer = Answer("Who?", Outcome.NOT_IN_SOURCES, silence=silence, nearest=quoted("It sails.").quotes)
    assert printed_on(io.StringIO(), answer) == f"{silence.value}\n"


def test_each_side_of_a_dispute_stands_over_its_quotes_and_none_is_printed_twice() -> None:
    both = quoted("It sails.", "It waits.")
    sides = (Account("Ada\u202e Quay", (1,), 0, 2), Account(None, (1, 2), 0, 2))
    found = printed_on(io.StringIO(), replace(both, outcome=Outcome.DISPUTED, accounts=sides))
    assert found == (
        "Accounts differ.\n\n"
        "    Ada Quay\n[1] It sails.\n    harbour, “The ferry”, paragraph 1\n\n"
        "    The article, in its own voice\n[2] It waits.\n    harbour, “The ferry”, paragraph 2\n\n    (see [1])\n\n"
    )


def test_who_speaks_stands_over_the_quote() -> None:
    claim = Claim("Ada Quay", "mayor", None, (0, 1), (1, 2), Form.DIRECT)
    assert speaker_line(claim) == "Ada Quay, mayor"
    assert speaker_line(replace(claim, role=None)) == "Ada Quay"


def test_sources_are_one_line_each() -> None:
    bare = article((Kind.BODY, None, 1, "It sails."), (Kind.CAPTION, None, None, "A ferry."))
    known = replace(bare, id="x", title="Ferry\nsails", publisher="The Post", published=date(2031, 3, 5))
    file = io.StringIO()
    sources: list[Article] = [bare, known]
    show_sources(Console(file=file, width=20), sources)
    assert file.getvalue() == "harbour · 1 sentences\nx · The Post · Ferry sails · 2031-03-05 · 1 sentences\n"
