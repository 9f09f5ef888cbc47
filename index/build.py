"""Articles into the store: only what is new or changed, seen in one step, finished by the next run if interrupted."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from index.articles import understand
from index.passages import embed_whole, make_passages
from index.speech import SPEECH
from pullquote.archive import CHUNKING
from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from index.articles import Manuscript
    from index.draft import Draft
    from pullquote.encoder import Encoder
    from pullquote.records import Article

FIRST, BATCH = 64, 512  # sentences embedded together: few at first, so that even a run cut short gets something done
PACE = 10  # publishing takes at most one part in so many of the time
SOONEST = 3.0  # seconds between two editions


class Progress(Protocol):
    """Is told how far the work is."""

    def expect(self, articles: int) -> None:
        """So many articles are to be put in."""
        ...

    def advance(self, articles: int, sentences: int) -> None:
        """So many more are in."""
        ...


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run did. ``long`` sentences were embedded in parts, because the encoder reads no more at once.

    ``failures`` say which articles stayed out because nothing in them can be quoted.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    sentences: int = 0
    long: int = 0
    failures: tuple[ArticleError, ...] = ()


def in_its_own_voice(article: Article) -> Article:
    """The article as it is: whoever is reported in it stays unheard."""
    return article


def build(
    draft: Draft,
    manuscripts: Sequence[Manuscript],
    encoder: Encoder,
    progress: Progress,
    *,
    at_once: bool = False,
    listen: Callable[[Article], Article] = in_its_own_voice,
) -> Tally:
    """Put in what is new or changed, and publish: every few seconds, or ``at_once`` when all of it is in.

    ``listen`` finds out who says what in an article.
    """
    known = draft.versions
    pending = changed(manuscripts, known)
    done: list[str] = []
    sentences = long = 0
    failures: list[ArticleError] = []
    if pending:
        progress.expect(len(pending))
        pace = _Pace(draft)
        unseen = at_once  # which has something to show even when nothing can be put in
        for batch in _batches(pending, encoder, listen, failures):
            long += _add(draft, batch, encoder)
            count = sum(len(item.tokens) for item in batch)
            sentences += count
            done += [item.article.id for item in batch]
            progress.advance(len(batch), count)
            unseen = at_once or not pace.publish_if_due()
        if unseen:
            pace.publish()
    replaced = sum(name in known for name in done)
    return Tally(len(done) - replaced, replaced, len(manuscripts) - len(pending), sentences, long, tuple(failures))


def changed(manuscripts: Iterable[Manuscript], known: Mapping[str, str]) -> list[tuple[Manuscript, str]]:
    """The manuscripts whose version is not the ``known`` one, each with its version."""
    versions = ((manuscript, version_of(manuscript)) for manuscript in manuscripts)
    return [(manuscript, version) for manuscript, version in versions if known.get(manuscript.id) != version]


def version_of(manuscript: Manuscript) -> str:
    """A hash of all that decides what is stored of an article: its text, its source, our reading of it."""
    fields = [CHUNKING, SPEECH, manuscript.text, manuscript.source, *manuscript.source.cleared]
    return hashlib.sha256(json.dumps(fields, default=str).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Item:
    """An article on its way in, with the tokens of each of its sentences."""

    article: Article
    version: str
    tokens: Sequence[int]


def _batches(
    pending: Iterable[tuple[Manuscript, str]],
    encoder: Encoder,
    listen: Callable[[Article], Article],
    failures: list[ArticleError],
) -> Iterable[list[_Item]]:
    """Whole articles, read and measured, in batches of up to BATCH sentences; what cannot be goes to ``failures``."""
    batch: list[_Item] = []
    enough = min(FIRST, BATCH)
    for manuscript, version in pending:
        try:
            article = listen(understand(manuscript))
        except ArticleError as error:
            failures.append(error)
            continue
        batch.append(_Item(article, version, encoder.count_tokens([article.slice(s) for s in article.sentences])))
        if sum(len(item.tokens) for item in batch) >= enough:
            yield batch
            batch = []
            enough = min(BATCH, 2 * enough)
    if batch:
        yield batch


def _add(draft: Draft, batch: Sequence[_Item], encoder: Encoder) -> int:
    """Embed and put in a batch. Returns how many sentences were too long to be read at once."""
    passages = [make_passages(item.article, item.tokens, encoder.max_tokens) for item in batch]
    focused = [(item, passage) for item, of_item in zip(batch, passages, strict=True) for passage in of_item]
    texts = [item.article.slice(item.article.sentences[passage.focus]) for item, passage in focused]
    tokens = [item.tokens[passage.focus] for item, passage in focused]
    vectors = embed_whole(texts, tokens, encoder)
    first = 0
    for item, of_item in zip(batch, passages, strict=True):
        draft.add(item.article, item.version, of_item, vectors[first : first + len(of_item)])
        first += len(of_item)
    return sum(count > encoder.max_tokens for count in tokens)


class _Pace:
    """Publishes often enough that little is lost to an interruption, seldom enough to cost little."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._took = 0.0
        self._last = float("-inf")  # the first batch is published at once

    def publish_if_due(self) -> bool:
        due = time.monotonic() - self._last >= max(SOONEST, PACE * self._took)
        if due:
            self.publish()
        return due

    def publish(self) -> None:
        started = time.monotonic()
        self._draft.publish()
        self._last = time.monotonic()
        self._took = self._last - started
