"""What is read once more, together: the best sentences, those in front of them, and other accounts of the matter.

Sentences stand in the articles' order; those that follow on each other make one text, others stand apart. Offsets into
articles and texts are code points.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from pullquote.statements import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pullquote.records import Article, Span
    from pullquote.statements import Statement

LONGEST = 400  # characters of a sentence that are read
MOST = 1_200  # characters in all, but for the best sentences, which are always read;
ROOM = 600  # and so many for others, however long those are
FIRST = 2  # sentences of which those in front come before what others say
TextSpan = tuple[int, int, int]  # the number of a text, start and end in it


@dataclass(frozen=True, slots=True)
class Listing:
    """The texts, and where in them each sentence begins."""

    texts: tuple[str, ...]
    starts: dict[Place, tuple[int, int]]

    def find(self, article: Article, number: int, span: Span) -> TextSpan | None:
        """Where a span of a sentence's article stands in the texts, as far as the sentence is read; None: nowhere."""
        if Place(article.id, number) not in self.starts:
            return None
        sentence = article.sentences[number]
        text, at = self.starts[Place(article.id, number)]
        start = max(span[0], sentence.start) - sentence.start
        end = min(span[1], sentence.end, sentence.start + LONGEST) - sentence.start
        return (text, at + start, at + end) if start < end else None

    def sentence(self, article: Article, number: int) -> TextSpan | None:
        """Where a sentence stands in the texts; None: nowhere."""
        sentence = article.sentences[number]
        return self.find(article, number, (sentence.start, sentence.end))

    def statement(self, statement: Statement) -> TextSpan | None:
        """Where a statement, with the words that report it, stands in the texts; None: nowhere."""
        return self.find(statement.article, statement.number, statement.told_at)


def list_texts(best: Sequence[tuple[Article, int]], statements: Sequence[Statement]) -> Listing:
    """The listing of the ``best`` sentences, by article and number, of those in front of them, and of statements.

    The best are always taken, others while there is room.
    """
    fronts = [(article, number - 1) for article, number in best if has_front(article, number)]
    others = chain(fronts[:FIRST], ((each.article, each.number) for each in statements), fronts[FIRST:])
    chosen: dict[Place, Article] = {}
    ranks: dict[str, int] = {}
    room = max(ROOM, MOST - sum(_size(*each) for each in best))
    for rank, (article, number) in enumerate(chain(best, others)):
        place = Place(article.id, number)
        size = _size(article, number) if rank >= len(best) else 0
        if place in chosen or size > room:
            continue
        chosen[place] = article
        ranks.setdefault(article.id, len(ranks))
        room -= size
    ordered = sorted(chosen.items(), key=lambda each: (ranks[each[0].article], each[0].number))
    return join((place, article.slice(article.sentences[place.number])) for place, article in ordered)


def join(sentences: Iterable[tuple[Place, str]]) -> Listing:
    """The listing of some sentences, in the order in which they come; those that follow on each other make one text."""
    texts: list[str] = []
    starts: dict[Place, tuple[int, int]] = {}
    last: Place | None = None
    for place, text in sentences:
        if last == Place(place.article, place.number - 1):
            texts[-1] += " "
        else:
            texts.append("")
        starts[place] = len(texts) - 1, len(texts[-1])
        texts[-1] += text[:LONGEST]
        last = place
    return Listing(tuple(texts), starts)


def _size(article: Article, number: int) -> int:
    sentence = article.sentences[number]
    return min(LONGEST, sentence.end - sentence.start)


def has_front(article: Article, number: int) -> bool:
    """Whether a sentence follows on another one of the same kind of block."""
    return number > 0 and article.sentences[number - 1].kind is article.sentences[number].kind
