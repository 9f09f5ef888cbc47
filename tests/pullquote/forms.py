"""The machine-readable contract as DESIGN.md states it, and how an object departs from it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterator


class OneOf(NamedTuple):
    """A value that is one of these, or of one of these forms."""

    choices: tuple[Any, ...]


TEXT_OR_NULL = OneOf((str, None))
SPAN = (int, int)
CLAIM = {
    "speaker": str,
    "role": TEXT_OR_NULL,
    "source": OneOf((SPAN, None)),
    "cue": SPAN,
    "content": SPAN,
    "form": OneOf(("direct", "indirect", "mixed")),
}
SOURCE = {
    "id": str,
    "title": TEXT_OR_NULL,
    "publisher": TEXT_OR_NULL,
    "published": OneOf((re.compile(r"\d{4}-\d\d-\d\d"), None)),
    "url": TEXT_OR_NULL,
    "sha256": re.compile(r"[0-9a-f]{64}"),
}
QUOTE = {
    "number": int,
    "text": str,
    "start": int,
    "end": int,
    "highlights": [SPAN],
    "article": SOURCE,
    "kind": str,
    "section": TEXT_OR_NULL,
    "paragraph": int,
    "claims": [CLAIM],
    "link": TEXT_OR_NULL,
    "score": float,
}
ACCOUNT = {"speaker": TEXT_OR_NULL, "quotes": [int], "start": int, "end": int}
ANSWER = {
    "question": str,
    "outcome": OneOf(("answered", "disputed", "not_in_sources")),
    "quotes": [QUOTE],
    "accounts": [ACCOUNT],
    "nearest": [QUOTE],
    "confidence": float,
    "timing_ms": {"retrieve": float, "read": float, "total": float},
}
SENTENCE = {
    "start": int,
    "end": int,
    "kind": OneOf(("lead", "body", "heading", "caption", "related link", "source line")),
    "section": TEXT_OR_NULL,
    "paragraph": OneOf((int, None)),
    "claims": [CLAIM],
}
ARTICLE = {**SOURCE, "path": TEXT_OR_NULL, "sentences": [SENTENCE]}


def misfits(value: Any, form: Any, place: str = "$") -> Iterator[str]:
    """Where ``value``, read from JSON, is not of ``form``: no key more or less, no type but that one."""
    if isinstance(form, dict):
        wanted = cast("dict[str, Any]", form)
        if not isinstance(value, dict) or list(cast("dict[str, Any]", value)) != list(wanted):
            yield f"{place}: {value!r} has not the keys {list(wanted)}"
            return
        for key, part in cast("dict[str, Any]", value).items():
            yield from misfits(part, wanted[key], f"{place}.{key}")
    elif isinstance(form, (list, tuple)) and not isinstance(form, OneOf):
        forms = cast("list[Any] | tuple[Any, ...]", form)
        if not isinstance(value, list):
            yield f"{place}: {value!r} is no list"
            return
        parts = cast("list[Any]", value)
        if isinstance(forms, tuple) and len(parts) != len(forms):
            yield f"{place}: {value!r} has not {len(forms)} parts"
            return
        for number, part in enumerate(parts):
            yield from misfits(part, forms[number] if isinstance(forms, tuple) else forms[0], f"{place}[{number}]")
    elif not _fits(value, form):
        yield f"{place}: {value!r} is not {form!r}"


def _fits(value: Any, form: Any) -> bool:
    if isinstance(form, OneOf):
        return any(not list(misfits(value, choice)) for choice in form.choices)
    if isinstance(form, re.Pattern):
        return isinstance(value, str) and cast("re.Pattern[str]", form).fullmatch(value) is not None
    if isinstance(form, type):
        return type(value) is form
    return type(value) is type(form) and value == form
