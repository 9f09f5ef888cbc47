"""Whose turn it is: chats run side by side, the updates of one after the other, each until it is done with."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.isolation import Isolation
from bot.outbox import CURRENT, Work

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.inbox import Begun, Inbox
    from bot.metrics import Metrics
    from bot.outbox import Outbox

AT_ONCE = 256  # updates in work; how many questions are, the library decides
WAITING = 4096  # updates taken from the queue, each waiting for the one before it in its chat
TRIES = 3
CUT_OFF = 10  # tries that ended with the bot. That need not be the update's fault, but somewhere it must end
GIVEN_UP = "given up"
BETWEEN_TRIES = 5.0  # seconds, doubled each time
LONGEST_PAUSE = 60.0
GRACE = 8.0  # seconds that what is in work has to end; 10 are what a container is given before it is killed
QUERY_LASTS, TAP_LASTS = 10_000, 60_000  # milliseconds after which Telegram takes no answer to it

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class Turns(BaseUpdateProcessor):
    """Hands updates to the handlers.

    An update waits for its chat before it takes one of the places, so a busy chat holds one place, not all. Of inline
    queries, which come with every letter typed, only the last of those that wait is handled.
    """

    def __init__(self, inbox: Inbox, outbox: Outbox, metrics: Metrics, at_once: int = AT_ONCE) -> None:
        super().__init__(WAITING)
        self._inbox = inbox
        self._outbox = outbox
        self._metrics = metrics
        self._places = asyncio.Semaphore(at_once)
        self._isolation = Isolation()
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._typed: dict[str, int] = {}  # the last inline query of each person who waits for one
        self._at_work: set[asyncio.Task[Any]] = set()
        self._closing = asyncio.Event()
        self.handle: Callable[[Update], Awaitable[None]]  # the application's, set once there is one

    @property
    def in_work(self) -> int:
        """How many updates are in work."""
        return len(self._at_work)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update when its turn has come."""
        if isinstance(coroutine, Coroutine):
            coroutine.close()  # an update may take several tries, and this is good for one
        if not isinstance(update, Update) or is_empty(update):
            return
        if update.inline_query:
            self._typed[lane_of(update)] = update.update_id
        async with self._lanes.setdefault(lane_of(update), asyncio.Lock()):
            if self._is_outdated(update):
                await self._drop(update, "dropped")
                return
            tries = 0
            while not self._closing.is_set() and await self._try(update):
                with suppress(TimeoutError):  # others may have the place meanwhile
                    await asyncio.wait_for(self._closing.wait(), min(BETWEEN_TRIES * 2**tries, LONGEST_PAUSE))
                tries += 1

    async def close(self, grace: float = GRACE) -> None:
        """Begin nothing new, and give what is in work some time to end. The rest is taken up at the next start."""
        self._closing.set()
        if self._at_work:
            _, late = await asyncio.wait(self._at_work, timeout=grace)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
                logger.warning("%d updates were not done in time; the next start takes them up", len(late))

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    async def _try(self, update: Update) -> bool:
        """Handle an update, if it is worth it. Returns whether it must be tried again."""
        async with self._places:
            if self._closing.is_set():
                return False
            task = asyncio.ensure_future(self._work(update))
            self._at_work.add(task)
            try:
                return await task
            finally:
                self._at_work.discard(task)

    async def _work(self, update: Update) -> bool:
        number, lane = update.update_id, lane_of(update)
        is_suspect = number in self._inbox.suspects
        async with self._isolation.alone() if is_suspect else self._isolation.shared():
            try:
                work = await self._begin(update)
            except SQLAlchemyError as error:
                logger.error("update %d waits for the database, which fails (%s)", number, type(error).__name__)
                return True
            if work is None:
                return False
            try:
                await self._handle(update, work)
            except asyncio.CancelledError:  # in good order, which is no fault of the update
                await self._surely(lambda: self._inbox.ended(number, failed=False))
                raise
        if work.is_unfinished and not work.is_last_try:
            await self._surely(lambda: self._inbox.ended(number, failed=True))
            return True
        self._metrics.update("failed" if work.is_unfinished else "handled")
        await self._surely(lambda: self._inbox.finish(number))
        if work.is_shut_out and (dropped := await self._surely(lambda: self._inbox.abandon(lane))):
            logger.info("%d more updates of a chat that cannot be written to are dropped", dropped)
        return False

    async def _begin(self, update: Update) -> Work | None:
        """The work on an update, with what earlier tries sent; none where it is no use."""
        number = update.update_id
        begun = await self._inbox.begin(number)
        if begun is None:
            return None
        if why := _no_use(update, begun):
            logger.log(logging.ERROR if why == GIVEN_UP else logging.INFO, "update %d is %s", number, why)
            await self._drop(update, why)
            return None
        journal = await self._outbox.journal(number) if begun.failed or begun.cut_off else {}
        return Work(self._inbox.bot, number, journal=journal, is_last_try=begun.failed + 1 >= TRIES)

    async def _surely(self, note: Callable[[], Awaitable[Result]]) -> Result | None:
        """Note something in the database, when it takes it; None if the bot is closed before."""
        while True:
            try:
                return await note()
            except SQLAlchemyError as error:
                logger.error("the database does not take what was done (%s)", type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._closing.wait(), BETWEEN_TRIES)
            if self._closing.is_set():
                return None

    async def _handle(self, update: Update, work: Work) -> None:
        mark = CURRENT.set(work)
        try:
            await self.handle(update)
        finally:
            CURRENT.reset(mark)

    def _is_outdated(self, update: Update) -> bool:
        """Whether an update is an inline query whose person has typed on."""
        if not update.inline_query:
            return False
        last = self._typed.get(lane_of(update), 0)
        if last == update.update_id:
            del self._typed[lane_of(update)]
        return last > update.update_id

    async def _drop(self, update: Update, why: str) -> None:
        self._metrics.update(why)
        await self._surely(lambda: self._inbox.finish(update.update_id))


def _no_use(update: Update, begun: Begun) -> str | None:
    """Why handling an update is no use, if it is none."""
    if begun.failed >= TRIES or begun.cut_off >= CUT_OFF:
        return GIVEN_UP
    lasts = QUERY_LASTS if update.inline_query else TAP_LASTS if update.callback_query else begun.age
    return "dropped" if begun.age > lasts else None


def lane_of(update: Update) -> str:
    """The chat whose order an update belongs to; for inline queries, which have an order of their own, the person."""
    source = update.effective_chat or update.effective_user
    return f"{'inline' if update.inline_query else 'chat'}:{int(source.id) if source else 0}"


def is_empty(update: Update) -> bool:
    """Whether there is nothing in an update but its number: it was brought before, or could not be read."""
    return len(update.to_dict()) == 1
