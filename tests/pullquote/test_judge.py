"""The judge that ships is the judge that was trained."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pullquote.judge import ShippedJudge

TRAINED: dict[str, Any] = json.loads(Path(__file__).with_name("trained_judge.json").read_text(encoding="utf-8"))
PAIRS: list[tuple[str, str, str, float]] = [(q, a, b, chance) for q, a, b, chance in TRAINED["pairs"]]


@pytest.fixture(scope="module")
def shipped() -> ShippedJudge:
    """The judge, loaded."""
    loaded = ShippedJudge()
    loaded.load()
    return loaded


@pytest.mark.parametrize(("question", "one", "other", "chance"), PAIRS)
def test_what_ships_thinks_what_was_trained(
    shipped: ShippedJudge, question: str, one: str, other: str, chance: float
) -> None:
    (found,) = shipped.conflicts(question, [(one, other)])
    assert found == pytest.approx(chance, abs=0.06)


def test_what_else_is_judged_changes_nothing(shipped: ShippedJudge) -> None:
    question, one, other, _ = PAIRS[0]
    (alone,) = shipped.conflicts(question, [(one, other)])
    among = shipped.conflicts(question, [(one, other), *((one, "It rained. " * n) for n in range(1, 40))])
    assert among[0] == pytest.approx(alone, abs=1e-4)
    assert all(0 <= chance <= 1 for chance in among)


def test_no_pairs_and_endless_ones_are_judged_too(shipped: ShippedJudge) -> None:
    assert shipped.conflicts("who", []) == []
    assert len(shipped.conflicts("who " * 300, [("a " * 5000, "😀" * 5000), ("", "")])) == 2
