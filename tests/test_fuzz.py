"""Whatever is sent, typed, tapped or set: what reads it stands it. ``python -m lab.fuzz`` tries far more."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import payload, question_of
from index.articles import Manuscript, understand
from index.sources import Source
from lab.fuzz.__main__ import TARGETS, main
from lab.fuzz.hostile import SCRAPS
from lab.fuzz.reader import Document, check_article, check_document
from lab.fuzz.targets import Target, fuzz
from pullquote.errors import ArticleError
from tests.index.test_blocks import TEXTS as PARAGRAPHS
from tests.index.test_sentences import TEXTS as FRAGMENTS
from tests.index.test_speech import SCRAPS as SPEECH

if TYPE_CHECKING:
    from collections.abc import Generator

INPUTS = {"reader": 250, "taps": 250, "settings": 150, "questions": 300, "messages": 60, "rendering": 100}
SEED = 7
WRITTEN = PARAGRAPHS | FRAGMENTS | st.lists(st.sampled_from(SPEECH) | SCRAPS, max_size=40).map("".join)


@pytest.fixture(autouse=True)
def quiet() -> Generator[None]:
    """Libraries complain of what they are given, at length."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("target", [each for each in TARGETS if each.name in INPUTS], ids=lambda target: target.name)
def test_a_target_stands_some_hundred_inputs(target: Target) -> None:
    tally = fuzz(target, INPUTS[target.name], SEED)
    assert not tally.failures, "\n".join(tally.failures)
    assert tally.inputs == INPUTS[target.name]


@given(WRITTEN)
@settings(derandomize=True, database=None, deadline=None, max_examples=150)
def test_what_other_tests_write_is_understood_as_well(text: str) -> None:
    check_document(Document("story.txt", text.encode()))
    try:
        article = understand(Manuscript("story", text, Source()))
    except ArticleError:
        return
    check_article(article)


def test_the_link_of_a_question_with_a_control_character_in_it_asks_no_other_question() -> None:
    made = payload("\x80~0")
    assert made == "hello" or question_of(made) == "\x80~0"


def test_an_input_that_fails_is_reported_small_with_where_it_failed() -> None:
    def refuse(number: int) -> None:
        assert number < 100

    tally = fuzz(Target("numbers", st.integers(0, 10_000), refuse, 1.0), 500, SEED)
    (failure,) = tally.failures
    assert "AssertionError" in failure
    assert "test_fuzz.py" in failure
    assert "value=100," in failure


def test_an_input_that_hangs_fails_even_where_every_exception_is_caught() -> None:
    def hang(number: int) -> None:
        started = time.perf_counter()
        while time.perf_counter() - started < 5:
            try:
                time.sleep(0.01)
            except Exception:  # noqa: S112 - as around a parser
                continue

    tally = fuzz(Target("sleepers", st.just(1), hang, 1.0, patience=0.05), 1, SEED)
    assert "not done within 0.05 s" in tally.failures[0]
    assert tally.seconds < 4


def test_the_program_prints_a_line_a_target(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["lab.fuzz", "20", "--only", "questions", "--seed", "3"])
    assert main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["questions", "messages"]
    assert all(line.endswith("nothing failed") for line in lines)
