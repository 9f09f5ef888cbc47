"""Somebody without a name who comes in to speak: "A commander of the Dawn Front received a reporter. He said ..."

Only where the sentence says that they spoke to somebody, for a wrong speaker is worse than "he". Who says under what
name they go has that name: "a commander who goes by the name of Abu Rashid". Offsets are code points into the text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from index.roles import head, is_role

SPOKE = (
    r"(?:spoke|told|received|answered|met|telephoned|phoned|rang|agreed to (?:talk|speak|meet)|took (?:the|a|our) call|"
    r"came to the (?:phone|telephone|door))"
)
NAMES = r"[A-Z][\w’'-]*(?:\s(?:(?:of|and|for)\s(?:the\s)?)?[A-Z][\w’'-]*)*"
BEING = rf"(?P<what>(?:[\w’'-]+\s){{0,5}}?[a-z-]+)(?:\s(?:of|from|at|in|with|for)\s(?:the\s)?{NAMES})?"
GOES_BY = (
    r",?\s(?:who\s(?:(?:goes|went) by (?:the name|the alias|the nom de guerre)(?: of)?|is known (?:only )?as|"
    r"(?:gave (?:his|her) name|identified (?:him|her)self)(?: only)? as|calls (?:him|her)self|uses the name(?: of)?)|"
    r"known (?:only )?as)\s"
    r"(?P<name>[A-Z][\w-]+(?:\s(?:(?:al|ul|bin|el|de|of)[\s-])?[A-Z][\w-]+){0,3})(?![\w’'-]|\s[A-Z])"
)
_SENTENCE = re.compile(r"(?:^|[.!?]\s+)(?P<sentence>[A-Z][^“”\".!?]*)(?=[.!?]\s)")
_COMES_IN = re.compile(rf"(?P<who>(?:An?|One)\s{BEING})(?:{GOES_BY}|,?\swho\s.*?)?,?\s{SPOKE}\b")
_NAMED_SO = re.compile(rf"(?P<who>(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Oo]ne)\s)?{BEING}){GOES_BY}")


class Newcomer(NamedTuple):
    """Where somebody comes in, what the text calls them there, their role if that is a name, and the nouns of it."""

    place: int
    name: str
    role: str | None
    nouns: frozenset[str]


def newcomer_before(text: str, at: int) -> Newcomer | None:
    """Who comes in to speak in the last such sentence of the paragraph that ends in front of ``at``."""
    first = text.rfind("\n", 0, at) + 1
    for sentence in reversed(list(_SENTENCE.finditer(text[first:at]))):
        comes = _COMES_IN.match(sentence["sentence"])
        nouns = _nouns(comes)
        if comes and nouns:
            name, who = comes["name"], comes["who"]
            place = first + sentence.start("sentence")
            return Newcomer(place, name or who, who if name else None, nouns)
    return None


def named_so(words: str) -> Newcomer | None:
    """Whoever some words are about, at their beginning, if they say what name he or she goes by."""
    known = _NAMED_SO.match(words)
    nouns = _nouns(known)
    return Newcomer(0, known["name"], known["who"], nouns) if known and nouns else None


def _nouns(found: re.Match[str] | None) -> frozenset[str]:
    """The words for what somebody is; none where they are no person's, or go on to somebody else."""
    nouns = head(found["what"]) if found else []
    whole = found is not None and len(nouns) == len(found["what"].split())
    return frozenset(nouns) if whole and nouns and is_role(nouns[-1]) else frozenset()
