from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

import numpy as np
from numpy.typing import NDArray

Metadata = Mapping[str, str | int | float | bool]

class GetResult(TypedDict):
    ids: list[str]
    metadatas: list[dict[str, str | int | float | bool]] | None
    embeddings: NDArray[np.float32] | None

class QueryResult(TypedDict):
    ids: list[list[str]]
    distances: list[list[float]] | None

class Collection:
    name: str
    metadata: dict[str, Any] | None
    def count(self) -> int: ...
    def get(
        self, ids: Sequence[str] | None = ..., *, where: Mapping[str, Any] | None = ..., include: Sequence[str] = ...
    ) -> GetResult: ...
    def query(
        self, *, query_embeddings: Sequence[NDArray[np.float32]], n_results: int, include: Sequence[str]
    ) -> QueryResult: ...
    def upsert(
        self,
        ids: Sequence[str],
        *,
        embeddings: Sequence[Sequence[float]] | NDArray[np.float32],
        metadatas: Sequence[Metadata] | None = ...,
    ) -> None: ...
    def delete(self, ids: Sequence[str]) -> None: ...
    def modify(self, *, metadata: Metadata) -> None: ...

class ClientAPI:
    def close(self) -> None: ...
    def get_max_batch_size(self) -> int: ...
    def get_collection(self, name: str, *, embedding_function: None) -> Collection: ...
    def get_or_create_collection(
        self,
        name: str,
        *,
        embedding_function: None,
        metadata: Metadata | None = ...,
        configuration: Mapping[str, Any] | None = ...,
    ) -> Collection: ...
    def list_collections(self) -> Sequence[Collection]: ...
    def delete_collection(self, name: str) -> None: ...
