"""From a question to the sentences that may answer it: dense neighbours and lexical ones, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from pullquote.errors import QuestionError
from pullquote.evidence import Signals
from pullquote.lexicon import Lexicon, stems
from pullquote.records import Kind
from pullquote.store import Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from pullquote.encoder import Encoder
    from pullquote.question import Question
    from pullquote.records import Passage

DEPTH = 30  # candidates from each side; with 40, the right one was there 99 times in 100 over whole SQuAD articles


class Vectors(Protocol):
    """Passages and their vectors, as an edition of the store holds them."""

    @property
    def versions(self) -> Mapping[str, str]:
        """The version of each article, by id."""
        ...

    @property
    def passages(self) -> Mapping[str, Sequence[Passage]]:
        """The passages of each article, by id, in the article's order."""
        ...

    def neighbours(self, vector: NDArray[np.float32], count: int) -> Mapping[Key, float]:
        """The ``count`` nearest keys with their cosine similarity."""
        ...

    def vectors(self, keys: Sequence[Key]) -> NDArray[np.float32]:
        """The vectors of ``keys``, in their order, shape (keys, dimension)."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence (the focus of ``passage``) that may answer, and what retrieval knows of it."""

    passage: Passage
    signals: Signals

    @property
    def place(self) -> tuple[str, int]:
        """Article id and sentence number: the same for the same sentence, however it was found."""
        return self.passage.article.id, self.passage.focus


class Retriever:
    """Finds candidates in one edition. Safe to use from several threads."""

    def __init__(self, edition: Vectors, encoder: Encoder) -> None:
        """Prepare the lexical index of all quotable sentences."""
        self._edition = edition
        self._encoder = encoder
        self._passages = tuple(passage for passages in edition.passages.values() for passage in passages)
        self._keys = tuple(
            Key(passage.article.id, edition.versions[passage.article.id], passage.focus) for passage in self._passages
        )
        self._rows = {key: row for row, key in enumerate(self._keys)}
        self._of_article: dict[str, range] = {}
        first = 0
        for name, passages in edition.passages.items():
            self._of_article[name] = range(first, first := first + len(passages))
        self._stems = tuple(tuple(stems(p.article.slice(p.article.sentences[p.focus]))) for p in self._passages)
        self.lexicon = Lexicon(self._stems)

    def retrieve(self, question: Question, article: str | None = None) -> tuple[Candidate, ...]:
        """Candidates for a question, in the order of the articles. Raises QuestionError for an unknown article."""
        vector = self._encoder.encode([question.text])[0]
        lexical = self.lexicon.scores(question.stems)
        if article is None:
            within = range(len(self._keys))
            dense = self._edition.neighbours(vector, DEPTH)
            rows = {self._rows[key] for key in dense}
        else:
            within = self._rows_of(article)
            rows = set[int]()
        best_lexical = within.start + _best(lexical[within.start : within.stop], DEPTH)
        rows.update(int(row) for row in best_lexical if lexical[row] > 0)
        if article is not None:
            rows = self._with_nearest(rows, within, vector)
        return self._candidates(sorted(rows), vector, lexical)

    def _rows_of(self, article: str) -> range:
        try:
            return self._of_article[article]
        except KeyError:
            raise QuestionError(f"there is no article {article!r} here: `python -m index list` names them") from None

    def _with_nearest(self, rows: set[int], within: range, vector: NDArray[np.float32]) -> set[int]:
        """``rows`` and the nearest of one article, found exactly: Chroma's index may miss under a narrow filter."""
        similarity = np.round(self._vectors(within) @ vector, 5)  # equal vectors differ in the last places otherwise
        return rows | {within.start + int(row) for row in _best(similarity, DEPTH)}

    def _vectors(self, rows: Iterable[int]) -> NDArray[np.float32]:
        return self._edition.vectors([self._keys[row] for row in rows])

    def _candidates(
        self, rows: list[int], vector: NDArray[np.float32], lexical: NDArray[np.float32]
    ) -> tuple[Candidate, ...]:
        around = {row: self._neighbours(row) for row in rows}
        wanted = sorted({row for neighbours in around.values() for row in neighbours})
        stored = dict(zip(wanted, self._vectors(wanted), strict=True)) if wanted else {}
        similar = {row: float(stored[row] @ vector) for row in wanted}
        found: list[Candidate] = []
        for row in rows:
            before, after = (near if near in around[row] else None for near in (row - 1, row + 1))
            weighed = sum((len(self._stems[near]) + 1) * stored[near] for near in around[row])
            passage = self._passages[row]
            sentence = passage.article.sentences[passage.focus]
            signals = Signals(
                text=passage.article.slice(sentence),
                stems=(
                    self._stems[before] if before is not None else (),
                    self._stems[row],
                    self._stems[after] if after is not None else (),
                ),
                cosines=(
                    similar[before] if before is not None else 0.0,
                    similar[row],
                    similar[after] if after is not None else 0.0,
                ),
                bm25s=(
                    float(lexical[before]) if before is not None else 0.0,
                    float(lexical[row]),
                    float(lexical[after]) if after is not None else 0.0,
                ),
                cosine_passage=float(weighed @ vector / (np.linalg.norm(weighed) or 1.0)),
                opening=sentence.kind is Kind.LEAD or sentence.paragraph == 1,
            )
            found.append(Candidate(passage, signals))
        return tuple(found)

    def _neighbours(self, row: int) -> tuple[int, ...]:
        """Rows of the sentences of a passage, the row itself among them; at most one to each side."""
        passage = self._passages[row]
        return tuple(
            near
            for near in (row - 1, row, row + 1)
            if 0 <= near < len(self._passages)
            and self._passages[near].article is passage.article
            and passage.first <= self._passages[near].focus <= passage.last
        )


def _best(scores: NDArray[np.float32], count: int) -> NDArray[np.intp]:
    """Positions of the ``count`` highest scores; among equals the earlier, so that answers do not vary."""
    if len(scores) <= count:
        return np.arange(len(scores))
    some = scores[scores > 0]  # the many zeros of lexical scores would make the partition slow
    bar = np.partition(some, -count)[-count] if len(some) > count else np.partition(scores, -count)[-count]
    above, level = np.flatnonzero(scores > bar), np.flatnonzero(scores == bar)
    return np.concatenate([above, level[: count - len(above)]])
