"""A site of this machine with a page of every kind, and resolvers that know where it is."""

from __future__ import annotations

import gzip
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

AWAY = {
    "away": "/page",
    "inside": "http://10.0.0.1/",
    "named-inside": "http://intranet.example/",
    "mapped": "http://[::ffff:127.0.0.1]/",
    "self": "http://127.0.0.1/",
    "file": "file:///etc/passwd",
    "script": "javascript:alert(1)",
    "ftp": "ftp://1.1.1.1/",
    "gopher": "gopher://127.0.0.1:6379/_INFO",
    "data": "data:text/html,<p>x",
    "translated": "http://[64:ff9b::7f00:1]/",
    "decimal": "//2130706433/",
    "mail": "http://127.0.0.1:25/",
    "nowhere": "http://127.0.0.1\\@1.1.1.1/",
    "loop": "/loop",
    "no-host": "http://",
    "bracket": "http://[x",
    "port": "http://news.example:port/",
    "user": "http://you:secret@news.example/",
}
TEXT = b"<html><body><p>The gate fell.</p></body></html>"
PACKED = {"Content-Encoding": "gzip"}
ANSWERS: dict[str, tuple[int, bytes, dict[str, str]]] = {
    "gone": (404, TEXT, {}),
    "picture": (200, b"\x89PNG", {"Content-Type": "image/png"}),
    "plain": (200, TEXT, {"Content-Type": 'Text/Plain; format=flowed; Charset="ISO-8859-1"'}),
    "nonsense": (200, TEXT, {"Content-Type": "text/html; charset=<\x9b31m>"}),
    "packed": (200, gzip.compress(TEXT), PACKED),
    "cut": (200, gzip.compress(TEXT)[:-9], PACKED),
    "broken": (200, b"\x1f\x8b not packed at all", PACKED),
    "twice": (200, gzip.compress(gzip.compress(TEXT)), {"Content-Encoding": "gzip, gzip"}),
    "bomb": (200, gzip.compress(b"x" * 50_000_000), PACKED),
    "declared": (200, TEXT, {"Content-Length": "99999999999"}),
    "binary": (200, b"<html>\0\x01", {}),
    "archive": (200, b"PK\x03\x04 not a page", {}),
    "story": (200, b"The gate fell at dawn. Ada Quay said so.", {"Content-Type": "text/plain"}),
}


class Site(BaseHTTPRequestHandler):
    """A site with a page of every kind."""

    hosts: list[str] = []  # noqa: RUF012 - of the class on purpose
    told: list[dict[str, str]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        """One page."""
        self.hosts.append(self.headers["Host"])
        self.told.append(dict(self.headers))
        kind = self.path.partition("?")[0].strip("/")
        if kind in AWAY:
            self._give(302, b"", **{"Location": AWAY[kind], "Set-Cookie": "who=you"})
        elif kind in ("endless", "slow"):
            self._go_on(kind)
        else:
            status, body, headers = ANSWERS.get(kind, (200, TEXT, {}))
            self._give(status, body, **headers)

    def _go_on(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        with suppress(OSError):
            for _ in range(10_000):
                self.wfile.write(b"x" * (65536 if kind == "endless" else 1))
                self.wfile.flush()
                time.sleep(0 if kind == "endless" else 0.05)

    def _give(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        usual = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        for name, value in (usual | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@dataclass
class Town:
    """A resolver that knows a name of this machine, which alone it lets through, and one of a house nearby."""

    port: int
    asked: list[str] = field(default_factory=list[str])

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Where the name is; by its number who has one."""
        self.asked.append(host)
        return {"news.example": ["127.0.0.1"], "intranet.example": ["10.0.0.1"]}.get(host, [host])

    def allows(self, address: str, port: int) -> bool:
        """Only the site."""
        return address == "127.0.0.1" and port == self.port


@dataclass
class Crowd:
    """A resolver that knows several numbers for each name."""

    numbers: Sequence[str]
    allowed: Sequence[str] = ()

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """All of them."""
        return self.numbers

    def allows(self, address: str, port: int) -> bool:
        """Some of them."""
        return address in self.allowed


def at(town: Town, page: str) -> str:
    """The address of a page."""
    return f"http://news.example:{town.port}/{page}"
