"""The rooms import one way: bot -> index -> pullquote, and nothing at run time imports the lab."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {"pullquote": ROOT / "src" / "pullquote", "index": ROOT / "index", "bot": ROOT / "bot", "lab": ROOT / "lab"}
MAY_IMPORT = {
    "pullquote": set[str](),
    "index": {"pullquote"},
    "bot": {"pullquote", "index"},
    "lab": {"pullquote", "index", "bot"},
}


def imported(file: Path) -> set[str]:
    """First parts of the names that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import hides which room it is from"
            names.add((node.module or "").partition(".")[0])
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_the_rooms_it_may(room: str) -> None:
    files = list(ROOMS[room].rglob("*.py"))
    assert files
    others = (set(ROOMS) | {"tests"}) - {room} - MAY_IMPORT[room]
    for file in files:
        assert not imported(file) & others, file


def test_the_read_path_knows_no_telegram() -> None:
    for room in ("pullquote", "index"):
        for file in ROOMS[room].rglob("*.py"):
            assert "telegram" not in imported(file), file


def test_a_file_of_ours_stays_short_enough_to_be_read() -> None:
    for folder in (*ROOMS.values(), ROOT / "tests"):
        for file in folder.rglob("*.py"):
            assert len(file.read_text(encoding="utf-8").splitlines()) <= 320, file


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="this is no checkout")
def test_nothing_that_training_leaves_behind_is_kept() -> None:
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    assert "README.md" in kept
    assert not [file for file in kept if Path(file).suffix in {".pt", ".jsonl", ".npz", ".pkl", ".part"}]
