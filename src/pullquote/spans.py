"""Answer spans from a span model's scores: which words of a sentence would answer, and how strongly.

A span model gives every token of a window a score for starting and for ending the answer; position 0 stands for "no
answer in this window" (Devlin et al. 2019, section 4.3). Only spans inside one sentence count, of at most LONGEST
tokens. A window that is longer than the model reads comes in pieces that overlap; of a token in two of them the better
scores count.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pullquote.records import Span

LONGEST = 40  # tokens of an answer span
MOST_CHARACTERS = 400  # of words that are pointed to: in a text without spaces, a token is a paragraph
BEFORE = frozenset("$€£¥#@+-−")  # belongs to the number or word behind it
BEHIND = frozenset("%°")


@dataclass(frozen=True, slots=True)
class TokenScores:
    """Logarithms of the probabilities that a window's tokens start or end the answer, shapes (tokens,).

    ``offsets``, shape (tokens, 2), are code points into the window; ``none`` is that of "no answer here": start and end
    together. With their part of it, the starts' and the ends' probabilities add up to 1 each.
    """

    offsets: NDArray[np.int64]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    none: float


class SpanModel(Protocol):
    """A model that marks answers in text. Deterministic; safe to use from several threads."""

    @property
    def name(self) -> str:
        """What to call it."""
        ...

    @property
    def max_tokens(self) -> int:
        """How many tokens it reads at once, those of the question included."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""
        ...

    def score(self, question: str, windows: Sequence[str]) -> list[TokenScores]:
        """The scores of each window's tokens. Raises ModelError when the model cannot be loaded."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What a sentence holds of an answer.

    ``mass`` is the logarithm of all its spans' probabilities together and ``best`` that of the likeliest, ``none``
    that of there being no answer in the window. ``span`` is in code points into the window; None: no token at all.
    """

    mass: float
    best: float
    none: float
    span: Span | None

    @property
    def margin(self) -> float:
        """How much likelier the sentence is to hold the answer than the window is not to (natural logarithm)."""
        return self.mass - self.none

    def within(self, sentence: str, start: int) -> Finding:
        """The same with the span tidied and counted from the ``start`` of its sentence."""
        span = tidied(sentence, (self.span[0] - start, self.span[1] - start)) if self.span else None
        return Finding(self.mass, self.best, self.none, span)


def find_spans(scores: TokenScores, sentences: Sequence[Span]) -> list[Finding]:
    """What each of a window's ``sentences`` (code points into the window) holds of an answer."""
    return [_find(scores, sentence) for sentence in sentences]


def _find(scores: TokenScores, sentence: Span) -> Finding:
    inside = np.flatnonzero((scores.offsets[:, 0] >= sentence[0]) & (scores.offsets[:, 1] <= sentence[1]))
    if not len(inside):
        return Finding(-np.inf, -np.inf, scores.none, None)
    starts, ends = scores.starts[inside], scores.ends[inside]
    count = len(inside)
    longest = min(LONGEST, count)
    pairs = np.full((count, longest), -np.inf)  # by first token and how many more: a long sentence stays cheap
    for more in range(longest):
        pairs[: count - more, more] = starts[: count - more] + ends[more:]
    first, more = divmod(int(np.argmax(pairs)), longest)
    best = float(pairs[first, more])
    mass = best + float(np.log(np.exp(pairs - best).sum()))
    start, end = scores.offsets[inside[first], 0], scores.offsets[inside[first + more], 1]
    return Finding(mass, best, scores.none, (int(start), int(end)))


def tidied(text: str, span: Span) -> Span | None:
    """A span of ``text`` without loose marks at its ends and with no word or character cut; None: nothing to show."""
    start, end = span
    while start < end and not (text[start].isalnum() or _belongs_before(text, start, end)):
        start += 1
    while start < end and not (_of_word(text[end - 1]) or text[end - 1] in BEHIND):
        end -= 1
    if start == end:
        return None
    while start and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    return (start, end) if end - start <= MOST_CHARACTERS else None


def _belongs_before(text: str, start: int, end: int) -> bool:
    return text[start] in BEFORE and start + 1 < end and text[start + 1].isalnum()


def _joined(text: str, place: int) -> bool:
    """Whether a cut at ``place`` would part a word, or a letter from its accent."""
    return bool(unicodedata.combining(text[place])) or (_of_word(text[place - 1]) and _of_word(text[place]))


def _of_word(character: str) -> bool:
    return character.isalnum() or bool(unicodedata.combining(character))
