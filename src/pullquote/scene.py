"""What a follow-up looks back on: the question and answer before it, and what their articles name and describe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pullquote.lexicon import stems
from pullquote.names import Names, Sort, names_in
from pullquote.nouns import Nouns, head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pullquote.question import Question
    from pullquote.records import Answer, Article, Quote

PRONOUNS = re.compile(
    r"he|she|it|they|him|her|them|his|hers|its|their|we|us|i|you|this|that|one|some|others", re.IGNORECASE
)
LONGEST = 6  # words of an answer that can stand for it in a question
LOOKED_AT = 50_000  # characters of an article


@dataclass(frozen=True)
class Scene:
    """An earlier question, its answer, and the articles that the answer is from."""

    asked: Question
    answer: Answer

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        """The articles that are quoted, or that came nearest, each once."""
        return tuple({quote.article.id: quote.article for quote in self.quotes}.values())

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """What is quoted, or came nearest."""
        return (*self.answer.quotes, *self.answer.nearest)

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What is looked at of those articles."""
        return tuple(self._around(article) for article in self.articles)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The stems of those articles."""
        return frozenset(stem for text in self.texts for stem in stems(text))

    @cached_property
    def naming(self) -> Names:
        """The names in those articles."""
        return Names(self.articles, self.texts)

    @cached_property
    def nouns(self) -> Nouns:
        """How those articles use words."""
        return Nouns(self.texts)

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
                if match[0].islower() and not self.naming.is_sure(name):
                    continue
                if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                    taken.append((*match.span(), name))
        return [name for _, _, name in sorted(taken)]

    def sort(self, name: str) -> Sort:
        """What a name seems to be the name of."""
        who = re.match(r"who(?:'s| is| was) (.+?)\W*$", self.asked.text, re.IGNORECASE)
        if who and who[1].lower() == name.lower():
            return Sort.PERSON
        return self.naming.sort(name)

    def things(self) -> list[str]:
        """What the earlier question is about besides names: runs of its words that the articles use as nouns."""
        return self.nouns.of(self.asked.text, self.asked_names)

    def is_human(self, thing: str) -> bool:
        """Whether the articles put a name to it: "the mayor" is Mayor Ada Quay, or the mayor, Ada Quay."""
        noun = re.escape(head(thing))
        return self.nouns.count(rf"\b(?i:{noun}),? [A-Z][a-z]+ [A-Z][a-z]+|\b[Tt]he {noun} (?:said|told|added)\b") > 0

    def told_with(self, thing: str, said: frozenset[str]) -> float:
        """The share of these stems that the articles have in one sentence with a thing."""
        of = frozenset(stems(thing))
        held = {stem for sentence in self._stemmed if of <= sentence for stem in said & sentence}
        return len(held) / len(said) if said else 0.0

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

    def answered_names(self) -> list[str]:
        """The names among the words that answered."""
        quotes = self.answer.quotes[:1] if not self.answer.accounts else ()
        marked = (quote.text[start:end] for quote in quotes for start, end in quote.highlights)
        return [name for text in marked for name in names_in(text) if name in self.names]

    def speakers(self) -> Iterator[str]:
        """Who is named as saying what is quoted first."""
        for quote in self.answer.quotes[:1]:
            named = (claim.speaker for claim in quote.sentence.claims if claim.speaker.istitle())
            yield from (name for name in named if self.sort(name) is Sort.PERSON)

    def quoted_persons(self) -> Iterator[str]:
        """The persons named in what is quoted first."""
        for quote in self.answer.quotes[:1]:
            yield from (name for name in names_in(quote.text) if self.sort(name) is Sort.PERSON)

    @cached_property
    def _stemmed(self) -> tuple[frozenset[str], ...]:
        """The stems of the articles' sentences."""
        told = (article.slice(sentence) for article in self.articles for sentence in article.sentences)
        return tuple(frozenset(stems(sentence)) for sentence in told)

    def _around(self, article: Article) -> str:
        """The text of an article; of a very long one what stands around its first quote."""
        first = next(quote.start for quote in self.quotes if quote.article.id == article.id)
        start = max(0, min(first - LOOKED_AT // 2, len(article.text) - LOOKED_AT))
        return article.text[start : start + LOOKED_AT]
