"""What happens when a button below an answer is tapped."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from telegram import Message
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.answering import Asked
from bot.buttons import AGAIN, DOWN, SHOW, UP, Press, answer_tap, example_data
from bot.shelf import ExpiredError

if TYPE_CHECKING:
    from telegram import CallbackQuery, MaybeInaccessibleMessage, Update

    from bot.answering import Answering
    from bot.delivery import Context
    from bot.library import Library
    from bot.manners import Manners
    from bot.memory import Kept, Memory
    from bot.wording import Wording


class Taps:
    """The handlers of buttons below answers and examples."""

    def __init__(self, library: Library, memory: Memory, manners: Manners, answering: Answering) -> None:
        self._library = library
        self._memory = memory
        self._manners = manners
        self._answering = answering

    async def example(self, update: Update, context: Context) -> None:
        """Ask the question on the button that was tapped."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        question = _label(query) or await self._example(query.data or "")
        words = await self._manners.words(query.from_user)
        await answer_tap(query, None if question else words.old_button)
        if question:
            await self._answering.answer(context, Asked(query.message, query.from_user, question, question))

    async def answer(self, update: Update, context: Context) -> None:
        """Turn the page of an answer, vote on it, or ask again."""
        query = update.callback_query
        if query is None:
            return
        words = await self._manners.words(query.from_user)
        press = Press.read(query.data)
        kept = await self._memory.recall(press.number) if press else None
        if press is None or query.message is None:
            await answer_tap(query, words.made_up)
        elif kept is None:
            await answer_tap(query, words.expired)
        elif not _is_here(kept, query.message):
            await answer_tap(query, words.made_up)
        elif press.action in (UP, DOWN):
            await self._vote(query, press, words)
        elif query.message.chat.type != ChatType.PRIVATE and kept.person not in (None, query.from_user.id):
            await answer_tap(query, words.not_yours)
        elif press.action == SHOW:
            await self._show(query, press, kept, query.message, words, context)
        elif press.action == AGAIN:
            await answer_tap(query)
            await self._answering.again(context, kept, query.message, query.from_user)

    async def unknown(self, update: Update, context: Context) -> None:
        """Refuse what no button of ours sends."""
        if query := update.callback_query:
            words = await self._manners.words(query.from_user)
            await answer_tap(query, words.made_up)

    async def _show(
        self,
        query: CallbackQuery,
        press: Press,
        kept: Kept,
        message: MaybeInaccessibleMessage,
        words: Wording,
        context: Context,
    ) -> None:
        try:
            shown = await self._answering.show(context, kept, press.argument or "", message, query.from_user)
        except ExpiredError:
            await answer_tap(query, words.expired)
        else:
            await answer_tap(query, None if shown else words.made_up)

    async def _vote(self, query: CallbackQuery, press: Press, words: Wording) -> None:
        vote = await self._memory.vote(press.number, query.from_user.id, up=press.action == UP)
        await _thank(query, words.taken_back if vote is None else words.thanks)

    async def _example(self, data: str) -> str | None:
        """The example that ``data`` stands for, where the message with the button cannot be seen any more."""
        return next((one for one in await self._library.examples() if example_data(one) == data), None)


async def _thank(query: CallbackQuery, text: str) -> None:
    """As ``answer_tap``, with a text that goes by itself."""
    with suppress(TelegramError):
        await query.answer(text)


def _is_here(kept: Kept, message: MaybeInaccessibleMessage) -> bool:
    """Whether a button about what is kept can be one of this message."""
    return kept.chat == message.chat.id and kept.message in (None, message.message_id)


def _label(query: CallbackQuery) -> str | None:
    """The question on the button, as Telegram kept it."""
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return None
    buttons = (button for row in message.reply_markup.inline_keyboard for button in row)
    return next((b.text for b in buttons if b.callback_data == query.data), None)
