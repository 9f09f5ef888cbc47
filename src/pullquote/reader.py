"""Which candidates answer, how surely, and in which words. The seam where a reading model is put in."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from pullquote.errors import ModelError
from pullquote.evidence import FEATURES, weigh
from pullquote.lexicon import words
from pullquote.question import Slot
from pullquote.surface import fillers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pullquote.question import Question
    from pullquote.records import Span
    from pullquote.retrieval import Candidate

PLACING = frozenset("in at near from to into outside around across".split())
VAGUE = frozenset("after before during until since by the end of earlier later ago".split())
POINTED = 10  # of the surest readings get highlights; no more are ever shown
FAR = 60  # characters between an answer and the asked words, beyond which we do not point to it


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one candidate.

    ``probability`` is that this sentence answers the question; over all readings of a question they add up to
    at most 1, and what is left is the probability that none does. ``highlights`` are answer spans relative to
    the sentence.
    """

    candidate: Candidate
    probability: float
    highlights: tuple[Span, ...] = ()


class Reader(Protocol):
    """Reads candidates. Deterministic: the same question and candidates give the same readings."""

    @property
    def bar(self) -> float:
        """Least probability that one of the best three answers, below which silence is the answer."""
        ...

    def read(
        self, question: Question, candidates: Sequence[Candidate], idf: Callable[[str], float]
    ) -> tuple[Reading, ...]:
        """A reading of each candidate, surest first. ``idf`` tells how rare a stem is in the store."""
        ...


class LinearReader:
    """A conditional logit over the evidence, with "none of these" as one more choice.

    McFadden 1974; trained by ``lab/train_linear_reader.py``, which says on what and how well it does.
    """

    def __init__(self) -> None:
        """Load the shipped weights. Raises ModelError when they are for other features."""
        shipped: dict[str, Any] = json.loads(
            resources.files("pullquote").joinpath("linear_reader.json").read_text(encoding="utf-8")
        )
        if tuple(shipped["weights"]) != FEATURES:
            raise ModelError("linear_reader.json is for other features: run `python -m lab.train_linear_reader`")
        self.bar = float(shipped["bar"])
        self._bias = float(shipped["bias"])
        self._weights = np.asarray(list(shipped["weights"].values()), dtype=np.float32)

    def read(
        self, question: Question, candidates: Sequence[Candidate], idf: Callable[[str], float]
    ) -> tuple[Reading, ...]:
        """A reading of each candidate, surest first; equals in the order of the articles."""
        if not candidates:
            return ()
        rows = weigh(question, [candidate.signals for candidate in candidates], idf)
        probabilities = choose(rows @ self._weights + self._bias)
        chosen = sorted(zip(candidates, probabilities.tolist(), strict=True), key=lambda pair: -pair[1])
        return tuple(
            Reading(candidate, probability, likely_spans(question, candidate.signals.text) if place < POINTED else ())
            for place, (candidate, probability) in enumerate(chosen)
        )


def choose(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probability of each of several exclusive choices, given their scores and 0 for "none of these"."""
    exact = scores.astype(np.float64)
    top = max(0.0, float(exact.max(initial=0.0)))
    weights = np.exp(exact - top)
    return weights / (weights.sum() + math.exp(-top))


def likely_spans(question: Question, sentence: str) -> tuple[Span, ...]:
    """The span of the kind that was asked for which stands nearest to the asked words; none if none is near."""
    if not question.points_to_words:
        return ()
    asked = frozenset(words(question.text))
    joined = _joined(fillers(question.slot, sentence, asked), sentence)
    spans = [span for span in joined if _tells(question, sentence, span)]
    if not spans:
        return ()
    lowered = sentence.lower()
    found = {stem: lowered.find(stem) for stem in question.stems}
    near = {stem: place for stem, place in found.items() if place >= 0}
    if question.slot is Slot.COUNT and question.stems and question.stems[0] in near:
        near = {question.stems[0]: near[question.stems[0]]}  # "how many REFUGEES": theirs is the number
    gaps = {span: min((_gap(span, place) for place in near.values()), default=FAR + 1) for span in spans}
    best = min(gaps, key=gaps.__getitem__)
    return (best,) if gaps[best] <= FAR else ()


def _joined(spans: Sequence[Span], sentence: str) -> list[Span]:
    """Spans with nothing but white space or a hyphen between them made one: "$14.5 million"."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and not sentence[joined[-1][1] : start].strip(" -\u00a0"):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _tells(question: Question, sentence: str, span: Span) -> bool:
    """Whether a filler says something by itself: not "before" or "Meanwhile", no place, nobody asked about."""
    held = words(sentence[slice(*span)])
    if question.slot is Slot.WHO:
        before = words(sentence[: span[0]])[-1:]
        asked_about = set(held) & set(words(question.text))
        return len(held) > 1 and not asked_about and not set(before) & PLACING
    return question.slot is not Slot.WHEN or not set(held) <= VAGUE


def _gap(span: Span, place: int) -> int:
    """Characters between a span and a word that starts at ``place``."""
    return place - span[1] if span[1] <= place else max(0, span[0] - place)
