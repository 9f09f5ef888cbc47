"""A conversation at a terminal, with the questions of earlier ones a key press away."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pullquote.citations import plain
from pullquote.errors import PullquoteError
from pullquote.followups import ask_after
from pullquote.terminal import show, show_sources

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.console import Console

    from pullquote.archive import Archive
    from pullquote.records import Answer

HELP = """\
Ask a question about the articles. You get the sentences that answer it, unchanged, and where they stand.
You can go on from an answer: "why?", "and in Qatar?", "who is he?"

  /sources       the articles that answers come from
  /article ID    ask only this article; /article alone asks all of them again
  /help          this
  /quit          leave (or Ctrl-D)
"""


def chat(archive: Archive, console: Console, article: str | None = None) -> None:
    """Answer questions until the person leaves."""
    count = len(archive.sources())
    console.print(f"{count:,} article{'s' * (count != 1)}. Ask something, or type /help.", highlight=False)
    earlier: Answer | None = None
    for line in _lines():
        command, _, argument = line.partition(" ")
        try:
            if command in ("/quit", "/exit", "/q"):
                return
            if command == "/article":
                article, earlier = _chosen(archive, argument.strip()), None
                console.print(f"Asking {article or 'all articles'}.", highlight=False, markup=False)
            elif command == "/sources":
                show_sources(console, archive.sources())
            elif command == "/help":
                console.print(HELP, highlight=False, markup=False)
            elif command.startswith("/"):
                raise PullquoteError(f"There is no {plain(command)}. /help shows what there is.")
            else:
                console.print()
                earlier = ask_after(archive, line, earlier, article)
                if earlier.question != line:
                    console.print(
                        f"Understood: {plain(earlier.question)}\n", style="italic", highlight=False, markup=False
                    )
                show(console, earlier)
        except PullquoteError as error:
            console.print(str(error), style="yellow", highlight=False, markup=False)


def _chosen(archive: Archive, wanted: str) -> str | None:
    if wanted and wanted not in {article.id for article in archive.sources()}:
        raise PullquoteError(f"There is no article {wanted!r}. /sources lists them.")
    return wanted or None


def _lines() -> Iterator[str]:
    """What the person types, line by line, blank ones left out. At a terminal, Ctrl-C drops the line."""
    read = _prompt() if sys.stdin.isatty() else _plain
    while True:
        try:
            line = read()
        except EOFError:
            return
        except KeyboardInterrupt:
            if read is _plain:
                raise
            continue
        if line.strip():
            yield line.strip()


def _plain() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line


def _prompt() -> Callable[[], str]:
    # Imported here: nobody else needs it, and it takes a while.
    from prompt_toolkit import PromptSession
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory, History, InMemoryHistory

    history: History = InMemoryHistory()
    state = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "pullquote"
    try:
        state.mkdir(parents=True, exist_ok=True, mode=0o700)
        (state / "history").touch(mode=0o600)
        history = FileHistory(str(state / "history"))
    except OSError:
        pass  # no place to keep it: the questions of this conversation are still there
    session: PromptSession[str] = PromptSession(
        history=history,
        auto_suggest=AutoSuggestFromHistory(),
        completer=WordCompleter(["/help", "/sources", "/article", "/quit"], sentence=True),
    )
    return lambda: session.prompt("? ")
