"""Train the extractive reader: ``python -m lab.train_reader`` (again to go on from the last checkpoint).

BERT with a start and an end score for each token, position 0 standing for "no answer here" (Devlin et al. 2019), on
the sentence encoder's own weights; the word embeddings stay as they are. What is kept is the running average of the
weights. Same data, same machine, same number of threads: same weights, however often it was interrupted.

In stages, each from the weights of the one before: the easier lessons, harder ones, then those written for us.
Each writes a Hugging Face folder; the last is what ``lab.export_reader`` turns into what ships.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

from lab.lessons import Course, Mix
from lab.training import faster
from pullquote.encoder import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lab.lessons import Lesson
    from pullquote.records import Span

SEED = 7
WARM_UP = 0.05
DECAY = 0.01
AVERAGE = 0.998
MOST_TOKENS = 224  # question and window; what is longer is cut off
IN_BATCH = 4096  # tokens, padding included
FOLDER = Path(__file__).resolve().parent / "reader"
EVERY = 200  # batches between checkpoints


@dataclass(frozen=True, slots=True)
class Stage:
    """Some epochs at a rate that falls to nothing: on which lessons, and how fast the body and the head learn."""

    name: str
    epochs: range
    mix: Mix
    rate: float
    head_rate: float


NEWS = Mix(0.45, 0.2, 0.25, told=1_500, singles=2_500, share=0.6)
MINED = Mix(
    retrieved=0.4,
    without=0.1,
    exchanged=0.15,
    told=1_500,
    singles=2_500,
    share=0.5,
    stories=572,
    unanswered=("unanswered", "unanswered-more"),
    tried=3,
)
STAGES = (
    # its lessons had words from the stories of wikinews.json and polnear.json; the later ones have none
    Stage("first", range(3), Mix(apart=False), 1.2e-4, 6e-4),  # the head starts from nothing
    Stage("second", range(3, 4), Mix(0.45, 0.2, 0.25, singles=5_000), 8e-5, 8e-5),
    Stage("third", range(4, 5), replace(NEWS, stories=180), 8e-5, 8e-5),
    Stage("fourth", range(5, 6), replace(NEWS, stories=240, share=0.4), 8e-5, 8e-5),
    Stage(
        "fifth",
        range(6, 7),
        replace(NEWS, stories=300, share=0.4, unanswered=("unanswered",)),
        rate=8e-5,
        head_rate=8e-5,
    ),
    Stage("sixth", range(7, 8), MINED, 8e-5, 8e-5),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """Tokens of some lessons, shape (lessons, tokens), and where the answers start and end; 0: no answer."""

    inputs: dict[str, torch.Tensor]
    starts: torch.Tensor
    ends: torch.Tensor


def main() -> None:
    """Train from the last checkpoint, if there is one, to the end of the last stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of checkpoints and models (default: %(default)s)")
    options = parser.parse_args()
    torch.use_deterministic_algorithms(mode=True)
    weights = shipped()
    for stage in STAGES:
        folder = options.folder / stage.name
        if not (folder / "model").exists():
            train(stage, weights, folder)
        weights = folder / "model"


def train(stage: Stage, weights: Path, folder: Path) -> None:
    """One stage, from ``weights``, to ``folder``'s ``model``; goes on from the checkpoint there."""
    chance: Any = torch
    chance.manual_seed(SEED)
    tokenizer: Any = AutoTokenizer.from_pretrained(shipped())
    course = Course(
        lambda texts: [len(ids) for ids in tokenizer(list(texts), add_special_tokens=False)["input_ids"]], stage.mix
    )
    fallen_for = Mistakes(weights, tokenizer) if stage.mix.tried > 1 else None
    groups = [group for epoch in stage.epochs for group in plan(course.epoch(epoch, SEED, fallen_for), epoch)]
    run = Run(folder, len(groups), weights, stage)
    for group in groups[run.done :]:
        run.learn(prepare(group, tokenizer))
    run.save()
    run.write(folder / "new", tokenizer)
    (folder / "new").replace(folder / "model")


class Run:
    """The model, its running average, the optimiser, and how far they have come."""

    def __init__(self, folder: Path, steps: int, weights: Path, stage: Stage) -> None:
        """Take up the checkpoint in ``folder``, or begin with ``weights``; ``steps``: the number of batches in all."""
        self.model: Any = AutoModelForQuestionAnswering.from_pretrained(
            weights, attn_implementation="eager", attention_probs_dropout_prob=0.0
        )
        self.model.train()
        for name, weight in self.model.named_parameters():
            weight.requires_grad_("embeddings" not in name)
        self._learnt = {name: weight for name, weight in self.model.named_parameters() if weight.requires_grad}
        self._average = {name: weight.detach().clone() for name, weight in self._learnt.items()}
        self._optimiser: Any = torch.optim.AdamW(self._groups(stage), lr=stage.rate, fused=True)
        self._steps = steps
        self._stage = repr(stage)
        self._schedule = torch.optim.lr_scheduler.LambdaLR(self._optimiser, self._rate)
        self._folder = folder
        self._loss = math.nan
        self._began = time.monotonic()
        self.done = 0
        if (folder / "checkpoint.pt").exists():
            self._restore()

    def learn(self, batch: Batch) -> None:
        """One step; a checkpoint now and then."""
        with faster():
            scores = self.model(**batch.inputs)
        mask = batch.inputs["attention_mask"] == 0
        loss: Any = sum(
            torch.nn.functional.cross_entropy(logits.float().masked_fill(mask, -1e4), right)
            for logits, right in ((scores.start_logits, batch.starts), (scores.end_logits, batch.ends))
        )
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
        self._loss = last if math.isnan(self._loss) else 0.98 * self._loss + 0.02 * last
        if self.done % EVERY == 0:
            self.save()
            minutes = (time.monotonic() - self._began) / 60
            print(f"{self.done}/{self._steps} loss {self._loss:.3f} {minutes:.1f} min", flush=True)

    def write(self, folder: Path, tokenizer: Any) -> None:
        """The averaged weights in the shape that ``AutoModelForQuestionAnswering`` loads."""
        self.model.load_state_dict(self._average, strict=False)
        self.model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)

    def _groups(self, stage: Stage) -> list[dict[str, Any]]:
        head = [weight for name, weight in self._learnt.items() if "qa_outputs" in name]
        body = [weight for name, weight in self._learnt.items() if "qa_outputs" not in name]
        return [
            {"params": [weight for weight in body if weight.ndim > 1], "lr": stage.rate, "weight_decay": DECAY},
            {"params": [weight for weight in body if weight.ndim == 1], "lr": stage.rate, "weight_decay": 0.0},
            {"params": head, "lr": stage.head_rate, "weight_decay": 0.0},
        ]

    def _rate(self, step: int) -> float:
        """Up at first, then down to nothing in a straight line."""
        warm = max(1.0, WARM_UP * self._steps)
        return min((step + 1) / warm, max(0.0, (self._steps - step) / (self._steps - warm)))

    def save(self) -> None:
        """Put down everything that is needed to go on from here."""
        self._folder.mkdir(parents=True, exist_ok=True)
        state = {
            "done": self.done,
            "steps": self._steps,
            "stage": self._stage,
            "loss": self._loss,
            "model": {name: weight.detach() for name, weight in self._learnt.items()},
            "average": self._average,
            "optimiser": self._optimiser.state_dict(),
            "schedule": self._schedule.state_dict(),
            "chance": torch.get_rng_state(),
        }
        torch.save(state, self._folder / "checkpoint.new")
        (self._folder / "checkpoint.new").replace(self._folder / "checkpoint.pt")

    def _restore(self) -> None:
        state: dict[str, Any] = torch.load(self._folder / "checkpoint.pt", weights_only=True)
        if (state["steps"], state["stage"]) != (self._steps, self._stage):
            raise SystemExit(f"{self._folder} holds another run, of {state['steps']} steps: remove it and what follows")
        self.done, self._loss = state["done"], state["loss"]
        self.model.load_state_dict(state["model"], strict=False)
        self._average = state["average"]
        self._optimiser.load_state_dict(state["optimiser"])
        self._schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["chance"])


class Mistakes:
    """How far a model falls for windows without an answer."""

    def __init__(self, weights: Path, tokenizer: Any) -> None:
        """``weights``: of a stage that is done."""
        self._model: Any = AutoModelForQuestionAnswering.from_pretrained(weights, attn_implementation="eager").eval()
        self._tokenizer = tokenizer

    def __call__(self, lessons: Sequence[Lesson]) -> list[float]:
        """For each lesson the best start and end in the window against those of no answer, in log-odds."""
        margins = [0.0] * len(lessons)
        for places in _alike(lessons):
            batch = prepare([lessons[place] for place in places], self._tokenizer)
            with torch.inference_mode(), faster():
                scores = self._model(**batch.inputs)
            words = (batch.inputs["token_type_ids"] == 1) & (batch.inputs["attention_mask"] == 1)
            sums: Any = sum(
                logits.float().masked_fill(~words, -1e4).amax(1) - logits.float()[:, 0]
                for logits in (scores.start_logits, scores.end_logits)
            )
            for place, margin in zip(places, sums.tolist(), strict=True):
                margins[place] = margin
        return margins


def plan(lessons: Sequence[Lesson], epoch: int) -> list[list[Lesson]]:
    """Lessons of like length together, the batches in random order; the same for the same epoch."""
    groups = _alike(lessons)
    random.Random(SEED + epoch).shuffle(groups)
    return [[lessons[place] for place in group] for group in groups]


def _alike(lessons: Sequence[Lesson]) -> list[list[int]]:
    """The numbers of lessons of like length together, each group about ``IN_BATCH`` tokens."""
    sizes = [len(lesson.question) + len(lesson.window) for lesson in lessons]
    order = sorted(range(len(lessons)), key=lambda place: (sizes[place] // 40, place))
    groups: list[list[int]] = [[]]
    longest = 0
    for place in order:
        tokens = min(MOST_TOKENS, sizes[place] // 4 + 8)
        if max(longest, tokens) * (len(groups[-1]) + 1) > IN_BATCH:
            groups.append([])
            longest = 0
        groups[-1].append(place)
        longest = max(longest, tokens)
    return groups


def prepare(lessons: Sequence[Lesson], tokenizer: Any) -> Batch:
    """Tokens of some lessons with the answers' first and last."""
    tokens = tokenizer(
        [lesson.question for lesson in lessons],
        [lesson.window for lesson in lessons],
        truncation="only_second",
        max_length=MOST_TOKENS,
        padding=True,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    places = [
        _answer_tokens(lesson.answer, offsets, [part == 1 for part in tokens.sequence_ids(row)])
        for row, (lesson, offsets) in enumerate(zip(lessons, tokens.pop("offset_mapping").tolist(), strict=True))
    ]
    starts, ends = zip(*places, strict=True)
    return Batch(dict(tokens), torch.tensor(starts), torch.tensor(ends))


def _answer_tokens(answer: Span | None, offsets: Sequence[Sequence[int]], window: Sequence[bool]) -> tuple[int, int]:
    """First and last token of an answer; 0 and 0 when there is none, or it was cut off."""
    if answer is None:
        return 0, 0
    inside = [n for n, (start, end) in enumerate(offsets) if window[n] and start < answer[1] and end > answer[0]]
    if not inside or offsets[inside[-1]][1] < answer[1]:
        return 0, 0
    return inside[0], inside[-1]


if __name__ == "__main__":
    main()
