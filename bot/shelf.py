"""Answers put away and taken out again: as places in articles, never as text, so that what comes back is verbatim."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pullquote.errors import PullquoteError
from pullquote.records import Account, Answer, Outcome, Quote, Silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pullquote.records import Article


class ExpiredError(PullquoteError):
    """An article of the answer has changed or gone since."""


def pack(answer: Answer) -> str:
    """An answer in a line that ``unpack`` reads."""
    return json.dumps(
        {
            "question": answer.question,
            "outcome": answer.outcome.value,
            "quotes": _places(answer.quotes),
            "accounts": [[a.speaker, list(a.quotes), a.start, a.end] for a in answer.accounts],
            "nearest": _places(answer.nearest),
            "more": _places(answer.more),
            "silence": answer.silence.name if answer.silence else None,
            "confidence": answer.confidence,
        },
        ensure_ascii=False,
    )


def unpack(line: str, articles: Mapping[str, Article]) -> Answer:
    """The answer that was packed, cut anew from ``articles``. Raises ExpiredError when they are not the same."""
    try:
        return _unpacked(json.loads(line), articles)
    except (KeyError, TypeError, ValueError) as error:  # sentences are cut otherwise by now, or we pack otherwise
        raise ExpiredError("an article of this answer is read otherwise by now") from error


def _unpacked(kept: Mapping[str, Any], articles: Mapping[str, Article]) -> Answer:
    return Answer(
        kept["question"],
        Outcome(kept["outcome"]),
        _quotes(kept["quotes"], articles, 1),
        tuple(Account(speaker, tuple(quotes), start, end) for speaker, quotes, start, end in kept["accounts"]),
        _quotes(kept["nearest"], articles, 1),
        _quotes(kept["more"], articles, 1 + len(kept["quotes"])),
        Silence[kept["silence"]] if kept["silence"] else None,
        kept["confidence"],
    )


def _places(quotes: Iterable[Quote]) -> list[dict[str, Any]]:
    return [
        {
            "article": quote.article.id,
            "sha256": quote.article.sha256,
            "sentence": quote.sentence.start,
            "start": quote.start,
            "highlights": [list(span) for span in quote.highlights],
            "score": quote.score,
        }
        for quote in quotes
    ]


def _quotes(places: Iterable[Mapping[str, Any]], articles: Mapping[str, Article], first: int) -> tuple[Quote, ...]:
    return tuple(_quote(place, articles, number) for number, place in enumerate(places, first))


def _quote(place: Mapping[str, Any], articles: Mapping[str, Article], number: int) -> Quote:
    article = articles.get(place["article"])
    if article is None or article.sha256 != place["sha256"]:
        raise ExpiredError("an article of this answer has changed or gone since")
    by_start = {sentence.start: sentence for sentence in article.sentences}
    sentence, first = by_start.get(place["sentence"]), by_start.get(place["start"])
    if sentence is None or first is None:  # sentences are cut otherwise by now
        raise ExpiredError("an article of this answer is read otherwise by now")
    highlights = tuple((start, end) for start, end in place["highlights"])
    text = article.slice((first.start, sentence.end))
    return Quote(number, article, sentence, text, highlights, place["score"], first if first is not sentence else None)
