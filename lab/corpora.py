"""Questions with known answers, put to whole articles as a reader would put them.

The data lies outside the project (see the README's "How good it is"); any file in SQuAD format can be used.
"""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.blocks import find_blocks
from index.sentences import split_sentences
from pullquote.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the places (code points into the article's text) where an answer starts; none: no answer."""

    question: str
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """One article with the questions that were asked about it. ``source`` says which data it is from."""

    source: str
    article: Article
    asked: tuple[Asked, ...]

    def right(self, asked: Asked) -> frozenset[int]:
        """Numbers of the sentences that answer."""
        return frozenset(
            number
            for number, sentence in enumerate(self.article.sentences)
            if any(sentence.start <= answer < sentence.end for answer in asked.answers)
        )


def squad(path: Path, most: int) -> Iterator[Corpus]:
    """The articles of a file in SQuAD format, paragraphs one after the other, with up to ``most`` questions each."""
    for number, entry in enumerate(json.loads(path.read_text(encoding="utf-8"))["data"]):
        paragraphs: list[dict[str, Any]] = entry["paragraphs"]
        text, starts = _joined([paragraph["context"] for paragraph in paragraphs])
        asked = [
            Asked(qa["question"], () if qa.get("is_impossible") else _starts(qa["answers"], start))
            for paragraph, start in zip(paragraphs, starts, strict=True)
            for qa in paragraph["qas"]
        ]
        random.Random(number).shuffle(asked)
        yield Corpus(path.stem, _article(f"{path.stem}-{number}", text), tuple(asked[:most]))


def wikinews(path: Path) -> Iterator[Corpus]:
    """The Wikinews stories with a reader's questions; a right answer is any of the gold sentences."""
    stories: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    for story in stories:
        text, starts = _joined(story["P"])
        places: list[int] = []
        at = 0
        for sentence in story["S"]:
            paragraph: int = sentence["p"]
            at = text.index(sentence["t"], max(at, starts[paragraph]))
            places.append(at)
            at += len(sentence["t"])
        questions: list[dict[str, Any]] = story["Q"]
        asked = (Asked(q["q"], tuple(places[gold] for gold in _gold(q))) for q in questions)
        yield Corpus("wikinews", _article(story["id"], text), tuple(asked))


def _gold(question: dict[str, Any]) -> list[int]:
    return question.get("gold", [])


def _starts(answers: list[dict[str, Any]], paragraph: int) -> tuple[int, ...]:
    return tuple(sorted({paragraph + answer["answer_start"] for answer in answers}))


def _joined(paragraphs: list[str]) -> tuple[str, list[int]]:
    """Paragraphs with a blank line between them, and where each starts."""
    starts: list[int] = []
    at = 0
    for paragraph in paragraphs:
        starts.append(at)
        at += len(paragraph) + 2
    return "\n\n".join(paragraphs), starts


def _article(name: str, text: str) -> Article:
    return Article(id=name, text=text, sentences=split_sentences(text, find_blocks(text)))
