"""Text as news is written, as phones send it, and as somebody who means no good makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

T = TypeVar("T")
Written = TypeVar("Written", str, bytes)

PROSE = (
    "The council of Port Quill voted on Monday to close the old harbour bridge.|Engineers had found a crack, the mayor"
    " said.|“We lost,” said Ada Quay. “We go on.”|Ben Pier, a pilot, told Reuters: 'No.'|He denied it.|READ MORE: A|"
    "Source: QNA|By Ona Hale|A (Tom Orr / Reuters)|10:45 a.m.|Thursday, May 7, 2015 The council met.|What happened?|"
    "The cost|• item|1. item|***|U.S. Sen. J. Doe Jr. v. Inc.|No. 5|$1.5bn|http://q.example/a?b=c#d|@quill|[1]|"
    "Copyright 2019 The Post. All rights reserved.|2015-01-02T03:04:05Z|東京で火事。|قال الوزير|Привет, мир.|ना|e\u0301"
).split("|")
MARKS = tuple(". ! ? … ... , : ; - – — ' \" “ ” ‘ ’ ( ) [ ] { } < > & # * _ ` ~ | / \\ % + = ^ @ $ ½ ² ٣ ß ﬁ İ".split())
BLANKS = (" ", "  ", "\n", "\n\n", "\r\n", "\r", "\t", "\u00a0", "\u2028", "\u2029", "\u3000", "\x85", "\x0b", "\x0c")
UNSEEN = tuple("\x00\x01\x07\x08\x1b\x1c\x1f\x7f\x80\x9f\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b")
TURNED = tuple("\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffc\ufffd\ufffe\uffff\ue000\U000e0001")
STACKED = ("\u030a", "\u0333", "\u033f", "\u0300", "😀", "👨‍👩‍👧", "🇩🇪", "🐈‍⬛", "𝔄", "\U0010ffff", "\U0001f3fb")

SCRAPS = st.sampled_from((*PROSE, *PROSE, *MARKS, *BLANKS, *BLANKS, *UNSEEN, *TURNED, *STACKED))
ANY = st.characters(exclude_categories=["Cs"])  # a lone surrogate is in no text that can be sent or saved


def seldom(rare: SearchStrategy[T], usual: SearchStrategy[T], one_in: int = 20) -> SearchStrategy[T]:
    """One of ``rare`` among so many of ``usual``."""
    return st.integers(0, one_in - 1).flatmap(lambda drawn: rare if drawn == one_in - 1 else usual)


def texts(most: int = 40, longest: int = 20_000) -> SearchStrategy[str]:
    """Any text: prose and what hides in it, any characters, and seldom the same thing again and again."""
    runs = st.lists(SCRAPS, max_size=most)
    usual = runs.map(" ".join) | runs.map("".join) | runs.map("\n\n".join) | st.text(ANY, max_size=2 * most)
    return seldom(repeated(SCRAPS, longest), usual)


@st.composite
def repeated(draw: DrawFn, scraps: SearchStrategy[str], longest: int = 20_000) -> str:
    """A beginning, something many times over, and an end."""
    again = "".join(draw(st.lists(scraps, min_size=1, max_size=3)))
    times = draw(st.integers(1, longest)) // (len(again) or 1)
    return draw(scraps) + again * times + draw(scraps)


@st.composite
def mutated(
    draw: DrawFn, originals: SearchStrategy[Written], scraps: SearchStrategy[Written], most: int = 6
) -> Written:
    """Something real with pieces of it left out, doubled, moved or put in."""
    made = draw(originals)
    for _ in range(draw(st.integers(0, most))):
        at, to = sorted((draw(st.integers(0, len(made))), draw(st.integers(0, len(made)))))
        before, piece, after = made[:at], made[at:to], made[to:]
        change = draw(st.integers(0, 3))
        if change == 0:
            made = before + after
        elif change == 1:
            made = before + piece + piece + after
        elif change == 2:
            made = before + draw(scraps) + piece + after
        else:
            made = piece + before + after
    return made
