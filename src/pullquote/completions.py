"""What stands for a follow-up: a complete question, and what its answer must show."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pullquote.lexicon import stems, words
from pullquote.records import Form, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.records import Answer, Quote
    from pullquote.scene import Scene

AUX = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must)"
WH = r"(?:who|whom|whose|what|which|when|where|why|how)"
OPENING = r"(?:(?:and|but|so|ok|okay|then|also|well)[,\s]+)*"
PREPOSITIONS = "in at on near from to into of by with for about after before during since until against over".split()
SUBJECT_ASKED = re.compile(  # who does something, is something, had something done to him
    rf"(?:who|which [\w-]+|what) (?!(?:do|does|did)\b)(?P<did>(?!{AUX} (?:the|an?)\b).+)", re.IGNORECASE
)
LOSSES = (frozenset({"dead", "death", "die", "kill"}), frozenset({"injur", "injuri", "wound", "hurt"}))  # stems
MEASURES = frozenset("deep old long big tall far heavi high wide fast larg much mani often money time peopl".split())
SENTENCE = 4  # words; fewer say nothing that could be true
LONGEST_SAID = 100  # characters of what "says who?" asks about
MOST = 3  # quotes of an answer
LIKELY = 0.3  # probability from which a quote may answer the next question with the same words; of 17 that were
# withheld in four files of dialogues 11 were right
NEIGHBOURS = 1  # sentences around a quote that may hold the words of a fragment


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A complete question, and how to tell its answer from one to the question before.

    ``own`` are stems that the answer must hold; ``anew`` says that other words than before must answer, unless it is
    LIKELY that the same do, ``besides`` that other sentences must. ``bare`` is the question without words that were
    only put at its end.
    """

    question: str
    own: frozenset[str] = frozenset()
    anew: bool = False
    besides: bool = False
    bare: str | None = None

    def borne_out(self, answer: Answer, earlier: Answer) -> Answer | None:
        """What of an answer is to the follow-up, and not only to what it leans on."""
        best = answer.quotes[0]
        if self.anew and best.score < LIKELY and _same_words(best, earlier.quotes):
            return None
        if self.besides:
            return _besides(answer, earlier)
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
    joined = " ".join(told)
    for first, second in pairwise(told):
        if first[:1].isupper() and second[:1].isupper():  # two names, that would read as one
            joined = joined.replace(f"{first} {second}", f"{first} and {second}")
    return joined


def claimed(scene: Scene) -> str:
    """What was answered, as a statement if it can be: "Ada Quay leads the council"."""
    said = _said(scene.answer.quotes[0]) if scene.answer.quotes else None
    if said is None:
        return statement(core(scene))
    if clause := claim_of(scene):
        return clause
    about = topic(scene, said)
    return f"{said}, {about}" if about else said


def claim_of(scene: Scene) -> str | None:
    """What was answered, if it is a statement, or the question makes it one."""
    said = _said(scene.answer.quotes[0]) if scene.answer.quotes else None
    did = SUBJECT_ASKED.match(core(scene))
    if said is None or len(words(said)) >= SENTENCE or did is None:
        return said if said and len(words(said)) >= SENTENCE else None
    return f"{said} {did['did']}"


def _said(quote: Quote) -> str | None:
    """What somebody is quoted with: the words that answered, in the claim that holds them; None if that is much."""
    start, end = quote.highlights[0] if quote.highlights else (0, len(quote.text))
    for claim in quote.sentence.claims:
        first, last = (place - quote.start for place in claim.content)
        if first <= start < last:
            start, end = first, last
            told = claim.form is Form.INDIRECT and quote.text[start:end].startswith("that ")
            start += len("that ") * told  # what is told as a clause is a statement without it
    return quote.text[start:end].strip(" .,;:“”'\"") if end - start <= LONGEST_SAID else None


def statement(asked: str) -> str:
    """The earlier question without what makes it one."""
    return re.sub(rf"^(?:{WH}|{AUX})\s+", "", asked.rstrip("?!. "), flags=re.IGNORECASE)


def alike(stem: str) -> frozenset[str]:
    """The stem, with others for the same loss."""
    return next((losses for losses in LOSSES if stem in losses), frozenset({stem}))


def _besides(answer: Answer, earlier: Answer) -> Answer | None:
    """An answer without the sentences that were quoted already."""
    shown = {(quote.article.id, quote.sentence) for quote in earlier.quotes}
    others = [quote for quote in (*answer.quotes, *answer.more) if (quote.article.id, quote.sentence) not in shown]
    if not others:
        return None
    numbered = tuple(replace(quote, number=number) for number, quote in enumerate(others, 1))
    return replace(answer, outcome=Outcome.ANSWERED, quotes=numbered[:MOST], more=numbered[MOST:], accounts=())


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
