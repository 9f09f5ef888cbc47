"""The best sentences once more, together with what else was said: does each answer, and do any two accounts conflict?

A sentence that is near an answer looks much like one to a reader that looks for the likeliest words. Read-and-verify
(Hu et al., AAAI 2019): what it likes best is judged again by a model that learnt from what readers fall for, and that
sees all of it at once (listwise reranking). For a follow-up that is done twice: with the complete question, and with
what was typed, behind what was told before (conversational question answering, as in CoQA: Reddy et al., TACL 2019).
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
    from pullquote.records import Article
    from pullquote.statements import Statement

VERIFIED = 4  # sentences of each question
HEARD = 0.8  # what a follow-up as it was typed counts beside the complete question made of it; of 240 by which it was
# chosen 178 would be answered rightly with 0, 189 with 0.5, 190 with 0.75 and 193 with 0.9
VERDICT_FEATURES = ("likely", "none_likely", "verdict", "verdict_behind")
LEAST = 1e-4  # probability that is told from none


class Context(NamedTuple):
    """A follow-up as it was typed; the question before it, and the sentence that answered that ("" after silence)."""

    typed: str
    asked: str
    answer: str


class Verification(NamedTuple):
    """Log-odds that the best readings answer, and how probable it is that two statements are in conflict.

    Shapes (VERIFIED or fewer,), for as many of the first as were read, and (statements, statements), symmetric.
    """

    odds: NDArray[np.float64]
    conflicts: NDArray[np.float64]


def verify(
    question: Question,
    readings: Sequence[Reading],
    statements: Sequence[Statement],
    model: ListModel,
    context: Context | None = None,
) -> Verification:
    """Read the best of ``readings``, which are the surest first, and the statements once more, in one pass.

    What a follow-up was made of, the ``context``, the best are read with, too, in a second one: the log-odds of both
    are averaged, if as much of the best was read.
    """
    best = [(reading.candidate.passage.article, reading.candidate.passage.focus) for reading in readings[:VERIFIED]]
    listing = list_texts(best, statements)
    sentences = [listing.sentence(article, number) for article, number in best]
    told = [listing.statement(statement) for statement in statements]
    spans: list[TextSpan] = [span for span in (*sentences, *told) if span]
    weighed = model.weigh(question.text, listing.texts, spans)
    count = sum(span is not None for span in sentences)
    odds = _of_read(weighed.answers[:count])
    if context:
        heard = _verify_in_context(context, best, model)
        odds = (1 - HEARD) * odds + HEARD * heard[: len(odds)] if len(heard) >= len(odds) else odds
    conflicts = np.zeros((len(told), len(told)))
    seen = [place for place, span in enumerate(told) if span]
    conflicts[np.ix_(seen, seen)] = weighed.conflicts[count:, count:]
    return Verification(odds, conflicts)


def _verify_in_context(context: Context, best: Sequence[tuple[Article, int]], model: ListModel) -> NDArray[np.float64]:
    """Log-odds that sentences answer what was typed, for as many of the first as were read."""
    listing = list_texts(best, ())
    sentences = [listing.sentence(article, number) for article, number in best]
    told = context.asked, context.answer
    texts, spans = in_context(told, listing.texts, [span for span in sentences if span])
    return _of_read(model.weigh(context.typed, texts, spans).answers)


def _of_read(answers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Those of what was read: of what was cut off there is no opinion, nor of what comes behind that."""
    cut_off = np.flatnonzero(answers <= UNSEEN)
    return answers[: cut_off[0] if len(cut_off) else len(answers)]


def in_context(
    told: Sequence[str], texts: Sequence[str], spans: Sequence[TextSpan]
) -> tuple[tuple[str, ...], tuple[TextSpan, ...]]:
    """Texts behind what was ``told``, but for what is empty of it, and where spans of them stand then."""
    before = tuple(text[:LONGEST] for text in told if text)
    return (*before, *texts), tuple((number + len(before), start, end) for number, start, end in spans)


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
