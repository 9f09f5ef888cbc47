"""From a question in a chat to the message that answers it, and to how that message changes when it is tapped."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import Message, ReplyParameters
from telegram.constants import ChatType

from bot.buttons import again_button, answer_buttons
from bot.delivery import edit, send, typing
from bot.drafts import LIMIT, Reply, plain, replies
from bot.memory import ANSWER, HEADING, UNDERSTOOD
from bot.quotas import Verdict
from bot.replies import Style, pages_of, render, render_nearest
from bot.shelf import ExpiredError, unpack
from bot.surroundings import cut_from_context, render_context
from bot.wording.administrators import LATE
from pullquote.errors import QuestionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram import MaybeInaccessibleMessage, User

    from bot.delivery import Context
    from bot.library import Library
    from bot.manners import Manners
    from bot.memory import Kept, Memory
    from bot.metrics import Metrics
    from bot.quotas import Quotas
    from bot.wording import Wording
    from pullquote.records import Answer, Article, Quote

FRESH = 30 * 60  # seconds after which a question is no follow-up any more, unless it replies to an answer
NEAR = 24 * 3600  # seconds for which a passage in the chat is quoted by Telegram's own means

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came: where, by whom, and whether it stands there for all to read."""

    to: MaybeInaccessibleMessage
    person: User | None
    question: str
    heading: str | None = None  # the question, where it does not stand in the chat

    @property
    def asker(self) -> int | None:
        """Whoever asked, by their id; None where they hide behind their group."""
        hidden = isinstance(self.to, Message) and self.heading is None and self.to.sender_chat
        return self.person.id if self.person and not hidden else None

    @property
    def message(self) -> Message | None:
        """The person's message, where the question is one."""
        return self.to if isinstance(self.to, Message) and self.heading is None else None


class Answering:
    """Asks the library, keeps the answer, and shows it."""

    def __init__(
        self,
        library: Library,
        memory: Memory,
        manners: Manners,
        quotas: Quotas,
        metrics: Metrics,
        deadline: float,
    ) -> None:
        self._library = library
        self._memory = memory
        self._manners = manners
        self._quotas = quotas
        self._metrics = metrics
        self._deadline = deadline

    async def answer(self, context: Context, asked: Asked) -> None:
        """Answer a question, or say that there is no answer, or that it takes too long."""
        words, _ = await self._manners.of(asked.person)
        chat, person = asked.to.chat.id, asked.asker
        verdict = await self._quotas.take(person, chat)
        if verdict is not Verdict.GRANTED:
            if verdict is Verdict.REFUSED:  # once, and not for every question of a flood
                await send(context.bot, asked.to, [Reply(words.enough)])
            return
        earlier = await self._earlier(asked)
        number = await self._memory.reserve(chat, person)
        try:
            async with typing(context.bot, asked.to), self._library.place(), asyncio.timeout(self._deadline):
                answer = await self._library.ask(asked.question, earlier)
        except TimeoutError:
            await self._apologise(context, asked, earlier, number)
            return
        except BaseException as error:
            await self._memory.release(number)
            if not isinstance(error, QuestionError):
                raise
            await send(context.bot, asked.to, [Reply(words.no_question)])
            return
        self._note(answer)
        above = HEADING if asked.heading else UNDERSTOOD if answer.question != asked.question else None
        await self._memory.fill(number, answer.question, answer, above)
        messages = await self._messages(number, answer, above, asked.person)
        passage, quoting = await self._passage(asked, answer, words) or (None, None)
        sent = await send(context.bot, asked.to, messages, quoting)
        await self._sent(number, asked, sent[-1])
        if passage and sent[0].quote is None:  # the passage is there no more
            await self._memory.shown(passage.id, ANSWER)

    async def again(self, context: Context, kept: Kept, to: MaybeInaccessibleMessage, person: User) -> None:
        """Ask once more what was not answered in time, and put the answer in the apology's place."""
        answer = await self._recalled(kept)  # which is there where it only did not get into the chat
        if answer is None:
            try:
                async with typing(context.bot, to), self._library.place(), asyncio.timeout(self._deadline):
                    answer = await self._library.ask(kept.question)
            except TimeoutError:
                await self._apologise_again(context, kept, to, person)
                return
            self._note(answer)
            await self._memory.fill(kept.id, kept.question, answer, kept.above)
        first, *others = await self._messages(kept.id, answer, kept.above, person)
        if not await edit(context.bot, to, first):
            others = [first, *others]
        if others:  # the last one carries the buttons
            sent = await send(context.bot, to, others)
            await self._memory.sent(kept.id, sent[-1].message_id)

    async def show(self, context: Context, kept: Kept, view: str, to: MaybeInaccessibleMessage, person: User) -> bool:
        """Show an answer in another way, in the same message. False if there is no such way.

        Raises ExpiredError when its article is not what it was.
        """
        answer = unpack(kept.answer or "", await self._articles()) if kept.answer else None
        reply = await self._view(kept, answer, view, person) if answer else None
        if reply is None:
            return False
        if await edit(context.bot, to, reply):
            await self._memory.shown(kept.id, view)
        return True

    async def _apologise(self, context: Context, asked: Asked, earlier: Answer | None, number: str) -> None:
        """Say that an answer takes too long, with a button that asks again what was meant."""
        words = await self._manners.words(asked.person)
        understood = await self._library.understood(asked.question, earlier) if earlier else None
        meant = understood or asked.question
        above = HEADING if asked.heading else UNDERSTOOD if understood else None
        await self._memory.fill(number, meant, None, above)
        logger.warning("an answer took longer than %g s", self._deadline)
        self._metrics.asked(LATE, {})
        sent = await send(context.bot, asked.to, [Reply(words.late, keyboard=again_button(number, words))])
        await self._sent(number, asked, sent[-1])

    async def _apologise_again(self, context: Context, kept: Kept, to: MaybeInaccessibleMessage, person: User) -> None:
        """Say so in other words than those that stand there: whoever tapped sees that something was tried."""
        words = await self._manners.words(person)
        shown = to.text if isinstance(to, Message) else None
        text = words.late if shown == words.still_late else words.still_late
        await edit(context.bot, to, Reply(text, keyboard=again_button(kept.id, words)))

    def _note(self, answer: Answer) -> None:
        timing = answer.timing
        logger.info("%s, %d quotes, %.0f ms", answer.outcome, len(answer.quotes), timing.total)
        stages = {"retrieve": timing.retrieve, "read": timing.read, "total": timing.total}
        self._metrics.asked(answer.outcome.value, stages)

    async def _sent(self, number: str, asked: Asked, message: Message) -> None:
        """Note where an answer is shown; in a group that has moved meanwhile, that is elsewhere."""
        if message.chat.id != asked.to.chat.id:
            await self._memory.move(asked.to.chat.id, message.chat.id)
        await self._memory.sent(number, message.message_id)

    async def _view(self, kept: Kept, answer: Answer, view: str, person: User) -> Reply | None:
        style = await self._style(answer, kept.above, person)
        words = style.words
        kind, _, place = view.partition("-")
        first = int(place) if kind == "page" and place.isdigit() else 1
        pages = pages_of(answer, style, first)
        quotes = {str(quote.number): quote for quote in (*answer.quotes, *answer.more)}
        if kind == "context" and place in quotes:
            reply = render_context(quotes[place], words, LIMIT)
        elif kind == "nearest" and answer.nearest:
            reply = render_nearest(answer, style)[0]
        elif view == ANSWER or (kind == "page" and place in quotes):
            reply = render(answer, style, first)[-1 if view == ANSWER else 0]  # of an endless quote: its beginning
        else:
            return None
        return Reply(reply.text, reply.entities, answer_buttons(kept.id, answer, view, pages, words))

    async def _messages(self, number: str, answer: Answer, above: str | None, person: User | None) -> list[Reply]:
        """An answer as it is first shown, with its buttons under the last message."""
        style = await self._style(answer, above, person)
        *first, last = render(answer, style) or replies([plain(style.words.not_said(0))])
        buttons = answer_buttons(number, answer, ANSWER, pages_of(answer, style), style.words)
        return [*first, Reply(last.text, last.entities, buttons)]

    async def _style(self, answer: Answer, above: str | None, person: User | None) -> Style:
        words, length = await self._manners.of(person)
        articles = len(await self._library.sources())
        heading = answer.question if above == HEADING else None
        return Style(words, length, articles, heading, answer.question if above == UNDERSTOOD else None)

    async def _earlier(self, asked: Asked) -> Answer | None:
        """The answer that a question may go on from: the one it replies to, or else the last one here."""
        if asked.message is None:
            return None
        chat, person = asked.to.chat.id, asked.asker
        replied = asked.message.reply_to_message
        kept = await self._memory.shown_in(chat, replied.message_id) if replied else None
        kept = kept or await self._memory.latest(chat, person, FRESH)
        return await self._recalled(kept) if kept else None

    async def _passage(self, asked: Asked, answer: Answer, words: Wording) -> tuple[Kept, ReplyParameters] | None:
        """The passage in the chat that holds the first quote, and a reply to it that quotes it as Telegram does.

        In groups an answer replies to whoever asked.
        """
        if asked.to.chat.type != ChatType.PRIVATE or not answer.quotes:
            return None
        quote = answer.quotes[0]
        for kept in await self._memory.in_context(asked.to.chat.id, NEAR):
            shown = await self._shown_quote(kept)
            if shown is None or kept.message is None or shown.article.id != quote.article.id:
                continue
            cut = cut_from_context(shown, words, LIMIT, (quote.start, quote.end))
            if cut:
                return kept, ReplyParameters(
                    kept.message, quote=cut.text, quote_entities=cut.entities, quote_position=cut.position
                )
        return None

    async def _shown_quote(self, kept: Kept) -> Quote | None:
        answer = await self._recalled(kept)
        _, _, place = kept.view.partition("-")
        every = (*answer.quotes, *answer.more) if answer else ()
        return next((quote for quote in every if str(quote.number) == place), None)

    async def _recalled(self, kept: Kept) -> Answer | None:
        """The answer that was given, if there is one and its articles are what they were."""
        try:
            return unpack(kept.answer, await self._articles()) if kept.answer else None
        except ExpiredError:
            return None

    async def _articles(self) -> Mapping[str, Article]:
        return {article.id: article for article in await self._library.sources()}
