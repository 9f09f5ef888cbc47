"""Whom the words in front of "said" mean: a name where the article gives one, else the words themselves.

A wrong name is worse than a pronoun: "he" stays "he" when two people could be meant. Offsets are code points into the
article's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.names import sex_of
from index.recogniser import BODY, PERSON, PLACE
from index.roles import QUALIFYING, TITLES, head, is_role

if TYPE_CHECKING:
    from index.names import Cast, Member
    from pullquote.records import Span

NEAR = 700  # code points back to whoever a pronoun means; about two paragraphs
FAR = 4 * NEAR  # the same for "the agency"
HE, SHE = frozenset({"he", "him", "his", "he himself"}), frozenset({"she", "her", "she herself"})
IT, THEY = frozenset({"it", "its"}), frozenset({"they", "them", "both"})
RELATIVE = frozenset({"who", "which", "whom"})
PAPERS = frozenset(
    """affidavit audit complaint document documents e-mail email filing indictment lawsuit letter memo poll post release
    report review statement study survey tweet""".split()
)
BODIES = PAPERS | frozenset(
    """administration agency airline alliance army association authority bank board body broadcaster bureau campaign
    chain channel charity city club coalition commission committee company congress corporation council country
    court daily defence department embassy federation firm force foundation fund government group hospital house
    inquiry institute magazine maker manufacturer military militia ministry movement museum nation navy network
    newspaper observatory office operator organisation organization outlet panel paper parliament party police
    prosecution province publisher regime regulator retailer school senate service site start-up startup state
    station tabloid team think-tank tribunal union university watchdog website""".split()
)
_STARTING = re.compile(
    r"^(?:but|and|while|as|so|yet|though|although|however|both|even|later|meanwhile|because|since)\s+", re.IGNORECASE
)
_CLAUSE = re.compile(r"\s*[,–—-]?\s*\b(?:who|which|whose|whom|where|when|that)\b.*$", re.DOTALL)
_EDGE = " \t\r\n,;:–—-“”\"'"
_DEFINITE = re.compile(r"^(?:the|that|this|its|his|her|their)\s+", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:to|of|for|with|from|by|on|in|near|at|about|against|under|behind|like|than|including|between|among|but|except)\s+"
    r"(?:(?:the|its|his|her|their|our|an?)\s+)?$"
)
_LAST_WORD = re.compile(r"(?P<word>[\w’'.-]+)\s+$")
_AND_IN_FRONT = re.compile(
    r"(?:\b(?:and|or|as well as)|&)(?:,[^,]{2,25},)?\s+(?:[a-z-]+\s+){0,4}(?:[A-Z][\w.]+\s+){0,3}$"
)
_AND_BEHIND = re.compile(r"\s*,?\s*(?:and|or|&)\s+(?:[A-Z]|(?:the|his|her|a)\s|others?\b)")
_LISTED = re.compile(r"(?:,|,?\s(?:and|or|&))\s(?:[A-Z]\w*\.?\s)*")
_NOT_HIM = re.compile(r"[“”\"]|\b(?:younger|elder|older)\s")  # other words than his, or another of his family
_OWNED = re.compile(r"[’']s?\s+\w")
_GOES_ON_AS_NOUN = re.compile(  # "Quay supporters", "Quay Tower", "Quay-era"
    r"\s+(?!(?:who|of|in|at|on|from|for|with|and|or|himself|herself|also|then|later|earlier|now|as|told|said|to|by|after|before|when|during)\b)[a-z]|"
    r"\s+[A-Z]|-\w"
)
_PAPER_BEHIND = re.compile(rf"\s+(?:{'|'.join(sorted(PAPERS))}|spokes\w+|officials?)\b")
_BODY_NAMED = re.compile(  # "the rights group Open Door", "the tram operator, Wayline"
    r"^(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s+(?P<what>(?:[\w’'.-]+\s+){0,5}?(?P<noun>[a-z-]+)),?\s+"
    r"(?P<name>[A-Z][\w’'&.-]*(?:\s+(?:(?:of|for|the|and|in|de|on)\s+)*[A-Z][\w’'&.-]*)*)$"
)
_PERSON_NAMED = re.compile(  # "Brass Tunes host Ada Quay", whom the recogniser took for a band
    r"^(?:(?:[Tt]he|[Aa]n?)\s+)?(?P<what>(?:(?!(?:of|for|by|to|from|in|at|on|and|or|the|with|as|that|but|except|younger|elder)\b)[\w’'.-]+\s+){1,5})"
    r"(?<=[a-z]\s)(?P<name>(?:[A-Z][\w’'-]*[a-z](?:\s|$)){2,3})$"
)
_ONES_NAME = re.compile(
    r"(?!(?:Other|Some|Many|Most|All|Several|Both|Two|Three|Senior|Top)\s)(?:[A-Z][\w’'.-]+\s?){2,4}"
)
_SENTENCE_END = re.compile(r"(?:[.!?][”\"’']?\s+|\n)(?=[^\n]*$)")
_LEADING_IN = re.compile(r"(?:(?:[A-Z][\w’'-]*|[\w’'-]+,|[a-z’'-]+)\s+){0,7}$")
_LAST_APPOSED = re.compile(  # "Lord Penhallow, parliament's archivist, Zelda Kint," after what was said
    r"[^,]+(?:,[^,]+)*,\s(?P<person>(?:[Tt]he|[Aa]n?|[Ii]ts|[\w’'-]+[’']s?)\s[^,]{3,60},\s(?:[A-Z][\w’'.-]*\s?){2,3}),?"
)
_LESS_THAN = frozenset("deputy vice assistant former ex".split())  # a deputy governor is not "the governor"


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the name that a reader would give, the role, and what pronouns may mean them."""

    name: str
    role: str | None = None
    kind: str | None = None
    sex: str | None = None
    nouns: frozenset[str] = frozenset()
    settled: bool = True  # whether it is more than a pronoun


@dataclass(frozen=True, slots=True)
class Heard:
    """Somebody who was reported before, and where."""

    speaker: Speaker
    source: Span
    content: Span


class Speakers:
    """Tells who is meant by a source's words, one report after the other, in the order of the article."""

    def __init__(self, text: str, cast: Cast) -> None:
        self._text = text
        self._cast = cast
        self._heard: list[Heard] = []
        self._sexes: dict[str, str] = {}

    def of(self, source: Span, content: Span) -> Speaker:
        """The speaker whom the words at ``source`` mean, of what stands at ``content``."""
        source = self._mended(source, content)
        words = " ".join(self._text[slice(*source)].split())
        plain = words.casefold().strip(_EDGE)
        if plain in HE | SHE:
            found = self._person("he" if plain in HE else "she", source, content)
        elif plain in IT | THEY:
            found = self._body(plain in THEY, source)
        elif plain in RELATIVE:
            found = self._antecedent(source)
        else:
            found = self._named(source) or self._described(words, source) or self._as_written(words)
        if found:
            self._heard.append(Heard(found, source, content))
        return found or Speaker(words, settled=False)

    def _mended(self, source: Span, content: Span) -> Span:
        """The source with the whole of its last name, and without what it says."""
        start, end = source
        if content[0] <= start < content[1] < end:
            start = content[1]
        apposed = _LAST_APPOSED.fullmatch(self._text, start, end)
        start = apposed.start("person") if apposed else start
        people = (place for place, member in self._cast.within((start, end + 40)) if member.kind == PERSON)
        name = next((place for place in people if place[0] < end < place[1]), None)
        paper = _PAPER_BEHIND.match(self._text, end)
        if name:
            return start, name[1]
        if paper and self._text[start:end].rsplit(None, 1)[-1][:1].isupper():
            return start, paper.end()  # "a Foreign Ministry" + "statement saying"
        return start, end

    def _named(self, source: Span) -> Speaker | None:
        """The person whom the source names as its head: not in "X's lawyer", "an aide to X" or "X and Y"."""
        people = [(place, member) for place, member in self._cast.within(source) if member.kind == PERSON]
        for place, member in people:
            before, after = self._text[source[0] : place[0]], self._text[place[1] : source[1]]
            if _names_two(before, after, [self._text[slice(*other)] for other, _ in people if other != place]):
                return None
            following = [other[0] for other, _ in people if other[0] > place[1]]
            if following and _LISTED.fullmatch(self._text, place[1], following[0]):
                return None
            if _is_head(before, after):
                return self._of_member(member)
        return None

    def _of_member(self, member: Member) -> Speaker:
        sex = member.sex or self._sexes.get(member.name)
        return Speaker(member.name, member.role, member.kind, sex, frozenset(head(member.role or "")))

    def _described(self, words: str, source: Span) -> Speaker | None:
        """Whoever was heard before, or else named, and is now only "the agency" or "the spokesman"."""
        phrase = without_clause(words)
        plain = _DEFINITE.sub("", phrase)
        asked = head(plain)
        if (
            plain == phrase
            or len(asked) > 3
            or not asked
            or plain != plain.casefold()
            or len(asked) < len(plain.split())
        ):
            return None
        found: dict[str, Speaker] = {}
        for heard in reversed(self._heard):
            if source[0] - heard.source[0] > FAR:
                break
            if _fits(heard.speaker, asked):
                found.setdefault(heard.speaker.name, heard.speaker)
        if not found and is_role(asked[-1]) and phrase.casefold().startswith("the "):
            for speaker in (self._of_member(member) for _, member in self._cast.within((0, source[0]))):
                if _fits(speaker, asked):
                    found.setdefault(speaker.name, speaker)
        return next(iter(found.values())) if len(found) == 1 else None

    def _as_written(self, words: str) -> Speaker:
        phrase = _STARTING.sub("", without_clause(words)).strip(_EDGE)
        body = _BODY_NAMED.match(phrase)
        if body and body["noun"].casefold() in BODIES and body["name"][:1].isupper():
            what = " ".join(body["what"].split())
            return Speaker(body["name"], what, BODY, None, frozenset(head(what)))
        person = _PERSON_NAMED.match(phrase)
        role = " ".join(person["what"].split()) if person else ""
        if person and role.split()[-1].islower() and role.split()[-1] not in BODIES:
            return Speaker(person["name"], role, PERSON, sex_of(head(role)), frozenset(head(role)))
        for heard in reversed(self._heard):  # a surname of somebody whom the recogniser did not find
            if " " not in phrase and phrase and _is_one(heard.speaker) and heard.speaker.name.split()[-1:] == [phrase]:
                return heard.speaker
        held = head(_DEFINITE.sub("", phrase))
        noun = held[-1] if held else ""
        kind = PERSON if is_role(noun) else BODY if noun in BODIES else None
        called = {member.name.removeprefix("the ") for member in self._cast.members() if member.kind != PERSON}
        if kind is None and phrase.removeprefix("The ").removeprefix("the ") in called:
            kind = BODY
        return Speaker(phrase, None, kind, sex_of(held), frozenset(held))

    def _antecedent(self, source: Span) -> Speaker | None:
        """Whom "who" means: the person named right in front of it."""
        start = max(0, source[0] - 160)
        for place, member in reversed(self._cast.within((start, source[0]))):
            if member.kind != PERSON:
                continue
            between = self._text[place[1] : source[0]].strip(" ,")
            return self._of_member(member) if not between or (member.role and between.endswith(member.role)) else None
        return None

    def _person(self, sex: str, at: Span, content: Span) -> Speaker | None:
        """Whom "he" or "she" means: whoever was heard last, unless somebody else came to the fore since."""
        last = next((h for h in reversed(self._heard) if h.speaker.kind in (PERSON, None) and _is_one(h.speaker)), None)
        fits = (
            last
            and at[0] - last.source[0] <= NEAR
            and (last.speaker.sex or self._sexes.get(last.speaker.name)) in (None, sex)
        )
        since = max(last.source[0] if last else 0, at[0] - NEAR)
        others, foremost = dict[str, Speaker](), dict[str, Speaker]()
        for place, member in self._cast.within((since, at[0])):
            quoted = any(h.content[0] <= place[0] < h.content[1] for h in self._heard[-4:])
            quoted = quoted or content[0] <= place[0] < content[1]
            speaker = self._of_member(member)
            if member.kind != PERSON or quoted or speaker.sex not in (None, sex):
                continue
            if last is None or member.name != last.speaker.name:
                others[member.name] = speaker
                if self._is_subject(place):
                    foremost[member.name] = speaker
            else:
                foremost.clear()  # whoever was heard last came back to the fore
        if last and fits:
            return None if foremost else self._settle(last.speaker, sex)
        found = foremost or others
        return self._settle(next(iter(found.values())), sex) if len(found) == 1 else None

    def _is_subject(self, place: Span) -> bool:
        """Whether a name begins its sentence, but for a role or a word like "Then"."""
        before = self._text[max(0, place[0] - 200) : place[0]]
        ends = list(_SENTENCE_END.finditer(before))
        before = before[ends[-1].end() :] if ends else before
        return bool(_LEADING_IN.fullmatch(before)) and not _PREPOSITION.search(_without_titles(before))

    def _settle(self, speaker: Speaker, sex: str) -> Speaker:
        self._sexes[speaker.name] = sex
        return replace(speaker, sex=sex)

    def _body(self, many: bool, at: Span) -> Speaker | None:
        """Whom "it" or "they" means: the body, or the group of people, that was heard last and is near."""
        last = self._heard[-1] if self._heard else None
        if last is None or at[0] - last.source[0] > NEAR // 2:
            return None
        if many:
            return last.speaker if last.speaker.kind is None and not _is_one(last.speaker) else None
        return last.speaker if last.speaker.kind in (BODY, PLACE) else None


def without_clause(words: str) -> str:
    """A source without its relative clause: "residents, who fled" -> "residents"."""
    return _CLAUSE.sub("", words).strip(_EDGE) or words.strip(_EDGE)


def _fits(speaker: Speaker, asked: list[str]) -> bool:
    """Whether all the words of "the deputy governor" are said of a speaker, who is no less than that."""
    return speaker.nouns.issuperset(asked) and speaker.nouns & _LESS_THAN <= set(asked)


def _names_two(before: str, after: str, others: list[str]) -> bool:
    """Whether a name is one of several that are joined: "X and Y", "his wife and X"; not "lobbyist and adviser X"."""
    joined = _AND_IN_FRONT.search(before)
    if not joined or _AND_BEHIND.match(after):
        return _AND_BEHIND.match(after) is not None
    between = before[joined.start() :].split()[1:]
    role = bool(between) and is_role(between[-1].casefold()) and is_role((before[: joined.start()].split() or [""])[-1])
    return not role or any(other in before for other in others)


def _is_head(before: str, after: str) -> bool:
    """Whether a source is about the name in it: not "X's lawyer", "X supporters", "the wife of X", "officials (X)"."""
    if "(" in before.rsplit(")", 1)[-1] or _NOT_HIM.search(before) or _PREPOSITION.search(_without_titles(before)):
        return False
    return not _OWNED.match(after) and not _GOES_ON_AS_NOUN.match(after)


def _without_titles(before: str) -> str:
    """What stands in front of a name, without its roles: "an aide to Afghan President " -> "an aide to "."""
    while last := _LAST_WORD.search(before):
        plain = last["word"].strip(".,").casefold()
        if not (last["word"][0].isupper() or is_role(plain) or plain in TITLES or plain in QUALIFYING):
            break
        before = before[: last.start()]
    return before


def _is_one(speaker: Speaker) -> bool:
    """Whether "he" may be meant: a role, or a name of a few words; not "officials" or "Quay and Lind"."""
    return speaker.kind == PERSON or _ONES_NAME.fullmatch(speaker.name) is not None
