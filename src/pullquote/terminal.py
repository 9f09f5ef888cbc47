"""An Answer for a person at a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from rich.text import Text

from pullquote.citations import cite, describe, plain
from pullquote.records import Outcome
from pullquote.voices import speakers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from pullquote.records import Answer, Article, Claim, Quote

INDENT = 4
ARTICLE_VOICE = "The article, in its own voice"


def show(console: Console, answer: Answer) -> None:
    """Print an answer. Into a file or pipe, a quote is one unbroken run of the article's own characters."""
    if answer.silence is not None:
        _line(console, answer.silence.value, "bold yellow")
        return
    if answer.outcome is Outcome.DISPUTED:
        _line(console, "Accounts differ.\n", "bold yellow")
    shown = _accounts(console, answer)
    for quote in answer.quotes:
        if quote.number not in shown:
            for claim in speakers_of(quote):
                _line(console, " " * INDENT + speaker_line(claim), "bold")
            _quote(console, quote)


def _accounts(console: Console, answer: Answer) -> set[int]:
    """Each account's speaker with the quotes it stands in; one that several stand in is printed under the first."""
    shown: set[int] = set()
    for account in answer.accounts:
        mine = [quote for quote in answer.quotes if quote.number in account.quotes]
        role = next((c.role for quote in mine for c in quote.sentence.claims if c.speaker == account.speaker), None)
        who = [part for part in (plain(account.speaker), plain(role) if account.speaker else "") if part]
        again = " ".join(f"[{quote.number}]" for quote in mine if quote.number in shown)
        _line(console, " " * INDENT + (", ".join(who) or ARTICLE_VOICE), "bold")
        for quote in mine:
            if quote.number not in shown:
                _quote(console, quote)
        if again:
            _line(console, " " * INDENT + f"(see {again})\n")
        shown.update(account.quotes)
    return shown


def _quote(console: Console, quote: Quote) -> None:
    numbered = Text(f"[{quote.number}] ".ljust(INDENT), "cyan")
    if console.file.isatty():  # console.is_terminal may be true of a pipe: FORCE_COLOR
        body = Text(_harmless(quote.text))
        for start, end in quote.highlights:
            body.stylize("bold green", start, end)
        for number, line in enumerate(body.wrap(console, max(20, console.width - INDENT))):
            console.print(Text.assemble(numbered if number == 0 else " " * INDENT, line), highlight=False)
    else:
        console.file.write(f"{numbered.plain}{quote.text}\n")  # rich would drop some of a foreign text's characters
    citation = cite(quote)
    _line(console, " " * INDENT + describe(citation), "dim")
    if citation.link:
        _line(console, " " * INDENT + citation.link, "dim")
    console.print()


def speaker_line(claim: Claim | None) -> str:
    """Who is reported to say it: "Ada Lovelace, mathematician"; None: the article says it itself."""
    if claim is None:
        return ARTICLE_VOICE
    return ", ".join(part for part in (plain(claim.speaker), plain(claim.role)) if part)


def show_sources(console: Console, articles: Sequence[Article]) -> None:
    """Print one line for each article: its id, and what is known of its source."""
    for article in articles:
        known = (article.publisher, article.title, article.published and article.published.isoformat())
        parts = [plain(article.id), *(plain(part) for part in known if part)]
        count = sum(sentence.kind.quotable for sentence in article.sentences)
        _line(console, f"{' · '.join(parts)} · {count:,} sentences")


def _line(console: Console, text: str, style: str = "") -> None:
    console.print(Text(text, style), soft_wrap=True)


def _harmless(text: str) -> str:
    """The same number of characters, with those that could steer a terminal replaced."""
    return "".join(
        " " if c in "\r\n\t" else "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf") else c
        for c in text
    )
