"""What ships to write follow-ups out: the cross-encoder, and a smaller model that does only this.

How words that were told go together with those that were typed the larger one says (``list_models.py``); which of them
a follow-up leans on, both: the log-odds are averaged. ``leaning_model/README.md`` says how the smaller one was trained,
and how they compare.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pullquote.list_models import encode, shares_of
from pullquote.rewriting import told_words
from pullquote.sessions import open_shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pullquote.list_models import ShippedListModel
    from pullquote.listing import TextSpan
    from pullquote.rewriting import Edit

EAGERNESS = 0.6  # added to the log-odds: having learnt to take up no more than is needed, both leave out too much
LEAST = 1e-3  # probability that is told from none


class ShippedResolver:
    """Both. Loaded when first used; deterministic, and safe to use from several threads. Raises ModelError."""

    def __init__(self, lists: ShippedListModel) -> None:
        """``lists`` is the cross-encoder."""
        self._lists = lists
        self._using = threading.Lock()

    def load(self) -> None:
        """Load the smaller one now. Raises ModelError when that cannot be done."""
        with self._using:
            _ = self._loaded

    def edit(self, question: str, told: Sequence[str]) -> Edit:
        """How the words of a question and of texts told before make a complete question."""
        edit = self._lists.edit(question, told)
        if not len(edit.dropped) or not len(edit.taken):
            return edit
        places, of_tokens = self.leanings(question, told)
        shares = shares_of(places, told_words(told)).astype(np.float64)
        smaller, larger = shares @ of_tokens, _odds(edit.taken)
        read, weighed = shares.any(axis=1), edit.taken > 0  # what was cut off the one or the other has no opinion of
        odds = np.where(read & weighed, (smaller + larger) / 2, np.where(read, smaller, larger)) + EAGERNESS
        return edit._replace(taken=np.where(read | weighed, 1 / (1 + np.exp(-odds)), 0.0))

    def leanings(self, question: str, told: Sequence[str]) -> tuple[list[TextSpan], NDArray[np.float64]]:
        """Where the tokens stand, and the log-odds that the complete question takes each of them up."""
        with self._using:
            tokenizer, session = self._loaded
            inputs, (places,) = encode(tokenizer, [(question, told)])
            (odds,) = session.run(["terms"], inputs)
        return places, odds[0].astype(np.float64)

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        return open_shipped("leaning_model")


def _odds(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds of probabilities."""
    held = np.clip(chances, LEAST, 1 - LEAST)
    return np.log(held / (1 - held))
