"""What speaks for a sentence being the answer: a row of numbers for each candidate.

Absolute figures tell whether anything answers at all, and those relative to the best candidate (``..._behind``)
which one does; so the same weights serve one article or a thousand.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pullquote.lexicon import stems, words
from pullquote.question import Question, Slot
from pullquote.surface import SPEECH, fillers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pullquote.spans import Finding

SLOTS = tuple(Slot)
FEATURES = (
    "cosine",
    "cosine_behind",
    "cosine_passage",
    "cosine_passage_behind",
    "cosine_before",
    "cosine_after",
    "bm25",
    "bm25_behind",
    "bm25_passage",
    "bm25_passage_behind",
    "coverage",
    "coverage_behind",
    "coverage_passage",
    "coverage_passage_behind",
    "coverage_before",
    "coverage_after",
    "precision",
    "pairs",
    "rarest",
    "rarest_passage",
    "head",
    "missing",
    "names_missing",
    "speaker",
    "filler",
    "fillers",
    "speech",
    "opening",
    "length",
    "question_length",
    *(f"slot_{slot.name.lower()}" for slot in SLOTS),
)
READ_FEATURES = (
    "margin",
    "margin_behind",
    "margin_clause",
    "margin_unasked",
    "best_margin",
    "share",
    "share_behind",
    "span_fills",
    "span_fills_not",
    "span_asked",
    "span_length",
)
CLAUSES = frozenset({Slot.WHY, Slot.HOW, Slot.SAID, Slot.YES_NO})  # answered by a clause rather than a name or number
_COLUMN = {name: column for column, name in enumerate(FEATURES)}
FARTHEST = 15.0  # a margin (natural logarithm) beyond which it does not matter how much
_RELATIVE = ("cosine", "cosine_passage", "bm25", "bm25_passage", "coverage", "coverage_passage")


@dataclass(frozen=True, slots=True)
class Signals:
    """What retrieval knows of one candidate sentence. Stems are those of the sentence and its neighbours.

    ``cosines`` and ``bm25s`` are of the sentence before (0 where there is none), the sentence and the one after;
    ``cosine_passage`` is of the passage; ``opening`` is whether it stands in the first paragraph.
    """

    text: str
    stems: tuple[Sequence[str], Sequence[str], Sequence[str]]
    cosines: tuple[float, float, float]
    bm25s: tuple[float, float, float]
    cosine_passage: float
    opening: bool


def weigh(question: Question, candidates: Sequence[Signals], idf: Callable[[str], float]) -> NDArray[np.float32]:
    """One row of FEATURES for each candidate, float32, shape (candidates, features)."""
    rows = np.zeros((len(candidates), len(FEATURES)), dtype=np.float32)
    asked = _Asked(question, idf)
    held_anywhere = {stem for signals in candidates for around in signals.stems for stem in around}
    rows[:, _COLUMN["missing"]] = 1.0 - asked.share(held_anywhere)
    rows[:, _COLUMN["names_missing"]] = len(question.names - held_anywhere) / (len(question.names) or 1)
    rows[:, _COLUMN["question_length"]] = math.log1p(len(question.stems))
    rows[:, _COLUMN[f"slot_{question.slot.name.lower()}"]] = 1.0
    for row, signals in zip(rows, candidates, strict=True):
        for name, value in _single(asked, signals).items():
            row[_COLUMN[name]] = value
    for name in _RELATIVE:
        column = rows[:, _COLUMN[name]]
        rows[:, _COLUMN[f"{name}_behind"]] = column - (column.max() if len(column) else 0.0)
    return rows


def weigh_findings(
    question: Question, candidates: Sequence[Signals], findings: Sequence[Finding], retrieved: NDArray[np.float32]
) -> NDArray[np.float32]:
    """One row of READ_FEATURES for each candidate: what the span model found in it; ``retrieved`` are its FEATURES."""
    rows = np.zeros((len(candidates), len(READ_FEATURES)), dtype=np.float32)
    column = {name: place for place, name in enumerate(READ_FEATURES)}
    asked = frozenset(words(question.text))
    for row, signals, found in zip(rows, candidates, findings, strict=True):
        margin = float(np.clip(found.margin, -FARTHEST, FARTHEST))
        row[column["margin"]] = margin
        row[column["margin_clause"]] = margin if question.slot in CLAUSES else 0.0
        row[column["best_margin"]] = float(np.clip(found.best - found.none, -FARTHEST, FARTHEST))
        row[column["share"]] = math.exp(min(found.mass, 0.0))
        if found.span is None:
            continue
        text = signals.text[slice(*found.span)]
        held = stems(text)
        kind = fillers(question.slot, signals.text, asked)
        fills = any(start < found.span[1] and found.span[0] < end for start, end in kind)
        if question.slot not in CLAUSES and question.slot is not Slot.THING:
            row[column["span_fills"]], row[column["span_fills_not"]] = float(fills), float(not fills)
        row[column["span_asked"]] = sum(stem in question.stems for stem in held) / (len(held) or 1)
        row[column["span_length"]] = math.log1p(len(text.split()))
    for name in ("margin", "share"):
        values = rows[:, column[name]]
        rows[:, column[f"{name}_behind"]] = values - (values.max() if len(values) else 0.0)
    rows[:, column["margin_unasked"]] = rows[:, column["margin"]] * retrieved[:, _COLUMN["missing"]]
    return rows


class _Asked:
    """The weighted words of a question, prepared once for all candidates."""

    def __init__(self, question: Question, idf: Callable[[str], float]) -> None:
        self.slot = question.slot
        self.words = frozenset(words(question.text))
        self.order = question.stems
        self.weights = {stem: idf(stem) for stem in question.stems}
        self.idf = idf
        self.total = sum(self.weights.values()) or 1.0
        self.rarest = max(self.weights, key=self.weights.__getitem__, default="")
        self.pairs = set(zip(question.stems, question.stems[1:], strict=False))
        self.head = question.stems[0] if question.stems else ""
        self.speaker = question.speaker

    def share(self, held: set[str]) -> float:
        """How much of the question's weight the ``held`` stems carry, 0 to 1."""
        return sum(weight for stem, weight in self.weights.items() if stem in held) / self.total


def _single(asked: _Asked, signals: Signals) -> dict[str, float]:
    """The features of a candidate that need no other candidate."""
    before, own, after = (set(around) for around in signals.stems)
    passage = before | own | after
    own_weight = sum(asked.idf(stem) for stem in own) or 1.0
    spans = fillers(asked.slot, signals.text, asked.words)
    speech = SPEECH.search(signals.text) is not None
    neighbours = set(zip(signals.stems[1], signals.stems[1][1:], strict=False))
    scale = 2.2 * asked.total
    return {
        "cosine": signals.cosines[1],
        "cosine_passage": signals.cosine_passage,
        "cosine_before": signals.cosines[0],
        "cosine_after": signals.cosines[2],
        "bm25": signals.bm25s[1] / scale,
        "bm25_passage": sum(signals.bm25s) / scale,
        "coverage": asked.share(own),
        "coverage_passage": asked.share(passage),
        "coverage_before": asked.share(before),
        "coverage_after": asked.share(after),
        "precision": sum(weight for stem, weight in asked.weights.items() if stem in own) / own_weight,
        "pairs": len(asked.pairs & neighbours) / (len(asked.pairs) or 1),
        "rarest": float(asked.rarest in own),
        "rarest_passage": float(asked.rarest in passage),
        "head": float(asked.head in own),
        "speaker": float(speech and bool(asked.speaker & own)) if asked.slot is Slot.SAID else 0.0,
        "filler": float(bool(spans)),
        "fillers": min(len(spans), 4) / 4,
        "speech": float(speech),
        "opening": float(signals.opening),
        "length": math.log1p(len(signals.stems[1])),
    }
