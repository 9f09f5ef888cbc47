"""How sure the reader is, and of what."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote import reader
from pullquote.errors import ModelError
from pullquote.evidence import Signals
from pullquote.lexicon import stems
from pullquote.question import Question
from pullquote.reader import READ, Calibration, ExtractiveReader, Judges, Logit, choose, screen
from pullquote.records import Kind, Passage
from pullquote.retrieval import Candidate
from pullquote.selection import MOST
from pullquote.spans import TokenScores
from tests.pullquote.newsprint import article

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class Marker:
    """A span model that is sure of some words wherever they stand, and of nothing else."""

    name = "marker"
    max_tokens = 512

    def __init__(self, *marked: str) -> None:
        self.marked = marked
        self.read: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """A token for each word."""
        return [len(text.split()) for text in texts]

    def score(self, question: str, windows: Sequence[str]) -> list[TokenScores]:
        """Marked words start and end the answer."""
        self.read += windows
        found: list[TokenScores] = []
        for window in windows:
            places = np.array([match.span() for match in re.finditer(r"\w+", window)])
            sure = [any(mark in window[start:end] for mark in self.marked) for start, end in places]
            likely = np.where(sure, -0.7, -12.0)
            found.append(TokenScores(places, likely, likely, -0.2 if not any(sure) else -9.0))
        return found


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


@given(st.lists(st.tuples(st.floats(-20, 20, width=32), st.floats(-20, 20, width=32)), min_size=1, max_size=8))
@settings(deadline=None)
def test_two_judges_are_as_sure_as_the_less_sure_of_them(scores: list[tuple[float, float]]) -> None:
    rows = np.array(scores, dtype=np.float32)
    one, other = (Logit(np.array(weights, dtype=np.float32), 0.0) for weights in ([1, 0], [0, 1]))
    both = Judges(one, other).probabilities(rows)
    alone = choose(one.scores(rows))
    sure, likely, agreed = (float(np.sort(each)[-MOST:].sum()) for each in (alone, choose(other.scores(rows)), both))
    assert agreed == pytest.approx(min(sure, likely))
    assert both / both.max() == pytest.approx(alone / alone.max())  # the first says which


def test_readings_are_surest_first_and_equals_in_their_order() -> None:
    asked = Question("Who lit candles?")
    found = candidates("Rain fell.", SENTENCE, "Rain fell!", "Rain fell?")
    readings = ExtractiveReader().read(asked, found, common)
    assert readings[0].candidate is found[1]
    assert [reading.candidate for reading in readings[1:]] == [found[0], found[2], found[3]]
    assert sum(reading.probability for reading in readings) <= 1.0
    assert readings == ExtractiveReader().read(asked, found, common)


def test_what_the_span_model_marks_is_highlighted_and_believed() -> None:
    asked = Question("Who lit candles?")
    found = candidates("Otto Vane slept.", "Beatrix Holm lit candles.", "Ida Roe lit candles.")
    for marked, place in (("Holm", 1), ("Roe", 2)):
        best = ExtractiveReader(Marker(marked)).read(asked, found, common)[0]
        assert best.candidate is found[place]
        assert [best.candidate.signals.text[slice(*span)] for span in best.highlights] == [marked]


def test_what_no_span_model_marks_is_believed_less() -> None:
    asked, found = Question("Who lit candles?"), candidates(SENTENCE, "Frost came.")
    sure, unsure = (ExtractiveReader(Marker(mark)).read(asked, found, common) for mark in ("Holm", "Zeppelin"))
    assert sum(reading.probability for reading in sure) > sum(reading.probability for reading in unsure)


def test_only_what_looks_best_is_read_and_all_of_that() -> None:
    asked = Question("Who lit candles?")
    found = candidates(*(f"Somebody lit {number} candles." for number in range(READ)), *["Frost came."] * 9)
    marker = Marker("lit")
    readings = ExtractiveReader(marker).read(asked, found, common)
    assert {reading.candidate.passage.focus for reading in readings} == set(range(READ))
    assert all(any(reading.candidate.signals.text in window for window in marker.read) for reading in readings)


def test_as_many_as_are_read_are_screened_best_ones_in_their_order() -> None:
    assert screen(np.array([1.0, 3.0, 2.0], dtype=np.float32)) == [0, 1, 2]
    many = np.arange(READ + 5, dtype=np.float32)
    assert screen(many) == list(range(5, READ + 5))
    assert screen(np.zeros(READ + 5, dtype=np.float32)) == list(range(READ))


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.2, 3.0), st.floats(-4.0, 4.0))
@settings(deadline=None)
def test_who_is_surer_is_more_confident(one: float, other: float, slope: float, by: float) -> None:
    low, high = (Calibration(slope, by).of(sure) for sure in sorted((one, other)))
    assert 0.0 <= low <= high <= 1.0


def test_confidence_is_on_a_line_of_log_odds() -> None:
    assert Calibration(1.0, 0.0).of(0.6) == pytest.approx(0.6)
    assert Calibration(1.0, -1.0).of(0.5) == pytest.approx(1 / (1 + math.e))


def test_confidence_counts_all_that_would_be_shown() -> None:
    asked, found = Question("Who lit candles?"), candidates(SENTENCE, "Ida Roe lit candles.", "Frost came.")
    reader = ExtractiveReader(Marker("lit"))
    readings = reader.read(asked, found, common)
    assert reader.confidence(readings) > reader.confidence(readings[:1]) > reader.confidence(()) == 0.0


def test_nothing_to_read_has_no_readings() -> None:
    assert ExtractiveReader().read(Question("Who?"), [], common) == ()


def test_the_bar_is_one_that_can_be_passed_and_missed() -> None:
    assert 0.0 < ExtractiveReader().bar < 1.0


def test_weights_for_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "FEATURES", (*reader.FEATURES, "moon"))
    with pytest.raises(ModelError, match=r"lab\.train_weights"):
        ExtractiveReader()
