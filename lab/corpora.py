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
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pullquote.records import Span

QUESTIONS = Path(__file__).resolve().parent / "questions"
DIALOGUES = Path(__file__).resolve().parent / "dialogues"
DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the spans (code points into the article's text) that answer it; none: no answer.

    ``near``, of a question without an answer, is where one seems to be.
    """

    question: str
    answers: tuple[Span, ...]
    near: Span | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """One article with the questions that were asked about it. ``source`` says which data it is from."""

    source: str
    article: Article
    asked: tuple[Asked, ...]

    def with_questions(self, asked: Sequence[Asked]) -> Corpus:
        """The same article with other questions."""
        return Corpus(self.source, self.article, tuple(asked))

    def right(self, asked: Asked) -> frozenset[int]:
        """Numbers of the sentences that answer."""
        return frozenset(
            number
            for number, sentence in enumerate(self.article.sentences)
            if any(sentence.start <= start < sentence.end for start, _ in asked.answers)
        )


def everything(_number: int) -> bool:
    """Keep every article."""
    return True


def squad(path: Path, most: int, keep: Callable[[int], bool] = everything) -> Iterator[Corpus]:
    """The articles of a file in SQuAD format, paragraphs one after the other, with up to ``most`` questions each.

    ``keep`` is asked for each article's place in the file, from 0.
    """
    for number, entry in _entries(path, keep):
        paragraphs: list[dict[str, Any]] = entry["paragraphs"]
        text, starts = _joined([paragraph["context"] for paragraph in paragraphs])
        asked = [
            Asked(qa["question"], () if qa.get("is_impossible") else _spans(qa["answers"], start))
            for paragraph, start in zip(paragraphs, starts, strict=True)
            for qa in paragraph["qas"]
        ]
        random.Random(number).shuffle(asked)
        yield Corpus(path.stem, _article(f"{path.stem}-{number}", text), tuple(asked[:most]))


def paragraphs(path: Path, most: int, keep: Callable[[int], bool] = everything) -> Iterator[Corpus]:
    """Each paragraph of a file in SQuAD format as an article by itself, up to ``most`` questions of an article."""
    for number, entry in _entries(path, keep):
        chosen = [(place, qa) for place, paragraph in enumerate(entry["paragraphs"]) for qa in paragraph["qas"]]
        random.Random(number).shuffle(chosen)
        of_paragraph: dict[int, list[Asked]] = {}
        for place, qa in chosen[:most]:
            spans = () if qa.get("is_impossible") else _spans(qa["answers"], 0)
            of_paragraph.setdefault(place, []).append(Asked(qa["question"], spans))
        for place, asked in sorted(of_paragraph.items()):
            text: str = entry["paragraphs"][place]["context"]
            yield Corpus(path.stem, _article(f"{path.stem}-{number}-{place}", text), tuple(asked))


def wikinews(path: Path) -> Iterator[Corpus]:
    """The Wikinews stories with a reader's questions; a right answer is any of the gold sentences."""
    stories: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    for story in stories:
        text, starts = _joined(story["P"])
        places: list[Span] = []
        at = 0
        for sentence in story["S"]:
            paragraph: int = sentence["p"]
            at = text.index(sentence["t"], max(at, starts[paragraph]))
            places.append((at, at + len(sentence["t"])))
            at += len(sentence["t"])
        questions: list[dict[str, Any]] = story["Q"]
        asked = (Asked(q["q"], tuple(places[gold] for gold in _gold(q))) for q in questions)
        yield Corpus("wikinews", _article(story["id"], text), tuple(asked))


def _entries(path: Path, keep: Callable[[int], bool]) -> Iterator[tuple[int, dict[str, Any]]]:
    entries: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["data"]
    return ((number, entry) for number, entry in enumerate(entries) if keep(number))


def news(name: str) -> Iterator[Corpus]:
    """Our own questions about stories of ``wikinews`` or ``polnear``; a right answer is any of the sentences given.

    The questions are ours and lie in ``lab/questions``; the stories are where the data is.
    """
    asked: dict[str, list[dict[str, Any]]] = json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))
    texts = _polnear_texts(asked) if name == "polnear" else _wikinews_texts()
    for story, questions in asked.items():
        put = (Asked(each["question"], tuple((start, end) for start, end in each["right"])) for each in questions)
        yield Corpus(f"{name}-ours", _article(story, texts[story]), tuple(put))


def written(name: str) -> Iterator[Corpus]:
    """Questions that were written to learn from, about stories of PolNeAR: ``lessons`` or ``judged``."""
    asked: dict[str, list[dict[str, Any]]] = json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))
    texts = _polnear_texts(asked)
    for story, questions in asked.items():
        yield Corpus(f"polnear-{name}", _article(story, texts[story]), tuple(_written(each) for each in questions))


def invented(name: str = "invented") -> Iterator[Corpus]:
    """Questions about stories invented with them, that lie in ``lab/questions`` too."""
    stories: dict[str, dict[str, Any]] = json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))
    for story, told in stories.items():
        yield Corpus(name, _article(story, told["text"]), tuple(_written(each) for each in told["questions"]))


def talked_about(part: str) -> Iterator[Corpus]:
    """The stories of a part of ``lab/dialogues/talks.json``, with the complete questions of its follow-ups."""
    told: dict[str, list[dict[str, Any]]] = json.loads((DIALOGUES / "talks.json").read_text(encoding="utf-8"))
    for story in told[part]:
        asked = [_talked(turn, story["text"]) for turns in story["dialogues"] for turn in turns[1:]]
        yield Corpus("talks", _article(story["name"], story["text"]), tuple(asked))


def _talked(turn: dict[str, Any], text: str) -> Asked:
    answer: str | list[str] | None = turn["answer"]
    pieces = [answer] if isinstance(answer, str) else answer or []
    starts = [text.index(piece) for piece in pieces]
    return Asked(turn["complete"], tuple((at, at + len(piece)) for at, piece in zip(starts, pieces, strict=True)))


def unanswered(name: str) -> dict[str, list[Asked]]:
    """Questions that the articles of SQuAD 1.1 and New-Wikipedia seem to answer and do not, by article."""
    asked: dict[str, list[dict[str, Any]]] = json.loads((QUESTIONS / f"{name}.json").read_text(encoding="utf-8"))
    return {article: [_written(each) for each in questions] for article, questions in asked.items()}


def _written(question: dict[str, Any]) -> Asked:
    near = question.get("near")
    right = tuple((start, end) for start, end in question.get("right", ()))
    return Asked(question["question"], right, (near[0], near[1]) if near else None)


def polnear_stories() -> list[str]:
    """The names of the stories of ``polnear.json``; those of ``judged.json`` are not among them."""
    return list(json.loads((QUESTIONS / "polnear.json").read_text(encoding="utf-8")))


def wikinews_letters() -> str:
    """All that the Wikinews stories say, letters and digits alone: to find out what other data was taken from them."""
    asked: list[dict[str, Any]] = json.loads((DATA / "wikinews/questions.json").read_text(encoding="utf-8"))
    return letters(" ".join([*_wikinews_texts().values(), *(text for story in asked for text in story["P"])]))


def letters(text: str) -> str:
    """A text's letters and digits, in lower case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _wikinews_texts() -> dict[str, str]:
    stories: list[dict[str, Any]] = json.loads((DATA / "wikinews/articles.json").read_text(encoding="utf-8"))
    return {
        story["id"]: "\n\n".join(
            " ".join(sentence["text"] for sentence in paragraph) for paragraph in story["paragraphs"]
        )
        for story in stories
    }


def _polnear_texts(stories: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for story in stories:
        with (DATA / "polnear/train/text" / f"{story}.txt").open(encoding="utf-8", newline="") as file:
            found[story] = file.read()
    return found


def _gold(question: dict[str, Any]) -> list[int]:
    return question.get("gold", [])


def _spans(answers: list[dict[str, Any]], paragraph: int) -> tuple[Span, ...]:
    starts = [(paragraph + answer["answer_start"], len(answer["text"])) for answer in answers]
    return tuple(sorted({(start, start + length) for start, length in starts}))


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
