"""The stream of updates: kept until they are confirmed, given to one poller at a time."""

import asyncio
from collections.abc import Sequence

from tests.telegram.bell import Bell
from tests.telegram.wire import ApiError, Json

WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_SET = "Conflict: terminated by setWebhook request"

# Telegram sends these only to bots that name them.
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateStream:
    """Updates in order, each of them kept until the bot confirms it."""

    def __init__(self, bell: Bell, first_id: int = 500_000_001) -> None:
        """Begin with no updates; the bell rings when one is confirmed or a poller leaves."""
        self._bell = bell
        self._next_id = first_id
        self._poller: asyncio.Future[None] | None = None
        self.arrived = asyncio.Event()
        self.pending: list[Json] = []
        # How often each update was handed to the bot.
        self.deliveries: dict[int, int] = {}
        self.allowed: tuple[str, ...] = ()

    @property
    def polled(self) -> bool:
        """Tell whether a poller waits."""
        return self._poller is not None

    def allows(self, kind: str) -> bool:
        """Tell whether the bot wants updates of a type; an empty list means all but a few."""
        return kind in self.allowed if self.allowed else kind not in UNASKED

    def push(self, kind: str, payload: Json) -> int | None:
        """Add an update; return its identifier, or nothing where the bot does not want this type."""
        return self.push_raw({kind: payload}) if self.allows(kind) else None

    def push_raw(self, fields: Json) -> int:
        """Add an update whatever it contains, and give it an identifier."""
        update_id = self._next_id
        self._next_id += 1
        self.pending.append({"update_id": update_id, **fields})
        self.arrived.set()
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)
        return update_id

    async def poll(self, offset: int, limit: int, seconds: int) -> list[Json]:
        """Confirm what lies before the offset and return what follows, waiting for it where there is none."""
        self._forget(offset)
        found = self._page(offset, limit)
        if found or not seconds:
            return self._delivered(found)
        # Only a poller that has to wait ends another: one that finds updates at once takes nothing away.
        self.terminate(ApiError(409, OTHER_POLLER))
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await poller
        except TimeoutError:
            return []
        finally:
            if self._poller is poller:
                self._poller = None
            self._bell.ring()
        return self._delivered(self._page(offset, limit))

    def terminate(self, error: ApiError) -> None:
        """Answer the poller that waits, if one does, with an error."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(error)

    def confirm(self, update_id: int) -> None:
        """Forget one update, as when a webhook took it."""
        self._keep([update for update in self.pending if update["update_id"] != update_id])

    def drop_all(self) -> None:
        """Forget every update."""
        self._keep([])

    def delivering(self, update: Json) -> Json:
        """Count a delivery of an update to the bot."""
        update_id = update["update_id"]
        self.deliveries[update_id] = self.deliveries.get(update_id, 0) + 1
        return update

    def _forget(self, offset: int) -> None:
        """Forget what an offset confirms; a negative one keeps only that many of the newest."""
        if offset < 0:
            self._keep(self.pending[offset:])
        elif not self._in_future(offset):
            self._keep([update for update in self.pending if update["update_id"] >= offset])

    def _page(self, offset: int, limit: int) -> list[Json]:
        """Return the updates from an offset on."""
        start = 0 if offset < 0 or self._in_future(offset) else offset
        return [update for update in self.pending if update["update_id"] >= start][:limit]

    def _in_future(self, offset: int) -> bool:
        """Tell whether an offset is so far ahead that Telegram takes it for a mistake and disregards it."""
        return offset > self._next_id + 10

    def _delivered(self, updates: Sequence[Json]) -> list[Json]:
        """Count the deliveries of a page."""
        return [self.delivering(update) for update in updates]

    def _keep(self, updates: list[Json]) -> None:
        """Keep only these updates."""
        self.pending = updates
        if not updates:
            self.arrived.clear()
        self._bell.ring()
