"""What is learnt of a complete question: which words of what was told go where in what was typed."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from lab.rewrites import Rewrite, follow_ups, leant_on, rewrite, rewrites, surprise_of_rewrites, talked
from pullquote.lexicon import stems
from pullquote.rewriting import JOINTS, told_words, typed_words

TOLD = ("who leads the council", "Ben Pier, 44, leads the council of Marl.", "")


def edits(one: Rewrite) -> dict[str, tuple[str | None, str]]:
    """The words taken up, each with the typed word where it goes, and its joint."""
    typed = [one.typed[start:end] for start, end in typed_words(one.typed)]
    words = [one.told[text][start:end] for text, start, end in told_words(one.told)]
    assert len(typed) == len(one.dropped)
    return {
        word: (None if place is None else typed[place], JOINTS[joint])
        for word, taken, place, joint in zip(words, one.taken, one.places, one.joints, strict=True)
        if taken
    }


def test_words_that_take_the_place_of_others_go_there_and_the_rest_behind_the_word_before() -> None:
    one = rewrite("how old is he", TOLD, "how old is Ben Pier")
    assert edits(one) == {"Ben": ("he", ""), "Pier": ("he", "")}
    assert one.dropped == (False, False, False, True)
    one = rewrite("how many members", TOLD, "how many members in the council of Marl are there")
    assert edits(one) == {"council": ("members", "in"), "Marl": ("members", "of")}
    assert not any(one.dropped)


def test_a_question_that_stands_alone_takes_nothing_up() -> None:
    one = rewrite("who won in Tarn", TOLD, "who won in Tarn")
    assert edits(one) == {}
    assert not any(one.dropped)


@pytest.mark.parametrize(
    ("typed", "complete", "edited", "gone"),
    [
        ("who is that", "who was Ben Pier", {"Ben": ("that", ""), "Pier": ("that", "")}, {"that"}),
        ("why didnt he go", "why did Ben Pier not go", {"Ben": ("he", ""), "Pier": ("he", "")}, {"he"}),
        ("Pier?", "who is Ben Pier", {"Ben": (None, "")}, set[str]()),
        ("that guys age", "Ben Pier's age", {"Ben": ("that", ""), "Pier": ("that", "")}, {"that", "guys"}),
    ],
)
def test_what_points_gives_way_and_what_asks_or_denies_stays(
    typed: str, complete: str, edited: dict[str, tuple[str | None, str]], gone: set[str]
) -> None:
    one = rewrite(typed, TOLD, complete)
    assert edits(one) == edited
    words = (one.typed[start:end] for start, end in typed_words(one.typed))
    assert {word for word, dropped in zip(words, one.dropped, strict=True) if dropped} == gone


def test_what_is_taken_up_is_what_a_follow_up_leans_on() -> None:
    silent = 0
    names = "further", "brief", "varied", "spoken", "latest"
    read = [one for name in names for one in rewrites(name, random.Random(1))]
    for one, (_, told, complete) in zip(read, (each for name in names for each in follow_ups(name)), strict=True):
        assert one.told in (told, (told[0], "", ""))
        silent += one.told != told
        taken = {stem for word in edits(one) for stem in stems(word)}
        leans_on = leant_on(one.typed, one.told, complete)
        assert taken <= leans_on
        assert leans_on - taken <= {stem for joint in JOINTS for stem in stems(joint)}
    assert 0 < silent < 0.2 * len(read)
    alone = sum(not any(one.taken) for one in read)
    assert 0.1 * len(read) < alone < 0.35 * len(read)  # questions that stand alone are among them
    assert len([one for part in ("learn", "more", "late", "later", "latest") for one in talked(part)]) > 3_700


def test_the_right_edit_surprises_least() -> None:
    one = rewrite("how old is he", TOLD, "how old is Ben Pier")
    taken, dropped = (torch.tensor([[9.0 if each else -9.0 for each in labels]]) for labels in (one.taken, one.dropped))
    joints = torch.zeros(1, len(one.taken), len(JOINTS))
    joints[..., 0] = 9.0
    places = torch.zeros(1, len(one.dropped), len(one.taken))
    places[:, 3] = 9.0
    assert surprise_of_rewrites(dropped, taken, joints, places, [one]).item() < 0.01
    wrong = (
        (-dropped, taken, joints, places),
        (dropped, -taken, joints, places),
        (dropped, taken, joints.flip(-1), places),
        (dropped, taken, joints, -places),
    )
    for scores in wrong:
        assert surprise_of_rewrites(*scores, [one]).item() > 1.0
    both = [one, rewrite("how old", TOLD, "how old")]
    two = [torch.cat([each, each]) for each in (dropped, taken, joints, places)]
    assert np.isfinite(surprise_of_rewrites(two[0], two[1], two[2], two[3], both).item())
