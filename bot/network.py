"""The line to Telegram: what is said when it breaks, who may send how fast, and whose turn it is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import NetworkError
from telegram.ext import AIORateLimiter, BaseUpdateProcessor
from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

AT_ONCE = 16  # updates in work
WAITING = 4096  # updates taken from the queue, each waiting for the one before it in its chat
PATIENCE = 5  # how often a message that Telegram holds back (429) is tried again
TIMEOUT = 20.0  # seconds; a send that times out may have arrived, so waiting is better than not knowing

logger = logging.getLogger(__name__)


class Line(HTTPXRequest):
    """Requests to Telegram. Says once that it is lost, and once that it is back."""

    def __init__(self, name: str, connections: int = 64) -> None:
        super().__init__(
            connection_pool_size=connections,
            read_timeout=TIMEOUT,
            write_timeout=TIMEOUT,
            connect_timeout=TIMEOUT / 2,
            pool_timeout=TIMEOUT,
        )
        self._name = name
        self._lost = False

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One request. Raises NetworkError where there is no reply."""
        try:
            status, payload = await super().do_request(*args, **kwargs)
        except NetworkError as error:
            self._lose(type(error.__cause__ or error).__name__)
            raise
        if status >= 500:
            self._lose(f"status {status}")
        elif self._lost:
            self._lost = False
            logger.info("%s: Telegram is back", self._name)
        return status, payload

    def _lose(self, why: str) -> None:
        if not self._lost:
            self._lost = True
            logger.warning("%s: no reply from Telegram (%s), trying again", self._name, why)


class PollingLine(Line):
    """Asks for updates until Telegram says that it is no use: 409, another instance; 401, no such token.

    From then on it reports nothing new, without asking, so that stopping does not disturb the other instance.
    """

    NO_USE = (401, 404, 409)
    NOTHING = 200, b'{"ok": true, "result": []}'

    def __init__(self) -> None:
        super().__init__("receiving", connections=1)
        self.refusal: int | None = None
        self.on_refusal: Callable[[], None] = lambda: None

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One request for updates."""
        if self.refusal is None:
            status, payload = await super().do_request(*args, **kwargs)
            if status not in self.NO_USE:
                return status, payload
            self.refusal = status
        else:
            await asyncio.sleep(0.05)
        self.on_refusal()  # each time: at the first there may be nothing yet that can be stopped
        return self.NOTHING


class SendingLimits(AIORateLimiter):
    """Telegram's limits on messages. "Typing" neither counts against them nor waits."""

    def __init__(self) -> None:
        super().__init__(max_retries=PATIENCE)

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make the request when it may be made."""
        if endpoint == "sendChatAction":
            return await callback(*args, **kwargs)
        return await super().process_request(callback, args, kwargs, endpoint, data, rate_limit_args)


class Turns(BaseUpdateProcessor):
    """Chats run side by side, so many at once; within a chat, one update after the other.

    An update waits for its chat before it takes one of the places, so a busy chat holds one place, not all. Of inline
    queries, which come with every letter typed, only the last of those that wait is handled.
    """

    def __init__(self, at_once: int = AT_ONCE) -> None:
        super().__init__(WAITING)
        self._places = asyncio.Semaphore(at_once)
        self._chats: WeakValueDictionary[tuple[str, int], asyncio.Lock] = WeakValueDictionary()
        self._typed: dict[tuple[str, int], int] = {}  # the last inline query of each person who waits for one

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update when its turn has come."""
        if isinstance(update, Update) and update.inline_query:
            self._typed[_whose(update)] = update.update_id
        async with self._chats.setdefault(_whose(update), asyncio.Lock()), self._places:
            if self._is_outdated(update) and isinstance(coroutine, Coroutine):
                coroutine.close()
                return
            await coroutine

    def _is_outdated(self, update: object) -> bool:
        """Whether an update is an inline query whose person has typed on."""
        if not isinstance(update, Update) or not update.inline_query:
            return False
        last = self._typed.get(_whose(update), 0)
        if last == update.update_id:
            del self._typed[_whose(update)]
        return last > update.update_id

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""


def _whose(update: object) -> tuple[str, int]:
    """The chat whose order an update belongs to; for inline queries, which have an order of their own, the person."""
    if not isinstance(update, Update):
        return "", 0
    source = update.effective_chat or update.effective_user
    return "inline" if update.inline_query else "chat", source.id if source else 0
