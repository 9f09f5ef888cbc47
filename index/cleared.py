"""What administrators took out of an article's source: it stays out when the article's file is indexed again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from pullquote.errors import StoreMissingError
from pullquote.store import ARTICLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from index.articles import Manuscript
    from pullquote.store import Store


class Cleared(NamedTuple):
    """The fields that were taken out, and beside which text."""

    sha256: str
    fields: tuple[str, ...]


def read_cleared(store: Store) -> dict[str, Cleared]:
    """What was taken out of articles in the store, by id; nothing where there is no store."""
    try:
        client, _ = store.connect()
    except StoreMissingError:
        return {}
    try:
        headers = client.get_collection(ARTICLES, embedding_function=None)
        records = headers.get(where={"pages": {"$gt": 0}}, include=["metadatas"])
    finally:
        client.close()
    rows = zip(records["ids"], cast("list[dict[str, Any]]", records["metadatas"]), strict=True)
    return {name: Cleared(row["sha256"], tuple(row["cleared"].split())) for name, row in rows if "cleared" in row}


def keep_cleared(manuscripts: Iterable[Manuscript], cleared: Mapping[str, Cleared]) -> list[Manuscript]:
    """The manuscripts without what was taken out beside the same text, unless their own source now says it."""
    return [_kept_out(each, cleared[each.id]) if each.id in cleared else each for each in manuscripts]


def _kept_out(manuscript: Manuscript, before: Cleared) -> Manuscript:
    source = manuscript.source
    if hashlib.sha256(manuscript.text.encode()).hexdigest() != before.sha256:
        return manuscript
    fields = {field for field in before.fields if getattr(source, field, None) is None}
    return replace(manuscript, source=replace(source, cleared=tuple(sorted({*source.cleared, *fields}))))
