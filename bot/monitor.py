"""The monitor: whether the bot is alive, whether it is ready, and its figures, for those who run it."""

from __future__ import annotations

import logging
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.health import HealthServer
from bot.webhook import address_of
from pullquote.errors import PullquoteError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.application import Service
    from pullquote.settings import Settings

SILENCE = 45.0  # seconds; asking for updates takes ten of them where there are none

logger = logging.getLogger(__name__)


class MonitorError(PullquoteError):
    """The address is not to be had."""


@dataclass(frozen=True, slots=True)
class Monitor:
    """Where it listens. ``is_asked_for``: where it cannot, the bot does not start."""

    host: str
    port: int
    is_asked_for: bool

    @classmethod
    def from_settings(cls, settings: Settings) -> Monitor | None:
        """The monitor that is set. Raises SettingsError for what is no address."""
        if settings.health_listen.lower() == "off":
            return None
        host, port = address_of("PULLQUOTE_HEALTH_LISTEN", settings.health_listen)
        return cls(host, port, "health_listen" in settings.model_fields_set)

    @asynccontextmanager
    async def watching(self, service: Service) -> AsyncGenerator[None]:
        """Answer those who ask how the bot is. Raises MonitorError where it cannot listen, if asked for."""
        server = HealthServer(service.metrics, lambda: trouble(service))
        try:
            server.start(self.host, self.port)
        except OSError as error:
            if self.is_asked_for:
                where = f"{self.host}:{self.port}, where PULLQUOTE_HEALTH_LISTEN says"
                raise MonitorError(f"cannot listen at {where}: {error.strerror}") from error
            logger.info("no /healthz, /readyz and /metrics at %s:%d: %s", self.host, self.port, error.strerror)
        try:
            yield
        finally:
            await server.stop()


def trouble(service: Service) -> str | None:
    """Why the bot is not ready, if it is not: updates must flow, or it only seems to live."""
    if not service.application.running:
        return "starting or stopping"
    if service.inbox.is_full:
        return f"{service.inbox.depth} updates wait"
    if service.reception.silence > SILENCE:
        return "no updates can come: Telegram was not reached, or does not reach us"
    return None
