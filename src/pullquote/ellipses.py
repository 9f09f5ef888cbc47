"""Follow-ups with words left out: "why?", "says who?", "how many injured?", "and in Qatar?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pullquote.antecedents import group
from pullquote.completions import AUX, MEASURES, OPENING, PREPOSITIONS, WH, FollowUp, alike, core, topic
from pullquote.lexicon import stems
from pullquote.names import PLACED, Sort
from pullquote.nouns import VERBS, head, is_plural
from pullquote.pronouns import ASKS, LIGHT, PRONOUN, go_on, name_pronouns
from pullquote.question import COLLECTIVE, Slot
from pullquote.repeats import with_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pullquote.scene import Scene

ELLIPTIC = re.compile(
    rf"{OPENING}(?P<what>(?:(?:{'|'.join(PREPOSITIONS)}) )?"
    rf"(?:how (?:many|much|far|long|old|often)|any|which|what|where)(?: (?!{AUX}\b)[\w'-]+)?)"
    r"(?: (?:is|are|was|were) (?:that|this|those))?\W*",
    re.IGNORECASE,
)
OF_ALL = re.compile(
    rf"{OPENING}(?P<all>all|any|some|most|none|both|each|half)(?: of (?:them|these|those))?\W*", re.IGNORECASE
)
WHICH_WAY = re.compile(rf"{OPENING}(?P<wh>from where to where|(?:from|to) where|where (?:to|from))\W*", re.IGNORECASE)
ANYONE = re.compile(
    rf"{OPENING}{AUX} (?:any(?:one|body)|some(?:one|body)|nobody|no one)"
    r"(?: \w+){1,2}\W*",
    re.IGNORECASE,
)
NAMED_FIRST = re.compile(
    rf"{OPENING}(?:(?:what|how) about )?(?P<named>(?!(?:{WH}|{AUX})\b)[\w'-]+(?: [\w'-]+){{0,3}}?), (?:and )?"
    rf"(?P<asks>(?:{WH}|{AUX})\b.+)",
    re.IGNORECASE,
)
SUBJECTS = ("he", "she", "they", "it", "him", "them")
PLACES = rf"(?:{PLACED}|on)"
ABOUT = re.compile(rf"{OPENING}(?:(?:what|wat|how) about|(?:and|or))[,\s]+(?P<rest>.+?)\W*", re.IGNORECASE)
SOURCE = "according to"
UNSPEAKING = re.compile(r"\b(?:plans?|schedules?|timetables?|laws?|rules?|which|what|whom?)\b", re.IGNORECASE)
PREPOSITIONAL = re.compile(rf"(?P<preposition>{SOURCE}|{'|'.join(PREPOSITIONS)})\s+(?P<object>.+)", re.IGNORECASE)
MORE_COUNTED = re.compile(rf"(?P<how>how (?:many|much)) (?P<phrase>(?:{'|'.join(PREPOSITIONS)}) .+?)\W*", re.IGNORECASE)
COUNTED = re.compile(rf"(?P<how>how (?:many|much) )(?P<what>(?:[\w'-]+ )*?)(?={AUX}\b)", re.IGNORECASE)
SPEAKER = re.compile(
    r"\b(?:did|does|do|has|have) (?P<who>(?:[\w'.-]+ )+?)(?=(?:say|think|claim|tell|want|respond|react|deny)\b)",
    re.IGNORECASE,
)
UNCOUNTED = re.compile(r"money|time|help|aid|space|food|water", re.IGNORECASE)
PLURAL = re.compile(r"(?:the )?[a-z-]+s", re.IGNORECASE)
PICKED = re.compile(  # "which countries have sent help"
    rf"(?:which|what) (?:[\w'-]+ )?[\w'-]+s (?P<verb>(?!do|did){AUX}) (?P<did>(?!(?:you|we|he|she|they|the)\b).+)",
    re.IGNORECASE,
)
SINGULAR = {"have": "has", "are": "is", "were": "was"}
TRAILING = re.compile(r"[,\s]+(?:as well|too|also|either)(?=\W*$)", re.IGNORECASE)
PLAIN = frozenset(stems("more else still also now already left ever yet again new main first last happen"))
LONGEST = 6  # words of a fragment


def ask_of_named(text: str, scene: Scene) -> FollowUp | None:
    """ "What about prisoners, were any of them moved?": the question with those in the place of its pronoun."""
    found = NAMED_FIRST.fullmatch(text)
    pronoun = PRONOUN.search(found["asks"]) if found else None
    if found is None or pronoun is None or pronoun["word"].lower() not in SUBJECTS:
        return None
    if re.fullmatch(OPENING, f"{found['named']}, ", re.IGNORECASE):  # "so, how old is he"
        return None
    before, named = found["asks"][: pronoun.start()], found["named"]
    if before.lower().endswith("of ") and not re.match(r"(?:the|any) ", named):
        named = f"the {named}"
    asks = f"{before}{named}{found['asks'][pronoun.end() :]}"
    return name_pronouns(asks, scene) or go_on(f"and {asks}", scene) or FollowUp(asks)


def ask_of_all(text: str, scene: Scene) -> FollowUp | None:
    """ "All of them?": the earlier question about so many of those that it was about."""
    found, those = OF_ALL.fullmatch(text), group(scene, "all of them")
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
    return with_word(" ".join(sorted(ways, key="where".__eq__)), scene)


def ask_of_anyone(text: str, scene: Scene) -> FollowUp | None:
    """ "Did anyone answer?": about what the earlier question was about."""
    about = _leans_on(text, scene) if ANYONE.fullmatch(text) else None
    if about is None:
        return None
    own = frozenset(stems(text)) - frozenset(stems("anyone anybody someone somebody nobody"))
    return FollowUp(f"{text.rstrip('?!. ')}, {about}", own if len(own) > 1 else frozenset())


def ask_on(text: str, scene: Scene) -> FollowUp | None:
    """ "Who was invited?": about what the earlier question was about."""
    about = _leans_on(text, scene) if _says_little(text, scene) else None
    return FollowUp(f"{text.rstrip('?!. ')}, {about}") if about else None


def _leans_on(text: str, scene: Scene) -> str | None:
    """What a question without names and pronouns is about, if that is not much."""
    about = topic(scene, text)
    whole = PRONOUN.search(text) or scene.names_of(text)
    return about if not whole and 0 < len(about.split()) <= LONGEST else None


def _says_little(text: str, scene: Scene) -> bool:
    """Whether a question has only one word that says what it is about, and the articles have that word."""
    question = re.sub(rf"^{OPENING}", "", text, flags=re.IGNORECASE)
    own = frozenset(stems(question)) - MEASURES - LIGHT - PLAIN
    named = re.search(r"\b(?:the|an?|of|you|your|i|me|my|we|us|our)\b", question, re.IGNORECASE)
    return ASKS.match(question) is not None and not named and len(own) <= 1 and own <= scene.vocabulary


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
        return with_word(found["what"], scene)
    if not any(alike(stem) & scene.vocabulary for stem in own):
        if not own:
            return with_word(found["what"], scene)
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
    text = TRAILING.sub("", text)
    opened = ABOUT.fullmatch(text)
    rest = opened["rest"] if opened else text.rstrip("?!. ")
    if ASKS.match(rest) or len(rest.split()) > LONGEST or PRONOUN.search(rest):
        return None
    phrase = PREPOSITIONAL.fullmatch(rest)
    named = scene.names_of(rest)
    alone = [name.lower() for name in named] == [rest.lower()] and any(
        map(scene.sort(named[0]).__eq__, map(scene.sort, scene.asked_names))
    )
    if opened is None and phrase is None and not alone:
        return None
    if phrase and phrase["preposition"].lower() == SOURCE and not _is_source(phrase["object"], scene):
        return None
    own = frozenset(stems(phrase["object"] if phrase else rest))
    if not own:
        return None
    asked = core(scene)
    if opened and (lost := _loss_in(asked)) and _loss_in(rest) == rest:
        return FollowUp(asked.replace(lost, rest, 1), own)
    swapped = _with_phrase(asked, phrase[0], phrase["preposition"], scene) if phrase else _with_name(asked, rest, scene)
    return FollowUp(swapped, own)


def _is_source(phrase: str, scene: Scene) -> bool:
    """Whether what follows "according to" may tell who says so: no plan, nor anybody in place of another speaker."""
    first, *_ = phrase.lower().split()
    known = first == "the" or first in COLLECTIVE or PLURAL.fullmatch(phrase) or bool(scene.names_of(phrase))
    return bool(known) and scene.asked.slot is not Slot.SAID and not UNSPEAKING.search(phrase)


def _loss_in(text: str) -> str | None:
    """The first word that says how people came to harm: "killed", "injured"."""
    return next((word for word in text.split() if any(len(alike(stem)) > 1 for stem in stems(word))), None)


def _with_phrase(asked: str, phrase: str, preposition: str, scene: Scene) -> str:
    """The question with a prepositional phrase in place of its like, or at its end."""
    same = {preposition.lower()}
    for name in scene.asked_names:
        alike = PLACES if re.fullmatch(PLACES, preposition, re.IGNORECASE) else "|".join(same)
        pattern = re.compile(rf"\b(?:{alike}) (?:the )?{re.escape(name)}", re.IGNORECASE)
        if pattern.search(asked):
            return pattern.sub(lambda _: phrase, asked, count=1)
    old = re.search(rf"\b{re.escape(preposition)} (?:the |a |an )?[\w'-]+(?=$)", asked, re.IGNORECASE)
    if old and stems(old[0]):
        return asked[: old.start()] + phrase
    for thing in scene.things():
        if asked.lower().endswith(f" {preposition.lower()} {thing.lower()}"):
            return asked[: -len(preposition) - len(thing) - 1] + phrase
    return f"{asked} {phrase}"


def _with_name(asked: str, phrase: str, scene: Scene) -> str:
    """The question with another name in place of its like."""
    counted = COUNTED.match(asked)
    bare = re.sub(r"^(?:the|a|an) ", "", phrase, flags=re.IGNORECASE)
    sort = scene.sort(next(iter(scene.names_of(phrase)), bare))
    named = scene.asked_names
    alike = [name for name in named if scene.sort(name) is sort]
    if counted and UNCOUNTED.fullmatch(counted["what"].strip()) and PLURAL.fullmatch(phrase):
        those = next((one for one in scene.things() if is_plural(one) and one in asked[counted.end() :]), None)
        if those:
            return re.sub(rf"\b(?:the )?{re.escape(those.removeprefix('the '))}\b", phrase, asked, count=1)
    if (picked := PICKED.fullmatch(asked)) and scene.names_of(phrase) and not alike:
        return f"{SINGULAR.get(picked['verb'].lower(), picked['verb'])} {bare} {picked['did']}"
    if counted and not scene.names_of(phrase):
        return f"{counted['how']}{bare} {asked[counted.end() :]}"
    speaker = SPEAKER.search(asked)
    if speaker and sort is not Sort.PLACE:
        return asked[: speaker.start("who")] + phrase + " " + asked[speaker.end() :]
    if same := next((thing for thing in scene.things() if head(thing) == head(bare) and thing in asked), None):
        return asked.replace(same, phrase, 1)
    if scene.is_human(bare) and (role := next(filter(scene.is_human, scene.things()), None)):
        return re.sub(
            rf"\b{re.escape(role)}\b(?: of (?:the )?(?:{_any_of(named)})\b)?", lambda _: phrase, asked, count=1
        )
    for name in [*alike[::-1], *named[::-1]]:
        old = re.search(rf"\b(?:the )?{re.escape(name)}(?='s\b|\b)", asked, re.IGNORECASE)
        if old:
            capital = phrase.islower() and " " not in phrase and not scene.nouns.count(rf"\b{re.escape(phrase)}\b")
            return asked[: old.start()] + (phrase.capitalize() if capital else phrase) + asked[old.end() :]
    for thing in scene.things():
        old = re.search(rf"\b{re.escape(thing)}\b", asked, re.IGNORECASE)
        if old:
            return asked[: old.start()] + phrase + asked[old.end() :]
    return f"{asked} {phrase}"


def _any_of(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, names)) or r"(?!)"
