"""What is printed of held-out lessons: how well those that should stand above others do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lab.evaluate_readings import of_answers, of_statements
from lab.listed import Listed
from pullquote.list_models import Weighed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.listing import TextSpan

SPANS = ((0, 0, 1), (1, 0, 1))


class Scoring:
    """A model to which a text is as likely an answer, and in conflict, as its number says."""

    def load(self) -> None:
        """Nothing to load."""

    def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
        """By the numbers that the texts are."""
        numbers = np.asarray([float(text) for text in texts])
        return Weighed(numbers, np.full((len(spans), len(spans)), numbers.sum()))


def pair(one: int, other: int, conflict: bool, known: bool = True) -> Listed:
    return Listed("who", (str(one), str(other)), SPANS, (True, True if known else None), ((0, 1, conflict),))


def test_conflicts_are_told_from_what_agrees_and_from_what_holds_beside_it() -> None:
    twos = [pair(4, 5, True), pair(2, 1, True), pair(3, 3, False), pair(0, 1, False), pair(9, 9, False, known=False)]
    assert of_statements(Scoring(), twos) == "conflict against the same 0.750, against both 0.000"


def test_answers_are_told_from_silence_on_a_texts_own_questions_and_on_anothers() -> None:
    own = [
        Listed("who", ("5", "1"), SPANS, (True, False)),
        Listed("who", ("3", "4"), SPANS, (True, False)),
        Listed("who", ("2", "4.5"), SPANS, (False, False)),
    ]
    strange = [Listed("who", ("1", "2"), SPANS, (False, False))]
    said = "answered against not 0.500, against another text's 1.000; right first 0.500"
    assert of_answers(Scoring(), own, strange) == said
