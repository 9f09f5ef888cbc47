"""The second reading: of each sentence and statement what the model thinks of it, wherever it stands in the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pullquote.list_models import Weighed
from pullquote.question import Question
from pullquote.statements import find_statements
from pullquote.verification import VERIFIED, verify
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
