"""What each voice says in the sentences that were read for a question, and in those around the best of them.

Offsets are code points into the article's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pullquote.lexicon import stems
from pullquote.voices import Voice, voice_at, voices_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pullquote.question import Question
    from pullquote.reader import Reading
    from pullquote.records import Article, Sentence, Span

AROUND = 5  # sentences to each side of an answer in which it may be countered, whatever retrieval thinks of them
WORTH = 0.01  # least probability of an answer in the article's own voice, compared with the best
MOST = 8  # statements that are weighed against an answer
LOOSE = " \t\r\n,;:.–—-"
COUNTERS = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ial)|reject\w*|dismiss\w*|refut\w+|disput\w+|contradict\w*|doubt\w*|question(?:s|ed)\b|"
    r"unproven|unconfirmed|evidence|proof|false\w*|untrue|lies?\b|fabricat\w+|nonsense|baseless|unfounded|insist\w*|"
    r"but|however|instead|whereas|not|never|no|blam\w+|accus\w+)\b",
    re.IGNORECASE,
)


class Place(NamedTuple):
    """A sentence by the id of its article and its number there."""

    article: str
    number: int


@dataclass(frozen=True)
class Statement:
    """The words of one voice in one sentence. ``number`` counts the sentence in its article.

    ``probability`` is that the sentence answers, as the reader has it; 0 for one that was not read. ``highlight`` is
    the answer that the reader marked in these words.
    """

    article: Article
    number: int
    voice: Voice
    probability: float
    highlight: Span | None

    @property
    def place(self) -> Place:
        """Where its sentence stands."""
        return Place(self.article.id, self.number)

    @property
    def sentence(self) -> Sentence:
        """Its sentence."""
        return self.article.sentences[self.number]

    @property
    def speaker(self) -> str | None:
        """Who says so; None: the article itself."""
        return self.voice.speaker

    @cached_property
    def text(self) -> str:
        """What is said."""
        return self.article.slice((self.voice.start, self.voice.end))

    @cached_property
    def told_at(self) -> Span:
        """Where it stands with the words that report it, as far as those stand in the sentence."""
        claim = self.voice.claim
        if claim is None or len(voices_in(self.article, self.sentence)) == 1:
            whole = (self.sentence.start, self.sentence.end)
            return whole if claim else (self.voice.start, self.voice.end)
        spans = [span for span in (claim.source, claim.cue, (self.voice.start, self.voice.end)) if span]
        start = max(self.sentence.start, min(span[0] for span in spans))
        return start, min(self.sentence.end, max(span[1] for span in spans))

    @cached_property
    def told(self) -> str:
        """What is said with the words that report it, as far as they stand in the sentence."""
        return self.article.slice(self.told_at).strip()

    @cached_property
    def cue(self) -> str:
        """The words that report it; empty in the article's own voice."""
        return self.article.slice(self.voice.claim.cue) if self.voice.claim else ""

    @cached_property
    def said(self) -> Span:
        """The words to point to: what is said, with the cue where that is what counters ("denied any dumping").

        Of a longer sentence in the article's own voice only the answer.
        """
        start, end = self.voice.start, self.voice.end
        claim = self.voice.claim
        if claim is None and self.highlight:
            return self.highlight
        if claim and claim.cue[1] <= start and COUNTERS.search(self.article.slice(claim.cue)):
            start = max(claim.cue[0], self.sentence.start)
        text = self.article.slice((start, end))
        return start + len(text) - len(text.lstrip(LOOSE)), end - len(text) + len(text.rstrip(LOOSE))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of what is said."""
        return frozenset(stems(self.text))


def find_statements(question: Question, readings: Sequence[Reading]) -> tuple[Statement, ...]:
    """What the voices in the readings' sentences say, and in those around the best; of all the MOST that promise most.

    The first is what the best reading answers with.
    """
    found = [statement for reading in readings for statement in _of_reading(question, reading)]
    if not found:
        return ()
    best = found[0]
    known = {statement.place for statement in found}
    around = range(max(0, best.number - AROUND), min(len(best.article.sentences), best.number + AROUND + 1))
    for number in around:
        sentence = best.article.sentences[number]
        if sentence.kind.quotable and Place(best.article.id, number) not in known:
            voices = voices_in(best.article, sentence)
            found += [Statement(best.article, number, voice, 0.0, None) for voice in voices]
    found[1:] = [each for each in found[1:] if each.voice.claim or _is_told(each, best)]
    rest = sorted(found[1:], key=lambda each: -_promise(question, best, each))
    return (best, *rest[: MOST - 1])


def as_verified(statements: Sequence[Statement], readings: Sequence[Reading]) -> tuple[Statement, ...]:
    """The statements as probable as their sentences are in later ``readings``; what was not read stays as it is."""
    read = {Place(each.candidate.passage.article.id, each.candidate.passage.focus): each for each in readings}
    return tuple(
        replace(each, probability=read[each.place].probability) if each.place in read else each for each in statements
    )


def _of_reading(question: Question, reading: Reading) -> Iterator[Statement]:
    """The voices of a reading's sentence, that of its highlighted answer first.

    Of a sentence that reports what the question asks somebody's words for, it is those words that answer.
    """
    passage = reading.candidate.passage
    article, number = passage.article, passage.focus
    sentence = article.sentences[number]
    marked = [(sentence.start + start, sentence.start + end) for start, end in reading.highlights]
    answering = voice_at(article, sentence, *marked[0]) if marked else None
    voices = voices_in(article, sentence)
    asked = [each for each in voices if each.claim and question.speaker & frozenset(stems(each.claim.speaker))]
    if asked:
        voices = tuple(each for each in voices if each.claim)
        if answering not in asked:
            answering, marked = asked[0], [(asked[0].start, asked[0].end)]
    for voice in sorted(voices, key=lambda each: each != answering):
        highlight = marked[0] if marked and voice == answering else None
        yield Statement(article, number, voice, reading.probability, highlight)


def _is_told(statement: Statement, best: Statement) -> bool:
    """Whether words of the article's own answer too, or say that there is no evidence; others only stand around."""
    answers = statement.highlight is not None and statement.probability >= WORTH * best.probability
    return answers or COUNTERS.search(statement.told) is not None


def _promise(question: Question, best: Statement, other: Statement) -> float:
    """How likely a statement is to be another account, before it is weighed: it answers, is near, takes a side."""
    shared = len(set(question.stems) & other.stems) / (len(question.stems) or 1)
    near = other.article is best.article and abs(other.number - best.number) <= AROUND
    sides = COUNTERS.search(other.told) is not None
    reported = other.voice.claim is not None
    return 4 * other.probability**0.25 + shared + 0.6 * sides + 0.3 * reported + 0.5 * near
