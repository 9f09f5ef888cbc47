"""How fast it is: ``python -m lab.bench [FOLDER ...] [--stories N]``, also as ``make bench``.

Times are of this machine and this moment; what can be compared is the ratio, measured side by side in one run: a warm
question against the encoder's own forward pass of that question.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from index.articles import find_manuscripts
from index.build import build
from index.draft import open_draft
from lab.corpora import DATA
from pullquote.archive import Archive, identity_of
from pullquote.encoder import SentenceEncoder
from pullquote.reader import LinearReader
from pullquote.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pullquote.encoder import Encoder

SHIPPED = Path("index/articles")
NEWS = tuple(DATA / "polnear" / part / "text" for part in ("train", "dev"))
ASKED = (
    "Who controls the border crossing?",
    "What did the president say about the economy?",
    "How many people were killed?",
    "When will the election be held?",
    "Why did the candidate leave the race?",
    "Where did the meeting take place?",
    "Which senator voted against the bill?",
    "Did the campaign deny the report?",
)
ROUNDS = 8


class _Silent:
    """Progress that nobody watches."""

    def expect(self, articles: int) -> None:
        """Say nothing."""

    def advance(self, articles: int, sentences: int) -> None:
        """Say nothing."""


def main(argv: Sequence[str] | None = None) -> None:
    """Index, open, ask; print how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, help="stories (default: PolNeAR, or our own)")
    parser.add_argument("--stories", type=int, default=100, help="how many of them (0: all)")
    options = parser.parse_args(argv)
    folders = options.folders or ([folder for folder in NEWS if folder.is_dir()] or [SHIPPED])
    manuscripts, failures = find_manuscripts(folders)
    manuscripts = manuscripts[: options.stories or None]
    encoder = SentenceEncoder()
    encoder.encode(["warm"])
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder))
        with open_draft(store, identity_of(encoder)) as draft:
            took = _timed(lambda: build(draft, manuscripts, encoder, _Silent()))
        opened = time.perf_counter()
        with Archive(store, encoder, LinearReader()) as archive:
            opening = time.perf_counter() - opened
            passages = sum(sentence.kind.quotable for a in archive.sources() for sentence in a.sentences)
            print(f"{len(manuscripts):,} stories, {passages:,} passages, {len(failures)} failures")
            print(f"index: {1e3 * took / len(manuscripts):.0f} ms a story")
            print(f"index: {1e3 * took / passages:.1f} s per 1,000 passages")
            print(f"open: {opening:.2f} s")
            ours, bare = _side_by_side(archive, encoder)
            print(f"warm question: {1e3 * ours:.1f} ms; the encoder's forward pass of it: {1e3 * bare:.1f} ms")
            print(f"ratio: {ours / bare:.2f}")


def _side_by_side(archive: Archive, encoder: Encoder) -> tuple[float, float]:
    """Median seconds of a question and of its forward pass alone, taken in turn."""
    for question in ASKED:
        archive.ask(question)
    ours: list[float] = []
    bare: list[float] = []
    for _ in range(ROUNDS):
        for question in ASKED:
            bare.append(_timed(lambda asked=question: encoder.encode([asked])))
            ours.append(_timed(lambda asked=question: archive.ask(asked)))
    return statistics.median(ours), statistics.median(bare)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
