"""The line to Telegram: what is said when it breaks, and what comes in over it."""

from __future__ import annotations

import asyncio
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from telegram.error import NetworkError
from telegram.request import HTTPXRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.reception import Reception

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

    From then on it reports nothing new, without asking, so that stopping does not disturb the other instance. What
    comes goes through ``reception`` first: Telegram is told that it arrived by the next request, not by this one.
    """

    NO_USE = (401, 404, 409)
    NOTHING = 200, b'{"ok": true, "result": []}'

    def __init__(self, reception: Reception) -> None:
        super().__init__("receiving", connections=1)
        self._reception = reception
        self.refusal: int | None = None
        self.on_refusal: Callable[[], None] = lambda: None

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One request for updates."""
        if self.refusal is None:
            await self._reception.room()
            status, payload = await super().do_request(*args, **kwargs)
            if status not in self.NO_USE:
                return status, await self._reception.sift(payload) if status == HTTPStatus.OK else payload
            self.refusal = status
        else:
            await asyncio.sleep(0.05)
        self.on_refusal()  # each time: at the first there may be nothing yet that can be stopped
        return self.NOTHING
