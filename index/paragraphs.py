"""The paragraphs of a plain text, whichever way its lines were broken.

Published text comes with blank lines between paragraphs, with one paragraph a line, or wrapped at some column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINE = re.compile(r"[^\n\r\v\f\x85\u2028\u2029]++")
# What may stand at the edge of a line without being part of it: white space, byte order marks, invisible joiners.
_EDGE = r"[\s\ufeff\u200b\u200c\u200d\u200e\u200f\u2060]"
_LEADING_EDGE = re.compile(f"{_EDGE}*+")
_INK = re.compile(rf"(?!{_EDGE}).", re.DOTALL)
_BULLET = re.compile(r"""[•·▪●○◦‣∙■□▸►*~]\s+(?=["“'‘(\[@#$€£]?\w)""")
_DASH_BULLET = re.compile(r"[-–—]\s+(?=\S)(?!.*\s[-–—]\.?$)")
_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-z])[.)]\s")
_FULL_STOP = re.compile(r"""[.!?:…]["'”’»)\]]*$""")
_BYLINE = re.compile(r"by\s[A-Z]")
_NARROWEST_COLUMN, _WIDEST_COLUMN = 35, 140
_SHORT, _RAGGED = 0.6, 1.15  # of the column: a line this short may end a paragraph; a longer one is not of this text
_DASHED_ITEM_WORDS = 5  # fewer words after a dash are more often a name than an item


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text that was set as one, ``[start, end)``, without the white space (or the bullet) around it."""

    start: int
    end: int
    first_line: int  # numbers of its first and last line; lines are counted with the blank ones
    last_line: int
    is_item: bool  # it stood behind a bullet or a number

    def touches(self, other: Paragraph) -> bool:
        """Whether no blank line stands between the two."""
        return abs(other.first_line - self.last_line) == 1 or abs(self.first_line - other.last_line) == 1


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    start: int
    end: int
    text: str

    @property
    def is_item(self) -> bool:
        """Whether the line opens an item of a list."""
        if _BULLET.match(self.text) or _NUMBER.match(self.text):
            return True
        return _DASH_BULLET.match(self.text) is not None and len(self.text.split()) > _DASHED_ITEM_WORDS

    @property
    def bullet(self) -> str:
        """The bullet and the space after it; a number is part of what it numbers, and stays."""
        match = (_BULLET.match(self.text) or _DASH_BULLET.match(self.text)) if self.is_item else None
        return match.group() if match else ""


def find_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of ``text``, in order. Offsets are code points into it."""
    lines = list(_lines(text))
    column = _wrapping_column(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, column):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_paragraph(group) for group in groups]


def has_ink(text: str) -> bool:
    """Whether there is anything to see in ``text``."""
    return _INK.search(text) is not None


def _paragraph(lines: list[_Line]) -> Paragraph:
    first, last = lines[0], lines[-1]
    return Paragraph(first.start + len(first.bullet), last.end, first.number, last.number, first.is_item)


def _lines(text: str) -> Iterator[_Line]:
    """The lines that have ink on them."""
    number, seen = 0, 0
    for match in _LINE.finditer(text):
        number += _breaks(text[seen : match.start()])
        seen = match.end()
        leading = _LEADING_EDGE.match(text, match.start(), match.end())
        start = leading.end() if leading else match.start()
        end = match.end()
        while end > start and not _INK.match(text, end - 1):
            end -= 1
        if start < end:
            yield _Line(number, start - match.start(), start, end, text[start:end])


def _breaks(between: str) -> int:
    """How many lines end in a run of line breaks."""
    return len(between) - between.count("\r\n")


def _neighbours(lines: list[_Line]) -> Iterator[tuple[_Line, _Line]]:
    return ((upper, lower) for upper, lower in pairwise(lines) if _adjoin(upper, lower))


def _adjoin(upper: _Line, lower: _Line) -> bool:
    return lower.number == upper.number + 1


def _breaks_off(upper: _Line, lower: _Line) -> bool:
    """Whether a sentence plainly runs from one line into the next."""
    if lower.is_item or _BYLINE.match(lower.text) or _FULL_STOP.search(upper.text):
        return False
    word = lower.text.split(maxsplit=1)[0]
    return word[0].islower() and word.rstrip(",;.").isalpha() and word == word.lower()


def _wrapping_column(lines: list[_Line]) -> int:
    """The column at which the text is wrapped, or 0: wrapped text breaks off in the middle of sentences."""
    pairs = list(_neighbours(lines))
    broken = [upper for upper, lower in pairs if _breaks_off(upper, lower)]
    if len(broken) * 4 < len(pairs) or not broken:
        return 0
    column = max(line.indent + len(line.text) for line in broken)
    return column if _NARROWEST_COLUMN <= column <= _WIDEST_COLUMN else 0


def _goes_on(paragraph: list[_Line], line: _Line, column: int) -> bool:
    """Whether ``line`` continues ``paragraph`` rather than opening another."""
    upper = paragraph[-1]
    if not _adjoin(upper, line):
        return False
    if column and _is_full(upper, line, column):
        unfinished = _FULL_STOP.search(upper.text) is None
        indented = line.indent > upper.indent and len(paragraph) > 1
        return not indented and (not line.is_item or (unfinished and not _BULLET.match(line.text)))
    return _breaks_off(upper, line)


def _is_full(upper: _Line, lower: _Line, column: int) -> bool:
    """Whether the upper line was broken because the column was full, or at least could have been."""
    width = upper.indent + len(upper.text)
    if width > column * _RAGGED:
        return False
    room_left = width + 1 + len(lower.text.split(maxsplit=1)[0]) <= column
    return not room_left or (width > column * _SHORT and not lower.is_item and not _FULL_STOP.search(upper.text))
