"""A quote in its context: the paragraph that it stands in, and those before and after, as they were printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.drafts import BOLD, QUOTE, Draft, Mark, joined, plain, units
from bot.replies import clip, linked
from pullquote.citations import cite

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import MessageEntity

    from bot.drafts import Reply
    from bot.wording import Wording
    from pullquote.records import Quote, Sentence, Span

AROUND = 900  # characters of the paragraph before, and of the one after
WITHIN = 1600  # characters of the quote's own paragraph, unless the quote itself is longer
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
    head, parts, tail = _parts(shown, words, room)
    draft = joined([head, *(_paragraph(shown, part) for part in parts), tail], "\n")
    start = len(head.text) + 1
    for first, last in parts:
        if first <= span[0] and span[1] <= last:
            here = start + span[0] - first, start + span[1] - first
            text = draft.slice(*here)
            inner = tuple(mark for mark in text.marks if mark.type == BOLD)
            if text.text != text.text.strip() or units(text.text) > LONGEST_QUOTED:
                return None
            return Cutting(text.text, Draft(text.text, inner).reply().entities, units(draft.text[: here[0]]))
        start += last - first + 1
    return None


def _draft(quote: Quote, words: Wording, room: int) -> Draft:
    head, parts, tail = _parts(quote, words, room)
    return joined([head, *(_paragraph(quote, part) for part in parts), tail], "\n")


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
    left = room - units(head.text) - units(tail.text) - 2 - len(spans)
    text = quote.article.text
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
    """The span, cut at its end where even the quote alone is too long for a message."""
    start, end = span
    if units(quote.article.text[start:end]) > room:
        start, end = quote.start, quote.end
    while units(quote.article.text[start:end]) > room:
        end -= max(1, (units(quote.article.text[start:end]) - room) // 2)
    return start, end
