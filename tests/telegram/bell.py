"""Waiting for something to happen, without polling."""

import asyncio
from collections.abc import Callable


class Bell:
    """Wakes whoever waits for a condition each time something happened."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._waiters: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Let everybody look at their condition again."""
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)

    async def until(self, condition: Callable[[], bool], within: float) -> bool:
        """Wait until a condition holds; return whether it did in time."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    await self._next()
        except TimeoutError:
            return condition()
        return True

    async def _next(self) -> None:
        """Wait for the next ring."""
        waiter = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)
