"""What the list model learns from: spans are the sentences they are said to be, labels follow from what is written."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from lab.corpora import DATA
from lab.disputes import ACCOUNTS
from lab.listed import (
    TOLD,
    Listed,
    groups,
    in_twos,
    of_contrasts,
    of_mined,
    of_paragraphs,
    of_strangers,
    sides,
    written_pairs,
)
from lab.mining import Mined, Read
from pullquote.list_models import shares_of

SENTENCES = [f"Sentence number {number} stands here." for number in range(9)]


def said(listed: Listed) -> list[str]:
    """The spans' words."""
    return [listed.texts[text][start:end] for text, start, end in listed.spans]


def test_what_was_read_is_listed_in_the_articles_order_with_what_stands_in_front() -> None:
    read = tuple(Read(number, SENTENCES[number], SENTENCES[number - 1], number == 5) for number in (8, 5, 2, 6))
    listed = of_mined(Mined("answerable", "who", read), random.Random(1))
    assert listed.texts == (" ".join(SENTENCES[1:3]), " ".join(SENTENCES[4:9]))
    assert said(listed) == [SENTENCES[number] for number in (8, 5, 2, 6)]
    assert listed.answers == (False, True, False, False)


@pytest.mark.skipif(not DATA.is_dir(), reason="there is no ../shared/data here")
def test_of_a_paragraph_every_sentence_is_weighed_and_about_half_of_the_questions_have_no_answer_there() -> None:
    found = list(of_paragraphs(random.Random(1)))
    assert len(found) > 10_000
    for listed in found:
        assert len(listed.texts) == 1
        assert "\n\n" not in listed.texts[0]
        assert sum(map(len, said(listed))) >= 0.9 * min(len(listed.texts[0]), 400)
    with_one = sum(any(listed.answers) for listed in found)
    assert 0.4 < with_one / len(found) < 0.6
    assert all(sum(map(bool, listed.answers)) <= 5 for listed in found)


def test_in_a_group_what_agrees_with_an_answer_conflicts_with_what_conflicts_with_it() -> None:
    held: list[dict[str, Any]] = json.loads((ACCOUNTS / "groups.json").read_text(encoding="utf-8"))
    for group, listed in zip(held, groups(random.Random(1)), strict=True):
        assert said(listed) == list(listed.texts)
        found = {
            frozenset((listed.texts[one], listed.texts[other])) for one, other, conflict in listed.pairs if conflict
        }
        agreeing = {group["a"], *group["S"]}
        assert found == {frozenset((one, other)) for one in agreeing for other in group["C"]}


def test_what_one_side_says_conflicts_with_what_another_says_and_nothing_else_does() -> None:
    held: list[dict[str, Any]] = json.loads((ACCOUNTS / "sides.json").read_text(encoding="utf-8"))
    for group, listed in zip(held, sides(random.Random(1)), strict=True):
        side_of = {text: number for number, side in enumerate(group["sides"]) for text in side}
        written = len(side_of) + len(group["hold"]) + len(group["aside"])
        assert min(TOLD[0], written) <= len(listed.texts) <= TOLD[1]
        assert len(listed.pairs) == len(listed.texts) * (len(listed.texts) - 1) // 2
        for one, other, conflict in listed.pairs:
            ours, theirs = (side_of.get(listed.texts[each]) for each in (one, other))
            assert conflict == (ours is not None and theirs is not None and ours != theirs)
        assert [text in side_of for text in listed.texts] == [bool(answers) for answers in listed.answers]


def test_two_statements_alone_are_what_they_were_among_others_in_the_order_in_which_they_stood() -> None:
    told = Listed(
        "who", ("One. Two.", "Three."), ((1, 0, 6), (0, 5, 9), (0, 0, 4)), (True, None, False), ((0, 1, True),)
    )
    (alone,) = in_twos([told], random.Random(1))
    assert alone == Listed("who", ("Two.", "Three."), ((0, 0, 4), (1, 0, 6)), (None, True), ((0, 1, True),))
    assert [pair.pairs[0][2] for pair in in_twos(groups(random.Random(2)), random.Random(1))].count(True) > 100


def test_of_the_written_pairs_some_conflict_and_some_do_not() -> None:
    kinds = {listed.pairs[0][2] for listed in written_pairs()}
    assert kinds == {True, False}


def test_the_tokens_of_a_span_share_it() -> None:
    places = [(-1, 0, 0), (0, 0, 3), (0, 4, 9), (-1, 0, 0), (1, 0, 2), (1, 2, 5)]
    assert shares_of(places, [(0, 0, 9), (1, 2, 5), (1, 9, 12)]).tolist() == [
        [0, 0.5, 0.5, 0, 0, 0],
        [0, 0, 0, 0, 0, 1],
        [0, 0, 0, 0, 0, 0],
    ]


@pytest.mark.parametrize("name", ["contrasts", "contrasts-later"])
def test_no_question_is_put_to_a_text_that_it_was_written_to_or_that_is_held_out(name: str) -> None:
    own = {(listed.question, listed.texts) for listed in of_contrasts(name)}
    held = {listed.texts for listed in of_contrasts(name, held=True)}
    strange = list(of_strangers(random.Random(1), name))
    assert len(strange) > 0.5 * len(own)
    assert not held & {texts for _, texts in own}
    for listed in strange:
        assert (listed.question, listed.texts) not in own
        assert listed.texts not in held
        assert len(listed.answers) == len(listed.spans) > 1
