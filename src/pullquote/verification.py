"""The best sentences once more, together with what else was said: does each answer, and do any two accounts conflict?

A sentence that is near an answer looks much like one to a reader that looks for the likeliest words. Read-and-verify
(Hu et al., AAAI 2019): what it likes best is judged again by a model that learnt from what readers fall for, and that
sees all of it at once (listwise reranking).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pullquote.list_models import UNSEEN
from pullquote.listing import LONGEST, list_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pullquote.list_models import ListModel
    from pullquote.listing import TextSpan
    from pullquote.question import Question
    from pullquote.reader import Reading
    from pullquote.statements import Statement

VERIFIED = 4  # sentences of each question
VERDICT_FEATURES = ("likely", "none_likely", "verdict", "verdict_behind")
LEAST = 1e-4  # probability that is told from none


class Verification(NamedTuple):
    """Log-odds that the best readings answer, and how probable it is that two statements are in conflict.

    Shapes (VERIFIED or fewer,), for as many of the first as were read, and (statements, statements), symmetric.
    """

    odds: NDArray[np.float64]
    conflicts: NDArray[np.float64]


def verify(
    question: Question, readings: Sequence[Reading], statements: Sequence[Statement], model: ListModel
) -> Verification:
    """Read the best of ``readings``, which are the surest first, and the statements once more, in one pass."""
    best = [(reading.candidate.passage.article, reading.candidate.passage.focus) for reading in readings[:VERIFIED]]
    listing = list_texts(best, statements)
    sentences = [listing.sentence(article, number) for article, number in best]
    told = [listing.statement(statement) for statement in statements]
    spans: list[TextSpan] = [span for span in (*sentences, *told) if span]
    weighed = model.weigh(question.text, listing.texts, spans)
    count = sum(span is not None for span in sentences)
    cut_off = np.flatnonzero(weighed.answers[:count] <= UNSEEN)
    odds = weighed.answers[: cut_off[0] if len(cut_off) else count]  # of what was not read there is no opinion
    conflicts = np.zeros((len(told), len(told)))
    seen = [place for place, span in enumerate(told) if span]
    conflicts[np.ix_(seen, seen)] = weighed.conflicts[count:, count:]
    return Verification(odds, conflicts)


def conflict_between(question: Question, one: Statement, other: Statement, model: ListModel) -> float:
    """How probable it is that two statements, read alone, cannot both hold as answers."""
    texts = one.told[:LONGEST], other.told[:LONGEST]
    spans: list[TextSpan] = [(number, 0, len(text)) for number, text in enumerate(texts)]
    return float(model.weigh(question.text, texts, spans).conflicts[0, 1])


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
