"""What could fill the gap that a question opens."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.lexicon import words
from pullquote.question import Slot
from pullquote.surface import fillers

SENTENCE = "In March, Ada Quay lit 400 candles near Port Quillon because frost came, the mayor said."


@pytest.mark.parametrize(
    ("slot", "asked", "expected"),
    [
        (Slot.WHO, "who lit candles", ["In March", "Ada Quay", "Port Quillon"]),
        (Slot.WHO, "who met Ada Quay", ["In March", "Port Quillon"]),
        (Slot.WHEN, "when", ["March"]),
        (Slot.WHERE, "where did Ada Quay light candles", ["Port Quillon"]),
        (Slot.COUNT, "how many", ["400"]),
        (Slot.WHY, "why", ["because"]),
        (Slot.SAID, "what did the mayor say", ["said"]),
        (Slot.THING, "what burned", []),
        (Slot.YES_NO, "did it burn", []),
    ],
)
def test_words_of_the_kind_that_was_asked_for(slot: Slot, asked: str, expected: list[str]) -> None:
    spans = fillers(slot, SENTENCE, frozenset(words(asked)))
    assert [SENTENCE[start:end] for start, end in spans] == expected


def test_a_capital_at_the_start_of_a_sentence_is_no_name() -> None:
    assert fillers(Slot.WHO, "The crane fell.", frozenset()) == ()
    assert fillers(Slot.WHO, "He fell.", frozenset()) == ()


@pytest.mark.parametrize("number", ["7", "2,000", "$1.5", "40%", "40 percent", "three million", "twenty-one", "both"])
def test_numbers_however_they_are_written(number: str) -> None:
    sentence = f"Divers counted {number} of them."
    assert [sentence[start:end] for start, end in fillers(Slot.COUNT, sentence, frozenset())] == [number]


@given(st.sampled_from(Slot), st.text(max_size=80), st.frozensets(st.text(max_size=5), max_size=4))
@settings(deadline=None)
def test_a_filler_is_inside_its_sentence_and_says_something_new(
    slot: Slot, sentence: str, asked: frozenset[str]
) -> None:
    end = 0
    for start, stop in fillers(slot, sentence, asked):
        assert end <= start < stop <= len(sentence)
        assert not set(words(sentence[start:stop])) <= asked
        end = stop


@pytest.mark.parametrize("slot", Slot)
@pytest.mark.parametrize(
    "text", ["A " * 5000, "A of the " * 2500, "1," * 5000, "one " * 3000, "a" * 10000, "A.’" * 3000]
)
def test_a_sentence_that_never_ends_takes_no_time(slot: Slot, text: str) -> None:
    started = time.process_time()
    fillers(slot, text, frozenset())
    assert time.process_time() - started < 1.0  # a pattern that backtracks takes minutes
