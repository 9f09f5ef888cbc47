"""Contradictions that can be seen without a model: a denial, another number, "X says this, but Y says that".

And what speaks against a conflict of numbers: an update in time, other days, a forecast beside a fact.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pullquote.lexicon import stems
from pullquote.quantities import quantities
from pullquote.question import Slot
from pullquote.surface import PLACE, TIME

if TYPE_CHECKING:
    from pullquote.question import Question
    from pullquote.statements import Statement

LOOSE = " \t\n,;:.–—“”\"'"
NEAR = 4  # sentences from an answer to what points back to it
NAMED = 0.7  # of the words of what is denied stand in the question or the answer
ASKED = 0.5  # of the words of a question in a claim: it is what was asked
SHARED = 2  # stems in common with the question and the answer, for two numbers to be of one thing
DENYING = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|dismiss(?:es|ed|ing)?|refut(?:es?|ed|ing)|disput(?:es|ed|ing)|"
    r"contradict(?:s|ed|ing)?|doubt(?:s|ed|ing)?|question(?:s|ed|ing)|repudiat(?:es|ed|ing)|rebut(?:s|ted)|"
    r"rul(?:es|ed|ing) out|brush(?:es|ed|ing) (?:off|aside)|laugh(?:s|ed|ing) off|shrug(?:s|ged) off|"
    r"wav(?:es|ed|ing) (?:away|aside|off)|scoff(?:s|ed) at|pour(?:s|ed) (?:cold water|scorn) on)\b",
    re.IGNORECASE,
)
DISMISSING = re.compile(
    r"\b(?:unproven|untrue|not true|false|fabricat\w+|made[- ]up|invention|fiction|fake|hoax|nonsense|absurd|baseless|"
    r"unfounded|groundless|no truth|a lie|lies|propaganda|smear|slander|fairy[- ]tale|myth|gossip|never happened|"
    r"nothing of the (?:sort|kind)|no such)\b",
    re.IGNORECASE,
)
ACCUSING = re.compile(r"\b(?:accus|alleg|claim|blam|charg)\w*", re.IGNORECASE)
NO_EVIDENCE = re.compile(
    r"\b(?:no|any|little|without|scant|nor) (?:\w+ )?(?:evidence|proof)\b|\b(?:unsupported|unsubstantiated)\b",
    re.IGNORECASE,
)
POINTING = re.compile(
    r"^(?:(?:that|as|of|with)\s+)*(?:(?:the|that|this|those|these|such|any|his|her|their|its|all|both)\s+)?"
    r"(?:(?:[a-z-]+|[A-Z][\w’']+)\s+){0,2}(?:claims?|accusations?|allegations?|charges?|reports?|accounts?|versions?|"
    r"stor(?:y|ies)|suggestions?|assertions?|figures?|statements?|rumou?rs?|theory|explanation|talk|idea|attribution|"
    r"complaints?|estimates?|finding|find|wrongdoing|involvement|responsibility)\b|^(?:it|this|them)$|"
    r"^(?:(?:every|any) word of )?that$|\bthere was (?:no|not a word of) truth\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"\s*(?:that|of|about)\b", re.IGNORECASE)
CONTRAST = re.compile(r"\b(?:but|whereas|while|although|though|however|yet)\b", re.IGNORECASE)
UPDATED = re.compile(
    r"\b(?:ros?e|risen|rising|climb(?:s|ed|ing)?|up from|down from|raised|revised|earlier|previously|initially|"
    r"at first|so far|since then|later|had (?:put|said|reported|given|counted)|by then|further|another|"
    r"more (?:were|had)|no longer|retook|retaken|recaptured)\b",
    re.IGNORECASE,
)
AHEAD = re.compile(
    r"\b(?:will|would|could|might|may|hopes?|hoped|expects?|expected|predict\w*|forecasts?|plans?|planned|wants?|next|"
    r"likely|targets?|aims?|fears?|feared)\b",
    re.IGNORECASE,
)


def denies(question: Question, answer: Statement, other: Statement) -> bool:
    """Whether ``other`` denies, rejects or doubts ``answer``, or says that there is no evidence for it.

    What is denied must be what was asked: it names it again, or only points back to it ("the claim") from nearby.
    """
    near = other.article is answer.article and 0 <= other.number - answer.number <= NEAR
    near = near and not _is_accused_between(answer, other)
    if other.voice.claim is None:
        return NO_EVIDENCE.search(other.told) is not None and near
    if DENYING.search(answer.cue) or DISMISSING.search(answer.told):
        return False
    if not (DENYING.search(other.cue) or DISMISSING.search(other.told)):
        return False
    said = other.text.strip(LOOSE)
    pointing = POINTING.match(said)
    if pointing:
        clause = CLAUSE.match(said, pointing.end())
        if not clause:
            return near
        said = said[clause.end() :]
    known = {*question.stems, *answer.stems}
    held = stems(said)
    return bool(held) and sum(stem in known for stem in held) >= NAMED * len(held)


def _is_accused_between(answer: Statement, other: Statement) -> bool:
    """Whether somebody else makes an accusation between two statements: then a denial points back to that."""
    between = answer.article.sentences[answer.number + 1 : other.number]
    return any(
        claim.speaker not in (answer.speaker, other.speaker)
        and any(ACCUSING.search(answer.article.slice(span)) for span in (claim.source, claim.cue) if span)
        for sentence in between
        for claim in sentence.claims
    )


def numbers_differ(question: Question, answer: Statement, other: Statement) -> bool:
    """Whether two statements answer "how many" with numbers that cannot both be meant, of one thing at one time."""
    if question.slot is not Slot.COUNT or _are_apart(question, answer, other):
        return False
    marked = answer.article.slice(answer.highlight) if answer.highlight else answer.text
    ours, theirs = quantities(marked)[:1], quantities(other.text)
    shared = len(other.stems & {*question.stems, *answer.stems})
    if not ours or not theirs or shared < SHARED:
        return False
    return not any(our.agrees(their) for our in ours for their in theirs)


def contrasted(answer: Statement, other: Statement) -> bool:
    """Whether one sentence sets two speakers' statements against each other: "X says this, but Y says that"."""
    if answer.place != other.place or not answer.voice.claim or not other.voice.claim:
        return False
    first, second = sorted((answer.voice, other.voice), key=lambda voice: voice.start)
    return CONTRAST.search(answer.article.text, first.end, max(first.end, second.start)) is not None


def is_denied(question: Question, answer: Statement, other: Statement) -> bool:
    """Whether ``answer`` denies what ``other`` said before it, and what was asked: "Pakistan rejected the claim"."""
    asked = len(set(question.stems) & other.stems) >= ASKED * len(question.stems)
    return asked and other.place < answer.place and denies(question, other, answer)


def _are_apart(question: Question, answer: Statement, other: Statement) -> bool:
    """Whether two statements are of other days or places, one an update, or only one of them about the future."""
    if any(UPDATED.search(each.told) for each in (answer, other)):
        return True
    if bool(AHEAD.search(answer.told)) != bool(AHEAD.search(other.told)):
        return True
    asked = question.text.casefold()
    for pattern in (TIME, PLACE):
        ours, theirs = (
            {match[0].casefold() for match in pattern.finditer(each.text) if match[0].casefold() not in asked}
            for each in (answer, other)
        )
        if ours and theirs and not ours & theirs:
            return True
    return False
