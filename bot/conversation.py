"""What the bot does when somebody writes or taps."""

from __future__ import annotations

import hashlib
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.constants import ChatType
from telegram.error import BadRequest

from bot import wording
from bot.delivery import send, typing
from bot.drafts import Reply, plain, replies
from bot.replies import clip, render, render_sources
from pullquote.errors import QuestionError
from pullquote.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import CallbackQuery, MaybeInaccessibleMessage, Update

    from bot.delivery import Context
    from bot.library import Library

TAPPED = "ask:"  # before the digest of the question that a button asks

logger = logging.getLogger(__name__)


class Conversation:
    """The handlers. None of them keeps anything about a chat."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def start(self, update: Update, context: Context) -> None:
        """Say what this is, with questions to tap."""
        if message := update.effective_message:
            articles = await self._library.sources()
            async with typing(context.bot, message):
                examples = await self._library.examples()
            publishers = {clip(article.publisher) for article in articles}
            source = publishers.pop() if len(publishers) == 1 else None
            text = wording.greeting(len(articles), source, bool(examples)) if articles else wording.NOTHING_KNOWN
            await send(context.bot, message, [Reply(text, keyboard=example_buttons(examples))])

    async def help(self, update: Update, context: Context) -> None:
        """Say how to use this."""
        if message := update.effective_message:
            await send(context.bot, message, [Reply(wording.HELP)])

    async def sources(self, update: Update, context: Context) -> None:
        """List the articles."""
        if message := update.effective_message:
            await send(context.bot, message, render_sources(await self._library.sources()))

    async def ask(self, update: Update, context: Context) -> None:
        """Answer the question behind the command, or say that there is none."""
        if message := update.effective_message:
            _, *question = (message.text or "").split(maxsplit=1)
            if question:
                await self._answer(context, message, question[0])
                return
            examples = await self._library.examples()
            how = wording.HOW_TO_ASK.format(example=(examples or [wording.EXAMPLE])[0])
            await send(context.bot, message, [Reply(how)])

    async def question(self, update: Update, context: Context) -> None:
        """Answer what was typed."""
        if (message := update.effective_message) and message.text:
            await self._answer(context, message, message.text)

    async def tap(self, update: Update, context: Context) -> None:
        """Ask the question on the button that was tapped."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        question = _tapped(query) or await self._example(query.data or "")
        with suppress(BadRequest):  # a tap that came while the bot was away is too old to be answered as a tap
            await query.answer(None if question else wording.OLD_BUTTON)
        if question:
            await self._answer(context, query.message, question, heading=question)

    async def not_text(self, update: Update, context: Context) -> None:
        """Say that pictures, voices and the like are not understood; once for an album."""
        message = update.effective_message
        if message is None or context.chat_data is None:
            return
        album = message.media_group_id
        if album is None or context.chat_data.get("album") != album:
            await send(context.bot, message, [Reply(wording.ONLY_TEXT)])
        context.chat_data["album"] = album

    async def unknown_command(self, update: Update, context: Context) -> None:
        """Say that a command is not known. In a group it is somebody else's, unless it names this bot."""
        message = update.effective_message
        if message is None:
            return
        command = (message.text or "").split(maxsplit=1)[0]
        ours = command.lower().endswith(f"@{context.bot.username}".lower())
        if ours or message.chat.type == ChatType.PRIVATE:
            await send(context.bot, message, [Reply(wording.UNKNOWN_COMMAND)])

    async def _answer(
        self, context: Context, to: MaybeInaccessibleMessage, question: str, heading: str | None = None
    ) -> None:
        async with typing(context.bot, to):
            messages = await self._find(question, heading)
        await send(context.bot, to, messages)

    async def _find(self, question: str, heading: str | None) -> list[Reply]:
        try:
            answer = await self._library.ask(question)
        except QuestionError as error:
            return replies([plain(str(error))])
        logger.info("%s, %d quotes, %.0f ms", answer.outcome, len(answer.quotes), answer.timing.total)
        silent = answer.outcome is Outcome.NOT_IN_SOURCES
        return render(answer, len(await self._library.sources()) if silent else 0, heading)

    async def _example(self, data: str) -> str | None:
        """The example that ``data`` stands for, where the message with the button cannot be seen any more."""
        return next((one for one in await self._library.examples() if button_data(one) == data), None)


def example_buttons(questions: Sequence[str]) -> InlineKeyboardMarkup | None:
    """One button below the other, each with a question on it."""
    rows = [[InlineKeyboardButton(one, callback_data=button_data(one))] for one in questions]
    return InlineKeyboardMarkup(rows) if rows else None


def button_data(question: str) -> str:
    """What a button with ``question`` on it sends: within 64 bytes, the same after a restart."""
    return TAPPED + hashlib.sha256(question.encode()).hexdigest()[:32]


def _tapped(query: CallbackQuery) -> str | None:
    """The question on the button, as Telegram kept it."""
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return None
    buttons = (button for row in message.reply_markup.inline_keyboard for button in row)
    return next((b.text for b in buttons if b.callback_data == query.data), None)
