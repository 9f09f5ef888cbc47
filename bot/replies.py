"""An Answer in, messages out. Nothing here sends, asks or remembers anything."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot import wording
from bot.drafts import BOLD, ITALIC, LINK, QUOTE, Draft, Mark, joined, marked, plain, replies
from pullquote.citations import cite, describe
from pullquote.citations import plain as one_line
from pullquote.records import Outcome, Silence
from pullquote.voices import speakers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.drafts import Reply
    from pullquote.records import Account, Answer, Article, Quote, Span

LONGEST_LINE = 300  # characters of a title or name that somebody else wrote
SOURCES_SHOWN = 25
WEB = re.compile(r"https?://[\w-]+(\.[\w-]+)+(:\d{1,5})?([/?#][!-~]{0,2000})?", re.IGNORECASE)


def render(answer: Answer, articles: int, heading: str | None = None) -> list[Reply]:
    """The messages that an answer is sent as. ``articles`` is how many there were to look in."""
    blocks = [marked(clip(heading), ITALIC)] if heading else []
    match answer.outcome:
        case Outcome.NOT_IN_SOURCES:
            blocks.append(plain(_silence(answer, articles)))
        case Outcome.DISPUTED:
            blocks.append(plain(wording.DISPUTED))
            blocks.extend(_dispute(answer))
        case Outcome.ANSWERED:
            blocks.extend(_attributed(answer.quotes))
    return replies(blocks)


def render_sources(articles: Sequence[Article]) -> list[Reply]:
    """The articles that there are, as far as they go into a list that anybody would read."""
    if not articles:
        return replies([plain(wording.NOTHING_KNOWN)])
    lines = [_source(article) for article in articles[:SOURCES_SHOWN]]
    if len(articles) > SOURCES_SHOWN:
        lines.append(plain(wording.and_more(len(articles) - SOURCES_SHOWN)))
    return replies([plain(wording.knows(len(articles))), *lines], separator="\n")


def clip(text: str | None) -> str:
    """Text that somebody else wrote, harmless on one line of ours, and not endless."""
    line = one_line(text)
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"


def _silence(answer: Answer, articles: int) -> str:
    if answer.silence is Silence.NOT_SAID and articles > 1:
        return wording.none_says(articles)
    return str(answer.silence)


def _attributed(quotes: Iterable[Quote]) -> Iterator[Draft]:
    for quote in quotes:
        yield joined([plain(_speakers(quote)), _quoted(quote), _citation(quote)], "\n")


def _dispute(answer: Answer) -> Iterator[Draft]:
    """Each account with its quotes; a sentence that several accounts rest on is quoted under the first."""
    by_number = {quote.number: quote for quote in answer.quotes}
    shown: set[int] = set()
    for account in answer.accounts:
        new = [by_number[number] for number in account.quotes if number not in shown]
        again = tuple(number for number in account.quotes if number in shown)
        lines = [plain(_account_speaker(account, answer.quotes))]
        for quote in new:
            lines += [_quoted(quote, _words_in(answer.accounts, quote)), _citation(quote)]
        if again:
            lines.append(plain(wording.same_sentence(again)))
        shown.update(account.quotes)
        yield joined(lines, "\n")
    yield from _attributed(quote for quote in answer.quotes if quote.number not in shown)


def _quoted(quote: Quote, otherwise: Sequence[Span] = ()) -> Draft:
    """The quote, its answer in bold: the highlights, or ``otherwise`` where there are none."""
    bold = (Mark(start, end, BOLD) for start, end in quote.highlights or otherwise)
    return Draft(quote.text, (Mark(0, len(quote.text), QUOTE), *bold))


def _citation(quote: Quote) -> Draft:
    citation = cite(quote)
    words = clip(describe(citation))
    return plain(f"[{quote.number}] ") + _linked(words, citation.link)


def _words_in(accounts: Iterable[Account], quote: Quote) -> list[Span]:
    """What the accounts say within the quote, relative to it, in order, overlaps left out."""
    spans: list[Span] = []
    for start, end in sorted((max(a.start, quote.start), min(a.end, quote.end)) for a in accounts):
        if start < end and (not spans or start - quote.start >= spans[-1][1]):
            spans.append((start - quote.start, end - quote.start))
    return spans


def _speakers(quote: Quote) -> str:
    """Who speaks, each once."""
    people = (_person(claim.speaker, claim.role) if claim else wording.ARTICLE_VOICE for claim in speakers_of(quote))
    return "; ".join(dict.fromkeys(people))


def _account_speaker(account: Account, quotes: Iterable[Quote]) -> str:
    if account.speaker is None:
        return wording.ARTICLE_VOICE
    claims = (c for q in quotes if q.number in account.quotes for c in q.sentence.claims)
    role = next((c.role for c in claims if c.speaker == account.speaker and c.role), None)
    return _person(account.speaker, role)


def _person(speaker: str, role: str | None) -> str:
    return clip(f"{speaker}, {role}" if role else speaker)


def _source(article: Article) -> Draft:
    name = clip(article.title or article.id)
    count = sum(sentence.kind.quotable for sentence in article.sentences)
    known = [clip(article.publisher), wording.day(article.published) if article.published else ""]
    rest = ", ".join(part for part in (*known, wording.sentences(count)) if part)
    return plain("• ") + _linked(name, article.url) + plain(f": {rest}")


def _linked(words: str, url: str | None) -> Draft:
    """The words with a link on them, if it is one that Telegram takes; it refuses the message if not."""
    return marked(words, LINK, url) if url and WEB.fullmatch(url) else plain(words)
