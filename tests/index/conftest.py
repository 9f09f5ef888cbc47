"""What the tests of the index share: two articles, the program over no store yet, and a site to fetch from."""

from __future__ import annotations

import threading
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tests.index.command import Program
from tests.index.sites import Site, Town
from tests.pullquote.newsprint import HARBOUR, ORCHARD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program over no store yet."""
    return Program(tmp_path / "store", capsys)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder of two articles."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (folder / "harbour.json").write_text('{"publisher": "The Post", "published": "2031-03-05"}', encoding="utf-8")
    (folder / "orchard.txt").write_text(ORCHARD, encoding="utf-8")
    return folder


@pytest.fixture
def town() -> Iterator[Town]:
    """The site, which is there for as long as a test."""
    Site.hosts, Site.told = [], []
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Town(server.server_address[1])
        server.shutdown()
