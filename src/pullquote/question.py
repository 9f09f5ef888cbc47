"""What was typed, and what it asks for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pullquote.errors import QuestionError
from pullquote.lexicon import STOP_WORDS, stems, words

LONGEST = 1000  # characters; a question of more is a pasted article


COLLECTIVE = ("people", "police", "men", "women", "children")
_COUNTED = re.compile(
    rf"how many (?P<who>{'|'.join(COLLECTIVE)}) (?P<what>(?!(?:do|did|does|can|will|would)\b)\w.+)", re.IGNORECASE
)
_SEVERAL = re.compile(  # the first plural behind the first verb
    r"(?:\w+ ){1,2}?(?:is|are|was|were|do|did|has|have|had|can|could|will|would)(?:n't)? "
    r"(?P<who>(?:the )?(?:[\w-]+ ){0,2}?[\w-]+(?<![su'])s)\b(?! of)",
    re.IGNORECASE,
)


class Slot(StrEnum):
    """What kind of words would fill the gap that a question opens."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    COUNT = "count"
    WHY = "why"
    HOW = "how"
    SAID = "said"
    YES_NO = "yes or no"
    THING = "thing"


_SLOTS: tuple[tuple[Slot, str], ...] = (
    (
        Slot.SAID,
        r"\b(say|says|said|saying|think|thinks|tell|told|claim|claims|claimed|write|wrote|respond|responded|react|"
        r"reacted|describe|described|explain|explained|promise|promised|demand|demanded|call for|called for|"
        r"announce|announced|comment|commented|warn|warned|deny|denied|accuse|accused|believe|believes)\b",
    ),
    (
        Slot.COUNT,
        r"\bhow (many|much|old|far|long|tall|big|large|high|deep|fast|often|heavy|wide|few)\b|\bnumber of\b|"
        r"\b(what|which) (share|percentage|percent|proportion|amount|age|price|cost|sum|total|fraction|rate)\b",
    ),
    (
        Slot.WHY,
        r"\bwhy\b|\bhow come\b|\b(what|which) (caused?|causes|made|reasons?|led)\b|\breason for\b|\bfor what\b",
    ),
    (
        Slot.WHEN,
        r"\bwhen\b|\b(what|which) (year|day|date|month|time|century|decade)\b|\bsince when\b|\bhow soon\b",
    ),
    (
        Slot.WHERE,
        r"\bwhere\b|\b(what|which) (country|city|town|place|state|province|region|location|district|street|village|"
        r"nation|area)\b",
    ),
    (
        Slot.WHO,
        r"\b(who|whom|whose)\b|\b(what|which) (person|man|woman|people|group|team|company|politician|president|"
        r"minister|leader|party|organi[sz]ation|agency|author|name)\b|\bwhat is the name\b",
    ),
    (Slot.HOW, r"\bhow\b|\bin what way\b"),
    (Slot.THING, r"\b(what|which)\b"),
    (
        Slot.YES_NO,
        r"^\W*(is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might|must|isn't|aren't|"
        r"wasn't|weren't|don't|doesn't|didn't|hasn't|haven't|won't)\b",
    ),
)
_SAID_FRAME = re.compile(r"\b(what|how)\b.*", re.IGNORECASE)
_SAID_BY = re.compile(
    r"\b(?:did|does|do|has|have|had|is|was|were|are)\s+(.+?)\s+(?:say|said|saying|think|tell|told|claim|write|"
    r"respond|react|describe|explain|promise|demand|call|announce|comment|warn|deny|accuse|believe)\w*\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Question:
    """A question that can be looked up. ``typed`` is what the person sent, ``text`` what is looked for.

    Raises QuestionError when there is nothing in it to look for, or far too much.
    """

    typed: str

    def __post_init__(self) -> None:
        if len(self.typed) > LONGEST:
            raise QuestionError(f"That is {len(self.typed):,} characters long. Please ask in at most {LONGEST:,}.")
        if not self.typed.strip():
            raise QuestionError("There is no question. Ask something about the articles.")
        if not words(self.text):
            raise QuestionError("There is no word in that. Ask something about the articles.")

    @cached_property
    def text(self) -> str:
        """The question on one line, without control and direction characters, composed (NFC)."""
        kept = (" " if c.isspace() else c for c in self.typed if c.isspace() or unicodedata.category(c)[0] != "C")
        return unicodedata.normalize("NFC", " ".join("".join(kept).split()))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """Its content words as stems, each once, in order."""
        return tuple(dict.fromkeys(stems(self.text)))

    @cached_property
    def names(self) -> frozenset[str]:
        """Stems of the words that are written as names, the first word aside; none when all is in lower case."""
        return frozenset(stem for word in self.text.split()[1:] if word[:1].isupper() for stem in stems(word))

    @cached_property
    def slot(self) -> Slot:
        """What kind of words would answer it."""
        lowered = self.text.replace("’", "'").lower()
        for slot, pattern in _SLOTS:
            if slot is Slot.SAID and not _SAID_FRAME.search(lowered):
                continue
            if re.search(pattern, lowered):
                return slot
        return Slot.THING

    @cached_property
    def speaker(self) -> frozenset[str]:
        """Stems of whoever is asked about in "what did X say about Y"; empty otherwise."""
        if self.slot is not Slot.SAID:
            return frozenset()
        frame = _SAID_BY.search(self.text)
        return frozenset(stems(frame[1])) if frame else frozenset()

    @cached_property
    def several(self) -> str | None:
        """The many that it is about, as far as its own words show: "the people who work there", "the residents"."""
        if counted := _COUNTED.fullmatch(self.text.rstrip("?!. ")):
            return f"the {counted['who']} who {counted['what']}"
        found = _SEVERAL.match(self.text)
        return found["who"] if found and not frozenset(words(found["who"])) & STOP_WORDS else None
