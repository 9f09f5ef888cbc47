"""The cross-encoder that ships inside: it reads a question together with several texts, and is asked three things.

Whether a sentence answers (``verification.py``), whether two statements are conflicting accounts (``accounts.py``), and
which words of what was said before a follow-up leans on (``resolution.py``). A BERT of six layers with a head for each,
run by onnxruntime: all sentences and statements of a question are read in one pass, and see each other there.
``lab/train_list_model.py`` says how it was trained, ``list_model/README.md`` how well it does.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from pullquote.sessions import open_shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pullquote.listing import TextSpan

MOST_TOKENS = 448  # of a question and the texts read with it; what is longer is cut off
LONGEST_QUESTION = 400  # characters
NOWHERE = (-1, 0, 0)
UNSEEN = -10.0  # log-odds of what was cut off


class Weighed(NamedTuple):
    """What a question's spans are: log-odds that each answers, shape (spans,); P of two in conflict, (spans, spans)."""

    answers: NDArray[np.float64]
    conflicts: NDArray[np.float64]


class ListModel(Protocol):
    """Weighs what was read for a question. Deterministic; safe to use from several threads."""

    def load(self) -> None:
        """Load the model now, not while somebody waits for the first answer. Raises ModelError."""
        ...

    def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
        """Whether each span of the texts answers, and whether each two of them cannot both hold as answers."""
        ...


def encode(
    tokenizer: Any, rows: Sequence[tuple[str, Sequence[str]]]
) -> tuple[dict[str, NDArray[np.int64]], list[list[TextSpan]]]:
    """Token ids of questions, each with its texts: question [SEP] text [SEP] text; shape (rows, tokens) each.

    With them, where each token of each row stands: the number of its text, and its start and end there in code points;
    NOWHERE for those of the question and between texts.
    """
    apart = f" {tokenizer.sep_token} "
    encoded = tokenizer(
        [question[:LONGEST_QUESTION] for question, _ in rows],
        [apart.join(texts) for _, texts in rows],
        truncation="longest_first",
        max_length=MOST_TOKENS,
        padding=True,
        return_offsets_mapping=True,
        return_tensors="np",
    )
    places: list[list[TextSpan]] = []
    for row, (_, texts) in enumerate(rows):
        starts = np.cumsum([0, *(len(text) + len(apart) for text in texts)])
        parts: list[int | None] = encoded.sequence_ids(row)
        places.append(
            [
                _place(int(start), int(end), starts, texts) if part == 1 else NOWHERE
                for (start, end), part in zip(encoded["offset_mapping"][row], parts, strict=True)
            ]
        )
    return {name: encoded[name].astype(np.int64) for name in tokenizer.model_input_names}, places


def shares_of(places: Sequence[TextSpan], spans: Sequence[TextSpan]) -> NDArray[np.float32]:
    """What part of each span each token is, shape (spans, tokens): rows add up to 1, or to 0 where all was cut off."""
    tokens = np.asarray(places, dtype=np.int64).reshape(-1, 3)
    wanted = np.asarray(spans, dtype=np.int64).reshape(-1, 3)
    inside = (
        (tokens[None, :, 0] == wanted[:, None, 0])
        & (tokens[None, :, 1] < wanted[:, None, 2])
        & (tokens[None, :, 2] > wanted[:, None, 1])
    ).astype(np.float32)
    return inside / np.maximum(inside.sum(axis=1, keepdims=True), 1.0)


def _place(start: int, end: int, starts: NDArray[np.int64], texts: Sequence[str]) -> TextSpan:
    """Where a token of the joined texts stands in its own; NOWHERE for what parts them."""
    number = int(np.searchsorted(starts, start, side="right")) - 1
    first = int(starts[number])
    return (number, start - first, end - first) if end - first <= len(texts[number]) else NOWHERE


class ShippedListModel:
    """A cross-encoder that ships inside, 8-bit weights: that in our folder ``name``. Loaded when first used.

    Deterministic, and safe to use from several threads. Raises ModelError when it cannot be loaded.
    """

    def __init__(self, name: str = "list_model", words: str = "list_model") -> None:
        """``words`` is our folder with its tokenizer."""
        self._name = name
        self._words = words
        self._using = threading.Lock()

    @classmethod
    def for_leanings(cls) -> ShippedListModel:
        """The smaller one, which tells better what a follow-up leans on."""
        return cls("leaning_model", "span_model")

    def load(self) -> None:
        """Load the model now. Raises ModelError when that cannot be done."""
        _ = self._loaded

    def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
        """Whether each span of the texts answers, and whether each two of them cannot both hold as answers."""
        if not spans:
            return Weighed(np.zeros(0), np.zeros((0, 0)))
        places, (answers, conflicts) = self._run(["answers", "conflicts"], question, texts, spans)
        seen = shares_of(places, spans).sum(axis=1) > 0
        odds = np.where(seen, answers[0].astype(np.float64), UNSEEN)
        likely = 1 / (1 + np.exp(-conflicts[0].astype(np.float64)))
        return Weighed(odds, np.where(seen[:, None] & seen[None, :], likely, 0.0))

    def leanings(self, question: str, told: Sequence[str]) -> list[tuple[int, int, int, float]]:
        """The words of what was told before that a question leans on.

        For each token of a text in ``told``: the text's number, start and end there in code points, and how probable
        it is that the question, written out, holds it.
        """
        places, (terms,) = self._run(["terms"], question, told, [(0, 0, 1)])
        likely = (1 / (1 + np.exp(-terms[0].astype(np.float64)))).tolist()
        return [(*place, chance) for place, chance in zip(places, likely, strict=True) if place != NOWHERE]

    def _run(self, heads: list[str], question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Any:
        with self._using:
            tokenizer, session = self._loaded
            inputs, (places,) = encode(tokenizer, [(question, texts)])
            return places, session.run(heads, {**inputs, "shares": shares_of(places, spans)[None]})

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        return open_shipped(self._name, self._words)
