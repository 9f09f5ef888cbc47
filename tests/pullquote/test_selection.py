"""What is worth showing."""

from __future__ import annotations

import pytest

from pullquote.evidence import Signals
from pullquote.reader import Reading
from pullquote.records import Article, Kind, Passage, Sentence
from pullquote.retrieval import Candidate
from pullquote.selection import MOST, RUNNER_UP, number, select
from tests.pullquote.newsprint import article

LINES = ["The ferry sails.", "Tickets cost nine crowns.", "Nobody was hurt.", "Divers came.", "Frost came."]


def source(*lines: str, name: str = "harbour") -> Article:
    """An article of these sentences."""
    return article(*((Kind.BODY, None, at, line) for at, line in enumerate(lines, 1)), id=name)


def reading(of: Article, sentence: int, probability: float) -> Reading:
    """A sentence that a reader believes in so much."""
    text = of.slice(of.sentences[sentence])
    signals = Signals(text, ((), (), ()), (0, 0, 0), (0, 0, 0), 0, opening=False)
    return Reading(Candidate(Passage(of, sentence, sentence, sentence), signals), probability, ((0, 3),))


def test_the_surest_come_first_and_three_at_most() -> None:
    of = source(*LINES)
    quotes = select([reading(of, at, 0.2) for at in (3, 0, 4, 1, 2)], 0.5)
    assert [quote.text for quote in quotes] == [LINES[3], LINES[0], LINES[4]]
    assert [quote.number for quote in quotes] == [1, 2, 3]
    assert [quote.score for quote in quotes] == [0.2] * MOST
    assert quotes[0].highlights == ((0, 3),)


def test_below_the_bar_nothing_is_quoted() -> None:
    of = source(*LINES)
    readings = [reading(of, 0, 0.3), reading(of, 1, 0.15)]
    assert select(readings, 0.46) == ()
    assert len(select(readings, 0.44)) == 2


def test_many_sentences_that_are_hardly_believed_do_not_make_an_answer() -> None:
    of = source(*LINES)
    assert select([reading(of, at, 0.19) for at in range(5)], 0.6) == ()


@pytest.mark.parametrize("bar", [0.0, 0.5])
def test_of_nothing_nothing_is_quoted(bar: float) -> None:
    assert select([], bar) == ()


def test_a_sentence_far_behind_the_best_is_not_shown() -> None:
    of = source(*LINES)
    behind = RUNNER_UP * 0.8
    quotes = select([reading(of, 0, 0.8), reading(of, 1, behind), reading(of, 2, behind * 0.99)], 0.5)
    assert [quote.text for quote in quotes] == LINES[:2]


def test_the_same_words_in_two_articles_are_quoted_once() -> None:
    one, other = source(*LINES), source("Frost came.", "The  ferry\nSAILS.", name="copy")
    quotes = number([reading(one, 0, 0.4), reading(other, 1, 0.3), reading(other, 0, 0.2)])
    assert [(quote.article.id, quote.text) for quote in quotes] == [("harbour", LINES[0]), ("copy", "Frost came.")]
    assert [quote.number for quote in quotes] == [1, 2]


def test_what_must_not_be_quoted_is_passed_over() -> None:
    of = article((Kind.HEADING, "Ferry", None, "The ferry"), (Kind.BODY, "Ferry", 1, "It sails."))
    assert [quote.text for quote in number([reading(of, 0, 0.9), reading(of, 1, 0.1)])] == ["It sails."]


def test_a_quote_is_cut_where_the_sentence_stands_not_where_its_words_stand_first() -> None:
    of = Article(
        "echo",
        "It fell. It fell. It rose.",
        (Sentence(9, 17, Kind.BODY, None, 2), Sentence(18, 26, Kind.BODY, None, 3)),
    )
    (quote,) = number([reading(of, 0, 0.9)])
    assert (quote.start, quote.end, quote.paragraph) == (9, 17, 2)


def paragraph(*lines: str) -> Article:
    """Sentences of one paragraph."""
    return article(*((Kind.BODY, None, 1, line) for line in lines))


def test_a_sentence_that_speaks_only_of_him_brings_the_one_that_names_him() -> None:
    of = paragraph("Ada Quay met the divers.", "She thanked them.")
    (quote,) = number([reading(of, 1, 0.9)])
    assert quote.text == of.text[quote.start : quote.end]
    assert quote.text.split("\n\n") == ["Ada Quay met the divers.", "She thanked them."]
    assert [quote.text[slice(*span)] for span in quote.highlights] == ["She"]


@pytest.mark.parametrize("line", ["She met Otto Vane.", "Divers came.", "She thanked " + "them and " * 14 + "left."])
def test_a_sentence_that_says_enough_stands_alone(line: str) -> None:
    (quote,) = number([reading(paragraph("Ada Quay met the divers.", line), 1, 0.9)])
    assert quote.text == line


def test_a_sentence_of_many_lines_is_not_brought_along() -> None:
    of = paragraph("Ada Quay met the divers " + "and the crew " * 40 + ".", "She thanked them.")
    (quote,) = number([reading(of, 1, 0.9)])
    assert quote.text == "She thanked them."


def test_a_sentence_does_not_lean_on_another_paragraph() -> None:
    (quote,) = number([reading(source("Ada Quay met the divers.", "She thanked them."), 1, 0.9)])
    assert quote.text == "She thanked them."


def test_what_stands_in_a_quote_already_is_not_quoted_again() -> None:
    of = paragraph("Ada Quay met the divers.", "She thanked them.")
    assert [quote.text for quote in number([reading(of, 0, 0.5), reading(of, 1, 0.4)])] == [
        "Ada Quay met the divers.",
        "She thanked them.",
    ]
    assert len(number([reading(of, 1, 0.5), reading(of, 0, 0.4)])) == 1


def test_a_quote_that_adds_nothing_is_left_out() -> None:
    of = source("Divers will lift the wreck of the crane in March.", "Divers lift the wreck in March.", "Frost came.")
    quotes = number([reading(of, 0, 0.5), reading(of, 1, 0.3), reading(of, 2, 0.1)])
    assert [quote.text[:6] for quote in quotes] == ["Divers", "Frost "]
