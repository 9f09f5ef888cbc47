"""A quote in its context: the paragraph that it stands in, and those before and after, as they were printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.drafts import BOLD, QUOTE, Draft, Mark, fitting, is_altered, joined, plain, units
from bot.replies import clip, linked
from pullquote.citations import cite

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from telegram import MessageEntity

    from bot.drafts import Reply
    from bot.wording import Wording
    from pullquote.records import Quote, Sentence, Span

AROUND = 900  # characters of the paragraph before, and of the one after
WITHIN = 1600  # characters of the quote's own paragraph, unless the quote itself is longer
CUT = plain("…")  # on a line of its own: it is not the article's
LONGEST_QUOTED = 1024  # units that Telegram takes as a quote of another message


@dataclass(frozen=True, slots=True)
class Cutting:
    """A part of a message as Telegram wants it for a reply that quotes it."""

    text: str
    entities: tuple[MessageEntity, ...]
    position: int  # in UTF-16 units


def render_context(quote: Quote, words: Wording, room: int) -> Reply:
    """The paragraphs around a quote in one message of at most ``room`` units, the quote in bold."""
    return _draft(quote, words, room).reply()


def cut_from_context(shown: Quote, words: Wording, room: int, span: Span) -> Cutting | None:
    """What of the message about ``shown`` holds the article's text at ``span``; None where it is not there whole."""
    head, parts, _ = _parts(shown, words, room)
    above = head.text
    for first, last in parts:
        if first <= span[0] and span[1] <= last:
            paragraph = _paragraph(shown, (first, last))
            text = paragraph.slice(span[0] - first, span[1] - first)
            inner = tuple(mark for mark in text.marks if mark.type == BOLD)
            if text.text != text.text.strip() or units(text.text) > LONGEST_QUOTED:
                return None
            position = units(f"{above}\n{paragraph.text[: span[0] - first]}")
            return Cutting(text.text, Draft(text.text, inner).reply().entities, position)
        above = joined([plain(above), *_shown(shown, (first, last), words)], "\n").text
    return None


def _draft(quote: Quote, words: Wording, room: int) -> Draft:
    head, parts, tail = _parts(quote, words, room)
    return joined([head, *(line for part in parts for line in _shown(quote, part, words)), tail], "\n")


def _shown(quote: Quote, span: Span, words: Wording) -> Iterator[Draft]:
    """A paragraph, and below it what is not as it was printed."""
    yield _paragraph(quote, span)
    if span[0] <= quote.start < span[1] < quote.end:
        yield CUT
    if is_altered(quote.article.slice(span)):
        yield plain(words.altered)


def _parts(quote: Quote, words: Wording, room: int) -> tuple[Draft, list[Span], Draft]:
    """What stands above, the spans of the article that are shown, and where they are from."""
    citation = cite(quote)
    head = plain(f"[{quote.number}] {words.in_context}")
    tail = linked(clip(words.cited(citation)), citation.link)
    before, own, after = (_sentences(quote, quote.paragraph + step) for step in (-1, 0, 1))
    spans: list[Span] = []
    if before:
        spans.append(_last_of(before, AROUND))
    spans.append(_around(own, quote))
    if after:
        spans.append(_first_of(after, AROUND))
    text = quote.article.text
    notes = sum(units(words.altered) + 1 for first, last in spans if is_altered(text[first:last]))
    left = room - units(head.text) - units(tail.text) - 2 - len(spans) - notes
    while len(spans) > 1 and sum(units(text[first:last]) for first, last in spans) > left:
        spans.remove(max((s for s in spans if not s[0] <= quote.start < s[1]), key=lambda s: s[1] - s[0]))
    return head, [span if len(spans) > 1 else _fitting(span, quote, left) for span in spans], tail


def _paragraph(quote: Quote, span: Span) -> Draft:
    """A paragraph as it was printed, with the quote in bold where it stands in it."""
    text = quote.article.slice(span)
    start, end = max(quote.start, span[0]) - span[0], min(quote.end, span[1]) - span[0]
    bold = (Mark(start, end, BOLD),) if start < end else ()
    return Draft(text, (Mark(0, len(text), QUOTE), *bold))


def _sentences(quote: Quote, paragraph: int) -> list[Sentence]:
    every = quote.article.sentences
    return [one for one in every if one.kind.quotable and one.paragraph == paragraph]


def _around(sentences: Sequence[Sentence], quote: Quote) -> Span:
    """The quote and as many of its neighbours as WITHIN allows, in turn before and after."""
    start, end = quote.start, quote.end
    before = [one.start for one in sentences if one.start < start]
    after = [one.end for one in sentences if one.end > end]
    while before or after:
        if before and end - before[-1] <= WITHIN:
            start = before.pop()
        else:
            before = []
        if after and after[0] - start <= WITHIN:
            end = after.pop(0)
        else:
            after = []
    return start, end


def _last_of(sentences: Sequence[Sentence], most: int) -> Span:
    end = sentences[-1].end
    return next(one.start for one in sentences if one is sentences[-1] or end - one.start <= most), end


def _first_of(sentences: Sequence[Sentence], most: int) -> Span:
    start = sentences[0].start
    return start, max(one.end for one in sentences if one is sentences[0] or one.end - start <= most)


def _fitting(span: Span, quote: Quote, room: int) -> Span:
    """The span; the quote alone where that is too long; its beginning, to the end of a word, where even that is."""
    if units(quote.article.slice(span)) <= room:
        return span
    if units(quote.text) <= room:
        return quote.start, quote.end
    last = fitting(quote.text, room - units(CUT.text) - 1)
    words = (at for at in range(last, last // 2, -1) if quote.text[at].isspace())
    return quote.start, quote.start + len(quote.text[: next(words, last)].rstrip())
