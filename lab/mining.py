"""What the shipped reader makes of questions to learn from: sentences that answer, and those that it falls for.

``lab.train_list_model`` learns from them to tell the ones from the others. They are kept in git-ignored files, for some
of their text is not ours to pass on; the reader and the questions being the same, so are the files: when one of them
changes, remove them. ``python -m lab.mining`` makes them, and goes on where it was left.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lab.corpora import invented, talked_about, written
from lab.gathering import gather, read_example
from lab.lessons import whole_articles
from pullquote.listing import has_front
from pullquote.reader import shipped_weights
from pullquote.span_models import ShippedSpanModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lab.corpora import Corpus
    from lab.gathering import Example
    from pullquote.reader import Weights
    from pullquote.span_models import ShippedSpanModel as Model

FOLDER = Path(__file__).resolve().parent / "mined"
PER_ARTICLE = 230  # questions of each annotators' article
TOGETHER = 12  # articles, among which some questions are put to one another's
READ = 8  # candidates of each question
TALKS = ("learn", "more", "late", "later", "latest")  # parts of the dialogues
STORIES = 396  # of those that were written about to learn from


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence that the reader read for a question, with the one in front of it, and whether it answers.

    ``number`` counts the sentence in its article.
    """

    number: int
    sentence: str
    before: str
    answers: bool


@dataclass(frozen=True, slots=True)
class Mined:
    """A question with the sentences read for it, those the reader likes best first. ``case`` is as in the evidence."""

    case: str
    question: str
    read: tuple[Read, ...]


def annotated() -> list[Corpus]:
    """Some questions about each of the SQuAD 2.0 articles that are there to learn from."""
    corpora = (corpus for corpus in whole_articles(held=False) if corpus.source == "part-v2")
    return [
        corpus.with_questions(random.Random(number).sample(corpus.asked, min(PER_ARTICLE, len(corpus.asked))))
        for number, corpus in enumerate(corpora)
    ]


def _talks(part: str) -> list[Corpus]:
    return list(talked_about(part))


SOURCES: dict[str, Callable[[], list[Corpus]]] = {
    "near": lambda: list(invented("near")),
    "lessons": lambda: list(written("lessons"))[:STORIES],
    "annotated": annotated,
    "near-more": lambda: list(invented("near-more")),
    "near-late": lambda: list(invented("near-late")),
    "near-later": lambda: list(invented("near-later")),
    **{f"talks-{part}": partial(_talks, part) for part in TALKS},
}
AT_FIRST = ("near", "lessons", "annotated")  # what the first runs learnt from


def mined(names: Iterable[str] = AT_FIRST) -> Iterator[Mined]:
    """What was mined of some sources; what is missing is mined first."""
    for name in names:
        file = FOLDER / f"{name}.jsonl"
        if not file.exists():
            mine(name, file)
        for line in file.read_text(encoding="utf-8").splitlines():
            fields: dict[str, Any] = json.loads(line)
            read = tuple(Read(*each) for each in fields["read"])
            yield Mined(fields["case"], fields["question"], read)


def mine(name: str, file: Path) -> None:
    """Read for all questions of a source, some articles at a time, each time to a file of its own first."""
    corpora = SOURCES[name]()
    weights, model = shipped_weights(), ShippedSpanModel()
    FOLDER.mkdir(exist_ok=True)
    parts = [FOLDER / f"{name}-{first}.part" for first in range(0, len(corpora), TOGETHER)]
    for number, part in enumerate(parts):
        if not part.exists():
            examples = gather(corpora[number * TOGETHER : (number + 1) * TOGETHER])
            lines = "".join(f"{_line(example, weights, model)}\n" for example in examples)
            part.with_suffix(".new").write_text(lines, encoding="utf-8")
            part.with_suffix(".new").replace(part)
            print(f"{name}: {number + 1}/{len(parts)}", flush=True)
    file.with_suffix(".new").write_text("".join(part.read_text(encoding="utf-8") for part in parts), encoding="utf-8")
    file.with_suffix(".new").replace(file)
    for part in parts:
        part.unlink()


def _line(example: Example, weights: Weights, model: Model) -> str:
    """A question with what is read for it, as JSON."""
    evidence, places = read_example(example, weights.screen, model, READ)
    order = np.argsort(-weights.judges.probabilities(evidence.rows), kind="stable")
    read: list[tuple[int, str, str, bool]] = []
    for place in map(int, order):
        passage = example.candidates[places[place]].passage
        sentences = passage.article.sentences[
            passage.focus - has_front(passage.article, passage.focus) : passage.focus + 1
        ]
        before, text = ("", *map(passage.article.slice, sentences))[-2:]
        read.append((passage.focus, text, before, bool(evidence.right[place])))
    return json.dumps({"case": evidence.case, "question": example.question.text, "read": read}, ensure_ascii=False)


if __name__ == "__main__":
    for _ in mined(SOURCES):
        pass
