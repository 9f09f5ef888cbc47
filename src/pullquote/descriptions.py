"""Whom or what a description means: "the minister", "that office", "the new one"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pullquote.completions import AUX
from pullquote.lexicon import STOP_WORDS, words
from pullquote.nouns import VERBS, head
from pullquote.surface import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pullquote.scene import Scene

OTHERS = r"(?!former\b|ex-|late\b|deputy\b|of\b|for\b|in\b|at\b|by\b|with\b|who\b|and\b)"
DESCRIBED = re.compile(
    r"\b(?P<which>the|that|this) (?P<noun>[a-z][a-z-]+)\b"
    r"(?!['’]s \w|\s+(?:of|in|at|for|from|on|who|that|which|where)\b)",
    re.IGNORECASE,
)
WHOSE_NAME = re.compile(
    r"\bwho(?:'s| is| was| are| were) (?:the|that|this) [\w-]+\W*$|\bname of\b|\bcalled\W*$", re.IGNORECASE
)
ONE = re.compile(
    r"\b(?P<which>(?:an?|the|another|which|that|this)(?: (?:new|old|other|first|second|last|next|big|small|same))?) "
    r"ones?\b(?! (?:of|who|that|which|day|thing)\b)",
    re.IGNORECASE,
)


SO_MANY = re.compile(
    rf"\b(?:the|those|these) (?P<number>two|three|four|five|six|seven|eight|nine|ten|\d+)(?=\W*$| (?:{AUX})\b)",
    re.IGNORECASE,
)
ORDER = frozenset("first second third last next new old other only same".split())


def bearers(noun: str, scene: Scene) -> list[str]:
    """The names that the first article quoted puts to a noun: "Culture Minister Olivia Trent", "Oresk, a town"."""
    found = {name.split()[-1]: name for name in sorted(_described_as(noun, scene), key=len)}
    return [name for last, name in found.items() if last in scene.names]


def bearer(noun: str, scene: Scene) -> str | None:
    """The one that a noun describes, of several the only one that is asked about or quoted."""
    known = bearers(noun, scene)
    if len(known) > 1:
        near = " ".join([scene.asked.text, *(quote.text for quote in scene.quotes[:1])])
        known = [name for name in known if re.search(rf"\b{re.escape(name.split()[-1])}\b", near, re.IGNORECASE)]
    return known[0] if len(known) == 1 else None


def name_descriptions(text: str, scene: Scene) -> str:
    """A text with what its descriptions mean in their place, where it was asked about or quoted."""
    if WHOSE_NAME.search(text):
        return text
    named = ONE.sub(lambda found: _one(found, scene), text)
    named = SO_MANY.sub(lambda found: _numbered(found, scene), named)
    return DESCRIBED.sub(lambda found: _meant(found, text, scene), named)


def _meant(found: re.Match[str], text: str, scene: Scene) -> str:
    noun = found["noun"].lower()
    pointing = found["which"].lower() != "the"
    if not pointing and scene.naming.count(rf"\b[Tt]he {re.escape(noun.capitalize())}\b"):
        return found[0]  # "the taliban"
    after = words(text[found.end() :])[:1]
    if (
        noun in STOP_WORDS
        or noun in VERBS
        or (after and scene.nouns.of(f"the {noun} {after[0]}", ())[:1] != [f"the {noun}"])
    ):
        return found[0]
    asked = next((thing for thing in scene.things() if head(thing) == noun), None)
    if asked and not pointing:
        return found[0]
    name = bearer(noun, scene)
    near = " ".join([scene.asked.text, *(quote.text for quote in scene.quotes[:1])])
    if name and re.search(rf"\b{re.escape(name.split()[-1])}\b", near, re.IGNORECASE):
        return scene.naming.written(name) if noun in words(name) else f"the {noun} {name}"
    if not pointing:
        return found[0]
    return asked or _quoted(noun, scene) or found[0]


def _quoted(noun: str, scene: Scene) -> str | None:
    """What is quoted first, under a noun: "the broken sewer"."""
    pattern = rf"\b(?:the|an?|its|their|his|her) ((?:[\w'-]+ ){{0,3}}?{re.escape(noun)})\b"
    run = next((re.search(pattern, quote.text, re.IGNORECASE) for quote in scene.quotes[:1]), None)
    return f"the {run[1]}" if run and not frozenset(words(run[1])) & STOP_WORDS else None


def _numbered(found: re.Match[str], scene: Scene) -> str:
    """ "The two": those of whom that many are quoted."""
    counted = re.compile(rf"\b{found['number']} ((?:[a-z-]+ ){{0,2}}?[a-z-]+s)\b", re.IGNORECASE)
    near = (article.slice(one) for article in scene.articles for one in article.sentences)
    quoted = (quote.text for quote in scene.quotes)
    run = next((match for text in (*quoted, *near) if (match := counted.search(text))), None)
    return f"{found[0]} {run[1]}" if run and not frozenset(words(run[1])) & STOP_WORDS else found[0]


def _one(found: re.Match[str], scene: Scene) -> str:
    heads = (head(thing) for thing in scene.things() if not scene.is_human(thing))
    noun = next((one for one in heads if one not in ORDER), None)
    return f"{found['which']} {noun}" if noun else found[0]


def _described_as(noun: str, scene: Scene) -> Iterator[str]:
    """The names beside a noun, in it, or whose role it is."""
    one, name = re.escape(noun), NAME.pattern.removeprefix(r"\b")
    before = re.compile(rf"\b(?i:{one})(?: of (?:the )?[^,.;]{{1,40}},|,)? ({name})")
    behind = re.compile(
        rf"\b({name}), (?:who is |which is )?(?:an?|the|its|their|his|her) (?:{OTHERS}[\w'-]+ ){{0,5}}?{one}"
        rf"(?=[,.;:]| (?:of|in|at|for|on|with|who|which|that|from|based)\b)"
    )
    for text in scene.texts[:1]:
        for pattern in (before, behind):
            yield from (re.sub(r"['’]s$", "", found[1].rstrip(".")) for found in pattern.finditer(text))
    yield from (whole for whole in scene.names if " " in whole and whole.split()[-1].lower() == noun)
    for sentence in (sentence for article in scene.articles[:1] for sentence in article.sentences):
        for claim in sentence.claims:
            if claim.role and head(claim.role) == noun and claim.speaker[:1].isupper():
                yield claim.speaker
