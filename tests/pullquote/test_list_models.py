"""The cross-encoder that ships is the one that was trained, whatever else it reads."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from pullquote.list_models import ASKED, UNSEEN, ShippedListModel, encode
from pullquote.rewriting import told_words, typed_words
from pullquote.sessions import open_shipped

if TYPE_CHECKING:
    from pullquote.listing import TextSpan

TRAINED: dict[str, Any] = json.loads(Path(__file__).with_name("trained_lists.json").read_text(encoding="utf-8"))
TEXTS: list[str] = TRAINED["texts"]
SPANS: list[TextSpan] = [(text, start, end) for text, start, end in TRAINED["spans"]]
TOLD: list[str] = TRAINED["told"]


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


@pytest.mark.parametrize("trained", TRAINED["edits"], ids=lambda trained: trained["typed"])
def test_what_ships_writes_a_follow_up_out_as_what_was_trained_does(
    shipped: ShippedListModel, trained: dict[str, Any]
) -> None:
    edit = shipped.edit(trained["typed"], TOLD)
    for name, found in edit._asdict().items():
        assert found == pytest.approx(np.asarray(trained[name]), abs=0.08), name


def test_two_statements_conflict_as_much_the_other_way_round(shipped: ShippedListModel) -> None:
    conflicts = shipped.weigh("How many people drowned?", TEXTS, SPANS).conflicts
    assert conflicts == pytest.approx(conflicts.T, abs=1e-6)


def test_which_other_spans_are_asked_about_changes_nothing(shipped: ShippedListModel) -> None:
    whole = shipped.weigh("How many people drowned?", TEXTS, SPANS)
    part = shipped.weigh("How many people drowned?", TEXTS, SPANS[1:3])
    assert part.answers == pytest.approx(whole.answers[1:3], abs=1e-4)
    assert part.conflicts == pytest.approx(whole.conflicts[1:3, 1:3], abs=1e-4)


def test_every_token_stands_where_it_is_said_to(shipped: ShippedListModel) -> None:
    told = ["Ada Quay’s 🚢 sank", "", "in Marl [SEP] it said"]
    _, (places,) = encode(open_shipped("list_model", "list_model")[0], [("why 🚢", told)])
    held = {number: "".join(told[n][start:end] for n, start, end in places if n == number) for number in range(3)}
    assert held[0] == "AdaQuay’s🚢sank"
    assert held[1] == ""
    assert held[2].startswith("inMarl")
    assert [("why 🚢")[start:end] for n, start, end in places if n == ASKED] == ["why", "🚢"]


def test_nothing_and_endless_texts_are_read_too(shipped: ShippedListModel) -> None:
    assert shipped.weigh("who", [], []).answers.tolist() == []
    endless = shipped.weigh("who " * 300, ["a " * 5000, "😀" * 5000, ""], [(0, 0, 1), (1, 0, 9), (2, 0, 0)])
    assert endless.answers[2] == UNSEEN
    assert not endless.conflicts[2].any()


def test_of_a_follow_up_what_was_cut_off_is_left_as_it_is(shipped: ShippedListModel) -> None:
    edit = shipped.edit("who " * 300, ["word " * 500, "wörd 😀"])
    assert edit.dropped.shape == (300,)
    assert edit.places.shape == (300, 502 - 1)
    assert not edit.dropped[-100:].any()
    assert not edit.taken[-1]
    assert edit.joints.sum(axis=1) == pytest.approx(np.ones(501))
    assert edit.places.sum(axis=0) == pytest.approx(np.ones(501))


def test_a_hundred_times_the_words_that_can_be_read_take_little_longer(shipped: ShippedListModel) -> None:
    typed, told = "who " * 250, ["word " * 40_000]
    began = time.perf_counter()
    shipped.edit("who " * 250, ["word " * 400])
    short = time.perf_counter() - began
    edit = shipped.edit(typed, told)
    assert edit.places.shape == (250, 40_000)
    assert time.perf_counter() - began < 10 * short


@pytest.mark.parametrize(("typed", "told"), [("who", []), ("who", ["", "of the"]), ("?", ["Ada Quay"]), ("", [])])
def test_where_there_are_no_words_nothing_is_edited(shipped: ShippedListModel, typed: str, told: list[str]) -> None:
    edit = shipped.edit(typed, told)
    assert edit.dropped.shape == (len(typed_words(typed)),)
    assert edit.taken.shape == (len(told_words(told)),)
    assert not edit.dropped.any()
    assert not edit.taken.any()
