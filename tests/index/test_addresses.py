"""Addresses: only public pages of the web are fetched, from the address that was checked."""

from __future__ import annotations

import gzip
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import certifi
import pytest

from index.addresses import PublicOnly, fetch, is_public
from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

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


@pytest.fixture
def town() -> Iterator[Town]:
    """The site, which is there for as long as a test."""
    Site.hosts, Site.told = [], []
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
    assert (page.content, page.media_type, page.url) == (TEXT, "text/html; charset=utf-8", at(town, "page"))
    assert Site.hosts == [f"news.example:{town.port}"] * 2
    assert town.asked == ["news.example"] * 2  # once for each connection


def test_a_server_is_told_who_asks_and_gets_no_cookie_back(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")  # and the environment has no say
    fetch(at(town, "away"), town)
    assert {headers["User-Agent"] for headers in Site.told} == {"Pullquote"}
    assert not any("Cookie" in headers for headers in Site.told)


def test_a_packed_page_is_unpacked(town: Town) -> None:
    assert fetch(at(town, "packed"), town).content == TEXT


@pytest.mark.parametrize(
    ("page", "media_type"),
    [("plain", "text/plain; charset=iso-8859-1"), ("nonsense", "text/html"), ("page", "text/html; charset=utf-8")],
)
def test_of_what_the_server_says_that_it_is_type_and_charset_are_kept(town: Town, page: str, media_type: str) -> None:
    assert fetch(at(town, page), town).media_type == media_type


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("inside", "not a public address"),
        ("named-inside", "not a public address"),
        ("mapped", "not a public address"),
        ("self", "not a public address"),
        ("file", "not an address of the web"),
        ("script", "cannot be reached"),
        ("ftp", "not an address of the web"),
        ("gopher", "not an address of the web"),
        ("data", "cannot be reached"),
        ("translated", "not a public address"),
        ("decimal", "not a public address"),
        ("mail", "not a public address"),
        ("nowhere", "not an address of the web"),
        ("no-host", "on and on"),
        ("bracket", "no address of the web"),
        ("port", "cannot be reached"),
        ("user", "not an address of the web"),
        ("loop", "on and on"),
        ("gone", "the server says 404"),
        ("picture", "image/png, not a web page"),
        ("bomb", "larger than"),
        ("endless", "larger than"),
        ("declared", "larger than"),
        ("cut", "breaks off"),
        ("broken", "cannot be reached"),
        ("twice", "packed in a way"),
    ],
)
def test_what_is_no_page_of_the_web_is_refused_with_a_reason(town: Town, page: str, told: str) -> None:
    with pytest.raises(ArticleError, match=told) as caught:
        fetch(at(town, page), town)
    assert str(caught.value).isprintable()


def test_a_bomb_is_counted_before_it_is_unpacked(town: Town) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ArticleError, match="larger than"):
            fetch(at(town, "bomb"), town, most=1024 * 1024)
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()


# --- where it is ------------------------------------------------------------------------------------------------------


@dataclass
class Turncoat:
    """A resolver whose answers change: the site, then a house nearby."""

    town: Town
    asked: int = 0

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """A public place when it is checked; another one for whoever asks again."""
        self.asked += 1
        return ["127.0.0.1"] if self.asked == 1 else ["10.0.0.1"]

    def allows(self, address: str, port: int) -> bool:
        """Only the site."""
        return self.town.allows(address, port)


def test_a_name_is_asked_for_once_and_the_checked_number_is_connected_to(town: Town) -> None:
    turncoat = Turncoat(town)
    assert fetch(at(town, "page"), turncoat).content == TEXT
    assert turncoat.asked == 1


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


def test_one_private_number_is_enough_to_be_refused(town: Town) -> None:
    for numbers in (["127.0.0.1", "10.0.0.1"], ["10.0.0.1", "127.0.0.1"], []):
        with pytest.raises(ArticleError, match="not a public address"):
            fetch(at(town, "page"), Crowd(numbers, ["127.0.0.1"]))
    assert not Site.hosts


def test_where_one_number_does_not_answer_the_next_does(town: Town) -> None:
    crowd = Crowd(["127.0.0.2", "127.0.0.1"], ["127.0.0.2", "127.0.0.1"])
    assert fetch(at(town, "page"), crowd).content == TEXT


def test_a_host_that_does_not_answer_is_told_with_the_reason() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ArticleError, match=r"cannot be reached \(ConnectError\)"):
        fetch(f"http://news.example:{port}/", Crowd(["127.0.0.1"], ["127.0.0.1"]))


class Lost:
    """A resolver that never answers in time, or says that there is nothing."""

    def resolve(self, host: str, port: int) -> Sequence[str]:
        """Late."""
        if host == "late.example":
            time.sleep(1.5)
        raise socket.gaierror(8, "no such name")

    def allows(self, address: str, port: int) -> bool:
        """All."""
        return True


def test_a_name_that_is_not_found_or_not_in_time_is_told() -> None:
    began = time.monotonic()
    with pytest.raises(ArticleError, match="no such host"):
        fetch("http://nowhere.example/", Lost())
    with pytest.raises(ArticleError, match="too long"):
        fetch("http://late.example/", Lost(), seconds=0.3)
    assert time.monotonic() - began < 1.2
    time.sleep(1.4)  # the late answer does no harm


# --- in time ---------------------------------------------------------------------------------------------------------


def dripping(head: bytes) -> Iterator[str]:
    """The address of a server that begins its answer, and then sends a byte now and then."""
    done = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(head)
                while not done.wait(0.05):
                    connection.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"http://news.example:{server.getsockname()[1]}/"
        done.set()
        thread.join()


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    "head",
    [b"", OK + b"X-Long: ", OK + b"\r\n", OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\0"],
    ids=["status", "headers", "body", "name in a packed body"],
)
def test_a_server_that_trickles_is_left_whatever_it_trickles(head: bytes) -> None:
    for address in dripping(head):
        began = time.monotonic()
        with pytest.raises(ArticleError, match=r"takes too long|cannot be reached"):
            fetch(address, Crowd(["127.0.0.1"], ["127.0.0.1"]), seconds=0.5)
        assert time.monotonic() - began < 2


# --- under its own name ----------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of news.example, with its key."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("there is no openssl to make a certificate")
    path = tmp_path / "news.pem"
    options = ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example", "-days", "2"]
    words = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{path}.key", "-out", str(path)]
    subprocess.run([*words, *options], check=True, capture_output=True)
    return path


class Unshaken(ThreadingHTTPServer):
    """A server that says nothing when whoever mistrusts it hangs up."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing."""


@pytest.fixture
def secure(town: Town, certificate: Path) -> Iterator[Town]:
    """The site, under a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    with Unshaken(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Town(server.server_address[1])
        server.shutdown()


def test_a_certificate_is_checked_against_the_name_and_not_the_number(
    secure: Town, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"https://news.example:{secure.port}/page"
    with pytest.raises(ArticleError, match="cannot be reached"):
        fetch(address, secure)  # nobody vouches for it
    monkeypatch.setattr(certifi, "where", lambda: str(certificate))
    assert fetch(address, secure).content == TEXT
    assert fetch(address.replace(".example", ".example."), Crowd(["127.0.0.1"], ["127.0.0.1"])).content == TEXT
    with pytest.raises(ArticleError, match="cannot be reached"):
        fetch(address.replace("news", "other"), Crowd(["127.0.0.1"], ["127.0.0.1"]))


# --- what is public --------------------------------------------------------------------------------------------------


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
        "http://@1.1.1.1/",
        "http://[fec0::1]/",
        "http://[::127.0.0.1]/",
        "http://[fe80::1%25lo]/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://1.1.1.1/\x01",
        "http://\ufeff/",
        "http://a..b/",
        "http://" + "a" * 70_000 + "/",
        "http://[/",
        "//1.1.1.1/",
        "",
    ],
)
def test_nothing_private_is_asked(address: str) -> None:
    with pytest.raises(ArticleError):
        fetch(address, PublicOnly(), seconds=2)


def test_public_is_what_the_internet_routes() -> None:
    assert all(is_public(one) for one in ("1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"))
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
        "::ffff:127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b:1::1.1.1.1",
        "2002:a00:1::",
        "fec0::1",
        "::1.1.1.1",
        "4000::1",
        "2001:db8::1",
    )
    assert not any(is_public(one) for one in private)
