"""The measures that figures are given in."""

from __future__ import annotations

import math

import pytest

from lab.evaluate import Mark, best_f1, overlap
from lab.figures import auroc, calibration_error


def test_auroc_is_how_often_the_positive_stands_above() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1.0
    assert auroc([0.1], [0.9]) == 0.0
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([0.9, 0.3], [0.5]) == 0.5
    assert math.isnan(auroc([], [0.5]))


def test_who_is_right_as_often_as_he_says_has_no_calibration_error() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == 0.0
    assert calibration_error([0.95] * 2, [False, False]) == pytest.approx(0.95)
    assert calibration_error([1.0, 0.05], [True, False]) == pytest.approx(0.025)


@pytest.mark.parametrize(
    ("said", "right", "f1"),
    [
        ("the Spin Boldak", "Spin Boldak", 1.0),
        ("in Spin Boldak", "Spin Boldak", 0.8),
        ("Kabul", "Spin Boldak", 0.0),
        ("", "Kabul", 0.0),
    ],
)
def test_overlap_counts_words_and_no_articles(said: str, right: str, f1: float) -> None:
    assert overlap(said, right) == pytest.approx(f1)


def test_the_best_threshold_is_silent_where_that_is_right() -> None:
    def mark(confidence: float, f1: float, *, answerable: bool) -> Mark:
        return Mark(answerable, False, False, False, 1, confidence, f1)

    marks = [mark(0.9, 1.0, answerable=True), mark(0.6, 0.5, answerable=True), mark(0.3, 0.0, answerable=False)]
    assert best_f1(marks) == pytest.approx(2.5 / 3)
    assert best_f1([mark(0.9, 0.2, answerable=False)]) == 1.0
