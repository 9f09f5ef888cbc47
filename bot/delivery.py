"""Sending: replies where they belong, and "typing" while there is none yet."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from telegram import Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import TelegramError
from telegram.ext import CallbackContext, ExtBot

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from telegram import Bot, MaybeInaccessibleMessage

    from bot.drafts import Reply

Data = dict[Any, Any]
Context = CallbackContext[ExtBot[Any], Data, Data, Data]

TYPING_LASTS = 4.5  # seconds; Telegram shows it for five


async def send(bot: Bot, to: MaybeInaccessibleMessage, messages: Sequence[Reply]) -> None:
    """Send the messages to where ``to`` is, the first as a reply to it."""
    for number, reply in enumerate(messages):
        await bot.send_message(
            to.chat.id,
            reply.text,
            entities=reply.entities,
            reply_markup=reply.keyboard,
            message_thread_id=_topic(to),
            reply_parameters=None if number else ReplyParameters(to.message_id, allow_sending_without_reply=True),
        )


@asynccontextmanager
async def typing(bot: Bot, to: MaybeInaccessibleMessage) -> AsyncGenerator[None]:
    """Show that the bot is at work, for as long as it is."""
    showing = asyncio.create_task(_keep_typing(bot, to))
    try:
        yield
    finally:
        showing.cancel()
        await asyncio.wait([showing])  # a "typing" that arrives after the answer would stay for seconds


async def _keep_typing(bot: Bot, to: MaybeInaccessibleMessage) -> None:
    while True:
        with suppress(TelegramError):
            await bot.send_chat_action(to.chat.id, ChatAction.TYPING, message_thread_id=_topic(to))
        await asyncio.sleep(TYPING_LASTS)


def _topic(message: MaybeInaccessibleMessage) -> int | None:
    """The topic of a group that a message stands in."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
