"""The cross-encoder that ships is the one that was trained, whatever else it reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pullquote import sessions
from pullquote.errors import ModelError
from pullquote.pair_models import ShippedPairModel

TRAINED: dict[str, Any] = json.loads(Path(__file__).with_name("trained_pairs.json").read_text(encoding="utf-8"))
SENTENCES: list[tuple[str, str, str, float]] = [tuple(one) for one in TRAINED["sentences"]]
TOLD: list[str] = TRAINED["told"]
TYPED: list[tuple[str, list[float]]] = [tuple(one) for one in TRAINED["typed"]]


@pytest.fixture(scope="module")
def shipped() -> ShippedPairModel:
    """The model, loaded."""
    loaded = ShippedPairModel()
    loaded.load()
    return loaded


@pytest.mark.parametrize(("question", "sentence", "before", "odds"), SENTENCES)
def test_what_ships_thinks_of_a_sentence_what_was_trained(
    shipped: ShippedPairModel, question: str, sentence: str, before: str, odds: float
) -> None:
    (found,) = shipped.answers(question, [(sentence, before)])
    assert found == pytest.approx(odds, abs=0.5)


@pytest.mark.parametrize(("typed", "chances"), TYPED)
def test_what_ships_thinks_of_a_follow_up_what_was_trained(
    shipped: ShippedPairModel, typed: str, chances: list[float]
) -> None:
    found = shipped.leanings(typed, TOLD)
    assert all(any(chance == pytest.approx(one, abs=0.08) for one in chances) for _, _, _, chance in found)


def test_every_token_of_what_was_told_stands_where_it_is_said_to(shipped: ShippedPairModel) -> None:
    told = ["Ada Quay’s 🚢 sank", "", "in Marl [SEP] it said"]
    held = [
        "".join(told[text][start:end] for text, start, end, _ in shipped.leanings("why", told) if text == n)
        for n in range(3)
    ]
    assert held[0] == "AdaQuay’s🚢sank"
    assert held[1] == ""
    assert held[2].startswith("inMarl")


def test_what_else_is_read_changes_nothing(shipped: ShippedPairModel) -> None:
    question, sentence, before, _ = SENTENCES[0]
    (alone,) = shipped.answers(question, [(sentence, before)])
    among = shipped.answers(question, [(sentence, before), *(("It rained. " * n, "") for n in range(1, 40))])
    assert among[0] == pytest.approx(alone, abs=1e-3)


def test_nothing_and_endless_texts_are_read_too(shipped: ShippedPairModel) -> None:
    assert shipped.answers("who", []) == []
    assert len(shipped.answers("who " * 300, [("a " * 5000, "😀" * 5000), ("", "")])) == 2
    assert all(0 <= chance <= 1 for _, _, _, chance in shipped.leanings("who " * 300, ["a " * 5000, "😀" * 5000, ""]))


def test_a_model_that_is_not_there_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nowhere(_package: str) -> Path:
        return tmp_path

    monkeypatch.setattr(sessions.resources, "files", nowhere)
    with pytest.raises(ModelError, match="pip install"):
        ShippedPairModel().load()
