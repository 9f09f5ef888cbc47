"""Inline mode: ready answers for ``@bot question`` in any chat."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent
from telegram.error import BadRequest

from bot.quotas import Verdict
from bot.replies import Style, clip, render_card, speakers
from pullquote.citations import cite
from pullquote.errors import QuestionError
from pullquote.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from telegram import Update

    from bot.delivery import Context
    from bot.library import Library
    from bot.manners import Manners
    from bot.metrics import Metrics
    from bot.quotas import Quotas
    from pullquote.records import Answer, Quote

CACHED = 300  # seconds for which Telegram answers the same person's same query by itself
SHORTEST = 6  # characters; less is the beginning of a question
PAYLOAD = 64  # characters of a deep link, of A-Z, a-z, 0-9, _ and -
TITLE, DESCRIPTION = 80, 200  # characters that a list of results shows


class Cards:
    """The handler of inline queries. Nothing of them is kept."""

    def __init__(self, library: Library, manners: Manners, quotas: Quotas, metrics: Metrics, deadline: float) -> None:
        self._library = library
        self._manners = manners
        self._quotas = quotas
        self._metrics = metrics
        self._deadline = deadline

    async def offer(self, update: Update, context: Context) -> None:
        """Offer a card for each quote, or the whole answer where accounts differ; or none, and a button to the chat."""
        query = update.inline_query
        if query is None:
            return
        words = await self._manners.words(query.from_user)
        verdict = await self._quotas.take(query.from_user.id, None)
        answer = await self._answer(query.query) if verdict is Verdict.GRANTED else None
        style = Style(words, articles=len(await self._library.sources()))
        results = list(_cards(answer, style)) if answer else []
        opens = InlineQueryResultsButton(words.ask_in_private, start_parameter=payload(query.query))
        with suppress(BadRequest):  # whoever typed has typed on, and waits for this one no longer
            await query.answer(results, CACHED if answer else 0, is_personal=True, button=None if results else opens)

    async def _answer(self, question: str) -> Answer | None:
        if len(question.strip()) < SHORTEST:
            return None
        try:
            async with asyncio.timeout(self._deadline):
                answer = await self._library.ask(question)
        except (QuestionError, TimeoutError):
            return None
        self._metrics.asked("inline", {"inline": answer.timing.total})
        return answer


def payload(question: str) -> str:
    """A deep link's payload that asks the question, if it goes into one; else one that only opens the chat."""
    text = _encoded(question.strip())
    return text if len(text) <= PAYLOAD and question_of(text) == question.strip() else "hello"


def question_of(payload: str) -> str | None:
    """The question that a deep link's payload asks: encoded as above, or in words with _ or - between them."""
    with suppress(ValueError):
        text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
        if _encoded(text) == payload and not re.search(r"[\x00-\x1f\x7f-\x9f]", text):
            return text if re.search(r"[^\W_]", text) else None
    spoken = re.sub(r"[_-]+", " ", payload).strip()
    return spoken if " " in spoken else None


def _encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _cards(answer: Answer, style: Style) -> Iterator[InlineQueryResultArticle]:
    """A card a quote; where accounts differ, one card with all of them, so that nobody passes on only one side."""
    if answer.outcome is Outcome.DISPUTED:
        told = {number for account in answer.accounts for number in account.quotes}
        quotes = [quote for quote in answer.quotes if quote.number in told]
        sides = (account.speaker or style.words.article_voice for account in answer.accounts)
        yield from _card(answer, quotes, style, style.words.disputed, "; ".join(dict.fromkeys(sides)))
        return
    for quote in answer.quotes:
        yield from _card(answer, [quote], style, speakers(quote, style.words), quote.text)


def _card(
    answer: Answer, quotes: list[Quote], style: Style, title: str, description: str
) -> Iterator[InlineQueryResultArticle]:
    made = render_card(answer, quotes, style)
    if made is None:
        return
    source = style.words.cited(cite(quotes[0]))
    content = InputTextMessageContent(made.text, entities=made.entities)
    number = hashlib.sha256(f"{answer.question}\0{made.text}".encode()).hexdigest()[:32]
    shown = f"{_short(description, DESCRIPTION)}\n{_short(source, TITLE)}"
    yield InlineQueryResultArticle(number, _short(title, TITLE), content, description=shown)


def _short(text: str, most: int) -> str:
    line = clip(text)
    return line if len(line) <= most else line[: most - 1] + "…"
