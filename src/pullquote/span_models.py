"""The span models there are: the one that ships inside (8-bit ONNX), and any that transformers can load.

Both read windows with the same tokenizer interface; a window that is too long is cut in pieces that overlap.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from functools import cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from pullquote.errors import ModelError
from pullquote.spans import TokenScores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

SHIPPED = "pullquote-reader-3"
BATCH = 16  # pieces of windows
OVERLAP = 64  # tokens that neighbouring pieces of a window share
IMPOSSIBLE = -1e4


class _Tokens:
    """Texts to token ids, from the tokenizer of a folder or a public name. Used by one thread at a time."""

    def __init__(self, where: str, max_tokens: int | None = None) -> None:
        from transformers import AutoTokenizer

        self._tokenizer: Any = AutoTokenizer.from_pretrained(where, use_fast=True)
        if not getattr(self._tokenizer, "is_fast", False):
            raise ValueError("its tokenizer does not tell where in the text a token stands")
        self.max_tokens = min(max_tokens or 512, int(self._tokenizer.model_max_length), 512)
        self._using = threading.Lock()

    def count(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special ones left out."""
        if not texts:
            return []
        with self._using:
            encoded = self._tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def pieces(self, question: str, window: str) -> tuple[list[dict[str, Any]], list[NDArray[np.int64]]]:
        """The inputs of each piece of a window, and where its tokens stand in the window; -1 for all others."""
        with self._using:
            encoded = self._tokenizer(
                self._short(question),
                window,
                truncation="only_second",
                max_length=self.max_tokens,
                stride=min(OVERLAP, self.max_tokens // 4),
                return_overflowing_tokens=True,
                return_offsets_mapping=True,
            )
        inputs: list[dict[str, Any]] = []
        places: list[NDArray[np.int64]] = []
        for piece, offsets in enumerate(encoded["offset_mapping"]):
            part = encoded.sequence_ids(piece)
            own = [_unspaced(window, *o) if p == 1 else (-1, -1) for o, p in zip(offsets, part, strict=True)]
            places.append(np.asarray(own, dtype=np.int64))
            inputs.append({name: encoded[name][piece] for name in self._tokenizer.model_input_names if name in encoded})
        return inputs, places

    def _short(self, question: str) -> str:
        """A question's beginning, so that half of what the model reads is left for the window."""
        half = self.max_tokens // 2 - 4
        encoded = self._tokenizer(question, add_special_tokens=False, return_offsets_mapping=True, verbose=False)
        offsets = encoded["offset_mapping"]
        return question if len(offsets) <= half else question[: offsets[half - 1][1]]


def _unspaced(window: str, start: int, end: int) -> tuple[int, int]:
    """A token's place without the space that some tokenizers count to it."""
    while start < end and window[start].isspace():
        start += 1
    return start, end


class _Model(ABC):
    """What the two kinds of span model have in common. Loaded when first used."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._loading = threading.Lock()

    def load(self) -> None:
        """Load the model now. Raises ModelError when that cannot be done."""
        _ = self._tokens

    @property
    def max_tokens(self) -> int:
        """How many tokens it reads at once, those of the question included."""
        return self._tokens.max_tokens

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""
        return self._tokens.count(texts)

    def score(self, question: str, windows: Sequence[str]) -> list[TokenScores]:
        """The scores of each window's tokens."""
        cut = [self._tokens.pieces(question, window) for window in windows]
        inputs = [one for pieces, _ in cut for one in pieces]
        scores: list[NDArray[np.float64]] = [np.zeros((2, 0))] * len(inputs)
        by_length = sorted(range(len(inputs)), key=lambda place: len(inputs[place]["input_ids"]))
        for first in range(0, len(inputs), BATCH):
            batch = by_length[first : first + BATCH]  # alike in length, so that little is padding
            for place, both in zip(batch, self.run(_padded([inputs[place] for place in batch])), strict=True):
                scores[place] = both[:, : len(inputs[place]["input_ids"])]
        found = iter(scores)
        return [_together([next(found) for _ in places], places) for _, places in cut]

    @property
    def _tokens(self) -> _Tokens:
        with self._loading:
            return self._loaded[0]

    @cached_property
    def _loaded(self) -> tuple[_Tokens, Any]:
        return self._load()

    @abstractmethod
    def _load(self) -> tuple[_Tokens, Any]: ...

    @abstractmethod
    def run(self, inputs: dict[str, NDArray[np.int64]]) -> NDArray[np.float64]:
        """Start and end scores of some pieces' tokens, shape (pieces, 2, tokens)."""


class ShippedSpanModel(_Model):
    """The reader that ships inside: MiniLM with six layers, 8-bit weights, run by onnxruntime."""

    def __init__(self) -> None:
        super().__init__(SHIPPED)

    def _load(self) -> tuple[_Tokens, Any]:
        import onnxruntime

        try:
            with resources.as_file(resources.files("pullquote").joinpath("span_model")) as folder:
                options = onnxruntime.SessionOptions()
                options.log_severity_level = 3
                session = onnxruntime.InferenceSession(
                    str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
                )
                return _Tokens(str(folder)), session
        except Exception as error:
            raise ModelError(
                f"the reader that ships with us cannot be loaded ({type(error).__name__}): run `pip install .` again"
            ) from error

    def run(self, inputs: dict[str, NDArray[np.int64]]) -> NDArray[np.float64]:
        """Start and end scores of some pieces' tokens, shape (pieces, 2, tokens)."""
        starts, ends = self._loaded[1].run(["start_logits", "end_logits"], inputs)
        return np.stack([starts, ends], axis=1).astype(np.float64)


class PublishedSpanModel(_Model):
    """Any extractive reader that ``AutoModelForQuestionAnswering`` loads, by its public name or from a folder."""

    def _load(self) -> tuple[_Tokens, Any]:
        try:
            from transformers import AutoModelForQuestionAnswering
            from transformers.utils import logging as loading

            loading.disable_progress_bar()
            model, report = AutoModelForQuestionAnswering.from_pretrained(self.name, output_loading_info=True)
            if report["missing_keys"]:
                raise ValueError("it has no weights for question answering")  # they would be made up, anew each time
            model.eval()
            tokens = _Tokens(self.name, getattr(model.config, "max_position_embeddings", None))
        except Exception as error:
            raise ModelError(
                f"the reader {self.name!r} cannot be loaded ({type(error).__name__}): give PULLQUOTE_READER the name "
                "or the folder of an extractive reader, or leave it out for the one that ships with us"
            ) from error
        return tokens, model

    def run(self, inputs: dict[str, NDArray[np.int64]]) -> NDArray[np.float64]:
        """Start and end scores of some pieces' tokens, shape (pieces, 2, tokens)."""
        import torch

        with torch.inference_mode():
            scores = self._loaded[1](**{name: torch.tensor(ids) for name, ids in inputs.items()})
        return torch.stack([scores.start_logits, scores.end_logits], dim=1).double().numpy()


def _padded(pieces: Sequence[dict[str, Any]]) -> dict[str, NDArray[np.int64]]:
    """Several pieces' inputs with zeros behind the shorter ones; nothing looks there, whatever the token."""
    longest = max(len(piece["input_ids"]) for piece in pieces)
    return {
        name: np.asarray([piece[name] + [0] * (longest - len(piece[name])) for piece in pieces], dtype=np.int64)
        for name in pieces[0]
    }


def _together(scores: Sequence[NDArray[np.float64]], places: Sequence[NDArray[np.int64]]) -> TokenScores:
    """The pieces' scores as those of one window.

    Each piece's are made probabilities first. "None" is as likely as in the piece where it is least likely, a token in
    two pieces has the better of its scores, and all are made to add up to 1 again.
    """
    starts: dict[tuple[int, int], float] = {}
    ends: dict[tuple[int, int], float] = {}
    none = np.zeros(2)
    for piece, offsets in zip(scores, places, strict=True):
        counted = np.where(offsets[:, 1] > offsets[:, 0], 0.0, IMPOSSIBLE)
        counted[0] = 0.0
        likely = piece + counted
        likely -= np.logaddexp.reduce(likely, axis=1, keepdims=True)
        none = min(none, likely[:, 0], key=lambda both: float(both.sum()))
        for place in np.flatnonzero(offsets[:, 1] > offsets[:, 0]):
            key = int(offsets[place, 0]), int(offsets[place, 1])
            starts[key] = max(starts.get(key, -np.inf), float(likely[0, place]))
            ends[key] = max(ends.get(key, -np.inf), float(likely[1, place]))
    keys = sorted(starts)
    both = np.asarray([[each[key] for key in keys] for each in (starts, ends)]).reshape(2, -1)
    whole = np.logaddexp.reduce(np.hstack([both, none[:, None]]), axis=1)
    return TokenScores(
        offsets=np.asarray(keys, dtype=np.int64).reshape(-1, 2),
        starts=both[0] - whole[0],
        ends=both[1] - whole[1],
        none=float((none - whole).sum()),
    )
