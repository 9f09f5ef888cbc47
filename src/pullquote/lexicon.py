"""Which sentences share which words with a question: BM25 over stems.

In memory, made from an edition's own sentences when it is opened, so it cannot fall out of step with them.
BM25: Robertson and Zaragoza 2009, in the variant of Lucene, as computed by bm25s.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import bm25s
import numpy as np
import Stemmer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[.,:][0-9]+)*(?:['’][^\W\d_]+)?")
SUFFIX = re.compile(r"['’]s?$|n['’]t$")
STOP_WORDS = frozenset(
    "a about also am an and any are as at be been being but by can could did do does doing for from had has have "
    "having he her here hers him his how i if in into is it its itself just me my no not of off on or our out "
    "over own same she should so some such than that the their them then there these they this those through to "
    "too under up us very was we were what when where which while who whom whose why will with would you your".split()
)

_stem = lru_cache(maxsize=100_000)(Stemmer.Stemmer("english").stemWord)


def words(text: str) -> list[str]:
    """The words of a text in lower case, without possessive endings; numbers stay whole ("1.5", "2,000").

    Initials are one word however they are written: "U.S." is "us", but "US" is not the pronoun.
    """
    return [_word(word) for word in WORD.findall(text)]


def _word(word: str) -> str:
    if word == "US" or word.endswith("."):
        return word.replace(".", "").lower() + "."  # the dot tells U.S. from us
    return SUFFIX.sub("", word).lower()


def stems(text: str) -> list[str]:
    """The stems (Snowball English) of a text's words, stop words left out."""
    return [_stem(word) for word in words(text) if word not in STOP_WORDS]


class Lexicon:
    """BM25 scores of a fixed list of sentences for any question."""

    def __init__(self, sentences: Iterable[Sequence[str]]) -> None:
        """Index sentences given as stems."""
        numbers = self._numbers = dict[str, int]()
        numbered = [[numbers.setdefault(stem, len(numbers)) for stem in sentence] for sentence in sentences]
        self._size = len(numbered)
        seen = np.bincount([number for sentence in numbered for number in set(sentence)], minlength=len(self._numbers))
        self._idf = np.log1p((self._size - seen + 0.5) / (seen + 0.5))
        self._unseen = float(np.log1p((self._size + 0.5) / 0.5))
        self._bm25 = bm25s.BM25(method="lucene", k1=1.2, b=0.6) if self._numbers else None
        if self._bm25:
            self._bm25.index((numbered, self._numbers), show_progress=False)

    def idf(self, stem: str) -> float:
        """How rare a stem is: the logarithm that BM25 uses; highest for one that stands nowhere."""
        number = self._numbers.get(stem)
        return self._unseen if number is None else float(self._idf[number])

    def scores(self, question: Sequence[str]) -> NDArray[np.float32]:
        """A score of each sentence, in the order given, for a question given as stems. Shape (sentences,)."""
        known = [self._numbers[stem] for stem in dict.fromkeys(question) if stem in self._numbers]
        if not known or self._bm25 is None:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._bm25.get_scores_from_ids(known), dtype=np.float32)
