"""What each paragraph of an article is: lead, body, heading, caption, related link or source line.

Furniture that is known by its own words is found first (``index.furniture``). The rest is told by how it looks
(``index.headings``) and where it stands. Where that does not tell, a paragraph is body: a statement that is lost cannot
be quoted, and a heading that is quoted does little harm.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from index.dates import is_clock_line, is_date_line
from index.furniture import furniture_kind, is_archive_label, is_credit, opens_link_list
from index.headings import (
    ends_like_text,
    is_heading,
    is_headline,
    is_interview_question,
    is_question,
    is_short_name,
    is_title_case,
)
from index.paragraphs import Paragraph, find_paragraphs
from pullquote.records import Block, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATELINE = re.compile(
    r"""(?: [A-Z][A-Z.'’\s-]{2,40} (?:,\s[A-Z][\w.]+ (?:\s[A-Z][\w.]+)? )? \s (?:\([^()]{2,40}\)\s)?
    | .{3,60} \([A-Z][A-Za-z\s.]{1,20}\) \s? ) [—–-]""",
    re.VERBOSE,
)
_WORD = re.compile(r"[^\W_]+")
_IN_BRACKETS = re.compile(r"\.?\s*(?:\([^()]{2,80}\)|\[[^\[\]]{2,80}\])\.?")
_DECK_WORDS = 30  # a line under the headline that says more in one go
_PROSE_WORDS = 6
_LABEL_WORDS = 3
_LINK_LENGTH = 140
_CAPTION_LENGTH = 300
_REPEAT_WORDS, _PULLED_WORDS = 5, 7  # fewer are repeated by chance
_LONGEST_RUN = 2  # of headings in a row: more are a list
_CANDIDATES = 8  # paragraphs that begin alike, to compare one with


@dataclass(slots=True, eq=False)
class _Piece:
    """A paragraph on its way to being a block. Without a kind it is taken for body."""

    paragraph: Paragraph
    line: str  # its text on one line
    kind: Kind | None = None
    opens_section: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether it is text for sure: it ends like text, and is not just a word or two."""
        return self.kind is None and ends_like_text(self.line) and len(self.line.split()) >= _PROSE_WORDS

    @property
    def words(self) -> tuple[str, ...]:
        """Its words, however they are quoted and spaced."""
        return tuple(_WORD.findall(self.line.casefold()))


def find_blocks(text: str, title: str | None = None) -> tuple[Block, ...]:
    """The blocks of ``text``, in order, without the white space (or the bullet) around them.

    Offsets are code points into ``text``. ``title``, where it is known, tells a headline that ends in a full stop from
    the first sentence. ``section`` is the text of the heading that a block stands under, or that it is; what stands
    above the first paragraph of the news, headline included, has none. A caption that stands twice is one block, and a
    paragraph that repeats another is a caption: it was set for show, and is not quoted a second time.
    """
    pieces = [_piece(text, paragraph) for paragraph in find_paragraphs(text)]
    pieces = _without_doubled_captions(pieces)
    _name_captions_over_credits(pieces)
    _name_links(pieces)
    head = _name_head(pieces, title)
    _name_headings(pieces[head:])
    _name_signature(pieces)
    _name_repeats(pieces)
    return tuple(_numbered(pieces))


def _piece(text: str, paragraph: Paragraph) -> _Piece:
    line = " ".join(text[paragraph.start : paragraph.end].split())
    return _Piece(paragraph, line, furniture_kind(line))


def _without_doubled_captions(pieces: list[_Piece]) -> list[_Piece]:
    """Sites set a caption once for those who cannot see the picture and once with its credit: the latter stays."""
    doubles: set[int] = set()
    for number, (upper, lower) in enumerate(pairwise(pieces)):
        short, long = sorted((upper, lower), key=lambda piece: len(piece.line))
        start = short.line.rstrip(".")
        if len(short.words) < _REPEAT_WORDS or not long.line.startswith(start):
            continue
        if long.kind is Kind.CAPTION or _IN_BRACKETS.fullmatch(long.line, len(start)):
            long.kind = Kind.CAPTION
            doubles.add(number if short is upper else number + 1)
    return [piece for number, piece in enumerate(pieces) if number not in doubles]


def _name_captions_over_credits(pieces: list[_Piece]) -> None:
    """A short paragraph right above a line that only names a photographer or an agency is the caption."""
    if all(lower.paragraph.touches(upper.paragraph) for upper, lower in pairwise(pieces)):
        return
    for number, (upper, lower) in enumerate(pairwise(pieces)):
        alone = number == 0 or not upper.paragraph.touches(pieces[number - 1].paragraph)
        close = lower.paragraph.touches(upper.paragraph) and lower.kind is Kind.SOURCE and is_credit(lower.line)
        if upper.kind is None and alone and close and len(upper.line) <= _CAPTION_LENGTH:
            upper.kind = Kind.CAPTION


def _name_links(pieces: list[_Piece]) -> None:
    """What a list of links holds, and what stands under a bare "READ MORE:"."""
    listing = False
    for upper, lower in pairwise(pieces):
        bare = upper.line.endswith(":") and len(upper.words) <= _LABEL_WORDS
        if upper.kind is Kind.RELATED and (bare or opens_link_list(upper.line)):
            listing = True
        elif upper.kind is not Kind.RELATED:
            listing = False
        looks_like_title = len(lower.line) <= _LINK_LENGTH and (
            not ends_like_text(lower.line) or is_title_case(lower.line)
        )
        if listing and lower.kind is None and looks_like_title:
            lower.kind = Kind.RELATED


def _name_head(pieces: list[_Piece], title: str | None) -> int:
    """Name the headline and what else stands above the news; where the news begins."""
    numbers = [number for number, piece in enumerate(pieces) if piece.kind is None]
    if not numbers or not _is_headline(pieces, numbers[0], title):
        return numbers[0] if numbers else len(pieces)
    pieces[numbers[0]].kind = Kind.HEADING
    for number in numbers[1:]:
        piece = pieces[number]
        upper = pieces[number - 1]
        if _same(piece.line, title) or _is_deck(piece, upper):
            piece.kind = Kind.HEADING
        elif is_short_name(piece.line):
            piece.kind = Kind.SOURCE
        elif piece.paragraph.is_item or ends_like_text(piece.line) or len(piece.line.split()) > _DECK_WORDS:
            return number
        else:
            piece.kind = Kind.HEADING
    return len(pieces)


def _is_headline(pieces: list[_Piece], number: int, title: str | None) -> bool:
    first, following = pieces[number], pieces[number + 1 :]
    if not any(piece.is_prose for piece in following):
        return False
    if _same(first.line, title):
        return True
    if first.paragraph.is_item or _DATELINE.match(first.line):
        return False
    begins_next = is_archive_label(following[0].line) or _DATELINE.match(following[0].line) is not None
    return is_headline(first.line, stopped=begins_next)


def _is_deck(piece: _Piece, upper: _Piece) -> bool:
    """Whether a headline goes on in a second one below it: archives set a semicolon between the two."""
    close = upper.line.endswith(";") and piece.paragraph.touches(upper.paragraph)
    return close and len(piece.line.split()) <= _DECK_WORDS


def _same(line: str, title: str | None) -> bool:
    return title is not None and _WORD.findall(line.casefold()) == _WORD.findall(title.casefold())


def _name_headings(pieces: list[_Piece]) -> None:
    """Name the lines between the paragraphs that head what follows them."""
    candidates = _heading_candidates(pieces)
    for run in _runs(candidates):
        if len(run) > _LONGEST_RUN:
            candidates.difference_update(run)
    texts = [number for number, piece in enumerate(pieces) if piece.kind is None and number not in candidates]
    for number in candidates:
        if texts and number < texts[-1]:
            pieces[number].kind, pieces[number].opens_section = Kind.HEADING, True


def _heading_candidates(pieces: list[_Piece]) -> set[int]:
    """The numbers of the pieces that look like headings, and do not go on with what stands right before them."""
    news = [piece for piece in pieces if piece.kind is None]
    interview, sure = _is_interview(news), _ends_sentences(news)
    days = {number for number, piece in enumerate(pieces) if piece.kind is Kind.SOURCE and is_date_line(piece.line)}
    candidates = days if len(days) > 1 else set[int]()  # a single one is that of the article; several, of a chronicle
    before = ""
    for number, piece in enumerate(pieces):
        if piece.kind is not None:
            continue
        announced = before.endswith(":") or is_interview_question(before) or (interview and is_question(piece.line))
        bullet = piece.paragraph.is_item and not piece.line[0].isdigit()
        if is_clock_line(piece.line) or (not (announced or bullet) and is_heading(piece.line, sure=sure)):
            candidates.add(number)
            before = ""
        else:
            before = piece.line
    return candidates


def _runs(numbers: set[int]) -> Iterator[list[int]]:
    """The numbers in runs of neighbours."""
    for _, run in groupby(enumerate(sorted(numbers)), key=lambda place: place[1] - place[0]):
        yield [number for _, number in run]


def _is_interview(pieces: list[_Piece]) -> bool:
    questions = [piece.line for piece in pieces if piece.line.rstrip("\"'”’").endswith("?")]
    addressed = sum(map(is_interview_question, questions))
    return addressed > 2 or (addressed > 0 and len(questions) > 3)


def _ends_sentences(pieces: list[_Piece]) -> bool:
    """Whether this article's longer paragraphs end in full stops, as a rule."""
    long = [piece for piece in pieces if len(piece.line.split()) > 10]
    return 3 * sum(ends_like_text(piece.line) for piece in long) >= 2 * len(long)


def _name_signature(pieces: list[_Piece]) -> None:
    """A name by itself at the very end is the writer's."""
    if sum(piece.kind is None for piece in pieces) > 1 and pieces[-1].kind is None and is_short_name(pieces[-1].line):
        pieces[-1].kind = Kind.SOURCE


def _name_repeats(pieces: list[_Piece]) -> None:
    """What stands a second time, alone or inside a longer paragraph, was set for show (a pull quote)."""
    news = [(piece, piece.words) for piece in pieces if piece.kind is None]
    places = _places([words for _, words in news])
    seen: set[tuple[str, ...]] = set()
    for piece, words in news:
        longer = (other for other in places[words[:_PULLED_WORDS]] if len(other) > len(words))
        pulled = len(words) >= _PULLED_WORDS and any(_contains(other, words) for other in longer)
        if pulled or (len(words) >= _REPEAT_WORDS and words in seen):
            piece.kind = Kind.CAPTION
        seen.add(words)


def _places(paragraphs: list[tuple[str, ...]]) -> defaultdict[tuple[str, ...], list[tuple[str, ...]]]:
    """For every run of a few words, the paragraphs that it stands in (the first few of them)."""
    places: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for words in paragraphs:
        for start in range(len(words) - _PULLED_WORDS + 1):
            found = places[words[start : start + _PULLED_WORDS]]
            if len(found) < _CANDIDATES and words not in found:
                found.append(words)
    return places


def _contains(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return f" {' '.join(part)} " in f" {' '.join(words)} "


def _numbered(pieces: list[_Piece]) -> Iterator[Block]:
    """The pieces as blocks: the first that may be quoted is the lead."""
    section: str | None = None
    paragraphs = 0
    for piece in pieces:
        if piece.opens_section:
            section = piece.line.strip("#=*-–— ") or piece.line
        kind = piece.kind
        if kind is None:
            paragraphs += 1
            kind = Kind.BODY if paragraphs > 1 else Kind.LEAD
        number = paragraphs if kind.quotable else None
        yield Block(piece.paragraph.start, piece.paragraph.end, kind, section, number)
