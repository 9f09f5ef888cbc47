"""The cross-encoders that ship are those that were trained, whatever else they read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pullquote.list_models import UNSEEN, ShippedListModel

if TYPE_CHECKING:
    from pullquote.listing import TextSpan

TRAINED: dict[str, Any] = json.loads(Path(__file__).with_name("trained_lists.json").read_text(encoding="utf-8"))
TEXTS: list[str] = TRAINED["texts"]
SPANS: list[TextSpan] = [(text, start, end) for text, start, end in TRAINED["spans"]]
TOLD: list[str] = TRAINED["told"]
TYPED: list[tuple[str, list[float]]] = [(typed, chances) for typed, chances in TRAINED["typed"]]
LEANINGS: dict[str, Any] = json.loads(Path(__file__).with_name("trained_leanings.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shipped() -> ShippedListModel:
    """The model, loaded."""
    loaded = ShippedListModel()
    loaded.load()
    return loaded


@pytest.mark.parametrize("asked", TRAINED["asked"], ids=lambda asked: asked["question"])
def test_what_ships_thinks_of_sentences_and_statements_what_was_trained(
    shipped: ShippedListModel, asked: dict[str, Any]
) -> None:
    weighed = shipped.weigh(asked["question"], TEXTS, SPANS)
    assert weighed.answers.tolist() == pytest.approx(asked["answers"], abs=0.5)
    assert weighed.conflicts == pytest.approx(np.asarray(asked["conflicts"]), abs=0.08)


@pytest.mark.parametrize(("typed", "chances"), TYPED)
def test_what_ships_thinks_of_a_follow_up_what_was_trained(
    shipped: ShippedListModel, typed: str, chances: list[float]
) -> None:
    assert [chance for _, _, _, chance in shipped.leanings(typed, TOLD)] == pytest.approx(chances, abs=0.08)


def test_what_is_asked_about_follow_ups_thinks_what_was_trained() -> None:
    asked = ShippedListModel.for_leanings()
    for typed, chances in LEANINGS["typed"]:
        found = [chance for _, _, _, chance in asked.leanings(typed, LEANINGS["told"])]
        assert found == pytest.approx(chances, abs=0.08)


def test_two_statements_conflict_as_much_the_other_way_round(shipped: ShippedListModel) -> None:
    conflicts = shipped.weigh("How many people drowned?", TEXTS, SPANS).conflicts
    assert conflicts == pytest.approx(conflicts.T, abs=1e-6)


def test_which_other_spans_are_asked_about_changes_nothing(shipped: ShippedListModel) -> None:
    whole = shipped.weigh("How many people drowned?", TEXTS, SPANS)
    part = shipped.weigh("How many people drowned?", TEXTS, SPANS[1:3])
    assert part.answers == pytest.approx(whole.answers[1:3], abs=1e-4)
    assert part.conflicts == pytest.approx(whole.conflicts[1:3, 1:3], abs=1e-4)


def test_every_token_of_what_was_told_stands_where_it_is_said_to(shipped: ShippedListModel) -> None:
    told = ["Ada Quay’s 🚢 sank", "", "in Marl [SEP] it said"]
    held = [
        "".join(told[text][start:end] for text, start, end, _ in shipped.leanings("why", told) if text == n)
        for n in range(3)
    ]
    assert held[0] == "AdaQuay’s🚢sank"
    assert held[1] == ""
    assert held[2].startswith("inMarl")


def test_nothing_and_endless_texts_are_read_too(shipped: ShippedListModel) -> None:
    assert shipped.weigh("who", [], []).answers.tolist() == []
    endless = shipped.weigh("who " * 300, ["a " * 5000, "😀" * 5000, ""], [(0, 0, 1), (1, 0, 9), (2, 0, 0)])
    assert endless.answers[2] == UNSEEN
    assert not endless.conflicts[2].any()
    assert all(0 <= chance <= 1 for _, _, _, chance in shipped.leanings("who " * 300, ["a " * 5000, "😀" * 5000, ""]))
