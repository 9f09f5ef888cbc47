"""Somebody who is not named where they come in: "A commander of the Dawn Front received a reporter. He said ..."

Who says under what name they go has that name: "a commander who goes by the name of Abu Rashid". Offsets are code
points into the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from index.roles import head, is_role

_SENTENCE = re.compile(r"(?:^|[.!?][”\"’']?\s+)(?P<sentence>[^\s“\"].*?)(?=[.!?][”\"’']?\s|$)", re.DOTALL)
_BEGINS = re.compile(
    r"(?P<who>(?:An?|One|Another)\s(?P<what>(?:[\w’'-]+\s){0,5}?[a-z-]+)"
    r"(?:\s(?:of|from|at|in|with|for)\s(?:the\s|its\s)?(?:[A-Z][\w’'-]*(?:\s(?=[A-Z]))?)+)?)(?=[\s,])"
)
_KNOWN_AS = re.compile(
    r"\b(?:[Gg]o(?:es|ing)? by|known (?:only )?(?:as|by)|[Gg]ave (?:his|her|their) name (?:only )?as|"
    r"[Ii]dentified (?:him|her)self (?:only )?(?:as|by)|[Cc]alls? (?:him|her)self|[Uu]s(?:es|ing)|[Ww]ent by)\s"
    r"(?:(?:just|only)\s)?(?:(?:the|his|her|a)\s(?:first\s)?(?:name|nom de guerre|alias|pseudonym)(?:\s(?:of|as))?,?\s)?"
    r"(?P<name>[A-Z][\w’'-]+(?:\s(?:(?:al|ul|bin|el|de|of)[\s-])?[A-Z][\w’'-]+){0,2})"
)


class Newcomer(NamedTuple):
    """Where somebody comes in, what the text calls them there, and the nouns of it."""

    place: int
    name: str
    nouns: frozenset[str]


def newcomer_before(text: str, at: int) -> Newcomer | None:
    """Whoever, unnamed, is what the last such sentence of the paragraph is about that ends in front of ``at``."""
    first = text.rfind("\n", 0, at) + 1
    for sentence in reversed(list(_SENTENCE.finditer(text[first:at]))):
        begins = _BEGINS.match(sentence["sentence"])
        nouns = head(begins["what"]) if begins else []
        if begins and is_role(nouns[-1]):
            called = name_given(sentence["sentence"])
            return Newcomer(first + sentence.start("sentence"), called or begins["who"], frozenset(nouns))
    return None


def name_given(words: str) -> str | None:
    """The name that somebody goes by, where the words about them say so."""
    known = _KNOWN_AS.search(words)
    return known["name"] if known else None
