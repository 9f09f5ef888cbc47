"""The reception: what Telegram brings is read, stored, and only then let in. What cannot be read stops nobody."""

from __future__ import annotations

import asyncio
import json
import logging
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.error import NetworkError

from bot.inbox import Arrival
from bot.turns import is_empty, lane_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram import Bot

    from bot.inbox import Inbox
    from bot.metrics import Metrics
    from bot.outbox import Numbers

HIGHEST = 2**63  # what a database keeps, and more than Telegram counts to
NAMED = {"from", "chat", "sender_chat", "user", "sender_user"}
OF_SOMEBODY = {"id", "is_bot", "language_code", "type", "is_forum"}
UNCONFIRMED = 1.0  # seconds

logger = logging.getLogger(__name__)


class UnreadableError(ValueError):
    """What came is not an update. ``number``: what Telegram calls it, if that could be read."""

    def __init__(self, number: int | None, why: str) -> None:
        super().__init__(why)
        self.number = number


@dataclass(frozen=True, slots=True)
class Reading:
    """An update that could be read."""

    update: Update
    arrival: Arrival

    def of(self, bot: Bot) -> Update:
        """The update, with the bot whom its shortcuts need."""
        return Update.de_json(json.loads(self.arrival.body), bot)


class Reception:
    """Where updates come in, whichever way Telegram brings them."""

    def __init__(self, inbox: Inbox, numbers: Numbers, metrics: Metrics) -> None:
        self._inbox = inbox
        self._numbers = numbers
        self._metrics = metrics
        self._is_closing = False
        self._flowed = -math.inf

    @property
    def is_full(self) -> bool:
        """Whether Telegram should keep what it has for now."""
        return self._inbox.is_full

    @property
    def silence(self) -> float:
        """The seconds since Telegram last showed that updates would come if there were any."""
        return time.monotonic() - self._flowed

    def flowed(self) -> None:
        """Note that it did."""
        self._flowed = time.monotonic()

    async def room(self) -> None:
        """Wait until more can be taken in."""
        if not self._is_closing:
            await self._inbox.room()

    def close(self) -> None:
        """Wait no more."""
        self._is_closing = True

    async def sift(self, payload: bytes) -> bytes:
        """A reply to ``getUpdates`` with nothing in it but what is new and stored.

        Of other updates the number stays, by which they are confirmed. Raises NetworkError when they cannot be stored:
        they will be brought again.
        """
        raws = _result(payload)
        if not raws:
            self.flowed()
            return payload  # where it is no reply at all, the library says so
        new = {reading.arrival.id: reading.arrival.body for reading in await self.take(raws)}
        self.flowed()
        numbers = [number for number in map(_number, raws) if number is not None]
        if not numbers:  # nothing to confirm them by: they will come again at once
            await asyncio.sleep(UNCONFIRMED)
        result = ",".join(new.pop(number, None) or f'{{"update_id":{number}}}' for number in numbers)
        return f'{{"ok":true,"result":[{result}]}}'.encode()

    async def take(self, raws: Sequence[object]) -> list[Reading]:
        """Store what is new, and return that. Raises NetworkError when it cannot be stored."""
        readings: list[Reading] = []
        for raw in raws:
            try:
                readings.append(read(raw))
            except UnreadableError as error:
                self._set_aside(error)
        try:
            new = await self._inbox.store([reading.arrival for reading in readings])
        except SQLAlchemyError as error:
            logger.error("updates cannot be stored (%s); Telegram keeps them", type(error).__name__)
            raise NetworkError("the inbox takes nothing") from error
        for number in range(len(readings)):
            self._metrics.update("received" if number < len(new) else "duplicate")
        fresh = {reading.arrival.id: reading for reading in readings if reading.arrival.id in new}
        return [self._let_in(reading) for reading in fresh.values()]

    async def left(self) -> list[Reading]:
        """What an earlier run took in and did not finish, in Telegram's order."""
        readings: list[Reading] = []
        for body in await self._inbox.waiting():
            try:
                readings.append(self._let_in(read(json.loads(body))))
            except UnreadableError as error:  # an earlier version took it
                self._set_aside(error)
                if error.number is not None:
                    await self._inbox.finish(error.number)
        return readings

    def _set_aside(self, error: UnreadableError) -> None:
        self._metrics.update("quarantined")
        logger.warning("update %s cannot be read (%s) and is left aside", error.number, error)

    def _let_in(self, reading: Reading) -> Reading:
        message = reading.update.effective_message
        if message:
            self._numbers.saw(message.chat.id, message.message_id)
        return reading


def read(raw: object) -> Reading:
    """An update as Telegram wrote it. Raises UnreadableError, which says what kind of fault it has."""
    number = _number(raw)
    if number is None:
        raise UnreadableError(None, "it has no number")
    try:
        body = json.dumps(without_names(raw))
        update = Update.de_json(json.loads(body), None)
        if not _is_sound(update) or is_empty(update):
            raise TypeError
        return Reading(update, Arrival(number, mark_of(update), lane_of(update), body))
    except Exception as error:  # whatever the library stumbles over
        raise UnreadableError(number, type(error).__name__) from None


def _is_sound(update: Update) -> bool:
    """Whether what the handlers work with is of its kind; the library takes any."""
    message, user = update.effective_message, update.effective_user
    tap, typed = update.callback_query, update.inline_query
    ids: list[object] = [message.message_id, message.chat.id] if message else []
    ids += [user.id] if user else []
    texts: list[object] = [message.text if message else None, user.language_code if user else None]
    texts += [tap.data if tap else None, typed.query if typed else None]
    sound = all(isinstance(one, int) and abs(one) < HIGHEST for one in ids)
    return sound and all(isinstance(one, str | None) for one in texts)


def mark_of(update: Update) -> str:
    """What an update has for itself alone, beside its number: the number of its query, or of its message and when."""
    if query := update.callback_query or update.inline_query:
        return query.id[:40]
    if message := update.effective_message:
        return f"{message.message_id} {message.date.timestamp():.0f}"
    member = update.my_chat_member
    return f"{member.date.timestamp():.0f}" if member else ""


def without_names(part: Any, key: str = "") -> Any:
    """An update without what people and chats call themselves: nobody needs it, so it is not kept."""
    if isinstance(part, list):
        return [without_names(one) for one in cast("list[Any]", part)]
    if not isinstance(part, dict):
        return part
    fields = cast("dict[str, Any]", part)
    if key in NAMED:
        named = {name: value for name, value in fields.items() if name in OF_SOMEBODY}
        return named | ({"first_name": ""} if "is_bot" in named else {})
    return {name: without_names(value, name) for name, value in fields.items()}


def _result(payload: bytes) -> list[object]:
    try:
        reply: Any = json.loads(payload)
        return list(reply["result"])
    except (ValueError, TypeError, LookupError):
        return []


def _number(raw: object) -> int | None:
    number = cast("dict[str, object]", raw).get("update_id") if isinstance(raw, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < HIGHEST else None
