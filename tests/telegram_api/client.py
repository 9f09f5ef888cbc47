"""python-telegram-bot as a client of the server: an application that polls, and what calls are made of."""

from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity, Update
from telegram.error import BadRequest
from telegram.ext import AIORateLimiter, Application, BaseHandler

from tests.telegram import BotApi

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
AnyHandler = BaseHandler[Any, Any, Any]

EMOJI = "\N{EARTH GLOBE EUROPE-AFRICA}"


@asynccontextmanager
async def running(
    api: BotApi, *handlers: AnyHandler, limiter: AIORateLimiter | None = None
) -> AsyncGenerator[AnyApplication]:
    """Run an application that polls the server."""
    builder = Application.builder().token(api.token).base_url(api.base_url).base_file_url(api.base_file_url)
    if limiter is not None:
        builder = builder.rate_limiter(limiter)
    application: AnyApplication = builder.build()
    application.add_handlers(handlers)
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=2, allowed_updates=Update.ALL_TYPES)
        await application.start()
        yield application
        await application.updater.stop()
        await application.stop()


async def refused(api: BotApi, call: Awaitable[object], description: str, error: type[Exception] = BadRequest) -> None:
    """Make sure that a call is refused with exactly this description."""
    with pytest.raises(error):
        await call
    assert api.transcript.calls[-1].description == description


async def echo(update: Update, _context: object) -> None:
    """Answer a message with its own text."""
    assert update.effective_message is not None
    await update.effective_message.reply_text(f"You said: {update.effective_message.text}")


def link(offset: int, length: int, url: str = "https://example.org/a") -> MessageEntity:
    """A linked span."""
    return MessageEntity("text_link", offset, length, url=url)


def keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    """A keyboard with one row."""
    return InlineKeyboardMarkup([buttons])
