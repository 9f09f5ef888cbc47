"""Whether two statements are conflicting accounts: a trained cross-encoder, run by onnxruntime.

``lab/train_judge.py`` says how it was trained, ``judge_model/README.md`` how well it does.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from pullquote.sessions import open_shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MOST_TOKENS = 192  # of a question and two statements; what is longer is cut off
LONGEST = 400  # characters of a statement that are looked at
BATCH = 16  # pairs


class Judge(Protocol):
    """Tells conflicting accounts from others. Deterministic; safe to use from several threads."""

    def load(self) -> None:
        """Load models now, not while somebody waits for the first answer. Raises ModelError."""
        ...

    def conflicts(self, question: str, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How probable it is that two statements cannot both hold as answers, 0 to 1, for each pair."""
        ...


def encode_pairs(tokenizer: Any, triples: Sequence[tuple[str, str, str]]) -> dict[str, NDArray[np.int64]]:
    """Token ids of questions each with two statements: question [SEP] statement [SEP] other statement.

    The statements are parted by the tokenizer's own separator; shape (triples, tokens) each.
    """
    apart = f" {tokenizer.sep_token} "
    encoded = tokenizer(
        [question for question, _, _ in triples],
        [f"{one[:LONGEST]}{apart}{other[:LONGEST]}" for _, one, other in triples],
        truncation=True,
        max_length=MOST_TOKENS,
        padding=True,
        return_tensors="np",
    )
    return {name: encoded[name].astype(np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}


class ShippedJudge:
    """The judge that ships inside: MiniLM with six layers, 8-bit weights. Loaded when first used; raises ModelError."""

    def __init__(self) -> None:
        self._using = threading.Lock()

    def load(self) -> None:
        """Load the model now. Raises ModelError when that cannot be done."""
        _ = self._loaded

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        return open_shipped("judge_model")

    def conflicts(self, question: str, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """How probable it is that two statements cannot both hold as answers, 0 to 1, for each pair."""
        found: list[float] = []
        with self._using:
            tokenizer, session = self._loaded
            for first in range(0, len(pairs), BATCH):
                batch = [(question, one, other) for one, other in pairs[first : first + BATCH]]
                (scores,) = session.run(["scores"], encode_pairs(tokenizer, batch))
                exact = np.exp(scores - scores.max(axis=1, keepdims=True))
                found += (exact[:, 0] / exact.sum(axis=1)).tolist()
        return found
