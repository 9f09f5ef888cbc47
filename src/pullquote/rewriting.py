"""A follow-up written out: words that were told before, put at their places among those that were typed.

An edit, as in RUN (Liu et al., EMNLP 2020): which words are taken up, at which typed word each of them goes, which
typed words give way, and which small word joins on what is put in. Nothing else is ever written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pullquote.completions import AUX, PREPOSITIONS, WH
from pullquote.lexicon import STOP_WORDS, WORD, stems, words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from pullquote.listing import TextSpan
    from pullquote.records import Span

ARTICLES = frozenset("a an the".split())
JOINTS = (
    "",
    *"of in for at on to from by with after about during against over between and near into under as before".split(),
)
POINTING = frozenset("he him his she her hers they them their theirs it its this that these those there then".split())
GIVES_WAY = 0.5  # least probability of a typed word that is dropped
KEPT = re.compile(rf"(?:{AUX}|{WH})(?:['’]\w+)?|not|never|no|cannot|\w+n['’]?t", re.IGNORECASE)  # what no edit drops
OWNING = frozenset(("his", "her", "its", "their"))
SOMEWHERE = "in"
OPENS = re.compile(r"and|but|so|ok|okay|then|also|well", re.IGNORECASE)
COUNTED = ARTICLES | frozenset("many much which whose other another more".split())  # goes on with a bare noun
SHORTENED = re.compile(r"['’](?:s|re|ll|d|ve)$", re.IGNORECASE)


class Edit(NamedTuple):
    """How a question is made of typed words and of words told before; all probabilities.

    ``dropped``, (typed,), that a typed word gives way; ``taken``, (told,), that one told is taken up; ``joints``,
    (told, JOINTS), that each small word stands in front of it; ``places``, (typed, told), that each typed one is where
    it goes.
    """

    dropped: NDArray[np.float64]
    taken: NDArray[np.float64]
    joints: NDArray[np.float64]
    places: NDArray[np.float64]


class Piece(NamedTuple):
    """Words that are put in: as they were written, as a question names them, their joint, and the typed word's number.

    They take the place of that word where it gives way, or else go behind it.
    """

    written: str
    named: str
    joint: str
    place: int


def typed_words(typed: str) -> list[Span]:
    """Where the words that were typed stand (code points)."""
    return [match.span() for match in WORD.finditer(typed)]


def told_words(told: Sequence[str]) -> list[TextSpan]:
    """Where the words of texts stand that can be taken up: all but the small ones."""
    return [
        (number, *match.span())
        for number, text in enumerate(told)
        for match in WORD.finditer(text)
        if words(match[0])[0] not in STOP_WORDS and match[0].lower() not in JOINTS
    ]


def write_out(typed: str, dropped: Sequence[float], pieces: Sequence[Piece]) -> str:
    """What was typed, with the ``pieces`` at their places; ``dropped`` is of each typed word."""
    places = typed_words(typed)
    said = [typed[start:end] for start, end in places]
    chains = _chains(said, dropped, {piece.place for piece in pieces})
    written: list[str] = []
    last = 0
    for number, (start, end) in enumerate(places):
        here = sorted((piece for piece in pieces if piece.place == number), key=lambda piece: bool(piece.joint))
        chain = chains.get(number)
        if chain is None:
            written += [typed[last:start], said[number]]
        elif here:
            written.append(typed[last:start])
        if here:
            written += [" " * (chain is None), joined(_somewhere(here, said[number]), "".join(written))]
        if here and chain is not None:
            behind = typed[places[chain][1] :]
            written.append(_ending(said[chain], behind, here[-1].named))
        last = end
    return "".join([*written, typed[last:]]).strip(" ,;:")


def _chains(said: Sequence[str], dropped: Sequence[float], places: Collection[int]) -> dict[int, int]:
    """The typed words that give way, each with the last of those that do so together.

    Something takes their place, or they only opened the question.
    """
    gone = [chance >= GIVES_WAY and not KEPT.fullmatch(word) for word, chance in zip(said, dropped, strict=True)]
    chains: dict[int, int] = {}
    first = 0
    while first < len(said):
        last = first
        while gone[first] and last + 1 < len(said) and gone[last + 1] and last + 1 not in places:
            last += 1
        if gone[first] and (first in places or all(OPENS.fullmatch(word) for word in said[: last + 1])):
            chains |= dict.fromkeys(range(first, last + 1), last)
        first = last + 1
    return chains


def _somewhere(here: Sequence[Piece], word: str) -> list[Piece]:
    """The pieces in the place of a typed word; what stands for "there" is told as a place."""
    first, *others = here
    return [first._replace(joint=first.joint or SOMEWHERE) if word.lower() in ("here", "there") else first, *others]


def joined(here: Sequence[Piece], before: str) -> str:
    """Some pieces one after the other, as they go on from what stands before them."""
    led = before.split()[-1].lower() if before.split() else ""
    first, *others = here
    if first.joint:
        told = [first.named if led in PREPOSITIONS else f"{first.joint} {first.named}"]
    else:
        told = [first.written if led in COUNTED else first.named]
    told += [f" {piece.joint} {piece.named}" if piece.joint else f", {piece.named}" for piece in others]
    return "".join(told)


def _ending(word: str, behind: str, name: str) -> str:
    """What the last word that gave way leaves: "he's" its verb; "his" and "the firm's" the ending of what owns."""
    shortened = SHORTENED.search(word)
    if shortened and (word.lower().removesuffix(shortened[0]) in POINTING or shortened[0].lower()[1:] != "s"):
        return shortened[0]
    follows = re.match(r"\s+([\w'’-]+)", behind)
    owns = follows and follows[1].lower() not in PREPOSITIONS and stems(follows[1])
    return ("'" if name.endswith("s") else "'s") if owns and (shortened or word.lower() in OWNING) else ""
