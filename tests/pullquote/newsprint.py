"""Articles, an encoder and a reader for tests: small, real records, nothing learnt."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import numpy as np

from index.articles import Manuscript, understand
from index.build import build, in_its_own_voice
from index.draft import open_draft
from index.sources import Source
from pullquote.archive import identity_of
from pullquote.lexicon import stems
from pullquote.list_models import Weighed
from pullquote.reader import Reading
from pullquote.records import Article, Kind, Sentence
from pullquote.store import ARTICLES, PASSAGES, Key, Store, pack, read_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from numpy.typing import NDArray

    from index.build import Tally
    from pullquote.encoder import Encoder
    from pullquote.listing import TextSpan
    from pullquote.question import Question
    from pullquote.retrieval import Candidate

LINE = tuple[Kind, str | None, int | None, str]

HARBOUR = """\
The old crane of Port Quillon fell into the harbour at dawn on Tuesday.

Nobody was hurt, said mayor Ada Quay, who had warned of rust for years. Divers will lift the wreck in March.

The ferry to Oxmoor Island

The ferry to Oxmoor Island sails again on Friday, the harbour office said. Tickets cost nine crowns.
"""
ORCHARD = """\
Frost killed half of the pear blossom in the Vale of Tarn, growers said on Monday.

Beatrix Holm lit four hundred candles between her trees. The candles burned until sunrise.

Insurers have promised to visit every orchard in the vale before June.
"""


def article(*lines: LINE, id: str = "harbour", title: str | None = None, url: str | None = None) -> Article:  # noqa: A002
    """An article made of these sentences: kind, section, paragraph, text."""
    sentences: list[Sentence] = []
    text = ""
    for kind, section, paragraph, line in lines:
        sentences.append(Sentence(len(text), len(text) + len(line), kind, section, paragraph))
        text += f"{line}\n\n"
    return Article(id, text, tuple(sentences), title, url=url)


def manuscript(
    name: str,
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    published: date | None = None,
    url: str | None = None,
) -> Manuscript:
    """A text and what is known of its source, as if read from a file."""
    return Manuscript(name, text, Source(title, publisher, published, url))


def story(name: str, text: str) -> Article:
    """A text, understood."""
    return understand(manuscript(name, text))


class WordEncoder:
    """Texts with the same words have the same vector; refuses what a real one would cut off."""

    def __init__(self, name: str = "words", dimension: int = 64, max_tokens: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.seen: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words, and one token at each end."""
        return [len(_words(text)) + 2 for text in texts]

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """One direction for each word."""
        assert max(self.count_tokens(texts), default=0) <= self.max_tokens, "a text would be cut off"
        self.seen += texts
        vectors = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in _words(text):
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1.0
        if progress:
            progress(len(texts))
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


class WordReader:
    """Believes in a sentence as far as it holds the question's words, and in the best far more than in others."""

    bar = 0.5

    def load(self) -> None:
        """There is nothing to load."""

    def read(
        self, question: Question, candidates: Sequence[Candidate], idf: Callable[[str], float]
    ) -> tuple[Reading, ...]:
        """The share of the asked words that the best holds, divided among all."""
        wanted = set(question.stems)
        shares = [len(wanted & set(candidate.signals.stems[1])) / (len(wanted) or 1) for candidate in candidates]
        scale = max(shares, default=0.0) / (sum(share**8 for share in shares) or 1.0)
        readings = [Reading(candidate, share**8 * scale) for candidate, share in zip(candidates, shares, strict=True)]
        return tuple(sorted(readings, key=lambda reading: -reading.probability))

    def verified(self, readings: Sequence[Reading], odds: NDArray[np.float64]) -> tuple[Reading, ...]:
        """The readings as they were."""
        assert len(odds) <= len(readings)
        return tuple(readings)

    def confidence(self, readings: Sequence[Reading]) -> float:
        """What it believes of the best."""
        return min(1.0, readings[0].probability) if readings else 0.0


class WordLists:
    """Takes two spans for conflicting when they share a word of the question and just one of them says "not"."""

    def load(self) -> None:
        """There is nothing to load."""

    def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
        """No opinion on answers; a conflict, or none at all."""
        asked = set(stems(question))
        said = [texts[text][start:end] for text, start, end in spans]
        conflicts = [
            [
                (" not " in one) != (" not " in other) and bool(asked & set(stems(one)) & set(stems(other)))
                for one in said
            ]
            for other in said
        ]
        return Weighed(np.zeros(len(said)), np.asarray(conflicts, dtype=np.float64).reshape(len(said), len(said)))


class Bystander:
    """Progress that is only counted."""

    def __init__(self) -> None:
        self.expected = self.articles = self.sentences = 0

    def expect(self, articles: int) -> None:
        """So many articles are to be put in."""
        self.expected += articles

    def advance(self, articles: int, sentences: int) -> None:
        """So many more are in."""
        self.articles += articles
        self.sentences += sentences


def printed(
    folder: Path,
    manuscripts: Iterable[Manuscript],
    encoder: Encoder | None = None,
    *,
    anew: bool = False,
    listen: Callable[[Article], Article] = in_its_own_voice,
) -> Tally:
    """Manuscripts put into the store in ``folder``, and published."""
    encoder = encoder or WordEncoder()
    with open_draft(Store(folder), identity_of(encoder), anew=anew) as draft:
        return build(draft, list(manuscripts), encoder, Bystander(), at_once=anew, listen=listen)


def inventory(folder: Path) -> tuple[list[str], list[str]]:
    """What lies in the database of the current edition, record by record, and what its articles call for, sorted."""
    client, _ = Store(folder).connect()
    collections = [client.get_collection(name, embedding_function=None) for name in (ARTICLES, PASSAGES)]
    found = [f"{each.name} {key}" for each in collections for key in each.get(include=[])["ids"]]
    versions, articles, passages = read_articles(collections[0])
    client.close()
    expected = [f"{ARTICLES} {name}" for name in articles]
    for name, version in versions.items():
        pages = range(len(pack(articles[name], passages[name])))
        expected += [f"{ARTICLES} {Key(name, version, page)}" for page in pages]
        expected += [
            f"{PASSAGES} {Key(name, version, number)}"
            for number, sentence in enumerate(articles[name].sentences)
            if sentence.kind.quotable
        ]
    return sorted(found), sorted(expected)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
