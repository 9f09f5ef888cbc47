"""What the judge of accounts learns from: pairs of statements, written for it or made from other questions.

``pairs.json`` and the excerpts of ``lab/disputes.py`` were written by hand; how is in ``lab/questions/README.md``. Made
pairs exchange a span of a sentence that answers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from lab.corpora import invented, written
from lab.disputes import ACCOUNTS, excerpts
from pullquote.question import Question, Slot
from pullquote.surface import fillers

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

    from lab.corpora import Corpus
    from lab.disputes import Excerpt, Said
    from pullquote.records import Span

CLASSES = ("conflict", "same", "both hold", "not about it")
CONFLICT, SAME, BOTH, ASIDE = range(4)
LETTERS = {"C": CONFLICT, "S": SAME, "H": BOTH, "N": ASIDE}


@dataclass(frozen=True, slots=True)
class Pair:
    """A question, a statement that answers it and another, and what they are to each other.

    ``kind`` None: anything but in conflict.
    """

    question: str
    one: str
    other: str
    kind: int | None


def written_pairs() -> list[Pair]:
    """The pairs that were written."""
    held: list[list[str]] = json.loads((ACCOUNTS / "pairs.json").read_text(encoding="utf-8"))
    return [Pair(question, one, other, LETTERS[letter]) for letter, question, one, other in held]


def group_pairs() -> list[Pair]:
    """The pairs of an answer with each statement that was written beside it (``groups.json``).

    What says the same as an answer is in conflict with what the answer is in conflict with.
    """
    held: list[dict[str, Any]] = json.loads((ACCOUNTS / "groups.json").read_text(encoding="utf-8"))
    return [pair for group in held for pair in _of_group(group)]


def _of_group(group: dict[str, Any]) -> Iterator[Pair]:
    question: str = group["q"]
    for letter, kind in LETTERS.items():
        for other in group[letter]:
            yield Pair(question, group["a"], other, kind)
    for same in group["S"]:
        for other in group["C"]:
            yield Pair(question, same, other, CONFLICT)
        for other in group["H"][:1]:
            yield Pair(question, same, other, BOTH)


def excerpt_pairs() -> list[Pair]:
    """Pairs of the excerpts to learn from: what their speakers say to the question, and other sentences."""
    return [pair for excerpt in excerpts("learn") for pair in _of_excerpt(excerpt)]


def _of_excerpt(excerpt: Excerpt) -> Iterator[Pair]:
    """Each quotable statement with another speaker's, in conflict where the accounts differ; and with other sentences.

    Of an excerpt without a dispute no more is known than that nothing is in conflict.
    """
    stands: list[tuple[str, Said | None]] = []
    for article in excerpt.articles:
        for each in article.sentences:
            sentence = article.slice(each)
            said = [said for said in excerpt.says if said.words in sentence]
            if len(said) > 1:
                stands += [(one.words, one) for one in said]
            else:
                stands.append((sentence, said[0] if said else None))
    for one, ours in stands:
        for other, theirs in stands:
            if ours is None or other is one or (theirs and theirs.speaker == ours.speaker):
                continue
            if theirs is None:
                yield Pair(excerpt.question, one, other, ASIDE if excerpt.disputed else None)
            else:
                yield Pair(excerpt.question, one, other, CONFLICT if excerpt.disputed else None)


def made_pairs(chance: random.Random) -> Iterator[Pair]:
    """Pairs made of the other questions: the answer exchanged, something else exchanged, another sentence."""
    for corpus in chain(invented(), written("lessons")):
        sentences = [corpus.article.slice(each) for each in corpus.article.sentences if each.kind.quotable]
        for asked in corpus.asked:
            if asked.answers and (made := _answering(corpus, asked.answers[0])):
                sentence, answer = made
                yield from _exchanged(Question(asked.question), sentence, answer, sentences, chance)
                others = [each for each in sentences if sentence[slice(*answer)] not in each and len(each) > 30]
                for other in chance.sample(others, min(1, len(others))):
                    yield Pair(asked.question, sentence, other, ASIDE)


def _answering(corpus: Corpus, answer: Span) -> tuple[str, Span] | None:
    """The sentence of an answer, and where in it that stands."""
    for each in corpus.article.sentences:
        if each.start <= answer[0] and answer[1] <= each.end and each.kind.quotable:
            return corpus.article.slice(each), (answer[0] - each.start, answer[1] - each.start)
    return None


def _exchanged(
    question: Question, sentence: str, answer: Span, sentences: Sequence[str], chance: random.Random
) -> Iterator[Pair]:
    """The sentence with its answer exchanged for one of the same kind, and with something else exchanged."""
    for slot in (question.slot,) if question.slot in (Slot.WHO, Slot.WHERE, Slot.WHEN, Slot.COUNT) else ():
        held = sentence[slice(*answer)]
        spans = [span for span in fillers(slot, sentence, frozenset()) if span[0] < answer[1] and answer[0] < span[1]]
        pool = sorted(
            {
                text[slice(*span)]
                for text in sentences
                for span in fillers(slot, text, frozenset())
                if text[slice(*span)] not in sentence and held not in text[slice(*span)]
            }
        )
        if spans and pool:
            start, end = spans[0]
            yield Pair(question.text, sentence, sentence[:start] + chance.choice(pool) + sentence[end:], CONFLICT)
    for slot in (Slot.WHO, Slot.WHEN, Slot.COUNT):
        spans = [span for span in fillers(slot, sentence, frozenset()) if span[1] <= answer[0] or answer[1] <= span[0]]
        asked = [span for span in spans if sentence[slice(*span)].casefold() in question.text.casefold()]
        pool = sorted({t[slice(*s)] for t in sentences for s in fillers(slot, t, frozenset()) if t != sentence})
        if asked and pool:
            start, end = chance.choice(asked)
            other = chance.choice(pool)
            if other.casefold() not in sentence.casefold():
                yield Pair(question.text, sentence, sentence[:start] + other + sentence[end:], BOTH)
                return
