"""Train the judge of two statements: ``python -m lab.train_judge`` (again to go on from the last checkpoint).

It goes on from what ``lab.train_pair_model`` learnt, with the pairs of statements that the program finds in the
excerpts that were written for it, and some of the groups' (``lab/accounts``): what conflicts with what, as answers.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoTokenizer

from lab.listed import excerpts
from lab.pairs import CONFLICT, Pair, group_pairs, written_pairs
from lab.shipped_body import SHIPPED
from lab.train_pair_model import FOLDER as BEFORE
from lab.train_pair_model import PairModel, loss_of, plan
from lab.training import Pace, begin, train

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lab.listed import Listed

SEED = 17
EPOCHS = 3
PACE = Pace(rate=7e-5, head_rate=2e-4)
BOTH_ANSWER, OTHERS = 3, 2  # pairs of a question that do not conflict: of statements that answer it, and of any
GROUPED = 2_500  # pairs of the groups, in an epoch
FOLDER = Path(__file__).resolve().parent / "judge"


def main() -> None:
    """Train from the last checkpoint, if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of checkpoints and model (default: %(default)s)")
    parser.add_argument("--before", type=Path, default=BEFORE / "model.pt", help="what to go on from")
    options = parser.parse_args()
    begin(SEED)
    model = PairModel()
    model.load_state_dict(torch.load(options.before, weights_only=True))
    for head in (model.answers, model.terms):
        head.requires_grad_(requires_grad=False)
    tokenizer: Any = AutoTokenizer.from_pretrained(SHIPPED)
    batches = [batch for epoch in range(EPOCHS) for batch in plan(lessons(epoch), epoch)]
    train(model, PACE, batches, lambda batch: loss_of(model, batch, tokenizer), options.folder)


def lessons(epoch: int) -> list[Pair]:
    """The pairs of an epoch: all that conflict in excerpts, and some of all others."""
    chance = random.Random(f"{SEED} {epoch}")
    found = [pair for listed in excerpts() for pair in _of_excerpt(listed, chance)]
    return [*found, *written_pairs(), *chance.sample(group_pairs(), GROUPED)]


def _of_excerpt(listed: Listed, chance: random.Random) -> Iterator[Pair]:
    """Pairs of the statements that were found in an excerpt, in the order in which they stand there."""
    by_kind: dict[bool | None, list[Pair]] = {True: [], False: [], None: []}
    for places in listed.pairs:
        one, other = sorted(places[:2], key=listed.spans.__getitem__)
        kind = True if places[2] else False if listed.answers[one] and listed.answers[other] else None
        told = [listed.texts[text][start:end].strip() for text, start, end in (listed.spans[one], listed.spans[other])]
        by_kind[kind].append(Pair(listed.question, told[0], told[1], CONFLICT if places[2] else None))
    yield from by_kind[True]
    for kind, most in ((False, BOTH_ANSWER), (None, OTHERS)):
        yield from chance.sample(by_kind[kind], min(most, len(by_kind[kind])))


if __name__ == "__main__":
    main()
