"""The same told in another form: 80 feet and 24 metres, three quarters and 75 per cent, quarter past three and 3.15."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from text_to_num import alpha2digit

from pullquote.quantities import BOUND, Quantity, quantities
from pullquote.question import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pullquote.question import Question
    from pullquote.statements import Statement

ROUNDED = 0.015  # of a converted number: what rounding may make of it
NEAR = 0.1  # of a number that is "about" so many
HUNDREDTHS = 1.5  # what a share may be off by that is told as a fraction; of one in hundredths ROUNDED holds
HALF_DAY = 720  # minutes; "3.15" may be either half's
CLOCK = "clock"
SOON = 10  # minutes that "about" three may be off by

_UNITS: dict[str, tuple[str, float]] = {
    r"mm|millimet(?:re|er)s?": ("length", 0.001),
    r"cm|centimet(?:re|er)s?": ("length", 0.01),
    r"m|met(?:re|er)s?": ("length", 1),
    r"km|kilomet(?:re|er)s?": ("length", 1000),
    r"inch(?:es)?": ("length", 0.0254),
    r"ft|foot|feet": ("length", 0.3048),
    r"yards?": ("length", 0.9144),
    r"miles?": ("length", 1609.344),
    r"nautical miles?": ("length", 1852),
    r"grams?": ("mass", 0.001),
    r"kg|kilos?|kilograms?": ("mass", 1),
    r"tonnes?|metric tons?": ("mass", 1000),
    r"lbs?|pounds": ("mass", 0.45359237),
    r"ounces?": ("mass", 0.028349523),
    r"sq m|square met(?:re|er)s?": ("area", 1),
    r"sq km|square kilomet(?:re|er)s?": ("area", 1e6),
    r"square feet|sq ft": ("area", 0.09290304),
    r"square miles?": ("area", 2589988),
    r"hectares?": ("area", 1e4),
    r"acres?": ("area", 4046.856),
    r"lit(?:re|er)s?": ("volume", 1),
    r"(?:US )?gallons?": ("volume", 3.785412),
    r"km/h|kph|kilomet(?:re|er)s an hour|kilomet(?:re|er)s per hour": ("speed", 1),
    r"mph|miles an hour|miles per hour": ("speed", 1.609344),
    r"knots?": ("speed", 1.852),
    r"minutes?": ("duration", 1),
    r"hours?": ("duration", 60),
    r"days?": ("duration", 1440),
    r"weeks?": ("duration", 10080),
    r"°?F|degrees fahrenheit": ("warmth", 5 / 9),
    r"°?C|degrees (?:celsius|centigrade)": ("warmth", 1),
}
_NUMBER = r"(?<![\w.,])(?P<number>\d[\d,]*(?:\.\d+)?)"
_SCALE = r"(?:\s(?P<scale>10{3}(?:0{3}){0,3}))?"  # as millions are told behind what has a point in it
_IN_UNITS = tuple(
    (re.compile(rf"{_NUMBER}{_SCALE}[\s-]?(?:{unit})\b(?! an hour| per hour|/)", re.IGNORECASE), *kind)
    for unit, kind in _UNITS.items()
)
_PER_CENT = re.compile(rf"{_NUMBER}(?:\s?%|\s(?:per\s?cent)\b)")
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_FRACTION = re.compile(
    rf"(?<!first )(?<!second )(?:\b(?P<some>a|one|\d|two|three|four|five|seven|nine)[\s-])?\b"
    rf"(?P<part>{'|'.join(_PARTS)})s?\b(?= of (?!an? )|[\s.,;”\"]*$)",
    re.IGNORECASE,
)
_SMALL = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "nine": 9}
_IN_ALL = re.compile(r"\b(?P<some>\d{1,2}|one) (?:in|out of) (?:every )?(?P<all>\d{1,2})\b(?! (?:the|a|an)\b)")
_HOUR = r"(?P<hour>[01]?\d|2[0-3]|noon|midday|midnight)"
_CLOCKS = (
    re.compile(rf"\b(?P<minutes>quarter|half|\d{{1,2}})(?: minutes?)? (?P<side>past|to|after|before) {_HOUR}\b"),
    re.compile(rf"(?<![\w.,:$€£]){_HOUR}[.:](?P<minutes>[0-5]\d)(?![\d%]|[.,:]\d)"),
    re.compile(rf"(?<![\w.,:$€£]){_HOUR}(?=\s?[ap]\.?m\b| o[’']clock\b| in the (?:morning|afternoon|evening)\b)"),
    re.compile(r"\b(?P<hour>0\d|1\d|2[0-3])(?P<minutes>[0-5]\d)(?= hours\b)|\b(?P<early>0\d)(?P<past>[0-5]\d)\b"),
    re.compile(r"\b(?P<hour>noon|midday|midnight)\b"),
)
_ABOUT = re.compile(r"\b(?:about|around|roughly|nearly|almost|some|approximately|shortly|just)\b[\w\s]{0,12}$")


@dataclass(frozen=True, slots=True)
class Measure:
    """What kind of thing is measured, and the number in that kind's base unit, as a range.

    Metres, kilograms, square metres, litres, km/h, minutes, hundredths, degrees Celsius, minutes of half a day.
    """

    kind: str
    quantity: Quantity


def told_alike(question: Question, one: Statement, other: Statement) -> bool:
    """Whether two statements answer "how many" or "when" with the same number or measure, in whatever form.

    Not where they tell others of that kind, too: then nobody knows which is meant.
    """
    if question.slot not in (Slot.COUNT, Slot.WHEN):
        return False
    mine, others = quantities(one.text), quantities(other.text)
    if question.slot is Slot.COUNT and len(mine) == 1 and mine == others:
        return True
    ours, theirs = measures(one.text), measures(other.text)
    asked = {each.kind for each in ours if (each.kind == CLOCK) is (question.slot is Slot.WHEN)}
    for kind in asked & {each.kind for each in theirs}:
        mine, others = ([each.quantity for each in told if each.kind == kind] for told in (ours, theirs))
        if len(mine) == len(others) == 1 and mine[0].agrees(others[0]):
            return True
    return False


def measures(text: str) -> list[Measure]:
    """What is told in units, as shares and by the clock, in no order."""
    digits = alpha2digit(text, "en", 0)
    return [*_in_units(digits), *_shares(digits), *_fractions(text), *_clock_times(digits)]


def _in_units(digits: str) -> Iterator[Measure]:
    for pattern, kind, factor in _IN_UNITS:
        for match in pattern.finditer(digits):
            value = _value(match["number"]) * float(match["scale"] or 1)
            value = (value - 32) * factor if kind == "warmth" and factor != 1 else value * factor
            yield Measure(kind, _around(value, ROUNDED * abs(value), digits[: match.start()]))


def _shares(digits: str) -> Iterator[Measure]:
    for match in _PER_CENT.finditer(digits):
        value = _value(match["number"])
        yield Measure("share", _around(value, ROUNDED * value, digits[: match.start()]))
    for match in _IN_ALL.finditer(digits):
        some, of_all = 1 if match["some"] == "one" else int(match["some"]), int(match["all"])
        if some < of_all:
            yield Measure("share", _around(100 * some / of_all, HUNDREDTHS, digits[: match.start()]))


def _fractions(text: str) -> Iterator[Measure]:
    """Shares that are told as such, in words: as digits "a third" would be a place in a race."""
    for match in _FRACTION.finditer(text):
        some = (match["some"] or "a").lower()
        value = 100 * (_SMALL.get(some) or int(some)) / _PARTS[match["part"].lower()]
        yield Measure("share", _around(value, HUNDREDTHS, text[: match.start()]))


def _clock_times(digits: str) -> Iterator[Measure]:
    taken: set[int] = set()
    for pattern in _CLOCKS:
        for match in pattern.finditer(digits):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                at = _minutes(match) % HALF_DAY
                room = SOON if _ABOUT.search(digits[: match.start()]) else 0
                yield Measure(CLOCK, Quantity(at - room, at + room))


def _minutes(match: re.Match[str]) -> int:
    """Since midnight or noon."""
    found = match.groupdict()
    hour = found.get("hour") or found.get("early") or ""
    minutes = found.get("minutes") or found.get("past") or "0"
    counted = {"quarter": 15, "half": 30}.get(minutes.lower()) or int(minutes)
    whole = 60 * (int(hour) if hour.isdigit() else 0)
    return whole - counted if found.get("side") in ("to", "before") else whole + counted


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _around(value: float, room: float, before: str) -> Quantity:
    """A number as it may be meant, behind "more than", "about" or neither."""
    bound = BOUND.search(before)
    if bound and bound["least"]:
        return Quantity(value - room, float("inf"))
    if bound and bound["most"]:
        return Quantity(0.0, value + room)
    room = max(room, NEAR * abs(value)) if bound else room
    return Quantity(value - room, value + room)
