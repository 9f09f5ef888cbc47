"""What stands for a follow-up: a complete question, and what its answer must show."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pullquote.lexicon import stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.antecedents import Scene
    from pullquote.records import Answer, Quote

AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
OPENING = r"(?:(?:and|but|so|ok|okay|then|also|well)[,\s]+)*"
PREPOSITIONS = "in at on near from to into of by with for about after before during since until against over".split()
LOSSES = (frozenset({"dead", "death", "die", "kill"}), frozenset({"injur", "injuri", "wound", "hurt"}))  # stems
MEASURES = frozenset("deep old long big tall far heavi high wide fast larg much mani often money time peopl".split())
NEIGHBOURS = 1  # sentences around a quote that may hold the words of a fragment


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A complete question, and how to tell its answer from one to the question before.

    ``own`` are stems that the answer must hold; ``anew`` says that other words than before must answer.
    """

    question: str
    own: frozenset[str] = frozenset()
    anew: bool = False

    def borne_out(self, answer: Answer, earlier: Answer) -> Answer | None:
        """What of an answer is to the follow-up, and not only to what it leans on."""
        if self.anew and earlier.quotes and _same_words(answer.quotes[0], earlier.quotes):
            return None
        held = [quote for quote in answer.quotes if all(_holds(quote, stem) for stem in self.own)]
        if answer.accounts or len(held) == len(answer.quotes):
            return answer if held else None
        kept = tuple(replace(quote, number=number) for number, quote in enumerate(held, 1))
        return replace(answer, quotes=kept, more=()) if kept else None


def core(scene: Scene) -> str:
    """The earlier question without what an earlier follow-up put at its end."""
    return re.sub(rf", and {WH}[a-z ]*$", "", scene.asked.text.rstrip("?!. "))


def topic(scene: Scene, text: str) -> str:
    """What the earlier question was about, besides what stands in a text already."""
    there = frozenset(words(text))
    things = scene.things()
    about = [next((thing for thing in things if name in thing.split()), name) for name in scene.asked_names] + things
    told: list[str] = []
    for one in about:
        if not frozenset(words(one)) & (there | frozenset(words(" ".join(told)))):
            told.append(one)
    return " ".join(told)


def alike(stem: str) -> frozenset[str]:
    """The stem, with others for the same loss."""
    return next((losses for losses in LOSSES if stem in losses), frozenset({stem}))


def _same_words(quote: Quote, others: Sequence[Quote]) -> bool:
    """Whether the words that answer are by half or more those of an earlier quote."""
    for other in others:
        if other.article.id != quote.article.id or other.sentence != quote.sentence:
            continue
        if not quote.highlights or not other.highlights:
            return True
        (start, end), (first, last) = quote.highlights[0], other.highlights[0]
        first, last = first + other.start - quote.start, last + other.start - quote.start
        return 2 * (min(end, last) - max(start, first)) >= min(end - start, last - first)
    return False


def _holds(quote: Quote, stem: str) -> bool:
    """Whether a word, or another for the same loss, stands in a quote or beside it."""
    return bool(alike(stem) & _stems_around(quote))


def _stems_around(quote: Quote) -> frozenset[str]:
    """The stems of a quote, its heading and its neighbours."""
    sentences = quote.article.sentences
    place = sentences.index(quote.sentence)
    near = sentences[max(0, place - NEIGHBOURS) : place + NEIGHBOURS + 1]
    texts = [quote.article.slice(sentence) for sentence in near] + [quote.sentence.section or ""]
    return frozenset(stem for text in texts for stem in stems(text))
