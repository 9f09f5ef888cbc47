"""Texts with entities, mended as Telegram mends them before anybody sees them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tests.telegram.entities import (
    FOUND,
    HIDDEN,
    LIMIT,
    QUOTED,
    Entity,
    check_bounds,
    check_nesting,
    in_order,
    read_entities,
)
from tests.telegram.utf16 import boundaries, cut, units
from tests.telegram.wire import Json, bad_request

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
QUOTE_LIMIT = 1024

_REMOVED = {"\r", *map(chr, range(0x2028, 0x202F)), "\u0333", "\u033f", "\u030a"}
_BLANK = " \n"

_PATTERNS = {
    "url": r"(?:https?|tg)://[^\s<>\"«»]+[^\s<>\"«».,;:!?)\]}'’”]",
    "email": r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "mention": r"(?<![\w@/.])@[A-Za-z][A-Za-z0-9_]{2,31}\b",
    "bot_command": r"(?<![\w/<>:])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])",
    "hashtag": r"(?<![\w#&/])#\w*[^\W\d]\w*",
}


@dataclass(frozen=True)
class FormattedText:
    """A text and its entities."""

    text: str = ""
    entities: tuple[Entity, ...] = ()

    def covered(self, entity: Entity) -> str:
        """Return the part of the text that an entity covers."""
        return cut(self.text, entity.offset, entity.length)

    def to_json(self, text_name: str = "text", entities_name: str = "entities") -> Json:
        """Return the fields of a message that show this text."""
        if not self.text:
            return {}
        shown: Json = {text_name: self.text}
        if self.entities:
            shown[entities_name] = [entity.to_json() for entity in self.entities]
        return shown


@dataclass(frozen=True)
class Limit:
    """How long a text may be, and how Telegram says that it is longer."""

    units: int = MESSAGE_LIMIT
    refusal: str = "message is too long"


def received(text: str, raw_entities: object, parse_mode: str = "", limit: Limit | None = None) -> FormattedText:
    """Return the text that Telegram makes of what a bot sent, or refuse it."""
    limit = limit or Limit()
    if parse_mode and raw_entities:
        # Telegram lets parse_mode win; a bot that sends both does not know what its reader will see.
        raise bad_request("parse_mode and entities can't be specified together")
    if parse_mode and parse_mode.lower() not in {"markdown", "markdownv2", "html"}:
        raise bad_request("Unsupported parse_mode")
    mended, _ = mend(text, read_entities(raw_entities))
    if units(mended.text) > limit.units:
        raise bad_request(limit.refusal)
    return with_found(mended)


def mend(text: str, entities: Sequence[Entity]) -> tuple[FormattedText, int]:
    """Clean and trim a text; return it with its entities and how much was cut from its beginning."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise bad_request("Strings must be encoded in UTF-8") from None
    given = [entity for entity in entities if entity.length]
    check_bounds(text, given)
    sent = [entity for entity in given if entity.kind not in FOUND]
    check_nesting(sent)
    cleaned, kept = _cleaned(text, sent)
    return _trimmed(cleaned, kept)


def _cleaned(text: str, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """Make control characters blanks and remove what Telegram removes, moving the entities along."""
    moved: dict[int, int] = {}
    result: list[str] = []
    length = 0
    for character, start in zip(text, boundaries(text), strict=False):
        moved[start] = length
        if character in _REMOVED:
            continue
        result.append(" " if character < " " and character != "\n" else character)
        length += units(result[-1])
    moved[units(text)] = length
    placed = [entity.moved(moved[entity.offset], moved[entity.end]) for entity in entities]
    return "".join(result), [entity for entity in placed if entity.length]


def _trimmed(text: str, entities: Sequence[Entity]) -> tuple[FormattedText, int]:
    """Trim blanks at both ends, and at the beginning of every entity that hides nothing."""
    end = units(text.rstrip(_BLANK))
    kept: list[Entity] = []
    for entity in entities:
        covered = cut(text, entity.offset, entity.length)
        blanks = 0 if entity.kind in HIDDEN else len(covered) - len(covered.lstrip(_BLANK))
        placed = entity.moved(entity.offset + blanks, max(entity.offset + blanks, min(entity.end, end)))
        if placed.length and placed.offset < end:
            kept.append(placed)
    first = min((entity.offset for entity in kept), default=end)
    start = min(len(text) - len(text.lstrip(_BLANK)), first)
    ordered = in_order(entity.moved(entity.offset - start, entity.end - start) for entity in kept)
    body = cut(text, start, max(end - start, 0))
    return FormattedText(body, tuple(ordered[:LIMIT])), start


def with_found(message: FormattedText) -> FormattedText:
    """Add the entities that Telegram finds by itself, where no entity of the sender stands."""
    taken = [entity for entity in message.entities if entity.kind in HIDDEN | {"code", "pre", "custom_emoji"}]
    offsets = boundaries(message.text)
    found: list[Entity] = []
    for kind, pattern in _PATTERNS.items():
        for match in re.finditer(pattern, message.text):
            start, end = offsets[match.start()], offsets[match.end()]
            if all(end <= other.offset or other.end <= start for other in taken):
                entity = Entity(kind, start, end - start)
                found.append(entity)
                taken.append(entity)
    room = LIMIT - len(message.entities)
    return FormattedText(message.text, tuple(in_order([*message.entities, *in_order(found)[:room]])))


def quotable(entities: Sequence[Entity], offset: int, length: int) -> set[Entity]:
    """Return the entities that a quote of a span has to repeat, placed as in the quote."""
    placed: set[Entity] = set()
    for entity in entities:
        start, end = max(entity.offset, offset), min(entity.end, offset + length)
        if entity.kind in QUOTED and start < end:
            placed.add(entity.moved(start - offset, end - offset))
    return placed
