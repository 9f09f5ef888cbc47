"""What is read: whole sentences around the candidates, each candidate once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.evidence import Signals
from pullquote.records import Article, Kind, Passage
from pullquote.retrieval import Candidate
from pullquote.windows import MOST_TOKENS, make_windows
from tests.pullquote.newsprint import article

if TYPE_CHECKING:
    from collections.abc import Sequence


def count_words(texts: Sequence[str]) -> list[int]:
    """Tokens, if every word were one."""
    return [len(text.split()) for text in texts]


def candidate(of: Article, sentence: int) -> Candidate:
    """A sentence that retrieval found."""
    signals = Signals(of.slice(of.sentences[sentence]), ((), (), ()), (0, 0, 0), (0, 0, 0), 0, opening=False)
    return Candidate(Passage(of, sentence, sentence, sentence), signals)


def written(sizes: Sequence[int], name: str = "log") -> Article:
    """An article whose sentences have so many words."""
    lines = (f"S{number} " + "word " * (size - 1) + "." for number, size in enumerate(sizes, 1))
    return article(*((Kind.BODY, None, number, line) for number, line in enumerate(lines, 1)), id=name)


@given(st.data())
@settings(deadline=None)
def test_every_candidate_is_read_once_in_its_own_words(data: st.DataObject) -> None:
    articles = [written(data.draw(st.lists(st.integers(1, 200), min_size=1, max_size=12)), f"a{n}") for n in range(2)]
    everywhere = [(of, number) for of in articles for number in range(len(of.sentences))]
    places = st.lists(st.sampled_from(everywhere), unique_by=lambda place: (place[0].id, place[1]))
    found = [candidate(*place) for place in data.draw(places)]
    windows = make_windows(found, count_words)
    assert sorted(place for window in windows for place in window.candidates) == list(range(len(found)))
    for window in windows:
        assert window.text == window.article.text[window.start : window.start + len(window.text)]
        assert count_words([window.text])[0] <= MOST_TOKENS + 12 or window.first == window.last
        for place in window.candidates:
            passage = found[place].passage
            start, end = window.place(passage.focus)
            assert passage.article is window.article
            assert window.text[start:end] == passage.article.slice(passage.article.sentences[passage.focus])


def test_neighbours_are_read_together_and_with_what_stands_around_them() -> None:
    of = written([10] * 9)
    (window,) = make_windows([candidate(of, 5), candidate(of, 3)], count_words)
    assert (window.first, window.last, window.candidates) == (2, 6, (1, 0))


def test_what_stands_far_apart_is_read_apart() -> None:
    of = written([10] * 9)
    windows = make_windows([candidate(of, 1), candidate(of, 7)], count_words)
    assert [(window.first, window.last) for window in windows] == [(0, 2), (6, 8)]


def test_a_sentence_longer_than_a_window_is_read_alone() -> None:
    of = written([10, MOST_TOKENS + 50, 10])
    (window,) = make_windows([candidate(of, 1)], count_words)
    assert (window.first, window.last) == (1, 1)


def test_nothing_to_read_makes_no_window() -> None:
    assert make_windows([], count_words) == []
