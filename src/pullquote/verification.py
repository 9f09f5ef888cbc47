"""The best sentences once more: does each answer, read by itself with the one in front of it?

A sentence that is near an answer looks much like one to a reader that looks for the likeliest words. Read-and-verify
(Hu et al., AAAI 2019): what it likes best is judged again by a model that learnt from what readers fall for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pullquote.records import Article
    from pullquote.retrieval import Candidate

VERIFIED = 3  # sentences of each question
VERDICT_FEATURES = ("likely", "none_likely", "verdict", "verdict_behind")
LEAST = 1e-4  # probability that is told from none


class Verifier(Protocol):
    """Tells sentences that answer from those that are only near. Deterministic; safe to use from several threads."""

    def load(self) -> None:
        """Load the model now. Raises ModelError."""
        ...

    def answers(self, question: str, sentences: Sequence[tuple[str, str]]) -> list[float]:
        """The log-odds that each sentence answers; with each goes the one in front of it, or nothing."""
        ...


def in_front(article: Article, place: int) -> str:
    """The sentence in front of another, of the same kind of block; nothing where there is none."""
    before = article.sentences[place - 1] if place else None
    return article.slice(before) if before and before.kind is article.sentences[place].kind else ""


def weigh_verdicts(probabilities: NDArray[np.float64], odds: NDArray[np.float64]) -> NDArray[np.float32]:
    """One row of VERDICT_FEATURES for each verified sentence.

    ``probabilities`` are the reader's, of all that it read, the surest first; ``odds`` the verifier's, of the first.
    """
    rows = np.zeros((len(odds), len(VERDICT_FEATURES)), dtype=np.float32)
    rows[:, 0] = np.log(np.maximum(probabilities[: len(odds)], LEAST))
    rows[:, 1] = np.log(max(LEAST, 1 - float(probabilities.sum())))
    rows[:, 2] = odds
    rows[:, 3] = odds - odds.max(initial=-np.inf)
    return rows


def sentence_of(candidate: Candidate) -> tuple[str, str]:
    """What is verified of a candidate: its sentence, and the one in front of it."""
    passage = candidate.passage
    return passage.article.slice(passage.article.sentences[passage.focus]), in_front(passage.article, passage.focus)
