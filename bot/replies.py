"""An Answer in, messages out. Nothing here sends, asks or remembers anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.drafts import (
    BOLD,
    EXPANDABLE,
    ITALIC,
    LINK,
    QUOTE,
    Draft,
    Mark,
    is_altered,
    joined,
    marked,
    plain,
    replies,
    units,
)
from pullquote.citations import cite
from pullquote.citations import plain as one_line
from pullquote.records import Outcome
from pullquote.voices import speakers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.drafts import Reply
    from bot.wording import Wording
    from pullquote.records import Account, Answer, Quote, Span

LONGEST_LINE = 300  # characters of a title or name that somebody else wrote
SCREEN = {"short": 300, "usual": 900, "long": 1800}  # characters of an answer; the usual is what a phone shows at once
LONG = 320  # characters; a longer quote is folded, so that a phone shows its first lines and a sign to open it
FULL = 2800  # units of quotes in one message, which speakers and citations share
HEAD = 40  # characters of what stands above the first quote
FOLDED = 160  # characters that a folded quote takes up
WEB = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d{1,5})?([/?#][!-~]{0,2000})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """How an answer is to be rendered: in which words, how long, and under which heading."""

    words: Wording
    length: str = "usual"
    articles: int = 1  # that there were to look in
    heading: str | None = None
    understood: str | None = None  # the question, where it was not asked in so many words


def render(answer: Answer, style: Style, first: int = 1) -> list[Reply]:
    """The messages that an answer is sent as, or a further page of it, which begins with quote ``first``."""
    blocks = [marked(clip(style.heading), ITALIC)] if style.heading else []
    if style.understood:
        blocks.append(marked(style.words.understood(clip(style.understood)), ITALIC))
    pages = pages_of(answer, style, first)
    page = page_with(first, pages)
    if answer.outcome is Outcome.NOT_IN_SOURCES:
        return replies([*blocks, plain(style.words.not_said(style.articles))], style.words.goes_on)
    quotes = pages[page]
    if page:
        blocks.append(plain(_further(quotes, answer, style.words)))
        blocks += [_attributed(quote, style.words) for quote in quotes]
        return replies([*blocks, _citations(quotes, style.words)], style.words.goes_on)
    if answer.outcome is Outcome.DISPUTED:
        body = [plain(style.words.disputed), *_dispute(answer, quotes, style.words)]
    else:
        count = len({quote.article.id for quote in quotes})
        body = [plain(style.words.answered(count)), *(_attributed(quote, style.words) for quote in quotes)]
    return replies([*blocks, *_folded(body, style), _citations(quotes, style.words)], style.words.goes_on)


def pages_of(answer: Answer, style: Style, first: int = 1) -> list[list[Quote]]:
    """The quotes of each page: whole quotes, as many as a screen takes, accounts of a dispute all on the first.

    Quote ``first`` begins a page: whoever has seen those before it, perhaps on longer pages, goes on with it.
    """
    told = {number for account in answer.accounts for number in account.quotes}
    pages: list[list[Quote]] = [[quote for quote in answer.quotes if quote.number in told]] if told else [[]]
    room = SCREEN[style.length] - HEAD - sum(_size(quote, style.words) for quote in pages[0])
    for quote in (*answer.quotes, *answer.more):
        if quote.number in told:
            continue
        size = _size(quote, style.words)
        extra = style.length != "long" and quote.number > len(answer.quotes) and len(pages) == 1
        whole = sum(units(each.text) for each in (*pages[-1], quote))  # a page is one message, folded or not
        if pages[-1] and (quote.number == first or size > room or extra or whole > FULL):
            pages.append([])
            room = SCREEN["usual"] - HEAD
        pages[-1].append(quote)
        room -= size
    return pages


def page_with(number: int, pages: Sequence[Sequence[Quote]]) -> int:
    """Which of the pages holds a quote; the first, if none does."""
    return next((page for page, quotes in enumerate(pages) if any(quote.number == number for quote in quotes)), 0)


def render_nearest(answer: Answer, style: Style) -> list[Reply]:
    """The passages that come nearest, said not to be an answer; nothing in them is in bold."""
    nearest = [replace(quote, highlights=()) for quote in answer.nearest]
    if sum(units(quote.text) for quote in nearest) > FULL:
        nearest = nearest[:1]  # one message, whole
    blocks = [plain(style.words.nearest), *(_attributed(quote, style.words) for quote in nearest)]
    return replies([*_folded(blocks, style), _citations(nearest, style.words)], style.words.goes_on)


def render_card(answer: Answer, quotes: Sequence[Quote], style: Style) -> Reply | None:
    """One message with these quotes, to be sent by somebody else; None where it would not be whole."""
    if answer.outcome is Outcome.DISPUTED:
        blocks = [plain(style.words.disputed), *_dispute(answer, quotes, style.words)]
    else:
        blocks = [_attributed(quote, style.words) for quote in quotes]
    heading = marked(clip(style.heading), ITALIC) if style.heading else Draft()
    made = replies([heading, *blocks, _citations(quotes, style.words)], style.words.goes_on)
    return made[0] if len(made) == 1 else None


def clip(text: str | None, most: int = LONGEST_LINE) -> str:
    """Text that somebody else wrote, harmless on one line of ours, and not endless."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1] + "…"


def speakers(quote: Quote, words: Wording) -> str:
    """Who speaks in the words that answer, each once."""
    people = (_person(claim.speaker, claim.role) if claim else words.article_voice for claim in speakers_of(quote))
    return "; ".join(dict.fromkeys(people))


def linked(text: str, url: str | None) -> Draft:
    """The text with a link on it, if it is one that Telegram takes; it refuses the message if not."""
    return marked(text, LINK, url) if url and WEB.fullmatch(url) else plain(text)


def _attributed(quote: Quote, words: Wording) -> Draft:
    return joined([plain(f"[{quote.number}] {speakers(quote, words)}"), *_quoted(quote, words)], "\n")


def _dispute(answer: Answer, quotes: Sequence[Quote], words: Wording) -> Iterator[Draft]:
    """Each account with its quotes; a sentence that several accounts rest on is quoted under the first."""
    by_number = {quote.number: quote for quote in quotes}
    shown: set[int] = set()
    for account in answer.accounts:
        new = [by_number[number] for number in account.quotes if number not in shown]
        again = [number for number in account.quotes if number in shown]
        name = _account_speaker(account, answer.quotes, words)
        if not new:
            yield plain(f"{name} {words.see(again)}")
        for quote in new:
            title = f"[{quote.number}] {name}" + (f" {words.see(again)}" if again and quote is new[0] else "")
            yield joined([plain(title), *_quoted(quote, words, _words_in(answer.accounts, quote))], "\n")
        shown.update(account.quotes)
    yield from (_attributed(quote, words) for quote in quotes if quote.number not in shown)


def _further(quotes: Sequence[Quote], answer: Answer, words: Wording) -> str:
    total = len(answer.quotes) + len(answer.more)
    first, last = quotes[0].number, quotes[-1].number
    return words.one_of(first, total) if first == last else words.page(first, last, total)


def _quoted(quote: Quote, words: Wording, otherwise: Sequence[Span] = ()) -> Iterator[Draft]:
    """The quote, its answer in bold: the highlights, or ``otherwise`` where there are none.

    It has its lines to itself, where everything that it does to the direction of writing ends. What will not arrive
    as it is printed is said to be so in the line below.
    """
    bold = (Mark(start, end, BOLD) for start, end in quote.highlights or otherwise)
    kind = EXPANDABLE if len(quote.text) > LONG else QUOTE
    yield Draft(quote.text, (Mark(0, len(quote.text), kind), *bold))
    if is_altered(quote.text):
        yield plain(words.altered)


def _folded(blocks: Sequence[Draft], style: Style) -> list[Draft]:
    """The blocks, with every quote folded that a phone folds, where they are more than a screen."""
    if sum(len(block.text) for block in blocks) <= SCREEN[style.length]:
        return list(blocks)
    return [replace(block, marks=tuple(map(_fold, block.marks))) for block in blocks]


def _fold(mark: Mark) -> Mark:
    return replace(mark, type=EXPANDABLE) if mark.type == QUOTE and mark.end - mark.start > FOLDED else mark


def _size(quote: Quote, words: Wording) -> int:
    """About how many characters of a screen a quote takes up, with its speaker and its citation."""
    length = FOLDED if len(quote.text) > LONG else len(quote.text)
    return length + len(speakers(quote, words)) + len(words.cited(cite(quote))) + 12


def _citations(quotes: Iterable[Quote], words: Wording) -> Draft:
    """Where each quote stands, a line each."""
    return joined((_citation(quote, words) for quote in quotes), "\n")


def _citation(quote: Quote, words: Wording) -> Draft:
    citation = cite(quote)
    return plain(f"[{quote.number}] ") + linked(clip(words.cited(citation)), citation.link)


def _words_in(accounts: Iterable[Account], quote: Quote) -> list[Span]:
    """What the accounts say within the quote, relative to it, in order, overlaps left out."""
    spans: list[Span] = []
    for start, end in sorted((max(a.start, quote.start), min(a.end, quote.end)) for a in accounts):
        if start < end and (not spans or start - quote.start >= spans[-1][1]):
            spans.append((start - quote.start, end - quote.start))
    return spans


def _account_speaker(account: Account, quotes: Iterable[Quote], words: Wording) -> str:
    if account.speaker is None:
        return words.article_voice
    claims = (c for q in quotes if q.number in account.quotes for c in q.sentence.claims)
    role = next((c.role for c in claims if c.speaker == account.speaker and c.role), None)
    return _person(account.speaker, role)


def _person(speaker: str, role: str | None) -> str:
    return clip(f"{speaker}, {role}" if role else speaker)
