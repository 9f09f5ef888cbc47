"""Which candidates answer, how surely, and in which words.

Retrieval's evidence chooses what is worth reading; a span model reads that; and both kinds of evidence together say
how probable it is that a sentence answers.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from importlib import resources
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from pullquote.errors import ModelError
from pullquote.evidence import FEATURES, READ_FEATURES, weigh, weigh_findings
from pullquote.introductions import introduced
from pullquote.selection import MOST
from pullquote.span_models import PublishedSpanModel, ShippedSpanModel
from pullquote.spans import find_spans
from pullquote.verification import VERDICT_FEATURES, weigh_verdicts
from pullquote.voices import asks_who_says, voice_at, voices_in
from pullquote.windows import make_windows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pullquote.question import Question
    from pullquote.records import Span
    from pullquote.retrieval import Candidate
    from pullquote.spans import Finding, SpanModel, TokenScores
    from pullquote.windows import Window

READ = 24  # candidates that the span model reads


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one candidate.

    ``probability`` is that this sentence answers the question, not calibrated (the reader's ``confidence`` is); over
    all readings of a question they add up to at most 1, and what is left is the probability that none does.
    ``highlights`` are answer spans relative to the sentence.
    """

    candidate: Candidate
    probability: float
    highlights: tuple[Span, ...] = ()


class Reader(Protocol):
    """Reads candidates. Deterministic: the same question and candidates give the same readings."""

    @property
    def bar(self) -> float:
        """Least probability, not calibrated, that one of the best three answers; below it silence is the answer."""
        ...

    def load(self) -> None:
        """Load models now, not while somebody waits for the first answer. Raises ModelError."""
        ...

    def read(
        self, question: Question, candidates: Sequence[Candidate], idf: Callable[[str], float]
    ) -> tuple[Reading, ...]:
        """A reading of each candidate worth one, surest first. ``idf`` tells how rare a stem is in the store."""
        ...

    def verified(self, readings: Sequence[Reading], odds: NDArray[np.float64]) -> tuple[Reading, ...]:
        """The readings, surest first, once it is known with what log-odds the first of them answer."""
        ...

    def confidence(self, readings: Sequence[Reading]) -> float:
        """Probability, 0 to 1, that the first of a question's readings answers it, as calibrated."""
        ...


@dataclass(frozen=True, slots=True)
class Logit:
    """A conditional logit with "none of these" as one more choice (McFadden 1974): weights and a bias."""

    weights: NDArray[np.float32]
    bias: float

    def scores(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """A score of each row, where that of "none of these" is 0."""
        return rows @ self.weights + np.float32(self.bias)


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often the first of the best MOST answers, given how probable it is that any of them does (Platt 1999).

    A line through the log-odds. All of them together tell answers from silence better than the first alone.
    """

    slope: float
    intercept: float

    def of(self, sure: float) -> float:
        """The calibrated probability; the more ``sure``, the higher."""
        within = min(max(sure, 1e-9), 1 - 1e-9)
        odds = self.slope * math.log(within / (1 - within)) + self.intercept
        return 1 / (1 + math.exp(-odds))


@dataclass(frozen=True, slots=True)
class Judges:
    """Two opinions on whether anything answers, of which the more doubtful one counts.

    ``answer`` tells answers from what only stands near one; ``story`` tells questions about what was read from
    questions about something else.
    """

    answer: Logit
    story: Logit

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """The first opinion on each row, made less where the best MOST are less likely in the second."""
        judged, about = choose(self.answer.scores(rows)), choose(self.story.scores(rows))
        sure, likely = (float(np.sort(each)[-MOST:].sum()) for each in (judged, about))
        return judged * min(1.0, likely / sure) if sure else judged


@dataclass(frozen=True, slots=True)
class Weights:
    """All that ``lab/train_weights.py`` trained: what chooses what is read, what judges it, and the bar of silence."""

    screen: Logit
    judges: Judges
    verdict: Logit
    calibration: Calibration
    bar: float


def shipped_weights() -> Weights:
    """The weights that ship. Raises ModelError when they are for other features."""
    shipped: dict[str, Any] = json.loads(
        resources.files("pullquote").joinpath("weights.json").read_text(encoding="utf-8")
    )
    return Weights(
        _logit(shipped["screen"], FEATURES),
        Judges(*(_logit(shipped[name], FEATURES + READ_FEATURES) for name in ("answer", "story"))),
        _logit(shipped["verdict"], VERDICT_FEATURES),
        Calibration(**shipped["calibration"]),
        float(shipped["bar"]),
    )


class ExtractiveReader:
    """Reads the best candidates with a span model, and weighs what it finds with what retrieval knows.

    The weights are trained by ``lab/train_weights.py``, which says on what and how well they do.
    """

    def __init__(self, model: SpanModel | None = None) -> None:
        """With the model that ships, or another. Raises ModelError when the weights are for other features."""
        self._model = model or ShippedSpanModel()
        self._weights = shipped_weights()
        self.bar = self._weights.bar

    @classmethod
    def named(cls, name_or_folder: str | None) -> ExtractiveReader:
        """The reader that the settings ask for; None: the one that ships."""
        return cls(PublishedSpanModel(name_or_folder) if name_or_folder else None)

    def load(self) -> None:
        """Load the model now. Raises ModelError."""
        self._model.score("who", ["They."])

    def read(
        self, question: Question, candidates: Sequence[Candidate], idf: Callable[[str], float]
    ) -> tuple[Reading, ...]:
        """A reading of each candidate that was read, surest first; equals as retrieval had them."""
        if not candidates:
            return ()
        rows = weigh(question, [candidate.signals for candidate in candidates], idf)
        worth = screen(self._weights.screen.scores(rows))
        chosen = [candidates[place] for place in worth]
        found = read_spans(question, chosen, self._model)
        retrieved = rows[worth]
        read = weigh_findings(question, [candidate.signals for candidate in chosen], found, retrieved)
        probabilities = self._weights.judges.probabilities(np.hstack([retrieved, read]))
        together = zip(chosen, probabilities.tolist(), found, strict=True)
        return tuple(
            Reading(candidate, probability, _marked(question, candidate, finding))
            for candidate, probability, finding in sorted(together, key=lambda each: -each[1])
        )

    def verified(self, readings: Sequence[Reading], odds: NDArray[np.float64]) -> tuple[Reading, ...]:
        """The readings with the probabilities that verification leaves them, surest first; equals as they were."""
        before = np.asarray([reading.probability for reading in readings])
        after = verified(before, odds, self._weights.verdict)
        together = zip(readings, after.tolist(), strict=True)
        judged = [replace(reading, probability=probability) for reading, probability in together]
        return tuple(sorted(judged, key=lambda each: -each.probability))

    def confidence(self, readings: Sequence[Reading]) -> float:
        """Probability, 0 to 1, that the first of a question's readings answers it, as calibrated."""
        sure = sum(reading.probability for reading in readings[:MOST])
        return self._weights.calibration.of(sure) if readings else 0.0


def screen(scores: NDArray[np.float32], most: int = READ) -> list[int]:
    """Places of the ``most`` highest scores, in their order; among equals the earlier."""
    return sorted(np.argsort(-scores, kind="stable")[:most].tolist())


def read_spans(question: Question, candidates: Sequence[Candidate], model: SpanModel) -> list[Finding]:
    """What the span model finds in each candidate, spans relative to the sentence."""
    windows = make_windows(candidates, model.count_tokens)
    found: dict[int, Finding] = {}
    for window, scores in zip(windows, model.score(question.text, [window.text for window in windows]), strict=True):
        places = [window.place(candidates[place].passage.focus) for place in window.candidates]
        for place, finding, (start, _) in zip(window.candidates, find_spans(scores, places), places, strict=True):
            said = _rather_said(question, candidates[place], finding, scores, window)
            found[place] = said.within(candidates[place].signals.text, start)
    return [found[place] for place in range(len(candidates))]


def _marked(question: Question, candidate: Candidate, finding: Finding) -> tuple[Span, ...]:
    """The words that answer: those that introduce whoever is asked about, or what the span model found."""
    span = introduced(question, candidate.signals.text) or finding.span
    return (span,) if span else ()


def _rather_said(
    question: Question, candidate: Candidate, finding: Finding, scores: TokenScores, window: Window
) -> Finding:
    """The finding; but with the best span of what is said, where it points to who says so and nobody asked that."""
    article = candidate.passage.article
    sentence = article.sentences[candidate.passage.focus]
    if finding.span is None or asks_who_says(question, article, sentence):
        return finding
    if voice_at(article, sentence, window.start + finding.span[0], window.start + finding.span[1]) is not None:
        return finding
    said = [
        (voice.start - window.start, voice.end - window.start) for voice in voices_in(article, sentence) if voice.claim
    ]
    if not said:
        return finding
    best = max(find_spans(scores, said), key=lambda each: each.best)
    return replace(finding, span=best.span or finding.span)


def verified(probabilities: NDArray[np.float64], odds: NDArray[np.float64], verdict: Logit) -> NDArray[np.float64]:
    """What the verifier leaves of probabilities, the surest first, of which it gave ``odds`` of the first.

    Those that it did not see, if it saw any, share what these leave, and grow by no more than these do.
    """
    seen = len(odds)
    if not seen:
        return probabilities
    judged = choose(verdict.scores(weigh_verdicts(probabilities, odds)))
    before, after = float(probabilities[:seen].sum()), float(judged.sum())
    less = min(after / before, (1 - after) / (1 - before)) if 0 < before < 1 else 0.0
    return np.concatenate([judged, probabilities[seen:] * less])


def choose(scores: NDArray[np.float32]) -> NDArray[np.float64]:
    """Probability of each of several exclusive choices, given their scores and 0 for "none of these"."""
    exact = scores.astype(np.float64)
    top = max(0.0, float(exact.max(initial=0.0)))
    weights = np.exp(exact - top)
    return weights / (weights.sum() + math.exp(-top))


def _logit(fields: dict[str, Any], features: tuple[str, ...]) -> Logit:
    if tuple(fields["weights"]) != features:
        raise ModelError("weights.json is for other features: run `python -m lab.train_weights`")
    return Logit(np.asarray(list(fields["weights"].values()), dtype=np.float32), float(fields["bias"]))
