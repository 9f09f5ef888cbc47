"""Follow-ups that ask the earlier question over again: "why?", "says who?", "who else?", "is that true?"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pullquote.antecedents import person
from pullquote.completions import AUX, LONGEST_SAID, OPENING, WH, FollowUp, claimed, core, statement
from pullquote.lexicon import words
from pullquote.nouns import DETERMINERS
from pullquote.pronouns import EXPLETIVE
from pullquote.question import Slot

if TYPE_CHECKING:
    from pullquote.scene import Scene

BARE = re.compile(
    rf"{OPENING}(?P<wh>why(?: not)?|when(?: exactly)?|where(?: exactly)?|how(?: so| come| exactly)?|who|since when|"
    r"until when|how long|how many|how much|by whom?|what for|for what|what time|with whom?|for how long)"
    r"(?:(?: (?:is|was|were|are|did|has|does|do)|'s) (?:that|this|it)"
    r"(?: (?:happen|happened|happening|take place|done|said|so|be|been))?)?\W*",
    re.IGNORECASE,
)
WOULD = re.compile(rf"{OPENING}(?P<wh>why|how|when|where) {AUX} (?:they|he|she|it|that|this)\W*", re.IGNORECASE)
SAYS_WHO = re.compile(
    rf"{OPENING}(?:says who|according to whom?|(?:what(?:'s| is) the )?source|"
    r"who(?:'s| is) (?:saying|claiming) (?:so|that|this|it)|who(?P<other> else)? "
    r"(?P<said>says|said|claims|claimed|reported|told|announced|confirmed|revealed|denied|denies) "
    r"(?:so|that|this|it))\W*",
    re.IGNORECASE,
)
ELSE = re.compile(
    rf"{OPENING}(?:(?:is there |was there )?(?:anything|something|anybody|anyone|who|what|where|when|why) "
    r"(?:else|more)|(?:tell me |say |show me |give me )?(?:some )?more(?: (?:details|please|about (?:it|that|this)))?|"
    r"(?:please )?go on|which (?:others?|else)|any(?: others?| more))\W*",
    re.IGNORECASE,
)
IS_TRUE = re.compile(
    rf"{OPENING}(?:really|seriously|(?:is|was) (?:that|this|it) (?:really )?(?P<how>true|right|correct|confirmed|"
    r"certain|sure|proven|proved|a fact|official)|are (?:you|they|we) sure)\W*",
    re.IGNORECASE,
)
WHICH_ONES = re.compile(rf"{OPENING}(?:which|what)(?: ones?| are (?:they|those))?\W*", re.IGNORECASE)
THEN = re.compile(
    rf"{OPENING}(?:(?:what|how) about )?(?P<time>before(?: that)?|after(?: that)?|now(?:adays)?|today|tomorrow|"
    r"yesterday|earlier|later(?: on)?|afterwards|currently|previously|(?:last|this|next) (?:year|month|week))\W*",
    re.IGNORECASE,
)
WHO_IS_THAT = re.compile(
    rf"{OPENING}who(?:'s| is| was| are| were) (?:that|this|it|he|she|they|those|these)\W*", re.IGNORECASE
)
MEANT = {"what for": "why", "for what": "why", "how come": "why"}
NEXT = re.compile(
    rf"{OPENING}what (?:happened|happens|came|followed)(?: (?:next|then|later|afterwards?|after (?:that|this|it)))\W*",
    re.IGNORECASE,
)


def ask_who_says(text: str, scene: Scene) -> FollowUp | None:
    """ "Says who?": who said what was answered."""
    found = SAYS_WHO.fullmatch(text)
    if found is None:
        return None
    return FollowUp(f"who {found['said'] or 'said'} {claimed(scene)}", besides=found["other"] is not None)


def ask_anew(text: str, scene: Scene) -> FollowUp | None:
    """ "Why?", "when was that?": the earlier question with another question word."""
    found = BARE.fullmatch(text) or WOULD.fullmatch(text)
    if found is None or EXPLETIVE.search(text) or (WHO_IS_THAT.fullmatch(text) and person(scene)):
        return None
    wh = found["wh"].lower()
    asked = with_word(MEANT.get(wh) or re.sub(r" (?:exactly|so|not)$", "", wh), scene)
    if found["wh"].lower() != "why not":
        return asked
    return replace(asked, question=re.sub(rf"^why ({AUX})\b", r"why \1 not", asked.question))


def with_word(wh: str, scene: Scene) -> FollowUp:
    """The earlier question with another question word in front."""
    asked = core(scene)
    opening = re.match(rf"(?P<wh>{WH}(?: (?:many|much|long|often))?)\b\s*(?P<rest>.*)", asked, re.IGNORECASE)
    if opening is None:
        somebody = re.match(rf"(?P<verb>{AUX}) an? (?P<who>.+)", asked, re.IGNORECASE) if wh == "who" else None
        again = f"{somebody['verb'].lower()} the {somebody['who']}" if somebody else _lowered(asked)
        return FollowUp(f"{wh} {again}", anew=True)
    old, rest = opening["wh"].lower(), opening["rest"]
    if old.startswith(("how many", "how much")):
        return FollowUp(f"{wh} {_of_those(rest, scene)}", anew=True)
    if old == "what" and (done := _done(rest, scene)):
        return FollowUp(f"{wh} {done}", anew=True)
    if old in ("where", "what", "who") and wh in ("why", "when", "since when") and _is_all_it_is(rest, scene):
        return FollowUp(f"{_lowered(asked)}, and {wh}", anew=True)
    somebody = scene.answered() if old in ("who", "which", "what") else None
    if old in ("which", "what") and (behind := re.sub(rf"^[\w'-]+ (?={AUX}\b)", "", rest)) != rest:
        did = re.match(rf"(?!do|did){AUX} (?=(?:been |\w+ly )?\w+(?:ed|en|ing)\b)", behind, re.IGNORECASE)
        if somebody and did:  # "which country has stopped": it stands before the verb
            behind = f"{did[0]}{somebody} {behind[did.end() :]}"
        return FollowUp(f"{wh} {behind}", anew=True)
    if somebody and re.search(r" (?:of|about|with|for|to|from)$", rest):
        return FollowUp(f"{wh} {rest} {somebody}", anew=True)
    verb = re.match(rf"(?!do|did){AUX} (?P<first>[\w'-]+)", rest, re.IGNORECASE)
    if somebody and verb and not (verb["first"].lower() in DETERMINERS or scene.names_of(verb["first"])):
        behind = verb.start("first")  # "who is taking part": who does stands behind the verb
        return FollowUp(f"{wh} {rest[:behind]}{somebody} {rest[behind:]}", anew=True)
    if re.match(rf"{AUX}\b", rest, re.IGNORECASE) and (old != "who" or re.match(r"(?:is|was|are|were)\b", rest)):
        return FollowUp(f"{wh} {rest}", anew=True)
    if somebody and wh != "who":
        verb_on = rest if old == "who" else re.sub(r"^[\w'-]+ ", "", rest)
        return FollowUp(f"{wh} {somebody} {verb_on}", anew=True)
    return FollowUp(f"{_lowered(asked)}, and {wh}", anew=True)


def _is_all_it_is(rest: str, scene: Scene) -> bool:
    """Whether a question has nothing behind its "is" but somebody or something: "where is the mayor's wife"."""
    found = re.fullmatch(r"(?:is|was|are|were) (?P<one>.+)", rest, re.IGNORECASE)
    last = words(found["one"])[-1:] if found else []
    known = [*scene.asked_names, *scene.things()]
    return bool(last) and any(words(one)[-1:] == last for one in known)


def _of_those(rest: str, scene: Scene) -> str:
    """What was asked of those that were counted, with its verb in front."""
    found = re.fullmatch(rf"(?:of )?(?P<those>.+?) (?P<verb>{AUX}) (?P<what>(?:(?!{AUX}\b).)+)", rest, re.IGNORECASE)
    if found is None:
        return rest
    first = found["what"].split()[0]
    acting = first.lower() in DETERMINERS or scene.names_of(first)
    told = (found["what"], found["those"]) if acting else (found["those"], found["what"])
    return " ".join([found["verb"], *told])


def _done(rest: str, scene: Scene) -> str | None:
    """What somebody was asked to have done, with what he did: "she called the deal" a surrender."""
    answered = scene.answered()
    if answered is None:
        return None
    if did := re.fullmatch(
        rf"{AUX} (?P<who>.+?) (?:do|done)(?P<rest>(?: \b(?:in|at|on|with|about|after|before) .+)?)", rest
    ):
        return f"{did['who']} {answered}{did['rest']}"
    named = re.fullmatch(rf"{AUX} .+? (?:call|name|label|brand|term)(?:ed)? .+", rest)
    return f"{rest} {answered}" if named else None


def ask_besides(text: str, scene: Scene) -> FollowUp | None:
    """ "Anything else?": the earlier question, answered with what was not quoted yet."""
    return FollowUp(core(scene), besides=True) if ELSE.fullmatch(text) else None


def ask_if_true(text: str, scene: Scene) -> FollowUp | None:
    """ "Is that true?": about what is quoted first."""
    found = IS_TRUE.fullmatch(text)
    if found is None or not scene.answer.quotes:
        return None
    return FollowUp(f"is it {(found['how'] or 'true').lower()} that {claimed(scene)}")


def ask_which(text: str, scene: Scene) -> FollowUp | None:
    """ "Which ones?" of what was counted, "who is that?" of whoever answered."""
    counted = re.match(r"how (?:many|much) ", core(scene), re.IGNORECASE)
    if counted and WHICH_ONES.fullmatch(text):
        return FollowUp(f"which {core(scene)[counted.end() :]}", anew=True)
    answered = scene.answered() if scene.asked.slot is Slot.WHO else None
    return FollowUp(f"who is {answered}") if answered and WHO_IS_THAT.fullmatch(text) else None


def ask_at_another_time(text: str, scene: Scene) -> FollowUp | None:
    """ "And before?": the earlier question of another time."""
    found = THEN.fullmatch(text)
    if found is None:
        return None
    time = re.sub(r"\b(before|after) that$", r"\1", found["time"].lower())
    return FollowUp(f"{core(scene)} {time}", anew=True)


def ask_what_next(text: str, scene: Scene) -> FollowUp | None:
    """ "What happened next?": what came after what was answered."""
    if not NEXT.fullmatch(text):
        return None
    before = scene.answer.quotes[0].text.rstrip(" .") if scene.answer.quotes else ""
    known = re.sub(r"^.*? when ", "", before) if 0 < len(before) <= LONGEST_SAID else statement(scene.asked.text)
    return FollowUp(f"what happened after {known}", anew=True)


def _lowered(asked: str) -> str:
    """A question that goes on in the middle of another."""
    first = words(asked)[:1]
    return asked[0].lower() + asked[1:] if first and re.match(rf"(?:{WH}|{AUX})$", first[0]) else asked
