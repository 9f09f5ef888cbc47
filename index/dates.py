"""Lines of an article that are wholly a date or a time."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\.?,?\s+"
_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_CLOCK = (
    r"\d{1,2}(?:[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?|\s?[ap]\.?m\.?)"
    r"(?:\s?\(?(?:[A-Z]{2,4}|local\stime)(?:[+-]\d{1,2}(?::?\d{2})?)?\)?)?"
)
_LABEL = r"(?P<label>(?:First\s)?Published(?:\son)?|Posted(?:\son)?|Date|(?:Last\s)?(?:Updated|Modified)(?:\son)?):?\s+"
_TAIL = rf"(?:(?:,|\s[-–—|•·@]|\sat)?\s*{_CLOCK})?\.?"


def _line(body: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_LABEL})?(?:{_CLOCK}[,|]?\s+)?(?:{_WEEKDAY})?{body}{_TAIL}", re.IGNORECASE)


_DATE_LINES = (
    _line(rf"{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?"),
    _line(rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?"),
    _line(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?"),
    _line(r"\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d{2}"),  # which of the two is the month cannot be told
)
_CLOCK_LINE = re.compile(rf"{_CLOCK}[.:]?", re.IGNORECASE)
_LONGEST = 80


def is_date_line(line: str) -> bool:
    """Whether the line says nothing but a date, with or without a year, a time or "Published"."""
    return _match(line) is not None


def is_clock_line(line: str) -> bool:
    """Whether the line says nothing but a time of day, as above each entry of a live report."""
    return len(line) <= _LONGEST and _CLOCK_LINE.fullmatch(line) is not None


def published_date(line: str) -> date | None:
    """The day that a date line names, if it is complete, exists, and is not that of an update."""
    match = _match(line)
    if match is None:
        return None
    named = match.groupdict()
    label = (named.get("label") or "").lower()
    if not named.get("year") or "updated" in label or "modified" in label:
        return None
    month = named["month"].lower()
    try:
        number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
        return date(int(named["year"]), number, int(named["day"]))
    except ValueError:
        return None


def _match(line: str) -> re.Match[str] | None:
    if len(line) > _LONGEST:
        return None
    matches = (pattern.fullmatch(line) for pattern in _DATE_LINES)
    return next((match for match in matches if match), None)
