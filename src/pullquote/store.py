"""What is kept in Chroma, and how an edition of it is read.

Two collections. ``articles`` holds, for each article, a header under its id and, in pages of JSON, the article
with its sentences and passages. ``passages`` holds one vector for each passage, that of the sentence it was made
for: a passage's own vector is the mean of its sentences', which ranked as well as encoding it where we compared
them, and costs nothing. A key is ``ARTICLE@VERSION:SENTENCE``. Only what the headers point to exists for a reader,
so an article appears, changes and goes in the one step that writes its header.
"""

from __future__ import annotations

import json
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

import numpy as np

from pullquote.editions import HOW_TO_BUILD, check_edition, current_edition, edition_folder
from pullquote.errors import PullquoteError, StoreError, StoreMismatchError, StoreMissingError
from pullquote.records import Article, Claim, Form, Kind, Passage, Sentence

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping, Sequence
    from pathlib import Path

    from chromadb.api import ClientAPI, Collection
    from numpy.typing import NDArray

FORMAT = "1"
ARTICLES, PASSAGES = "articles", "passages"
PAGE = 3000  # characters, all ASCII: hosted Chroma takes 4,096 bytes in a value
RECENT = 20_000  # vectors kept in memory, about 30 MB: the same places are asked about again and again
NO_VECTOR = [1.0]  # Chroma wants one with every record


class Key(NamedTuple):
    """Which sentence of which version of which article a stored vector belongs to."""

    article: str
    version: str
    sentence: int

    def __str__(self) -> str:
        return f"{self.article}@{self.version}:{self.sentence}"

    @classmethod
    def parse(cls, text: str) -> Key:
        """The key that ``text`` was made from."""
        rest, _, sentence = text.rpartition(":")
        article, _, version = rest.rpartition("@")
        return cls(article, version, int(sentence))


@dataclass(frozen=True, slots=True)
class Identity:
    """What vectors were made with. Stores of another identity cannot be compared with our questions."""

    encoder: str
    dimension: int
    chunking: str

    def as_metadata(self) -> dict[str, str | int]:
        """As the store remembers it."""
        return {
            "format": FORMAT,
            "encoder": self.encoder,
            "dimension": self.dimension,
            "chunking": self.chunking,
        }

    def check(self, metadata: Mapping[str, Any]) -> None:
        """Raise StoreMismatchError, saying what differs and what to run, unless ``metadata`` is ours."""
        ours = self.as_metadata()
        differing = [
            f"{name} {metadata.get(name)!r}, not {ours[name]!r}" for name in ours if metadata.get(name) != ours[name]
        ]
        if differing:
            raise StoreMismatchError(
                f"the store was built with {' and '.join(differing)}: run `python -m index --rebuild` to build it "
                "anew from the articles in it, or set PULLQUOTE_ENCODER to the encoder it was built with"
            )


@contextmanager
def reading(what: str) -> Generator[None]:
    """Turn whatever Chroma raises into a StoreError: its own errors, ValueError, AttributeError, a panic in Rust."""
    try:
        yield
    except (PullquoteError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__module__ != "pyo3_runtime":
            raise
        raise StoreError(
            f"{what} is damaged or gone ({type(error).__name__}): delete the store's folder and {HOW_TO_BUILD}"
        ) from error


def connect(folder: Path | None, server: str | None) -> ClientAPI:
    """A Chroma client: of the database in ``folder``, or of the ``server`` at an http(s) address."""
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if server is None:
        with reading(f"the database in {folder}"):
            return chromadb.PersistentClient(str(folder), settings=quiet)
    address = urlsplit(server)
    secure = address.scheme == "https"
    try:
        return chromadb.HttpClient(
            address.hostname or "", address.port or (443 if secure else 8000), ssl=secure, settings=quiet
        )
    except ValueError as error:
        host = address.netloc.rpartition("@")[2]  # what stands before it is a password
        raise StoreError(f"no Chroma server answers at {address.scheme}://{host}") from error


def pack(article: Article, passages: Sequence[Passage]) -> list[str]:
    """An article with its passages as pages of JSON, to be joined and given to ``unpack``."""
    fields: dict[str, Any] = {
        "text": article.text,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published.isoformat() if article.published else None,
        "url": article.url,
        "path": article.path,
        "sentences": [
            [s.start, s.end, s.kind, s.section, s.paragraph]
            + [[c.speaker, c.role, c.source, c.cue, c.content, c.form] for c in s.claims]
            for s in article.sentences
        ],
        "passages": [[passage.first, passage.last, passage.focus] for passage in passages],
    }
    if article.cleared:
        fields["cleared"] = article.cleared
    packed = json.dumps(fields, separators=(",", ":"))
    return [packed[i : i + PAGE] for i in range(0, len(packed), PAGE)]


def unpack(article_id: str, pages: Iterable[str]) -> tuple[Article, tuple[Passage, ...]]:
    """The article and the passages that ``pack`` was given."""
    fields: dict[str, Any] = json.loads("".join(pages))
    published = fields.pop("published")
    cleared: list[str] = fields.pop("cleared", [])
    passages: list[list[int]] = fields.pop("passages")
    sentences = tuple(
        Sentence(start, end, Kind(kind), section, paragraph, tuple(_claim(*claim) for claim in claims))
        for start, end, kind, section, paragraph, *claims in fields.pop("sentences")
    )
    day = date.fromisoformat(published) if published else None
    article = Article(id=article_id, sentences=sentences, published=day, cleared=tuple(cleared), **fields)
    return article, tuple(Passage(article, *numbers) for numbers in passages)


def _claim(speaker: str, role: str | None, source: Any, cue: Any, content: Any, form: str) -> Claim:
    return Claim(speaker, role, tuple(source) if source else None, tuple(cue), tuple(content), Form(form))


class Edition:
    """One published state of the store, opened for reading. Safe to use from several threads."""

    def __init__(self, client: ClientAPI, name: str, identity: Identity) -> None:
        """Read all headers and articles. Raises StoreMissingError or StoreMismatchError."""
        self.name = name
        self._closed = weakref.finalize(self, client.close)  # no later than the last question that reads it
        try:
            articles = client.get_collection(ARTICLES, embedding_function=None)
        except Exception as error:  # Chroma raises its own NotFoundError, or ValueError over HTTP
            raise StoreMissingError(f"the database holds no articles: {HOW_TO_BUILD}") from error
        identity.check(articles.metadata or {})
        self._passages = client.get_collection(PASSAGES, embedding_function=None)
        self.versions: Mapping[str, str]
        self.articles: Mapping[str, Article]
        self.passages: Mapping[str, Sequence[Passage]]
        with reading("the store"):
            self.versions, self.articles, self.passages = read_articles(articles)
        self._recent: dict[Key, NDArray[np.float32]] = {}
        self._stored = self._passages.count()  # once: it takes Chroma longer than a query

    def neighbours(self, vector: NDArray[np.float32], count: int) -> dict[Key, float]:
        """The ``count`` nearest visible keys with their cosine similarity, best first."""
        wanted, stored = count, self._stored
        while stored:
            with reading("the store"):
                found = self._passages.query(
                    query_embeddings=[vector], n_results=min(wanted, stored), include=["distances"]
                )
            distances = cast("list[list[float]]", found["distances"])
            visible = {
                key: 1.0 - distance
                for key, distance in zip(map(Key.parse, found["ids"][0]), distances[0], strict=True)
                if self.versions.get(key.article) == key.version
            }
            if len(visible) >= count or wanted >= stored:
                return dict(list(visible.items())[:count])
            wanted *= 4  # versions on their way in or out stood before them
        return {}

    def vectors(self, keys: Sequence[Key]) -> NDArray[np.float32]:
        """The stored vectors of ``keys``, in their order, shape (keys, dimension)."""
        recent = self._recent
        if missing := [key for key in keys if key not in recent]:
            with reading("the store"):
                found = self._passages.get(ids=[str(key) for key in missing], include=["embeddings"])
            fetched = dict(
                zip(map(Key.parse, found["ids"]), cast("NDArray[np.float32]", found["embeddings"]), strict=True)
            )
            if lost := [key for key in missing if key not in fetched]:
                raise StoreError(f"the store has lost the vector of {lost[0]}: run `python -m index --rebuild`")
            if len(recent) + len(fetched) > RECENT:
                recent = self._recent = {key: recent[key] for key in keys if key in recent}
            recent.update(fetched)
        return np.asarray([recent[key] for key in keys], dtype=np.float32).reshape(len(keys), -1)

    def close(self) -> None:
        """Let go of the database."""
        self._closed()


def read_articles(
    collection: Collection,
) -> tuple[dict[str, str], dict[str, Article], dict[str, tuple[Passage, ...]]]:
    """The version, the article and the passages behind each header, by article id, sorted."""
    records = collection.get(include=["metadatas"])
    rows = dict(zip(records["ids"], cast("list[dict[str, Any]]", records["metadatas"]), strict=True))
    versions: dict[str, str] = {}
    articles: dict[str, Article] = {}
    passages: dict[str, tuple[Passage, ...]] = {}
    for name, header in sorted(rows.items()):
        if "version" in header:
            version = versions[name] = str(header["version"])
            pages = (str(rows[str(Key(name, version, page))]["page"]) for page in range(header["pages"]))
            articles[name], passages[name] = unpack(name, pages)
    return versions, articles, passages


def read_versions(collection: Collection) -> dict[str, str]:
    """The version in each header, by article id."""
    records = collection.get(where={"pages": {"$gt": 0}}, include=["metadatas"])
    rows = cast("list[dict[str, Any]]", records["metadatas"])
    return {name: str(row["version"]) for name, row in zip(records["ids"], rows, strict=True)}


class Store:
    """Where editions are found: a folder, or a Chroma server (whose one database is the edition)."""

    def __init__(self, folder: Path, server: str | None = None) -> None:
        self.folder = folder
        self.server = server
        self._watch: ClientAPI | None = None

    def current(self) -> str:
        """Name of the edition to read. Cheap enough to ask before every question."""
        if self.server is None:
            return current_edition(self.folder)
        self._watch = self._watch or connect(None, self.server)
        try:
            metadata = self._watch.get_collection(ARTICLES, embedding_function=None).metadata or {}
        except Exception as error:  # Chroma raises NotFoundError, ValueError or httpx's own
            raise StoreMissingError(f"the Chroma server holds no articles: {HOW_TO_BUILD}") from error
        return str(metadata.get("edition"))

    def connect(self) -> tuple[ClientAPI, str]:
        """A client of the current edition's database, and the edition's name."""
        while True:
            name = self.current()
            folder = edition_folder(self.folder, name) if self.server is None else None
            try:
                if folder:
                    check_edition(self.folder, folder)
                return connect(folder, self.server), name
            except StoreError:
                if name == self.current():
                    raise
            # replaced while we looked

    def open(self, identity: Identity) -> Edition:
        """Open the current edition. Raises StoreMissingError, StoreMismatchError or StoreError."""
        client, name = self.connect()
        return Edition(client, name, identity)

    def versions(self, identity: Identity) -> dict[str, str]:
        """The version of each article by id; none where there is no store. Raises StoreMismatchError."""
        try:
            client, _ = self.connect()
        except StoreMissingError:
            return {}
        try:
            articles = client.get_collection(ARTICLES, embedding_function=None)
            identity.check(articles.metadata or {})
            return read_versions(articles)
        finally:
            client.close()

    def articles(self) -> dict[str, Article]:
        """All articles by id, whatever encoder the store was built with. Raises StoreMissingError."""
        client, _ = self.connect()
        try:
            return read_articles(client.get_collection(ARTICLES, embedding_function=None))[1]
        finally:
            client.close()
