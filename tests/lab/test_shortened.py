"""Complete questions, shortened as they would be typed after an answer."""

from __future__ import annotations

import random
import re

import pytest

from index.blocks import find_blocks
from index.sentences import split_sentences
from lab.corpora import Asked, Corpus
from lab.shortened import shorten, shortened, shortened_questions
from pullquote.lexicon import words
from pullquote.records import Article
from pullquote.rewriting import POINTING

FILES = ("near-late",)
MADE = list(shortened(FILES, random.Random(3)))
TEXT = """The ferry ran aground in Marl on Friday, mayor Ada Quay said. She blamed the Tarnish Line, which owns it.

Ada Quay, who is 44, said she had warned the Tarnish Line. Nobody in Marl was hurt."""
FERRY = Corpus(
    "made",
    Article(id="ferry", text=TEXT, sentences=split_sentences(TEXT, find_blocks(TEXT))),
    (Asked("who told of the ferry in Marl", ((4, 9),)),),
)


def test_what_is_typed_is_the_complete_question_with_something_left_out_or_said_with_a_pronoun() -> None:
    for typed, _, complete in shortened_questions(FILES, random.Random(3)):
        own = (word for word in words(typed) if word not in {*POINTING, "and", "so", "but"})
        there = iter(words(complete))
        assert all(word in there for word in own), (typed, complete)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How old is Ada Quay?", {"how old is she", "How old is she?"}),
        ("who paid Ada Quay in Marl", {"who paid her in Marl", "who paid Ada Quay there"}),
        ("What is Ada Quay's salary?", {"what is her salary"}),
        ("How long was the ferry aground?", {"how long was it aground", "how long was that ferry aground"}),
        ("Who owns the Tarnish Line?", {"who owns it", "who owns them"}),
        ("what is the mayor's job", {"what is its job"}),
        ("how many Tarnish Line ferries sank in Marl", {"how many Tarnish Line ferries sank there"}),
        ("Does anybody like rain?", {"does anybody like rain"}),
    ],
)
def test_a_question_is_shortened_by_what_was_told(question: str, expected: set[str]) -> None:
    found = [shorten(FERRY, FERRY.asked[0], Asked(question, ()), random.Random(seed)) for seed in range(300)]
    assert expected <= {typed for typed, _, _ in filter(None, found)}
    assert {complete for _, _, complete in filter(None, found)} == {question}
    assert not any(re.search(r"is they|how many (?:it|them|those)\b", typed) for typed, _, _ in filter(None, found))


def test_what_stands_alone_is_kept_now_and_then_and_some_that_leans_on_nothing() -> None:
    leaning = sum(any(one.taken) for one in MADE)
    assert 0.4 < leaning / len(MADE) < 0.95


def test_the_same_chance_makes_the_same() -> None:
    assert list(shortened(FILES, random.Random(3)))[:50] == MADE[:50]
