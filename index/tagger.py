"""Which words report, who is reported, and what is said: a trained tagger, run by onnxruntime.

``lab/train_tagger.py`` says how it was trained, ``index/tagger/README.md`` how well it does. Offsets are code points.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from pullquote.encoder import shipped
from pullquote.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from pullquote.records import Span

MODEL = Path(__file__).resolve().parent / "tagger" / "model.onnx"
BATCH = 8  # windows
MOST_TOKENS = 192  # of a window: what it learnt from; of a longer one the rest is read by itself
LONGEST = 96  # tokens of a source
FIRST, LATER = 1, 2  # what a token of a cue is; 0: of none
SOURCE, SOURCE_END, CONTENT, CONTENT_END = range(4)


@dataclass(frozen=True, slots=True)
class Report:
    """Words that report what somebody says or thinks. ``sure`` is the probability of cue and source together."""

    cue: Span
    source: Span
    content: Span
    sure: float


class Tagger(Protocol):
    """Finds reports in texts. Deterministic."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text."""
        ...

    def tag(self, texts: Sequence[str]) -> list[list[Report]]:
        """The reports in each text, in the order of their cues."""
        ...


class ShippedTagger:
    """The tagger that ships: MiniLM, 8-bit weights. Loaded when first used; raises ModelError when it cannot be."""

    def __init__(self, bar: float = 0.25) -> None:
        """``bar``: least probability of a cue's first word."""
        self._bar = bar
        self._using = threading.Lock()

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        import onnxruntime
        from transformers import AutoTokenizer

        try:
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(str(MODEL), options, providers=["CPUExecutionProvider"])
            return AutoTokenizer.from_pretrained(shipped(), use_fast=True), session
        except Exception as error:
            raise ModelError(
                f"{MODEL} cannot be loaded ({type(error).__name__}): check the project out again"
            ) from error

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special ones left out."""
        if not texts:
            return []
        with self._using:
            encoded = self._loaded[0](list(texts), add_special_tokens=False, verbose=False)
        return [len(ids) for ids in encoded["input_ids"]]

    def tag(self, texts: Sequence[str]) -> list[list[Report]]:
        """The reports in each text, in the order of their cues."""
        found: list[list[Report]] = [[] for _ in texts]
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for first in range(0, len(order), BATCH):
            places = order[first : first + BATCH]
            for place, reports in zip(places, self._tag([texts[place] for place in places]), strict=True):
                found[place] = reports
        return found

    def _tag(self, texts: list[str]) -> Iterator[list[Report]]:
        with self._using:
            encoded = self._loaded[0](
                texts,
                truncation=True,
                max_length=MOST_TOKENS,
                padding=True,
                return_offsets_mapping=True,
                return_tensors="np",
            )
            inputs = {name: encoded[name].astype(np.int64) for name in ("input_ids", "attention_mask")}
            kinds, asking, asked = self._loaded[1].run(["kinds", "asking", "asked"], inputs)
        for row, offsets in enumerate(encoded["offset_mapping"]):
            yield list(read_reports(offsets, kinds[row], asking[row], asked[row], self._bar))


def read_reports(
    offsets: NDArray[np.int64],
    kinds: NDArray[np.float32],
    asking: NDArray[np.float32],
    asked: NDArray[np.float32],
    bar: float,
) -> Iterator[Report]:
    """What the tagger's scores of one text mean; a cue without anybody who says something is no report.

    ``offsets`` are the tokens' places in the text, shape (tokens, 2), empty for special ones; ``kinds`` their scores as
    part of no cue, as a cue's first and as a later one, (tokens, 3); ``asking`` and ``asked`` the vectors that point,
    and that are pointed at, (tokens, 4, width).
    """
    words = offsets[:, 1] > offsets[:, 0]
    likely = _softmax(kinds)
    allowed = words.copy()
    allowed[0] = True  # where a pointer stands when there is nobody
    for token in np.flatnonzero(words & (likely[:, FIRST] >= bar)).tolist():
        last = token
        while last + 1 < len(words) and words[last + 1] and int(likely[last + 1].argmax()) == LATER:
            last += 1
        pointing = np.einsum("pw,tpw->pt", asking[token], asked) / np.sqrt(asking.shape[-1])
        pointing = _softmax(np.where(allowed, pointing, -1e4))
        source, sure = _pointed(pointing[SOURCE], pointing[SOURCE_END], LONGEST)
        content, _ = _pointed(pointing[CONTENT], pointing[CONTENT_END], MOST_TOKENS)
        if source and content:
            cue = _place(offsets, (token, last))
            chance = float(likely[token, FIRST]) * sure
            yield Report(cue, _place(offsets, source), _place(offsets, content), chance)


def _pointed(starts: NDArray[np.float32], ends: NDArray[np.float32], longest: int) -> tuple[Span | None, float]:
    """The likeliest first and last token, and how likely they are; None: position 0 is likelier."""
    together = np.triu(np.outer(starts[1:], ends[1:]))
    together = together - np.triu(together, k=longest)
    best = int(together.argmax())
    first, last = divmod(best, together.shape[1])
    none = float(starts[0] * ends[0])
    likely = float(together[first, last])
    return (None, none) if none >= likely else ((first + 1, last + 1), likely)


def _place(offsets: NDArray[np.int64], tokens: Span) -> Span:
    return int(offsets[tokens[0], 0]), int(offsets[tokens[1], 1])


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    exact = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exact / exact.sum(axis=-1, keepdims=True)
