"""Who is let in: the gate before all handlers, and groups that are entered, left, or moved."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from telegram import ChatMember
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.outbox import CURRENT

if TYPE_CHECKING:
    from telegram import Chat, Update

    from bot.delivery import Context
    from bot.memory import Memory

OUT = (ChatMember.LEFT, ChatMember.BANNED)

logger = logging.getLogger(__name__)


class Gate:
    """Lets through the allowed people in private and inline, and anybody in the allowed groups; without any, all."""

    def __init__(self, allowed: frozenset[int], memory: Memory) -> None:
        self._allowed = set(allowed)
        self._memory = memory
        self._left: set[int] = set()  # what was on its way when we left is no reason to leave again

    async def __call__(self, update: Update, context: Context) -> None:
        """Stop here, without a word, unless the person or the group is allowed. Other groups are left."""
        if self._allowed and not await self._lets_in(update, context):
            raise ApplicationHandlerStop

    async def _lets_in(self, update: Update, context: Context) -> bool:
        chat, user = update.effective_chat, update.effective_user
        if chat and chat.type != ChatType.PRIVATE:
            try:
                admitted = await self._admits(update, chat)
            except SQLAlchemyError:  # a gate that fails is shut
                logger.exception("whether a group is allowed could not be seen")
                if work := CURRENT.get():
                    work.is_unfinished = True
                return False
            if admitted:
                return True
            is_in = bool(update.my_chat_member) or chat.id not in self._left
            if is_in and not _is_out(update) and not _is_move(update) and await _leave(chat, context):
                self._left.add(chat.id)
            return False
        return bool(user and user.id in self._allowed)

    async def _admits(self, update: Update, chat: Chat) -> bool:
        """Whether a group is allowed, or has become of one that is."""
        await self._follow(update, chat)
        if chat.id not in self._allowed | self._left and await self._memory.was(chat.id) in self._allowed:
            self._allowed.add(chat.id)
        return chat.id in self._allowed

    async def _follow(self, update: Update, chat: Chat) -> None:
        """Allow what an allowed group has become."""
        message = update.message
        old, new = (message.migrate_from_chat_id, message.migrate_to_chat_id) if message else (None, None)
        if (old or chat.id) in self._allowed and (old or new):
            became = new or chat.id
            if became not in self._allowed:
                await self._memory.became(old or chat.id, became)
                self._allowed.add(became)
                logger.warning("an allowed group has become %d: write that into PULLQUOTE_ALLOWED", became)


class Groups:
    """The handler of a group's move to a supergroup, which has another id."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def moved(self, update: Update, context: Context) -> None:
        """Follow."""
        message = update.effective_message
        if message and message.migrate_to_chat_id:
            await self._memory.move(message.chat.id, message.migrate_to_chat_id)


def _is_out(update: Update) -> bool:
    """Whether the update says that the bot is in the chat no more."""
    return bool(update.my_chat_member and update.my_chat_member.new_chat_member.status in OUT)


def _is_move(update: Update) -> bool:
    return bool(update.message and update.message.migrate_to_chat_id)


async def _leave(chat: Chat, context: Context) -> bool:
    try:
        await context.bot.leave_chat(chat.id)
    except TelegramError as error:
        logger.info("a group that is not allowed could not be left: %s", type(error).__name__)
        return False
    logger.info("left a group that is not allowed")
    return True
