"""Callback and inline queries: each can be answered once, and only while somebody waits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tests.telegram.bell import Bell
from tests.telegram.wire import Json, bad_request

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True)
class CallbackAnswer:
    """What the bot answered to a tap on a button."""

    text: str = ""
    show_alert: bool = False
    url: str = ""
    cache_time: int = 0


@dataclass(frozen=True)
class InlineAnswer:
    """What the bot offered for an inline query."""

    results: tuple[Json, ...]
    cache_time: int = 300
    is_personal: bool = False
    next_offset: str = ""
    button: Json | None = None


@dataclass(eq=False)
class Query:
    """A query that somebody made, and its answer once there is one."""

    id: str
    asked_at: float
    bell: Bell
    answer: CallbackAnswer | InlineAnswer | None = None

    async def _answered(self, within: float) -> CallbackAnswer | InlineAnswer:
        """Wait for the answer."""
        assert await self.bell.until(lambda: self.answer is not None, within), f"no answer within {within} s"
        assert self.answer is not None
        return self.answer


class Tap(Query):
    """A tap on a button."""

    async def answered(self, within: float = 5.0) -> CallbackAnswer:
        """Wait until the bot answers the tap."""
        answer = await self._answered(within)
        assert isinstance(answer, CallbackAnswer)
        return answer


class InlineAsk(Query):
    """A question typed behind the bot's name in some chat."""

    async def answered(self, within: float = 5.0) -> InlineAnswer:
        """Wait until the bot offers its results."""
        answer = await self._answered(within)
        assert isinstance(answer, InlineAnswer)
        return answer


AnyQuery = TypeVar("AnyQuery", bound=Query)


class Queries:
    """The queries that wait for an answer."""

    def __init__(self, bell: Bell, now: Callable[[], float], patience: float) -> None:
        """Begin without queries; after so many seconds nobody waits for an answer any more."""
        self._bell = bell
        self._now = now
        self._open: dict[str, Query] = {}
        self._count = 0
        self.patience = patience

    def tap(self) -> Tap:
        """Open a callback query."""
        return self._opened(Tap(self._next_id(), self._now(), self._bell))

    def ask(self) -> InlineAsk:
        """Open an inline query."""
        return self._opened(InlineAsk(self._next_id(), self._now(), self._bell))

    def expire(self) -> None:
        """Let every open query be too old to be answered."""
        self._open.clear()

    def answer(self, query_id: str, kind: type[Query], answer: CallbackAnswer | InlineAnswer) -> None:
        """Give a query its answer, or refuse one that comes too late."""
        query = self._open.get(query_id)
        if not isinstance(query, kind) or self._now() > query.asked_at + self.patience:
            raise bad_request(TOO_OLD)
        del self._open[query_id]
        query.answer = answer
        self._bell.ring()

    def _next_id(self) -> str:
        """Return an identifier that no other query has."""
        self._count += 1
        return str(4_000_000_000_000_000_000 + self._count)

    def _opened(self, query: AnyQuery) -> AnyQuery:
        """Keep a query until it is answered."""
        self._open[query.id] = query
        return query
