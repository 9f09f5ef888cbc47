"""Isolation: what may have killed the bot is handled alone, so that it takes nothing else with it a second time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

LASTS = 3.0  # seconds that others wait for it, and that it waits for others: what kills does so at once


class Isolation:
    """Updates share the room, or one has it to itself."""

    def __init__(self, lasts: float = LASTS) -> None:
        self._lasts = lasts
        self._inside = 0
        self._closed = False
        self._waiting = 0
        self._changed = asyncio.Condition()

    @asynccontextmanager
    async def shared(self) -> AsyncGenerator[None]:
        """Be in the room together with others."""
        async with self._changed:
            await self._changed.wait_for(lambda: not self._closed and not self._waiting)
            self._inside += 1
        try:
            yield
        finally:
            await self._leave()

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[None]:
        """Have the room to oneself, for as long as others can wait."""
        async with self._changed:
            self._waiting += 1
            try:
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._lasts):
                        await self._changed.wait_for(lambda: not self._closed and not self._inside)
            finally:
                self._waiting -= 1
            self._closed = True
            self._inside += 1
        opening = asyncio.create_task(self._open_later())
        try:
            yield
        finally:
            opening.cancel()
            await self._open()
            await self._leave()

    async def _open_later(self) -> None:
        await asyncio.sleep(self._lasts)
        await self._open()

    async def _open(self) -> None:
        async with self._changed:
            self._closed = False
            self._changed.notify_all()

    async def _leave(self) -> None:
        async with self._changed:
            self._inside -= 1
            self._changed.notify_all()
