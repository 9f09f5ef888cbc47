"""Follow-ups with pronouns: "who is he?", "what did they say about it?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pullquote.completions import AUX, MEASURES, OPENING, PREPOSITIONS, WH, FollowUp, topic
from pullquote.lexicon import stems, words
from pullquote.names import Sort, names_in
from pullquote.question import Question, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from pullquote.antecedents import Scene

ASKS = re.compile(rf"(?:{WH}|{AUX})\b", re.IGNORECASE)
PRONOUN = re.compile(
    r"\b(?P<word>he|him|his|she|her|hers|they|them|their|theirs|it|its|this|that|these|those|there|then)\b",
    re.IGNORECASE,
)
EXPLETIVE = re.compile(
    rf"\b{AUX} there\b|\bthere {AUX}\b|\bwhat time is it\b|\b(?:is|was|will) it (?:be )?(?:true|possible|likely|"
    r"raining|rain|snow|snowing|cold|hot|sunny|late|early|time|worth|ok|okay|going to)\b|"
    r"\bit(?:'s| is| was) \w+ (?:that|to)\b|"
    r"\b(?:say|says|said|think|claim|believe|know|mean|so) that\b|\bhow is it going\b",
    re.IGNORECASE,
)
THAT_ONE = re.compile(r"\bthat (?:company|firm|group|party|country|city|town|place|person|man|woman|guy|team|agency)\b")
POINTING = ("this", "that", "these", "those")
OBJECTS = ("him", "her", "them", "it", "this", "that", "there", "those", "these", "then")


def name_pronouns(text: str, scene: Scene) -> FollowUp | None:
    """ "Who is he?": the question with names in the place of its pronouns."""
    stripped = re.sub(rf"^{OPENING}", "", text, flags=re.IGNORECASE) or text
    if (answered := scene.answered()) and answered[:1].isupper():
        stripped = THAT_ONE.sub(lambda _: answered, stripped)
    said = EXPLETIVE.sub(lambda found: "\0" * len(found[0]), stripped)
    pieces: list[str] = []
    end = 0
    for match in PRONOUN.finditer(said):
        word = match["word"].lower()
        if _is_inner(word, stripped[: match.start()], scene):
            continue
        name = _named(word, stripped[: match.start()], stripped[match.end() :], scene)
        if name is None or name in pieces or frozenset(words(name)) <= frozenset(words(stripped)):
            continue
        pieces += [stripped[end : match.start()], name]
        end = match.end()
    if not pieces and stripped == re.sub(rf"^{OPENING}", "", text, flags=re.IGNORECASE):
        return None
    follow_up = "".join([*pieces, stripped[end:]])
    own = frozenset(stems(PRONOUN.sub(" ", stripped)))
    person = re.search(r"\b(?:he|him|his|she|her|hers)\b", stripped, re.IGNORECASE)
    if len(own - MEASURES) > 2 and not person and not own & scene.vocabulary:
        return None  # no word of it stands in the article: a new topic
    verbless = not re.search(rf"\b(?:{WH}|{AUX}|tell|say|explain|more)\b", follow_up, re.IGNORECASE)
    if verbless and re.match(r"(?:his|her|their|its)\b", stripped, re.IGNORECASE):
        follow_up = f"what is {follow_up.rstrip('?!. ')}"  # "his role?"
    return FollowUp(follow_up)


def go_on(text: str, scene: Scene) -> FollowUp | None:
    """ "And what does the ministry say?": about what the earlier question was about."""
    opened = re.match(r"(?:and|but)\b\W*", text, re.IGNORECASE)
    question = text[opened.end() :] if opened else ""
    if not opened or not ASKS.match(question) or Question(question).slot is not Slot.SAID or " about " in question:
        return None
    if not frozenset(stems(question)) & scene.vocabulary:
        return None
    about = topic(scene, question)
    return FollowUp(f"{question.rstrip('?!. ')} about {about}") if about else None


def _is_inner(word: str, before: str, scene: Scene) -> bool:
    """Whether a pronoun means something in front of it in its own question."""
    if word in OBJECTS and word != "her":
        return word in POINTING and before.rstrip().lower().endswith(("the", "all"))
    named = scene.names_of(before)
    if word in ("he", "his", "she", "her", "hers"):
        unknown = any(name not in scene.names for name in names_in(before, opening=False))
        return unknown or any(scene.sort(name) is Sort.PERSON for name in named)
    return bool(named) or bool(re.search(r"\bthe \w+", before, re.IGNORECASE))


def _named(word: str, before: str, after: str, scene: Scene) -> str | None:
    """What a pronoun is to be replaced with, possessive where it is."""
    follows = re.match(r"\s+([a-z'-]+)", after, re.IGNORECASE)
    noun = bool(follows and follows[1].lower() not in PREPOSITIONS and stems(follows[1]))
    if word in POINTING and noun:
        return None  # "that attack": the noun says it
    said = f"{before}{word}{after}"
    means: dict[str, Callable[[], str | None]] = {
        **dict.fromkeys(("he", "him", "his"), lambda: scene.person("m")),
        **dict.fromkeys(("she", "her", "hers"), lambda: scene.person("f")),
        **dict.fromkeys(("they", "them", "their", "theirs", "these", "those"), lambda: scene.group(said)),
        **dict.fromkeys(("it", "its"), lambda: scene.thing(said)),
        **dict.fromkeys(("this", "that"), lambda: scene.thing(said, named=False)),
        "there": scene.place,
        "then": lambda: None,
    }
    name = means[word]()
    if word == "there" and name and not before.rstrip().lower().endswith(tuple(f" {one}" for one in PREPOSITIONS)):
        name = f"in {name}"
    if word in ("it", "this", "that") and (name is None or frozenset(words(name)) <= frozenset(words(before))):
        name = topic(scene, before) or None
    if name and (word in ("his", "their", "its") or (word == "her" and noun)):
        return f"{name}'" if name.endswith("s") else f"{name}'s"
    return name
