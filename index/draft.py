"""The write side of a store: articles put in and taken out, unseen until they are published."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from pullquote.editions import drafting, name_after, publish
from pullquote.store import ARTICLES, NO_VECTOR, PASSAGES, Key, connect, pack, read_versions

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from pathlib import Path

    import numpy as np
    from chromadb.api import ClientAPI, Collection
    from numpy.typing import NDArray

    from pullquote.records import Article, Passage
    from pullquote.store import Identity, Store

HNSW = {"space": "cosine", "num_threads": 1}  # one thread: the same articles make the same index


class Draft:
    """What the next edition will be. Every change is whole once ``publish`` returns, and unseen before.

    On a Chroma server there is one database: there, a change shows to who opens it next when its article's header is
    written, after all of its passages are in; those of its older version go last.
    """

    def __init__(
        self, folder: Path, database: Path | None, server: str | None, identity: Identity | None, *, anew: bool
    ) -> None:
        """Open the draft in ``database`` or on ``server``, emptied if ``anew``. Raises StoreMismatchError.

        Without an ``identity`` nothing can be added, but things can be removed whatever the encoder was.
        """
        self._folder, self._database, self._server = folder, database, server
        self._identity = identity
        self._outdated: list[tuple[str, str]] = []
        self._connect(anew=anew)
        self._sweep()

    def _connect(self, *, anew: bool = False) -> None:
        self._client: ClientAPI = connect(self._database, self._server)
        try:
            self._open_collections(anew=anew)
        except BaseException:
            self.close()  # Chroma would give this connection, its files deleted, to the next draft of this process
            raise

    def _open_collections(self, *, anew: bool) -> None:
        if anew:
            for collection in self._client.list_collections():
                if collection.name in (ARTICLES, PASSAGES):
                    self._client.delete_collection(collection.name)
        self._articles = self._collection(ARTICLES, self._identity.as_metadata() if self._identity else None)
        if self._identity:
            self._identity.check(self._articles.metadata or {})
        self._passages = self._collection(PASSAGES, None)

    def _collection(self, name: str, metadata: dict[str, str | int] | None) -> Collection:
        return self._client.get_or_create_collection(
            name, embedding_function=None, metadata=metadata, configuration={"hnsw": HNSW}
        )

    @property
    def versions(self) -> dict[str, str]:
        """The version of each article that is in, by id."""
        return read_versions(self._articles)

    def add(self, article: Article, version: str, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """Put an article in, in place of its older version. ``vectors`` are of the passages, in order."""
        older = self._version(article.id)
        keys = [str(Key(article.id, version, passage.focus)) for passage in passages]
        self._upsert(self._passages, keys, vectors, [{"article": article.id, "version": version}] * len(keys))
        pages = pack(article, passages)
        self._upsert(
            self._articles,
            [str(Key(article.id, version, number)) for number in range(len(pages))],
            [NO_VECTOR] * len(pages),
            [{"article": article.id, "of_version": version, "page": page} for page in pages],
        )
        header: dict[str, str | int] = {"version": version, "pages": len(pages), "sha256": article.sha256}
        if article.cleared:
            header["cleared"] = " ".join(article.cleared)
        self._articles.upsert([article.id], embeddings=[NO_VECTOR], metadatas=[header])
        if older is not None and older != version:
            self._outdated.append((article.id, older))

    def remove(self, article_id: str) -> bool:
        """Take an article out. False when it was not in."""
        version = self._version(article_id)
        if version is None:
            return False
        self._articles.delete([article_id])
        self._outdated.append((article_id, version))
        return True

    def publish(self) -> None:
        """Make what is in visible, in one step."""
        if self._server is None:
            self._drop_outdated()
            self._client.close()
            publish(self._folder)
            self._connect()
        else:
            metadata = self._articles.metadata or {}
            self._articles.modify(metadata={**metadata, "edition": name_after(str(metadata.get("edition", 0)))})
            self._drop_outdated()  # not before: who reads the edition before this one still needs them

    def close(self) -> None:
        """Let go of the database."""
        self._client.close()

    def _version(self, article_id: str) -> str | None:
        found = self._articles.get(ids=[article_id], include=["metadatas"])
        rows = cast("list[dict[str, Any]]", found["metadatas"])
        return str(rows[0]["version"]) if rows else None

    def _drop_outdated(self) -> None:
        while self._outdated:
            article_id, version = self._outdated.pop()
            for collection, field in ((self._passages, "version"), (self._articles, "of_version")):
                where = {"$and": [{"article": article_id}, {field: version}]}
                self._delete(collection, collection.get(where=where, include=[])["ids"])

    def _sweep(self) -> None:
        """On a server, drop what a writer killed half way left behind; drafts on disk are thrown away whole."""
        if self._server is None:
            return
        versions = self.versions
        for collection in (self._passages, self._articles):
            stray = [
                key
                for key in collection.get(include=[])["ids"]
                if ":" in key and versions.get(Key.parse(key).article) != Key.parse(key).version
            ]
            self._delete(collection, stray)

    def _upsert(
        self,
        collection: Collection,
        ids: Sequence[str],
        vectors: Sequence[Sequence[float]] | NDArray[np.float32],
        metadatas: Sequence[dict[str, str]],
    ) -> None:
        for part in self._batches(len(ids)):
            collection.upsert(ids[part], embeddings=vectors[part], metadatas=metadatas[part])

    def _delete(self, collection: Collection, ids: Sequence[str]) -> None:
        for part in self._batches(len(ids)):
            collection.delete(ids[part])

    def _batches(self, count: int) -> Iterable[slice]:
        size = min(self._client.get_max_batch_size(), 1000)
        return (slice(first, first + size) for first in range(0, count, size))


@contextmanager
def open_draft(store: Store, identity: Identity | None, *, anew: bool = False) -> Generator[Draft]:
    """A draft of the store's next edition, empty if ``anew``; what is not published when it closes is gone.

    Raises StoreBusyError when another process is writing, StoreMismatchError when the store is another encoder's.
    """
    with drafting(store.folder) as database:
        draft = Draft(store.folder, database if store.server is None else None, store.server, identity, anew=anew)
        try:
            yield draft
        finally:
            draft.close()
