"""Connections: to the number that was checked, in time, and under the site's own name."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING

import certifi
import pytest

from index.addresses import fetch
from pullquote.errors import ArticleError
from tests.index.sites import TEXT, Crowd, Site, Town, at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


# --- where it is -----------------------------------------------------------------------------------------------------


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
