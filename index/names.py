"""The people and bodies that an article names: by which full name, in what role, and of which sex.

Offsets are code points into the article's text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.recogniser import PERSON, PLACE, Mention
from index.roles import ROLES, STOPPING, TITLES, head, role_around

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pullquote.records import Span

MALE = frozenset(
    """mr sir lord king prince father brother son husband uncle spokesman chairman congressman councilman businessman
    policeman imam sheikh mullah pope qari ayatollah monk actor""".split()
)
FEMALE = frozenset(
    """mrs ms miss dame lady queen princess mother sister daughter wife aunt widow nun spokeswoman chairwoman actress
    congresswoman councilwoman businesswoman policewoman woman matron""".split()
)
_HIS = frozenset(  # first names that nearly all who bear them are men
    """adam ahmed alan alexander ali andrew anthony barack ben benjamin bernard bernie bill bob brian bruce carlos
    charles chris christopher chuck daniel dave david donald doug edward eric francis frank gary george greg harry
    henry jack jacob james jason jeb jeff jim joe john jon jose joseph joshua juan keith kevin larry marco mark
    martin matt matthew michael mike mitt mohammad muhammad nicholas nick patrick paul peter phil richard robert
    roger ronald ryan sam samuel scott sean stephen steve steven ted thomas tim tom tony victor vladimir william
    yusuf""".split()
)
_HERS = frozenset(  # the same of women
    """alice amanda amy angela ann anna anne barbara beatrix betty carol caroline catherine christine cindy debbie
    deborah diana diane elizabeth ellen emily emma fatima hannah helen hillary irene ivanka jane janet jennifer
    jessica joan julia julie karen kate katherine laura linda lisa liz lucy margaret maria marie martha mary melania
    michelle nancy pamela patricia rachel rebecca rose sandra sarah sharon sophie stephanie susan susana theresa
    victoria virginia wendy""".split()
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"[’']s?$")
_GENERATION = re.compile(r",?\s(?:Jr\.?|Sr\.?|I{2,3}|IV)$")
_EDGE = " \t\r\n,;:–—-“”\"'()"
_SAYING_LITTLE = TITLES | frozenset("secretary general colonel captain major lieutenant sergeant commander".split())
_CAPITALISED_IN_FRONT = re.compile(r"(?<![\w’'-])(?P<word>[A-ZÀ-ÖØ-Þ][\w.’'-]*)\s\Z")
_QUOTED_OR_PAST = re.compile(r"[“”\"\n]")  # what stands between a name and a pronoun that may mean another
_PRONOUN = re.compile(r"\b(?:(?P<he>he|his|him|himself)|(?P<she>she|her|herself))\b", re.IGNORECASE)


@dataclass(slots=True)
class Member:
    """Somebody an article names: by what full name, in what role, and of which sex, as far as it tells."""

    name: str
    kind: str
    role: str | None = None
    sex: str | None = None

    @property
    def words(self) -> list[str]:
        """The words of the name, without "Jr"."""
        return _GENERATION.sub("", self.name).split()


class Cast:
    """Everybody whom an article names, in the order in which they are met."""

    def __init__(self, text: str, mentions: Sequence[Mention]) -> None:
        """``mentions`` are of the whole article, in order, with offsets into its ``text``."""
        self._text = text
        self._members: dict[str, Member] = {}
        found = {each.span: self._named_in_full(each) for each in mentions}
        first = {id(member): span[0] for span, member in reversed(found.items()) if member}
        for each in mentions:
            if found[each.span] is None or each.kind != PERSON:
                found[each.span] = self._by_part(each, found[each.span], first)
        for span in self._surnames(found, first):
            found[span] = self._by_part(Mention(span, PERSON), None, first)
        self._mentions = [(span, member) for span, member in sorted(found.items()) if member]
        self._describe()

    def within(self, span: Span) -> list[tuple[Span, Member]]:
        """Who is named inside ``span``, in order."""
        return [(place, member) for place, member in self._mentions if span[0] <= place[0] and place[1] <= span[1]]

    def members(self) -> list[Member]:
        """Whom each mention means, in order."""
        return [member for _, member in self._mentions]

    def _people(self) -> list[Member]:
        return [member for member in self._members.values() if member.kind == PERSON]

    def _named_in_full(self, mention: Mention) -> Member | None:
        """Who is meant by a mention of several words, or by any that is of no person; None: a part of a name."""
        name = bare(self._text[slice(*mention.span)])
        words = _GENERATION.sub("", name).split()
        if mention.kind != PERSON:
            return self._members.setdefault(name, Member(name, mention.kind)) if len(name) > 1 else None
        if len(words) < 2:  # "Donald Jr." is somebody else than Donald
            return self._members.setdefault(name, Member(name, PERSON)) if " " in name else None
        for known in self._people():
            same = known.words[0] == words[0] and known.words[-1] == words[-1]  # with or without a middle name
            if same or known.words[-len(words) :] == words:
                return known
        return self._members.setdefault(name, Member(name, PERSON))

    def _by_part(self, mention: Mention, written: Member | None, first: dict[int, int]) -> Member | None:
        """Whom a surname, or a first name, means; ``written`` when that is nobody who was named in full before.

        Whatever the recogniser takes it for: it knows few surnames of people it has not read about.
        """
        name = bare(self._text[slice(*mention.span)])
        if " " in name or len(name) < 2:
            return written
        full = [member for member in self._people() if len(member.words) > 1]
        bearing = [member for member in full if member.words[-1] == name]
        if mention.kind == PERSON and not bearing:
            bearing = [member for member in full if member.words[0] == name]
        if len(bearing) > 1:
            bearing = [member for member in bearing if first.get(id(member), 0) < mention.span[0]]
        if len(bearing) > 1:
            titled = sex_of(self._text[max(0, mention.span[0] - 14) : mention.span[0]].split()[-1:])
            bearing = [member for member in bearing if titled and _sex_of_name(member.name) == titled]
        before = mention.kind == PERSON or any(first.get(id(m), 0) < mention.span[0] for m in bearing)
        if len(bearing) == 1 and before:
            return bearing[0]
        return written or self._members.setdefault(name, Member(name, mention.kind))

    def _surnames(self, found: dict[Span, Member | None], first: dict[int, int]) -> Iterator[Span]:
        """Where a surname stands by itself that the recogniser left out, behind the place of the full name."""
        places = {member.name for member in found.values() if member and member.kind == PLACE}
        surnames = {m.words[-1]: first.get(id(m), 0) for m in self._people() if len(m.words) > 1}
        wanted = [re.escape(name) for name in surnames if name not in places and len(name) > 1]
        if not wanted:
            return
        for match in re.finditer(rf"\b(?:{'|'.join(wanted)})\b(?!\s[A-Z]|-\w)", self._text):
            known = surnames[match[0]] < match.start() and not _within(match.span(), found)
            if known and not _belongs_to_longer_name(self._text, match.start()):
                yield match.span()

    def _describe(self) -> None:
        """Roles and sexes, from what stands around the names."""
        votes: Counter[tuple[str, str]] = Counter()
        people = [(span, member) for span, member in self._mentions if member.kind == PERSON]
        for place, (span, member) in enumerate(people):
            in_front = self._text[max(0, span[0] - 14) : span[0]].split()[-1:]
            role = role_around(self._text, span)
            if role and (not member.role or (" " in role and member.role.strip(".").casefold() in _SAYING_LITTLE)):
                member.role = role
            member.sex = member.sex or sex_of([*in_front, *member.name.split()[:1], *head(role or "")])
            following = people[place + 1][0][0] if place + 1 < len(people) else len(self._text)
            pronoun = _PRONOUN.search(self._text, span[1], min(following, span[1] + 160))
            if pronoun and not _QUOTED_OR_PAST.search(self._text, span[1], pronoun.start()):
                votes[member.name, "he" if pronoun["he"] else "she"] += 1
        for _, member in people:
            he, she = votes[member.name, "he"], votes[member.name, "she"]
            voted = "he" if he > 2 * she else "she" if she > 2 * he else None
            member.sex = member.sex or _sex_of_name(member.name) or voted


def _within(span: Span, others: Iterable[Span]) -> bool:
    return any(other[0] < span[1] and span[0] < other[1] for other in others)


def _belongs_to_longer_name(text: str, start: int) -> bool:
    """Whether a capitalised word that is no title stands right in front: "Anne" of "Anne Quay"."""
    in_front = _CAPITALISED_IN_FRONT.search(text, max(0, start - 30), start)
    return in_front is not None and in_front["word"].strip(".").casefold() not in ROLES | TITLES | STOPPING


def bare(name: str) -> str:
    """A name without what clings to it: quotation marks, an article, the possessive."""
    name = _POSSESSIVE.sub("", " ".join(name.split()).strip(_EDGE))
    return _ARTICLE.sub("", name) if name[:1].islower() else name


def sex_of(words: Sequence[str]) -> str | None:
    """The sex that a title or a role tells: "Mrs", "spokesman"."""
    plain = {word.strip(".,’'").casefold() for word in words}
    return "he" if plain & MALE else "she" if plain & FEMALE else None


def _sex_of_name(name: str) -> str | None:
    first = name.split()[0].casefold()
    return "he" if first in _HIS else "she" if first in _HERS else None
