"""What a follow-up can mean by "he", "it", "they" or "there": names and things of the question and answer before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pullquote.completions import AUX, PREPOSITIONS, WH
from pullquote.descriptions import bearer
from pullquote.lexicon import stems
from pullquote.names import PLACED, Sort, names_in
from pullquote.nouns import DETERMINERS, head, is_plural
from pullquote.question import Slot
from pullquote.surface import TIME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pullquote.scene import Scene

OF_A_PEOPLE = re.compile(r".*(?:[a-z](?<!st)an|ish|ese|[rlmn]i|ench|utch)")
HUMAN = (
    "man woman boy girl guard driver officer suspect victim teenager child soldier pilot doctor nurse teacher student "
    "journalist photographer reporter lawyer judge farmer worker engineer scientist player coach captain sailor "
    "tourist passenger prisoner hostage thief killer gunman attacker witness owner director"
).split()
SOMEBODY = re.compile(
    rf"\b(?:(?:an?|the) (?:[a-z-]+ )?(?:{'|'.join(HUMAN)})|one of (?:the|its|their) (?:{'|'.join(HUMAN)})s)\b"
    r"(?: aged \d+)?",
    re.IGNORECASE,
)
WHO_IS = re.compile(
    rf"who(?:'s| is| was) (?P<who>(?:the|its|their) .+?)(?<! {')(?<! '.join(PREPOSITIONS)})\W*$", re.IGNORECASE
)
POSSESSED = frozenset("this that these those his her their its our my".split())
BODIES = frozenset(
    "opposition institute agency ministry government company court council police army party union committee militia "
    "group firm team club gang crew family band troop side".split()
)
PASSIVE = re.compile(
    r"\b(?:is|was|has|be|been|being|get|gets|got) (?:it |that |this )?(?:be |been |being |ever |\w+ly )?"
    r"\w+(?:ed|en|lt|own|ught)\b",
    re.IGNORECASE,
)
ACTING = re.compile(  # what asks for the object of what it does, or holds one behind it
    r"\b(?:who|whom|what|which [\w-]+|how (?:many|much)(?: [\w-]+)?) (?:do|does|did|will|would|can|could|has|had) "
    r"(?:it|they) (?!cost|look|mean|take|weigh|happen|contain|say)\w+|"
    r"\b(?:is it|are they) \w+ing (?:the|an?|its|their)\b",
    re.IGNORECASE,
)
LED = re.compile(
    r"\bwho (?:runs|leads|heads|owns|founded|chairs|funds|is in charge of) (?:it|that|this)\b|"
    r"\bits (?:chair\w*|head|leader|boss|director|president|owner|founder|spokes\w+|members|chief)\b",
    re.IGNORECASE,
)
MINDFUL = re.compile(
    r"\bthey (?:\w+ly )?(?:know|think|believe|suspect|want|hope|say|plan|promise|agree)", re.IGNORECASE
)
AT = re.compile(r"\b(?:at|in|inside|outside) (?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)*\b")
COUNTED = re.compile(r"\b(?:of|are|were|have) (?:they|them|these|those)\b", re.IGNORECASE)
MANY = 3  # words of what stands for "they"
STATES = frozenset(
    stems("big old long much many far say said happen know think mean want instead also still again really")
)


def person(scene: Scene, gender: str = "", typed: str = "") -> str | None:
    """Whom "he" (``gender`` "m"), "she" ("f") or "that" means in what was typed."""
    asked = [name for name in scene.asked_names if scene.sort(name) is Sort.PERSON]
    answered = [name for name in scene.answered_names() if scene.sort(name) is Sort.PERSON]
    others = [name for name in scene.asked_names if _may_be_person(name, scene)]
    near = [*answered, *asked] if scene.asked.slot is Slot.WHO else [*asked, *answered]
    described = _described(scene)
    office = None if answered else WHO_IS.match(scene.asked.text)
    if office or (described and _subject(scene, scene.things()) in _humans(scene)):
        return described[0]  # "what does the general say about Velik": the general
    doing = [name for name in scene.quoted_persons() if _does(name, typed, scene)]
    for found in (near, described, doing, [*scene.speakers()], others, [*scene.quoted_persons()]):
        for wanted in ((gender,), (gender, "")) if gender else (("m", "f", ""),):
            if (name := next((name for name in found if _gender(name, scene) in wanted), None)) is not None:
                return name
    return None


def _does(name: str, typed: str, scene: Scene) -> bool:
    """Whether the articles say that somebody did what was typed: "Quay had paid" for "has he paid"."""
    said = "|".join(map(re.escape, frozenset(stems(typed)) - STATES))
    last = re.escape(name.split()[-1])
    return bool(said) and scene.nouns.count(rf"\b(?i:{last}) (?:(?i:{AUX}) )?(?:\w+ly )?(?i:{said})") > 0


def _gender(name: str, scene: Scene) -> str:
    """That of a name; what has none may be either."""
    return scene.naming.gender(name) if name in scene.names else ""


def place(scene: Scene) -> str | None:
    """What "there" means."""
    asked = [name for name in scene.asked_names if scene.sort(name) is Sort.PLACE]
    answered = [name for name in scene.answered_names() if scene.sort(name) is not Sort.PERSON]
    found = [*answered, *asked] if scene.asked.slot is Slot.WHERE else asked
    named = [scene.naming.written(name) for name in _named_things(scene)]
    somewhere = (name for name in named if scene.naming.count(rf"\b{PLACED} {re.escape(name)}\b"))
    definite = [one for one in scene.things() if one.startswith("the ") and head(one) not in BODIES]
    held = (one for one in definite if scene.nouns.count(rf"\b{PLACED} {re.escape(one)}\b", small=True))
    quoted = (match[0] for quote in scene.answer.quotes[:1] for match in AT.finditer(quote.text))
    meant = next(iter([*found, *somewhere, *held, *quoted, *definite, *named]), None)
    if meant is None or meant not in asked:
        return meant
    whole = re.search(
        rf"\bthe [\w-]+ (?:in|at|of|on|near) (?:the )?{re.escape(meant)}\b", scene.asked.text, re.IGNORECASE
    )
    return whole[0] if whole else meant


def group(scene: Scene, typed: str = "") -> str | None:
    """Whom "they" means in what was typed."""
    said = frozenset(stems(typed)) - STATES
    several, answered = scene.asked.several, scene.answered()
    things = (one for one in scene.things() if is_plural(one) or not _is_one_human(one, scene))
    weights = {re.sub(r"^(?:that|this|these|those) ", "the ", one): _weight_of_many(one) for one in things}
    if not several and not any(map(is_plural, weights)):
        weights |= {one: 0.5 for one in _quoted(scene, several=True) if scene.told_with(one, said) > 0}
    for name in _named_things(scene):
        weights[scene.naming.written(name)] = 1.25 if scene.sort(name) is Sort.OTHER else 0.25
    if several:
        weights[several] = 2.5
    if (picked := _picked(scene)) and (is_plural(picked) or head(picked) in BODIES):
        weights = {picked: 2.0} | {one: weight for one, weight in weights.items() if one != picked[4:]}
    if answered and scene.asked.slot is Slot.WHO:
        single = scene.sort(answered) is Sort.PERSON or scene.is_human(answered)
        counted = COUNTED.search(typed) and (several or single)
        weights[answered] = 1.0 if counted else 2.25 if single else 3.0
    elif answered and is_plural(answered) and answered[:1].islower() and not TIME.search(answered):
        weights[answered] = 1.0
    if MINDFUL.search(typed):
        weights = {one: weight for one, weight in weights.items() if _has_mind(one, scene)}
    subject = _subject(scene, weights) if ACTING.search(typed) else None
    for at, one in enumerate(weights):
        weights[one] += scene.told_with(one, said) - 0.01 * at + 1.5 * (one == subject)
    return max(weights, key=weights.__getitem__, default=None)


def _has_mind(thing: str, scene: Scene) -> bool:
    """Whether a thing can know or want something: many, a body, a name, somebody."""
    return is_plural(thing) or head(thing) in BODIES or thing[:1].isupper() or scene.is_human(thing)


def _picked(scene: Scene) -> str | None:
    """What "which" was asked of, as the one that it is."""
    found = re.match(rf"(?:which|what) (?!{AUX}\b)(?P<noun>[\w-]+)\b", scene.asked.text, re.IGNORECASE)
    return f"the {found['noun']}" if found and not frozenset(stems(found["noun"])) & STATES else None


def _weight_of_many(thing: str) -> float:
    """How likely a thing that was asked about is meant by "they"."""
    return 1.0 if head(thing) in BODIES else 2.0 if is_plural(thing) else 0.25


def _quoted(scene: Scene, *, several: bool) -> list[str]:
    """The things that are quoted first, with "the" before them."""
    runs = (run for quote in scene.quotes[:1] for run in scene.nouns.of(quote.text, names_in(quote.text)))
    bare = (" ".join(word for word in run.split() if word.lower() not in DETERMINERS) for run in runs)
    return [f"the {run}" for run in bare if run and is_plural(run) == several and len(run.split()) <= MANY]


def _is_one_human(thing: str, scene: Scene) -> bool:
    return scene.is_human(thing) and head(thing) not in BODIES


def thing(scene: Scene, typed: str = "", *, named: bool = True) -> str | None:
    """What "it" means in what was typed; without ``named``, what "that" does, which is no name."""
    things = (one for one in scene.things() if one.split()[0] not in POSSESSED)
    weights = {one: _weight(one) for one in things if not _is_one_human(one, scene)}
    if picked := _picked(scene):
        weights[picked] = 1.75 if any(scene.answered_names()) else 2.25
    if named:
        named_things = [name for name in _named_things(scene) if not OF_A_PEOPLE.fullmatch(name)]
        weights |= {name: 2.0 for name in named_things if not any(name in one for one in weights)}
        if scene.asked.slot is Slot.WHO or picked:
            answered = (name for name in scene.answered_names() if scene.sort(name) is not Sort.PERSON)
            weights |= dict.fromkeys(answered, 2.0 + 0.25 * (scene.asked.slot is Slot.WHO))
    said = frozenset(stems(typed)) - STATES
    if (weights or not scene.asked_names) and all(is_plural(one) and one not in scene.names for one in weights):
        weights = dict.fromkeys(weights, 1.0)
        weights |= {one: 1.5 for one in _quoted(scene, several=False) if scene.told_with(one, said) > 0}
    suffers, acts = PASSIVE.search(typed), ACTING.search(typed)
    asked = scene.asked.text.lower()
    subject = _subject(scene, weights) or picked
    for at, one in enumerate(weights):
        weights[one] += scene.told_with(one, said) - 0.01 * at
        weights[one] += bool(suffers) * (asked.find(one.lower()) / len(asked) if one.lower() in asked else 0.0)
        weights[one] += 1.5 * bool(acts and one == subject)
        weights[one] += 1.5 * bool(LED.search(typed) and (one in scene.names or head(one) in BODIES))
    chosen = max(weights, key=weights.__getitem__, default=None)
    return scene.naming.written(chosen) if chosen in scene.names else chosen


def _subject(scene: Scene, candidates: Iterable[str]) -> str | None:
    """The candidate that stands behind the first verb of the earlier question."""
    verb = re.match(rf"(?:{WH}\b.*? )?{AUX} ", scene.asked.text, re.IGNORECASE)
    behind = scene.asked.text[verb.end() :].lower() if verb else ""
    return next((one for one in candidates if re.match(rf"(?:the )?{re.escape(one.lower())}\b", behind)), None)


def _weight(thing: str) -> float:
    """How likely a thing that was asked about is meant by "it"."""
    if thing.split()[0] not in DETERMINERS:
        return 1.0
    if is_plural(thing):
        return 1.5
    return 1.5 if head(thing) in BODIES else 3.0  # bodies find and say; "it" is what they found


def _may_be_person(name: str, scene: Scene) -> bool:
    grouped = scene.naming.count(rf"\b[Tt]he {re.escape(name)}\b")
    return scene.sort(name) is Sort.OTHER and not grouped and not OF_A_PEOPLE.fullmatch(name)


def _named_things(scene: Scene) -> list[str]:
    """The names asked about that are of no person; those of a people ("Afghan") only where there is no other."""
    names = [name for name in scene.asked_names if scene.sort(name) is not Sort.PERSON]
    return sorted(names, key=lambda name: OF_A_PEOPLE.fullmatch(name) is not None)


def _by_name(human: str, scene: Scene) -> str:
    """A name for "the mayor"; whoever is described more closely stays so."""
    return (bearer(head(human), scene) if human == f"the {head(human)}" else None) or human


def _humans(scene: Scene) -> list[str]:
    """Who was asked about without a name: "the mayor"."""
    return [
        one for one in scene.things() if one.startswith("the ") and not is_plural(one) and _is_one_human(one, scene)
    ]


def _described(scene: Scene) -> list[str]:
    """Whoever was asked about or answers "who", by name if the article puts one to it: "a man aged 39"."""
    if (who := WHO_IS.match(scene.asked.text)) and not is_plural(who["who"]):
        return [scene.answered() or _by_name(who["who"], scene)]
    if named := SOMEBODY.search(scene.asked.text):
        return [named[0]]
    if human := _humans(scene):
        return [_by_name(one, scene) for one in human]
    answered = scene.answered() if scene.asked.slot is Slot.WHO else None
    somebody = answered and re.match(r"(?i:an?|the|his|her) [a-z]", answered) and head(answered) not in BODIES
    return [answered] if answered and somebody else []
