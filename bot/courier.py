"""The courier: every request to Telegram passes here, is paced, repeated where it failed, and delivered once.

What can be repeated without harm is. A message whose fate is unknown is looked for first, and only sent again when it
is nowhere: see ``bot/outbox.py``. A chat that Telegram holds back (429) waits alone.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import httpx
from aiolimiter import AsyncLimiter
from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.delivery import is_gone, is_unchanged
from bot.outbox import CURRENT, SUPERGROUPS, Sent, Work

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping

    from bot.metrics import Metrics
    from bot.outbox import Outbox

SEND = "sendMessage"  # the one request here that does something else when it is made twice
AT_ONCE = "sendChatAction"  # neither counts against the limits nor waits
EDIT_KEYBOARD = ("editMessageReplyMarkup", "reply_markup")  # a request, and what it says of what was sent
EDIT_TEXT = ("editMessageText", "text", "entities", "link_preview_options", "reply_markup")
ANSWERS = ("answerCallbackQuery", "answerInlineQuery")  # no use when they are late
LATE = 10.0  # seconds
OUTAGE = 600.0  # seconds for which everything else is tried again
FIRST, LONGEST = 0.5, 30.0  # seconds between two tries
OVERALL, PER_GROUP = (30, 1), (20, 60)  # requests, in so many seconds: https://core.telegram.org/bots/faq
GROUPS = 512  # limits of groups that are kept

Json = dict[str, Any]
Result = bool | Json | list[Json]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Request:
    """A request as the library makes it."""

    make: Callable[..., Coroutine[Any, Any, Result]]
    options: Mapping[str, Any]
    endpoint: str
    data: Json

    async def __call__(self) -> Result:
        """Make it, once."""
        return await self.make(self.endpoint, self.data, **self.options)

    @property
    def chat(self) -> int | None:
        """The chat that it is about."""
        chat = self.data.get("chat_id")
        return int(chat) if isinstance(chat, int | str) and str(chat).lstrip("-").isdigit() else None

    def instead(self, endpoint: str, chat: int, message: int, *names: str) -> Request:
        """Another request, about a message that is there, with some of what this one says."""
        kept = {name: self.data[name] for name in names if self.data.get(name) is not None}
        if not isinstance(kept.get("reply_markup"), InlineKeyboardMarkup):  # other keyboards cannot be edited in
            kept.pop("reply_markup", None)
        return Request(self.make, self.options, endpoint, {"chat_id": chat, "message_id": message} | kept)


class Courier(BaseRateLimiter[int]):
    """Stands between the library and Telegram."""

    def __init__(self, outbox: Outbox, metrics: Metrics, outage: float = OUTAGE) -> None:
        self._outbox = outbox
        self._metrics = metrics
        self._outage = outage
        self._overall = AsyncLimiter(*OVERALL)
        self._groups: dict[int, AsyncLimiter] = {}

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Result:
        """Make the request, as often as it takes. Raises what Telegram refuses it with, or NetworkError in the end."""
        request, work = Request(callback, kwargs, endpoint, data), CURRENT.get()
        if endpoint == SEND and work and request.chat is not None:
            return await self._send(request, work, request.chat)
        if endpoint == AT_ONCE or (request.chat is None and endpoint not in ANSWERS):
            return await request()  # nobody waits for it, or the program starts and tries again itself
        return await self._persist(request)

    async def _send(self, request: Request, work: Work, chat: int) -> Result:
        """Send a message unless an earlier try did."""
        sent = work.journal.get(work.sends)
        if sent and sent.message is not None:
            work.sends += 1
            return _message(sent.chat, sent.message)
        patience = Patience(self._outage)
        while True:
            if sent and (message := await self._look_for(request, sent)):
                await self._outbox.arrived(work, sent.chat, message)
                return _message(sent.chat, message)
            await self._pace(request)  # before it is noted: what still waits has not been sent
            sent = await self._outbox.intend(work, chat)
            try:
                result = await request()
            except TelegramError as error:
                if not _is_unknown(error):
                    await self._outbox.refused(work)
                    sent = None
                if not await self._wait(error, patience):
                    raise
            else:
                await self._outbox.arrived(work, chat, result["message_id"] if isinstance(result, dict) else 0)
                return result

    async def _look_for(self, request: Request, sent: Sent) -> int | None:
        """The number of a message that was sent into the unknown, if it arrived; it then says what it should.

        Other people's messages cannot be edited, so what can be is the bot's own; and all its others are below.
        """
        for number in self._outbox.numbers.candidates(sent):
            if await self._is_there(request, sent.chat, number):
                self._metrics.retried("found")
                return number
        return None

    async def _is_there(self, request: Request, chat: int, number: int) -> bool:
        """Whether a message with this number is the one, or would be with another text, which it then has.

        The gentler edit, which does not mark the message as edited, comes first. Some servers know only the other.
        """
        for endpoint, *names in (EDIT_KEYBOARD, EDIT_TEXT):
            try:
                shown = await self._persist(request.instead(endpoint, chat, number, *names))
            except BadRequest as error:
                if is_unchanged(error):
                    return True
                if is_gone(error):
                    return False
            except InvalidToken:  # the library's word for 404: there is no such request
                pass
            else:
                if not isinstance(shown, dict):
                    continue
                says_it = shown.get("text") == request.data["text"]
                if not says_it and not shown.get("from", {}).get("is_bot"):
                    return False
                if says_it or endpoint == EDIT_TEXT[0]:
                    return True
        return False

    async def _persist(self, request: Request) -> Result:
        """Make a request that may be made twice."""
        patience = Patience(LATE if request.endpoint in ANSWERS else self._outage)
        while True:
            try:
                await self._pace(request)
                return await request()
            except TelegramError as error:
                if not await self._wait(error, patience):
                    raise

    async def _pace(self, request: Request) -> None:
        """Wait until Telegram's limits allow the request."""
        if request.chat is not None and request.chat < 0 and request.endpoint == SEND:
            await self._group(request.chat).acquire()
        if request.chat is not None:
            await self._overall.acquire()

    def _group(self, chat: int) -> AsyncLimiter:
        if len(self._groups) > GROUPS:
            self._groups = {one: limit for one, limit in self._groups.items() if not limit.has_capacity(PER_GROUP[0])}
        return self._groups.setdefault(chat, AsyncLimiter(*PER_GROUP))

    async def _wait(self, error: TelegramError, patience: Patience) -> bool:
        """Wait before the next try. False if there shall be none."""
        pause = patience.pause(error)
        if pause is None:
            return False
        self._metrics.retried(_reason(error))
        logger.info("trying again in %.1f s: %s", pause, type(error).__name__)
        await asyncio.sleep(pause)
        return True


class Patience:
    """How long one request is tried again."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._obeys = seconds > LATE  # Telegram's wish to wait, however long; but what is no use later is given up
        self._pause = FIRST

    def pause(self, error: TelegramError) -> float | None:
        """The seconds to wait after an error; None if trying again is no use."""
        if isinstance(error, RetryAfter):
            told = error.retry_after
            pause = (told if isinstance(told, int) else told.total_seconds()) + 0.1
            return pause if self._obeys or time.monotonic() + pause < self._until else None
        if is_passing(error):
            pause = self._pause * random.uniform(0.5, 1.0)  # noqa: S311 - so that not all come back at once
            self._pause = min(2 * self._pause, LONGEST)
        else:
            return None
        return pause if time.monotonic() + pause < self._until else None


def is_passing(error: BaseException | None) -> bool:
    """Whether the same request may do later: it was held back, the network failed, or what came back was no reply."""
    refused = isinstance(error, BadRequest) or not isinstance(error, NetworkError | RetryAfter)
    return not refused or type(error) is TelegramError  # the library's word for "invalid server response"


def _is_unknown(error: TelegramError) -> bool:
    """Whether what was asked for may have been done in spite of the error."""
    never_left = isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
    return is_passing(error) and not isinstance(error, RetryAfter) and not never_left


def _reason(error: TelegramError) -> str:
    if isinstance(error, RetryAfter):
        return "held back"
    return "timed out" if isinstance(error, TimedOut) else "network"


def _message(chat: int, number: int) -> Json:
    """A message that was sent before, as far as it is known."""
    kind = "private" if chat > 0 else "supergroup" if chat < SUPERGROUPS else "group"
    return {"message_id": number, "date": int(time.time()), "chat": {"id": chat, "type": kind}}
