"""Articles and an asker for tests: small, real records, nothing learnt and nothing guessed."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.articles import Manuscript
from index.sources import Source
from pullquote.errors import ArticleError, QuestionError, StoreBusyError
from pullquote.records import Answer, Article, Claim, Form, Kind, Outcome, Quote, Sentence, Silence, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from pullquote.resolution import Resolver

SENTENCE = re.compile(r"\S.*?[.!?…]+[”\"]?(?=\s|$)", re.DOTALL)


def article(
    *paragraphs: str,
    id: str = "harbour",  # noqa: A002
    title: str | None = None,
    publisher: str | None = "The Harbour Post",
    published: date | None = None,
    url: str | None = None,
    section: str | None = None,
    claims: Callable[[str, int], tuple[Claim, ...]] = lambda _sentence, _start: (),
) -> Article:
    """An article whose sentences end in full stops. ``claims`` gets a sentence and where it starts."""
    text = "\n\n".join(paragraphs)
    sentences: list[Sentence] = []
    start = 0
    for number, paragraph in enumerate(paragraphs, 1):
        for match in SENTENCE.finditer(paragraph):
            span = (start + match.start(), start + match.end())
            kind = Kind.LEAD if number == 1 else Kind.BODY
            sentences.append(Sentence(*span, kind, section, number, claims(match.group(), span[0])))
        start += len(paragraph) + 2
    return Article(id, text, tuple(sentences), title, publisher, published, url)


def quote(source: Article, sentence: int, number: int = 1, *highlighted: str) -> Quote:
    """A sentence of an article as a quote, with these words of it highlighted."""
    found = source.sentences[sentence]
    text = source.slice(found)
    spans = tuple((text.index(words), text.index(words) + len(words)) for words in highlighted)
    return Quote(number, source, found, text, spans, 1.0)


def answered(question: str, *quotes: Quote) -> Answer:
    """An answer made of quotes."""
    return Answer(question, Outcome.ANSWERED, quotes, confidence=0.9)


def silent(question: str, silence: Silence = Silence.NOT_SAID) -> Answer:
    """An answer that there is none."""
    return Answer(question, Outcome.NOT_IN_SOURCES, silence=silence)


def claim(sentence: str, start: int, speaker: str, content: str, role: str | None = None) -> Claim:
    """What ``speaker`` is reported to say in a sentence that starts at ``start``."""
    at = start + sentence.index(content)
    span: Span = (at, at + len(content))
    named, said = sentence.find(speaker), max(0, sentence.rfind("said", 0, at - start))
    source = (start + named, start + named + len(speaker)) if named >= 0 else None
    return Claim(speaker, role, source, (start + said, start + said + 4), span, Form.INDIRECT)


@dataclass
class WordDesk:
    """An asker that quotes the sentences in which the names of the question stand, or its longest word."""

    articles: Sequence[Article]
    delay: float = 0.0
    asked: list[str] = field(default_factory=list[str])
    resolver: Resolver | None = None
    threads: set[str] = field(default_factory=set[str])
    at_once: int = 0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """The first three sentences that hold them."""
        with self._lock:
            self.asked.append(question)
            self.threads.add(threading.current_thread().name)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            time.sleep(self.delay)
            return self._look_up(question, article)
        finally:
            with self._lock:
                self.at_once -= 1

    def sources(self) -> Sequence[Article]:
        """The articles."""
        return self.articles

    @property
    def updated(self) -> datetime:
        """A day on which nothing happened."""
        return datetime(2026, 1, 31, tzinfo=UTC)

    def _look_up(self, question: str, article: str | None) -> Answer:
        words = re.findall(r"[^\W_]+", question)
        if not words:
            raise QuestionError("There are no words in that. Please ask a question.")
        if "explode" in words:
            raise ZeroDivisionError(f"cannot answer {question!r}")
        names = [word for word in words[1:] if word[0].isupper()] or [max(words, key=len)]
        found = [
            (source, number)
            for source in self.articles
            if article in (None, source.id)
            for number, sentence in enumerate(source.sentences)
            if all(name in source.slice(sentence) for name in names)
        ]
        quotes = [quote(source, place, number, names[0]) for number, (source, place) in enumerate(found, 1)]
        if quotes:
            return replace(answered(question, *quotes[:3]), more=tuple(quotes[3:9]))
        near = [quote(source, 0, number) for number, source in enumerate(self.articles[:2], 1)]
        return replace(silent(question), nearest=tuple(near))


class PaperPress:
    """A publisher that needs no models: a blank line is between paragraphs, a full stop ends a sentence."""

    def __init__(self, desk: object) -> None:
        self._desk = desk

    def read(self, name: str, content: bytes) -> Manuscript:
        """Any text."""
        if b"\0" in content:
            raise ArticleError(f"{name}: not a text")
        return Manuscript(name.partition(".")[0], content.decode(), Source())

    def fetch(self, address: str) -> Manuscript:
        """A page that stands at every address but one."""
        if "gone" in address:
            raise ArticleError(f"{address}: the server says 404")
        return Manuscript("page", "The pier was painted. Ada Quay said so.", Source("The pier", url=address))

    def preview(self, manuscript: Manuscript) -> Article:
        """The article that it would be."""
        source = manuscript.source
        return article(
            *manuscript.text.split("\n\n"),
            id=manuscript.id,
            title=source.title,
            publisher=source.publisher,
            published=source.published,
            url=source.url,
        )

    def publish(self, manuscript: Manuscript) -> Article:
        """On the desk from now on."""
        assert isinstance(self._desk, WordDesk)
        if "unprintable" in manuscript.text:
            raise StoreBusyError("another process is writing the store: wait until it is done")
        made = self.preview(manuscript)
        self._desk.articles = [*(one for one in self._desk.articles if one.id != made.id), made]
        return made

    def remove(self, article_id: str) -> bool:
        """Off the desk."""
        assert isinstance(self._desk, WordDesk)
        before = len(self._desk.articles)
        self._desk.articles = [one for one in self._desk.articles if one.id != article_id]
        return len(self._desk.articles) < before
