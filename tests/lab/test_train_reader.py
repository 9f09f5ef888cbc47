"""How the reader is trained: on the right words, and the same whether interrupted or not."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
import torch

from lab import train_reader
from lab.lessons import Lesson
from lab.train_reader import MOST_TOKENS, STAGES, Run, plan, prepare
from pullquote.encoder import shipped
from pullquote.span_models import PublishedSpanModel

if TYPE_CHECKING:
    from pathlib import Path

WINDOW = "The ferry to Oxmoor Island sails again on Friday. Tickets cost nine crowns."
LESSONS = [
    Lesson("What do tickets cost?", WINDOW, (WINDOW.index("nine"), len(WINDOW) - 1)),
    Lesson("who is the mayor", WINDOW, None),
    Lesson("When does it sail?", WINDOW * 3, (WINDOW.index("Friday"), WINDOW.index(". T"))),
]


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    """The encoder's tokenizer."""
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(shipped())


def test_the_answer_is_where_the_model_is_told_it_is(tokenizer: Any) -> None:
    batch = prepare(LESSONS, tokenizer)
    for row, words in ((0, "nine crowns"), (2, "friday")):
        ids = batch.inputs["input_ids"][row, batch.starts[row] : batch.ends[row] + 1]
        assert tokenizer.decode(ids) == words
    assert (batch.starts[1], batch.ends[1]) == (0, 0)


def test_an_answer_that_was_cut_off_is_none(tokenizer: Any) -> None:
    long = "Rain fell. " * MOST_TOKENS + WINDOW
    batch = prepare([Lesson("What do tickets cost?", long, (len(long) - 12, len(long) - 1))], tokenizer)
    assert (batch.starts[0], batch.ends[0]) == (0, 0)


def test_every_lesson_is_learnt_once_in_an_epoch() -> None:
    lessons = [Lesson(f"question {number}", "word " * (number % 90), None) for number in range(500)]
    groups = plan(lessons, 3)
    assert sorted(lesson.question for group in groups for lesson in group) == sorted(each.question for each in lessons)
    assert groups == plan(lessons, 3) != plan(lessons, 4)


def test_an_interrupted_run_ends_where_it_would_have(
    tokenizer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train_reader, "EVERY", 100)
    batches = [prepare(LESSONS[:count], tokenizer) for count in (2, 3, 1)]

    def run(folder: Path, stops: list[int]) -> dict[str, torch.Tensor]:
        chance: Any = torch
        chance.manual_seed(7)
        begun = Run(folder, len(batches), shipped(), STAGES[0])
        while begun.done < len(batches):
            begun.learn(batches[begun.done])
            if begun.done in stops:
                begun.save()
                begun = Run(folder, len(batches), shipped(), STAGES[0])
        begun.write(folder / "model", tokenizer)
        return begun.model.state_dict()

    straight, interrupted = run(tmp_path / "one", []), run(tmp_path / "two", [1, 2])
    assert all(torch.equal(weight, interrupted[name]) for name, weight in straight.items())
    from transformers import AutoModelForQuestionAnswering

    loaded = AutoModelForQuestionAnswering.from_pretrained(tmp_path / "one" / "model").state_dict()
    assert all(torch.equal(weight, loaded[name]) for name, weight in straight.items())


def test_how_far_a_model_falls_for_a_window_is_what_it_would_take_there(tokenizer: Any, tmp_path: Path) -> None:
    from transformers import AutoModelForQuestionAnswering

    chance: Any = torch
    chance.manual_seed(7)
    model: Any = AutoModelForQuestionAnswering.from_pretrained(shipped())  # a head of any kind will do
    model.qa_outputs.weight.data *= 20  # that tells words apart
    model.save_pretrained(tmp_path)
    tokenizer.save_pretrained(tmp_path)
    margins = train_reader.Mistakes(tmp_path, tokenizer)(LESSONS)
    exact = PublishedSpanModel(str(tmp_path))
    for lesson, margin in zip(LESSONS, margins, strict=True):
        (scores,) = exact.score(lesson.question, [lesson.window])
        best = float(scores.starts.max() + scores.ends.max()) - scores.none  # start and end each by itself
        assert margin == pytest.approx(best, rel=0.05)  # bfloat16


def test_each_stage_begins_where_the_one_before_it_ended_and_none_is_done_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[tuple[str, Path]] = []

    def train(stage: train_reader.Stage, weights: Path, folder: Path) -> None:
        trained.append((stage.name, weights))
        (folder / "model").mkdir(parents=True)

    monkeypatch.setattr(train_reader, "train", train)
    monkeypatch.setattr("sys.argv", ["train_reader", "--folder", str(tmp_path)])
    (tmp_path / STAGES[0].name / "model").mkdir(parents=True)
    train_reader.main()
    names = [stage.name for stage in STAGES]
    assert len(set(names)) == len(names)
    assert trained == [(later, tmp_path / before / "model") for before, later in pairwise(names)]
    epochs = [epoch for stage in STAGES for epoch in stage.epochs]
    assert epochs == list(range(len(epochs)))  # no two draw the same lessons
    train_reader.main()
    assert len(trained) == len(STAGES) - 1
