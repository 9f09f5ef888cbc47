"""Names in articles: which there are, what they are the names of, and whether "he" or "she" is meant by them."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from pullquote.lexicon import STOP_WORDS
from pullquote.surface import NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pullquote.records import Article

STOPPED = r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Capt|Sgt|Sen|Gov|Rep|Rev|Hon|St)"  # a stop behind these ends nothing
TITLES = (
    r"(?:Mr|Mrs|Ms|Dr|Sir|President|Chancellor|General|Gen|Captain|Colonel|Judge|Justice|Professor|Prof|Mayor|Minister|"
    r"Premier|Governor|Senator|Secretary|Father|Bishop|Pope|King|Queen|Prince|Princess|Lord|Lady)\.?"
)
PLACED = r"(?:in|at|near|from|to|into|outside|across|around|through|towards?)"
DAYS = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|"
    r"November|December|today|yesterday|tomorrow)(?:['’]s)?",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:Agency|Alliance|Army|Assembly|Association|Authority|Bank|Board|Bridge|Brigade|Bureau|Campaign|Centre|Center|"
    r"Church|Club|Commission|Committee|Company|Congress|Corporation|Council|Court|Department|Federation|Foundation|Front|"
    r"Fund|Government|Group|Guard|Hospital|Hotel|Institute|League|Ministry|Movement|Museum|Office|Organi[sz]ation|"
    r"Parliament|Party|Police|Post|School|Senate|Service|Society|Times|Tribunal|Union|University)\b"
)
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
    station tabloid team think-tank tribunal union university watchdog website weekly wire""".split()
)
SHORT_NAME = 3  # letters; nobody is meant by less of a name


class Sort(StrEnum):
    """What kind of thing a name is the name of, as far as its articles show."""

    PERSON = "person"
    PLACE = "place"
    OTHER = "other"


class Names:
    """The names in some articles, of which ``texts`` are looked at."""

    def __init__(self, articles: Sequence[Article], texts: Sequence[str]) -> None:
        self._articles = articles
        self._texts = texts

    @cached_property
    def every(self) -> frozenset[str]:
        """Every name, as it is written there, and what a reader makes of it: its last word."""
        last = {name.split()[-1] for name in self._whole if " " in name}
        return frozenset(
            name for name in self._whole | last if len(name) >= SHORT_NAME and not self._is_written_small(name)
        )

    def sort(self, name: str) -> Sort:
        """What a name seems to be the name of.

        News calls a person by the full name once, or by a title; a single word without either is none.
        """
        last, whole = re.escape(name.split()[-1]), re.escape(name)
        placed = self.count(rf"\b{PLACED} (?:\w+ )?{whole}\b")
        grouped = self.count(rf"\b[Tt]he {whole}\b|\b{whole}, which\b|\b{whole}(?:['’]s)? (?:government|army|police)\b")
        titled = self.count(rf"\b{TITLES} (?:[A-Z][\w-]+ )?{last}\b")
        if BODY.search(name) or not (titled or self._has_role(name) or self._is_of_full_name(name)):
            return Sort.PLACE if placed > grouped else Sort.OTHER
        described = self.count(rf"\b{whole}, (?:an?|aged?|\d\d|who|whose)\b|[a-z]+, {whole},")
        speaks = self.count(rf"\b{last}(?:,[^,.]{{0,60}},)? (?:said|told|says|added|who)\b|\bsaid {whole}\b")
        alone = self.count(rf"(?<!the )(?<![A-Z][a-z] )(?<!\w )\b{last}\b") if " " in name else 0
        person = 2 * (titled + described + self._has_role(name) + bool(alone)) + speaks
        person += 0 if placed else self.count(rf"\b{whole}['’]s\b")
        if (person or " " not in name) and person >= placed and not grouped:
            return Sort.PERSON
        return Sort.PLACE if placed > max(person, grouped) else Sort.OTHER

    def gender(self, name: str) -> str:
        """ "m" or "f", by the pronouns in the sentences with a name and those after; empty where that does not show."""
        last = re.compile(rf"\b{re.escape(name.split()[-1])}\b")
        he = she = 0
        for article in self._articles:
            told = [article.slice(sentence) for sentence in article.sentences if sentence.kind.quotable]
            for sentence, after in zip(told, [*told[1:], ""], strict=True):
                if last.search(sentence):
                    he += len(re.findall(r"\b(?:he|him|his)\b", f"{sentence} {after}", re.IGNORECASE))
                    she += len(re.findall(r"\b(?:she|her|hers)\b", f"{sentence} {after}", re.IGNORECASE))
        return "m" if he > 2 * she else "f" if she > 2 * he else ""

    def written(self, name: str) -> str:
        """The name with "the", where the articles write it so."""
        whole = re.escape(name)
        return f"the {name}" if 2 * self.count(rf"\b[Tt]he {whole}\b") > self.count(rf"\b{whole}\b") else name

    def is_sure(self, name: str) -> bool:
        """Whether it has a capital also where no sentence begins."""
        whole = re.escape(name)
        told = rf"[^\s.!?“\"‘][”\"’]? {whole}\b|\b{whole}(?:, (?:who|whose|which|an?|the)\b|['’]s [a-z])"
        return " " in name or self.count(told) > 0

    def count(self, pattern: str) -> int:
        """How often the articles have a pattern."""
        return sum(len(re.findall(pattern, text)) for text in self._texts)

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(name for text in self._texts for name in names_in(text))

    @cached_property
    def _small(self) -> frozenset[str]:
        """The words that are written without a capital somewhere."""
        return frozenset(word for text in self._texts for word in re.findall(r"\b[a-z][\w'-]*", text))

    def _is_written_small(self, name: str) -> bool:
        """Whether a word is a name only where it begins a sentence."""
        return " " not in name and name.lower() in self._small

    def _is_of_full_name(self, name: str) -> bool:
        """Whether a name is of several words, or the last of such a one that is the name of a person."""
        if " " in name:
            return True
        return any(whole.endswith(f" {name}") and self.sort(whole) is Sort.PERSON for whole in self._whole)

    def _has_role(self, name: str) -> bool:
        """Whether somebody by that name speaks in a role."""
        claims = (claim for article in self._articles for sentence in article.sentences for claim in sentence.claims)
        roles = (claim.role for claim in claims if claim.speaker[:1].isupper() and claim.speaker.endswith(name))
        return any(role and not _is_body(role) for role in roles)


def _is_body(role: str) -> bool:
    """Whether a role is one of a body: "the national road authority"."""
    head = re.split(r" (?:of|for|at|in) ", role)[0].split()[-1]
    return head.lower() in BODIES or BODY.fullmatch(head.capitalize()) is not None


def names_in(text: str, *, opening: bool = True) -> Iterator[str]:
    """The names written in a text; what begins it only if ``opening``. Days and months are none."""
    for match in NAME.finditer(text):
        if match.start() == 0 and not opening:
            continue
        for tokens in _by_sentence(match.group().rstrip(".'’-").split()):
            while tokens and (tokens[0].lower() in STOP_WORDS or DAYS.fullmatch(tokens[0])):
                del tokens[0]
            if tokens:
                tokens[-1] = re.sub(r"['’]s$", "", tokens[-1])
            if tokens and len(tokens[-1]) > 1 and not DAYS.fullmatch(tokens[-1]):
                yield " ".join(tokens)


def _by_sentence(tokens: Iterable[str]) -> Iterator[list[str]]:
    """The words of a run of names, cut where a word with a full stop is neither a title nor an initial."""
    run: list[str] = []
    for token in tokens:
        run.append(token)
        if token.endswith(".") and not re.fullmatch(rf"{TITLES}|(?:\w\w?\.)+|St\.", token):
            yield [*run[:-1], token.rstrip(".")]
            run = []
    if run:
        yield run
