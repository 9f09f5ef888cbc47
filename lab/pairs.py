"""Pairs of statements that were written to learn from: what two are to each other, as answers to a question.

``pairs.json``, ``groups.json`` and the excerpts of ``lab/disputes.py`` were written by hand; how is in
``lab/accounts/README.md``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lab.disputes import ACCOUNTS, excerpts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lab.disputes import Excerpt, Said

CLASSES = ("conflict", "same", "both hold", "not about it")
CONFLICT, SAME, BOTH, ASIDE = range(4)
LETTERS = {"C": CONFLICT, "S": SAME, "H": BOTH, "N": ASIDE}


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a statement that answers it and another, and what they are to each other.

    ``kind`` None: anything but in conflict.
    """

    question: str
    one: str
    other: str
    kind: int | None


def written_pairs() -> list[Pair]:
    """The pairs that were written."""
    held: list[list[str]] = json.loads((ACCOUNTS / "pairs.json").read_text(encoding="utf-8"))
    return [Pair(question, one, other, LETTERS[letter]) for letter, question, one, other in held]


def group_pairs() -> list[Pair]:
    """The pairs of an answer with each statement that was written beside it (``groups.json``).

    What says the same as an answer is in conflict with what the answer is in conflict with.
    """
    held: list[dict[str, Any]] = json.loads((ACCOUNTS / "groups.json").read_text(encoding="utf-8"))
    return [pair for group in held for pair in _of_group(group)]


def _of_group(group: dict[str, Any]) -> Iterator[Pair]:
    question: str = group["q"]
    for letter, kind in LETTERS.items():
        for other in group[letter]:
            yield Pair(question, group["a"], other, kind)
    for same in group["S"]:
        for other in group["C"]:
            yield Pair(question, same, other, CONFLICT)
        for other in group["H"][:1]:
            yield Pair(question, same, other, BOTH)


def excerpt_pairs() -> list[Pair]:
    """Pairs of the excerpts to learn from: what their speakers say to the question, and other sentences."""
    return [pair for excerpt in excerpts("learn") for pair in _of_excerpt(excerpt)]


def _of_excerpt(excerpt: Excerpt) -> Iterator[Pair]:
    """Each quotable statement with another speaker's, in conflict where the accounts differ; and with other sentences.

    Of an excerpt without a dispute no more is known than that nothing is in conflict.
    """
    stands: list[tuple[str, Said | None]] = []
    for article in excerpt.articles:
        for each in article.sentences:
            sentence = article.slice(each)
            said = [said for said in excerpt.says if said.words in sentence]
            if len(said) > 1:
                stands += [(one.words, one) for one in said]
            else:
                stands.append((sentence, said[0] if said else None))
    for one, ours in stands:
        for other, theirs in stands:
            if ours is None or other is one or (theirs and theirs.speaker == ours.speaker):
                continue
            if theirs is None:
                yield Pair(excerpt.question, one, other, ASIDE if excerpt.disputed else None)
            else:
                yield Pair(excerpt.question, one, other, CONFLICT if excerpt.disputed else None)
