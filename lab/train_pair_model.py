"""Train what ``lab.train_judge`` goes on from: ``python -m lab.train_pair_model`` (again to go on).

One body, that of the trained reader, with three heads that learn together, from one or two texts at a time: what two
statements are to each other (``lab/pairs.py``), whether a sentence answers (``lab/mining.py``), and which words a
follow-up leans on (``lab/leanings.py``). Embeddings stay as they are; what is kept is the running average.
"""

from __future__ import annotations

import argparse
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoTokenizer

from lab.leanings import Leaning, labels_of, sampled
from lab.mining import mined
from lab.pairs import BOTH, CLASSES, CONFLICT, SAME, Pair, excerpt_pairs, group_pairs, written_pairs
from lab.shipped_body import SHIPPED, shipped_body
from lab.training import Pace, batches_of, begin, train
from pullquote.list_models import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lab.mining import Mined

SEED = 11
EPOCHS = 3
PACE = Pace(rate=1e-4, head_rate=6e-4)
SMOOTH = 0.05  # of certainty that labels lack
IN_BATCH = 3072  # tokens, padding included
NO_CONFLICT = 0.5  # weight of a pair of which only that is known
WRONG = {"answerable": 2, "impossible": 3, "elsewhere": 1}  # sentences that do not answer, of each question
QUESTIONS = 4_500  # of those that were mined, in an epoch
SHARE = 0.6  # of the pairs and of the follow-ups, in an epoch
FOLDER = Path(__file__).resolve().parent / "pair_model"


@dataclass(frozen=True, slots=True)
class Answering:
    """A question, a sentence with the one in front of it, and whether the sentence answers."""

    question: str
    sentence: str
    before: str
    answers: bool


Lesson = Pair | Answering | Leaning


class PairModel(torch.nn.Module):
    """The body with its three heads."""

    def __init__(self) -> None:
        super().__init__()
        self.body: Any = shipped_body()
        self.body.embeddings.requires_grad_(requires_grad=False)
        width = self.body.config.hidden_size
        self.kinds = torch.nn.Linear(2 * width, len(CLASSES))
        self.answers = torch.nn.Linear(2 * width, 1)
        self.terms = torch.nn.Linear(width, 1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Scores of the classes, shape (rows, classes); log-odds of answers, (rows,); of each token, (rows, tokens)."""
        states = self.body(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        held = attention_mask[:, :, None].to(states.dtype)
        whole = torch.cat([states[:, 0], (states * held).sum(1) / held.sum(1)], dim=1)
        return self.kinds(whole), self.answers(whole)[:, 0], self.terms(states)[:, :, 0]


def main() -> None:
    """Train from the last checkpoint, if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of checkpoints and model (default: %(default)s)")
    options = parser.parse_args()
    begin(SEED)
    model = PairModel()
    questions = list(mined())
    batches = [batch for epoch in range(EPOCHS) for batch in plan(lessons(questions, epoch), epoch)]
    tokenizer: Any = AutoTokenizer.from_pretrained(SHIPPED)
    train(model, PACE, batches, lambda batch: loss_of(model, batch, tokenizer), options.folder)


def lessons(questions: Sequence[Mined], epoch: int) -> list[Lesson]:
    """The lessons of an epoch. Pairs that are the same from both sides are turned around every other time."""
    chance = random.Random(f"{SEED} {epoch}")
    all_pairs = [*group_pairs(), *written_pairs(), *excerpt_pairs()]
    pairs: list[Lesson] = []
    for pair in chance.sample(all_pairs, int(SHARE * len(all_pairs))):
        turned = pair.kind in (CONFLICT, SAME, BOTH) and chance.random() < 0.5
        pairs.append(Pair(pair.question, pair.other, pair.one, pair.kind) if turned else pair)
    chosen = chance.sample(range(len(questions)), min(QUESTIONS, len(questions)))
    answering: list[Lesson] = [one for place in chosen for one in _answering(questions[place])]
    return [*pairs, *answering, *sampled(chance, SHARE)]


def _answering(question: Mined) -> list[Answering]:
    """The sentences that answer, and those that the reader liked best of the others."""
    right = [read for read in question.read if read.answers]
    wrong = [read for read in question.read if not read.answers][: WRONG[question.case]]
    return [Answering(question.question, read.sentence, read.before, read.answers) for read in (*right, *wrong)]


def texts_of(lesson: Lesson) -> tuple[str, tuple[str, ...]]:
    """What is read of a lesson: the question, and the texts with it."""
    match lesson:
        case Pair():
            return lesson.question, (lesson.one, lesson.other)
        case Answering():
            return lesson.question, (lesson.sentence, lesson.before)
        case Leaning():
            return lesson.typed, lesson.told


def plan(all_of_them: Sequence[Lesson], epoch: int) -> list[list[Lesson]]:
    """The batches of an epoch's lessons; the same for the same epoch."""
    return batches_of(all_of_them, _tokens, IN_BATCH, 12, random.Random(SEED + epoch))


def _tokens(lesson: Lesson) -> int:
    question, texts = texts_of(lesson)
    return min(192, (len(question) + sum(map(len, texts))) // 4 + 6)


def loss_of(model: Any, batch: Sequence[Lesson], tokenizer: Any) -> torch.Tensor:
    """How surprising the labels of lessons of one kind are."""
    inputs, places = encode(tokenizer, [texts_of(lesson) for lesson in batch])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        kinds, answers, terms = model(**{name: torch.tensor(ids) for name, ids in inputs.items()})
    pairs = [lesson for lesson in batch if isinstance(lesson, Pair)]
    if pairs:
        return _surprise_of_pairs(kinds.float().log_softmax(1), pairs)
    surprise = torch.nn.functional.binary_cross_entropy_with_logits
    right = [float(lesson.answers) for lesson in batch if isinstance(lesson, Answering)]
    if right:
        return surprise(answers.float(), torch.tensor(right) * (1 - 2 * SMOOTH) + SMOOTH)
    labels = torch.full(terms.shape, math.nan)
    for row, lesson in enumerate(batch):
        if isinstance(lesson, Leaning):  # as all of them are here
            own = labels_of(lesson, places[row])
            labels[row, : len(own)] = torch.tensor(own)
    known = ~labels.isnan()
    return surprise(terms.float()[known], labels[known])


def _surprise_of_pairs(likely: torch.Tensor, pairs: Sequence[Pair]) -> torch.Tensor:
    """Where only "no conflict" is known of a pair, that counts."""
    total = torch.zeros(())
    for row, pair in enumerate(pairs):
        if pair.kind is None:
            total = total - NO_CONFLICT * likely[row, 1:].logsumexp(0)
        else:
            total = total - (1 - SMOOTH) * likely[row, pair.kind] - SMOOTH * likely[row].mean()
    return total / len(pairs)


if __name__ == "__main__":
    main()
