"""What ``python -m index list | show | remove`` do with what is in a store, and what they say without it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.__main__ import main
from tests.pullquote.forms import ARTICLE, misfits
from tests.pullquote.newsprint import HARBOUR, ORCHARD, WordEncoder, inventory, manuscript, printed

if TYPE_CHECKING:
    from tests.index.command import Program

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.usefixtures("bare_environment")


def test_list_names_what_is_in_the_store(program: Program, desk: Path) -> None:
    program.run(desk)
    assert program.run("list") == 0
    assert program.out == "harbour · The Post · 2031-03-05 · 5 sentences\norchard · 4 sentences\n"


@pytest.mark.parametrize("before", [True, False])
def test_the_store_can_be_named_before_or_after_the_command(program: Program, desk: Path, *, before: bool) -> None:
    program.run(desk)
    store = ["--store", str(program.store)]
    assert main([*store, "list"] if before else ["list", *store]) == 0


def test_show_prints_what_was_understood_as_the_contract_says(program: Program, desk: Path) -> None:
    program.run(desk)
    assert program.run("show", "--json") == 0
    shown: list[dict[str, Any]] = [json.loads(line) for line in program.out.splitlines()]
    assert [each["id"] for each in shown] == ["harbour", "orchard"]
    for each, text in zip(shown, (HARBOUR, ORCHARD), strict=True):
        assert list(misfits(each, ARTICLE)) == []
        assert each["path"] == str(desk / f"{each['id']}.txt")
        end = 0
        for sentence in each["sentences"]:
            assert end <= sentence["start"] < sentence["end"] <= len(text)
            assert text[end : sentence["start"]].strip() == ""
            end = sentence["end"]
        assert text[end:].strip() == ""
    assert shown[0]["publisher"] == "The Post"
    assert shown[0]["published"] == "2031-03-05"


def test_show_takes_the_articles_in_the_order_asked_for(program: Program, desk: Path) -> None:
    program.run(desk)
    assert program.run("show", "orchard", "harbour", "--json") == 0
    assert [json.loads(line)["id"] for line in program.out.splitlines()] == ["orchard", "harbour"]


def test_show_for_a_person_gives_kinds_and_paragraphs_and_steers_no_terminal(program: Program, desk: Path) -> None:
    (desk / "odd.txt").write_text("The\x1b[2J tide was \u202ehigh at noon.\n\nIt fell by six.\n", encoding="utf-8")
    program.run(desk)
    assert program.run("show", "harbour", "odd") == 0
    lines = program.out.splitlines()
    assert lines[0].startswith("harbour · ")
    assert "   2 body         Divers will lift the wreck in March." in lines
    assert "     heading      The ferry to Oxmoor Island" in lines
    assert "   1 lead         The[2J tide was high at noon." in lines


def test_remove_takes_articles_out(program: Program, desk: Path) -> None:
    program.run(desk)
    assert program.run("remove", "harbour") == 0
    assert program.err == "Removed harbour; 1 in the store.\n"
    assert program.articles.keys() == {"orchard"}
    found, expected = inventory(program.store)
    assert found == expected
    assert program.run("remove", "orchard") == 0
    assert program.articles == {}


@pytest.mark.parametrize("command", ["show", "remove"])
def test_an_article_that_is_not_in_the_store_is_exit_code_2_and_changes_nothing(
    program: Program, desk: Path, command: str
) -> None:
    program.run(desk)
    assert program.run(command, "harbour", "nowhere", "neither") == 2
    assert program.err == "not in the store: nowhere, neither; `python -m index list` names what is\n"
    assert program.out == ""
    assert program.articles.keys() == {"harbour", "orchard"}


@pytest.mark.parametrize("arguments", [["remove"], ["list", "--json"], ["--colour"], ["show", "--rebuild"]], ids=str)
def test_a_wrong_use_is_exit_code_2(program: Program, arguments: list[str]) -> None:
    assert program.run(*arguments) == 2
    assert "usage: python -m index" in program.err


@pytest.mark.parametrize("arguments", [["list"], ["show"], ["remove", "harbour"]], ids=str)
def test_without_a_store_it_is_exit_code_1_and_what_to_run(program: Program, arguments: list[str]) -> None:
    assert program.run(*arguments) == 1
    assert "build it with `python -m index`" in program.err
    assert not program.store.exists()


@pytest.mark.parametrize("arguments", [["show", "--json"], ["list"]], ids=str)
def test_a_reader_of_our_output_who_leaves_early_is_no_fault(tmp_path: Path, arguments: list[str]) -> None:
    """As in ``... list | head -1``."""
    printed(tmp_path, [manuscript("harbour", HARBOUR)], WordEncoder())
    with subprocess.Popen(
        [sys.executable, "-m", "index", *arguments, "--store", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "PYTHONUNBUFFERED": ""},
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
        assert (running.wait(60), said) == (0, b"")
