"""From readings to quotes: what is worth showing, best first, nothing twice."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pullquote.lexicon import stems
from pullquote.records import Quote
from pullquote.surface import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pullquote.reader import Reading
    from pullquote.records import Sentence

MOST = 3  # quotes in an answer
FURTHER = 6  # quotes for who asks for more
RUNNER_UP = 0.03  # a further quote is at least this likely, compared with the best
REPEATED = 0.85  # of a quote's stems stand in another one: it adds nothing
SHORT = 14  # words; a longer sentence that begins with "He" says enough by itself
LONG = 400  # characters; a longer sentence is not brought along
LEANS = re.compile(
    r"(?:And |But |So |Then |Yet |Also,? |However, )?"
    r"(?:he|she|it|they|this|that|these|those|both|neither|his|her|its|their)\b",
    re.IGNORECASE,
)


def select(readings: Sequence[Reading], bar: float) -> tuple[Quote, ...]:
    """Up to three quotes, best first; none when it is too likely that none of the three would answer."""
    if not readings or sum(reading.probability for reading in readings[:MOST]) < bar:
        return ()
    return number(_likely(readings))


def further(readings: Sequence[Reading], shown: Sequence[Quote]) -> tuple[Quote, ...]:
    """The next best quotes after those ``shown``, as likely as any runner-up must be, numbered on."""
    known = {(quote.article.id, quote.sentence.start) for quote in shown}
    found = number(_likely(readings), len(shown) + FURTHER)
    rest = [quote for quote in found if (quote.article.id, quote.sentence.start) not in known][:FURTHER]
    return tuple(replace(quote, number=place) for place, quote in enumerate(rest, len(shown) + 1))


def _likely(readings: Sequence[Reading]) -> list[Reading]:
    return [reading for reading in readings if reading.probability >= RUNNER_UP * readings[0].probability]


def number(readings: Iterable[Reading], most: int = MOST) -> tuple[Quote, ...]:
    """Quotes of the first ``most`` readings that add something to those before them, numbered from 1."""
    quotes: list[Quote] = []
    said: list[frozenset[str]] = []
    for reading in readings:
        passage = reading.candidate.passage
        sentence = passage.article.sentences[passage.focus]
        held = frozenset(stems(passage.article.slice(sentence)))
        if not sentence.kind.quotable or any(_repeats(held, other) for other in said):
            continue
        quotes.append(_quote(reading, quotes))
        said.append(frozenset(stems(quotes[-1].text)))
        if len(quotes) == most:
            break
    return tuple(quotes)


def _repeats(held: frozenset[str], said: frozenset[str]) -> bool:
    return held <= said or len(held & said) >= REPEATED * len(held)


def _quote(reading: Reading, others: Sequence[Quote]) -> Quote:
    """The quote after the ``others``, with the sentence before it where it needs that and they do not hold it."""
    passage = reading.candidate.passage
    article, sentence = passage.article, passage.article.sentences[passage.focus]
    before = needed_before(article.sentences, passage.focus, article.slice(sentence))
    if before in [other.sentence for other in others if other.article is article]:
        before = None
    start = before.start if before else sentence.start
    moved = sentence.start - start
    highlights = tuple((first + moved, last + moved) for first, last in reading.highlights)
    text = article.slice((start, sentence.end))
    return Quote(len(others) + 1, article, sentence, text, highlights, reading.probability, before)


def needed_before(sentences: Sequence[Sentence], place: int, text: str) -> Sentence | None:
    """The sentence in front, in the same paragraph, of one that speaks only of "he" or "that" and names nobody."""
    before = sentences[place - 1] if place else None
    if before is None or before.kind is not sentences[place].kind or before.paragraph != sentences[place].paragraph:
        return None
    named = any(match.start() > 0 for match in NAME.finditer(text))
    brief = len(text.split()) <= SHORT and before.end - before.start <= LONG
    return before if LEANS.match(text) and not named and brief else None
