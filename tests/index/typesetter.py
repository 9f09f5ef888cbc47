"""A program that indexes made-up articles, edition after edition, until it is killed.

``python -m tests.index.typesetter STORE RUN`` says when it starts, and publishes as often as it can, so that whoever
kills it meets every kind of moment. The editions of run 3 are called 3x0, 3x1, ...
"""

from __future__ import annotations

import itertools
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import index.build
from tests.pullquote.newsprint import manuscript, printed

if TYPE_CHECKING:
    from index.articles import Manuscript
    from index.build import Tally

COUNT = 24
PLACES = "Quillon Oxmoor Tarn Harrow Selby Wick Marl Fenby Orrin Caldy Thorne Ebb".split()
THINGS = "crane ferry orchard lamp bridge archive theatre mill tower bakery garden station".split()


def articles(edition: str) -> list[Manuscript]:
    """As many articles; in another edition, every other one is changed."""
    return [manuscript(f"story-{number:02}", story(number, edition)) for number in range(COUNT)]


def story(number: int, edition: str) -> str:
    """Six sentences in three paragraphs, the same whenever it is asked for."""
    dice = random.Random(number)
    told = edition if number % 2 else "either"
    lines = [
        f"The {dice.choice(THINGS)} of {dice.choice(PLACES)} number {number} was opened on day {dice.randrange(900)}."
        for _ in range(5)
    ]
    return "\n\n".join((f"Story {number} stands in the {told} edition.", " ".join(lines[:2]), " ".join(lines[2:])))


def set_articles(folder: Path, edition: str) -> Tally:
    """Put them into the store in ``folder``, a few at a time."""
    return printed(folder, articles(edition))


if __name__ == "__main__":
    index.build.BATCH, index.build.SOONEST, index.build.PACE = 15, 0.0, 0  # pyright: ignore[reportConstantRedefinition]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for turn in itertools.count():
        set_articles(Path(sys.argv[1]), f"{sys.argv[2]}x{turn}")
