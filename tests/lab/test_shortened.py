"""Complete questions, shortened as they would be typed after an answer."""

from __future__ import annotations

import random

from lab.shortened import PER_STORY, follow_ups, shortened
from pullquote.lexicon import stems, words
from pullquote.rewriting import POINTING, told_words

FILES = ("near-late",)
MADE = list(shortened(FILES, random.Random(3)))


def test_what_is_typed_is_the_complete_question_with_something_left_out_or_said_with_a_pronoun() -> None:
    for typed, _, complete in follow_ups(FILES, random.Random(3)):
        own = (word for word in words(typed) if word not in {*POINTING, "and", "so", "but"})
        there = iter(words(complete))
        assert all(word in there for word in own), (typed, complete)


def test_what_is_taken_up_was_told_and_was_not_typed() -> None:
    for one in MADE:
        typed = set(stems(one.typed))
        for (text, start, end), taken in zip(told_words(one.told), one.taken, strict=True):
            assert not (taken and set(stems(one.told[text][start:end])) <= typed)


def test_of_each_story_some_lean_and_some_stand_alone() -> None:
    leaning = sum(any(one.taken) for one in MADE)
    assert 0.4 < leaning / len(MADE) < 0.95
    assert len(MADE) <= PER_STORY * 50


def test_the_same_chance_makes_the_same() -> None:
    assert list(shortened(FILES, random.Random(3)))[:50] == MADE[:50]
