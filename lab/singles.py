"""QAMR: questions on single sentences of Wikinews and Wikipedia (Michael et al. 2018), several put in one window."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lab.corpora import DATA, letters, wikinews_letters

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from pullquote.records import Span

BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}", "``": "“", "''": "”"}
NO_SPACE_BEFORE = re.compile(r"^(?:[.,;:!?%)\]}”]|'s|'S|n't|'re|'ve|'ll|'d|'m|')$")
NO_SPACE_AFTER = frozenset("([{“$£€#")


@dataclass(frozen=True, slots=True)
class _Question:
    sentence: str
    text: str
    answer: Span


class Singles:
    """The sentences of QAMR with their questions."""

    def __init__(self, sentences: dict[str, str], questions: list[_Question]) -> None:
        self._sentences = sentences
        self._questions = questions
        self._of_document: dict[str, list[str]] = defaultdict(list)
        for name in sentences:
            self._of_document[_document(name)].append(name)

    def draw(self, count: int, chance: random.Random) -> list[tuple[str, str, Span | None]]:
        """``count`` questions, each with its sentence among up to three others, of its document where there are."""
        drawn: list[tuple[str, str, Span | None]] = []
        everything = sorted(self._sentences)
        for asked in chance.sample(self._questions, count):
            near = [name for name in self._of_document[_document(asked.sentence)] if name != asked.sentence]
            others = chance.sample(near, min(len(near), chance.randint(0, 2)))
            others += chance.sample(everything, chance.randint(0, 1) if others else chance.randint(1, 2))
            answered = chance.random() < 0.8
            names = sorted({*others, asked.sentence} if answered else {*others} - {asked.sentence}, key=_order)
            start = 0
            texts: list[str] = []
            answer: Span | None = None
            for name in names:
                if name == asked.sentence:
                    answer = start + asked.answer[0], start + asked.answer[1]
                texts.append(self._sentences[name])
                start += len(texts[-1]) + 1
            if texts:
                drawn.append((asked.text, " ".join(texts), answer))
        return drawn


def singles(*, apart: bool) -> Singles:
    """QAMR as it lies in the data folder; questions whose answer is one run of words.

    ``apart``: without any document that has a sentence of the Wikinews stories that we measure with.
    """
    folder = DATA / "qamr"
    tokens: dict[str, list[str]] = {}
    for name, text in _rows(folder / "wiki-sentences.tsv"):
        tokens[name] = text.split(" ")
    sentences = {name: _joined(words) for name, words in tokens.items()}
    if apart:
        measured = wikinews_letters()
        known = {_document(name) for name, (text, _) in sentences.items() if letters(text) in measured}
        sentences = {name: sentence for name, sentence in sentences.items() if _document(name) not in known}
    questions: dict[tuple[str, str], _Question] = {}
    for file in ("dev.tsv", "test.tsv"):
        for row in _rows(folder / file):
            name, text, chosen = row[0], row[5], sorted(int(place) for place in row[6].split())
            if name in sentences and chosen and chosen[-1] - chosen[0] < len(chosen) + 1:
                spans = sentences[name][1]
                answer = spans[chosen[0]][0], spans[chosen[-1]][1]
                questions[name, text] = _Question(name, text, answer)
    return Singles({name: text for name, (text, _) in sentences.items()}, list(questions.values()))


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _joined(tokens: list[str]) -> tuple[str, list[Span]]:
    """Penn-Treebank tokens as text again, and where each stands in it."""
    text = ""
    spans: list[Span] = []
    for token in tokens:
        word = BRACKETS.get(token, token)
        close = not text or NO_SPACE_BEFORE.match(word) or text[-1] in NO_SPACE_AFTER
        text += "" if close else " "
        spans.append((len(text), len(text) + len(word)))
        text += word
    return text, spans


def _document(sentence: str) -> str:
    return ":".join(sentence.split(":")[:3])


def _order(sentence: str) -> tuple[str, int, int]:
    """Sentences in the order of their documents, and within those."""
    *document, paragraph, number = sentence.split(":")
    return ":".join(document), int(paragraph), int(number)
