"""Train the cross-encoder that ships: ``python -m lab.train_list_model`` (again to go on from the last checkpoint).

It reads lists of texts, on the first layers of a published sentence encoder (``lab/mpnet.py``), and learns which
sentences of them answer and which statements conflict (``lab/listed.py``), and which words a follow-up leans on
(``lab/leanings.py``): what answers first, then all of it, two statements alone included. A span is the mean of its
tokens' states. What is kept is the running average of the weights.
"""

from __future__ import annotations

import argparse
import math
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from lab.leanings import Leaning, labels_of, sampled, talked
from lab.listed import Listed, excerpts, groups, in_twos, of_mined, sides, written_pairs
from lab.mining import mined
from lab.mpnet import load_body, load_tokenizer
from lab.training import Pace, batches_of, begin, train
from pullquote.list_models import encode, shares_of

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 13
STEPS = 1_418  # batches
PACE = Pace(rate=4e-5, head_rate=5e-4, average=0.995)
SMOOTH = 0.03  # of certainty that labels lack
IN_BATCH = 3072  # tokens, padding included
FIRST, THEN = 5_000, 1_500  # questions of those that were mined, in each half
SHARES = 0.4, 0.3  # of the follow-ups
TIMES = 2  # that each question of ``sides.json`` comes
HIDDEN = 128
FOLDER = Path(__file__).resolve().parent / "list_model"

Lesson = Listed | Leaning


class ListModel(torch.nn.Module):
    """The body with its three heads."""

    def __init__(self) -> None:
        super().__init__()
        self.body: Any = load_body()
        width = self.body.config.hidden_size
        self.answers = torch.nn.Linear(2 * width, 1)
        self.conflicts = torch.nn.Sequential(
            torch.nn.Linear(4 * width, HIDDEN), torch.nn.GELU(), torch.nn.Linear(HIDDEN, 1)
        )
        self.terms = torch.nn.Linear(width, 1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, shares: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Log-odds that spans answer, (rows, spans), and conflict, (rows, spans, spans); of tokens, (rows, tokens).

        ``shares``, (rows, spans, tokens), is what part of each span each token is.
        """
        states = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        held = shares.to(states.dtype) @ states
        whole = states[:, :1].expand_as(held)
        one, other = held[:, :, None], held[:, None]
        both = torch.cat([one + other, (one - other).abs(), one * other, whole[:, :, None] + 0 * other], dim=-1)
        answers = self.answers(torch.cat([whole, held], dim=-1))[..., 0]
        return answers, self.conflicts(both)[..., 0], self.terms(states)[..., 0]


def main() -> None:
    """Train from the last checkpoint, if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of checkpoints and model (default: %(default)s)")
    options = parser.parse_args()
    begin(SEED)
    model, tokenizer = ListModel(), load_tokenizer()
    batches = [batch for half, of_it in enumerate((first_half, second_half)) for batch in plan(of_it(), half)]
    train(model, PACE, batches[:STEPS], lambda batch: loss_of(model, batch, tokenizer), options.folder)


def first_half() -> list[Lesson]:
    """What answers, and what follow-ups lean on."""
    chance = random.Random(f"{SEED} 0")
    chosen = chance.sample(list(mined()), FIRST)
    return [*(of_mined(question, chance) for question in chosen), *sampled(chance, SHARES[0])]


def second_half() -> list[Lesson]:
    """Some more of it, and what conflicts, in lists and in twos."""
    chance = random.Random(f"{SEED} 1")
    chosen = chance.sample(list(mined()), THEN)
    listed = [*excerpts(), *groups(chance)]
    apart = [each for _ in range(TIMES) for each in sides(chance)]
    return [
        *(of_mined(question, chance) for question in chosen),
        *listed,
        *excerpts(),
        *apart,
        *in_twos([*listed, *apart], chance),
        *written_pairs(),
        *sampled(chance, SHARES[1]),
        *sampled(chance, 1.0, "further"),
        *talked(),
    ]


def texts_of(lesson: Lesson) -> tuple[str, tuple[str, ...]]:
    """What is read of a lesson: the question, and the texts with it."""
    return (lesson.question, lesson.texts) if isinstance(lesson, Listed) else (lesson.typed, lesson.told)


def plan(all_of_them: Sequence[Lesson], epoch: int) -> list[list[Lesson]]:
    """The batches of an epoch's lessons; the same for the same epoch."""
    return batches_of(all_of_them, _tokens, IN_BATCH, 16, random.Random(SEED + epoch))


def _tokens(lesson: Lesson) -> int:
    question, texts = texts_of(lesson)
    return min(448, (len(question) + sum(map(len, texts))) // 4 + 8)


def loss_of(model: Any, batch: Sequence[Lesson], tokenizer: Any) -> torch.Tensor:
    """How surprising the labels of lessons of one kind are."""
    inputs, places = encode(tokenizer, [texts_of(lesson) for lesson in batch])
    listed = [lesson for lesson in batch if isinstance(lesson, Listed)]
    most = max((len(lesson.spans) for lesson in listed), default=1)
    shares = torch.zeros(len(batch), most, inputs["input_ids"].shape[1])
    for row, lesson in enumerate(listed):
        shares[row, : len(lesson.spans)] = torch.tensor(shares_of(places[row], lesson.spans))
    with torch.autocast("cpu", dtype=torch.bfloat16):
        answers, conflicts, terms = model(**{name: torch.tensor(ids) for name, ids in inputs.items()}, shares=shares)
    if listed:
        return _surprise_of_listed(answers.float(), conflicts.float(), listed)
    labels = torch.full(terms.shape, math.nan)
    for row, lesson in enumerate(batch):
        if isinstance(lesson, Leaning):  # as all of them are here
            own = labels_of(lesson, places[row])
            labels[row, : len(own)] = torch.tensor(own)
    return _surprise(terms.float(), labels)


def _surprise_of_listed(answers: torch.Tensor, conflicts: torch.Tensor, batch: Sequence[Listed]) -> torch.Tensor:
    """That of the answers, and that of the conflicts where any are known."""
    answering = torch.full(answers.shape, math.nan)
    against = torch.full(conflicts.shape, math.nan)
    for row, lesson in enumerate(batch):
        known = [math.nan if each is None else float(each) for each in lesson.answers]
        answering[row, : len(known)] = torch.tensor(known)
        for one, other, conflict in lesson.pairs:
            against[row, one, other] = float(conflict)
    loss = _surprise(answers, answering * (1 - 2 * SMOOTH) + SMOOTH)
    if not against.isnan().all():
        loss = loss + _surprise(conflicts, against * (1 - 2 * SMOOTH) + SMOOTH)
    return loss


def _surprise(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    known = ~labels.isnan()
    return torch.nn.functional.binary_cross_entropy_with_logits(scores[known], labels[known])


if __name__ == "__main__":
    main()
