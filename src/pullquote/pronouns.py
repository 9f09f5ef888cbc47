"""Follow-ups with pronouns: "who is he?", "what did they say about it?"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pullquote import antecedents
from pullquote.completions import (
    AUX,
    MEASURES,
    OPENING,
    PREPOSITIONS,
    SUBJECT_ASKED,
    WH,
    FollowUp,
    claim_of,
    core,
    topic,
)
from pullquote.descriptions import name_descriptions
from pullquote.lexicon import stems, words
from pullquote.names import Sort, names_in
from pullquote.nouns import VERBS
from pullquote.question import Question, Slot

if TYPE_CHECKING:
    from collections.abc import Callable

    from pullquote.scene import Scene

ASKS = re.compile(rf"(?:{WH}|{AUX})\b", re.IGNORECASE)
PRONOUN = re.compile(
    r"\b(?P<word>he|him|his|she|her|hers|they|them|their|theirs|it|its|this|that|these|those|there|then)\b",
    re.IGNORECASE,
)
EXPLETIVE = re.compile(
    rf"\b(?:is|are|was|were|will|would|can|could|has|have|had|may|might|must) there\b|\bthere {AUX}\b|"
    r"\bwhat time is it\b|\b(?:is|was|will) it (?:be )?(?:true|possible|likely|"
    r"raining|rain|snow|snowing|cold|hot|sunny|late|early|time|worth|ok|okay|going to)\b|"
    r"\bit(?:'s| is| was) \w+ (?:that|to)\b|"
    r"\b(?:say|says|said|think|claim|believe|know|mean|so) that\b|\bhow is it going\b",
    re.IGNORECASE,
)
THAT_ONE = re.compile(r"\bthat (?:company|firm|group|party|country|city|town|place|team|agency)\b")
THAT_PERSON = re.compile(r"\bthat (?:person|man|woman|guy|lady|official)\b")
DONE_TO_IT = re.compile(r"\bthey \w+ (?:it|that|this)\b", re.IGNORECASE)
DENIED = re.compile(
    r"\b(?P<verb>den(?:y|ies|ied)|confirm(?:s|ed)?|admit(?:s|ted)?|disput(?:e|es|ed)|verif(?:y|ies|ied)|prove[sd]?) "
    r"(?:it|that|this)(?=\W*$)",
    re.IGNORECASE,
)
DECIDED = re.compile(
    r"\b(?P<verb>decid(?:e[ds]?)|order(?:s|ed)?|approv(?:e[ds]?)|announc(?:e[ds]?)|agree[ds]? to|want(?:s|ed)?) "
    r"(?:that|this|it)(?=\W*$)",
    re.IGNORECASE,
)
EVENT = re.compile(rf"(?:when|why|where|how|whether)?\s?{AUX} (?P<event>.+)", re.IGNORECASE)
REACTION = re.compile(
    rf"{OPENING}(?P<asks>(?:how|what|did|does) .*\b(?:react|respond|reply|object))(?: then)?\W*", re.IGNORECASE
)
WHO_IS = re.compile(r"who(?:'s| is| was) (?:this|that)(?: (?:guy|man|woman|person))?\W*", re.IGNORECASE)
LIGHT = frozenset(stems(" ".join(VERBS))) | {"back"}
POINTING = ("this", "that", "these", "those")
LONGEST = 8  # words of a question that another is about
OBJECTS = ("him", "her", "them", "it", "this", "that", "there", "those", "these", "then")


def name_pronouns(text: str, scene: Scene) -> FollowUp | None:
    """ "Who is he?": the question with names in the place of its pronouns."""
    stripped = re.sub(rf"^{OPENING}", "", text, flags=re.IGNORECASE) or text
    stripped = name_descriptions(stripped, scene)
    if (answered := scene.answered()) and answered[:1].isupper():
        one = THAT_PERSON if scene.sort(answered) is Sort.PERSON else THAT_ONE
        stripped = one.sub(lambda _: answered, stripped)
    clause = ""
    if (denied := DENIED.search(stripped)) and (claim := claim_of(scene)):
        stripped, clause = stripped[: denied.end("verb")], f" that {claim}"
    if (decided := DECIDED.search(stripped)) and (event := EVENT.fullmatch(core(scene))):
        stripped, clause = stripped[: decided.end("verb")], f" that {event['event']}"
    said = EXPLETIVE.sub(lambda found: "\0" * len(found[0]), stripped)
    pieces: list[str] = []
    end = 0
    for match in PRONOUN.finditer(said):
        word = match["word"].lower()
        if is_inner(word, stripped[: match.start()], scene):
            continue
        if word in ("this", "that") and WHO_IS.fullmatch(stripped):
            name = antecedents.person(scene)
        else:
            name = _named(word, stripped[: match.start()], stripped[match.end() :], scene)
        if word == "they" and DONE_TO_IT.search(said) and name == antecedents.thing(scene, text):
            continue  # "can they fix it": whoever does is not what is to be fixed
        if (
            name is None
            or any(piece in name for piece in pieces[1::2])
            or frozenset(words(name)) <= frozenset(words(stripped))
        ):
            continue
        pieces += [stripped[end : match.start()], name]
        end = match.end()
    if not pieces and not clause and stripped == re.sub(rf"^{OPENING}", "", text, flags=re.IGNORECASE):
        return None
    follow_up = "".join([*pieces, stripped[end:], clause])
    own = frozenset(stems(PRONOUN.sub(" ", stripped)))
    person = re.search(r"\b(?:he|him|his|she|her|hers)\b", stripped, re.IGNORECASE)
    if len(own - MEASURES - LIGHT) > 2 and not person and not own & scene.vocabulary:
        return None  # no word of it stands in the article: a new topic
    verbless = not re.search(rf"\b(?:{WH}|{AUX}|tell|say|explain|more)\b", follow_up, re.IGNORECASE)
    if verbless and re.match(r"(?:his|her|their|its)\b", stripped, re.IGNORECASE):
        follow_up = f"what is {follow_up.rstrip('?!. ')}"  # "his role?"
    return FollowUp(follow_up)


def go_on(text: str, scene: Scene) -> FollowUp | None:
    """ "And what does the ministry say?", "how did they react?": about what the earlier question was about."""
    opened = re.match(r"(?:and|but)\b\W*", text, re.IGNORECASE)
    question = text[opened.end() :] if opened else ""
    reaction = REACTION.fullmatch(text)
    if reaction:
        question = reaction["asks"]
    elif not opened or not ASKS.match(question) or Question(question).slot is not Slot.SAID or " about " in question:
        return None
    if not frozenset(stems(question)) & scene.vocabulary:
        return None
    whole = SUBJECT_ASKED.match(scene.asked.text)
    about = core(scene) if whole and len(core(scene).split()) <= LONGEST else topic(scene, question)
    return FollowUp(f"{question.rstrip('?!. ')} {'to' if reaction else 'about'} {about}") if about else None


def is_inner(word: str, before: str, scene: Scene) -> bool:
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
        **dict.fromkeys(("he", "him", "his"), lambda: antecedents.person(scene, "m", said)),
        **dict.fromkeys(("she", "her", "hers"), lambda: antecedents.person(scene, "f", said)),
        **dict.fromkeys(("they", "them", "their", "theirs", "these", "those"), lambda: antecedents.group(scene, said)),
        **dict.fromkeys(("it", "its"), lambda: antecedents.thing(scene, said)),
        **dict.fromkeys(("this", "that"), lambda: antecedents.thing(scene, said, named=False)),
        "there": lambda: antecedents.place(scene),
        "then": lambda: None,
    }
    name = means[word]()
    if word == "there" and name:
        return _somewhere(name, before)
    if word in ("it", "this", "that") and (name is None or frozenset(words(name)) <= frozenset(words(before))):
        name = topic(scene, before) or None
    return _owning(word, name, noun=noun) if name else name


def stands_for(found: re.Match[str], text: str) -> bool:
    """Whether a pronoun that was found in a text stands for something told before: "that", but not "that week".

    "This" and "that" do where the question ends with them, or goes on with a preposition or a small verb.
    """
    word = found["word"].lower()
    if word not in POINTING:
        return word != "then"
    goes_on = rf"\W*$|\W+(?:{'|'.join(PREPOSITIONS)}|{AUX}|happen\w*|mean\w*|so|now)\b"
    return re.match(goes_on, text[found.end() :], re.IGNORECASE) is not None


def _somewhere(name: str, before: str) -> str:
    """What "there" means, with "in" where no preposition leads to it."""
    leads = before.rstrip().lower().endswith(tuple(f" {one}" for one in PREPOSITIONS))
    where, _, placed = name.partition(" ")
    if where in PREPOSITIONS:  # "at Granit"
        return placed if leads else name
    return name if leads else f"in {name}"


def _owning(word: str, name: str, *, noun: bool) -> str:
    """A name in the place of a pronoun, possessive where that is."""
    if word in ("his", "their", "its") or (word == "her" and noun):
        return f"{name}'" if name.endswith("s") else f"{name}'s"
    return name
