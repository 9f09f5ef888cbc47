"""A follow-up is written out with words that were told, where they go, and with nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.rewriting import GIVES_WAY, JOINTS, Piece, typed_words, write_out


def written_out(typed: str, gone: str, *pieces: Piece) -> str:
    """What was typed without the words in ``gone``."""
    words = (typed[start:end] for start, end in typed_words(typed))
    return write_out(typed, [float(word in gone.split()) for word in words], pieces)


RUN = re.compile(r"[^\W_]+")  # of letters and digits
QUAY = ("Ada Quay", "Ada Quay")
WRECK = ("wreck", "the wreck")


@pytest.mark.parametrize(
    ("typed", "gone", "pieces", "written"),
    [
        ("who is she?", "she", [Piece(*QUAY, "", 2)], "who is Ada Quay?"),
        ("where's her boat", "her", [Piece(*QUAY, "", 1)], "where's Ada Quay's boat"),
        ("did he ask her to come", "her", [Piece(*QUAY, "", 3)], "did he ask Ada Quay to come"),
        ("how long she's known", "she's", [Piece(*QUAY, "", 2)], "how long Ada Quay's known"),
        ("who saw the captain's boat", "the captain's", [Piece(*QUAY, "", 2)], "who saw Ada Quay's boat"),
        ("what did his boss say", "his boss", [Piece(*QUAY, "", 2)], "what did Ada Quay say"),
        ("who dives there", "there", [Piece("Marl", "Marl", "in", 2)], "who dives in Marl"),
        ("who dives there", "there", [Piece("Marl", "Marl", "", 2)], "who dives in Marl"),
        ("who comes from there", "there", [Piece("Marl", "Marl", "", 3)], "who comes from Marl"),
        ("who lives in it", "it", [Piece(*WRECK, "in", 3)], "who lives in the wreck"),
        (
            "how many",
            "",
            [Piece("divers", "the divers", "", 1), Piece(*WRECK, "in", 1)],
            "how many divers in the wreck",
        ),
        ("how many", "", [Piece(*WRECK, "in", 1)], "how many in the wreck"),
        ("did he dive", "he", [Piece(*WRECK, "in", 1), Piece(*QUAY, "", 1)], "did Ada Quay in the wreck dive"),
        ("what did that guy see", "that guy", [Piece(*QUAY, "", 2)], "what did Ada Quay see"),
        ("did she find it", "she it", [Piece(*QUAY, "", 1), Piece(*WRECK, "", 3)], "did Ada Quay find the wreck"),
        (
            "was anyone hurt?",
            "",
            [Piece(*WRECK, "in", 2), Piece(*QUAY, "", 2)],
            "was anyone hurt Ada Quay in the wreck?",
        ),
        ("who did she tell that she won", "she", [Piece(*QUAY, "", 2)], "who did Ada Quay tell that she won"),
        ("who is that", "is that", [Piece(*QUAY, "", 2)], "who is Ada Quay"),
        ("why didn't she", "didn't she", [Piece(*QUAY, "", 2)], "why didn't Ada Quay"),
        ("and the mayor", "and", [], "the mayor"),
        ("so, who is it?", "so it", [Piece(*QUAY, "", 3)], "who is Ada Quay?"),
        ("is Tarn safe", "Tarn", [], "is Tarn safe"),
    ],
)
def test_words_go_where_they_belong(typed: str, gone: str, pieces: list[Piece], written: str) -> None:
    assert written_out(typed, gone, *pieces) == written


@given(
    st.text("abc who is it his and't's", max_size=60) | st.text(max_size=60),
    st.lists(st.tuples(st.integers(0, 9), st.sampled_from(JOINTS))),
    st.data(),
)
def test_nothing_is_written_that_was_neither_typed_nor_put_in(
    typed: str, put: list[tuple[int, str]], data: st.DataObject
) -> None:
    words = typed_words(typed)
    dropped = [data.draw(st.floats(0, 1)) for _ in words]
    pieces = [
        Piece(f"one{n}", f"the one{n}", joint, place) for n, (place, joint) in enumerate(put) if place < len(words)
    ]
    found = write_out(typed, dropped, pieces)
    assert all(piece.written in found for piece in pieces)
    put_in = (word for piece in pieces for word in (piece.named, piece.joint))
    known = {run for text in (typed, *put_in) for run in RUN.findall(text)}
    known |= {"s", "in"}  # "Quay's"; "in Marl" for "there"
    assert set(RUN.findall(found)) <= known
    if not pieces and max(dropped, default=0) < GIVES_WAY:
        assert found == typed.strip(" ,;:")
