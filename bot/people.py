"""What a person may choose, know and have deleted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatType

from bot.delivery import edit, send, tell
from bot.drafts import Reply
from bot.manners import USUAL
from bot.replies import SCREEN

if TYPE_CHECKING:
    from telegram import Update

    from bot.delivery import Context
    from bot.manners import Manners
    from bot.memory import Memory, Person
    from bot.wording import Wording

CHOOSE = "choose:"
AUTOMATIC = "auto"
LONGEST = 2000  # characters of feedback


class People:
    """The handlers of /settings, /privacy, /forget and /feedback."""

    def __init__(self, memory: Memory, manners: Manners, keep_days: int) -> None:
        self._memory = memory
        self._manners = manners
        self._keep_days = keep_days

    async def settings(self, update: Update, context: Context) -> None:
        """Offer what can be chosen."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        words = await self._manners.words(user)
        if message.chat.type != ChatType.PRIVATE:
            await send(context.bot, message, [Reply(words.private_only)])
            return
        await send(context.bot, message, [self._choices(words, await self._memory.person(user.id))])

    async def choose(self, update: Update, context: Context) -> None:
        """Note a choice, and show it."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        if query.message.chat.type != ChatType.PRIVATE:
            await tell(query, (await self._manners.words(query.from_user)).made_up, alert=True)
            return
        _, _, choice = (query.data or "").partition(":")
        kind, _, value = choice.partition(":")
        person = await self._memory.person(query.from_user.id)
        if kind == "length" and value in SCREEN:
            person = replace(person, length=None if value == USUAL else value)
        elif kind == "language" and value in (AUTOMATIC, *self._manners.languages.names):
            person = replace(person, language=None if value == AUTOMATIC else value)
        else:
            await tell(query, (await self._manners.words(query.from_user)).made_up, alert=True)
            return
        await self._memory.choose(query.from_user.id, person)
        await tell(query)
        await edit(context.bot, query.message, self._choices(await self._manners.words(query.from_user), person))

    async def privacy(self, update: Update, context: Context) -> None:
        """Say what is kept."""
        if message := update.effective_message:
            words = await self._manners.words(update.effective_user)
            await send(context.bot, message, [Reply(words.privacy(self._keep_days))])

    async def forget(self, update: Update, context: Context) -> None:
        """Delete all that is kept of a person, and say what it was."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        words = await self._manners.words(user)  # in the language that is about to be forgotten
        if message.sender_chat:  # who hides behind a group is nobody of whom anything is kept
            await send(context.bot, message, [Reply(words.private_only)])
            return
        stored = await self._memory.forget(user.id)
        await send(context.bot, message, [Reply(words.forgotten(stored))])

    async def feedback(self, update: Update, context: Context) -> None:
        """Keep what stands behind the command."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        words = await self._manners.words(user)
        _, *text = (message.text or "").split(maxsplit=1)
        if text:
            await self._memory.feedback(user.id, text[0][:LONGEST])
        await send(context.bot, message, [Reply(words.fed_back if text else words.how_to_feed_back)])

    def _choices(self, words: Wording, person: Person) -> Reply:
        lengths = [_choice(words.length(name), "length", name, (person.length or USUAL) == name) for name in SCREEN]
        languages = [
            _choice(name, "language", code, person.language == code)
            for code, name in self._manners.languages.names.items()
        ]
        automatic = _choice(words.your_language, "language", AUTOMATIC, person.language is None)
        return Reply(words.settings, keyboard=InlineKeyboardMarkup([lengths, languages, [automatic]]))


def _choice(label: str, kind: str, value: str, chosen: bool) -> InlineKeyboardButton:
    return InlineKeyboardButton(f"✓ {label}" if chosen else label, callback_data=f"{CHOOSE}{kind}:{value}")
