"""Follow-ups with words left out: "why?", "says who?", "how many injured?", "and in Qatar?"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pullquote.antecedents import VERBS
from pullquote.completions import AUX, MEASURES, OPENING, PREPOSITIONS, WH, FollowUp, alike, core, topic
from pullquote.lexicon import stems, words
from pullquote.names import PLACED, Sort
from pullquote.pronouns import ASKS, EXPLETIVE, PRONOUN
from pullquote.question import Slot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pullquote.antecedents import Scene
    from pullquote.records import Quote

BARE = re.compile(
    rf"{OPENING}(?P<wh>why(?: not)?|when(?: exactly)?|where(?: exactly)?|how(?: so| come| exactly)?|who|since when|"
    r"until when|how long|how many|how much|by whom|what for|what time|with whom|for how long)"
    r"(?: (?:is|was|were|are|did|has|does|do) (?:that|this|it)"
    r"(?: (?:happen|happened|happening|take place|done|said|so|be|been))?)?\W*",
    re.IGNORECASE,
)
WOULD = re.compile(rf"{OPENING}(?P<wh>why|how|when|where) {AUX} (?:they|he|she|it|that|this)\W*", re.IGNORECASE)
ELLIPTIC = re.compile(
    rf"{OPENING}(?P<what>(?:(?:{'|'.join(PREPOSITIONS)}) )?"
    rf"(?:how (?:many|much|far|long|old|often)|any|which|what|where)(?: (?!{AUX}\b)[\w'-]+)?)\W*",
    re.IGNORECASE,
)
SAYS_WHO = re.compile(
    rf"{OPENING}(?:says who|according to whom?|who(?:'s| is) (?:saying|claiming) (?:so|that|this|it)|"
    r"who (?P<said>says|said|claims|claimed|reported|told|announced|confirmed|revealed|denied|denies) "
    r"(?:so|that|this|it))\W*",
    re.IGNORECASE,
)
OF_ALL = re.compile(
    rf"{OPENING}(?P<all>all|any|some|most|none|both|each|half)(?: of (?:them|these|those))?\W*", re.IGNORECASE
)
WHICH_WAY = re.compile(rf"{OPENING}(?P<wh>from where to where|(?:from|to) where|where (?:to|from))\W*", re.IGNORECASE)
ANYONE = re.compile(
    rf"{OPENING}(?:did|do|does|has|have|is|are|was|were) (?:any(?:one|body)|some(?:one|body)|nobody|no one)"
    r"(?: \w+){1,2}\W*",
    re.IGNORECASE,
)
NEXT = re.compile(
    rf"{OPENING}what (?:happened|happens|came|followed)(?: (?:next|then|later|afterwards?|after (?:that|this|it)))\W*",
    re.IGNORECASE,
)
ABOUT = re.compile(rf"{OPENING}(?:(?:what|wat|how) about|(?:and|or))[,\s]+(?P<rest>.+?)\W*", re.IGNORECASE)
PREPOSITIONAL = re.compile(rf"(?P<preposition>{'|'.join(PREPOSITIONS)})\s+(?P<object>.+)", re.IGNORECASE)
MORE_COUNTED = re.compile(rf"(?P<how>how (?:many|much)) (?P<phrase>(?:{'|'.join(PREPOSITIONS)}) .+?)\W*", re.IGNORECASE)
COUNTED = re.compile(rf"(?P<how>how (?:many|much) )(?P<what>(?:[\w'-]+ )*?)(?={AUX}\b)", re.IGNORECASE)
SPEAKER = re.compile(
    r"\b(?:did|does|do|has|have) (?P<who>(?:[\w'.-]+ )+?)(?=(?:say|think|claim|tell|want|respond|react|deny)\b)",
    re.IGNORECASE,
)
LONGEST = 6  # words of a fragment
LONGEST_SAID = 100  # characters of what "says who?" asks about


def ask_who_says(text: str, scene: Scene) -> FollowUp | None:
    """ "Says who?": who said what was answered."""
    found = SAYS_WHO.fullmatch(text)
    if found is None:
        return None
    said = _said(scene.answer.quotes[0]) if scene.answer.quotes else None
    return FollowUp(f"who {found['said'] or 'said'} {said or _statement(scene.asked.text)}")


def ask_anew(text: str, scene: Scene) -> FollowUp | None:
    """ "Why?", "when was that?": the earlier question with another question word."""
    found = BARE.fullmatch(text) or WOULD.fullmatch(text)
    if found is None or EXPLETIVE.search(text):
        return None
    asked = _with_word(re.sub(r" (?:exactly|so|come|not)$", "", found["wh"].lower()), scene)
    if found["wh"].lower() != "why not":
        return asked
    return replace(asked, question=re.sub(rf"^why ({AUX})\b", r"why \1 not", asked.question))


def _with_word(wh: str, scene: Scene) -> FollowUp:
    """The earlier question with another question word in front."""
    asked = core(scene)
    opening = re.match(rf"(?P<wh>{WH}(?: (?:many|much|long|often))?)\b\s*(?P<rest>.*)", asked, re.IGNORECASE)
    if opening is None:
        return FollowUp(f"{wh} {_lowered(asked)}", anew=True)
    old, rest = opening["wh"].lower(), opening["rest"]
    if old.startswith(("how many", "how much")):
        return FollowUp(f"{wh} {rest}", anew=True)
    if old in ("which", "what") and (behind := re.sub(rf"^[\w'-]+ (?={AUX}\b)", "", rest)) != rest:
        return FollowUp(f"{wh} {behind}", anew=True)
    somebody = scene.answered() if old in ("who", "which", "what") else None
    if somebody and (verb := re.match(r"(?:is|was|are|were) (?=\w+ed\b)", rest, re.IGNORECASE)):
        return FollowUp(f"{wh} {verb[0]}{somebody} {rest[verb.end() :]}", anew=True)
    if re.match(rf"{AUX}\b", rest, re.IGNORECASE) and (old != "who" or re.match(r"(?:is|was|are|were)\b", rest)):
        return FollowUp(f"{wh} {rest}", anew=True)
    if somebody and wh != "who":
        verb_on = rest if old == "who" else re.sub(r"^[\w'-]+ ", "", rest)
        return FollowUp(f"{wh} {somebody} {verb_on}", anew=True)
    return FollowUp(f"{_lowered(asked)}, and {wh}", anew=True)


def ask_of_all(text: str, scene: Scene) -> FollowUp | None:
    """ "All of them?": the earlier question about so many of those that it was about."""
    found, those = OF_ALL.fullmatch(text), scene.group()
    bare = (those or "").removeprefix("the ")
    asked = re.sub(rf"^{WH} (?={AUX}\b)", "", core(scene), flags=re.IGNORECASE)
    if found is None or not bare or bare not in asked:
        return None
    return FollowUp(re.sub(rf"(?:the )?{re.escape(bare)}", lambda _: f"{found['all']} of the {bare}", asked, count=1))


def ask_which_way(text: str, scene: Scene) -> FollowUp | None:
    """ "From where to where?": about what the earlier question was about."""
    found, about = WHICH_WAY.fullmatch(text), topic(scene, text)
    if found is None or not about:
        return None
    if len(ways := found["wh"].lower().split()) > 2:
        return FollowUp(f"{found['wh'].lower()} {about}")
    return _with_word(" ".join(sorted(ways, key="where".__eq__)), scene)


def ask_what_next(text: str, scene: Scene) -> FollowUp | None:
    """ "What happened next?": what came after what was answered."""
    if not NEXT.fullmatch(text):
        return None
    before = scene.answer.quotes[0].text.rstrip(" .") if scene.answer.quotes else ""
    known = re.sub(r"^.*? when ", "", before) if 0 < len(before) <= LONGEST_SAID else _statement(scene.asked.text)
    return FollowUp(f"what happened after {known}", anew=True)


def ask_of_anyone(text: str, scene: Scene) -> FollowUp | None:
    """ "Did anyone answer?": about what the earlier question was about."""
    about = topic(scene, text)
    leans = ANYONE.fullmatch(text) and not PRONOUN.search(text) and not scene.names_of(text)
    if not leans or not 0 < len(about.split()) <= LONGEST:
        return None
    own = frozenset(stems(text)) - frozenset(stems("anyone anybody someone somebody nobody"))
    return FollowUp(f"{text.rstrip('?!. ')} {about}", own if len(own) > 1 else frozenset())


def ask_more(text: str, scene: Scene) -> FollowUp | None:
    """ "How many injured?", "any evidence?": a question without a verb, about what the earlier one was about."""
    further = MORE_COUNTED.fullmatch(re.sub(rf"^{OPENING}", "", text, flags=re.IGNORECASE))
    if further and not PRONOUN.search(further["phrase"]) and (things := scene.things()):
        return FollowUp(f"{further['how']} {things[0]} {further['phrase']}", frozenset(stems(further["phrase"])))
    found = ELLIPTIC.fullmatch(text)
    if found is None or scene.names_of(found["what"]) or found["what"].split()[-1].lower() in VERBS:
        return None
    own = frozenset(stems(found["what"])) - MEASURES
    if not re.match(r"any\b|how\b", found["what"], re.IGNORECASE):
        return _with_word(found["what"], scene)
    if not any(alike(stem) & scene.vocabulary for stem in own):
        if not own:
            return _with_word(found["what"], scene)
        about = (scene.answered() if scene.asked.slot is Slot.WHO else None) or topic(scene, text)
        lost = any(len(alike(stem)) > 1 for stem in own)  # of anything else articles without the word do not speak
        short = 0 < len(about.split()) <= LONGEST
        return FollowUp(f"{found['what']} {about}", frozenset() if lost else own) if short else None
    counted = COUNTED.match(core(scene))
    counts = re.match(r"how (?:many|much) ", found["what"], re.IGNORECASE)
    if counted and counts and counted["what"].strip():
        verb = re.match(rf"{AUX}", core(scene)[counted.end() :], re.IGNORECASE)
        return FollowUp(f"{counted[0]}{verb[0] if verb else 'were'} {found['what'][counts.end() :]}", own)
    about = topic(scene, text)
    return FollowUp(f"{found['what']} {about}", own) if about else None


def ask_elsewhere(text: str, scene: Scene) -> FollowUp | None:
    """ "And in Qatar?": the earlier question with another place, name or time."""
    opened = ABOUT.fullmatch(text)
    rest = opened["rest"] if opened else text.rstrip("?!. ")
    if ASKS.match(rest) or len(rest.split()) > LONGEST or PRONOUN.search(rest):
        return None
    phrase = PREPOSITIONAL.fullmatch(rest)
    if opened is None and phrase is None:
        return None
    own = frozenset(stems(phrase["object"] if phrase else rest))
    if not own:
        return None
    asked = core(scene)
    swapped = _with_phrase(asked, phrase[0], phrase["preposition"], scene) if phrase else _with_name(asked, rest, scene)
    return FollowUp(swapped, own)


def _with_phrase(asked: str, phrase: str, preposition: str, scene: Scene) -> str:
    """The question with a prepositional phrase in place of its like, or at its end."""
    same = {preposition.lower()}
    for name in scene.asked_names:
        alike = PLACED if re.fullmatch(PLACED, preposition, re.IGNORECASE) else "|".join(same)
        pattern = re.compile(rf"\b(?:{alike}) (?:the )?{re.escape(name)}", re.IGNORECASE)
        if pattern.search(asked):
            return pattern.sub(lambda _: phrase, asked, count=1)
    old = re.search(rf"\b{re.escape(preposition)} (?:the |a |an )?[\w'-]+(?=$)", asked, re.IGNORECASE)
    if old and stems(old[0]):
        return asked[: old.start()] + phrase
    return f"{asked} {phrase}"


def _with_name(asked: str, phrase: str, scene: Scene) -> str:
    """The question with another name in place of its like."""
    counted = COUNTED.match(asked)
    bare = re.sub(r"^(?:the|a|an) ", "", phrase, flags=re.IGNORECASE)
    sort = scene.sort(next(iter(scene.names_of(phrase)), bare))
    named = scene.asked_names
    alike = [name for name in named if scene.sort(name) is sort]
    if counted and not scene.names_of(phrase):
        return f"{counted['how']}{bare} {asked[counted.end() :]}"
    speaker = SPEAKER.search(asked)
    if speaker and sort is not Sort.PLACE:
        return asked[: speaker.start("who")] + phrase + " " + asked[speaker.end() :]
    if scene.is_human(bare) and (role := next(filter(scene.is_human, scene.things()), None)):
        return re.sub(
            rf"\b{re.escape(role)}\b(?: of (?:the )?(?:{_any_of(named)})\b)?", lambda _: phrase, asked, count=1
        )
    for name in [*alike[::-1], *named[::-1]]:
        old = re.search(rf"\b(?:the )?{re.escape(name)}(?='s\b|\b)", asked, re.IGNORECASE)
        if old:
            return asked[: old.start()] + phrase + asked[old.end() :]
    for thing in scene.things():
        old = re.search(rf"\b{re.escape(thing)}\b", asked, re.IGNORECASE)
        if old:
            return asked[: old.start()] + phrase + asked[old.end() :]
    return f"{asked} {phrase}"


def _said(quote: Quote) -> str | None:
    """What somebody is quoted with: the words that answered, in the claim that holds them; None if that is much."""
    start, end = quote.highlights[0] if quote.highlights else (0, len(quote.text))
    for claim in quote.sentence.claims:
        first, last = (place - quote.start for place in claim.content)
        if first <= start < last:
            start, end = first, last
    return quote.text[start:end].strip(" .,;:“”'\"") if end - start <= LONGEST_SAID else None


def _any_of(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names)) or r"(?!)"


def _statement(asked: str) -> str:
    return re.sub(rf"^(?:{WH}|{AUX})\s+", "", asked.rstrip("?!. "), flags=re.IGNORECASE)


def _lowered(asked: str) -> str:
    """A question that goes on in the middle of another."""
    first = words(asked)[:1]
    return asked[0].lower() + asked[1:] if first and re.match(rf"(?:{WH}|{AUX})$", first[0]) else asked
