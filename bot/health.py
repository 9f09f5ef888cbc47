"""A small web server for those who run the bot: is it alive, is it ready, and its figures."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from bot.metrics import CONTENT
from bot.webhook import Nobody, say_nothing

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.metrics import Metrics

BODY = 1024  # bytes of a request, which has no body


class HealthServer:
    """Answers ``/healthz``, ``/readyz`` and ``/metrics``. ``trouble`` says why the bot is not ready, if it is not."""

    def __init__(self, metrics: Metrics, trouble: Callable[[], str | None]) -> None:
        parts = {"metrics": metrics, "trouble": trouble}
        paths = [(path, page, parts) for path, page in (("/healthz", Alive), ("/readyz", Ready), ("/metrics", Figures))]
        application = Application(paths, log_function=say_nothing, default_handler_class=Nobody)
        self._server = HTTPServer(application, max_body_size=BODY, idle_connection_timeout=60, body_timeout=10)
        self.port: int | None = None  # where it listens

    def start(self, host: str, port: int) -> None:
        """Listen from now on; port 0: at one that is free. Raises OSError where that is not possible."""
        sockets = bind_sockets(port, host)
        self._server.add_sockets(sockets)
        self.port = int(sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Listen no more."""
        self._server.stop()
        await self._server.close_all_connections()


class Page(Nobody):
    """Something to be read."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, metrics: Metrics, trouble: Callable[[], str | None]) -> None:
        """Tornado's way to hand over what a handler needs."""
        self._metrics = metrics
        self._trouble = trouble

    def prepare(self) -> None:
        """Whoever reaches this server may read it."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("X-Content-Type-Options", "nosniff")

    def head(self) -> None:
        """As GET; what is written is left out."""
        self.get()

    def get(self) -> None:
        """What there is to read."""
        raise NotImplementedError

    def say(self, text: str | bytes) -> None:
        """Put it into the reply."""
        self.write(text)  # pyright: ignore[reportUnknownMemberType] - tornado's own annotation is incomplete


class Alive(Page):
    """The process runs, and is not stuck: it answers this."""

    def get(self) -> None:
        """Yes."""
        self.say("ok\n")


class Ready(Page):
    """Updates flow."""

    def get(self) -> None:
        """Yes, or why not."""
        trouble = self._trouble()
        if trouble:
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.say(f"{trouble or 'ready'}\n")


class Figures(Page):
    """The figures."""

    def get(self) -> None:
        """All of them."""
        self.set_header("Content-Type", CONTENT)
        self.say(self._metrics.render())
