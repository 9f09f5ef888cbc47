"""The list of what the bot knows, a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.drafts import Draft, Reply, joined, plain
from bot.replies import clip, linked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.wording import Wording
    from pullquote.records import Article

SHOWN = 10  # articles on a page
TITLE, PUBLISHER = 120, 60  # characters: ten lines fit a message
PAGE = "sources:"


def render_sources(articles: Sequence[Article], updated: datetime | None, page: int, words: Wording) -> Reply:
    """A page of the articles, the newest first; the nearest page there is, if there is none of that number."""
    if not articles:
        return Reply(words.nothing_known)
    ordered = sorted(articles, key=lambda a: (-(a.published.toordinal() if a.published else 0), a.id))
    last = (len(ordered) - 1) // SHOWN + 1
    page = min(max(page, 1), last)
    listed = [_source(article, words) for article in ordered[(page - 1) * SHOWN : page * SHOWN]]
    known = plain(words.knows(len(articles), updated.date() if updated else None))
    turns = [_turn(f"‹ {page - 1}", page - 1)] if page > 1 else []
    turns += [_turn(f"{page + 1} ›", page + 1)] if page < last else []
    return joined([known, *listed], "\n").reply(InlineKeyboardMarkup([turns]) if turns else None)


def quotable(article: Article) -> int:
    """How many sentences of an article may be quoted."""
    return sum(sentence.kind.quotable for sentence in article.sentences)


def _turn(label: str, page: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"{PAGE}{page}")


def _source(article: Article, words: Wording) -> Draft:
    name = clip(article.title or article.id, TITLE)
    known = [clip(article.publisher, PUBLISHER), words.day(article.published) if article.published else ""]
    rest = ", ".join(part for part in (*known, words.sentences(quotable(article))) if part)
    return plain("• ") + linked(name, article.url) + plain(f": {rest}")
