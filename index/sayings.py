"""Reports that the tagger did not hear although the sentence is built like one: "A, X said.", "X confirmed that A".

Read off the order of the words, where a verb of saying is part of no report. Offsets are code points into the
article's text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.quotations import SAYING
from index.tagger import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pullquote.records import Sentence, Span

_BIG = r"(?:(?!I\b)[A-Z](?:[\w’'-]*[\w’']|\.))"
_SMALL = r"(?!(?:on|in|at|by|to|for|from|with|after|before|of|and|or|the|that|as|but|when|while|if|not)\b)[a-z][\w’'-]*"
_SOMEBODY = (
    rf"(?:(?:(?:[A-Z][\w’'.-]*|{_SMALL})\s){{0,6}}?{_BIG}(?:\s(?:(?:de|van|von|der|bin|al|el|la)\s)?{_BIG}){{0,3}})"
)
_SOMETHING = (
    r"(?:(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Aa]n?)\s(?:(?!(?:that|which|who|and)\b)[\w’'-]+\s){0,7}[\w’'-]+)"
)
_SOURCE = rf"(?:{_SOMETHING},\s{_SOMEBODY}|{_SOMEBODY},\s{_SOMETHING}|{_SOMEBODY}|{_SOMETHING})"
_WHEN = (
    r"(?=\s*[.,;]|\s*$|"
    r"\s(?:on|in|at|late|early|last|this|yesterday|today|by|after|before|during|shortly|via|through)\b)"
)
_TRAILING = re.compile(
    rf",\s(?P<source>{_SOURCE}),?\s(?P<cue>{SAYING}|(?:told\s(?!that\b)[\w’'-]+(?:\s[\w’'-]+)?)){_WHEN}"
)
_INVERTED = re.compile(rf",\s(?P<cue>said|says)\s(?P<source>{_SOURCE})(?=\s*[.,;]|\s*$)")
_THAT = (
    r"(?:said|says|confirmed|confirms|testified|announced|claimed|claims|insisted|insists|argued|acknowledged|admitted|"
    r"conceded|maintained|maintains|alleged|alleges|reported|reports|estimated|estimates|warned|warns|explained|stated)"
)
_COUNTED = (
    r"numbers?|tolls?|figures?|totals?|attendance|turnout|loss(?:es)?|damage|costs?|count|crowds?|price|bill|share"
)
_NUMBERED = rf"(?:[\w’'-]+\s){{0,4}}?(?:{_COUNTED})\b[^.;]{{0,60}}?\sat\s"
_LEADING = re.compile(
    rf"(?:^|(?<=,\s)(?:but|while|whereas|and|though|although)\s)(?P<source>{_SOURCE}),?\s"
    rf"(?P<cue>{_THAT}(?=\sthat\s)|puts?(?=\s{_NUMBERED}))\s"
)
_ELSE = re.compile(r",\s(?:but|while|whereas|though|although)\s")


def sayings(text: str, sentences: Sequence[Sentence], reports: Iterable[Report]) -> Iterator[Report]:
    """Reports whose cue is part of none of the ``reports``, at most one a sentence and pattern, in order."""
    cues = [report.cue for report in reports]
    for sentence in sentences:
        words = text[sentence.start : sentence.end]
        for pattern in (_LEADING, _TRAILING, _INVERTED):
            for found in pattern.finditer(words):
                cue = _on(found.span("cue"), sentence)
                if any(cue[0] < last and first < cue[1] for first, last in cues):
                    continue
                content = _content(words, found, leading=pattern is _LEADING)
                if not words[slice(*content)].strip():
                    continue
                cues.append(cue)
                yield Report(cue, _on(found.span("source"), sentence), _on(content, sentence), 1.0)


def _content(words: str, found: re.Match[str], *, leading: bool) -> Span:
    """What is said: the rest of the sentence behind "X said", or all of it in front of ", X said"."""
    if not leading:
        return 0, found.start()
    other = _ELSE.search(words, found.end())
    return found.end(), other.start() if other else len(words.rstrip(" \n.;"))


def _on(span: Span, sentence: Sentence) -> Span:
    return span[0] + sentence.start, span[1] + sentence.start
