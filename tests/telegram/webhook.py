"""The webhook: updates posted to the bot, again and again until it takes them."""

import asyncio
import ipaddress
import re
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from tests.telegram.updates import UpdateStream
from tests.telegram.wire import Json, bad_request, compact

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class Subscription:
    """Where updates are posted to, and with which secret."""

    url: str
    secret: str = ""
    max_connections: int = 40


def checked_subscription(url: str, secret: str, max_connections: int) -> Subscription:
    """Return the subscription that a bot asks for, or refuse it."""
    scheme, host = _scheme_and_host(url)
    if not host:
        raise bad_request("invalid webhook URL specified")
    # Telegram takes https only; a bot under test listens without a certificate on this machine.
    if scheme != "https" and not (scheme == "http" and _is_loopback(host)):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    return Subscription(url, secret, max_connections)


def _scheme_and_host(url: str) -> tuple[str, str]:
    """Return the two parts of a URL that matter here, empty where it has none."""
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname or ""
    except ValueError:
        return "", ""


def _is_loopback(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Webhook:
    """Posts updates one after another to where the bot wants them."""

    def __init__(self, updates: UpdateStream, retry_seconds: float = 0.1) -> None:
        """Begin without a subscription."""
        self._updates = updates
        self._retry_seconds = retry_seconds
        self._task: asyncio.Task[None] | None = None
        self.subscription: Subscription | None = None
        self.last_error: tuple[int, str] | None = None

    async def point_to(self, subscription: Subscription | None) -> None:
        """Post to another place from now on, or to none."""
        await self.rest()
        self.subscription = subscription
        self.last_error = None
        if subscription is not None:
            self._task = asyncio.create_task(self._post_all(subscription))

    async def rest(self) -> None:
        """Stop posting."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def to_json(self) -> Json:
        """Return the state as getWebhookInfo shows it."""
        subscription = self.subscription or Subscription("")
        shown: Json = {"url": subscription.url, "has_custom_certificate": False}
        shown["pending_update_count"] = len(self._updates.pending)
        if self.subscription is not None:
            date, reason = self.last_error or (None, None)
            shown |= compact(last_error_date=date, last_error_message=reason)
            shown["max_connections"] = subscription.max_connections
        if self._updates.allowed:
            shown["allowed_updates"] = list(self._updates.allowed)
        return shown

    async def _post_all(self, subscription: Subscription) -> None:
        """Post the oldest update until it is taken, then the next, and so on."""
        timeout = aiohttp.ClientTimeout(total=60)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while True:
                await self._updates.arrived.wait()
                update = self._updates.delivering(self._updates.pending[0])
                reason = await _post(session, subscription, update)
                if reason is None:
                    self._updates.confirm(update["update_id"])
                else:
                    self.last_error = (int(time.time()), reason)
                    await asyncio.sleep(self._retry_seconds)


async def _post(session: aiohttp.ClientSession, subscription: Subscription, update: Json) -> str | None:
    """Post an update; return why it was not taken."""
    headers = {SECRET_HEADER: subscription.secret} if subscription.secret else {}
    try:
        async with session.post(subscription.url, json=update, headers=headers) as answer:
            if 200 <= answer.status < 300:
                return None
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except aiohttp.ClientConnectionError:
        return "Connection refused"
    except (aiohttp.ClientError, TimeoutError):
        return "Connection timed out"
