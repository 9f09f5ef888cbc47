"""Whom the words in front of "said" mean: a name where the article gives one, else the words themselves.

A wrong name is worse than a pronoun: "he" stays "he" when two people could be meant. Offsets are code points into the
article's text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from index.names import sex_of
from index.newcomers import named_so, newcomer_before
from index.phrases import EDGE, bare, named_in, without_clause
from index.recogniser import BODY, PERSON, PLACE
from index.roles import QUALIFYING, TITLES, head, is_role
from pullquote.names import BODIES, PAPERS

if TYPE_CHECKING:
    from index.names import Cast, Member
    from pullquote.records import Span

NEAR = 700  # code points back to whoever a pronoun means; about two paragraphs
FAR = 4 * NEAR  # the same for "the agency"
HE, SHE = frozenset({"he", "him", "his", "he himself"}), frozenset({"she", "her", "she herself"})
IT, THEY = frozenset({"it", "its"}), frozenset({"they", "them", "both"})
RELATIVE = frozenset({"who", "which", "whom"})
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
_NOT_HIM = re.compile(  # other words than his, or another of his family
    r"[“”\"]|\b(?:younger|older)\s|(?:^|\b(?:the|his|her|their)\s)elder\s", re.IGNORECASE
)
_OWNED = re.compile(r"[’']s?\s+\w")
_GOES_ON_AS_NOUN = re.compile(  # "Quay supporters", "Quay Tower", "Quay-era"
    r"\s+(?!(?:who|of|in|at|on|from|for|with|and|or|himself|herself|also|then|later|earlier|now|as|told|said|to|by|after|before|when|during)\b)[a-z]|"
    r"\s+[A-Z]|-\w"
)
_PAPER_BEHIND = re.compile(rf"\s+(?:{'|'.join(sorted(PAPERS))}|spokes\w+|officials?)\b")
_ONES_NAME = re.compile(
    r"(?!(?:Other|Some|Many|Most|All|Several|Both|Two|Three|Senior|Top)\s)(?:[A-Z][\w’'.-]+\s?){2,4}"
)
_SENTENCE_END = re.compile(r"(?:[.!?][”\"’']?\s+|\n)(?=[^\n]*$)")
_LEADING_IN = re.compile(
    r"(?:(?:[A-Z][\w’'-]*|[\w’'-]+,|[a-z’'-]+)\s+){0,7}$|"
    r"(?:By|On|In|At|After|When|While|As|Before|During|Since|Until|If|Though|Although)\s[^“”\"]+,\s$"
)
_LAST_APPOSED = re.compile(  # "Lord Penhallow, parliament's archivist, Zelda Kint," after what was said
    r"[^,]+(?:,[^,]+)*,\s(?P<person>(?:[Tt]he|[Aa]n?|[Ii]ts|[\w’'-]+[’']s?)\s[^,]{3,60},\s(?:[A-Z][\w’'.-]*\s?){2,3}),?"
)
_LAST_WITH_ROLE = re.compile(  # "the governor, Lord Penhallow, archivist Zelda Kint" after what was said
    r"[^,]+(?:,[^,]+)*,\s(?P<person>(?P<role>(?:[a-z][\w’'-]*\s){1,5})(?:[A-Z][\w’'.-]*\s?){2,3}),?"
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
        plain = words.casefold().strip(EDGE)
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
        if not apposed and content[0] < start:
            apposed = _LAST_WITH_ROLE.fullmatch(self._text, start, end)
            apposed = apposed if apposed and is_role(" ".join(head(apposed["role"])[-1:])) else None
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
        phrase = bare(words)
        if known := named_so(words):
            return Speaker(known.name, known.role, PERSON, sex_of(list(known.nouns)), known.nouns)
        if named := named_in(phrase):
            nouns = head(named.role)
            sex = sex_of(nouns) if named.kind == PERSON else None
            return Speaker(named.name, named.role, named.kind, sex, frozenset(nouns))
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
        """Whom "he" or "she" means: whoever was heard last, unless somebody else came to the fore since.

        Who alone came to the fore, or in to speak, in a paragraph behind is meant; in the same one, nobody can tell.
        """
        last = next((h for h in reversed(self._heard) if h.speaker.kind in (PERSON, None) and _is_one(h.speaker)), None)
        fits = (
            last
            and at[0] - last.source[0] <= NEAR
            and (last.speaker.sex or self._sexes.get(last.speaker.name)) in (None, sex)
        )
        since = max(last.source[0] if last else 0, at[0] - NEAR)
        others, foremost = self._named_since(since, sex, at, content, last.speaker.name if last else None)
        if unnamed := self._unnamed(last.source[0] if last else 0, sex, at):
            return unnamed
        if last and fits and not foremost:
            return self._settle(last.speaker, sex)
        if last and fits:
            (place, speaker), *more = foremost.values()
            opens = not more and speaker.sex == sex and "\n" in self._text[last.source[0] : place]
            return self._settle(speaker, sex) if opens else None
        found = [speaker for _, speaker in (foremost or others).values()]
        known = [each for each in found if each.sex == sex and " " in each.name]
        if len(known) == 1 and all(each in known or " " not in each.name for each in found):
            found = known  # whoever has one name only may be no person
        return self._settle(found[0], sex) if len(found) == 1 else None

    def _unnamed(self, last: int, sex: str, at: Span) -> Speaker | None:
        """Who came in to speak, without a name, in a paragraph behind ``last``, and nobody is named since."""
        new = newcomer_before(self._text, at[0])
        if new is None or "\n" not in self._text[last : new.place] or sex_of(list(new.nouns)) not in (None, sex):
            return None
        if any(
            member.kind == PERSON and member.name != new.name for _, member in self._cast.within((new.place, at[0]))
        ):
            return None
        return self._settle(Speaker(new.name, new.role, PERSON, sex, new.nouns), sex)

    def _named_since(
        self, since: int, sex: str, at: Span, content: Span, last: str | None
    ) -> tuple[dict[str, tuple[int, Speaker]], dict[str, tuple[int, Speaker]]]:
        """Who else than ``last`` is named since and may be ``sex``, and who of them is what a sentence is about.

        By name, with the place of the latest mention. Not who is named only in what somebody says; and nobody is to
        the fore who was there before ``last`` was named again.
        """
        others, foremost = dict[str, tuple[int, Speaker]](), dict[str, tuple[int, Speaker]]()
        for place, member in self._cast.within((since, at[0])):
            quoted = any(h.content[0] <= place[0] < h.content[1] for h in self._heard[-4:])
            quoted = quoted or content[0] <= place[0] < content[1]
            speaker = self._of_member(member)
            if member.kind != PERSON or quoted or speaker.sex not in (None, sex):
                continue
            if member.name == last:
                foremost.clear()
                continue
            others[member.name] = place[0], speaker
            if self._is_subject(place):
                foremost[member.name] = place[0], speaker
        return others, foremost

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
