"""The write side of a store, on disk and on a Chroma server."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.build import build
from index.draft import open_draft
from pullquote.archive import Archive, identity_of
from pullquote.errors import StoreBusyError, StoreError, StoreMismatchError, StoreMissingError
from pullquote.records import Passage
from pullquote.store import Store
from tests.pullquote.newsprint import (
    HARBOUR,
    ORCHARD,
    Bystander,
    WordEncoder,
    WordLists,
    WordReader,
    inventory,
    manuscript,
    printed,
    story,
)

if TYPE_CHECKING:
    from collections.abc import Generator

    from index.articles import Manuscript
    from index.draft import Draft

IDENTITY = identity_of(WordEncoder())
BOTH = (manuscript("harbour", HARBOUR), manuscript("orchard", ORCHARD))
LATER = manuscript("harbour", HARBOUR.replace("Friday", "Sunday"))


def put(draft: Draft, name: str, text: str, version: str) -> None:
    """One article into a draft."""
    article = story(name, text)
    quotable = [number for number, sentence in enumerate(article.sentences) if sentence.kind.quotable]
    vectors = WordEncoder().encode([article.slice(article.sentences[number]) for number in quotable])
    draft.add(article, version, [Passage(article, number, number, number) for number in quotable], vectors)


def test_what_was_published_in_steps_is_all_there(tmp_path: Path) -> None:
    with open_draft(Store(tmp_path), IDENTITY) as draft:
        put(draft, "harbour", HARBOUR, "1")
        draft.publish()
        assert list(Store(tmp_path).articles()) == ["harbour"]
        put(draft, "orchard", ORCHARD, "1")
        put(draft, "harbour", LATER.text, "2")
        assert Store(tmp_path).articles()["harbour"].text == HARBOUR
        draft.publish()
        assert draft.versions == {"harbour": "2", "orchard": "1"}
    assert Store(tmp_path).articles()["harbour"].text == LATER.text
    found, expected = inventory(tmp_path)
    assert found == expected


def test_an_article_that_changed_twice_before_it_was_published_leaves_no_trace(tmp_path: Path) -> None:
    with open_draft(Store(tmp_path), IDENTITY) as draft:
        for version in ("1", "2", "3"):
            put(draft, "harbour", HARBOUR.replace("nine", version), version)
        draft.publish()
    found, expected = inventory(tmp_path)
    assert found == expected
    assert "costs 3 crowns" not in Store(tmp_path).articles()["harbour"].text
    assert "cost 3 crowns" in Store(tmp_path).articles()["harbour"].text


def test_what_was_not_published_is_gone(tmp_path: Path) -> None:
    with open_draft(Store(tmp_path), IDENTITY) as draft:
        put(draft, "harbour", HARBOUR, "1")
    with pytest.raises(StoreMissingError):
        Store(tmp_path).articles()
    with open_draft(Store(tmp_path), IDENTITY) as draft:
        assert draft.versions == {}


def test_what_is_removed_is_gone_with_all_of_its_records(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    with open_draft(Store(tmp_path), None) as draft:
        assert draft.remove("harbour")
        assert not draft.remove("harbour")
        assert not draft.remove("nowhere")
        draft.publish()
    assert list(Store(tmp_path).articles()) == ["orchard"]
    found, expected = inventory(tmp_path)
    assert found == expected


def test_an_article_that_was_removed_can_come_back(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    with open_draft(Store(tmp_path), IDENTITY) as draft:
        draft.remove("harbour")
        put(draft, "harbour", HARBOUR, "again")
        draft.publish()
    found, expected = inventory(tmp_path)
    assert found == expected
    assert set(Store(tmp_path).articles()) == {"harbour", "orchard"}


def test_removing_needs_no_encoder_and_forgets_none(tmp_path: Path) -> None:
    printed(tmp_path, BOTH, WordEncoder("other"))
    with open_draft(Store(tmp_path), None) as draft:
        draft.remove("harbour")
        draft.publish()
    assert Store(tmp_path).versions(identity_of(WordEncoder("other"))).keys() == {"orchard"}
    with pytest.raises(StoreMismatchError):
        Store(tmp_path).versions(IDENTITY)


def test_a_draft_of_another_encoder_is_refused_and_a_rebuild_mends_it_in_the_same_process(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    with pytest.raises(StoreMismatchError, match="--rebuild"):
        printed(tmp_path, BOTH, WordEncoder("other"))
    assert printed(tmp_path, BOTH, WordEncoder("other", dimension=32), anew=True).added == 2
    with Archive(Store(tmp_path), WordEncoder("other", dimension=32), WordReader(), WordLists()) as archive:
        assert archive.ask("When does the ferry to Oxmoor Island sail again?").quotes


def test_a_second_writer_is_told_to_wait_and_harms_nothing(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    with open_draft(Store(tmp_path), IDENTITY) as draft:
        put(draft, "tide", "The tide was high at noon.\n\nIt fell by six.", "1")
        with pytest.raises(StoreBusyError, match="wait until it is done"):
            printed(tmp_path, [LATER])
        draft.publish()
    assert set(Store(tmp_path).articles()) == {"harbour", "orchard", "tide"}


def test_the_same_articles_make_the_same_neighbours(tmp_path: Path) -> None:
    asked = WordEncoder().encode(["The ferry to Oxmoor Island sails again on Friday."])[0]
    found: list[list[tuple[int, float]]] = []
    for number in range(2):
        printed(tmp_path / str(number), BOTH)
        edition = Store(tmp_path / str(number)).open(IDENTITY)
        found.append([(key.sentence, near) for key, near in edition.neighbours(asked, 9).items()])
    assert found[0] == found[1]


def test_vectors_are_kept_to_the_last_bit(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    edition = Store(tmp_path).open(IDENTITY)
    article = edition.articles["harbour"]
    keys = list(edition.neighbours(WordEncoder().encode(["x"])[0], 99))
    keys = [key for key in keys if key.article == "harbour"]
    texts = [article.slice(article.sentences[key.sentence]) for key in keys]
    assert np.array_equal(edition.vectors(keys), WordEncoder().encode(texts))


# The same on a server, whose one database is what readers see.


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """Address of a Chroma server of our own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = shutil.which("chroma", path=Path(sys.executable).parent)
    assert program is not None
    folder = tmp_path_factory.mktemp("chroma")
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            [program, "run", "--path", folder / "data", "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=log,
            env={**os.environ, "ANONYMIZED_TELEMETRY": "false"},
        ) as running,
    ):
        try:
            for _ in range(300):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert running.poll() is None, (folder / "log").read_text()
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()


def day(archive: Archive) -> str:
    """When the ferry sails, according to the archive."""
    (text,) = (q.text for q in archive.ask("When does the ferry to Oxmoor Island sail again?").quotes if "Ox" in q.text)
    return text.removeprefix("The ferry to Oxmoor Island sails again on ").partition(",")[0]


def session(server: str, folder: Path) -> None:
    """What a folder can do, done on a server."""
    store = Store(folder, server)

    def publish(*manuscripts: Manuscript, encoder: WordEncoder, anew: bool = False) -> None:
        with open_draft(store, identity_of(encoder), anew=anew) as draft:
            build(draft, manuscripts, encoder, Bystander(), at_once=anew)

    with pytest.raises(StoreMissingError, match="`python -m index`"):
        store.current()
    publish(*BOTH, encoder=WordEncoder())
    with Archive(store, WordEncoder(), WordReader(), WordLists()) as archive:
        assert day(archive) == "Friday"
        publish(LATER, encoder=WordEncoder(), anew=True)  # the first edition of the database once more
        assert day(archive) == "Sunday"
        publish(BOTH[0], encoder=WordEncoder())
        assert day(archive) == "Friday"
        assert [source.id for source in archive.sources()] == ["harbour"]
        with pytest.raises(StoreMismatchError):
            publish(LATER, encoder=WordEncoder("other"))
        with open_draft(store, None) as draft:
            draft.remove("harbour")
            draft.publish()
        assert archive.sources() == ()
    client, _ = store.connect()
    assert [each.count() for each in client.list_collections()] == [0, 0]


def test_a_chroma_server_is_written_and_read_like_a_folder(server: str, tmp_path: Path) -> None:
    """In a process of its own: Chroma never closes its connections to a server, and here that would be an error."""
    process = multiprocessing.get_context("spawn").Process(target=session, args=(server, tmp_path))
    process.start()
    process.join(120)
    assert process.exitcode == 0


def test_a_server_that_does_not_answer_is_a_clear_error_without_its_password(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"no Chroma server answers at http://127\.0\.0\.1:9") as caught:
        Store(tmp_path, "http://me:Xy7Secret@127.0.0.1:9").current()
    assert "Xy7Secret" not in str(caught.value)
