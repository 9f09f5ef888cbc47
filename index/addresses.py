"""Pages fetched from the web, and from nowhere else: every host is resolved once, checked, and then connected to."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import threading
import zlib
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

import httpx

from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_BYTES = 8 * 1024 * 1024
SECONDS = 20.0
REDIRECTS = 5
PORTS = {80, 443, 8080, 8443}
TYPES = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown")
AGENT = {"User-Agent": "Pullquote", "Accept": ", ".join(TYPES), "Accept-Encoding": "gzip"}
MOVED = (301, 302, 303, 307, 308)
TRIED = 4  # numbers of one host
PATIENCE = httpx.Timeout(None, connect=5.0)  # with one number; the rest has the limit of the whole
STEP = 64 * 1024  # bytes unpacked at once: a bomb is counted before it is there
CHARSET = re.compile(r"[\w.:-]{1,40}", re.ASCII)
PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
EVERYDAY = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 as a network without it shows it (NAT64)


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: where it was in the end, what it holds, and what the server says that is.

    ``media_type`` keeps the charset, where the server names one.
    """

    url: str
    content: bytes
    media_type: str


class Resolver(Protocol):
    """Says where a host is, and whether it may be asked. Called once for every connection."""

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """The addresses of a host, as numbers. May block: it is not waited for longer than there is time."""
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
        inner = parsed.ipv4_mapped or (
            ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF) if parsed in TRANSLATED else None
        )
        if inner:
            return is_public(str(inner))
        tunnelled = [parsed.sixtofour, *(parsed.teredo or ())]
        if parsed not in EVERYDAY or not all(is_public(str(one)) for one in tunnelled if one):
            return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def fetch(address: str, resolver: Resolver | None = None, *, seconds: float = SECONDS, most: int = MAX_BYTES) -> Page:
    """The page at an address, redirects followed. Raises ArticleError, which says what is wrong with it.

    Blocks, for no longer than ``seconds``; not to be called where an event loop runs.
    """
    return asyncio.run(_fetch(address, resolver or PublicOnly(), seconds, most))


async def _fetch(address: str, resolver: Resolver, seconds: float, most: int) -> Page:
    here = address.strip()
    try:
        async with asyncio.timeout(seconds):  # the limits of httpx are for each read, and a server may send by the byte
            for _ in range(REDIRECTS + 1):
                found = await _get(here, resolver, most)
                if isinstance(found, Page):
                    return found
                here = found
    except TimeoutError as error:
        raise ArticleError(f"{here}: takes too long to send; save the story's text as a .txt file") from error
    raise ArticleError(f"{address}: sends on and on from page to page")


@dataclass(frozen=True, slots=True)
class _Target:
    """Where to connect to, and what to say there."""

    url: str
    host: str  # as the certificate has it
    named: str  # as the server wants to hear it
    numbers: Sequence[str]

    @property
    def urls(self) -> Iterator[str]:
        """The address with a number in place of the host, for each number."""
        parts = urlsplit(self.url)
        for number in self.numbers[:TRIED]:
            place = f"[{number}]" if ":" in number else number
            port = f":{parts.port}" if parts.port else ""
            yield urlunsplit((parts.scheme, place + port, parts.path or "/", parts.query, ""))


async def _get(address: str, resolver: Resolver, most: int) -> Page | str:
    """The page at an address, or where it has moved to."""
    target = await _checked(address, resolver)
    reason: Exception | None = None
    for url in target.urls:
        try:
            return await _ask(url, target, most)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:  # perhaps at the host's next number
            reason = error
        except (httpx.HTTPError, httpx.InvalidURL, zlib.error) as error:
            reason = error
            break
    raise ArticleError(f"{address}: cannot be reached ({type(reason).__name__}); check the address") from reason


async def _ask(url: str, target: _Target, most: int) -> Page | str:
    headers = AGENT | {"Host": target.named}
    extensions = {"sni_hostname": target.host}  # which the certificate is checked against
    async with (
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=PATIENCE) as client,
        client.stream("GET", url, headers=headers, extensions=extensions) as response,
    ):
        if response.status_code in MOVED and (moved := response.headers.get("location")):
            return _moved(target.url, moved)
        if response.status_code != 200:
            raise ArticleError(f"{target.url}: the server says {response.status_code}; check the address")
        media_type, charset = _media_type(response.headers.get("content-type") or "text/html")
        if media_type not in TYPES:
            raise ArticleError(f"{target.url}: {ascii(media_type[:60])[1:-1]}, not a web page or a text")
        content = await _body(target.url, response, most)
    return Page(target.url, content, f"{media_type}; charset={charset}" if charset else media_type)


def _media_type(header: str) -> tuple[str, str]:
    """The type in a Content-Type, and the charset."""
    media_type, _, options = header.partition(";")
    pairs = (option.partition("=") for option in options.split(";"))
    charset = next((value for key, _, value in pairs if key.strip().lower() == "charset"), "").strip(" \"'").lower()
    return media_type.strip().lower(), charset if CHARSET.fullmatch(charset) else ""


def _moved(address: str, location: str) -> str:
    try:
        return urljoin(address, quote(location.strip(), safe=PRINTABLE))
    except ValueError as error:
        raise ArticleError(f"{address}: sends on to what is no address of the web") from error


async def _checked(address: str, resolver: Resolver) -> _Target:
    """Where an address leads, once all that its host stands for may be asked."""
    shown = address if address.isprintable() else ascii(address)
    try:
        parts = urlsplit(urldefrag(address).url)
        port = (443 if parts.scheme == "https" else 80) if parts.port is None else parts.port  # 0 is no default
        name = (parts.hostname or "").rstrip(".")
        name = name if name.isascii() else name.encode("idna").decode()
    except ValueError as error:
        raise ArticleError(f"{shown}: not an address of the web; it is like https://example.org/story") from error
    if parts.scheme not in ("http", "https") or not name or "@" in parts.netloc or not address.isprintable():
        raise ArticleError(f"{shown}: not an address of the web; it begins with https:// and names no user")
    try:
        numbers = await _resolved(resolver, name, port)
    except (OSError, UnicodeError) as error:
        if isinstance(error, TimeoutError):
            raise
        raise ArticleError(f"{address}: there is no such host; check the address") from error
    if not numbers or not all(resolver.allows(number, port) for number in numbers):
        raise ArticleError(f"{address}: not a public address of the web, so it is not fetched")
    host = f"[{name}]" if ":" in name else name
    return _Target(urlunsplit(parts), name, f"{host}:{parts.port}" if parts.port else host, numbers)


async def _resolved(resolver: Resolver, name: str, port: int) -> Sequence[str]:
    """What the resolver says, in a thread that nobody waits for when time is up: a lookup cannot be called off."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[Sequence[str]] = loop.create_future()

    def tell(numbers: Sequence[str], error: Exception | None) -> None:
        if answer.done():
            return
        if error:
            answer.set_exception(error)
        else:
            answer.set_result(numbers)

    def look_up() -> None:
        numbers: Sequence[str] = ()
        problem: Exception | None = None
        try:
            numbers = tuple(resolver.resolve(name, port))
        except Exception as error:  # handed on to whoever asked
            problem = error
        with suppress(RuntimeError):  # the loop is closed: it was too late
            loop.call_soon_threadsafe(tell, numbers, problem)

    threading.Thread(target=look_up, daemon=True).start()
    return await answer


async def _body(address: str, response: httpx.Response, most: int) -> bytes:
    """All of the body, unpacked here and by the piece: httpx would unpack what is packed twice, however large."""
    packing = response.headers.get("content-encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise ArticleError(f"{address}: packed in a way that cannot be read; save the story's text as a .txt file")
    if int(response.headers.get("content-length", 0)) > most:  # httpx lets through nothing there but a number
        raise ArticleError(f"{address}: larger than {most // 1024 // 1024} MiB; an article is one story")
    unpacker = _Unpacker() if "gzip" in packing else None
    content = bytearray()
    received = 0
    async for chunk in response.aiter_raw():
        received += len(chunk)
        for piece in unpacker.pieces(chunk) if unpacker else (chunk,):
            content += piece
            if max(received, len(content)) > most:
                raise ArticleError(f"{address}: larger than {most // 1024 // 1024} MiB; an article is one story")
        if unpacker and unpacker.done:
            break
    if unpacker and not unpacker.done:
        raise ArticleError(f"{address}: breaks off before its end; try again")
    return bytes(content)


class _Unpacker:
    """Unpacks gzip, never more of it at once than STEP."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def done(self) -> bool:
        """Whether the end was there."""
        return self._inner.eof

    def pieces(self, chunk: bytes) -> Iterator[bytes]:
        """What a chunk holds; at least one piece, if an empty one."""
        yield b""
        while chunk and not self._inner.eof:
            yield self._inner.decompress(chunk, STEP)
            chunk = self._inner.unconsumed_tail
