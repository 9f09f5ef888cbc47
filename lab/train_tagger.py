"""Train the tagger that finds who is reported to say what: ``python -m lab.train_tagger`` (again to go on).

On the sentence encoder's own weights: which words report (a cue: first word, later word, none), and from each cue two
pointers each to the source and to the content, their first and last words; position 0 stands for "nobody is named"
(pointers as in Vinyals et al. 2015). Learns from PolNeAR's training part; figures are of its development part. What is
kept is the running average of the weights. Same data, same machine, same number of threads: same weights.
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

from index.blocks import find_blocks
from index.sentences import split_sentences
from lab.attributions import stories
from lab.training import faster
from pullquote.encoder import shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lab.attributions import Story
    from pullquote.records import Span

SEED = 7
EPOCHS = 4
RATE, HEAD_RATE = 1.5e-4, 1e-3
WARM_UP, DECAY, AVERAGE = 0.05, 0.01, 0.998
MOST_TOKENS = 192  # of a window
IN_BATCH = 3072  # tokens, padding included
POINTERS = ("source", "source_end", "content", "content_end")
WIDTH = 64  # of the vectors that point and are pointed at
OUTSIDE, FIRST, LATER = range(3)
FOLDER = Path(__file__).resolve().parent / "tagger"
EVERY = 200


class Tagger(torch.nn.Module):
    """Scores of each word as a cue, and what it would point with and be pointed at with."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        body = AutoModel.from_pretrained(
            weights, attn_implementation="eager", attention_probs_dropout_prob=0.0, add_pooling_layer=False
        )
        body.embeddings.requires_grad_(requires_grad=False)
        size = body.config.hidden_size
        self.body = body
        self.cue = torch.nn.Linear(size, 3)
        self.asking = torch.nn.Linear(size, len(POINTERS) * WIDTH)
        self.asked = torch.nn.Linear(size, len(POINTERS) * WIDTH)

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Scores, shape (windows, tokens, 3); asking and asked vectors, shape (windows, tokens, pointers, width)."""
        states = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        shape = (*states.shape[:2], len(POINTERS), WIDTH)
        return self.cue(states), self.asking(states).view(shape), self.asked(states).view(shape)


@dataclass(frozen=True, slots=True)
class Batch:
    """Some windows' tokens; what each token is, shape (windows, tokens); -100: not asked.

    ``cues`` are the window and token of each cue's first word, shape (cues, 2); ``places`` where its pointers lead,
    shape (cues, pointers).
    """

    ids: torch.Tensor
    mask: torch.Tensor
    kinds: torch.Tensor
    cues: torch.Tensor
    places: torch.Tensor


def windows_of(text: str, count: Callable[[Sequence[str]], list[int]]) -> list[Span]:
    """Cut a text into windows: whole paragraphs while they fit, else sentences."""
    sentences = [each for each in split_sentences(text, find_blocks(text)) if each.kind.quotable]
    sizes = count([text[each.start : each.end] for each in sentences])
    paragraphs: list[list[int]] = []
    for place, sentence in enumerate(sentences):
        if paragraphs and sentences[paragraphs[-1][-1]].paragraph == sentence.paragraph:
            paragraphs[-1].append(place)
        else:
            paragraphs.append([place])
    most = MOST_TOKENS - 2
    pieces: list[list[int]] = []
    for paragraph in paragraphs:
        if sum(sizes[place] for place in paragraph) <= most:
            pieces.append(paragraph)
        else:
            pieces += [[place] for place in paragraph]
    found: list[Span] = []
    filled = most
    for piece in pieces:
        size = sum(sizes[place] for place in piece)
        if found and filled + size <= most:
            found[-1] = (found[-1][0], sentences[piece[-1]].end)
            filled += size
        else:
            found.append((sentences[piece[0]].start, sentences[piece[-1]].end))
            filled = size
    return found


def prepare(windows: Sequence[tuple[Story, Span]], tokenizer: Any) -> Batch:
    """Tokens of some windows with what the annotators marked in them."""
    tokens = tokenizer(
        [story.text[start:end] for story, (start, end) in windows],
        truncation=True,
        max_length=MOST_TOKENS,
        padding=True,
        return_offsets_mapping=True,
        return_tensors="pt",
    )
    kinds = torch.full(tokens["input_ids"].shape, -100)
    cues: list[tuple[int, int]] = []
    places: list[list[int]] = []
    for row, (story, (start, end)) in enumerate(windows):
        offsets: list[list[int]] = tokens["offset_mapping"][row].tolist()
        real = [n for n, (a, b) in enumerate(offsets) if b > a]
        kinds[row, real] = OUTSIDE
        for one in story.attributions:
            marked = [n for run in one.cue for n in _within(offsets, real, run, start)]
            if not marked or not start <= one.cue[0][0] < end or kinds[row, marked[0]] != OUTSIDE:
                continue
            kinds[row, marked] = LATER
            kinds[row, marked[0]] = FIRST
            cues.append((row, marked[0]))
            led: list[int] = []
            for runs in (one.source, one.content):
                held = [n for run in runs or () for n in _within(offsets, real, run, start)]
                led += [held[0], held[-1]] if held else [0, 0]
            places.append(led)
    return Batch(
        tokens["input_ids"],
        tokens["attention_mask"],
        kinds,
        torch.tensor(cues or [(0, 0)]),
        torch.tensor(places or [[-100] * len(POINTERS)]),
    )


def _within(offsets: Sequence[Sequence[int]], real: Sequence[int], run: Span, start: int) -> list[int]:
    return [n for n in real if offsets[n][0] < run[1] - start and offsets[n][1] > run[0] - start]


def loss_of(model: Any, batch: Batch) -> torch.Tensor:
    """Of the cues over all words, and of the pointers over all cues."""
    with faster():
        scores, asking, asked = model(batch.ids, batch.mask)
    cue = torch.nn.functional.cross_entropy(scores.float().flatten(0, 1), batch.kinds.flatten(), ignore_index=-100)
    rows, tokens = batch.cues.unbind(1)
    pointing = torch.einsum("cpw,ctpw->cpt", asking[rows, tokens].float(), asked[rows].float()) / math.sqrt(WIDTH)
    pointing = pointing.masked_fill((batch.mask[rows] == 0)[:, None, :], -1e4)
    pointer = torch.nn.functional.cross_entropy(
        pointing.flatten(0, 1), batch.places.flatten(), ignore_index=-100, reduction="sum"
    ) / max(1, len(rows) * 2)
    return 8 * cue + pointer  # a cue word is one of thirty


def main() -> None:
    """Train from the last checkpoint, if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of checkpoint and model (default: %(default)s)")
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    torch.use_deterministic_algorithms(mode=True)
    chance: Any = torch
    chance.manual_seed(SEED)
    tokenizer: Any = AutoTokenizer.from_pretrained(shipped())
    model = Tagger(shipped())
    run = Run(model, folder)

    def count(texts: Sequence[str]) -> list[int]:
        return [len(ids) for ids in tokenizer(list(texts), add_special_tokens=False)["input_ids"]]

    windows = [(story, span) for story in stories("train") for span in windows_of(story.text, count)]
    groups = [group for epoch in range(EPOCHS) for group in plan(windows, epoch)]
    run.learn(groups, tokenizer)
    torch.save(run.average_state(), folder / "model.pt")


def plan(windows: Sequence[tuple[Story, Span]], epoch: int) -> list[list[tuple[Story, Span]]]:
    """Windows of like length together, the batches in random order; the same for the same epoch."""
    chance = random.Random(SEED + epoch)
    order = sorted(range(len(windows)), key=lambda n: (windows[n][1][1] - windows[n][1][0]) // 60 + chance.random())
    groups: list[list[int]] = [[]]
    for n in order:
        tokens = min(MOST_TOKENS, (windows[n][1][1] - windows[n][1][0]) // 4 + 8)
        if tokens * (len(groups[-1]) + 1) > IN_BATCH:
            groups.append([])
        groups[-1].append(n)
    chance.shuffle(groups)
    return [[windows[n] for n in group] for group in groups]


class Run:
    """The model, its running average, the optimiser, and how far they have come."""

    def __init__(self, model: Tagger, folder: Path) -> None:
        self._model = model
        self._folder = folder
        self._learnt = {name: weight for name, weight in model.named_parameters() if weight.requires_grad}
        self._average = {name: weight.detach().clone() for name, weight in self._learnt.items()}
        body = [weight for name, weight in self._learnt.items() if name.startswith("body.")]
        head = [weight for name, weight in self._learnt.items() if not name.startswith("body.")]
        self._optimiser: Any = torch.optim.AdamW(
            [
                {"params": [weight for weight in body if weight.ndim > 1], "lr": RATE, "weight_decay": DECAY},
                {"params": [weight for weight in body if weight.ndim == 1], "lr": RATE, "weight_decay": 0.0},
                {"params": head, "lr": HEAD_RATE, "weight_decay": 0.0},
            ],
            fused=True,
        )
        self.done = 0

    def learn(self, groups: Sequence[list[tuple[Story, Span]]], tokenizer: Any) -> None:
        """All batches from where it was left, with a checkpoint now and then."""
        steps = len(groups)
        warm = WARM_UP * steps
        schedule: Any = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: min((step + 1) / warm, max(0.0, (steps - step) / (steps - warm)))
        )
        path = self._folder / "checkpoint.pt"
        if path.exists():
            state: dict[str, Any] = torch.load(path, weights_only=True)
            if state["steps"] != steps:
                raise SystemExit(f"{path} is of another run, of {state['steps']} steps: remove it")
            self.done = state["done"]
            self._model.load_state_dict(state["model"], strict=False)
            self._average = state["average"]
            self._optimiser.load_state_dict(state["optimiser"])
            schedule.load_state_dict(state["schedule"])
            torch.set_rng_state(state["chance"])
        self._model.train()
        began, smooth = time.monotonic(), math.nan
        for group in groups[self.done :]:
            loss: Any = loss_of(self._model, prepare(group, tokenizer))
            loss.backward()
            torch.nn.utils.clip_grad_norm_(self._learnt.values(), 1.0)
            self._optimiser.step()
            schedule.step()
            self._optimiser.zero_grad(set_to_none=True)
            self.done += 1
            keep = min(AVERAGE, (1 + self.done) / (10 + self.done))
            with torch.no_grad():
                for name, weight in self._learnt.items():
                    self._average[name].lerp_(weight, 1 - keep)
            last = loss.item()
            smooth = last if math.isnan(smooth) else 0.98 * smooth + 0.02 * last
            if self.done % EVERY == 0:
                state = {
                    "done": self.done,
                    "steps": steps,
                    "model": {name: weight.detach() for name, weight in self._learnt.items()},
                    "average": self._average,
                    "optimiser": self._optimiser.state_dict(),
                    "schedule": schedule.state_dict(),
                    "chance": torch.get_rng_state(),
                }
                torch.save(state, path.with_suffix(".new"))
                path.with_suffix(".new").replace(path)
                print(f"{self.done}/{steps} loss {smooth:.3f} {(time.monotonic() - began) / 60:.1f} min", flush=True)

    def average_state(self) -> dict[str, torch.Tensor]:
        """All weights, the learnt ones averaged."""
        return {**self._model.state_dict(), **self._average}


if __name__ == "__main__":
    main()
