"""Follow-ups about another fate than the one asked about: "and injured?", "missing?" after "how many people died"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pullquote.completions import OPENING, FollowUp, alike, core
from pullquote.lexicon import stems

if TYPE_CHECKING:
    from pullquote.scene import Scene

NOUNS = {"deaths": "killed", "injuries": "injured", "arrests": "arrested"}
STATES = frozenset("missing homeless trapped dead".split())  # one is that now
TOLD = frozenset(("missing",))  # as losses are: who reports of it uses the word
FATE = (
    r"(?:dead|killed|hurt|injured|wounded|missing|displaced|homeless|trapped|rescued|evacuated|arrested|detained|jailed|"
    rf"captured|released|freed|infected|hospitali[sz]ed|{'|'.join(NOUNS)})"
)
TYPED = re.compile(
    rf"{OPENING}(?:(?:what|how) about )?(?:the )?(?P<how>(?:still|badly|seriously|slightly) )?(?P<fate>{FATE})\W*",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"\b(?P<verb>(?:(?:is|are|was|were|get|got|(?:have|has|had) been) |(?:have|has|had) (?=died\b))?)"
    rf"(?P<fate>died|dies|die|{FATE})\b",
    re.IGNORECASE,
)
DID = re.compile(r"(?:did|do|does) (?P<who>.+? )die\b", re.IGNORECASE)
SINGLE = re.compile(r"(?:who|any(?:one|body)|some(?:one|body)|nobody)\b", re.IGNORECASE)


def ask_of_fate(text: str, scene: Scene) -> FollowUp | None:
    """The earlier question about those whom something else befell."""
    found, asked = TYPED.fullmatch(text), core(scene)
    known = ASKED.search(asked)
    if found is None or known is None or known["fate"].lower() == found["fate"].lower():
        return None
    fate = found["fate"].lower()
    if known["fate"].lower() not in NOUNS:
        fate = NOUNS.get(fate, fate)
    what = f"{found['how'] or ''}{fate}".lower()
    if did := DID.match(asked):
        verb = _is(fate, single=SINGLE.match(did["who"]) is not None)
        question = f"{verb} {did['who']}{what}{asked[did.end() :]}"
    else:
        lives = known["fate"].lower() in ("died", "dies", "die")
        single = SINGLE.match(asked) is not None
        changed = lives or (fate in STATES and known["verb"].lower().split()[-1:] in (["been"], ["got"], ["get"]))
        verb = f"{_is(fate, single=single)} " if changed else known["verb"]
        question = f"{asked[: known.start()]}{verb}{what}{asked[known.end() :]}"
    own = frozenset(stems(fate))
    held = fate in TOLD or any(len(alike(stem)) > 1 for stem in own)
    return FollowUp(question, own if held else frozenset())


def _is(fate: str, *, single: bool) -> str:
    """The verb in front of what befell somebody."""
    return ("is" if single else "are") if fate in STATES else ("was" if single else "were")
