"""The cross-encoder that ships inside: it reads a question together with other texts, and is asked two things.

Whether a sentence answers (``verification.py``), and which words of what was said before a follow-up leans on
(``resolution.py``). A BERT of six layers with a head for each, run by onnxruntime. ``lab/train_pair_model.py`` says how
it was trained, ``pair_model/README.md`` how well it does.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from pullquote.sessions import open_shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

MOST_TOKENS = 192  # of a question and the texts read with it; what is longer is cut off
LONGEST = 400  # characters of a text that are looked at
BATCH = 16  # questions with their texts
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
NOWHERE = (-1, 0, 0)


def encode(
    tokenizer: Any, rows: Sequence[tuple[str, Sequence[str]]]
) -> tuple[dict[str, NDArray[np.int64]], list[list[tuple[int, int, int]]]]:
    """Token ids of questions, each with its texts: question [SEP] text [SEP] text; shape (rows, tokens) each.

    With them, where each token of each row stands: the number of its text, and its start and end there in code points;
    NOWHERE for those of the question and between texts.
    """
    apart = f" {tokenizer.sep_token} "
    cut = [[text[:LONGEST] for text in texts] for _, texts in rows]
    encoded = tokenizer(
        [question[:LONGEST] for question, _ in rows],
        [apart.join(texts) for texts in cut],
        truncation="longest_first",
        max_length=MOST_TOKENS,
        padding=True,
        return_offsets_mapping=True,
        return_tensors="np",
    )
    places: list[list[tuple[int, int, int]]] = []
    for row, texts in enumerate(cut):
        starts = np.cumsum([0, *(len(text) + len(apart) for text in texts)])
        parts: list[int | None] = encoded.sequence_ids(row)
        places.append(
            [
                _place(int(start), int(end), starts, texts) if part == 1 else NOWHERE
                for (start, end), part in zip(encoded["offset_mapping"][row], parts, strict=True)
            ]
        )
    return {name: encoded[name].astype(np.int64) for name in INPUTS}, places


def _place(start: int, end: int, starts: NDArray[np.int64], texts: Sequence[str]) -> tuple[int, int, int]:
    """Where a token of the joined texts stands in its own; NOWHERE for what parts them."""
    number = int(np.searchsorted(starts, start, side="right")) - 1
    first = int(starts[number])
    return (number, start - first, end - first) if end - first <= len(texts[number]) else NOWHERE


class ShippedPairModel:
    """The cross-encoder that ships inside: MiniLM with six layers, 8-bit weights. Loaded when first used.

    Deterministic, and safe to use from several threads. Raises ModelError when it cannot be loaded.
    """

    def __init__(self) -> None:
        self._using = threading.Lock()

    def load(self) -> None:
        """Load the model now. Raises ModelError when that cannot be done."""
        _ = self._loaded

    def answers(self, question: str, sentences: Sequence[tuple[str, str]]) -> list[float]:
        """The log-odds that each sentence answers; with each goes the one in front of it, or nothing."""
        found: list[float] = []
        for first in range(0, len(sentences), BATCH):
            batch = [(question, sentence) for sentence in sentences[first : first + BATCH]]
            found += self._run("answers", batch)[0].tolist()
        return found

    def leanings(self, question: str, told: Sequence[str]) -> list[tuple[int, int, int, float]]:
        """The words of what was told before that a question leans on.

        For each token of a text in ``told``: the text's number, start and end there in code points, and how probable
        it is that the question, written out, holds it.
        """
        terms, places = self._run("terms", [(question, told)])
        likely = (1 / (1 + np.exp(-terms[0].astype(np.float64)))).tolist()
        return [(*place, chance) for place, chance in zip(places[0], likely, strict=True) if place != NOWHERE]

    def _run(self, head: str, rows: Sequence[tuple[str, Sequence[str]]]) -> tuple[NDArray[np.float32], Any]:
        with self._using:
            tokenizer, session = self._loaded
            inputs, places = encode(tokenizer, rows)
            (scores,) = session.run([head], inputs)
        return scores, places

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        return open_shipped("pair_model")
