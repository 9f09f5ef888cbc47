"""The numbers that speak for a sentence, worked out by hand for a small case."""

from __future__ import annotations

import math

import numpy as np
import pytest

from pullquote.evidence import FEATURES, Signals, weigh
from pullquote.lexicon import stems
from pullquote.question import Question, Slot

IDF = {"ferri": 2.0, "sail": 1.0, "oxmoor": 3.0, "wait": 1.0}


def idf(stem: str) -> float:
    """How rare the words of the example are."""
    return IDF.get(stem, 0.5)


def signals(
    text: str, before: str = "", after: str = "", cosine: float = 0.0, bm25: float = 0.0, *, opening: bool = False
) -> Signals:
    """A candidate as retrieval would hand it over."""
    return Signals(
        text,
        (tuple(stems(before)), tuple(stems(text)), tuple(stems(after))),
        (0.1 if before else 0.0, cosine, 0.2 if after else 0.0),
        (0.0, bm25, 0.0),
        cosine,
        opening,
    )


def weighed(question: str, *candidates: Signals) -> list[dict[str, float]]:
    """The rows of numbers, by name."""
    rows = weigh(Question(question), candidates, idf)
    assert rows.shape == (len(candidates), len(FEATURES))
    assert rows.dtype == np.float32
    assert np.isfinite(rows).all()
    return [dict(zip(FEATURES, row.tolist(), strict=True)) for row in rows]


def test_how_much_of_the_question_a_sentence_and_its_neighbours_hold() -> None:
    row, other = weighed(
        "When does the ferry sail to Oxmoor?",
        signals("The ferry sails.", before="A ferry waits.", after="Oxmoor is far.", cosine=0.4, bm25=2.2),
        signals("Oxmoor waits.", cosine=0.5, bm25=4.4),
    )
    assert row["coverage"] == pytest.approx((2 + 1) / 6)
    assert row["coverage_before"] == pytest.approx(2 / 6)
    assert row["coverage_after"] == pytest.approx(3 / 6)
    assert row["coverage_passage"] == pytest.approx(1.0)
    assert row["coverage_behind"] == pytest.approx(0.0)
    assert other["coverage"] == pytest.approx(3 / 6)
    assert row["precision"] == pytest.approx(1.0)
    assert other["precision"] == pytest.approx(3 / 4)
    assert (row["rarest"], row["rarest_passage"], other["rarest"]) == (0.0, 1.0, 1.0)
    assert (row["head"], other["head"]) == (1.0, 0.0)
    assert row["pairs"] == pytest.approx(1 / 2)
    assert row["missing"] == other["missing"] == pytest.approx(0.0)
    assert row["cosine_behind"] == pytest.approx(-0.1)
    assert other["cosine_behind"] == 0.0
    assert row["bm25"] == pytest.approx(2.2 / 2.2 / 6)
    assert row["bm25_behind"] == pytest.approx(-1 / 6)
    assert row["slot_when"] == 1.0
    assert sum(row[f"slot_{slot.name.lower()}"] for slot in Slot) == 1.0
    assert row["length"] == pytest.approx(math.log1p(2))
    assert row["question_length"] == pytest.approx(math.log1p(3))


def test_a_word_that_no_candidate_holds_is_missing_from_all() -> None:
    row, _ = weighed("Does the ferry sail?", signals("The ferry waits."), signals("Candles burned."))
    assert row["missing"] == pytest.approx(1 / 3)


def test_who_speaks_counts_only_where_speech_is_asked_for() -> None:
    said = signals("Ada Quay said the ferry waits.")
    (asked,) = weighed("What did Ada Quay say?", said)
    (other,) = weighed("Who is Ada Quay?", said)
    (somebody_else,) = weighed("What did Ada Quay say?", signals("Ben Pier said the ferry waits."))
    assert (asked["speaker"], other["speaker"], somebody_else["speaker"]) == (1.0, 0.0, 0.0)
    assert asked["speech"] == other["speech"] == 1.0


def test_a_question_without_content_words_is_weighed_without_a_fault() -> None:
    (row,) = weighed("Who is it?", signals("Ada Quay waits.", opening=True))
    assert row["coverage"] == row["rarest"] == row["head"] == row["pairs"] == 0.0
    assert row["filler"] == row["opening"] == 1.0


def test_a_sentence_without_content_words_is_weighed_without_a_fault() -> None:
    (row,) = weighed("Does the ferry sail?", signals("It is what it is."))
    assert row["precision"] == row["length"] == 0.0


def test_of_no_candidates_there_are_no_rows() -> None:
    assert weighed("Does the ferry sail?") == []
