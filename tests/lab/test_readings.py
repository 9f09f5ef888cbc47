"""Statements to learn to read from: labels follow from what was written, and none is learnt from that is held out."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from lab.disputes import ACCOUNTS
from lab.listed import HELD
from lab.readings import read_in_twos, readings

WRITTEN: dict[str, list[dict[str, Any]]] = json.loads((ACCOUNTS / "readings.json").read_text(encoding="utf-8"))
PARTS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def test_there_are_as_many_questions_and_statements_as_is_said() -> None:
    assert tuple(WRITTEN) == PARTS
    said = " ".join((ACCOUNTS / "README.md").read_text(encoding="utf-8").split())
    groups = [group for part in PARTS for group in WRITTEN[part]]
    same, against, both = (sum(len(group[kind]) for group in groups) for kind in ("same", "not", "both"))
    assert re.search(
        rf"{len(groups):,} questions, each with a statement that answers it.*{same:,} that say the same.*"
        rf"{against:,} that cannot hold.*{both:,} that hold",
        said,
    )


@pytest.mark.parametrize("part", PARTS)
def test_what_conflicts_is_what_says_the_same_as_an_answer_with_what_cannot_hold_beside_it(part: str) -> None:
    learnt = [group for number, group in enumerate(WRITTEN[part]) if number % HELD]
    for group, listed in zip(learnt, readings(random.Random(1), part), strict=True):
        agreeing = {group["a"], *group["same"]}
        kinds = ["same" if text in agreeing else "not" if text in group["not"] else "both" for text in listed.texts]
        assert set(kinds) == {"same", "not", "both"}
        for one, other, conflict in listed.pairs:
            assert conflict == ({kinds[one], kinds[other]} == {"same", "not"})
            assert "same" in (kinds[one], kinds[other])
        for kind, answer in zip(kinds, listed.answers, strict=True):
            assert answer is (None if kind == "both" else True)


def test_of_two_alone_as_many_conflict_as_do_not_and_neither_stands_first_more_often() -> None:
    twos = list(read_in_twos(random.Random(1), "first", 4))
    assert sum(listed.pairs[0][2] for listed in twos) == len(twos) / 2
    against = {text for group in WRITTEN["first"] for text in group["not"]}
    conflicts = [listed for listed in twos if listed.pairs[0][2]]
    assert 0.45 < sum(listed.texts[0] in against for listed in conflicts) / len(conflicts) < 0.55


def test_nothing_is_learnt_from_what_is_held_out() -> None:
    held = {group["q"] for part in PARTS for group in WRITTEN[part][::HELD]}
    learnt = {listed.question for part in PARTS for listed in readings(random.Random(1), part)}
    assert len(held) > 100
    assert not held & learnt
