"""Words, stems, and scores that are those of the formula."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.lexicon import STOP_WORDS, Lexicon, stems, words

if TYPE_CHECKING:
    from collections.abc import Sequence

K1, B = 1.2, 0.6
CORPUS = [stems(line) for line in (
    "The ferry sails on Friday.",
    "The ferry, the old ferry, waits for the new ferry while the crane of Port Quillon is lifted.",
    "Nobody was hurt.",
    "It is what it is.",
    "Candles burned in the orchard until sunrise, and the orchard smelled of wax.",
)]  # fmt: skip


def bm25(question: Sequence[str], sentence: Sequence[str], corpus: Sequence[Sequence[str]]) -> float:
    """The score by the formula (Robertson and Zaragoza 2009, eq. 3.15, with Lucene's logarithm), nothing clever."""
    mean = sum(map(len, corpus)) / len(corpus)
    total = 0.0
    for stem in set(question):
        held = sum(stem in other for other in corpus)
        idf = math.log(1 + (len(corpus) - held + 0.5) / (held + 0.5))
        count = sentence.count(stem)
        total += idf * count / (count + K1 * (1 - B + B * len(sentence) / mean))
    return total


@pytest.mark.parametrize(
    "question",
    [
        "When does the ferry sail?",
        "Who lifted the crane of Port Quillon, and when did candles burn in the orchard?",
        "ferry ferry ferry",
        "orchard zeppelin",
    ],
)
def test_scores_are_those_of_the_formula(question: str) -> None:
    asked = stems(question)
    expected = [bm25(asked, sentence, CORPUS) for sentence in CORPUS]
    assert max(expected) > 0
    np.testing.assert_allclose(Lexicon(CORPUS).scores(asked), expected, rtol=1e-5)


@given(st.lists(st.lists(st.sampled_from("abcdefg"), max_size=9), min_size=1, max_size=12), st.text("abcxyz"))
@settings(deadline=None, max_examples=60)
def test_scores_are_those_of_the_formula_for_any_sentences(corpus: list[list[str]], question: str) -> None:
    expected = [bm25(question, sentence, corpus) if any(corpus) else 0.0 for sentence in corpus]
    np.testing.assert_allclose(Lexicon(corpus).scores(list(question)), expected, rtol=1e-5, atol=1e-6)


def test_a_rarer_word_weighs_more_and_an_unseen_one_most() -> None:
    lexicon = Lexicon([["ferry", "sail"], ["ferry"], ["crane"]])
    assert lexicon.idf("ferry") == pytest.approx(math.log(1 + 1.5 / 2.5))
    assert lexicon.idf("ferry") < lexicon.idf("crane") < lexicon.idf("zeppelin")


@pytest.mark.parametrize("corpus", [[], [[]], [[], []]])
def test_where_there_are_no_words_nothing_scores(corpus: list[list[str]]) -> None:
    assert Lexicon(corpus).scores(["ferry"]).tolist() == [0.0] * len(corpus)


def test_a_question_without_words_scores_nothing() -> None:
    assert not Lexicon(CORPUS).scores([]).any()
    assert not Lexicon(CORPUS).scores(stems("what is it?")).any()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Quay's crane, the mayors’ ferry", ["quay", "crane", "the", "mayors", "ferry"]),
        ("2,000 people at 10:30 paid 1.5 crowns.", ["2,000", "people", "at", "10:30", "paid", "1.5", "crowns"]),
        ("The U.S. and the US, not us", ["the", "us.", "and", "the", "us.", "not", "us"]),
        ("Tehreek-e-Quillon", ["tehreek", "e", "quillon"]),
        ("didn't, isn’t", ["did", "is"]),
        ("snake_case", ["snake", "case"]),
        ("Заря над Окой", ["заря", "над", "окой"]),
        ("… – “”", []),
    ],
)
def test_what_a_word_is(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_stems_join_the_forms_of_a_word_and_leave_out_stop_words() -> None:
    assert stems("The fighters were fighting") == ["fighter", "fight"]
    assert stems(" ".join(sorted(STOP_WORDS))) == []


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_has_words_without_space_in_them(text: str) -> None:
    for word in words(text):
        assert word == word.strip()
        assert not any(character.isspace() for character in word)
