"""Where a quote stands, in words and as a link to the very sentence."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from pullquote.records import Citation

if TYPE_CHECKING:
    from pullquote.records import Quote

WHOLE = 120  # characters up to which a link spells the sentence out; above, its first and last words
WORDS_AT_ENDS = 6


def cite(quote: Quote) -> Citation:
    """The citation of a quote, from what its source says of itself and nothing else."""
    article = quote.article
    return Citation(
        number=quote.number,
        article=article.id,
        title=plain(article.title) or None,
        publisher=plain(article.publisher) or None,
        published=article.published,
        section=plain(quote.sentence.section) or None,
        paragraph=quote.paragraph,
        link=sentence_link(article.url, quote.text),
    )


def describe(citation: Citation) -> str:
    """One line for a person: publisher, title, date, section, paragraph, as far as the source gives them."""
    known = [citation.publisher]
    if citation.title:
        known.append(f"“{citation.title}”")
    if citation.published:
        known.append(f"{citation.published.day} {citation.published:%B %Y}")
    if not any(known):
        known.append(plain(citation.article))
    if citation.section and citation.section != citation.title:
        known.append(f"“{citation.section}”")
    known.append(f"paragraph {citation.paragraph}")
    return ", ".join(part for part in known if part)


def sentence_link(url: str | None, text: str) -> str | None:
    """``url`` with a text fragment for ``text`` (WICG Scroll to Text Fragment), or None without http(s) url."""
    if not url or not re.match(r"https?://", url):
        return None
    words = text.split()
    if len(text) <= WHOLE or len(words) < 2 * WORDS_AT_ENDS:
        fragment = _escape(" ".join(words))
    else:
        fragment = f"{_escape(' '.join(words[:WORDS_AT_ENDS]))},{_escape(' '.join(words[-WORDS_AT_ENDS:]))}"
    base, mark, old = url.partition("#")
    return f"{base}#{old.partition(':~:')[0] if mark else ''}:~:text={fragment}"


def plain(text: str | None) -> str:
    """Foreign text for one line of ours: white space folded, controls and direction marks dropped."""
    kept = "".join(" " if c.isspace() else c for c in text or "" if c.isspace() or _harmless(c))
    return " ".join(kept.split())


def _harmless(character: str) -> bool:
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn") or character == "\u200d"


def _escape(words: str) -> str:
    return percent(words, safe="").replace("-", "%2D")
