"""How sure the reader is, and of what."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote import reader
from pullquote.errors import ModelError
from pullquote.evidence import Signals
from pullquote.lexicon import stems
from pullquote.question import Question
from pullquote.reader import LinearReader, choose, likely_spans
from pullquote.records import Kind, Passage
from pullquote.retrieval import Candidate
from tests.pullquote.newsprint import article

SENTENCE = "Beatrix Holm lit four hundred candles in the Vale of Tarn on Monday."


def candidates(*texts: str, cosine: float = 0.3) -> list[Candidate]:
    """Sentences as candidates, all of one article and alike but for their words."""
    source = article(*((Kind.BODY, None, number, text) for number, text in enumerate(texts, 1)))
    return [
        Candidate(
            Passage(source, number, number, number),
            Signals(text, ((), tuple(stems(text)), ()), (0.0, cosine, 0.0), (0.0, 1.0, 0.0), cosine, opening=False),
        )
        for number, text in enumerate(texts)
    ]


def common(_stem: str) -> float:
    """Every word is as rare as every other."""
    return 2.0


@given(st.lists(st.floats(-80, 80, width=32), max_size=8))
@settings(deadline=None)
def test_choices_and_none_of_them_add_up_to_one(scores: list[float]) -> None:
    probabilities = choose(np.array(scores, dtype=np.float32))
    none = 1.0 / (1.0 + sum(math.exp(score) for score in scores))
    assert probabilities.sum() + none == pytest.approx(1.0)
    assert (probabilities >= 0).all()


def test_no_score_is_too_large_or_too_small_to_be_compared() -> None:
    assert choose(np.array([9000, 9000, -9000], dtype=np.float32)).tolist() == pytest.approx([0.5, 0.5, 0.0])


def test_a_higher_score_is_more_probable() -> None:
    low, high = choose(np.array([-1.0, 1.0], dtype=np.float32))
    assert high / low == pytest.approx(math.exp(2))


def test_readings_are_surest_first_and_equals_in_their_order() -> None:
    asked = Question("Who lit candles?")
    found = candidates("Rain fell.", SENTENCE, "Rain fell!", "Rain fell?")
    readings = LinearReader().read(asked, found, common)
    assert readings[0].candidate is found[1]
    assert [reading.candidate for reading in readings[1:]] == [found[0], found[2], found[3]]
    assert sum(reading.probability for reading in readings) <= 1.0
    assert readings == LinearReader().read(asked, found, common)


def test_nothing_to_read_has_no_readings() -> None:
    assert LinearReader().read(Question("Who?"), [], common) == ()


def test_the_bar_is_one_that_can_be_passed_and_missed() -> None:
    assert 0.0 < LinearReader().bar < 1.0


def test_weights_for_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "FEATURES", (*reader.FEATURES, "moon"))
    with pytest.raises(ModelError, match=r"lab\.train_linear_reader"):
        LinearReader()


@pytest.mark.parametrize(
    ("question", "highlighted"),
    [
        ("Who lit four hundred candles?", ["Beatrix Holm"]),
        ("How many candles did Beatrix Holm light?", ["four hundred"]),
        ("How long did Beatrix Holm light candles?", []),
        ("When were candles lit?", ["Monday"]),
        ("Why were candles lit?", []),
        ("Did Beatrix Holm light candles?", []),
        ("Who is it?", []),
        ("Who met the zeppelin?", []),
    ],
)
def test_the_words_that_answer_are_pointed_to_when_they_stand_near(question: str, highlighted: list[str]) -> None:
    assert [SENTENCE[start:end] for start, end in likely_spans(Question(question), SENTENCE)] == highlighted


def test_words_far_from_what_was_asked_are_not_pointed_to() -> None:
    far = f"Candles burned {'and the night was long and cold ' * 5}for Beatrix Holm."
    assert likely_spans(Question("Who lit candles?"), far) == ()
