"""The second reading: of each sentence and statement what the model thinks of it, wherever it stands in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from pullquote.list_models import UNSEEN, Weighed
from pullquote.question import Question
from pullquote.statements import find_statements
from pullquote.verification import HEARD, VERIFIED, Context, in_context, verify
from tests.pullquote.statements import read, story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.listing import TextSpan

ASKED = Question("Is the gate open?")
GATE = story("Ada Quay: the gate is open.", "It rained.", "Ben Pier: the gate is not open.", "Cy Orr: it is 9 m high.")


class Lengths:
    """Takes the longer of two spans for more of an answer, and their difference for how far they conflict."""

    def load(self) -> None:
        """There is nothing to load."""

    def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
        """The lengths of what the spans hold."""
        assert question == ASKED.text
        lengths = np.asarray([float(len(texts[text][start:end])) for text, start, end in spans])
        return Weighed(lengths, np.abs(lengths[:, None] - lengths[None, :]))


def test_each_of_the_best_has_the_odds_of_its_own_sentence() -> None:
    readings = read((GATE, 2, 0.5, "not open"), (GATE, 0, 0.3, "open"), (GATE, 1, 0.1, "rained"))
    odds = verify(ASKED, readings, find_statements(ASKED, readings), Lengths()).odds
    assert odds.tolist() == [float(len(GATE.slice(GATE.sentences[number]))) for number in (2, 0, 1)]


def test_no_more_are_verified_than_there_is_room_for() -> None:
    long = story(*(f"Ada Quay: gate {number} is open." for number in range(9)))
    readings = read(*((long, number, 0.1, "open") for number in range(9)))
    assert len(verify(ASKED, readings, (), Lengths()).odds) == VERIFIED


def test_each_two_statements_have_the_conflict_of_their_own_words() -> None:
    readings = read((GATE, 0, 0.5, "open"))
    statements = find_statements(ASKED, readings)
    conflicts = verify(ASKED, readings, statements, Lengths()).conflicts
    lengths = [len(statement.told) for statement in statements]
    assert len(statements) > 2
    assert conflicts.tolist() == [[float(abs(one - other)) for other in lengths] for one in lengths]


def test_where_nothing_was_read_there_is_nothing_to_verify() -> None:
    nothing = verify(ASKED, (), (), Lengths())
    assert (nothing.odds.shape, nothing.conflicts.shape) == ((0,), (0, 0))


class Heard(Lengths):
    """Counts the spans down from 9 behind what was told before, and notes what is read then."""

    def __init__(self, most: int = 9) -> None:
        """Reads the first ``most`` spans."""
        self.texts: tuple[str, ...] = ()
        self.held: list[str] = []
        self.most = most

    def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
        """Numbers for what was typed, and the lengths for the complete question."""
        if question == ASKED.text:
            return super().weigh(question, texts, spans)
        assert question == "is it open"
        self.texts, self.held = tuple(texts), [texts[text][start:end] for text, start, end in spans]
        numbers = [9.0 - number if number < self.most else UNSEEN for number in range(len(spans))]
        return Weighed(np.asarray(numbers), np.zeros((len(spans), len(spans))))


READINGS = read((GATE, 2, 0.5, "not open"), (GATE, 0, 0.3, "open"))
CONTEXT = Context("is it open", "who built the gate", "Dan Mole built the gate.")


def test_behind_what_was_told_each_of_the_best_is_read_once_more_and_both_count() -> None:
    statements, heard = find_statements(ASKED, READINGS), Heard()
    alone = verify(ASKED, READINGS, statements, Lengths())
    both = verify(ASKED, READINGS, statements, heard, CONTEXT)
    assert heard.texts[:2] == ("who built the gate", "Dan Mole built the gate.")
    assert heard.held == [GATE.slice(GATE.sentences[number]) for number in (2, 0)]
    assert both.odds == pytest.approx((1 - HEARD) * alone.odds + HEARD * np.asarray([9.0, 8.0]))
    assert both.conflicts.tolist() == alone.conflicts.tolist()


def test_what_was_typed_counts_nothing_where_not_all_of_the_best_was_read_behind_what_was_told() -> None:
    alone = verify(ASKED, READINGS, (), Lengths())
    assert verify(ASKED, READINGS, (), Heard(most=1), CONTEXT).odds.tolist() == alone.odds.tolist()


def test_what_was_not_told_takes_no_place_before_the_texts() -> None:
    texts, spans = in_context(("who built the gate", ""), ("The gate is open.",), [(0, 4, 8)])
    assert texts == ("who built the gate", "The gate is open.")
    assert [texts[text][start:end] for text, start, end in spans] == ["gate"]
