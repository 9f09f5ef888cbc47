"""What a person and the log are told when handling an update fails."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.error import Forbidden, InvalidToken, NetworkError, TelegramError

from bot.courier import is_passing
from bot.delivery import send
from bot.drafts import Reply
from bot.outbox import CURRENT

if TYPE_CHECKING:
    from bot.delivery import Context
    from bot.manners import Manners
    from bot.outbox import Work

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is mistaken for something else when read out

logger = logging.getLogger(__name__)


class Mishaps:
    """The handler of what no other handler caught."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners

    async def handle(self, update: object, context: Context) -> None:
        """Log what failed under a random id, and give the person that id with an apology."""
        error = context.error
        if not isinstance(update, Update):
            if not isinstance(error, NetworkError):  # the line says that itself
                logger.error("receiving updates failed", exc_info=error)
            return
        work = CURRENT.get()
        if work and isinstance(error, Forbidden):
            work.is_shut_out = True
            logger.info("a chat can no longer be written to")
            return
        fails = isinstance(error, InvalidToken) or (isinstance(error, SQLAlchemyError) and not _is_last(work))
        if work and (fails or is_passing(error)):
            work.is_unfinished = True
            logger.warning("update %d is not done: %s", update.update_id, type(error).__name__)
            return
        number = "".join(secrets.choice(ALPHABET) for _ in range(6))
        logger.error("error %s in update %d", number, update.update_id, exc_info=error)
        if update.effective_message is None:
            return
        user = update.effective_user
        try:
            words = await self._manners.words(user)
        except Exception:  # the database may be what failed
            words = self._manners.languages.wording(user.language_code if user else None)
        try:
            await send(context.bot, update.effective_message, [Reply(words.apology(number))])
        except TelegramError as failure:
            logger.warning("no apology for error %s: %s", number, type(failure).__name__)


def _is_last(work: Work | None) -> bool:
    return work is None or work.is_last_try
