"""How the models with several lessons learn: batch after batch of like ones, resumable, with averaged weights.

Same data, same machine, same number of threads, same number of batches planned: same weights, however often it was
interrupted.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence
    from pathlib import Path

EVERY = 100  # batches from one checkpoint to the next


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the body (``body.`` in the weights' names) and the heads learn, and how long what was learnt counts."""

    rate: float
    head_rate: float
    warm_up: float = 0.05
    decay: float = 0.01
    average: float = 0.998


class Run:
    """The model, its running average, the optimiser, and how far they have come."""

    def __init__(self, model: torch.nn.Module, pace: Pace, steps: int, path: Path) -> None:
        self._model = model
        self._pace = pace
        self._path = path
        self._steps = steps
        self._learnt = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
        self._average = {name: weight.detach().clone() for name, weight in self._learnt.items()}
        body = [weight for name, weight in self._learnt.items() if name.startswith("body.")]
        heads = [weight for name, weight in self._learnt.items() if not name.startswith("body.")]
        self._optimiser: Any = torch.optim.AdamW(
            [
                {"params": [each for each in body if each.ndim > 1], "lr": pace.rate, "weight_decay": pace.decay},
                {"params": [each for each in body if each.ndim == 1], "lr": pace.rate, "weight_decay": 0.0},
                {"params": heads, "lr": pace.head_rate, "weight_decay": 0.0},
            ],
            fused=True,
        )
        warm = pace.warm_up * steps
        self._schedule: Any = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
        )
        self.done = 0
        if path.exists():
            self._resume()

    def learn(self, batches: Sequence[Any], kind_of: Callable[[Any], str], loss_of: Callable[[Any], Any]) -> None:
        """All batches from where it was left, with a checkpoint now and then; the loss is printed of each kind."""
        self._model.train()
        began = time.monotonic()
        smooth: dict[str, float] = {}
        for batch in batches[self.done :]:
            loss = loss_of(batch)
            loss.backward()
            self._step()
            kind, last = kind_of(batch), float(loss.item())
            smooth[kind] = 0.97 * smooth.get(kind, last) + 0.03 * last
            if self.done % EVERY == 0:
                self._save()
                losses = ", ".join(f"{kind} {value:.3f}" for kind, value in sorted(smooth.items()))
                print(f"{self.done}/{self._steps} {losses} {(time.monotonic() - began) / 60:.1f} min", flush=True)

    def average_state(self) -> dict[str, torch.Tensor]:
        """All weights, the learnt ones averaged."""
        return {**self._model.state_dict(), **self._average}

    def _step(self) -> None:
        torch.nn.utils.clip_grad_norm_(self._learnt.values(), 1.0)
        self._optimiser.step()
        self._schedule.step()
        self._optimiser.zero_grad(set_to_none=True)
        self.done += 1
        keep = min(self._pace.average, (1 + self.done) / (10 + self.done))
        with torch.no_grad():
            for name, weight in self._learnt.items():
                self._average[name].lerp_(weight, 1 - keep)

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


def batches_of(
    lessons: Sequence[Any], tokens_of: Callable[[Any], int], most: int, alike: int, chance: random.Random
) -> list[list[Any]]:
    """Lessons of one kind and like length together, of at most so many tokens; the batches in random order."""
    batches: list[list[Any]] = []
    for kind in dict.fromkeys(map(type, lessons)):
        own = [lesson for lesson in lessons if type(lesson) is kind]
        batches.append([])
        for lesson in sorted(own, key=lambda each: tokens_of(each) // alike + chance.random()):
            if tokens_of(lesson) * (len(batches[-1]) + 1) > most:
                batches.append([])
            batches[-1].append(lesson)
    chance.shuffle(batches)
    return [batch for batch in batches if batch]


def train(
    model: torch.nn.Module, pace: Pace, batches: Sequence[Any], loss_of: Callable[[Any], Any], folder: Path
) -> None:
    """All batches, from the folder's last checkpoint if there is one, to its ``model.pt``."""
    folder.mkdir(exist_ok=True)
    run = Run(model, pace, len(batches), folder / "checkpoint.pt")
    run.learn(batches, lambda batch: type(batch[0]).__name__, loss_of)
    torch.save(run.average_state(), folder / "new.pt")
    (folder / "new.pt").replace(folder / "model.pt")


def faster() -> torch.autocast:
    """Half precision, where the processor has it: where not it takes a hundred times as long."""
    library: Any = torch
    has_it = library.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_it)


def begin(seed: int) -> None:
    """Nothing is left to chance but what the seed decides."""
    torch.use_deterministic_algorithms(mode=True)
    chance: Any = torch
    chance.manual_seed(seed)


def surprise(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """The mean cross-entropy of log-odds against labels, of those that are known: nan is not."""
    known = ~labels.isnan()
    return torch.nn.functional.binary_cross_entropy_with_logits(scores[known], labels[known])
