"""What ``python -m index`` cannot read: each is named with the reason, and the rest goes in."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.index.command import Program

pytestmark = pytest.mark.usefixtures("bare_environment")

UNREADABLE = {
    "missing.txt": (None, "no such file"),
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\xc2\xa0\n", "empty"),
    "binary.txt": (b"\x7fELF\0\0" * 99, "NUL"),
    "latin.txt": (b"caf\xe9 " * 99, "UTF-8"),
    "utf-16.txt": ("Ferry".encode("utf-16"), "UTF-16"),
    "headings.txt": (b"READ MORE: Something else altogether\n", "no sentence that could be quoted"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_article_that_cannot_be_read_is_exit_code_2_and_named(program: Program, tmp_path: Path, name: str) -> None:
    content, said = UNREADABLE[name]
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert program.run(tmp_path / name) == 2
    assert str(tmp_path / name) in program.err
    assert said in program.err


def test_an_article_of_50_megabytes_is_refused_before_it_is_read(program: Program, tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    huge.touch()
    os.truncate(huge, 50 * 1024 * 1024)
    assert program.run(huge) == 2
    assert "50.0 MiB" in program.err


def test_an_address_that_cannot_be_fetched_is_exit_code_2_and_the_rest_goes_in(program: Program, desk: Path) -> None:
    assert program.run("http://127.0.0.1/harbour") == 2
    assert "http://127.0.0.1/harbour: not a public address" in program.err
    assert program.run("ftp://news.example/harbour", desk) == 2
    assert "Done: " in program.err


def test_a_folder_without_articles_is_exit_code_2(program: Program, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert program.run(tmp_path / "none") == 2
    assert "no article in this folder" in program.err


def test_all_that_cannot_be_read_is_named_and_the_rest_goes_in(program: Program, desk: Path) -> None:
    for name in ("empty.txt", "binary.txt", "headings.txt"):
        (desk / name).write_bytes(UNREADABLE[name][0] or b"")
    assert program.run(desk) == 2
    for name in ("empty.txt", "binary.txt", "headings.txt"):
        assert str(desk / name) in program.err
    assert "2 added" in program.err
    assert program.articles.keys() == {"harbour", "orchard"}


def test_where_nothing_can_be_read_everything_is_named(program: Program, tmp_path: Path) -> None:
    assert program.run(tmp_path / "one.txt", tmp_path / "two.txt") == 2
    assert "one.txt" in program.err
    assert "two.txt" in program.err
    assert not program.store.exists()


def test_a_malformed_source_is_named_and_invents_nothing(program: Program, desk: Path) -> None:
    (desk / "orchard.json").write_text('{"published": "last week"}', encoding="utf-8")
    assert program.run(desk) == 2
    assert "orchard.json" in program.err
    assert program.articles.keys() == {"harbour"}
