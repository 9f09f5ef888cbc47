"""Which words of a sentence answer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.spans import LONGEST, TokenScores, find_spans, tidied

WINDOW = "Rain fell. Ada Borg lit four candles. Nobody came."
SENTENCES = [(0, 10), (11, 37), (38, 50)]


def scores_of(window: str, starts: dict[str, float], ends: dict[str, float], none: float = -3.0) -> TokenScores:
    """Scores of a window's words, as probabilities' logarithms; words not named are very unlikely."""
    offsets: list[tuple[int, int]] = []
    at = 0
    for word in window.split():
        at = window.index(word, at)
        offsets.append((at, at + len(word.rstrip("."))))
        at += len(word)
    names = [window[start:end] for start, end in offsets]
    return TokenScores(
        np.array(offsets),
        np.array([starts.get(name, -20.0) for name in names]),
        np.array([ends.get(name, -20.0) for name in names]),
        none,
    )


def test_the_likeliest_span_is_found_in_each_sentence() -> None:
    scores = scores_of(WINDOW, {"Ada": -0.1, "four": -3.0}, {"Borg": -0.2, "candles": -4.0})
    found = find_spans(scores, SENTENCES)
    assert [WINDOW[slice(*finding.span)] for finding in found if finding.span][1] == "Ada Borg"
    assert found[1].margin > max(found[0].margin, found[2].margin)


def test_a_span_never_leaves_its_sentence_nor_ends_before_it_starts() -> None:
    scores = scores_of(WINDOW, {"candles": -0.1, "Nobody": -5.0}, {"came": -0.1, "lit": -1.0})
    for (start, end), finding in zip(SENTENCES, find_spans(scores, SENTENCES), strict=True):
        assert finding.span is not None
        assert start <= finding.span[0] < finding.span[1] <= end
    assert WINDOW[slice(*(find_spans(scores, SENTENCES)[1].span or (0, 0)))] != "candles lit"


def test_a_surer_none_lowers_every_margin_alike() -> None:
    low, high = (scores_of(WINDOW, {"Ada": -0.1}, {"Borg": -0.2}, none) for none in (-4.0, -1.0))
    for before, after in zip(find_spans(low, SENTENCES), find_spans(high, SENTENCES), strict=True):
        assert round(before.margin - after.margin, 9) == 3.0
        assert before.span == after.span


def test_a_sentence_without_tokens_holds_nothing() -> None:
    (finding,) = find_spans(scores_of("Rain fell.", {}, {}), [(9, 10)])
    assert finding.span is None
    assert finding.margin == -np.inf


@given(st.integers(0, 2**32 - 1), st.integers(1, LONGEST + 12))
@settings(deadline=None, max_examples=60)
def test_the_best_span_is_the_best_of_all_there_are(seed: int, count: int) -> None:
    chance = np.random.default_rng(seed)
    offsets = np.array([(3 * n, 3 * n + 2) for n in range(count)])
    scores = TokenScores(offsets, chance.normal(-6, 3, count), chance.normal(-6, 3, count), -1.0)
    (finding,) = find_spans(scores, [(0, 3 * count)])
    every = {
        (first, last): scores.starts[first] + scores.ends[last]
        for first in range(count)
        for last in range(first, min(count, first + LONGEST))
    }
    first, last = max(every, key=every.__getitem__)
    assert finding.span == (offsets[first][0], offsets[last][1])
    assert np.isclose(finding.best, every[first, last])
    assert np.isclose(finding.mass, np.logaddexp.reduce(list(every.values())))


def test_a_sentence_of_thirty_thousand_words_is_no_burden() -> None:
    count = 30_000
    offsets = np.array([(3 * n, 3 * n + 2) for n in range(count)])
    scores = TokenScores(offsets, np.full(count, -12.0), np.full(count, -12.0), -0.1)
    (finding,) = find_spans(scores, [(0, 3 * count)])
    assert np.isclose(finding.mass, -24 + np.log(sum(count - more for more in range(LONGEST))))


@pytest.mark.parametrize(
    ("text", "marked", "shown"),
    [
        ('said "we fled" to Kabul', '"we fled', "we fled"),
        ("It cost $14.5 million.", "$14.5 million.", "$14.5 million"),
        ("It rose 12%, they said", "12%,", "12%"),
        ('He said: "No."', '"', None),
        ("in Kandahar today", "Kanda", "Kandahar"),
        ("in Kandahar today", "dahar", "Kandahar"),
        ("the e\u0301te\u0301 of", "te", "e\u0301te\u0301"),
        ("the e\u0301te\u0301 of", "e\u0301te\u0301", "e\u0301te\u0301"),
        ("x" * 900, "x" * 10, None),
        ("It fell to −12° at night", " −12° ", "−12°"),
    ],
)
def test_what_is_pointed_to_is_whole_words(text: str, marked: str, shown: str | None) -> None:
    start = text.index(marked)
    span = tidied(text, (start, start + len(marked)))
    assert (text[slice(*span)] if span else None) == shown


@given(st.text(max_size=40), st.data())
@settings(deadline=None)
def test_a_tidied_span_is_inside_the_text_and_not_empty(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = tidied(text, (start, end))
    assert span is None or 0 <= span[0] < span[1] <= len(text)
