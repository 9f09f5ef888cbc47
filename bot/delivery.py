"""Sending: replies where they belong, and "typing" while there is none yet."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from telegram import Message, ReplyParameters
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, TelegramError
from telegram.ext import CallbackContext, ExtBot

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Sequence

    from telegram import Bot, CallbackQuery, MaybeInaccessibleMessage

    from bot.drafts import Reply

Data = dict[Any, Any]
Context = CallbackContext[ExtBot[Any], Data, Data, Data]

TYPING_LASTS = 4.5  # seconds; Telegram shows it for five
TYPING_ENDS = 1.0  # seconds that an answer waits for it
UNCHANGED = "not modified"
GONE = ("message to edit not found", "message can't be edited", "message id invalid")

logger = logging.getLogger(__name__)


async def send(
    bot: Bot, to: MaybeInaccessibleMessage, messages: Sequence[Reply], rather: ReplyParameters | None = None
) -> list[Message]:
    """Send the messages to where ``to`` is, the first as a reply to it, or as ``rather`` says if Telegram takes that.

    A group that has moved meanwhile is followed.
    """
    usual = ReplyParameters(to.message_id, allow_sending_without_reply=True)
    sent: list[Message] = []
    for number, reply in enumerate(messages):
        parameters = None if number else rather or usual
        try:
            sent.append(await _send(bot, to.chat.id, reply, parameters, _topic(to)))
        except ChatMigrated as moved:  # what was replied to is not there, and neither is the topic
            sent.append(await _send(bot, moved.new_chat_id, reply, None, None))
        except BadRequest:
            if parameters is not rather or rather is None:
                raise
            logger.info("Telegram did not take a quote of a passage; replying without")
            sent.append(await _send(bot, to.chat.id, reply, usual, _topic(to)))
    return sent


async def edit(bot: Bot, message: MaybeInaccessibleMessage, reply: Reply, *, again: bool = False) -> bool:
    """Put a reply in the place of an own message, unless it is there already. False if the message is gone.

    ``again``: the message has been edited since; what it is known to say is not what it says.
    """
    shown = (message.text, message.reply_markup) if isinstance(message, Message) else None
    if shown == (reply.text, reply.keyboard) and not again:
        return True
    try:
        await bot.edit_message_text(
            reply.text,
            message.chat.id,
            message.message_id,
            entities=reply.entities,
            reply_markup=reply.keyboard,
        )
    except ChatMigrated:  # the messages of the group that was are out of reach
        return False
    except BadRequest as error:
        if is_gone(error):
            return False
        if not is_unchanged(error):
            raise
    return True


def is_unchanged(error: BadRequest) -> bool:
    """Whether an edit was refused because the message is so already."""
    return UNCHANGED in error.message.lower().replace("_", " ")


def is_gone(error: BadRequest) -> bool:
    """Whether an edit was refused because there is no such message of the bot's."""
    return any(gone in error.message.lower().replace("_", " ") for gone in GONE)


async def tell(query: CallbackQuery, text: str | None = None, *, alert: bool = False) -> None:
    """Answer a tap. Where that fails, as for one that is too old, what it asks for is done all the same."""
    with suppress(TelegramError):
        await query.answer(text, show_alert=alert)


async def _send(bot: Bot, chat: int, reply: Reply, parameters: ReplyParameters | None, topic: int | None) -> Message:
    return await bot.send_message(
        chat,
        reply.text,
        entities=reply.entities,
        reply_markup=reply.keyboard,
        message_thread_id=topic,
        reply_parameters=parameters,
    )


@asynccontextmanager
async def typing(bot: Bot, to: MaybeInaccessibleMessage) -> AsyncGenerator[None]:
    """Show that the bot is at work, for as long as it is."""
    done = asyncio.Event()
    showing = asyncio.create_task(_keep_typing(bot, to, done))
    try:
        yield
    finally:
        done.set()
        # A "typing" that arrives after the answer would stay for seconds. One that is cancelled may keep its connection
        # for ever, so that is done only where Telegram does not answer.
        _, late = await asyncio.wait([showing], timeout=TYPING_ENDS)
        if late:
            showing.cancel()
            await asyncio.wait([showing])


async def _keep_typing(bot: Bot, to: MaybeInaccessibleMessage, done: asyncio.Event) -> None:
    while not done.is_set():
        with suppress(TelegramError):
            await bot.send_chat_action(to.chat.id, ChatAction.TYPING, message_thread_id=_topic(to))
        with suppress(TimeoutError):
            await asyncio.wait_for(done.wait(), TYPING_LASTS)


def _topic(message: MaybeInaccessibleMessage) -> int | None:
    """The topic of a group that a message stands in."""
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None
