"""How far a run is: a bar on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import Console

EVERY = 10.0  # seconds between two lines


class Unwatched:
    """Progress that nobody watches."""

    def expect(self, articles: int) -> None:
        """Say nothing."""

    def advance(self, articles: int, sentences: int) -> None:
        """Say nothing."""


class Meter:
    """Shows on ``console`` how many of the articles are in."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            TextColumn("Indexing"), BarColumn(), MofNCompleteColumn(), TextColumn("articles"), TimeRemainingColumn(),
            console=console, transient=True,
        )  # fmt: skip
        self._articles = self._sentences = self._total = 0
        self._spoken = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def expect(self, articles: int) -> None:
        """So many articles are to be put in."""
        self._total = articles
        if self._console.is_terminal:
            self._bar.add_task("", total=articles)
            self._bar.start()
        else:
            self._say(f"Indexing {articles:,} article{'s' * (articles != 1)} ...")

    def advance(self, articles: int, sentences: int) -> None:
        """So many more are in."""
        self._articles += articles
        self._sentences += sentences
        if self._console.is_terminal:
            self._bar.advance(self._bar.task_ids[0], articles)
        elif time.monotonic() - self._spoken >= EVERY and self._articles < self._total:
            self._spoken = time.monotonic()
            self._say(f"{self._articles:,} of {self._total:,} articles, {self._sentences:,} sentences")

    def _say(self, text: str) -> None:
        self._console.print(text, highlight=False, markup=False, soft_wrap=True)
