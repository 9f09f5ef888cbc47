"""What can be seen of a sentence without understanding it: names, numbers, times, reasons, speech.

Words of a kind that a question asks for, and that it does not hold itself, may be its answer.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pullquote.lexicon import STOP_WORDS, words
from pullquote.question import Slot

if TYPE_CHECKING:
    from pullquote.records import Span

_MONTHS = (
    r"(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|Sept?(?:ember|\.)|"
    r"Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_DAYS = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NUMBERS = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|"
    r"million|billion|trillion|dozens?|hundreds|thousands|millions|half|quarter|third|twice|once|both|several)"
)
_PARTICLES = r"(?:of|the|de|da|del|della|di|du|van|von|der|den|bin|ibn|al|el|la|le|and|for|y)"

NAME = re.compile(rf"\b[A-Z][\w’'.-]*(?:\s+(?:{_PARTICLES}\s+){{0,2}}[A-Z][\w’'-]*)*")
NUMBER = re.compile(
    rf"(?:[$€£¥]\s?)?\b\d[\d,.]*\d\b(?:\s?%|\s(?:per\s?cent|percent))?|\b\d\b|\b{_NUMBERS}(?:[\s-]{_NUMBERS})*\b",
    re.IGNORECASE,
)
TIME = re.compile(
    rf"\b(?:\d{{1,2}}\s+)?{_MONTHS}(?:\s+\d{{1,2}}(?:st|nd|rd|th)?\b)?(?:,?\s+\d{{4}}\b)?|\b(?:1[0-9]|20)\d\ds?\b|\b{_DAYS}\b|"
    r"\b(?:to(?:day|night|morrow)|yesterday|earlier|later|ago|overnight|noon|midnight|morning|afternoon|evening)\b|"
    r"\b(?:last|next|this|past|previous|following|same)\s+(?:week|month|year|day|decade|century|spring|summer|autumn|"
    r"fall|winter|night|season)\b|"
    r"\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\b(?:after|before|during|until|since|by the end of)\b|"
    rf"\b(?:\d+|{_NUMBERS})\s+(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centuries)\b"
)
PLACE = re.compile(
    rf"\b(?:in|at|near|from|to|into|outside|across|around|throughout|between|of|on)\s+(?:the\s+)?"
    rf"((?:(?:north|south|east|west|central)\w*\s+)?[A-Z][\w’'.-]*(?:\s+(?:{_PARTICLES}\s+)?[A-Z][\w’'-]*)*)"
)
REASON = re.compile(
    r"\b(?:because|since|due to|owing to|as a result|result(?:ed|ing)? (?:of|in|from)|caus(?:e[sd]?|ing)|so that|"
    r"in order to|therefore|thus|reasons?|led to|leads to|following|after|amid|over|thanks to|attribut\w+|blam\w+|"
    r"in response|prompt\w+|to (?:avoid|prevent|protect|allow|help|make|keep|stop|enable|ensure))\b",
    re.IGNORECASE,
)
SPEECH = re.compile(
    r"\b(?:sa(?:ys?|id)|saying|tells?|told|claim(?:s|ed)|add(?:s|ed)|according to|stat(?:es?|ed|ement)|ask(?:s|ed)|"
    r"announc\w+|argu\w+|warn\w*|not(?:es|ed)|explain\w*|believ\w+|th(?:ink|inks|ought)|writ(?:es|ten)|wrote|tweeted|"
    r"call(?:s|ed) (?:for|on|it)|den(?:y|ies|ied)|accus\w+|insist\w*|describ\w+|comment\w*|report(?:s|ed)|"
    r"respond\w*|repl(?:y|ied|ies)|promis\w+|vow\w*|confirm\w*|reject\w*|acknowledg\w+|pledg\w+|suggest\w*|"
    r"blam\w+|demand\w*|recall\w*|continued|declar\w+|agree[sd]?|admit\w*|declin\w+)\b|[“”\"]|''|(?<!\w)‘"
)
MANNER = re.compile(r"\b(?:by|through|using|via|with|as|like|when|method\w*|means|way|ways|process)\b", re.IGNORECASE)

_PATTERNS: dict[Slot, re.Pattern[str]] = {
    Slot.WHO: NAME,
    Slot.WHEN: TIME,
    Slot.WHERE: PLACE,
    Slot.COUNT: NUMBER,
    Slot.WHY: REASON,
    Slot.HOW: MANNER,
    Slot.SAID: SPEECH,
}


def fillers(slot: Slot, sentence: str, asked: frozenset[str]) -> tuple[Span, ...]:
    """Spans of a sentence that could fill ``slot``, none of them made only of words that were ``asked``."""
    return tuple(span for span, held in _candidates(slot, sentence) if not held <= asked)


@lru_cache(maxsize=50_000)
def _candidates(slot: Slot, sentence: str) -> tuple[tuple[Span, frozenset[str]], ...]:
    """Spans of the kind of words that a slot takes, each with the words it holds."""
    pattern = _PATTERNS.get(slot)
    if pattern is None:
        return ()
    found: list[tuple[Span, frozenset[str]]] = []
    for match in pattern.finditer(sentence):
        start, end = match.span(1 if pattern.groups else 0)
        held = frozenset(words(sentence[start:end]))
        opens = start == 0 and slot is Slot.WHO and held <= STOP_WORDS  # "The", "He": a capital is no name
        if held and not opens:
            found.append(((start, end), held))
    return tuple(found)
