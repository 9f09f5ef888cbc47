"""Who somebody is, where a sentence says so beside the name: "Mayor Ada Quay", "Ben Pier, who leads the council"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pullquote.lexicon import STOP_WORDS, words
from pullquote.names import TITLES
from pullquote.surface import NAME

if TYPE_CHECKING:
    from pullquote.question import Question
    from pullquote.records import Span

WHO_IS = re.compile(
    r"who(?:'s|’s| is| was| are| were) (?P<name>(?:[\w.'’-]+ ){0,3}?[\w.'’-]+?)\W*"
    r"|what(?:'s|’s| is| was) (?P<whose>(?:[\w.'’-]+ ){0,3}?[\w.-]+?)['’]s? (?:job|role|position|post|office)\W*",
    re.IGNORECASE,
)
ROLE = re.compile(  # what somebody is: by its ending, or one of the few that have none
    r"\w+(?:er|or|ist|ian|ant|ent|ess|ary)|\w*(?:man|woman|person|chief|head)|official|general|ally|foe|aide|envoy|mayor|king|queen|star|"
    r"champion|coach|captain|judge|boss|guard|colleague|friend|rival|critic|mechanic|pilot|chef|nurse|monk",
    re.IGNORECASE,
)
BEHIND = re.compile(
    r"(?:, aged? \d+|, \d+)?,? (?:(?<=, )(?P<is>[^,.;:()“”\"]{3,90}?)(?=[,.;]|$)|\((?P<held>[^()\d]{3,60})\))"
)
OF_BODY = re.compile(
    r" (?P<of>(?:of|from|at) (?:the |its )?(?:[\w’'-]+ ){0,4}[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*)(?=[,.;:]|$)"
)
IN_FRONT = re.compile(r"(?:^|[,.;:“”\"] )(?P<is>(?:an?|the|its|their|his|her) [^,.;:“”\"]{3,80}), $", re.IGNORECASE)
NAMED = re.compile(r"(?:an?|the|its|their|his|her|who|one)\b", re.IGNORECASE)
FIRST = 3  # words behind a name, of which one is a role
MOST_BEFORE = 5  # words of a role in front of a name
NO_ROLE = re.compile(
    r"(?:said|says|told|added|but|and|which|where|when|while|after|before|in|on|at|with|as|citing|adding|saying|whose|"
    r"including|according|however|also|or|for|to|by|from)\b",
    re.IGNORECASE,
)


def introduced(question: Question, sentence: str) -> Span | None:
    """Where a sentence says who somebody is that is asked about so; None if nobody is, or it does not."""
    asked = WHO_IS.fullmatch(question.text)
    name = words(asked["name"] or asked["whose"]) if asked else []
    if not name or frozenset(name) & STOP_WORDS:
        return None
    for run in NAME.finditer(sentence):
        tokens = [(match.start() + run.start(), match[0]) for match in re.finditer(r"\S+", run[0])]
        held = [words(token)[:1] for _, token in tokens]
        if [name[-1]] in held and all([word] in held for word in name):
            return (
                _in_front(run.start(), run.end(), sentence)
                or _behind(run.end(), sentence)
                or _before(tokens, run.start(), sentence)
            )
    return None


def _in_front(start: int, end: int, sentence: str) -> Span | None:
    """What the name is set behind, between commas: "its chairman, Ben Pier, said"."""
    found = IN_FRONT.search(sentence[:start]) if sentence[end : end + 1] in (",", ".", "") else None
    return found.span("is") if found and any(map(ROLE.fullmatch, found["is"].split())) else None


def _behind(end: int, sentence: str) -> Span | None:
    """An apposition or a clause behind the name."""
    if of := OF_BODY.match(sentence, end):
        return of.span("of")
    found = BEHIND.match(sentence, end)
    group = next((one for one in ("is", "held") if found and found[one]), None)
    if found is None or group is None or NO_ROLE.match(found[group]):
        return None
    if not (NAMED.match(found[group]) or any(map(ROLE.fullmatch, found[group].split()[:FIRST]))):
        return None
    start = found.start(group) + 4 * found[group].startswith("who ")
    return (start, found.end(group))


def _before(tokens: list[tuple[int, str]], start: int, sentence: str) -> Span | None:
    """A title in front of the name, or the role that ends there."""
    titles = [at for at, (_, token) in enumerate(tokens[:-1]) if re.fullmatch(TITLES, token) or ROLE.fullmatch(token)]
    if titles and titles[-1] < len(tokens) - 1:
        last, token = tokens[titles[-1]]
        return (tokens[0][0], last + len(token))
    before = [*re.finditer(r"[\w’'-]+(?= )", sentence[:start])][-MOST_BEFORE:]
    role = len(before)
    if not before or before[-1].end() != start - 1 or not ROLE.fullmatch(before[-1][0]):
        return None
    while role and before[role - 1][0].lower() not in STOP_WORDS and before[role - 1][0].islower():
        role -= 1
        if role and before[role - 1].end() != before[role].start() - 1:
            break
    return (before[role].start(), before[-1].end()) if role < len(before) else None
