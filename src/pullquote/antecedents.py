"""What a follow-up can mean by "he", "it" or "there": names and things of the question and answer before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pullquote.lexicon import STOP_WORDS, WORD, stems, words
from pullquote.names import DAYS, Names, Sort, names_in
from pullquote.question import COLLECTIVE, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pullquote.question import Question
    from pullquote.records import Answer, Article

DETERMINERS = frozenset("the a an this that these those his her their its our my no any some both all each".split())
BEFORE_NOUNS = r"the|an?|this|that|its|their|his|her|our|no|of|in|at|on|for|from|by|with|\d+|\w+(?:al|ic|ed|ous)"
VERBS = frozenset(
    "say says said saying tell told happen happened happens know known think mean means come came go went get got make "
    "made take took give gave call called want wanted become became begin began control controls".split()
)
OF_A_PEOPLE = re.compile(r".*(?:[a-z](?<!st)an|ish|ese|[rlmn]i|ench|utch)")
SOMEBODY = re.compile(
    r"\b(?:an?|the) (?:[a-z-]+ )?(?:man|woman|boy|girl|guard|driver|officer|suspect|victim|teenager)\b(?: aged \d+)?",
    re.IGNORECASE,
)
PRONOUNS = re.compile(
    r"he|she|it|they|him|her|them|his|hers|its|their|we|us|i|you|this|that|one|some|others", re.IGNORECASE
)
BODIES = frozenset("agency ministry government company court council police army party union committee".split())
LONGEST = 6  # words of an answer that can stand for it in a question
PASSIVE = re.compile(
    r"\b(?:is|was|has|be|been|being|get|gets|got) (?:it |that |this )?(?:be |been |being |ever |\w+ly )?"
    r"\w+(?:ed|en|lt|own|ught)\b",
    re.IGNORECASE,
)
STATES = frozenset(stems("big old long much many far say said happen know think mean want"))
LOOKED_AT = 50_000  # characters of an article


@dataclass(frozen=True)
class Scene:
    """An earlier question, its answer, and the articles that the answer is from: what a follow-up looks back on."""

    asked: Question
    answer: Answer

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The articles that are quoted, or that came nearest, each once."""
        quotes = (*self.answer.quotes, *self.answer.nearest)
        return tuple({quote.article.id: quote.article for quote in quotes}.values())

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The stems of those articles."""
        return frozenset(stem for text in self._texts for stem in stems(text))

    @cached_property
    def _stemmed(self) -> tuple[frozenset[str], ...]:
        """The stems of their sentences."""
        told = (article.slice(sentence) for article in self.articles for sentence in article.sentences)
        return tuple(frozenset(stems(sentence)) for sentence in told)

    @cached_property
    def naming(self) -> Names:
        """The names in those articles."""
        return Names(self.articles, self._texts)

    @property
    def names(self) -> frozenset[str]:
        """Every name in them."""
        return self.naming.every

    @cached_property
    def asked_names(self) -> tuple[str, ...]:
        """The names in the earlier question, in order, as the articles write them where they do."""
        return tuple(self.names_of(self.asked.text))

    def names_of(self, text: str) -> list[str]:
        """The names in a text, however it is written, in order; the longer one where two overlap."""
        taken: list[tuple[int, int, str]] = []
        for name in sorted(
            {*self.names, *names_in(text, opening=False)}, key=lambda name: (-len(name), name.isupper(), name)
        ):
            for match in re.finditer(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE):
                if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                    taken.append((*match.span(), name))
        return [name for _, _, name in sorted(taken)]

    def sort(self, name: str) -> Sort:
        """What a name seems to be the name of."""
        who = re.match(r"who(?:'s| is| was) (.+?)\W*$", self.asked.text, re.IGNORECASE)
        if who and who[1].lower() == name.lower():
            return Sort.PERSON
        return self.naming.sort(name)

    def person(self, gender: str = "") -> str | None:
        """Whom "he" (``gender`` "m") or "she" ("f") means."""
        asked = [name for name in self.asked_names if self.sort(name) is Sort.PERSON]
        answered = [name for name in self._answered_names() if self.sort(name) is Sort.PERSON]
        others = [name for name in self.asked_names if self._may_be_person(name)]
        near = [*answered, *asked] if self.asked.slot is Slot.WHO else [*asked, *answered]
        for found in (near, self._described(), [*self._speakers()], others, [*self._quoted_persons()]):
            for wanted in ((gender,), (gender, "")):
                if (name := next((name for name in found if self.naming.gender(name) in wanted), None)) is not None:
                    return name
        return None

    def place(self) -> str | None:
        """What "there" means."""
        asked = [name for name in self.asked_names if self.sort(name) is Sort.PLACE]
        answered = [name for name in self._answered_names() if self.sort(name) is not Sort.PERSON]
        found = [*answered, *asked] if self.asked.slot is Slot.WHERE else asked
        definite = (thing for thing in self.things() if thing.startswith("the "))
        return next(iter([*found, *definite, *map(self.naming.written, self._named_things())]), None)

    def group(self, typed: str = "") -> str | None:
        """Whom "they" means in what was typed."""
        several = self.asked.several
        if self.asked.slot is Slot.WHO and (answered := self.answered()):
            counted = re.search(r"\b(?:of|are|were) (?:they|them|these|those)\b", typed, re.IGNORECASE)
            if not (several and counted and not _is_plural(answered)):
                return answered
        if several:
            return several
        plural = (thing for thing in self.things() if _is_plural(thing))
        named = (self.naming.written(name) for name in self._named_things() if self.sort(name) is Sort.OTHER)
        return next(plural, None) or next(named, None) or self.thing(typed)

    def thing(self, typed: str = "", *, named: bool = True) -> str | None:
        """What "it" means in what was typed; without ``named``, what "that" does, which is no name."""
        things = self.things()
        picked = self.asked.slot is Slot.WHO or re.match(
            r"(?:which|what)\b(?! (?:did|does|do)\b)", self.asked.text, re.IGNORECASE
        )
        answered = [name for name in self._answered_names() if self.sort(name) is not Sort.PERSON] if picked else []
        weights = {thing: self._weight(thing) for thing in things}
        if named:
            weights |= {name: 2.0 - 1.5 * bool(OF_A_PEOPLE.fullmatch(name)) for name in self._named_things()}
            weights |= dict.fromkeys(answered, 2.0 + 0.25 * (self.asked.slot is Slot.WHO))
        said = frozenset(stems(typed)) - STATES
        suffers = PASSIVE.search(typed) is not None
        asked = self.asked.text.lower()
        for at, one in enumerate(weights):
            weights[one] += self._told_with(one, said) - 0.01 * at
            weights[one] += suffers * (asked.find(one.lower()) / len(asked) if one.lower() in asked else 0.0)
        chosen = max(weights, key=weights.__getitem__, default=None)
        return chosen if chosen in things or chosen is None else self.naming.written(chosen)

    def _weight(self, thing: str) -> float:
        """How likely a thing that was asked about is meant by "it"."""
        if thing.split()[0] not in DETERMINERS:
            return 1.0
        return 1.5 if _head(thing) in BODIES else 3.0  # bodies find and say; "it" is what they found

    def _told_with(self, thing: str, said: frozenset[str]) -> float:
        """The share of these stems that the articles have in one sentence with a thing."""
        of = frozenset(stems(thing))
        held = {stem for sentence in self._stemmed if of <= sentence for stem in said & sentence}
        return len(held) / len(said) if said else 0.0

    def things(self) -> list[str]:
        """What the earlier question is about besides names: runs of its words that the articles use as nouns."""
        tokens = [match.group() for match in WORD.finditer(self.asked.text)]
        named = frozenset(word for name in self.asked_names for word in words(name))
        runs: list[list[str]] = [[]]
        for place, token in enumerate(tokens):
            lowered = token.lower()
            after = tokens[place + 1].lower() if place + 1 < len(tokens) else ""
            if lowered in DETERMINERS:
                runs.append([lowered])
            elif lowered == "of" and len(runs[-1]) > 1 and after in named:
                runs[-1].append(token)  # "the harbour of Dunvik"
            elif lowered in named and not runs[-1] and self._is_noun(after) and self._is_printed(lowered, after):
                runs.append([token])  # "Kalmen bridge"
            elif (
                lowered in STOP_WORDS
                or lowered in VERBS
                or DAYS.fullmatch(lowered)
                or (lowered in named and not runs[-1])
            ):
                runs.append([])
            elif self._goes_on(runs[-1], lowered, after) or (lowered in named and runs[-1]) or runs[-1] == ["the"]:
                runs[-1].append(token)
            else:
                runs.append([])
        found = [" ".join(run) for run in runs if run and not {w.lower() for w in run} <= named | DETERMINERS]
        return sorted(found, key=lambda thing: thing.split()[0] not in DETERMINERS)

    def _goes_on(self, run: Sequence[str], word: str, after: str) -> bool:
        """Whether a word goes on a run of nouns, or begins one."""
        if self._is_noun(word):
            return True
        if run and after not in STOP_WORDS and self._is_noun(after):
            return True
        before = run[-1] if run and run[-1] not in DETERMINERS else ""
        return self._is_printed(before, word) or (after not in STOP_WORDS and self._is_printed(word, after))

    def is_human(self, thing: str) -> bool:
        """Whether the articles put a name to it: "the mayor" is Mayor Ada Quay, or the mayor, Ada Quay."""
        head = re.escape(_head(thing))
        return self._count(rf"\b(?i:{head}),? [A-Z][a-z]+ [A-Z][a-z]+|\b[Tt]he {head} (?:said|told|added)\b") > 0

    def _is_printed(self, first: str, second: str) -> bool:
        """Whether two words stand together in the articles."""
        both = re.escape(f"{first} {second}".lower())
        return bool(first and second) and self._count(rf"\b{both}\b", small=True) > 0

    def _is_noun(self, word: str) -> bool:
        """Whether the articles use a word mostly behind a determiner, a preposition, a number or an adjective."""
        if not word or word in COLLECTIVE:
            return bool(word)
        uses = self._count(rf"\b{re.escape(word)}\b", small=True)
        found = self._count(rf"\b(?:{BEFORE_NOUNS}) {re.escape(word)}\b", small=True)
        return uses > 0 and found >= 0.3 * uses

    def _may_be_person(self, name: str) -> bool:
        grouped = self._count(rf"\b[Tt]he {re.escape(name)}\b")
        return self.sort(name) is Sort.OTHER and not grouped and not OF_A_PEOPLE.fullmatch(name)

    def _named_things(self) -> list[str]:
        """The names asked about that are of no person; those of a people ("Afghan") only where there is no other."""
        names = [name for name in self.asked_names if self.sort(name) is not Sort.PERSON]
        return sorted(names, key=lambda name: OF_A_PEOPLE.fullmatch(name) is not None)

    def answered(self) -> str | None:
        """The words that answered, where they are few and nobody contradicts them."""
        quote = self.answer.quotes[0] if self.answer.quotes and not self.answer.accounts else None
        if quote is None or not quote.highlights:
            return None
        start, end = quote.highlights[0]
        text = quote.text[start:end].strip(" ,.;:“”\"'")
        if PRONOUNS.fullmatch(text):
            said = (quote.start + start, quote.start + end)
            named = (claim.speaker for claim in quote.sentence.claims if claim.source == said)
            return next((name for name in named if name != text and name[:1].isupper()), None)
        return text if 0 < len(text.split()) <= LONGEST else None

    def _described(self) -> list[str]:
        """Whoever was asked about or answers "who", without a name: "a man aged 39"."""
        if named := SOMEBODY.search(self.asked.text):
            return [named[0]]
        if human := [thing for thing in self.things() if thing.startswith("the ") and self.is_human(thing)]:
            return human
        answered = self.answered() if self.asked.slot is Slot.WHO else None
        return [answered] if answered and re.match(r"(?:an?|the|his|her) [a-z]", answered, re.IGNORECASE) else []

    def _answered_names(self) -> list[str]:
        quotes = self.answer.quotes[:1] if not self.answer.accounts else ()
        marked = (quote.text[start:end] for quote in quotes for start, end in quote.highlights)
        return [name for text in marked for name in names_in(text) if name in self.names]

    def _speakers(self) -> Iterator[str]:
        for quote in (*self.answer.quotes, *self.answer.nearest)[:1]:
            named = (claim.speaker for claim in quote.sentence.claims if claim.speaker.istitle())
            yield from (name for name in named if self.sort(name) is Sort.PERSON)

    def _quoted_persons(self) -> Iterator[str]:
        for quote in (*self.answer.quotes, *self.answer.nearest)[:1]:
            yield from (name for name in names_in(quote.text) if self.sort(name) is Sort.PERSON)

    def _count(self, pattern: str, *, small: bool = False) -> int:
        """How often the articles have a pattern; ``small`` where capitals do not matter."""
        return sum(len(re.findall(pattern, text)) for text in (self._lowered if small else self._texts))

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(self._around(article) for article in self.articles)

    def _around(self, article: Article) -> str:
        """The text of an article; of a very long one what stands around its first quote."""
        quotes = (*self.answer.quotes, *self.answer.nearest)
        first = next(quote.start for quote in quotes if quote.article.id == article.id)
        start = max(0, min(first - LOOKED_AT // 2, len(article.text) - LOOKED_AT))
        return article.text[start : start + LOOKED_AT]

    @cached_property
    def _lowered(self) -> tuple[str, ...]:
        return tuple(text.lower() for text in self._texts)


def _head(thing: str) -> str:
    """The noun of a thing: "harbour" of "the harbour of Dunvik"."""
    return thing.split(" of ")[0].split()[-1].lower()


def _is_plural(thing: str) -> bool:
    return " and " in thing or (_head(thing).endswith(("s", *COLLECTIVE)) and not _head(thing).endswith("ss"))
