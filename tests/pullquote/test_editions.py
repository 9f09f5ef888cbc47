"""Editions on disk: what a reader finds, whatever a writer does or leaves undone. The database is only a file here."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from pullquote.editions import CURRENT, DRAFT, current_edition, drafting, edition_folder, is_being_written, publish
from pullquote.errors import StoreBusyError, StoreError, StoreMissingError

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str, name: str = "chroma.sqlite3") -> str:
    """Name of a new edition of the store in ``folder`` that holds ``text``."""
    with drafting(folder) as draft:
        (draft / name).write_text(text, encoding="utf-8")
        return publish(folder)


def read(folder: Path) -> str:
    """What the current edition holds."""
    return (edition_folder(folder, current_edition(folder)) / "chroma.sqlite3").read_text(encoding="utf-8")


def editions(folder: Path) -> list[str]:
    """Names of what lies in the folder of editions."""
    return sorted(path.name for path in (folder / "editions").iterdir())


def test_before_the_first_edition_a_reader_is_told_what_to_run(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(StoreMissingError, match="build it with `python -m index`") as caught:
            current_edition(folder)
        assert "being built" not in str(caught.value)
    assert not (tmp_path / "nowhere").exists()


def test_while_the_first_edition_is_made_a_reader_is_told_so(tmp_path: Path) -> None:
    with drafting(tmp_path), pytest.raises(StoreMissingError, match="being built just now"):
        current_edition(tmp_path)


def test_a_draft_is_unseen_until_it_is_published(tmp_path: Path) -> None:
    first = written(tmp_path, "old")
    with drafting(tmp_path) as draft:
        assert (draft / "chroma.sqlite3").read_text(encoding="utf-8") == "old"
        (draft / "chroma.sqlite3").write_text("new", encoding="utf-8")
        assert (current_edition(tmp_path), read(tmp_path)) == (first, "old")
        second = publish(tmp_path)
        assert read(tmp_path) == "new"
        (draft / "chroma.sqlite3").write_text("never published", encoding="utf-8")
    assert (current_edition(tmp_path), read(tmp_path)) == (second, "new")
    assert second > first
    assert DRAFT not in editions(tmp_path)


def test_a_writer_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    written(tmp_path, "old")

    def fail() -> None:
        with drafting(tmp_path) as draft:
            (draft / "chroma.sqlite3").write_text("half", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert read(tmp_path) == "old"
    assert DRAFT not in editions(tmp_path)
    assert not is_being_written(tmp_path)


def test_what_killed_writers_left_is_in_nobodys_way_and_goes(tmp_path: Path) -> None:
    name = written(tmp_path, "old")
    number = int(name)
    for left in (DRAFT, f".{number + 1}", f"{number + 2}", f".{name}"):
        folder = edition_folder(tmp_path, left)
        folder.mkdir()
        (folder / "chroma.sqlite3").write_text("half", encoding="utf-8")
    (tmp_path / f".{CURRENT}").write_text(f"{number + 2}\n", encoding="ascii")
    assert read(tmp_path) == "old"
    with drafting(tmp_path) as draft:
        assert (draft / "chroma.sqlite3").read_text(encoding="utf-8") == "old"
        (draft / "chroma.sqlite3").write_text("new", encoding="utf-8")
        newest = publish(tmp_path)
    assert read(tmp_path) == "new"
    assert editions(tmp_path) == sorted([name, newest])


def test_the_edition_before_the_current_one_stays_for_who_is_opening_it(tmp_path: Path) -> None:
    names = [written(tmp_path, str(number)) for number in range(4)]
    assert names == sorted(set(names))
    assert editions(tmp_path) == names[-2:]


def test_a_store_that_was_deleted_and_built_anew_has_no_edition_of_an_old_name(tmp_path: Path) -> None:
    """Or who has the old one open would take the new one for it."""
    names = {written(tmp_path / str(number), "x") for number in range(5)}
    assert len(names) == 5


def test_only_one_writes_at_a_time(tmp_path: Path) -> None:
    with drafting(tmp_path):
        assert is_being_written(tmp_path)
        with pytest.raises(StoreBusyError, match="another process is writing"), drafting(tmp_path):
            pass
    assert not is_being_written(tmp_path)
    written(tmp_path, "afterwards")


def test_a_reader_who_looks_whether_somebody_writes_keeps_nobody_from_it(tmp_path: Path) -> None:
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            is_being_written(tmp_path)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for _ in range(150):
            with drafting(tmp_path):
                pass
    finally:
        stop.set()
        for reader in readers:
            reader.join()


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"12\n", b"../../etc\n", b"\xff\xfe", b"0000001\n0000002\n", b"\0" * 9]
)
def test_a_damaged_pointer_is_a_clear_error_for_readers_and_writers(tmp_path: Path, content: bytes) -> None:
    written(tmp_path, "old")
    (tmp_path / CURRENT).write_bytes(content)
    with pytest.raises(StoreError, match="damaged: delete the folder"):
        current_edition(tmp_path)
    with pytest.raises(StoreError, match="damaged: delete the folder"), drafting(tmp_path):
        pass


def test_a_pointer_to_an_edition_that_is_gone_is_a_clear_error_for_a_writer(tmp_path: Path) -> None:
    name = written(tmp_path, "old")
    edition_folder(tmp_path, name).rename(tmp_path / "moved")
    with pytest.raises(StoreError, match="is gone: delete the folder"), drafting(tmp_path):
        pass


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("in the way", encoding="utf-8")
    for folder in (file, file / "below"):
        with pytest.raises(StoreError, match="cannot be written"), drafting(folder):
            pass


def test_nobody_else_on_the_machine_may_read_the_store(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    written(folder, "x")
    assert os.stat(folder).st_mode & 0o077 == 0  # noqa: PTH116
