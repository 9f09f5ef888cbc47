"""Passages of an article, and the vectors that they are found by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pullquote.records import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from pullquote.encoder import Encoder
    from pullquote.records import Article


def make_passages(article: Article, tokens: Sequence[int], limit: int) -> tuple[Passage, ...]:
    """One passage for each quotable sentence: it and its neighbours, of one section, within ``limit`` tokens.

    ``tokens`` counts each sentence's, in order. A sentence that is too long by itself is a passage by itself.
    """
    passages: list[Passage] = []
    for focus, sentence in enumerate(article.sentences):
        if not sentence.kind.quotable:
            continue
        first = last = focus
        total = tokens[focus]
        for near in (focus - 1, focus + 1):
            if _adjoins(article, focus, near) and total + tokens[near] <= limit:
                total += tokens[near]
                first, last = min(first, near), max(last, near)
        passages.append(Passage(article, first, last, focus))
    return tuple(passages)


def _adjoins(article: Article, focus: int, near: int) -> bool:
    if not 0 <= near < len(article.sentences):
        return False
    sentence, neighbour = article.sentences[focus], article.sentences[near]
    return neighbour.kind.quotable and neighbour.section == sentence.section


def embed_whole(
    texts: Sequence[str],
    tokens: Sequence[int],
    encoder: Encoder,
    progress: Callable[[int], None] | None = None,
) -> NDArray[np.float32]:
    """Unit vectors of texts, none cut off: one longer than the encoder reads is the mean of its parts.

    ``tokens`` counts each text's. Shape (texts, dimension), float32.
    """
    long = {row for row, count in enumerate(tokens) if count > encoder.max_tokens}
    if not long:
        return encoder.encode(texts, progress)
    parts = [_parts(text, encoder) if row in long else [text] for row, text in enumerate(texts)]
    encoded = encoder.encode([part for of_text in parts for part in of_text], progress)
    vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    first = 0
    for row, of_text in enumerate(parts):
        mean = encoded[first : first + len(of_text)].mean(axis=0)
        vectors[row] = mean / (np.linalg.norm(mean) or 1.0)
        first += len(of_text)
    return vectors


def _parts(text: str, encoder: Encoder) -> list[str]:
    """``text`` halved, at white space where there is some, until the encoder reads each part whole."""
    if encoder.count_tokens([text])[0] <= encoder.max_tokens or len(text) < 2:
        return [text]
    middle = len(text) // 2
    space = text.find(" ", middle)
    cut = space if 0 < space < len(text) - 1 else middle
    return _parts(text[:cut], encoder) + _parts(text[cut:], encoder)
