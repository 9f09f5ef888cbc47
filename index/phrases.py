"""What the words of a source say by themselves: the person or body that is named there, with what they are."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.recogniser import BODY, PERSON
from index.roles import is_role
from pullquote.names import BODIES

EDGE = " \t\r\n,;:–—-“”\"'"
_STARTING = re.compile(
    r"^(?:but|and|while|as|so|yet|though|although|however|both|even|later|meanwhile|because|since)\s+", re.IGNORECASE
)
_CLAUSE = re.compile(r"\s*[,–—-]?\s*\b(?:who|which|whose|whom|where|when|that)\b.*$", re.DOTALL)
_BODY_NAMED = re.compile(  # "the rights group Open Door", "the tram operator, Wayline"
    r"^(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er)\s+(?P<what>(?:[\w’'.-]+\s+){0,5}?(?P<noun>[a-z-]+))(?P<apposed>,)?\s+"
    r"(?P<name>[A-Z][\w’'&.-]*(?:\s+(?:(?:of|for|the|and|in|de|on)\s+)*[A-Z][\w’'&.-]*)*)$"
)
_PERSON_NAMED = re.compile(  # "Brass Tunes host Ada Quay", whom the recogniser took for a band
    r"^(?:(?:[Tt]he|[Aa]n?)\s+)?(?!(?:younger|elder)\b)"
    r"(?P<what>(?:(?!(?:of|for|by|to|from|in|at|on|and|or|the|with|as|that|but|except)\b)[\w’'.-]+\s+){1,5})"
    r"(?<=[a-z]\s)(?P<name>(?:[A-Z][\w’'-]*[a-z](?:\s|$)){2,3})$"
)


class Named(NamedTuple):
    """A name, what it is the name of, and whether that is a person or a body; None where nothing tells."""

    name: str
    role: str
    kind: str | None


def without_clause(words: str) -> str:
    """A source without its relative clause: "residents, who fled" -> "residents"."""
    return _CLAUSE.sub("", words).strip(EDGE) or words.strip(EDGE)


def bare(words: str) -> str:
    """A source without its relative clause and the "but" in front of it."""
    return _STARTING.sub("", without_clause(words)).strip(EDGE)


def named_in(phrase: str) -> Named | None:
    """Who is named at the end of a source, behind what they are; None where no such name ends it."""
    body = _BODY_NAMED.match(phrase)
    if body and body["noun"] in BODIES:
        return Named(body["name"], " ".join(body["what"].split()), BODY)
    if body and body["apposed"]:  # "their employer, Reed Minerals", "the southern delegate, Ada Quay"
        return Named(body["name"], " ".join(body["what"].split()), PERSON if is_role(body["noun"]) else None)
    person = _PERSON_NAMED.match(phrase)
    role = " ".join(person["what"].split()) if person else ""
    if person and role.split()[-1].islower() and role.split()[-1] not in BODIES:
        return Named(person["name"].strip(), role, PERSON)
    return None
