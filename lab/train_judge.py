"""Train the judge of whether two accounts conflict: ``python -m lab.train_judge`` (again to go on).

A cross-encoder on the trained reader's body: a question, a statement, another statement; four classes (they conflict,
say the same, both hold, the other is not about it). Two stages: pairs made of other questions, then pairs and excerpts
that were written for it (``lab/disputes.py``). What is kept is the running average of the weights. Same data, same
machine, same number of threads: same weights.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoModel, AutoTokenizer

from lab.pairs import ASIDE, BOTH, CLASSES, CONFLICT, SAME, Pair, excerpt_pairs, made_pairs, written_pairs
from lab.train_reader import FOLDER as READERS
from lab.train_reader import STAGES as READER_STAGES
from pullquote.judge import encode_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 11
WARM_UP, DECAY, AVERAGE = 0.06, 0.01, 0.995
IN_BATCH = 2048  # tokens, padding included
NO_CONFLICT = 0.5  # weight of a pair of which only that is known
FOLDER = Path(__file__).resolve().parent / "judge"
BODY = READERS / READER_STAGES[-1].name / "model"
EVERY = 100


@dataclass(frozen=True, slots=True)
class Stage:
    """Some epochs, how many made pairs of each class go into one, and how fast body and head learn."""

    name: str
    epochs: int
    made: dict[int, int]
    written: bool
    rate: float
    head_rate: float


STAGES = (
    Stage("made", 1, {CONFLICT: 1_400, BOTH: 1_200, ASIDE: 2_000}, written=False, rate=6e-5, head_rate=6e-4),
    Stage("written", 6, {CONFLICT: 60, BOTH: 60, ASIDE: 300}, written=True, rate=1e-4, head_rate=2e-4),
)


class Judge(torch.nn.Module):
    """Scores of the four classes."""

    def __init__(self, body: Path) -> None:
        super().__init__()
        self.body: Any = AutoModel.from_pretrained(
            body, attn_implementation="eager", attention_probs_dropout_prob=0.0, add_pooling_layer=False
        )
        self.body.embeddings.requires_grad_(requires_grad=False)
        self.head = torch.nn.Linear(2 * self.body.config.hidden_size, len(CLASSES))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Scores, shape (pairs, classes)."""
        states = self.body(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        held = attention_mask[:, :, None].to(states.dtype)
        mean = (states * held).sum(1) / held.sum(1)
        return self.head(torch.cat([states[:, 0], mean], dim=1))


def main() -> None:
    """Train from the last checkpoint, if there is one, to the end of the last stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of checkpoints and model (default: %(default)s)")
    options = parser.parse_args()
    torch.use_deterministic_algorithms(mode=True)
    weights: Path | None = None
    for stage in STAGES:
        folder = options.folder / stage.name
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "model.pt").exists():
            train(stage, weights, folder)
        weights = folder / "model.pt"


def lessons(stage: Stage, epoch: int) -> list[Pair]:
    """The pairs of an epoch; those that are the same from both sides also the other way round, every other time."""
    chance = random.Random(f"{SEED} {stage.name} {epoch}")
    made = list(made_pairs(random.Random(SEED)))
    chance.shuffle(made)
    pairs: list[Pair] = []
    for kind, count in stage.made.items():
        pairs += [pair for pair in made if pair.kind == kind][:count]
    if stage.written:
        pairs += [*written_pairs(), *excerpt_pairs()]
    turned = {CONFLICT, SAME, BOTH}
    pairs = [
        Pair(p.question, p.other, p.one, p.kind) if p.kind in turned and chance.random() < 0.4 else p for p in pairs
    ]
    chance.shuffle(pairs)
    return pairs


def train(stage: Stage, weights: Path | None, folder: Path) -> None:
    """One stage, from ``weights`` or the reader's body, to ``folder``'s ``model.pt``."""
    chance: Any = torch
    chance.manual_seed(SEED)
    tokenizer: Any = AutoTokenizer.from_pretrained(BODY)
    model = Judge(BODY)
    if weights:
        model.load_state_dict(torch.load(weights, weights_only=True))
    groups = [group for epoch in range(stage.epochs) for group in plan(lessons(stage, epoch), epoch)]
    run = Run(model, stage, len(groups), folder / "checkpoint.pt")
    run.learn(groups, tokenizer)
    torch.save(run.average_state(), folder / "new.pt")
    (folder / "new.pt").replace(folder / "model.pt")


def plan(pairs: Sequence[Pair], epoch: int) -> list[list[Pair]]:
    """Pairs of like length together, the batches in random order; the same for the same epoch."""
    chance = random.Random(SEED + epoch)
    groups: list[list[Pair]] = [[]]
    for pair in sorted(pairs, key=lambda each: _tokens(each) // 12 + chance.random()):
        if _tokens(pair) * (len(groups[-1]) + 1) > IN_BATCH:
            groups.append([])
        groups[-1].append(pair)
    chance.shuffle(groups)
    return groups


def _tokens(pair: Pair) -> int:
    return min(192, (len(pair.question) + len(pair.one) + len(pair.other)) // 4 + 6)


def loss_of(model: Any, group: Sequence[Pair], tokenizer: Any) -> torch.Tensor:
    """How surprising what the pairs are is; where only "no conflict" is known, that."""
    inputs = {
        name: torch.tensor(ids)
        for name, ids in encode_pairs(tokenizer, [(pair.question, pair.one, pair.other) for pair in group]).items()
    }
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = model(**inputs)
    likely = scores.float().log_softmax(1)
    total = torch.zeros(())
    for row, pair in enumerate(group):
        if pair.kind is None:
            total = total - NO_CONFLICT * likely[row, 1:].logsumexp(0)
        else:
            smooth = 0.95 * likely[row, pair.kind] + 0.05 * likely[row].mean()
            total = total - smooth
    return total / len(group)


class Run:
    """The model, its running average, the optimiser, and how far they have come."""

    def __init__(self, model: Judge, stage: Stage, steps: int, path: Path) -> None:
        self._model = model
        self._path = path
        self._steps = steps
        self._learnt = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
        self._average = {name: weight.detach().clone() for name, weight in self._learnt.items()}
        body = [weight for name, weight in self._learnt.items() if name.startswith("body.")]
        self._optimiser: Any = torch.optim.AdamW(
            [
                {"params": [weight for weight in body if weight.ndim > 1], "lr": stage.rate, "weight_decay": DECAY},
                {"params": [weight for weight in body if weight.ndim == 1], "lr": stage.rate, "weight_decay": 0.0},
                {"params": list(model.head.parameters()), "lr": stage.head_rate, "weight_decay": 0.0},
            ],
            fused=True,
        )
        warm = WARM_UP * steps
        self._schedule: Any = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
        )
        self.done = 0
        if path.exists():
            self._resume()

    def learn(self, groups: Sequence[list[Pair]], tokenizer: Any) -> None:
        """All batches from where it was left, with a checkpoint now and then."""
        self._model.train()
        began, smooth = time.monotonic(), math.nan
        for group in groups[self.done :]:
            loss: Any = loss_of(self._model, group, tokenizer)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self._learnt.values(), 1.0)
            self._optimiser.step()
            self._schedule.step()
            self._optimiser.zero_grad(set_to_none=True)
            self.done += 1
            keep = min(AVERAGE, (1 + self.done) / (10 + self.done))
            with torch.no_grad():
                for name, weight in self._learnt.items():
                    self._average[name].lerp_(weight, 1 - keep)
            last = loss.item()
            smooth = last if math.isnan(smooth) else 0.95 * smooth + 0.05 * last
            if self.done % EVERY == 0:
                self._save()
                minutes = (time.monotonic() - began) / 60
                print(f"{self.done}/{self._steps} loss {smooth:.3f} {minutes:.1f} min", flush=True)

    def average_state(self) -> dict[str, torch.Tensor]:
        """All weights, the learnt ones averaged."""
        return {**self._model.state_dict(), **self._average}

    def _save(self) -> None:
        state = {
            "done": self.done,
            "steps": self._steps,
            "model": {name: weight.detach() for name, weight in self._learnt.items()},
            "average": self._average,
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "chance": torch.get_rng_state(),
        }
        torch.save(state, self._path.with_suffix(".new"))
        self._path.with_suffix(".new").replace(self._path)

    def _resume(self) -> None:
        state: dict[str, Any] = torch.load(self._path, weights_only=True)
        if state["steps"] != self._steps:
            raise SystemExit(f"{self._path} is of another run, of {state['steps']} steps: remove it")
        self.done = state["done"]
        self._model.load_state_dict(state["model"], strict=False)
        self._average = state["average"]
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["chance"])


if __name__ == "__main__":
    main()
