"""Train the cross-encoder that ships: ``python -m lab.train_list_model`` (again to go on from the last checkpoint).

It reads lists of texts, on the first layers of a published sentence encoder (``lab/mpnet.py``), and learns which
sentences of them answer and which statements conflict (``lab/listed.py``), and how a follow-up is written out
(``lab/rewrites.py``). Several runs, each from where the one before it ended; what each of them learns from is in
``lab/curriculum.py``. ``--last`` trains only the last of them, on from what ships (what shipped when it was first begun
stays in the folder): the eleventh was trained so. A span is the mean of its tokens' states. What is kept is the running
average of the weights.
"""

from __future__ import annotations

import argparse
import math
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

import pullquote
from lab import curriculum
from lab.curriculum import SEED, Lesson
from lab.listed import Listed
from lab.mpnet import load_body, load_tokenizer
from lab.rewrites import Rewrite, surprise_of_rewrites
from lab.shipped_body import shipped_weights_by_name
from lab.training import Pace, batches_of, begin, faster, surprise, train
from pullquote.list_models import ASKED, encode, shares_of
from pullquote.rewriting import JOINTS, told_words, typed_words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pullquote.listing import TextSpan

SMOOTH = 0.03  # of certainty that labels lack
IN_BATCH = 3072  # tokens, padding included
HIDDEN = 128
FOLDER = Path(__file__).resolve().parent / "list_model"
KEPT = "shipped"  # a folder in it, of what shipped when only the last run was trained
SHIPPED = Path(pullquote.__file__).parent / "list_model"
LATER = "more third fourth fifth sixth seventh eighth ninth tenth eleventh".split()  # folders in it, of later runs


class ListModel(torch.nn.Module):
    """The body with its heads."""

    def __init__(self) -> None:
        super().__init__()
        self.body: Any = load_body()
        width = self.body.config.hidden_size
        self.answers = torch.nn.Linear(2 * width, 1)
        self.conflicts = torch.nn.Sequential(
            torch.nn.Linear(4 * width, HIDDEN), torch.nn.GELU(), torch.nn.Linear(HIDDEN, 1)
        )
        self.terms = torch.nn.Linear(width, 1)
        self.dropped = torch.nn.Linear(width, 1)
        self.joints = torch.nn.Linear(width, len(JOINTS))
        self.typed, self.told = torch.nn.Linear(width, HIDDEN), torch.nn.Linear(width, HIDDEN)
        self.places = torch.nn.Linear(HIDDEN, 1)

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        shares: torch.Tensor,
        typed: torch.Tensor,
        told: torch.Tensor,
    ) -> tuple[torch.Tensor, ...]:
        """What ``weigh`` makes of spans, and ``edit`` of words."""
        states = self.read(input_ids, attention_mask)
        return (*self.weigh(states, shares), *self.edit(states, typed, told))

    def read(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """The states of tokens, (rows, tokens, width)."""
        return self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    def weigh(self, states: torch.Tensor, shares: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Log-odds that spans answer, (rows, spans), and that they conflict, (rows, spans, spans).

        ``shares``, (rows, spans, tokens), is what part of each span each token is.
        """
        held = shares.to(states.dtype) @ states
        whole = states[:, :1].expand_as(held)
        one, other = held[:, :, None], held[:, None]
        both = torch.cat([one + other, (one - other).abs(), one * other, whole[:, :, None] + 0 * other], dim=-1)
        answers = self.answers(torch.cat([whole, held], dim=-1))[..., 0]
        return answers, self.conflicts(both)[..., 0]

    def edit(
        self, states: torch.Tensor, typed: torch.Tensor, told: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Log-odds that typed words give way, (rows, typed), and told ones are taken up, (rows, told); and scores.

        These are of the told words' joints, (rows, told, joints), and of typed words as the places where told ones go,
        (rows, typed, told). ``typed`` and ``told`` are what part of each word each token is, (rows, words, tokens).
        """
        ours, theirs = (shares.to(states.dtype) @ states for shares in (typed, told))
        met = torch.nn.functional.gelu(self.typed(ours)[:, :, None] + self.told(theirs)[:, None])
        dropped, taken = self.dropped(ours)[..., 0], self.terms(theirs)[..., 0]
        return dropped, taken, self.joints(theirs), self.places(met)[..., 0]


def main() -> None:
    """Train from the last checkpoint, if there is one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of checkpoints and model (default: %(default)s)")
    parser.add_argument("--last", action="store_true", help="only the last run, from the weights that ship")
    options = parser.parse_args()
    begin(SEED)
    folder: Path = options.folder
    model, tokenizer = ListModel(), load_tokenizer()

    def loss(batch: Sequence[Lesson]) -> torch.Tensor:
        return loss_of(model, batch, tokenizer)

    runs = list(enumerate(zip(RUNS, (folder, *(folder / name for name in LATER)), strict=True)))
    if options.last:
        keep_shipped(model, folder / KEPT)
        model.load_state_dict(torch.load(folder / KEPT / "model.pt", weights_only=True))
    for number, (run, place) in runs[-1:] if options.last else runs:
        if not (place / "model.pt").exists():
            if number:
                begin(SEED + number)
            batches = [batch for part, epoch in run.parts for batch in plan(part(), epoch)]
            train(model, run.pace, batches[: run.steps], loss, place)
        model.load_state_dict(torch.load(place / "model.pt", weights_only=True))


def keep_shipped(model: ListModel, place: Path) -> None:
    """Keep what ships, as exact as 8 bits leave it, in a folder; but what is there already stays."""
    if not (place / "model.pt").exists():
        held = shipped_weights_by_name(SHIPPED)
        learnt = [name for name, weight in model.named_parameters() if weight.requires_grad]
        place.mkdir(parents=True, exist_ok=True)
        torch.save({**model.state_dict(), **{name: torch.tensor(held[name]) for name in learnt}}, place / "model.pt")


@dataclass(frozen=True, slots=True)
class Stage:
    """A run: its lessons, each part with the number of its epoch, how many batches of them, and how fast."""

    parts: tuple[tuple[Callable[[], list[Lesson]], int], ...]
    steps: int
    pace: Pace


RUNS = (
    Stage(
        ((curriculum.first_half, 0), (curriculum.second_half, 1)), 1_418, Pace(rate=4e-5, head_rate=5e-4, average=0.995)
    ),
    Stage(
        ((curriculum.third_part, 2), (curriculum.fourth_part, 3)), 1_500, Pace(rate=3e-5, head_rate=2e-4, average=0.996)
    ),
    Stage(((curriculum.fifth_part, 4),), 582, Pace(rate=3e-5, head_rate=2e-4, average=0.995)),
    Stage(((curriculum.sixth_part, 5),), 881, Pace(rate=3e-5, head_rate=2e-4, average=0.996)),
    Stage(((curriculum.seventh_part, 6),), 560, Pace(rate=3e-5, head_rate=2e-4, average=0.995)),
    Stage(((curriculum.eighth_part, 7),), 500, Pace(rate=3e-5, head_rate=2e-4, average=0.995)),
    Stage(((curriculum.ninth_part, 8),), 850, Pace(rate=3e-5, head_rate=2e-4, average=0.996)),
    Stage(((curriculum.tenth_part, 9),), 249, Pace(rate=3e-5, head_rate=2e-4, average=0.99)),
    Stage(((curriculum.eleventh_part, 10),), 632, Pace(rate=3e-5, head_rate=2e-4, average=0.995)),
    Stage(
        ((curriculum.twelfth_part, 11), (curriculum.thirteenth_part, 12)),
        951,
        Pace(rate=3e-5, head_rate=2e-4, average=0.996),
    ),
    Stage(((curriculum.fourteenth_part, 13),), 551, Pace(rate=3e-5, head_rate=2e-4, average=0.996)),
)


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
    rewritten = [lesson for lesson in batch if isinstance(lesson, Rewrite)]
    spans = (
        [[lesson.spans for lesson in listed]]
        if listed
        else [
            [[(ASKED, *span) for span in typed_words(lesson.typed)] for lesson in rewritten],
            [told_words(lesson.told) for lesson in rewritten],
        ]
    )
    shares = [_shares_of(of_them, places) for of_them in spans]
    with faster():
        states = model.read(**{name: torch.tensor(ids) for name, ids in inputs.items()})
        scores = [each.float() for each in (model.weigh if listed else model.edit)(states, *shares)]
    if listed:
        return _surprise_of_listed(scores, listed)
    dropped, taken, joints, places_of = scores
    return surprise_of_rewrites(dropped, taken, joints, places_of, rewritten)


def _shares_of(spans: Sequence[Sequence[TextSpan]], places: Sequence[Sequence[TextSpan]]) -> torch.Tensor:
    """What part of each row's spans each token is, (rows, spans, tokens); zero beyond those that a row has."""
    shares = torch.zeros(len(spans), max(map(len, spans)), max(map(len, places)))
    for row, of_row in enumerate(spans):
        shares[row, : len(of_row)] = torch.tensor(shares_of(places[row], of_row))
    return shares


def _surprise_of_listed(scores: Sequence[torch.Tensor], batch: Sequence[Listed]) -> torch.Tensor:
    """That of the answers, and that of the conflicts where any are known."""
    answers, conflicts = scores
    answering = torch.full(answers.shape, math.nan)
    against = torch.full(conflicts.shape, math.nan)
    for row, lesson in enumerate(batch):
        known = [math.nan if each is None else float(each) for each in lesson.answers]
        answering[row, : len(known)] = torch.tensor(known)
        for one, other, conflict in lesson.pairs:
            against[row, one, other] = float(conflict)
    loss = torch.zeros(())
    for scores_of, labels in ((answers, answering), (conflicts, against)):
        if not labels.isnan().all():
            loss = loss + surprise(scores_of, labels * (1 - 2 * SMOOTH) + SMOOTH)
    return loss


if __name__ == "__main__":
    main()
