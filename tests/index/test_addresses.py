"""Addresses: only public pages of the web are fetched, from the address that was checked."""

from __future__ import annotations

import gzip
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from index.addresses import PublicOnly, fetch, is_public
from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TEXT = b"<html><body><p>The gate fell.</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """A site with a page of every kind."""

    hosts: list[str] = []  # noqa: RUF012 - of the class on purpose

    def do_GET(self) -> None:
        """One page."""
        self.hosts.append(self.headers["Host"])
        kind = self.path.partition("?")[0].strip("/")
        match kind:
            case "away" | "inside" | "file" | "loop":
                targets = {"away": "/page", "inside": "http://10.0.0.1/", "file": "file:///etc/passwd", "loop": "/loop"}
                self._give(302, b"", Location=targets[kind])
            case "gone":
                self._give(404, TEXT)
            case "picture":
                self._give(200, b"\x89PNG", **{"Content-Type": "image/png"})
            case "bomb":
                self._give(200, gzip.compress(b"x" * 50_000_000), **{"Content-Encoding": "gzip"})
            case "endless" | "slow":
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                try:
                    for _ in range(10_000):
                        self.wfile.write(b"x" * (65536 if kind == "endless" else 1))
                        self.wfile.flush()
                        time.sleep(0 if kind == "endless" else 0.05)
                except OSError:
                    pass
            case _:
                self._give(200, TEXT)

    def _give(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "text/html; charset=utf-8"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@dataclass
class Town:
    """A resolver that knows one name, of this machine, and lets only this through."""

    port: int
    asked: list[str] = field(default_factory=list[str])

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Where the name is; by its number who has one."""
        self.asked.append(host)
        return ["127.0.0.1"] if host == "news.example" else [host]

    def allows(self, address: str, port: int) -> bool:
        """Only the site."""
        return address == "127.0.0.1" and port == self.port


@pytest.fixture
def town() -> Iterator[Town]:
    """The site, which is there for as long as a test."""
    Site.hosts = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Town(server.server_address[1])
        server.shutdown()


def at(town: Town, page: str) -> str:
    """The address of a page."""
    return f"http://news.example:{town.port}/{page}"


def test_a_page_is_fetched_from_the_checked_address_under_its_own_name(town: Town) -> None:
    page = fetch(at(town, "away?x=1#part"), town)
    assert (page.content, page.media_type, page.url) == (TEXT, "text/html", at(town, "page"))
    assert Site.hosts == [f"news.example:{town.port}"] * 2
    assert town.asked == ["news.example"] * 2  # once for each connection


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("inside", "not a public address"),
        ("file", "not an address of the web"),
        ("loop", "on and on"),
        ("gone", "the server says 404"),
        ("picture", "image/png, not a web page"),
        ("bomb", "larger than"),
        ("endless", "larger than"),
    ],
)
def test_what_is_no_page_of_the_web_is_refused_with_a_reason(town: Town, page: str, told: str) -> None:
    with pytest.raises(ArticleError, match=told):
        fetch(at(town, page), town)


def test_a_server_that_trickles_is_left(town: Town) -> None:
    began = time.monotonic()
    with pytest.raises(ArticleError, match=r"too long|ReadTimeout"):
        fetch(at(town, "slow"), town, seconds=0.5)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://0.0.0.0/",
        "http://2130706433/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "http://1.1.1.1:22/",
        "ftp://1.1.1.1/",
        "file:///etc/passwd",
        "http://user:pass@1.1.1.1/",
        "http:///x",
        "http://1.1.1.1:99999/",
    ],
)
def test_nothing_private_is_asked(address: str) -> None:
    with pytest.raises(ArticleError):
        fetch(address, PublicOnly(), seconds=2)


def test_public_is_what_the_internet_routes() -> None:
    assert all(is_public(one) for one in ("1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"))
    private = (
        "10.1.2.3",
        "100.64.0.1",
        "192.168.0.1",
        "224.0.0.1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "x",
        "240.0.0.1",
    )
    assert not any(is_public(one) for one in private)
