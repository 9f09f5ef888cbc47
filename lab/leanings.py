"""Follow-ups with the complete questions that they stand for, and which words of what was told before those take up.

``lab/dialogues/lessons.json``: invented questions with the sentences that answer them and stand near, and what people
might type next, written out in full. As in QuReTeC (Voskarides et al., SIGIR 2020), what is learnt is which words of
the earlier question and answer the complete question has that were not typed.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pullquote.lexicon import STOP_WORDS, WORD, stems, words
from pullquote.pair_models import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LESSONS = Path(__file__).with_name("dialogues") / "lessons.json"


@dataclass(frozen=True, slots=True)
class Leaning:
    """What was typed after the texts in ``told`` (question, answer, what stands near), and the stems it leans on."""

    typed: str
    told: tuple[str, str, str]
    leans_on: frozenset[str]


def leanings() -> Iterator[Leaning]:
    """All of them, in the order of the file."""
    held: list[dict[str, Any]] = json.loads(LESSONS.read_text(encoding="utf-8"))
    for exchange in held:
        answer, *near = exchange["a"]
        told = exchange["q"], answer, " ".join(near)
        before = frozenset(stem for text in told for stem in stems(text))
        for typed, complete in exchange["f"]:
            yield Leaning(typed, told, frozenset(stems(complete)) & before - frozenset(stems(typed)))


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
