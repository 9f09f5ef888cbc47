"""What the README tells people to type works, and prints what it says."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
STORY = (
    "The harbour of Port Ellery was closed on Monday, said Ines Okafor, the harbour master.\n\n"
    "A storm had torn two cranes from the quay. Nobody was hurt.\n"
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the README's commands find the files that it speaks of."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "my-articles").mkdir()
    (folder / "my-articles" / "story.txt").write_text(STORY, encoding="utf-8")
    sidecar = next(body for language, body in BLOCKS if language == "json")
    (folder / "my-articles" / "story.json").write_text(sidecar, encoding="utf-8")
    (folder / "questions.txt").write_text("who is Ines Okafor\nwhen was the harbour closed\n", encoding="utf-8")
    (folder / ".env.example").write_bytes((ROOT / ".env.example").read_bytes())
    run(folder, [sys.executable, "-m", "index"])
    return folder


def run(folder: Path, command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command as a person in ``folder`` would, with a store of its own."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("PULLQUOTE_")}
    surroundings |= {"PULLQUOTE_STORE": str(folder / "store"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{shlex.join(command)}: {done.stderr}"
    return done


def commands() -> list[str]:
    """The lines of the README's shell blocks that call python, in order, without their comments."""
    lines = [
        line.partition("  #")[0].strip() for language, body in BLOCKS if language == "sh" for line in body.split("\n")
    ]
    return [line for line in lines if line.startswith("python ")]


def test_the_two_commands_stand_in_the_first_twenty_lines() -> None:
    top = "\n".join(README.splitlines()[:20])
    assert "make ask q=" in top
    assert "make test" in top


def test_every_python_command_runs(place: Path) -> None:
    assert len(commands()) >= 6
    for command in commands():
        run(place, [sys.executable, *shlex.split(command)[1:]])


def test_the_python_example_runs(place: Path) -> None:
    run(place, [sys.executable, "-m", "index"])
    example = next(body for language, body in BLOCKS if language == "python")
    run(place, [sys.executable, "-c", example])


def test_the_answer_shown_is_the_answer_given(place: Path) -> None:
    run(place, [sys.executable, "-m", "index"])
    shown = next(body for language, body in BLOCKS if language == "console")
    prompt, _, answer = shown.partition("\n")
    question = shlex.split(prompt.removeprefix("$ "))[-1].removeprefix("q=")
    given = run(place, [sys.executable, "-m", "pullquote", "ask", question, "--article", "spin-boldak"]).stdout
    assert given.strip() == answer.strip()


def test_make_ask_answers_with_the_articles_own_characters(place: Path) -> None:
    if not (ROOT / ".venv" / ".ready").exists():
        pytest.skip("make has not set up its .venv here")
    command = next(line for language, body in BLOCKS if language == "sh" for line in body.split("\n"))
    target, question = shlex.split(command.partition("  #")[0])[1:]
    answer = run(place, ["make", "--directory", str(ROOT), "--no-print-directory", target, question]).stdout
    quotes = re.findall(r"^\[\d\] (.*)$", answer, re.MULTILINE)
    article = (ROOT / "index" / "articles" / "spin-boldak.txt").read_bytes().decode()
    assert quotes
    assert all(quote in article for quote in quotes)


def test_every_setting_is_in_the_example_file() -> None:
    from pullquote.settings import PREFIX, Settings

    named = set(re.findall(rf"^{PREFIX}(\w+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields}


def test_the_shipped_article_has_a_source_and_nothing_invented() -> None:
    given = json.loads((ROOT / "index" / "articles" / "spin-boldak.json").read_text(encoding="utf-8"))
    assert given == {"publisher": "TRT World"}
