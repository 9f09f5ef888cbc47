"""Editions of a store on disk: complete, never written again, replaced in one step.

A store's folder holds ``editions/NAME/`` (a Chroma database each) and ``CURRENT``, which names the one that is
read. Whoever writes does so in ``editions/.draft`` and publishes by renaming. Chroma itself can do neither part:
killed while it saves its index of vectors, the index is broken (seen: by the ninth kill), and a process that has
a database open does not find what another adds to it.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pullquote.errors import StoreBusyError, StoreError, StoreMissingError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

CURRENT, DRAFT, EDITION = "CURRENT", ".draft", re.compile(r"\d{6,}")
PATIENCE = 0.5  # seconds; readers share the lock for no longer, to see whether a writer holds it
HOW_TO_BUILD = "build it with `python -m index`"


def current_edition(folder: Path) -> str:
    """Name of the edition to read. Raises StoreMissingError when nothing was published yet."""
    try:
        name = (folder / CURRENT).read_text(encoding="ascii", errors="replace").strip()
    except (FileNotFoundError, NotADirectoryError):
        busy = " (it is being built just now: try again in a minute)" if is_being_written(folder) else ""
        raise StoreMissingError(f"there is no store in {folder} yet{busy}: {HOW_TO_BUILD}") from None
    except OSError as error:
        raise StoreError(f"the store in {folder} cannot be read ({type(error).__name__})") from error
    if not EDITION.fullmatch(name):
        raise StoreError(f"{folder / CURRENT} is damaged: delete the folder {folder} and {HOW_TO_BUILD}")
    return name


def edition_folder(folder: Path, name: str) -> Path:
    """Where the database of an edition is."""
    return folder / "editions" / name


def check_edition(folder: Path, edition: Path) -> None:
    """Raise StoreError, saying what to do, unless the database of an edition is there."""
    if not (edition / "chroma.sqlite3").is_file():
        raise StoreError(f"{edition} is gone: delete the folder {folder} and {HOW_TO_BUILD}")


def is_being_written(folder: Path) -> bool:
    """Whether another process holds the writer's lock now. Leaves nothing behind where there is no store."""
    if not (folder / "lock").exists():
        return False
    try:
        with _lock(folder, fcntl.LOCK_SH):
            return False
    except StoreBusyError:
        return True
    except StoreError:
        return False


@contextmanager
def drafting(folder: Path) -> Generator[Path]:
    """The folder of a fresh draft, a copy of the current edition; others are kept from writing meanwhile.

    What an earlier writer left unpublished is thrown away. Raises StoreBusyError when somebody else is writing, and
    StoreError when nobody can.
    """
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _lock(folder, fcntl.LOCK_EX, PATIENCE):
        draft = edition_folder(folder, DRAFT)
        shutil.rmtree(draft, ignore_errors=True)
        try:
            base = edition_folder(folder, current_edition(folder))
        except StoreMissingError:
            base = None
        else:
            check_edition(folder, base)
        with _writing(folder):
            if base is None:
                draft.mkdir(parents=True, mode=0o700)
            else:
                shutil.copytree(base, draft)
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def name_after(previous: str) -> str:
    """Name of the edition after ``previous`` ("0" when there is none).

    By the clock: who has an edition of a deleted store open must see that the first of the next store is another.
    """
    return f"{max(int(previous) + 1, time.time_ns() // 1_000_000):06d}"


def publish(folder: Path) -> str:
    """Make a copy of the draft, which nobody may have open, the current edition. Returns its name."""
    try:
        previous = current_edition(folder)
    except StoreMissingError:
        previous = "0"
    name = name_after(previous)
    while edition_folder(folder, name).exists() or edition_folder(folder, f".{name}").exists():
        name = f"{int(name) + 1:06d}"  # what a killed writer left there must not be in the way
    target = edition_folder(folder, name)
    copying = target.with_name(f".{name}")
    with _writing(folder):
        shutil.copytree(edition_folder(folder, DRAFT), copying)
        _sync_tree(copying)
        copying.rename(target)
        pointer = folder / f".{CURRENT}"
        pointer.write_text(f"{name}\n", encoding="ascii")
        _sync(pointer)
        pointer.replace(folder / CURRENT)
        _sync(folder)
        _drop_others(folder, {previous, name})
    return name


def _drop_others(folder: Path, kept: set[str]) -> None:
    """Delete all editions but those ``kept``: the current one, and the one before, which somebody may be opening."""
    for edition in (folder / "editions").iterdir():
        if EDITION.fullmatch(edition.name.lstrip(".")) and edition.name not in kept:
            shutil.rmtree(edition, ignore_errors=True)


@contextmanager
def _writing(folder: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StoreError(f"the store in {folder} cannot be written ({reason})") from error


@contextmanager
def _lock(folder: Path, kind: int, patience: float = 0.0) -> Generator[None]:
    with _writing(folder):
        handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        deadline = time.monotonic() + patience
        while not _taken(handle, kind):
            if time.monotonic() >= deadline:
                raise StoreBusyError(f"another process is writing the store in {folder}: wait until it is done")
            time.sleep(patience / 100)
        yield
    finally:
        os.close(handle)


def _taken(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _sync_tree(folder: Path) -> None:
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
