"""Text with marks on it, and the messages it is cut into.

A draft counts in code points, as an article does. Telegram counts in UTF-16 units; nothing else here does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from telegram import InlineKeyboardMarkup, MessageEntity
from telegram.constants import MessageLimit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIMIT = int(MessageLimit.MAX_TEXT_LENGTH)  # UTF-16 units in a message
QUOTE = MessageEntity.BLOCKQUOTE
EXPANDABLE = MessageEntity.EXPANDABLE_BLOCKQUOTE
QUOTES = (QUOTE, EXPANDABLE)
BOLD = MessageEntity.BOLD
ITALIC = MessageEntity.ITALIC
LINK = MessageEntity.TEXT_LINK

# What Telegram takes out of a text or puts other characters for: controls, marks that lines and directions are set
# with, three accents that stack up, and marks of direction one after the other. Isolates stay. So does a line break:
# of \r\n only the \r goes.
ALTERED = re.compile(r"[\x00-\x09\x0b\x0c\x0e-\x1f]|\r(?!\n)|[\u2028-\u202e]|[\u030a\u0333\u033f]|[\u200e\u200f]{2}")


@dataclass(frozen=True)
class Reply:
    """One message, ready to be sent."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of a draft's characters that is shown in some way."""

    start: int
    end: int
    type: str
    url: str | None = None

    def within(self, start: int, end: int) -> Mark | None:
        """The part of the mark that lies in the slice from ``start`` to ``end``, counted from its start."""
        first, last = max(self.start, start) - start, min(self.end, end) - start
        return Mark(first, last, self.type, self.url) if first < last else None


@dataclass(frozen=True, slots=True)
class Draft:
    """Text with marks, inner ones after those around them. Immutable: additions make a new draft."""

    text: str = ""
    marks: tuple[Mark, ...] = ()

    def __add__(self, other: Draft) -> Draft:
        moved = (Mark(m.start + len(self.text), m.end + len(self.text), m.type, m.url) for m in other.marks)
        return Draft(self.text + other.text, (*self.marks, *moved))

    def slice(self, start: int, end: int) -> Draft:
        """The characters from ``start`` to ``end``, with what of the marks is on them."""
        parts = (mark.within(start, end) for mark in self.marks)
        return Draft(self.text[start:end], tuple(part for part in parts if part))

    def reply(self, keyboard: InlineKeyboardMarkup | None = None) -> Reply:
        """As one message, its marks counted in UTF-16 units."""
        entities = (
            MessageEntity(m.type, units(self.text[: m.start]), units(self.text[m.start : m.end]), m.url)
            for m in self.marks
        )
        return Reply(self.text, tuple(entities), keyboard)


def plain(text: str) -> Draft:
    """Text with nothing on it."""
    return Draft(text)


def marked(text: str, kind: str, url: str | None = None) -> Draft:
    """Text that is shown in one way from end to end."""
    return Draft(text, (Mark(0, len(text), kind, url),)) if text else Draft()


def joined(drafts: Iterable[Draft], separator: str) -> Draft:
    """The drafts one after the other."""
    whole = Draft()
    for number, draft in enumerate(drafts):
        whole += (plain(separator) if number else Draft()) + draft
    return whole


def units(text: str) -> int:
    """How long Telegram says that ``text`` is."""
    return len(text) + sum(character > "\uffff" for character in text)


def is_altered(text: str) -> bool:
    """Whether Telegram shows other characters than those of ``text``."""
    return ALTERED.search(text) is not None


def replies(blocks: Iterable[Draft], goes_on: str = "…", separator: str = "\n\n", limit: int = LIMIT) -> list[Reply]:
    """The blocks in as few messages as keep each block whole, or in pieces if it is longer than a message.

    ``goes_on`` says at the end of a message that the quote in it goes on in the next. Empty blocks are left out.
    """
    messages: list[Draft] = []
    for block in (block for block in blocks if block.text):
        room = limit - units(messages[-1].text + separator) if messages else limit
        for piece in _pieces(block, f"\n{goes_on}", limit, room if 2 * room > limit else limit):
            if messages and units(messages[-1].text + separator + piece.text) <= limit:
                messages[-1] = joined((messages[-1], piece), separator)
            else:
                messages.append(piece)
    return [message.reply() for message in messages]


def _pieces(block: Draft, goes_on: str, limit: int, first: int) -> Iterator[Draft]:
    """The block in pieces that each fit a message (the ``first`` what is left of one), no character of it lost."""
    while units(block.text) > limit:
        cut = _cut(block, first - units(goes_on))
        quoted = any(m.type in QUOTES and m.start < cut < m.end for m in block.marks)
        # Telegram drops white space at the end of a message. Within a quote it must stay, so words follow it.
        yield block.slice(0, cut) + plain(goes_on if quoted else "")
        block = block.slice(cut, len(block.text))
        first = limit
    yield block


def _cut(block: Draft, limit: int) -> int:
    """Where to end the first piece: between words, outside of bold and links, as far as there is such a place.

    Where no quote goes on there, between lines rather: a citation stays in one piece.
    """
    last = fitting(block.text, limit)
    inner = [mark for mark in block.marks if mark.type not in QUOTES]
    spaces = [at for at in range(last // 2, last + 1) if block.text[at - 1].isspace() and at < len(block.text)]
    spaces = [at for at in spaces if not block.text[at].isspace()]
    outside = [at for at in spaces if not any(mark.start < at < mark.end for mark in inner)]
    cut = max(outside, default=max(spaces, default=last))
    quoted = any(mark.type in QUOTES and mark.start < cut < mark.end for mark in block.marks)
    return cut if quoted else max((at for at in outside if block.text[at - 1] == "\n"), default=cut)


def fitting(text: str, limit: int) -> int:
    """How many code points of ``text`` fit into ``limit`` units."""
    count = room = 0
    for character in text:
        room += units(character)
        if room > limit:
            break
        count += 1
    return count
