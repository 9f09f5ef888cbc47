"""Follow-ups with the complete questions that they stand for, and which words of what was told before those take up.

``lab/dialogues/lessons.json`` and ``further.json``: invented questions with the sentences that answer them and stand
near, and what people might type next, written out in full. As in QuReTeC (Voskarides et al., SIGIR 2020), what is
learnt is which words of the earlier question and answer the complete question has that were not typed.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.blocks import find_blocks
from index.sentences import split_sentences
from pullquote.lexicon import STOP_WORDS, WORD, stems, words
from pullquote.list_models import NOWHERE
from pullquote.resolution import NEAR

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

FOLDER = Path(__file__).with_name("dialogues")
SILENT = 0.2  # of those that lean on nothing but the question before


@dataclass(frozen=True, slots=True)
class Leaning:
    """What was typed after the texts in ``told`` (question, answer, what stands near), and the stems it leans on."""

    typed: str
    told: tuple[str, str, str]
    leans_on: frozenset[str]


def leanings(name: str = "lessons") -> Iterator[Leaning]:
    """All of a file, in its order."""
    held: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for exchange in held:
        answer, *near = exchange["a"]
        told = exchange["q"], answer, " ".join(near)
        before = frozenset(stem for text in told for stem in stems(text))
        for typed, complete in exchange["f"]:
            yield Leaning(typed, told, frozenset(stems(complete)) & before - frozenset(stems(typed)))


def sampled(chance: random.Random, share: float, name: str = "lessons") -> list[Leaning]:
    """A share of a file's, some as after an answer that was silence."""
    every = list(leanings(name))
    return [
        Leaning(one.typed, (one.told[0], "", ""), one.leans_on)
        if one.leans_on <= frozenset(stems(one.told[0])) and chance.random() < SILENT
        else one
        for one in chance.sample(every, int(share * len(every)))
    ]


def talked(part: str = "learn") -> Iterator[Leaning]:
    """The later turns of the dialogues of a part of ``talks.json``: ``learn`` or ``tune``.

    What was told before is the question before, written out, the sentence that answers it, and those around that.
    """
    held: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / "talks.json").read_text(encoding="utf-8"))
    for story in held[part]:
        text: str = story["text"]
        sentences = [text[each.start : each.end] for each in split_sentences(text, find_blocks(text))]
        for turns in story["dialogues"]:
            for before, turn in pairwise(turns):
                told = before["complete"], *_told(sentences, before["answer"])
                said = frozenset(stem for each in told for stem in stems(each))
                leans_on = frozenset(stems(turn["complete"])) & said - frozenset(stems(turn["typed"]))
                yield Leaning(turn["typed"], told, leans_on)


def _told(sentences: Sequence[str], answers: str | Sequence[str] | None) -> tuple[str, str]:
    """The sentence that answers, and those around it; nothing where none does."""
    pieces = (answers,) if isinstance(answers, str) else tuple(answers or ())
    place = next((n for n, text in enumerate(sentences) for piece in pieces[:1] if piece in text), None)
    if place is None:
        return "", ""
    around = (*sentences[place + 1 : place + 1 + NEAR], *sentences[max(0, place - 1) : place])
    return sentences[place], " ".join(around)


def labels_of(lesson: Leaning, places: Sequence[tuple[int, int, int]]) -> list[float]:
    """For each token whether the complete question takes up its word; nan where there is no word that says anything."""
    held: list[dict[int, float]] = []
    for text in lesson.told:
        of_text: dict[int, float] = {}
        for match in WORD.finditer(text):
            if words(match[0])[0] not in STOP_WORDS:
                label = float(not lesson.leans_on.isdisjoint(stems(match[0])))
                of_text |= dict.fromkeys(range(*match.span()), label)
        held.append(of_text)
    return [math.nan if place == NOWHERE else held[place[0]].get(place[1], math.nan) for place in places]
