"""Paragraphs of invented articles, and what each is taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.blocks import find_blocks

if TYPE_CHECKING:
    from pullquote.records import Kind

LEAD = "The council of Port Quill voted on Monday to close the old harbour bridge."
BODY = "Engineers had found a crack in one of its supports, the mayor said."
MORE = "Repairs will take until spring, according to the harbour office."


def story(*paragraphs: str) -> str:
    """Their text, with blank lines between them."""
    return "\n\n".join(paragraphs)


def kinds(text: str, title: str | None = None) -> list[tuple[Kind, str]]:
    """The blocks of a text, each with what it is taken for."""
    return [(block.kind, text[block.start : block.end]) for block in find_blocks(text, title)]


def kind_of(line: str, *, before: str = LEAD, after: str = BODY) -> Kind:
    """What ``line`` is taken for between two paragraphs of the news."""
    found = {text: kind for kind, text in kinds(story(before, line, after, MORE))}
    return found[line]
