"""How well the cross-encoder reads what it has not learnt from: ``python -m lab.evaluate_readings``.

Of the lessons that teach it to read one in twenty is held out, and all of those that it has not been taught yet: which
of two statements cannot hold beside each other (``lab/readings.py``), and which questions a text answers, its own and
another one's (``lab/listed.py``).
"""

from __future__ import annotations

import argparse
import random
from itertools import chain
from typing import TYPE_CHECKING

from lab.figures import auroc
from lab.listed import of_contrasts, of_strangers
from lab.readings import read_in_twos
from pullquote.list_models import ShippedListModel

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lab.listed import Listed
    from pullquote.list_models import ListModel

PARTS = "first", "second", "third", "fourth", "fifth", "sixth"
UNSEEN = "seventh", "eighth"  # what ships has learnt from none of them
PAIRS = 8  # of each question that conflict, and as many that do not
TEXTS = "contrasts", "contrasts-later"
SEED = 1


def main() -> None:
    """Print all of it; AUROC, and how often the right sentence is first."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    model = ShippedListModel()
    for part in PARTS:
        print(f"readings, {part}: {of_statements(model, read_in_twos(random.Random(SEED), part, PAIRS, held=True))}")
    for part in UNSEEN:
        twos = chain.from_iterable(read_in_twos(random.Random(SEED), part, PAIRS, held=held) for held in (True, False))
        print(f"readings, all of the {part}: {of_statements(model, twos)}")
    for name in TEXTS:
        own = list(of_contrasts(name, held=True))
        print(f"{name}: {of_answers(model, own, of_strangers(random.Random(SEED), name, held=True))}")


def of_statements(model: ListModel, twos: Iterable[Listed]) -> str:
    """How well two statements that conflict are told from such that say the same, and that both hold."""
    against: list[float] = []
    same: list[float] = []
    both: list[float] = []
    for listed in twos:
        ((one, other, conflict),) = listed.pairs
        likely = model.weigh(listed.question, listed.texts, listed.spans).conflicts[one, other]
        (against if conflict else both if None in listed.answers else same).append(likely)
    return f"conflict against the same {auroc(against, same):.3f}, against both {auroc(against, both):.3f}"


def of_answers(model: ListModel, own: Iterable[Listed], strange: Iterable[Listed]) -> str:
    """How well a question that a text answers is told from one that it does not, and from one of another text."""
    found: dict[bool, list[float]] = {True: [], False: []}
    first: list[bool] = []
    for listed in own:
        odds = model.weigh(listed.question, listed.texts, listed.spans).answers
        found[any(listed.answers)].append(odds.max())
        if any(listed.answers):
            first.append(bool(listed.answers[odds.argmax()]))
    others = [model.weigh(listed.question, listed.texts, listed.spans).answers.max() for listed in strange]
    return (
        f"answered against not {auroc(found[True], found[False]):.3f}, against another text's "
        f"{auroc(found[True], others):.3f}; right first {sum(first) / len(first):.3f}"
    )


if __name__ == "__main__":
    main()
