"""The webhook: Telegram brings updates, and only Telegram is listened to."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from telegram.error import NetworkError
from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError, RequestHandler

from pullquote.errors import SettingsError

if TYPE_CHECKING:
    import asyncio

    from telegram import Bot

    from bot.reception import Reception
    from pullquote.settings import Settings

LARGEST = 1 << 20  # bytes of an update; Telegram's are far smaller
PATIENCE = 10  # seconds for the body of a request to come
HEADER = "X-Telegram-Bot-Api-Secret-Token"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram brings updates to, when it is not asked for them."""

    url: str
    secret: str = field(repr=False)
    host: str
    port: int

    @classmethod
    def from_settings(cls, settings: Settings) -> Webhook | None:
        """The webhook that is set, or None for polling. Raises SettingsError where a part is missing."""
        if settings.webhook_url is None:
            return None
        secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise SettingsError(
                "PULLQUOTE_WEBHOOK_URL needs PULLQUOTE_WEBHOOK_SECRET: up to 256 letters, digits, - and _"
            )
        host, port = address_of("PULLQUOTE_WEBHOOK_LISTEN", settings.webhook_listen or "127.0.0.1:8080")
        return cls(settings.webhook_url, secret, host, port)

    @property
    def address(self) -> str:
        """What Telegram is told: the address that is set, and below it a place that nobody guesses."""
        return f"{self.url}/{hmac.new(self.secret.encode(), b'path', hashlib.sha256).hexdigest()[:32]}"

    @property
    def path(self) -> str:
        """The path of the address, as a request names it."""
        return urlsplit(self.address).path


def address_of(setting: str, value: str) -> tuple[str, int]:
    """The host and the port of a setting. Raises SettingsError."""
    host, colon, port = value.rpartition(":")
    if not (colon and host and port.isdecimal() and 0 < int(port) < 65536):
        raise SettingsError(f"{setting} must be an address and a port, like 127.0.0.1:8080")
    return host.strip("[]"), int(port)


class WebhookServer:
    """Listens for Telegram, and confirms what has been stored."""

    def __init__(self, webhook: Webhook, reception: Reception, queue: asyncio.Queue[object], bot: Bot) -> None:
        self._webhook = webhook
        parts = {"webhook": webhook, "reception": reception, "queue": queue, "bot": bot}
        application = Application(
            [(re.escape(webhook.path), Bell, parts)], log_function=say_nothing, default_handler_class=Nobody
        )
        self._server = HTTPServer(
            application,
            max_body_size=LARGEST,
            max_buffer_size=2 * LARGEST,
            body_timeout=PATIENCE,
            idle_connection_timeout=300,
        )

    def start(self) -> None:
        """Listen from now on. Raises OSError where that is not possible."""
        self._server.listen(self._webhook.port, self._webhook.host)

    async def stop(self) -> None:
        """Take nothing more."""
        self._server.stop()
        await self._server.close_all_connections()


def say_nothing(_: RequestHandler) -> None:
    """A request from outside is not worth a line of the log each."""


class Nobody(RequestHandler):
    """There is nothing here, whoever asks."""

    def set_default_headers(self) -> None:
        self.clear_header("Server")

    def prepare(self) -> None:
        raise HTTPError(HTTPStatus.NOT_FOUND)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Without a word."""

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        if not isinstance(value, HTTPError):
            super().log_exception(typ, value, tb)


class Bell(Nobody):
    """One update from Telegram."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, webhook: Webhook, reception: Reception, queue: asyncio.Queue[object], bot: Bot) -> None:
        """Tornado's way to hand over what a handler needs."""
        self._webhook = webhook
        self._reception = reception
        self._queue = queue
        self._bot = bot

    def prepare(self) -> None:
        """Only who knows the secret is listened to."""
        given = self.request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self._webhook.secret.encode()):
            raise HTTPError(HTTPStatus.FORBIDDEN)

    async def post(self) -> None:
        """Store an update and let it in. What cannot be stored now is to be brought again."""
        try:
            raw: object = json.loads(self.request.body)
        except (ValueError, RecursionError):  # the latter: nested without end
            raise HTTPError(HTTPStatus.BAD_REQUEST) from None
        if self._reception.is_full:
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE)
        try:
            readings = await self._reception.take([raw])
        except NetworkError:
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE) from None
        self._reception.flowed()
        for reading in readings:
            await self._queue.put(reading.of(self._bot))
