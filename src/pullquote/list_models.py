"""The cross-encoder that ships inside: it reads a question together with several texts, in one pass.

It is asked whether a sentence answers a question, or a follow-up behind what was told before it (``verification.py``),
whether two statements are conflicting accounts (``accounts.py``), and how a follow-up is written out
(``rewriting.py``). A body with heads for each of these, run by onnxruntime: all sentences and statements of a question
see each other there. ``lab/train_list_model.py`` says how it was trained, ``list_model/README.md`` how well it does.
"""

from __future__ import annotations

import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np

from pullquote.rewriting import JOINTS, Edit, told_words, typed_words
from pullquote.sessions import open_shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from pullquote.listing import TextSpan

MOST_TOKENS = 448  # of a question and the texts read with it; what is longer is cut off
LONGEST_QUESTION = 400  # characters
NOWHERE = (-1, 0, 0)
ASKED = -2  # the number of the question, where texts are counted from 0
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

    With them, where each token of each row stands: the number of its text, or ASKED, and its start and end there in
    code points; NOWHERE for those between texts.
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
        spans = zip(encoded["offset_mapping"][row].tolist(), parts, strict=True)
        places.append([_place(part, start, end, starts, texts) for (start, end), part in spans])
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


def _place(part: int | None, start: int, end: int, starts: NDArray[np.int64], texts: Sequence[str]) -> TextSpan:
    """Where a token of the question (part 0) or the joined texts (1) stands in its own; NOWHERE for what parts them."""
    if not part:
        return NOWHERE if part is None else (ASKED, start, end)
    number = int(np.searchsorted(starts, start, side="right")) - 1
    first = int(starts[number])
    return (number, start - first, end - first) if end - first <= len(texts[number]) else NOWHERE


class ShippedListModel:
    """The cross-encoder that ships inside, 8-bit weights. Loaded when first used.

    Deterministic, and safe to use from several threads. Raises ModelError when it cannot be loaded.
    """

    def __init__(self) -> None:
        """Nothing is loaded yet."""
        self._using = threading.Lock()

    def load(self) -> None:
        """Load the model now. Raises ModelError when that cannot be done."""
        with self._using:
            _ = self._loaded

    def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
        """Whether each span of the texts answers, and whether each two of them cannot both hold as answers."""
        if not spans:
            return Weighed(np.zeros(0), np.zeros((0, 0)))
        with self._using:
            tokenizer, session = self._loaded
            inputs, (tokens,) = encode(tokenizer, [(question, texts)])
            shares, none = shares_of(tokens, spans), shares_of(tokens, [NOWHERE])[None]
            inputs |= {"shares": shares[None], "typed": none, "told": none}
            answers, conflicts = (each[0].astype(np.float64) for each in session.run(["answers", "conflicts"], inputs))
        seen = shares.any(axis=1)
        return Weighed(np.where(seen, answers, UNSEEN), np.where(np.outer(seen, seen), _likely(conflicts), 0.0))

    def edit(self, question: str, told: Sequence[str]) -> Edit:
        """How the words of a question and of texts told before make a complete question.

        What was cut off is neither dropped nor taken up.
        """
        ours: list[TextSpan] = [(ASKED, *span) for span in typed_words(question)]
        theirs = told_words(told)
        edit = _no_edit(len(ours), len(theirs))
        with self._using:
            tokenizer, session = self._loaded
            inputs, (tokens,) = encode(tokenizer, [(question, told)])
            typed, known = (shares_of(tokens, words) for words in (ours, theirs))
            of_ours, of_theirs = (np.flatnonzero(shares.any(axis=1)) for shares in (typed, known))
            if len(of_ours) and len(of_theirs):
                inputs |= {"typed": typed[None, of_ours], "told": known[None, of_theirs]}
                inputs |= {"shares": shares_of(tokens, [NOWHERE])[None]}
                found = session.run(["dropped", "taken", "joints", "places"], inputs)
                dropped, taken, joints, places = (scores[0].astype(np.float64) for scores in found)
                edit.dropped[of_ours], edit.taken[of_theirs] = _likely(dropped), _likely(taken)
                edit.joints[of_theirs] = _shares(joints)
                edit.places[:, of_theirs] = 0.0
                edit.places[np.ix_(of_ours, of_theirs)] = _shares(places.T).T
        return edit

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        return open_shipped("list_model", "list_model")


def _no_edit(typed: int, told: int) -> Edit:
    """The edit of so many words that changes nothing."""
    joints = np.zeros((told, len(JOINTS)))
    joints[:, 0] = 1.0
    places = np.full((typed, told), 1 / max(1, typed))
    return Edit(dropped=np.zeros(typed), taken=np.zeros(told), joints=joints, places=places)


def _likely(odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of log-odds."""
    return 1 / (1 + np.exp(-odds))


def _shares(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities of scores; rows add up to 1."""
    shares = np.exp(scores - scores.max(axis=1, keepdims=True, initial=-np.inf))
    return shares / shares.sum(axis=1, keepdims=True)
