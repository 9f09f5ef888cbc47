"""Pairs of statements that were written to learn from: what two are to each other, as answers to a question.

``pairs.json`` was written by hand; how is in ``lab/accounts/README.md``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from lab.disputes import ACCOUNTS

CONFLICT, SAME, BOTH, ASIDE = range(4)
LETTERS = {"C": CONFLICT, "S": SAME, "H": BOTH, "N": ASIDE}


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a statement that answers it and another, and what they are to each other."""

    question: str
    one: str
    other: str
    kind: int


def written_pairs() -> list[Pair]:
    """The pairs that were written."""
    held: list[list[str]] = json.loads((ACCOUNTS / "pairs.json").read_text(encoding="utf-8"))
    return [Pair(question, one, other, LETTERS[letter]) for letter, question, one, other in held]
