"""Pages fetched from the web, and from nowhere else: every address is resolved once, checked, and then connected to."""

from __future__ import annotations

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx

from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BYTES = 8 * 1024 * 1024
SECONDS = 20.0
REDIRECTS = 5
PORTS = {80, 443, 8080, 8443}
TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
AGENT = {"User-Agent": "Pullquote", "Accept": ", ".join(TYPES), "Accept-Encoding": "gzip, deflate"}
MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: where it was in the end, what it holds, and what the server says that is."""

    url: str
    content: bytes
    media_type: str


class Resolver(Protocol):
    """Says where a host is, and whether it may be asked. Called once for every connection."""

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a host, as numbers."""
        ...

    def allows(self, address: str, port: int) -> bool:
        """Whether an address may be connected to."""
        ...


class PublicOnly:
    """The system's resolver, and public addresses at the ports of the web."""

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """What the system knows."""
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]

    def allows(self, address: str, port: int) -> bool:
        """Whether an address is public, also where it wraps another one."""
        return port in PORTS and is_public(address)


def is_public(address: str) -> bool:
    """Whether an address is one of the public internet, and every address that it stands for is."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = [parsed.ipv4_mapped, parsed.sixtofour, *(parsed.teredo or ())]
        if parsed in ipaddress.ip_network("64:ff9b::/96") or parsed in ipaddress.ip_network("::/96"):
            inner.append(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF))
        if any(one is not None and not is_public(str(one)) for one in inner):
            return False
        if parsed.ipv4_mapped:
            return True
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def fetch(address: str, resolver: Resolver | None = None, *, seconds: float = SECONDS, most: int = MAX_BYTES) -> Page:
    """The page at an address, redirects followed. Raises ArticleError, which says what is wrong with it."""
    resolver = resolver or PublicOnly()
    until = time.monotonic() + seconds
    here = address
    for _ in range(REDIRECTS + 1):
        found = _get(here, resolver, until, most)
        if isinstance(found, Page):
            return found
        here = urljoin(here, found)
    raise ArticleError(f"{address}: sends on and on from page to page")


def _get(address: str, resolver: Resolver, until: float, most: int) -> Page | str:
    """The page at an address, or where it has moved to."""
    target, host = _checked(address, resolver)
    headers = AGENT | {"Host": host}
    extensions = {"sni_hostname": host.rpartition(":")[0] if host.count(":") == 1 else host}
    left = max(0.1, until - time.monotonic())
    try:
        with (
            httpx.Client(trust_env=False, follow_redirects=False, timeout=left) as client,
            client.stream("GET", target, headers=headers, extensions=extensions) as response,
        ):
            if response.status_code in MOVED and (moved := response.headers.get("location")):
                return moved
            if response.status_code != 200:
                raise ArticleError(f"{address}: the server says {response.status_code}")
            media_type = response.headers.get("content-type", "text/html").partition(";")[0].strip().lower()
            if media_type not in TYPES:
                raise ArticleError(f"{address}: {media_type[:60]}, not a web page or a text")
            return Page(address, _body(address, response, until, most), media_type)
    except httpx.HTTPError as error:
        raise ArticleError(f"{address}: cannot be reached ({type(error).__name__})") from error


def _checked(address: str, resolver: Resolver) -> tuple[str, str]:
    """The address with a checked number in place of its host, and the host as a server wants to hear it."""
    try:
        parts = urlsplit(address.strip())
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise ArticleError(f"{address}: not an address of the web") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise ArticleError(f"{address}: not an address of the web; it begins with https:// and names no user")
    try:
        name = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
        numbers = resolver.resolve(name, port)
    except (OSError, UnicodeError) as error:
        raise ArticleError(f"{address}: there is no such host") from error
    if not numbers or not all(resolver.allows(number, port) for number in numbers):
        raise ArticleError(f"{address}: not a public address of the web, so it is not fetched")
    number = f"[{numbers[0]}]" if ":" in numbers[0] else numbers[0]
    host = f"[{name}]" if ":" in name else name
    named = f"{host}:{parts.port}" if parts.port else host
    return urlunsplit((parts.scheme, f"{number}:{port}", parts.path or "/", parts.query, "")), named


def _body(address: str, response: httpx.Response, until: float, most: int) -> bytes:
    """All of the body, unpacked, as long as it is neither too large nor too slow."""
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > most:
            raise ArticleError(f"{address}: larger than {most // 1024 // 1024} MiB; an article is one story")
        if time.monotonic() > until:
            raise ArticleError(f"{address}: takes too long to send")
    return bytes(content)
