"""What the tests of several rooms share: the real model, and the store that ships."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.articles import read_manuscript
from index.recogniser import SpacyRecogniser
from index.speech import with_claims
from index.tagger import ShippedTagger
from pullquote.archive import Archive
from pullquote.encoder import SentenceEncoder
from pullquote.store import Store
from tests.pullquote.newsprint import printed

if TYPE_CHECKING:
    from collections.abc import Generator

SHIPPED = Path(__file__).parent.parent / "index" / "articles" / "spin-boldak.txt"


def pytest_configure() -> None:
    """Offline, before the library that would ask a model hub, again and again, reads this setting."""
    os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(scope="session")
def model() -> SentenceEncoder:
    """The encoder that ships with us."""
    return SentenceEncoder()


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory, model: SentenceEncoder) -> Path:
    """A store of the shipped article, made with the real model. Not to be written."""
    folder = tmp_path_factory.mktemp("shipped") / "store"
    listen = partial(with_claims, tagger=ShippedTagger(), recogniser=SpacyRecogniser())
    printed(folder, [read_manuscript(SHIPPED)], model, listen=listen)
    return folder


@pytest.fixture(scope="session")
def shipped(shipped_store: Path, model: SentenceEncoder) -> Generator[Archive]:
    """The shipped article, ready to be asked."""
    with Archive.shipped(Store(shipped_store), model) as archive:
        yield archive


@pytest.fixture
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty working folder, and nothing of ours set: what a developer has set must not decide a test."""
    for name in [name for name in os.environ if name.upper().startswith("PULLQUOTE_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
