"""``python -m pullquote ask | chat`` as a program: what it prints, where, and how it ends."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.articles import read_manuscript
from pullquote.__main__ import main
from pullquote.editions import drafting
from pullquote.encoder import SentenceEncoder
from tests.conftest import SHIPPED
from tests.pullquote.forms import ANSWER, misfits
from tests.pullquote.newsprint import WordEncoder, manuscript, printed

if TYPE_CHECKING:
    from pullquote.archive import Archive

ROOT = Path(__file__).parent.parent.parent
TEXT = SHIPPED.read_bytes().decode("utf-8")
QUESTION = "Who said there is heavy fighting?"
SENTENCE = '"There is heavy fighting," said Mohammad Zahir.'
UNKNOWN = "How do I bake sourdough bread?"

COMMAND = (sys.executable, "-m", "pullquote")

pytestmark = pytest.mark.usefixtures("bare_environment")


class Program:
    """The program, run in this process over one store."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store = store
        self._capsys = capsys
        self.out = self.err = ""

    def run(self, *arguments: str) -> int:
        """Run it. What it said is in ``out`` and ``err``."""
        try:
            code = main([*arguments[:1], "--store", str(self.store), *arguments[1:]])
        except SystemExit as stopped:  # argparse
            code = int(stopped.code or 0)
        self.out, self.err = self._capsys.readouterr()
        return code

    def objects(self) -> list[dict[str, Any]]:
        """The lines of output, each a JSON object of the contract."""
        found = [json.loads(line) for line in self.out.splitlines()]
        assert [list(misfits(each, ANSWER)) for each in found] == [[]] * len(found)
        return found


def environment(**changes: str) -> dict[str, str]:
    """The variables of a process of its own, with which Python finds us."""
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "PYTHONUNBUFFERED": "", **changes}


@pytest.fixture
def program(shipped_store: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    """The program over the shipped article."""
    return Program(shipped_store, capsys)


def test_a_question_is_answered_with_quotes_in_one_run_and_exit_code_0(program: Program) -> None:
    assert program.run("ask", QUESTION) == 0
    assert f"[1] {SENTENCE}\n    TRT World, “Heavy fighting continues”, paragraph 11\n" in program.out
    for line in re.findall(r"^\[\d\] (.*)$", program.out, re.MULTILINE):
        assert line in TEXT
    assert program.err == ""


def test_a_question_may_be_typed_without_quotation_marks(program: Program) -> None:
    assert program.run("ask", *QUESTION.split()) == 0
    assert SENTENCE in program.out


def test_honest_silence_is_exit_code_0(program: Program) -> None:
    assert program.run("ask", UNKNOWN) == 0
    assert program.out == "The article does not say.\n"


@pytest.mark.parametrize(("question", "outcome"), [(QUESTION, "answered"), (UNKNOWN, "not_in_sources")])
def test_json_is_one_object_of_the_contract(program: Program, question: str, outcome: str) -> None:
    assert program.run("ask", question, "--json") == 0
    (found,) = program.objects()
    assert (found["question"], found["outcome"]) == (question, outcome)
    assert program.out.count("\n") == 1
    for quote in found["quotes"] + found["nearest"]:
        assert TEXT[quote["start"] : quote["end"]] == quote["text"]


def test_json_says_what_the_library_says(program: Program, shipped: Archive) -> None:
    program.run("ask", QUESTION, "--json")
    (found,) = program.objects()
    answer = shipped.ask(QUESTION)
    assert [quote["text"] for quote in found["quotes"]] == [quote.text for quote in answer.quotes]
    assert found["confidence"] == pytest.approx(answer.confidence, abs=1e-4)


MANY = [QUESTION, "", "?!", UNKNOWN, "w" * 2000, " \t", QUESTION]


def test_a_file_of_questions_is_answered_line_by_line_with_one_model(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[SentenceEncoder] = []
    load = SentenceEncoder.load

    def counted(encoder: SentenceEncoder) -> None:
        loads.append(encoder)
        load(encoder)

    monkeypatch.setattr(SentenceEncoder, "load", counted)
    (tmp_path / "questions.txt").write_text("\n".join(MANY) + "\n", encoding="utf-8")
    assert program.run("ask", "--questions", str(tmp_path / "questions.txt"), "--json") == 0
    found = program.objects()
    assert [each["question"] for each in found] == MANY
    assert [each["outcome"] == "answered" for each in found] == [True, *[False] * 5, True]
    assert found[0]["quotes"] == found[-1]["quotes"]
    assert program.err.count("pullquote: ") == 4
    assert len(loads) == 1


def test_questions_come_from_standard_input_with_any_ends_of_line(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(f"{QUESTION}\r\n\r\n\ufeff{UNKNOWN}".encode()))
    monkeypatch.setattr(sys, "stdin", given)
    assert program.run("ask", "--questions", "-", "--json") == 0
    assert [each["question"] for each in program.objects()] == [QUESTION, "", f"\ufeff{UNKNOWN}"]


def test_bytes_that_are_no_text_are_questions_like_any_other(program: Program, tmp_path: Path) -> None:
    (tmp_path / "questions").write_bytes(b"\xff\xfe\0\n" + QUESTION.encode() + b" \xe9\n")
    assert program.run("ask", "--questions", str(tmp_path / "questions"), "--json") == 0
    assert [each["outcome"] for each in program.objects()] == ["not_in_sources", "answered"]


def test_questions_without_json_are_printed_with_their_answers(program: Program, tmp_path: Path) -> None:
    (tmp_path / "questions").write_text(f"{UNKNOWN}\x1b[2J\n{QUESTION}\n", encoding="utf-8")
    assert program.run("ask", "--questions", str(tmp_path / "questions")) == 0
    assert program.out.startswith(
        f"{UNKNOWN}[2J\nThe article does not say.\n{QUESTION}\n    Mohammad Zahir\n[1] {SENTENCE}\n"
    )


def test_an_empty_file_of_questions_has_no_answers(program: Program, tmp_path: Path) -> None:
    (tmp_path / "questions").touch()
    assert program.run("ask", "--questions", str(tmp_path / "questions"), "--json") == 0
    assert program.out == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask"], "give a QUESTION, or --questions FILE"),
        (["ask", "Who?", "--questions", "-"], "give a QUESTION, or --questions FILE"),
        (["ask", ""], "There is no question"),
        (["ask", "  "], "There is no question"),
        (["ask", "?!"], "no word"),
        (["ask", "w" * 5000], "5,000 characters"),
        (["ask", "--questions", "nowhere.txt"], "nowhere.txt cannot be read"),
        (["ask", "--questions", "."], "cannot be read"),
        (["ask", "--color", "Who?"], "unrecognized arguments"),
        (["tell"], "invalid choice"),
        (["ask", QUESTION, "--article", "nowhere"], "no article 'nowhere'"),
        (["ask", QUESTION, "--article", ""], "no article ''"),
        (["ask", "--questions", "questions", "--article", "nowhere"], "no article 'nowhere'"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_a_wrong_use_is_exit_code_2_and_one_word_on_standard_error(
    program: Program, arguments: list[str], said: str
) -> None:
    Path("questions").write_text(f"{QUESTION}\n", encoding="utf-8")
    assert program.run(*arguments) == 2
    assert program.out == ""
    assert said in program.err
    assert "Traceback" not in program.err


def test_a_wrong_setting_is_exit_code_2(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_STOER", "x")
    assert program.run("ask", QUESTION) == 2
    assert program.err == "pullquote: unknown setting PULLQUOTE_STOER: see .env.example for the ones there are\n"


@pytest.mark.parametrize("arguments", [["ask", QUESTION], ["ask", "--questions", "-"], ["chat"]], ids=str)
def test_without_a_store_it_is_exit_code_1_and_what_to_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{QUESTION}\n"))
    program = Program(tmp_path / "nowhere", capsys)
    assert program.run(*arguments) == 1
    assert program.out == ""
    assert re.fullmatch(r"pullquote: there is no store in .* yet: build it with `python -m index`\n", program.err)
    assert not (tmp_path / "nowhere").exists()


def test_a_store_that_is_being_built_for_the_first_time_is_said_to_be(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    program = Program(tmp_path, capsys)
    with drafting(tmp_path):
        assert program.run("ask", QUESTION) == 1
    assert "being built just now: try again in a minute" in program.err


def test_a_store_of_another_encoder_is_exit_code_1_and_what_to_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    printed(tmp_path, [read_manuscript(SHIPPED)], WordEncoder())
    program = Program(tmp_path, capsys)
    assert program.run("ask", QUESTION) == 1
    assert "run `python -m index --rebuild`" in program.err


def test_one_article_of_several_is_asked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, model: SentenceEncoder
) -> None:
    echo = manuscript("echo", 'An echo of the wires.\n\n"There is heavy fighting," said Odo Quill, a painter.')
    printed(tmp_path, [read_manuscript(SHIPPED), echo], model)
    program = Program(tmp_path, capsys)
    assert program.run("ask", QUESTION, "--article", "echo", "--json") == 0
    assert {quote["article"]["id"] for quote in program.objects()[0]["quotes"]} == {"echo"}


def test_a_conversation_through_a_pipe(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff?\n" + QUESTION.encode())))
    assert program.run("chat") == 0
    assert f"[1] {SENTENCE}\n" in program.out


def test_in_any_locale_a_pipe_gets_utf_8_and_the_articles_own_characters(shipped_store: Path) -> None:
    """Whatever bytes the question is made of, and however loudly colour is asked for."""
    asked = "What is Dostum's militia accused of?"
    done = subprocess.run(
        [*COMMAND, "ask", os.fsdecode(asked.encode() + b" \xff"), "--store", str(shipped_store)],
        capture_output=True,
        check=False,
        env=environment(LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii", FORCE_COLOR="1"),
    )
    assert (done.returncode, done.stderr) == (0, b"")
    (line,) = re.findall(r"^\[\d\] (For years.*)$", done.stdout.decode("utf-8"), re.MULTILINE)
    assert "1990s –– along" in line
    assert line in TEXT


def test_a_reader_of_our_output_who_leaves_early_is_no_fault(shipped_store: Path) -> None:
    """As in ``... ask --questions FILE | head -1``."""
    with subprocess.Popen(
        [*COMMAND, "ask", "--questions", "-", "--store", str(shipped_store)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        running.stdin.write(f"{UNKNOWN}\n{UNKNOWN}\n{UNKNOWN}\n".encode())
        running.stdin.close()
        said = running.stderr.read()
        assert (running.wait(60), said) == (0, b"")
