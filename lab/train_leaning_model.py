"""Train what tells which words a follow-up leans on: ``python -m lab.train_leaning_model`` (again to go on).

Term classification as in QuReTeC (Voskarides et al., SIGIR 2020), on the body of the reader that ships: of each word
of the question before, of the sentence that answered it and of those around, whether the complete question takes it
up. Learnt from follow-ups that were written out in full (``lab/rewrites.py``) and from complete questions that were
shortened (``lab/shortened.py``). Embeddings stay as they are; what is kept is the running average of the weights.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoTokenizer

from lab.rewrites import Rewrite, rewrites, talked
from lab.shipped_body import SHIPPED, shipped_body
from lab.shortened import shortened
from lab.training import Pace, batches_of, begin, faster, surprise, train
from pullquote.list_models import encode, shares_of
from pullquote.rewriting import told_words

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 17
EPOCHS = 2
PACE = Pace(rate=8e-5, head_rate=5e-4, average=0.998)
SMOOTH = 0.02  # of certainty that labels lack
IN_BATCH = 3072  # tokens, padding included
EXCHANGES = ("lessons", "further", "brief", "varied", "spoken")
TALKS = ("learn", "more", "late", "later")
STORIES = ("near", "near-more", "near-late", "near-later")
FOLDER = Path(__file__).resolve().parent / "leaning_model"


class LeaningModel(torch.nn.Module):
    """The body with a head for each token."""

    def __init__(self) -> None:
        super().__init__()
        self.body: Any = shipped_body()
        self.body.embeddings.requires_grad_(requires_grad=False)
        self.terms = torch.nn.Linear(self.body.config.hidden_size, 1)

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Log-odds of tokens, that the complete question takes them up; (rows, tokens)."""
        read = self.body(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return self.terms(read.last_hidden_state)[..., 0]


def main() -> None:
    """Train from the last checkpoint, if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of checkpoints and model (default: %(default)s)")
    options = parser.parse_args()
    begin(SEED)
    model, tokenizer = LeaningModel(), load_tokenizer()
    batches = [batch for epoch in range(EPOCHS) for batch in plan(lessons(epoch), epoch)]
    train(model, PACE, batches, lambda batch: loss_of(model, batch, tokenizer), options.folder)


def load_tokenizer() -> Any:
    """The reader's."""
    return AutoTokenizer.from_pretrained(SHIPPED)


def lessons(epoch: int) -> list[Rewrite]:
    """All that was written out, and a quarter as many that were shortened, others in each epoch."""
    chance = random.Random(f"{SEED} {epoch}")
    written = [each for name in EXCHANGES for each in rewrites(name, chance)]
    written += [each for part in TALKS for each in talked(part)]
    made = list(shortened(STORIES, chance))
    return [*written, *chance.sample(made, min(len(made), len(written) // 4))]


def plan(all_of_them: Sequence[Rewrite], epoch: int) -> list[list[Rewrite]]:
    """The batches of an epoch's lessons; the same for the same epoch."""
    return batches_of(all_of_them, _tokens, IN_BATCH, 16, random.Random(SEED + epoch))


def _tokens(lesson: Rewrite) -> int:
    return min(448, (len(lesson.typed) + sum(map(len, lesson.told))) // 4 + 8)


def loss_of(model: Any, batch: Sequence[Rewrite], tokenizer: Any) -> torch.Tensor:
    """How surprising it is which words are taken up; the log-odds of a word are the mean of its tokens'."""
    inputs, places = encode(tokenizer, [(lesson.typed, lesson.told) for lesson in batch])
    with faster():
        odds = model(**{name: torch.tensor(ids) for name, ids in inputs.items()}).float()
    most = max(len(lesson.taken) for lesson in batch)
    words, wanted = torch.zeros(len(batch), most), torch.full((len(batch), most), torch.nan)
    for row, (lesson, tokens) in enumerate(zip(batch, places, strict=True)):
        shares = torch.tensor(shares_of(tokens, told_words(lesson.told)))
        words[row, : len(shares)] = shares @ odds[row]
        seen = shares.any(dim=1)
        wanted[row, : len(shares)][seen] = torch.tensor(lesson.taken, dtype=torch.float32)[seen]
    return surprise(words, wanted * (1 - 2 * SMOOTH) + SMOOTH)


if __name__ == "__main__":
    main()
