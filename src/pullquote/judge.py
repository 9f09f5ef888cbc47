"""Whether two statements are conflicting accounts: a trained cross-encoder, run by onnxruntime.

``lab/train_judge.py`` says how it was trained, ``judge_model/README.md`` how well it does.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from pullquote.list_models import encode
from pullquote.sessions import open_shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

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
                batch = [(question, (one[:LONGEST], other[:LONGEST])) for one, other in pairs[first : first + BATCH]]
                (scores,) = session.run(["scores"], encode(tokenizer, batch)[0])
                exact = np.exp(scores - scores.max(axis=1, keepdims=True))
                found += (exact[:, 0] / exact.sum(axis=1)).tolist()
        return found
