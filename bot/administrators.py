"""Who may change what the bot knows, and from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telegram.constants import ChatType

from bot.albums import is_first_of_album
from bot.delivery import send
from bot.drafts import Reply

if TYPE_CHECKING:
    from collections.abc import Collection

    from telegram import Message, Update, User

    from bot.delivery import Context
    from bot.manners import Manners


class Administrators:
    """People by their ids. Everybody else is told that they are not one of them."""

    def __init__(self, ids: Collection[int], manners: Manners) -> None:
        self._ids = ids
        self._manners = manners

    def __contains__(self, person: int) -> bool:
        return person in self._ids

    async def admit(self, update: Update, context: Context) -> tuple[Message | None, User | None]:
        """The message and who wrote it, if that is an administrator in their private chat; others are told."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return None, None
        words = await self._manners.words(user)
        if user.id not in self._ids:
            if is_first_of_album(message, context):
                await send(context.bot, message, [Reply(words.not_administrator)])
            return None, None
        if message.chat.type != ChatType.PRIVATE:
            await send(context.bot, message, [Reply(words.private_only)])
            return None, None
        return message, user
