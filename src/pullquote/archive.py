"""The whole read path in one class: open a store, ask, get an Answer."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pullquote.accounts import accounts_of, find_sides, quotes_of
from pullquote.encoder import SentenceEncoder
from pullquote.errors import StoreError
from pullquote.list_models import ShippedListModel
from pullquote.question import Question
from pullquote.reader import ExtractiveReader
from pullquote.records import Answer, Outcome, Silence, Timing
from pullquote.resolvers import ShippedResolver
from pullquote.retrieval import Retriever
from pullquote.selection import MOST, further, number, select
from pullquote.statements import as_verified, find_statements
from pullquote.store import Identity, Store
from pullquote.verification import verify

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

    from pullquote.encoder import Encoder
    from pullquote.list_models import ListModel
    from pullquote.reader import Reader
    from pullquote.records import Article
    from pullquote.resolution import Resolver
    from pullquote.settings import Settings
    from pullquote.spans import SpanModel
    from pullquote.store import Edition
    from pullquote.verification import Context

CHUNKING = "sentence 1"  # to be counted up whenever sentences, passages or what is embedded of them change
NEAREST = 2


def identity_of(encoder: Encoder) -> Identity:
    """What a store of this program and this encoder is marked with."""
    return Identity(encoder.name, encoder.dimension, CHUNKING)


class Archive:
    """Articles that can be asked. Safe to use from several threads; follows the store when it changes."""

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        reader: Reader,
        lists: ListModel,
        resolver: Resolver | None = None,
    ) -> None:
        """Open the current edition. Raises StoreMissingError, StoreMismatchError or StoreError."""
        self.resolver = resolver  # what tells how a follow-up is written out
        self._store = store
        self._encoder = encoder
        self._reader = reader
        self._lists = lists
        self._renewing = threading.Lock()
        self._open = self._opened()

    @classmethod
    def shipped(cls, store: Store, encoder: Encoder, model: SpanModel | None = None) -> Archive:
        """An archive with the models that ship, but for the encoder and a span ``model`` where one is given."""
        lists = ShippedListModel()
        return cls(store, encoder, ExtractiveReader(model), lists, ShippedResolver(lists))

    @classmethod
    def open(cls, settings: Settings) -> Archive:
        """An archive as the settings describe it. The store is looked for before any model is loaded."""
        encoder = SentenceEncoder(settings.encoder)
        reader, lists = ExtractiveReader.named(settings.reader), ShippedListModel()
        resolver = ShippedResolver(lists)
        archive = cls(Store(settings.store, settings.chroma), encoder, reader, lists, resolver)
        encoder.load()  # now, not while somebody waits for the first answer
        reader.load()
        lists.load()
        resolver.load()
        return archive

    def ask(self, question: str, article: str | None = None, context: Context | None = None) -> Answer:
        """Quotes that answer, from one article or all of them, or the reason for silence.

        ``context`` is what the question was made of, where it is a follow-up that was written out. Raises
        QuestionError when there is nothing to look for, or there is no such article.
        """
        asked = Question(question)
        edition, retriever = self._current()
        try:
            return self._answer(asked, article, context, edition, retriever)
        except StoreError:
            if self._store.current() == edition.name:
                raise
        return self._answer(asked, article, context, *self._current())  # the edition went while we read it

    def _answer(
        self,
        asked: Question,
        article: str | None,
        context: Context | None,
        edition: Edition,
        retriever: Retriever,
    ) -> Answer:
        started = time.perf_counter()
        candidates = retriever.retrieve(asked, article)
        retrieved = time.perf_counter()
        readings = self._reader.read(asked, candidates, retriever.lexicon.idf)
        statements = find_statements(asked, readings)
        once_more = verify(asked, readings, statements, self._lists, context)
        readings = self._reader.verified(readings, once_more.odds)
        quotes = select(readings, self._reader.bar) if asked.stems else ()  # "who is it" asks about nothing
        sides = find_sides(asked, statements, once_more.conflicts, self._lists) if quotes else ()
        if sides:
            quotes = quotes_of(as_verified(sides, readings), quotes, MOST)
        done = time.perf_counter()
        timing = Timing(1e3 * (retrieved - started), 1e3 * (done - retrieved), 1e3 * (done - started))
        confidence = self._reader.confidence(readings) if asked.stems else 0.0
        if quotes:
            outcome = Outcome.DISPUTED if sides else Outcome.ANSWERED
            accounts = accounts_of(sides, quotes)
            more = further(readings, quotes)
            return Answer(asked.typed, outcome, quotes, accounts, more=more, confidence=confidence, timing=timing)
        return Answer(
            asked.typed,
            Outcome.NOT_IN_SOURCES,
            nearest=number(readings, NEAREST) if asked.stems else (),
            silence=Silence.NOT_SAID if edition.articles else Silence.NOTHING_INDEXED,
            confidence=confidence,
            timing=timing,
        )

    def sources(self) -> Sequence[Article]:
        """The articles that answers come from, by id."""
        return tuple(self._current()[0].articles.values())

    @property
    def updated(self) -> datetime:
        """When what the store holds was last changed, in UTC."""
        return datetime.fromtimestamp(int(self._current()[0].name) / 1000, UTC)

    def close(self) -> None:
        """Let go of the store."""
        self._open[0].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _opened(self) -> tuple[Edition, Retriever]:
        edition = self._store.open(identity_of(self._encoder))
        return edition, Retriever(edition, self._encoder)

    def _current(self) -> tuple[Edition, Retriever]:
        """The edition to read, opened anew if another was published since; one thread does that, others wait."""
        if self._store.current() != self._open[0].name:
            with self._renewing:
                if self._store.current() != self._open[0].name:
                    self._open = self._opened()  # the old one is freed with the last question that reads it
        return self._open
