"""Numbers in words or digits, and how exact they are meant to be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from text_to_num import alpha2digit

from pullquote.surface import TIME

_NUMBER = re.compile(
    r"(?<![\w.,])(?P<money>(?:US|A|C|NZ)?[$€£¥])?(?P<digits>\d[\d,]*(?:\.\d+)?)"
    r"(?:\s+(?P<scale>10{3}(?:0{3}){0,3})\b|\s?(?P<short>bn|tn)\b|(?P<unclear>[mMB])\b|)(?!\w|[.,]\d)"
)
_SHORT = {"bn": 1e9, "tn": 1e12}
_MONEY = {"m": 1e6, "M": 1e6, "B": 1e9}
_OF_MONEY = re.compile(r" ?([mMB])\b(?!\. [A-Z])")
_BOUND = re.compile(
    r"(?:(?P<least>more than|over|at least|upwards of|no (?:fewer|less) than)|"
    r"(?P<most>fewer than|less than|under|at most|up to|no more than|as many as)|"
    r"(?P<near>about|around|roughly|nearly|almost|some|approximately|close to|an estimated))\s+(?:the\s+|a\s+)?$",
    re.IGNORECASE,
)
_BEFORE = 30  # characters in front of a number that say how it is meant
_NEAR = 0.15  # of a number that is "about" so many: what it may be off by


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a range: "40" is [40, 40], "more than 40" [40, inf), "about 40" a little around it."""

    least: float
    most: float

    def agrees(self, other: Quantity) -> bool:
        """Whether one number could be meant by both."""
        return self.least <= other.most and other.least <= self.most


def quantities(text: str) -> list[Quantity]:
    """The numbers in a text, in order, times and dates left out; none of "dozens", which any number may be."""
    digits = alpha2digit(TIME.sub(" ", text), "en", 0)
    found: list[Quantity] = []
    for match in _NUMBER.finditer(digits):
        short = _OF_MONEY.match(digits, match.end("digits")) if match["money"] else None
        if match["unclear"] and not short:
            continue  # metres or millions
        scale = float(match["scale"] or _SHORT.get(match["short"] or "", 1))
        value = float(match["digits"].replace(",", "")) * (_MONEY[short[1]] if short else scale)
        bound = _BOUND.search(digits[max(0, match.start() - _BEFORE) : match.start()])
        if bound and bound["least"]:
            found.append(Quantity(value, float("inf")))
        elif bound and bound["most"]:
            found.append(Quantity(0.0, value))
        else:
            room = _NEAR * value if bound else 0.0
            found.append(Quantity(value - room, value + room))
    return found
