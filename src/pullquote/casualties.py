"""Follow-ups about another fate than the one asked about: "and injured?", "missing?" after "how many people died"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pullquote.completions import AUX, OPENING, FollowUp, core
from pullquote.lexicon import stems

if TYPE_CHECKING:
    from pullquote.scene import Scene

SAME = {"deaths": "killed", "died": "killed", "die": "killed", "injuries": "injured", "arrests": "arrested"}
STATES = frozenset("missing homeless trapped dead".split())  # one is that now
IN_OTHER_WORDS = frozenset(  # "detained", "in custody": an answer may tell of it without the word
    "rescued evacuated arrested detained jailed captured released freed".split()
)
FATE = (
    r"(?:dead|killed|hurt|injured|wounded|missing|displaced|homeless|trapped|rescued|evacuated|arrested|detained|jailed|"
    r"captured|released|freed|infected|hospitali[sz]ed)"
)
HOW = r"(?:(?:still|badly|seriously|critically|slightly) )?"
TYPED = re.compile(
    rf"{OPENING}(?:or )?(?:(?:what|how) about )?(?:the )?(?P<what>{HOW}(?P<fate>{FATE}|{'|'.join(SAME)}))"
    r"(?: (?:too|as well|also))?\W*",
    re.IGNORECASE,
)
THOSE = rf"(?:(?!(?:{AUX}|{FATE}|died|and|or)\b)[\w'’-]+ )"
COUNTED, ANY = rf"how many {THOSE}{{0,4}}", rf"any {THOSE}{{1,3}}"
ANYONE = r"(?:any(?:one|body)|some(?:one|body)) "
BEEN = r"(?:has|have|had) been "
BEFELL = rf"{HOW}(?P<fate>{FATE})"
REST = r"(?P<rest>(?: (?!(?:of|from)\b).*)?)"  # "of cholera" goes with "died" alone
ASKED = tuple(  # who, their verb where they have one of their own, their fate
    re.compile(f"{shape}{REST}", re.IGNORECASE)
    for shape in (
        rf"(?P<who>{COUNTED})(?P<verb>){BEFELL}(?= (?:in|at|on|after|by)\b|$)",
        rf"(?P<who>{COUNTED})(?P<verb>(?:are|were|got) |{BEEN}){BEFELL}",
        rf"(?P<who>{COUNTED})(?:(?:have|had) )?(?P<fate>died)",
        rf"(?P<who>who )(?P<verb>(?:is|are|was|were|got) |{BEEN}){BEFELL}",
        r"(?P<who>who )(?:(?:has|had) )?(?P<fate>died)",
        rf"(?P<verb>(?:was|is) )(?P<who>{ANYONE}){BEFELL}",
        rf"(?P<verb>(?:were|are) )(?P<who>{ANY}){BEFELL}",
        rf"(?:did|has|had) (?P<who>{ANYONE})(?P<fate>died?)",
        rf"(?:did|have|had) (?P<who>{ANY})(?P<fate>died?)",
    )
)


def ask_of_fate(text: str, scene: Scene) -> FollowUp | None:
    """The earlier question about those whom something else befell; None where it is not plainly about a fate."""
    if (typed := TYPED.fullmatch(text)) is None:
        return None
    asked = core(scene)
    known = next((match for shape in ASKED if (match := shape.fullmatch(asked))), None)
    if known is None or re.search(rf"\b(?:{FATE}|died)\b", known["rest"], re.IGNORECASE):
        return None
    fate = SAME.get(typed["fate"].lower(), typed["fate"].lower())
    if fate == SAME.get(known["fate"].lower(), known["fate"].lower()):
        return None
    what = typed["what"].lower().replace(typed["fate"].lower(), fate)
    verb = known.groupdict().get("verb")
    if verb is None or (fate in STATES and verb.split()[-1:] in (["been"], ["got"])):
        single = re.match(f"who |{ANYONE}", known["who"], re.IGNORECASE) is not None
        verb = ("is " if single else "are ") if fate in STATES else ("was " if single else "were ")
    asks = f"{verb}{known['who']}" if known.start("who") else f"{known['who']}{verb}"
    own = frozenset[str]() if fate in IN_OTHER_WORDS else frozenset(stems(fate))
    return FollowUp(f"{asks}{what}{known['rest']}", own)
