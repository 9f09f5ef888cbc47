"""What administrators do with the articles that there are: take one out, see what was asked."""

from __future__ import annotations

import asyncio
import hashlib
from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup

from bot.buttons import Press, answer_tap, button
from bot.delivery import edit, send
from bot.drafts import LIMIT, Reply
from bot.replies import clip
from bot.sources import quotable
from pullquote.errors import PullquoteError

if TYPE_CHECKING:
    from telegram import Update

    from bot.administrators import Administrators
    from bot.delivery import Context
    from bot.library import Library
    from bot.manners import Manners
    from bot.memory import Memory
    from bot.publishing import Publisher
    from bot.wording import Wording

STATS_DAYS, STATS_FEEDBACK = 7, 5
LISTED = 50  # ids in one message
REMOVE, KEEP = "remove", "keep"


class Stock:
    """The handlers of /remove and /stats."""

    def __init__(
        self,
        library: Library,
        publisher: Publisher,
        memory: Memory,
        manners: Manners,
        administrators: Administrators,
    ) -> None:
        self._library = library
        self._publisher = publisher
        self._memory = memory
        self._manners = manners
        self._administrators = administrators

    async def remove(self, update: Update, context: Context) -> None:
        """Ask whether the article behind the command shall go."""
        message, user = await self._administrators.admit(update, context)
        if message is None or user is None:
            return
        words = await self._manners.words(user)
        articles = {article.id: article for article in await self._library.sources()}
        wanted = "".join((message.text or "").split(maxsplit=1)[1:]).strip()
        article = articles.get(wanted)
        if article is None:
            ids = sorted(articles)
            shown = [*ids[:LISTED], *(["…"] if len(ids) > LISTED else [])]
            await send(context.bot, message, [Reply(words.how_to_remove(shown)[:LIMIT])])
            return
        question = words.really_remove(clip(article.title or article.id), quotable(article))
        await send(context.bot, message, [Reply(question, keyboard=_remove_buttons(wanted, words))])

    async def tap_remove(self, update: Update, context: Context) -> None:
        """Remove an article, or keep it."""
        query = update.callback_query
        if query is None:
            return
        words = await self._manners.words(query.from_user)
        press = Press.read(query.data)
        if press is None or query.message is None or query.from_user.id not in self._administrators:
            await answer_tap(query, words.made_up)
            return
        await answer_tap(query)
        articles = {digest(article.id): article for article in await self._library.sources()}
        article = articles.get(press.number)
        if press.action == KEEP or article is None:
            await edit(context.bot, query.message, Reply(words.kept if article else words.removed("–")))
            return
        try:
            await asyncio.to_thread(self._publisher.remove, article.id)
        except PullquoteError as error:
            await edit(context.bot, query.message, Reply(clip(str(error)), (), _remove_buttons(article.id, words)))
            return
        await edit(context.bot, query.message, Reply(words.removed(clip(article.title or article.id))))

    async def stats(self, update: Update, context: Context) -> None:
        """Tell how much there is, and what was asked."""
        message, user = await self._administrators.admit(update, context)
        if message is None or user is None:
            return
        words = await self._manners.words(user)
        articles = await self._library.sources()
        figures = await self._memory.figures(STATS_DAYS * 24 * 3600, STATS_FEEDBACK)
        figures = figures._replace(feedback=[clip(text) for text in figures.feedback])
        text = words.stats(len(articles), sum(map(quotable, articles)), figures, STATS_DAYS)
        await send(context.bot, message, [Reply(text[:LIMIT])])


def digest(article_id: str) -> str:
    """What stands for an article in a button: as long as any number there."""
    return hashlib.sha256(article_id.encode()).hexdigest()[:15]


def _remove_buttons(article_id: str, words: Wording) -> InlineKeyboardMarkup:
    number = digest(article_id)
    return InlineKeyboardMarkup([[button(words.remove, REMOVE, number), button(words.keep, KEEP, number)]])
