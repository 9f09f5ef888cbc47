"""What is learnt of follow-ups: which words of what was told before the complete question takes up."""

from __future__ import annotations

import math

from lab.leanings import Leaning, labels_of, leanings
from pullquote.lexicon import stems
from pullquote.list_models import NOWHERE


def test_what_a_follow_up_leans_on_was_told_and_not_typed() -> None:
    found = list(leanings())
    assert len(found) > 6_000
    for one in found:
        assert one.leans_on <= {stem for text in one.told for stem in stems(text)}
        assert not one.leans_on & set(stems(one.typed))
    alone = sum(not one.leans_on for one in found)
    assert 0.1 * len(found) < alone < 0.3 * len(found)  # questions that stand alone are among them


def test_every_token_of_a_word_is_labelled_as_its_word_is() -> None:
    one = Leaning("how old is he", ("who leads it", "Ben Pier, 44, leads the council.", ""), frozenset({"ben", "pier"}))
    places = [NOWHERE, (1, 0, 3), (1, 4, 6), (1, 6, 8), (1, 8, 9), (1, 10, 12), (1, 20, 23), (1, 24, 31)]
    labels = labels_of(one, places)
    assert labels[1:4] == [1.0, 1.0, 1.0]
    assert math.isnan(labels[0])
    assert math.isnan(labels[4])
    assert labels[5] == 0.0
    assert math.isnan(labels[6])  # "the"
    assert labels[7] == 0.0
