"""The nouns that travel from an article on disk to an answer in a chat. All frozen, all checked when built.

Offsets are code points into ``Article.text``, half open, unless a field says otherwise.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

Span = tuple[int, int]


class Kind(StrEnum):
    """What a block of an article is. Only lead and body are the article's own statements."""

    LEAD = "lead"
    BODY = "body"
    HEADING = "heading"
    CAPTION = "caption"
    RELATED = "related link"
    SOURCE = "source line"

    @property
    def quotable(self) -> bool:
        """Whether a sentence of this kind may stand as an answer."""
        return self in (Kind.LEAD, Kind.BODY)


class Form(StrEnum):
    """How a claim is reported: in the speaker's words, in the writer's, or in both."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Outcome(StrEnum):
    """How an answer ended."""

    ANSWERED = "answered"
    DISPUTED = "disputed"
    NOT_IN_SOURCES = "not_in_sources"


class Silence(StrEnum):
    """Why nothing is quoted, as a sentence for the reader."""

    NOT_SAID = "The article does not say."
    NOTHING_INDEXED = "There is no article to look in yet."
    NOT_A_QUESTION = "That is no question that can be looked up."


def _check_span(start: int, end: int, length: int, what: str) -> None:
    if not 0 <= start < end <= length:
        raise ValueError(f"{what} [{start}, {end}) is not inside a text of {length} characters")


@dataclass(frozen=True, slots=True)
class Claim:
    """Something somebody is reported to have said. ``speaker`` is the name a reader would give."""

    speaker: str
    role: str | None
    source: Span | None
    cue: Span
    content: Span
    form: Form


@dataclass(frozen=True, slots=True)
class Block:
    """A run of an article's text with one purpose. ``paragraph`` counts lead and body blocks from 1."""

    start: int
    end: int
    kind: Kind
    section: str | None
    paragraph: int | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or heading, caption, link line) of an article, without the white space around it."""

    start: int
    end: int
    kind: Kind
    section: str | None
    paragraph: int | None
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Article:
    """A published text, exactly as published, with what is known of its source and what was understood.

    ``cleared`` names fields of the source that somebody took out: they stay unknown, whatever the text seems to say.
    Raises ValueError when a sentence is out of bounds, empty, or overlaps the one before it.
    """

    id: str
    text: str
    sentences: tuple[Sentence, ...]
    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    path: str | None = None
    cleared: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        end = 0
        for sentence in self.sentences:
            _check_span(sentence.start, sentence.end, len(self.text), "sentence")
            if sentence.start < end:
                raise ValueError(f"sentence at {sentence.start} overlaps the one that ends at {end}")
            if sentence.kind.quotable and sentence.paragraph is None:
                raise ValueError(f"sentence at {sentence.start} may be quoted but has no paragraph number")
            end = sentence.end

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the text as UTF-8."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def slice(self, span: Sentence | Block | Span) -> str:
        """The article's own characters at ``span``."""
        start, end = span if isinstance(span, tuple) else (span.start, span.end)
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole neighbouring sentences of one section: what is embedded, retrieved and read.

    ``first`` and ``last`` number the sentences (inclusive) in ``article.sentences``; ``focus`` is the
    sentence that the passage was made for.
    """

    article: Article
    first: int
    last: int
    focus: int

    def __post_init__(self) -> None:
        if not 0 <= self.first <= self.focus <= self.last < len(self.article.sentences):
            raise ValueError(f"passage {self.first}..{self.last} around {self.focus} is not in the article")

    @property
    def start(self) -> int:
        """Where the passage starts in the article's text."""
        return self.article.sentences[self.first].start

    @property
    def end(self) -> int:
        """Where the passage ends in the article's text."""
        return self.article.sentences[self.last].end

    @property
    def text(self) -> str:
        """The article's own characters, white space between the sentences included."""
        return self.article.text[self.start : self.end]

    @property
    def section(self) -> str | None:
        """The heading that the passage stands under."""
        return self.article.sentences[self.focus].section


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands, for a person to look it up."""

    number: int
    article: str
    title: str | None
    publisher: str | None
    published: date | None
    section: str | None
    paragraph: int
    link: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence cut out of an article. Cannot be built unless it is one, and in the article's own characters.

    ``before`` is the sentence in front of it in the same paragraph, where it cannot be understood without; then
    ``text`` holds both. ``highlights`` are answer spans relative to ``text``, in order, not overlapping.
    """

    number: int
    article: Article
    sentence: Sentence
    text: str
    highlights: tuple[Span, ...] = ()
    score: float = 0.0
    before: Sentence | None = None

    def __post_init__(self) -> None:
        if self.sentence not in self.article.sentences:
            raise ValueError(f"there is no such sentence at {self.sentence.start} of the article")
        if self.before and not self._follows(self.before):
            raise ValueError("a quote begins with its own sentence or the one in front of it in the same paragraph")
        if self.article.slice((self.start, self.end)) != self.text:
            raise ValueError("a quote must be the article's own characters")
        if not self.sentence.kind.quotable:
            raise ValueError(f"a {self.sentence.kind} is never quoted")
        end = 0
        for start, stop in self.highlights:
            _check_span(start, stop, len(self.text), "highlight")
            if start < end:
                raise ValueError(f"highlight at {start} overlaps the one that ends at {end}")
            end = stop

    @property
    def start(self) -> int:
        """Where the quote starts in the article's text."""
        return self.before.start if self.before else self.sentence.start

    @property
    def end(self) -> int:
        """Where the quote ends in the article's text."""
        return self.sentence.end

    @property
    def paragraph(self) -> int:
        """The quote's paragraph, counted from 1 over lead and body."""
        if self.sentence.paragraph is None:  # unreachable: Article refuses such a sentence
            raise ValueError("a quotable sentence has a paragraph")
        return self.sentence.paragraph

    def _follows(self, before: Sentence) -> bool:
        place = self.article.sentences.index(self.sentence)
        same = before.kind is self.sentence.kind and before.paragraph == self.sentence.paragraph
        return same and place > 0 and self.article.sentences[place - 1] == before


@dataclass(frozen=True, slots=True)
class Account:
    """One side of a dispute: who says so (None: the article itself), in which quotes, and the words."""

    speaker: str | None
    quotes: tuple[int, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Timing:
    """How long each step took, in milliseconds."""

    retrieve: float = 0.0
    read: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Quotes that answer a question, or the reason for silence: never neither, never both.

    ``more`` are the next best quotes, numbered on from the last of ``quotes``, for who asks for more.
    """

    question: str
    outcome: Outcome
    quotes: tuple[Quote, ...] = ()
    accounts: tuple[Account, ...] = ()
    nearest: tuple[Quote, ...] = ()
    more: tuple[Quote, ...] = ()
    silence: Silence | None = None
    confidence: float = 0.0
    timing: Timing = field(default_factory=Timing)

    def __post_init__(self) -> None:
        silent = self.outcome is Outcome.NOT_IN_SOURCES
        if silent != (self.silence is not None) or silent == bool(self.quotes):
            raise ValueError("an answer has either quotes or a reason for silence")
        if len(self.accounts) < 2 if self.outcome is Outcome.DISPUTED else self.accounts:
            raise ValueError("a dispute has at least two accounts, and nothing else has any")
        if self.nearest and not silent:
            raise ValueError("nearest passages are offered only where there is no answer")
        if self.more and silent:
            raise ValueError("there is no more where there is no answer")
        numbers = [quote.number for quote in (*self.quotes, *self.more)]
        if numbers != list(range(1, len(numbers) + 1)):
            raise ValueError(f"quotes are numbered from 1, in order, not {numbers}")
        places = {(quote.article.id, quote.sentence.start) for quote in (*self.quotes, *self.more)}
        if len(places) != len(numbers):
            raise ValueError("no sentence is quoted twice")
        if not set(numbers[: len(self.quotes)]).issuperset(n for account in self.accounts for n in account.quotes):
            raise ValueError("an account points to a quote that is not there")
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not a probability")
