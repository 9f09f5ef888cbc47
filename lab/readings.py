"""Statements on one question that say the same, cannot hold together or both hold, however alike they look.

``readings.json`` was written by hand; how is in ``lab/accounts/README.md``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from lab.disputes import ACCOUNTS
from lab.listed import HELD, TOLD, Listed

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

KINDS = "same", "not", "both"  # what a statement is to one that answers


def readings(chance: random.Random, part: str) -> Iterator[Listed]:
    """Some of the statements of each question, in any order, at least one of each kind.

    What says the same as an answer is in conflict with what cannot hold beside it; whether two of these conflict with
    each other, or with what holds beside the answer, is not known.
    """
    for group in _written(part):
        told = [(kind, chance.choice(group[kind])) for kind in KINDS]
        others = [(kind, text) for kind in KINDS for text in group[kind] if (kind, text) not in told]
        told += chance.sample(others, chance.randint(TOLD[0], TOLD[1]) - len(told))
        chance.shuffle(told)
        kinds = [kind for kind, _ in told]
        known = ((one, other, _cannot(kinds[one], kinds[other])) for one in range(len(told)) for other in range(one))
        pairs = tuple((one, other, conflict) for one, other, conflict in known if conflict is not None)
        spans = tuple((number, 0, len(text)) for number, (_, text) in enumerate(told))
        answers = tuple(None if kind == "both" else True for kind in kinds)
        yield Listed(group["q"], tuple(text for _, text in told), spans, answers, pairs)


def read_in_twos(chance: random.Random, part: str, most: int, *, held: bool = False) -> Iterator[Listed]:
    """Two statements each alone: of each question at most so many pairs that conflict, and as many that do not.

    ``held``: of those held out instead.
    """
    for group in _written(part, held=held):
        told = [(kind, text) for kind in KINDS for text in group[kind]]
        every = [(one, other) for one in told for other in told if one[1] < other[1]]
        for conflict in (True, False):
            known = [pair for pair in every if _cannot(pair[0][0], pair[1][0]) is conflict]
            for pair in chance.sample(known, min(most, len(known))):
                (ours, one), (theirs, other) = chance.sample(pair, 2)
                spans = (0, 0, len(one)), (1, 0, len(other))
                answers = tuple(None if kind == "both" else True for kind in (ours, theirs))
                yield Listed(group["q"], (one, other), spans, answers, ((0, 1, conflict),))


def _written(part: str, *, held: bool = False) -> Iterator[dict[str, Any]]:
    """Each group but those that are held out, or those alone; what answers is among what says the same."""
    written: dict[str, list[dict[str, Any]]] = json.loads((ACCOUNTS / "readings.json").read_text(encoding="utf-8"))
    for number, group in enumerate(written[part]):
        if (number % HELD == 0) is held:
            yield {**group, "same": [group["a"], *group["same"]]}


def _cannot(ours: str, theirs: str) -> bool | None:
    """Whether statements of two kinds cannot both hold; None: not known."""
    kinds = {ours, theirs}
    if kinds == {"same", "not"}:
        return True
    return False if kinds in ({"same"}, {"same", "both"}) else None
