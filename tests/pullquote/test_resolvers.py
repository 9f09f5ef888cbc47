"""What a follow-up takes up is what was trained to tell that, of whole words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pullquote.list_models import ShippedListModel, shares_of
from pullquote.resolvers import EAGERNESS, LEAST, ShippedResolver
from pullquote.rewriting import told_words, typed_words

TRAINED: dict[str, Any] = json.loads(Path(__file__).with_name("trained_leanings.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def shipped() -> ShippedResolver:
    """The resolver, loaded."""
    loaded = ShippedResolver(ShippedListModel())
    loaded.load()
    return loaded


@pytest.mark.parametrize(("typed", "chances"), TRAINED["typed"])
def test_what_ships_takes_up_what_was_trained_to(shipped: ShippedResolver, typed: str, chances: list[float]) -> None:
    places, found = shipped.leanings(typed, TRAINED["told"])
    likely = 1 / (1 + np.exp(-found))
    of_told = [chance for place, chance in zip(places, likely.tolist(), strict=True) if place[0] >= 0]
    assert of_told == pytest.approx(chances, abs=0.08)


def test_a_word_is_taken_up_as_both_have_it_and_the_rest_is_the_larger_ones(shipped: ShippedResolver) -> None:
    typed, told = "why did she say that", TRAINED["told"]
    edit, larger = shipped.edit(typed, told), ShippedListModel().edit(typed, told)
    places, odds = shipped.leanings(typed, told)
    held = np.clip(larger.taken, LEAST, 1 - LEAST)
    expected = (shares_of(places, told_words(told)) @ odds + np.log(held / (1 - held))) / 2 + EAGERNESS
    assert np.log(edit.taken / (1 - edit.taken)) == pytest.approx(expected, abs=1e-6)
    assert (edit.dropped == larger.dropped).all()
    assert (edit.places == larger.places).all()
    assert (edit.joints == larger.joints).all()


def test_a_word_that_is_not_read_any_more_is_not_taken_up(shipped: ShippedResolver) -> None:
    told = ["who met Ada Quay", "word " * 600, "Ben Pier"]
    edit = shipped.edit("how old is she", told)
    taken = {
        told[text][start:end]: chance for (text, start, end), chance in zip(told_words(told), edit.taken, strict=True)
    }
    assert taken["Quay"] > 0.5
    assert taken["Pier"] == 0.0


@pytest.mark.parametrize(("typed", "told"), [("who", []), ("?", ["Ada Quay"]), ("who " * 300, ["word " * 600])])
def test_of_nothing_and_of_endless_texts_there_is_an_edit_too(
    shipped: ShippedResolver, typed: str, told: list[str]
) -> None:
    edit = shipped.edit(typed, told)
    assert edit.places.shape == (len(typed_words(typed)), len(told_words(told)))
    assert ((edit.taken >= 0) & (edit.taken <= 1)).all()
