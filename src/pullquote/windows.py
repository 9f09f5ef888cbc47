"""Runs of whole sentences around the candidates: what the reader reads, each candidate once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pullquote.records import Article, Span
    from pullquote.retrieval import Candidate

MOST_TOKENS = 150  # of a window, the question aside: what the shipped reader learnt from


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences ``first`` to ``last`` (inclusive) of an article; ``candidates`` are places in the list of them."""

    article: Article
    first: int
    last: int
    candidates: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where the window starts, in code points into the article's text."""
        return self.article.sentences[self.first].start

    @property
    def text(self) -> str:
        """The article's own characters."""
        return self.article.text[self.start : self.article.sentences[self.last].end]

    def place(self, sentence: int) -> Span:
        """Where a sentence stands, in code points into the window."""
        found = self.article.sentences[sentence]
        return found.start - self.start, found.end - self.start


def make_windows(
    candidates: Sequence[Candidate], count_tokens: Callable[[Sequence[str]], Sequence[int]]
) -> list[Window]:
    """Windows that hold every candidate once, with the sentence before and after each where there is room.

    Candidates may come in any order and from several articles. A sentence longer than MOST_TOKENS is a window by
    itself.
    """
    of_article: dict[str, list[int]] = {}
    for place, candidate in enumerate(candidates):
        of_article.setdefault(candidate.passage.article.id, []).append(place)
    windows: list[Window] = []
    for places in of_article.values():
        article = candidates[places[0]].passage.article
        focused = {candidates[place].passage.focus: place for place in places}
        wanted = sorted({near for n in focused for near in (n - 1, n, n + 1) if 0 <= near < len(article.sentences)})
        counted = count_tokens([article.slice(article.sentences[number]) for number in wanted])
        sizes = dict(zip(wanted, counted, strict=True))
        windows += [
            Window(article, run[0], run[-1], tuple(focused[number] for number in read))
            for run, read in _runs(sorted(focused), sizes)
        ]
    return windows


def _runs(focused: Sequence[int], sizes: dict[int, int]) -> list[tuple[list[int], list[int]]]:
    """Runs of sentence numbers, and which focused ones each is read for; each focused one is read for in one."""
    runs: list[tuple[list[int], list[int]]] = []
    for number in focused:
        if runs:
            run, read = runs[-1]
            between = list(range(run[-1] + 1, number + 1))
            if all(n in sizes for n in between) and sum(sizes[n] for n in (*run, *between)) <= MOST_TOKENS:
                run += between
                read.append(number)
                continue
        before = [number - 1] if sizes.get(number - 1, MOST_TOKENS) + sizes[number] <= MOST_TOKENS else []
        runs.append(([*before, number], [number]))
    for run, _ in runs:
        after = run[-1] + 1
        if sum(sizes[n] for n in run) + sizes.get(after, MOST_TOKENS) <= MOST_TOKENS:
            run.append(after)
    return runs
