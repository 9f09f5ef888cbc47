"""Train the cross-encoder that ships: ``python -m lab.train_list_model`` (again to go on from the last checkpoint).

It goes on from what ``lab.train_pair_model`` learnt, one text at a time, and reads lists of texts: which sentences of
them answer and which statements conflict (``lab/listed.py``), and which words a follow-up leans on
(``lab/leanings.py``). A span is the mean of its tokens' states. Embeddings stay as they are; what is kept is the
running average of the weights.
"""

from __future__ import annotations

import argparse
import math
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoTokenizer

from lab.leanings import Leaning, labels_of, sampled, talked
from lab.listed import Listed, excerpts, groups, of_mined, written_pairs
from lab.mining import FOLDER as MINED
from lab.mining import mined
from lab.shipped_body import SHIPPED, shipped_body
from lab.training import Pace, batches_of, begin, train
from pullquote.list_models import encode, shares_of

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 13
EPOCHS = 2
ACCOUNTS = (1, 2)  # times that excerpts and groups come in each
PACE = Pace(rate=8e-5, head_rate=5e-4)
SMOOTH = 0.03  # of certainty that labels lack
IN_BATCH = 3072  # tokens, padding included
QUESTIONS = 9_000  # of those that were mined, in an epoch
SHARE = 0.6  # of the follow-ups, in an epoch
PAIRS = 200  # of ``pairs.json``, in an epoch
HIDDEN = 128
FOLDER = Path(__file__).resolve().parent / "list_model"
BEFORE = MINED / "model.pt"

Lesson = Listed | Leaning


class ListModel(torch.nn.Module):
    """The body with its three heads."""

    def __init__(self) -> None:
        super().__init__()
        self.body: Any = shipped_body()
        self.body.embeddings.requires_grad_(requires_grad=False)
        width = self.body.config.hidden_size
        self.answers = torch.nn.Linear(2 * width, 1)
        self.conflicts = torch.nn.Sequential(
            torch.nn.Linear(4 * width, HIDDEN), torch.nn.GELU(), torch.nn.Linear(HIDDEN, 1)
        )
        self.terms = torch.nn.Linear(width, 1)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        token_type_ids: torch.Tensor,
        shares: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Log-odds that spans answer, (rows, spans), and conflict, (rows, spans, spans); of tokens, (rows, tokens).

        ``shares``, (rows, spans, tokens), is what part of each span each token is.
        """
        states = self.body(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
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
    parser.add_argument("--before", type=Path, default=BEFORE, help="what to go on from (default: %(default)s)")
    options = parser.parse_args()
    begin(SEED)
    model = ListModel()
    known: dict[str, torch.Tensor] = torch.load(options.before, weights_only=True)
    kept = {name: weight for name, weight in known.items() if name.startswith(("body.", "terms."))}
    model.load_state_dict({**model.state_dict(), **kept})
    tokenizer: Any = AutoTokenizer.from_pretrained(SHIPPED)
    batches = [batch for epoch in range(EPOCHS) for batch in plan(lessons(epoch), epoch)]
    train(model, PACE, batches, lambda batch: loss_of(model, batch, tokenizer), options.folder)


def lessons(epoch: int) -> list[Lesson]:
    """The lessons of an epoch: all excerpts and groups, some of the rest."""
    chance = random.Random(f"{SEED} {epoch}")
    questions, pairs = list(mined()), list(written_pairs())
    told = sampled(chance, SHARE)
    chosen = chance.sample(questions, min(QUESTIONS, len(questions)))
    return [
        *(of_mined(question, chance) for question in chosen),
        *(each for _ in range(ACCOUNTS[epoch]) for each in (*excerpts(), *groups(chance))),
        *chance.sample(pairs, PAIRS),
        *told,
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
