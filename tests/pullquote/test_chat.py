"""A conversation at a terminal, and through a pipe."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from pullquote.archive import Archive
from pullquote.chat import chat
from pullquote.store import Store
from tests.pullquote.newsprint import (
    HARBOUR,
    ORCHARD,
    WordEncoder,
    WordLists,
    WordReader,
    manuscript,
    printed,
)

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

FERRY = "When does the ferry to Oxmoor Island sail again?"
SAILS = "[1] The ferry to Oxmoor Island sails again on Friday, the harbour office said.\n"


class Keyboard(io.StringIO):
    """Standard input that says it is a terminal; what is typed comes by prompt_toolkit."""

    def isatty(self) -> bool:
        """Say so."""
        return True


@pytest.fixture
def archive(tmp_path: Path) -> Generator[Archive]:
    """Two small articles."""
    printed(tmp_path / "store", [manuscript("harbour", HARBOUR), manuscript("orchard", ORCHARD)])
    with Archive(Store(tmp_path / "store"), WordEncoder(), WordReader(), WordLists()) as opened:
        yield opened


def conversation(archive: Archive, monkeypatch: pytest.MonkeyPatch, *lines: str, article: str | None = None) -> str:
    """What is printed when these lines come through a pipe."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    file = io.StringIO()
    chat(archive, Console(file=file, highlight=False, width=200), article)
    return file.getvalue()


def test_questions_are_answered_until_the_input_ends(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    found = conversation(archive, monkeypatch, FERRY, "Who bakes bread?", FERRY)
    assert found.startswith("2 articles. ")
    assert found.count(SAILS) == 2
    assert found.count("The article does not say.\n") == 1


def test_the_last_line_needs_no_end(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(FERRY))
    file = io.StringIO()
    chat(archive, Console(file=file, highlight=False, width=200))
    assert SAILS in file.getvalue()


def test_help_and_sources_are_shown(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    found = conversation(archive, monkeypatch, "/help", "/sources")
    for command in ("/sources", "/article", "/help", "/quit"):
        assert command in found
    assert "harbour · 5 sentences\norchard · 4 sentences\n" in found


def test_one_article_is_asked_until_all_are_again(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    found = conversation(archive, monkeypatch, "/article orchard", FERRY, "/article", FERRY, article="harbour")
    before, _, after = found.partition("Asking all articles.")
    assert "Asking orchard.\n" in before
    assert SAILS not in before
    assert SAILS in after


def test_what_is_wrong_is_said_and_ends_nothing(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ["/article nowhere", "/nonsense", "/\x1b[2J", "?!", "why " * 500, "🐈"]
    found = conversation(archive, monkeypatch, *wrong, "", "  ", FERRY)
    assert "There is no article 'nowhere'." in found
    assert "There is no /nonsense." in found
    assert "1,999 characters long" in found
    assert found.count("There is no word in that.") == 2
    assert "\x1b" not in found
    assert SAILS in found


@pytest.mark.parametrize("leave", ["/quit", "/exit", "/q"])
def test_one_can_leave_before_the_input_ends(archive: Archive, monkeypatch: pytest.MonkeyPatch, leave: str) -> None:
    assert SAILS not in conversation(archive, monkeypatch, leave, FERRY)


def test_ctrl_c_ends_what_is_read_from_a_pipe(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def readline(self, size: int = -1, /) -> str:
            raise KeyboardInterrupt

    monkeypatch.setattr(sys, "stdin", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        chat(archive, Console(file=io.StringIO()))


def test_at_a_terminal_ctrl_c_drops_the_line_and_questions_are_remembered(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(sys, "stdin", Keyboard())
    file = io.StringIO()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(f"half a question\x03{FERRY}\r\x04")  # Ctrl-C, Enter, Ctrl-D
        chat(archive, Console(file=file, highlight=False, width=200))
    assert file.getvalue().count(SAILS) == 1
    history = tmp_path / "state" / "pullquote" / "history"
    assert FERRY in history.read_text(encoding="utf-8")
    assert "half a question" not in history.read_text(encoding="utf-8")
    assert history.stat().st_mode & 0o077 == 0


def test_without_a_place_for_the_history_the_conversation_goes_on(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(sys, "stdin", Keyboard())
    file = io.StringIO()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(f"{FERRY}\r\x04")
        chat(archive, Console(file=file, highlight=False, width=200))
    assert SAILS in file.getvalue()
