"""From readings to quotes: what is worth showing, best first, nothing twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pullquote.records import Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pullquote.reader import Reading

MOST = 3  # quotes in an answer
RUNNER_UP = 0.02  # a further quote is at least this likely, compared with the best


def select(readings: Sequence[Reading], bar: float) -> tuple[Quote, ...]:
    """Up to three quotes, best first; none when it is too likely that none of the three would answer."""
    if not readings or sum(reading.probability for reading in readings[:MOST]) < bar:
        return ()
    best = readings[0].probability
    return number(reading for reading in readings if reading.probability >= RUNNER_UP * best)


def number(readings: Iterable[Reading], most: int = MOST) -> tuple[Quote, ...]:
    """Quotes of the first ``most`` readings, numbered from 1; the same words are quoted once."""
    quotes: list[Quote] = []
    seen: set[str] = set()
    for reading in readings:
        passage = reading.candidate.passage
        sentence = passage.article.sentences[passage.focus]
        text = passage.article.slice(sentence)
        folded = " ".join(text.split()).casefold()
        if folded in seen or not sentence.kind.quotable:
            continue
        seen.add(folded)
        quotes.append(Quote(len(quotes) + 1, passage.article, sentence, text, reading.highlights, reading.probability))
        if len(quotes) == most:
            break
    return tuple(quotes)
