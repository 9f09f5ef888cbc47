"""A few articles in memory, searched exactly: what a store would find, without building one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from index.passages import embed_whole, make_passages
from pullquote.store import Key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pullquote.encoder import Encoder
    from pullquote.records import Article, Passage

VERSION = "lab"


class Remembering:
    """An encoder that has encoded the questions to come in batches, which is several times faster."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}
        self.name, self.dimension, self.max_tokens = encoder.name, encoder.dimension, encoder.max_tokens

    def remember(self, texts: Sequence[str]) -> None:
        """Encode ``texts`` now."""
        self._known.update(zip(texts, self._encoder.encode(texts), strict=True))

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""
        return self._encoder.count_tokens(texts)

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors, from memory where they are there."""
        if all(text in self._known for text in texts):
            return np.stack([self._known[text] for text in texts])
        return self._encoder.encode(texts, progress)


def embedded(article: Article, encoder: Encoder) -> tuple[tuple[Passage, ...], NDArray[np.float32]]:
    """An article's passages, and the vectors of the sentences that they are about, shape (passages, dimension)."""
    texts = [article.slice(sentence) for sentence in article.sentences]
    tokens = encoder.count_tokens(texts)
    passages = make_passages(article, tokens, encoder.max_tokens)
    focused = [passage.focus for passage in passages]
    return passages, embed_whole([texts[i] for i in focused], [tokens[i] for i in focused], encoder)


class Shelf:
    """The passages of some articles and their vectors, as ``pullquote.retrieval`` wants them."""

    def __init__(self, articles: Sequence[Article], encoder: Encoder) -> None:
        self.versions = {article.id: VERSION for article in articles}
        held = {article.id: embedded(article, encoder) for article in articles}
        self.passages = {name: passages for name, (passages, _) in held.items()}
        self._vectors = np.concatenate([vectors for _, vectors in held.values()])
        self._keys = [Key(name, VERSION, each.focus) for name, passages in self.passages.items() for each in passages]
        self._rows = {key: row for row, key in enumerate(self._keys)}

    def neighbours(self, vector: NDArray[np.float32], count: int) -> dict[Key, float]:
        """The ``count`` nearest keys with their cosine similarity, best first."""
        similarity = self._vectors @ vector
        best = np.argsort(-similarity, kind="stable")[:count]
        return {self._keys[row]: float(similarity[row]) for row in best.tolist()}

    def vectors(self, keys: Sequence[Key]) -> NDArray[np.float32]:
        """The vectors of ``keys``, in their order."""
        return self._vectors[[self._rows[key] for key in keys]]
