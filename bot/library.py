"""The articles, as the conversation asks them: off the event loop, a few questions at a time."""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Protocol, TypeVar

from bot.examples import choose_examples
from pullquote.followups import ask_after, complete

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from pullquote.records import Answer, Article
    from pullquote.resolution import Resolver
    from pullquote.verification import Context

ASKING = "ask"  # how its threads are called
THREADS = 2  # a question keeps a core busy; more at once would only make each of them slower
WAITING = 2  # questions that are next; the others have not begun, and their deadlines neither

Result = TypeVar("Result")
logger = logging.getLogger(__name__)


class Asker(Protocol):
    """What can be asked: an archive of articles. All calls block, and may come from several threads."""

    def ask(self, question: str, article: str | None = None, context: Context | None = None) -> Answer:
        """Quotes that answer, or silence; ``context`` is what a complete question was made of.

        Raises QuestionError for what is not a question.
        """
        ...

    def sources(self) -> Sequence[Article]:
        """The articles that answers are looked for in."""
        ...

    @property
    def updated(self) -> datetime:
        """When they were last changed."""
        ...

    @property
    def resolver(self) -> Resolver | None:
        """What tells how a follow-up is written out; None: the rules alone do."""
        ...


class Library:
    """An asker behind a small bounded pool of threads."""

    def __init__(self, open_asker: Callable[[], Asker], threads: int = THREADS) -> None:
        self._open_asker = open_asker
        self._asker: Asker | None = None
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=ASKING)
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="look")  # what takes little time waits for no answer
        self._places = asyncio.Semaphore(threads + WAITING)
        self._closed = threading.Event()
        self._examples: asyncio.Task[list[str]] | None = None
        self._examples_of: tuple[str, ...] | None = None

    async def open(self) -> None:
        """Load what answers questions. Raises what the asker raises when there is no store to open."""
        self._asker = await self._in_thread(self._open_asker)
        articles = await self.sources()
        self._look_for_examples(articles)
        logger.info("ready; articles: %d", len(articles))

    def place(self) -> asyncio.Semaphore:
        """To be held while asking, so that a question is asked when it can be answered: first come, first served."""
        return self._places

    async def ask(self, question: str, earlier: Answer | None = None) -> Answer:
        """The answer to a question, which may go on from an ``earlier`` answer."""
        return await self._in_thread(ask_after, self._opened, question, earlier)

    async def sources(self) -> Sequence[Article]:
        """The articles that there are now."""
        return await asyncio.get_running_loop().run_in_executor(self._aside, self._opened.sources)

    async def updated(self) -> datetime:
        """When they were last changed."""
        opened = self._opened
        return await asyncio.get_running_loop().run_in_executor(self._aside, lambda: opened.updated)

    async def examples(self) -> list[str]:
        """Questions that have an answer, looked for again when other articles have come."""
        self._look_for_examples(await self.sources())
        return await asyncio.shield(self._examples) if self._examples else []

    def close(self) -> None:
        """Take no more questions."""
        self._closed.set()
        for pool in (self._pool, self._aside):
            pool.shutdown(wait=False, cancel_futures=True)

    async def understood(self, question: str, earlier: Answer) -> str | None:
        """The complete question that a follow-up stands for; None for one that stands alone."""
        opened = self._opened
        meant = await asyncio.get_running_loop().run_in_executor(
            self._aside, lambda: complete(question, earlier, opened.resolver)
        )
        return meant.question if meant else None

    @property
    def _opened(self) -> Asker:
        if self._asker is None:
            raise RuntimeError("the library is not open yet")
        return self._asker

    def _look_for_examples(self, articles: Sequence[Article]) -> None:
        known = tuple(article.sha256 for article in articles)
        if known != self._examples_of:
            self._examples_of = known
            self._examples = asyncio.create_task(self._find_examples(articles))

    async def _find_examples(self, articles: Sequence[Article]) -> list[str]:
        try:
            return await self._in_thread(choose_examples, self._opened, articles, self._closed.is_set)
        except Exception:  # a greeting without examples is better than none
            logger.warning("no example questions", exc_info=True)
            return []

    async def _in_thread(self, call: Callable[..., Result], *given: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._pool, call, *given)
