"""The same told in another form: 80 feet and 24 metres, three quarters and 75 per cent, quarter past three and 3.15.

What is told so conflicts less likely than a model says that cannot reckon. Only plain cases count: one measure of the
kind that was asked for on each side, nothing beside it that is seen to differ, and neither side turned round ("not",
"fell", "below"); whether the words beside it differ otherwise the model knows better.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from text_to_num import alpha2digit

from pullquote.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pullquote.question import Question
    from pullquote.statements import Statement

ROUNDED = 0.015  # of a number: what rounding may make of it when it is converted
NEAR = 0.1  # of a number that is "about", "nearly" or "more than" so many
HUNDREDTHS = 1.5  # what a share may be off by that is told as a fraction
SOON = 10  # minutes that "about three" may be off by
HALF_DAY = 720  # minutes
LATE = 6  # "at night" it is that hour of the evening or a later one, or else the small hours
BEFORE = 30  # characters in front of a number that say how it is meant

LENGTH, MASS, AREA, VOLUME, SPEED, DURATION, WARMTH, SHARE, CLOCK = (
    "length",
    "mass",
    "area",
    "volume",
    "speed",
    "duration",
    "warmth",
    "share",
    "clock",
)
ASKED = (  # how a question asks for what kinds
    (re.compile(r"\bhow (?:high|tall|wide|deep|far)\b"), (LENGTH,)),
    (re.compile(r"\bhow long\b"), (LENGTH, DURATION)),
    (re.compile(r"\bhow (?:big|large)\b"), (AREA, MASS, VOLUME, LENGTH)),
    (re.compile(r"\bhow heavy\b"), (MASS,)),
    (re.compile(r"\bhow fast\b"), (SPEED,)),
    (re.compile(r"\bhow (?:hot|cold|warm)\b|\btemperature\b"), (WARMTH,)),
    (re.compile(r"\bhow much\b"), (MASS, AREA, VOLUME, LENGTH, SHARE)),
    (re.compile(r"\bhow many\b|\b(?:what|which) (?:share|percentage|per ?cent|proportion|fraction)\b"), (SHARE,)),
    (re.compile(r"^(?:and |so |but |since |until )*when\b|^(?:at )?what time\b"), (CLOCK,)),
)
TURNED = (  # what turns a statement round, each kind by itself
    re.compile(r"\b(?:not|no|none|never|nobody|neither|nor|without|cannot|hardly|barely)\b|n[’']t\b", re.IGNORECASE),
    re.compile(r"\b(?:against|oppos\w+|reject\w*|empty|fail\w*|miss\w*|den(?:y|ied|ies)\w*)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:fell|falls?|fallen|falling|drop\w*|declin\w+|shr[aiu]nk\w*|lost|loss|below|down)\b", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:rose|rises?|risen|rising|grow\w*|grew|climb\w*|gain\w*|rais\w+|above|up|warmer)\b", re.IGNORECASE
    ),
)
DAYS = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.)(?: \d{1,2}\b)?|\d{1,2} (?=[A-Z][a-z]{2,8}\b)|"
    r"(?:1\d|20)\d\d|(?i:yesterday|today|tomorrow|tonight|(?:last|next|this) (?:week|month|year)|later|earlier|ago)|"
    r"GMT|local)(?!\w)"
)
UNCOUNTED = re.compile(r"\b(?:dozens|scores|hundreds|thousands|millions)\b")
_UNITS: dict[str, tuple[str, float]] = {
    r"mm|millimet(?:re|er)s?": (LENGTH, 0.001),
    r"cm|centimet(?:re|er)s?": (LENGTH, 0.01),
    r"m|met(?:re|er)s?": (LENGTH, 1),
    r"km|kilomet(?:re|er)s?": (LENGTH, 1000),
    r"inch(?:es)?": (LENGTH, 0.0254),
    r"ft|foot|feet": (LENGTH, 0.3048),
    r"yards?": (LENGTH, 0.9144),
    r"miles?": (LENGTH, 1609.344),
    r"nautical miles?": (LENGTH, 1852),
    r"kg|kilos?|kilograms?": (MASS, 1),
    r"tonnes?|metric tons?": (MASS, 1000),
    r"lbs?": (MASS, 0.45359237),
    r"square met(?:re|er)s?": (AREA, 1),
    r"(?:sq|square) km|square kilomet(?:re|er)s?": (AREA, 1e6),
    r"square (?:feet|foot)|sq ft": (AREA, 0.09290304),
    r"square miles?": (AREA, 2589988),
    r"hectares?": (AREA, 1e4),
    r"acres?": (AREA, 4046.856),
    r"lit(?:re|er)s?": (VOLUME, 1),
    r"(?:US )?gallons?": (VOLUME, 3.785412),
    r"km/h|kph|kilomet(?:re|er)s (?:an|per) hour": (SPEED, 1),
    r"mph|miles (?:an|per) hour": (SPEED, 1.609344),
    r"knots?": (SPEED, 1.852),
    r"minutes?": (DURATION, 1),
    r"hours?": (DURATION, 60),
    r"days?": (DURATION, 1440),
    r"weeks?": (DURATION, 10080),
    r"°?F|degrees fahrenheit": (WARMTH, 5 / 9),
    r"°?C|degrees (?:celsius|centigrade)": (WARMTH, 1),
}
_NUMBER = r"(?<![\w.,:$€£¥/−–-])(?P<number>(?!0\d)(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,2})?)"
_SCALE = r"(?:\s(?P<scale>10{3}(?:0{3}){0,3}))?"  # as millions are told behind what has a point in it
_RATE = (  # "5 metres per second", "five foot eleven", "3 days ago", "two hours and a half" and "5m dollars" are none
    r"(?!/| \d| ago\b| and an? (?:half|quarter)\b|[ -](?:an?|per|each|every|old)\b|"
    r"[ -](?:euros?|dollars?|pounds?|kron\w+)\b)"
)
_IN_UNITS = tuple(
    (re.compile(rf"{_NUMBER}{_SCALE}[ -]?(?:{unit})\b{_RATE}", re.IGNORECASE), *kind) for unit, kind in _UNITS.items()
)
_PER_CENT = re.compile(rf"{_NUMBER}(?:\s?%|\s(?:per\s?cent)\b)")
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_FRACTION = re.compile(
    rf"\b(?:(?P<some>an?|one|two|three|four|five|seven|nine)[ -](?P<part>{'|'.join(_PARTS)})s?|(?P<half>half))\b"
    r"(?= of (?!an? )|[\s.,;”\"]*$)",
    re.IGNORECASE,
)
_SMALL = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "nine": 9}
_IN_ALL = re.compile(
    rf"{_NUMBER} (?:in|out of) (?:every )?(?P<all>[1-9]\d?)\b"
    r"(?! (?:the|an?|minutes?|hours?|days?|weeks?|months?|years?)\b)"
)
_AT = r"(?:(?<=\bat )|(?<=\baround )|(?<=\babout ))"
_HOUR = r"(?P<hour>[01]?\d|2[0-3])"
_HALF = (
    r"(?:\s?(?P<half>[ap])\.?m\b\.?|(?P<late> at night\b)|"
    r" in the (?P<told>morning|afternoon|evening)\b(?! \w*(?:paper|sion|show)s?\b))"
)
_GOES_ON = (
    r"(?=[,.;”\"')]*(?:$|\s+(?:in|on|when|and|but|local|this|that|yesterday|today|GMT|the|he|she|it|they|we|I)\b|[,;]))"
)
_CLOCKS = (
    re.compile(
        rf"\b(?P<minutes>quarter|half) (?P<side>past|to) (?:{_HOUR}|(?P<named>noon|midday|midnight))\b{_HALF}?",
        re.IGNORECASE,
    ),
    re.compile(rf"{_AT}(?P<minutes>[1-5]?\d) (?P<side>past|to) {_HOUR}\b{_HALF}?", re.IGNORECASE),
    re.compile(rf"(?<![\w.,:$€£¥]){_HOUR}[.:](?P<minutes>[0-5]\d){_HALF}", re.IGNORECASE),
    re.compile(rf"{_AT}{_HOUR}[.:](?P<minutes>[0-5]\d){_GOES_ON}", re.IGNORECASE),
    re.compile(rf"(?<![\w.,:$€£¥]){_HOUR} o[’']clock\b{_HALF}?", re.IGNORECASE),
    re.compile(rf"(?<![\w.,:$€£¥]){_HOUR}{_HALF}", re.IGNORECASE),
    re.compile(rf"{_AT}(?P<hour>0\d)(?P<minutes>[0-5]\d)(?: hours)?{_GOES_ON}", re.IGNORECASE),
    re.compile(r"\b(?P<named>noon|midday|midnight)\b", re.IGNORECASE),
)
_LOOSE = re.compile(
    r"\b(?:(?P<more>over|more than|at least)|(?P<less>under|(?:less|fewer) than|up to|at most|almost|nearly)|about|"
    r"around|roughly|some|approximately|shortly|just|close to|estimated)(?: the| an?)? ?(?:after|before)? ?$",
    re.IGNORECASE,
)
_UNCLEAR = re.compile(  # "between 40 and 90 metres", "half a million tonnes", "minus 5 degrees"
    r"(?:\d ?(?:to|and|or|-|–) ?|\b(?:half|quarter of) an? |\b(?:few|several|minus|dozen) )$", re.IGNORECASE
)
_SIDED = re.compile(  # "an hour after midnight", "not before 3.15"
    r"\b(?:after|before|until|till|by|since|from|past|to|between)(?: the)? $", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of one kind, in that kind's base unit, with what it may be off by, and what of the text told it.

    Metres, kilograms, square metres, litres, km/h, minutes, hundredths, degrees Celsius; a time of day in minutes since
    midnight or noon, ``half`` 0 before noon, 1 after it, None where that is not said. ``side`` is 1 of "more than", -1
    of "less than".
    """

    kind: str
    value: float
    room: float
    told: str
    half: int | None = None
    side: int = 0

    def agrees(self, other: Measure) -> bool:
        """Whether both can be the same number."""
        if self.side * other.side < 0:
            return False
        apart = abs(self.value - other.value)
        if self.kind == CLOCK:
            if None not in (self.half, other.half) and self.half != other.half:
                return False
            apart = min(apart, HALF_DAY - apart)
        return apart <= self.room + other.room


def told_alike(question: Question, one: Statement, other: Statement) -> bool:
    """Whether two statements answer with the same measure of what was asked for, in whatever form it is told."""
    asked = question.text.casefold()
    kinds = next((kinds for pattern, kinds in ASKED if pattern.search(asked)), ())
    for kind in kinds:
        ours, theirs = ([each for each in measures(told.text) if each.kind == kind] for told in (one, other))
        if ours and theirs:
            alike = len(ours) == len(theirs) == 1 and ours[0].agrees(theirs[0])
            return alike and _agree_beside(one.text, other.text, ours[0], theirs[0])
    return False


def _agree_beside(one: str, other: str, ours: Measure, theirs: Measure) -> bool:
    """Whether nothing beside a measure is seen to differ: no number, no day, nothing that turns one of them round."""
    ours_left, theirs_left = (
        alpha2digit(text, "en", 0).replace(alpha2digit(measure.told, "en", 0), " ", 1)
        for text, measure in ((one, ours), (other, theirs))
    )
    if {*UNCOUNTED.findall(one.lower())} != {*UNCOUNTED.findall(other.lower())}:
        return False
    for told in (_numbers, DAYS.findall):
        ours_told, theirs_told = ({*told(left)} for left in (ours_left, theirs_left))
        if ours_told and theirs_told and ours_told != theirs_told:
            return False
    return all(bool(turn.search(ours_left)) == bool(turn.search(theirs_left)) for turn in TURNED)


@lru_cache(maxsize=256)
def measures(text: str) -> tuple[Measure, ...]:
    """What is told in units, as shares and by the clock, in no order; what may be meant otherwise is left out."""
    digits = alpha2digit(text, "en", 0)
    return (*_in_units(digits), *_shares(digits), *_fractions(text), *_clock_times(digits))


def _in_units(digits: str) -> Iterator[Measure]:
    for pattern, kind, factor in _IN_UNITS:
        for match in pattern.finditer(digits):
            before = _in_front(digits, match)
            if not _UNCLEAR.search(before) and not (kind == DURATION and before.endswith("at ")):
                told = _value(match["number"]) * float(match["scale"] or 1)
                value = (told - 32) * factor if kind == WARMTH and factor != 1 else told * factor
                yield Measure(kind, value, _room(value, before), match[0], side=_side(before))


def _shares(digits: str) -> Iterator[Measure]:
    for match in _PER_CENT.finditer(digits):
        before = _in_front(digits, match)
        if not _UNCLEAR.search(before):
            value = _value(match["number"])
            yield Measure(SHARE, value, _room(value, before), match[0], side=_side(before))
    for match in _IN_ALL.finditer(digits):
        some, of_all = _value(match["number"]), int(match["all"])
        if some < of_all:
            yield Measure(SHARE, 100 * some / of_all, HUNDREDTHS, match[0])


def _fractions(text: str) -> Iterator[Measure]:
    """Shares that are told as such, in words: as digits "a third" would be a place in a race."""
    for match in _FRACTION.finditer(text):
        before = _in_front(text, match)
        if not re.search(r"\b(?:first|second|other|last) $", before, re.IGNORECASE):
            value = 50.0 if match["half"] else 100 * _SMALL[match["some"].lower()] / _PARTS[match["part"].lower()]
            room = max(HUNDREDTHS, NEAR * value if _LOOSE.search(before) else 0)
            yield Measure(SHARE, value, room, match[0], side=_side(before))


def _clock_times(digits: str) -> Iterator[Measure]:
    taken: set[int] = set()
    for pattern in _CLOCKS:
        for match in pattern.finditer(digits):
            before = _in_front(digits, match)
            if not taken.isdisjoint(range(*match.span())):
                continue
            taken.update(range(*match.span()))
            if not _UNCLEAR.search(before) and not _SIDED.search(before):
                minutes, half = _minutes(match)
                yield Measure(CLOCK, minutes % HALF_DAY, SOON if _LOOSE.search(before) else 0, match[0], half)


def _minutes(match: re.Match[str]) -> tuple[int, int | None]:
    """Since midnight or noon, and which of them where that is said."""
    found = match.groupdict()
    named, hour = (found.get("named") or "").lower(), int(found.get("hour") or 0)
    minutes = {"quarter": 15, "half": 30}.get((found.get("minutes") or "0").lower())
    counted = int(found["minutes"] or 0) if minutes is None and found.get("minutes") else minutes or 0
    whole = 60 * hour - counted if found.get("side") == "to" else 60 * hour + counted
    told = (found.get("half") or found.get("told") or "").lower()
    if named:
        return whole, int((named == "midnight") == (found.get("side") == "to"))
    if found.get("late"):
        return whole, int(60 * LATE <= whole < HALF_DAY)
    if told:
        return whole, int(told not in ("a", "morning"))
    return whole, 1 if hour > HALF_DAY // 60 else 0 if hour == 0 or re.match(r"0\d", match[0]) else None


def _numbers(text: str) -> set[tuple[float, float]]:
    return {(each.least, each.most) for each in quantities(text)}


def _in_front(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - BEFORE) : match.start()]


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _room(value: float, before: str) -> float:
    """What a number may be off by, for what stands in front of it."""
    return abs(value) * (NEAR if _LOOSE.search(before) else ROUNDED)


def _side(before: str) -> int:
    """1 behind "more than", -1 behind "less than", else 0."""
    loose = _LOOSE.search(before)
    return bool(loose and loose["more"]) - bool(loose and loose["less"])
