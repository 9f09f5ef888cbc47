"""What stands in quotation marks: whose it is where the tagger heard nobody, and how much of a claim is quoted.

Offsets are code points into the article's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.tagger import Report
from pullquote.records import Form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pullquote.records import Sentence, Span

SHORTEST = 25  # code points of a quotation that must be somebody's; shorter ones are more often words as such
MARKS = '“”"'
SAYING = (
    r"(?:said|says|saying|told|tells|telling|added|adds|adding|asked|asks|wrote|writes|tweeted|posted|explained|"
    r"explains|continued|recalled|recalls|insisted|insists|argued|argues|warned|warns|noted|notes|replied|replies|"
    r"responded|responds|declared|declares|announced|announces|commented|stated|states|remarked|joked|shouted|"
    r"according to)"
)
_QUOTATION = re.compile(r"(?P<open>[“\"])(?P<words>[^“”\"\n]+)(?P<close>[”\"]?)")
_TITLE = r"(?:Mr|Mrs|Ms|Dr|Prof|Rev|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Maj|Cpl|Adm|St|Jr|[A-Z])\."
_NAME = r"(?:[A-Z][\w’'-]+|[A-Z]\.)"
_AFTER = (
    re.compile(
        rf"[,.!?…—–-]?[”\"],?\s+(?P<cue>{SAYING})\s+(?P<source>(?:{_TITLE}|[^,.;:!?{MARKS}\n])+?)"
        r"(?=[,.;:\n]|$|\s+(?:who|which|in|at|on|during|after|as|when|while|before|from|by phone|told)\b)"
    ),
    re.compile(
        rf"[,.!?…—–-]?[”\"],?\s+(?P<source>[Hh]e|[Ss]he|[Tt]hey|[Ii]t|(?:{_NAME}\s+){{0,3}}{_NAME})\s+(?P<cue>{SAYING})\b"
    ),
)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words in quotation marks: ``words`` without the marks, ``whole`` with them, and whether it opens a paragraph."""

    words: Span
    whole: Span
    sentence: Sentence
    opens: bool

    def overlaps(self, span: Span) -> bool:
        """Whether some of its words stand in ``span``."""
        return self.words[0] < span[1] and span[0] < self.words[1]


def quotations(text: str, sentences: Sequence[Sentence]) -> Iterator[Quotation]:
    """The quotations in quotable ``sentences`` that are long enough to be somebody's, in order."""
    place = 0
    for match in _QUOTATION.finditer(text):
        while place < len(sentences) and sentences[place].end <= match.start("words"):
            place += 1
        if place == len(sentences):
            return
        sentence = sentences[place]
        long = len(match["words"].strip()) >= SHORTEST
        if sentence.start <= match.start() < sentence.end and long:
            opens = text.rfind("\n", 0, match.start()) + 1 == match.start()
            yield Quotation(match.span("words"), match.span(), sentence, opens)


def said_beside(text: str, sentences: Sequence[Sentence], reports: Sequence[Report]) -> Iterator[Report]:
    """Reports of quotations that nobody was heard with although "said X" or "X said" stands right behind them.

    Read off the marks and the verb alone: of 204 such places in PolNeAR's development part all are attributions.
    """
    for match in _QUOTATION.finditer(text):
        span = match.span()
        within = next((each for each in sentences if each.start <= span[0] < each.end), None)
        if within is None or any(_overlap(span, report.content) for report in reports):
            continue
        for pattern in _AFTER:
            beside = pattern.match(text, max(span[0], span[1] - 2)) or pattern.match(text, span[1] - 1)
            if beside:
                yield Report(cue=beside.span("cue"), source=beside.span("source"), content=span, sure=1.0)
                break


def form_of(text: str, content: Span) -> Form:
    """Whether what is reported stands in quotation marks: all of it, some of it, or nothing."""
    start, end = content
    paragraph = text.rfind("\n", 0, start) + 1
    inside = 0
    for match in _QUOTATION.finditer(text, paragraph):
        low, high = match.span()
        if low >= end:
            break
        inside += max(0, min(end, high) - max(start, low))
    if inside >= 0.9 * (end - start):
        return Form.DIRECT
    return Form.MIXED if inside > len(MARKS) else Form.INDIRECT


def quotes(text: str, content: Span) -> bool:
    """Whether ``content`` holds a quotation mark or stands right behind or before one."""
    return any(sign in text[max(0, content[0] - 1) : content[1] + 2] for sign in MARKS)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
