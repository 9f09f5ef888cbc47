"""The entities of a text: reading, bounds and nesting."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.telegram.links import checked_link
from tests.telegram.utf16 import boundaries
from tests.telegram.wire import Json, as_list, as_object, bad_request, text_field

LIMIT = 100

STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
CODE = frozenset({"code", "pre"})
BLOCKQUOTES = frozenset({"blockquote", "expandable_blockquote"})
HIDDEN = frozenset({"text_link", "text_mention"})
# Telegram finds these itself and disregards those that a bot sends.
FOUND = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"})
KNOWN = STYLES | CODE | BLOCKQUOTES | HIDDEN | FOUND | {"custom_emoji", "date_time"}
# Those that a quote has to repeat exactly.
QUOTED = STYLES | {"custom_emoji"}

_DETAILS: dict[str, tuple[str, type]] = {
    "text_link": ("url", str),
    "text_mention": ("user", dict),
    "custom_emoji": ("custom_emoji_id", str),
    "date_time": ("unix_time", int),
}
_OPTIONAL = {"pre": "language", "date_time": "date_time_format"}


@dataclass(frozen=True)
class Entity:
    """A span of a text, in UTF-16 code units, with what it means there."""

    kind: str
    offset: int
    length: int
    url: str | None = None
    details: tuple[tuple[str, Any], ...] = ()

    @property
    def end(self) -> int:
        """Return the offset behind the span."""
        return self.offset + self.length

    def moved(self, offset: int, end: int) -> "Entity":
        """Return the entity with other bounds."""
        return replace(self, offset=offset, length=end - offset)

    def to_json(self) -> Json:
        """Return the entity as the Bot API shows it."""
        shown: Json = {"type": self.kind, "offset": self.offset, "length": self.length}
        if self.url is not None:
            shown["url"] = self.url
        return shown | dict(self.details)


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Sort entities as Telegram shows them: by offset, the longer first."""
    return sorted(entities, key=lambda entity: (entity.offset, -entity.length, entity.kind))


def read_entities(value: Any) -> list[Entity]:
    """Read what a bot sent as entities, without looking at the text."""
    if value is None:
        return []
    # Telegram drops entities that are not valid JSON without a word; nobody wants that to pass here.
    return [_read_entity(item) for item in as_list(value, "Can't parse entities JSON object")]


def _read_entity(value: Any) -> Entity:
    """Read one entity, or refuse it."""
    raw = as_object(value, "Can't parse MessageEntity: expected an Object")
    offset, length = (_whole_number(raw, name) for name in ("offset", "length"))
    kind = text_field(raw, "type", "MessageEntity", required=True)
    if kind not in KNOWN:
        raise bad_request("Can't parse MessageEntity: Unsupported type specified")
    if offset < 0 or offset > 1_000_000:
        raise bad_request(f"Receive an entity with incorrect offset {offset}")
    if length < 0 or length > 1_000_000:
        raise bad_request(f"Receive an entity with incorrect length {length}")
    details = _details(kind, raw)
    if kind == "text_link":
        return Entity(kind, offset, length, url=checked_link(details["url"], "Entity"))
    return Entity(kind, offset, length, details=tuple(details.items()))


def _details(kind: str, raw: Json) -> Json:
    """Return the fields that belong to this type of entity, the required ones checked."""
    details: Json = {}
    if kind in _DETAILS:
        name, wanted = _DETAILS[kind]
        if name not in raw:
            raise bad_request(f"Can't parse MessageEntity: Can't find field \"{name}\"")
        if not isinstance(raw[name], wanted):
            raise bad_request(f'Can\'t parse MessageEntity: Field "{name}" has a wrong type')
        details[name] = raw[name]
    if kind in _OPTIONAL and raw.get(_OPTIONAL[kind]):
        details[_OPTIONAL[kind]] = raw[_OPTIONAL[kind]]
    return details


def _whole_number(raw: Json, name: str) -> int:
    """Return an integer field of an entity."""
    if name not in raw:
        raise bad_request(f"Can't parse MessageEntity: Can't find field \"{name}\"")
    value = raw[name]
    if not isinstance(value, int) or isinstance(value, bool):
        raise bad_request(f'Can\'t parse MessageEntity: Field "{name}" must be of type Number')
    return value


def check_bounds(text: str, entities: Sequence[Entity]) -> None:
    """Refuse entities outside the text, and those that begin or end within a surrogate pair."""
    offsets = boundaries(text)
    whole = set(offsets)
    for entity in entities:
        if entity.offset > offsets[-1]:
            raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {entity.offset}")
        if entity.end > offsets[-1]:
            raise bad_request(
                f"Entity beginning at UTF-16 offset {entity.offset} ends after the end of the text "
                f"at UTF-16 offset {entity.end}"
            )
        if entity.offset not in whole:
            at = _byte_offset(text, entity.offset)
            raise bad_request(f"Entity begins in a middle of a UTF-16 symbol at byte offset {at}")
        if entity.end not in whole:
            at = _byte_offset(text, entity.end)
            raise bad_request(
                f"Entity beginning at UTF-16 offset {entity.offset} ends in a middle of a UTF-16 symbol "
                f"at byte offset {at}"
            )


def _byte_offset(text: str, offset: int) -> int:
    """Return the UTF-8 offset of the first character at or behind a UTF-16 offset."""
    characters = sum(start < offset for start in boundaries(text)[:-1])
    return len(text[:characters].encode())


def check_nesting(entities: Sequence[Entity]) -> None:
    """Refuse entities that Telegram would split, merge or drop because of one another."""
    # Telegram mends such entities in silence: what a reader sees is then not what the bot meant.
    ordered = in_order(entities)
    for i, outer in enumerate(ordered):
        for inner in ordered[i + 1 :]:
            if inner.offset >= outer.end:
                break
            if inner.end > outer.end:
                raise bad_request(f"Can't parse entities: {_pair(outer, inner)} overlap")
            same_span = inner.offset == outer.offset and inner.end == outer.end
            if not _may_hold(outer.kind, inner.kind) and not (same_span and _may_hold(inner.kind, outer.kind)):
                raise bad_request(f"Can't parse entities: {_pair(outer, inner)} can't be nested")


def _may_hold(outer: str, inner: str) -> bool:
    """Tell whether an entity of one type may contain one of another."""
    if inner in CODE:
        return outer in BLOCKQUOTES
    if outer in CODE or outer == inner:
        return False
    if outer in BLOCKQUOTES:
        return inner not in BLOCKQUOTES
    return outer in STYLES or inner in STYLES


def _pair(outer: Entity, inner: Entity) -> str:
    """Name two entities for a refusal."""
    return f"{outer.kind} at {outer.offset}..{outer.end} and {inner.kind} at {inner.offset}..{inner.end}"
