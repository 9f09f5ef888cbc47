"""What travels is checked when it is built: no record can say what an article does not."""

from __future__ import annotations

import dataclasses
import hashlib
from typing import Any

import pytest

from pullquote.records import (
    Account,
    Answer,
    Article,
    Claim,
    Form,
    Kind,
    Outcome,
    Passage,
    Quote,
    Sentence,
    Silence,
)
from tests.pullquote.newsprint import article

SOURCE = article(
    (Kind.LEAD, None, 1, "The crane of Port Quillon fell at dawn."),
    (Kind.HEADING, "The ferry", None, "The ferry"),
    (Kind.BODY, "The ferry", 2, "It sails on Friday 🐈‍⬛, the harbour office said."),
    (Kind.BODY, "The ferry", 2, "Tickets cost nine crowns."),
)
LEAD, HEADING, FERRY, TICKETS = SOURCE.sentences


def quote(sentence: Sentence, number: int = 1) -> Quote:
    """A sentence of the article, quoted."""
    return Quote(number, SOURCE, sentence, SOURCE.slice(sentence))


def test_a_quote_is_the_articles_own_characters() -> None:
    found = quote(FERRY)
    assert SOURCE.text[found.start : found.end] == found.text == "It sails on Friday 🐈‍⬛, the harbour office said."
    assert found.paragraph == 2


@pytest.mark.parametrize(
    "text",
    [
        "It sails on Friday 🐈‍⬛, the harbour office said",
        "It sails on Friday 🐈, the harbour office said.",
        "it sails on Friday 🐈‍⬛, the harbour office said.",
        " It sails on Friday 🐈‍⬛, the harbour office said.",
        "Tickets cost nine crowns.",
        "",
    ],
)
def test_a_quote_in_other_characters_cannot_be_built(text: str) -> None:
    with pytest.raises(ValueError, match="own characters"):
        Quote(1, SOURCE, FERRY, text)


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.quotable])
def test_a_heading_caption_or_link_is_never_quoted(kind: Kind) -> None:
    other = article((kind, None, None, "People stand at the gate."))
    with pytest.raises(ValueError, match="never quoted"):
        Quote(1, other, other.sentences[0], "People stand at the gate.")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(LEAD.start, LEAD.end - 1, id="a part of a sentence"),
        pytest.param(LEAD.start, FERRY.end, id="across a heading"),
        pytest.param(TICKETS.start, 9999, id="past the end, where a slice is cut short without a word"),
        pytest.param(-27, len(SOURCE.text), id="counted from the end, as a slice would be"),
    ],
)
def test_only_a_sentence_of_the_article_is_quoted(start: int, end: int) -> None:
    made_up = Sentence(start, end, Kind.BODY, None, 1)
    with pytest.raises(ValueError, match="no such sentence"):
        Quote(1, SOURCE, made_up, SOURCE.text[start:end])


@pytest.mark.parametrize(
    "highlights", [((0, 99),), ((-1, 3),), ((4, 4),), ((5, 3),), ((0, 5), (4, 8)), ((6, 8), (0, 5))]
)
def test_a_highlight_is_inside_its_quote_and_follows_the_one_before(highlights: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="highlight"):
        Quote(1, SOURCE, LEAD, SOURCE.slice(LEAD), highlights)


@pytest.mark.parametrize(
    ("spans", "problem"),
    [
        ([(0, 6)], "not inside"),
        ([(-1, 3)], "not inside"),
        ([(2, 2)], "not inside"),
        ([(3, 1)], "not inside"),
        ([(0, 3), (2, 5)], "overlaps"),
        ([(3, 5), (0, 2)], "overlaps"),
        ([(0, 2), (0, 2)], "overlaps"),
    ],
)
def test_sentences_are_in_bounds_and_in_order(spans: list[tuple[int, int]], problem: str) -> None:
    sentences = tuple(Sentence(start, end, Kind.BODY, None, 1) for start, end in spans)
    with pytest.raises(ValueError, match=problem):
        Article("five", "12345", sentences)


def test_a_sentence_that_may_be_quoted_has_a_paragraph() -> None:
    with pytest.raises(ValueError, match="no paragraph"):
        Article("five", "12345", (Sentence(0, 5, Kind.BODY, None, None),))


def test_an_articles_hash_is_that_of_its_bytes() -> None:
    text = "Curly ‘quotes’, no-break\u00a0spaces and \U0001f408\n"
    assert Article("cat", text, ()).sha256 == hashlib.sha256(text.encode("utf-8")).hexdigest()


@pytest.mark.parametrize("numbers", [(2, 1, 1), (0, 9, 0), (-1, 1, 0), (0, 1, 2), (1, 2, 0)])
def test_a_passage_is_inside_its_article_and_around_its_sentence(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="not in the article"):
        Passage(SOURCE, *numbers)


def test_a_passage_holds_the_space_between_its_sentences() -> None:
    passage = Passage(SOURCE, 2, 3, 3)
    assert passage.text == SOURCE.text[FERRY.start : TICKETS.end]
    assert (passage.start, passage.end, passage.section) == (FERRY.start, TICKETS.end, "The ferry")


ONE, TWO = quote(LEAD), quote(TICKETS, 2)
SIDES = (Account("Ada Quay", (1,), LEAD.start, LEAD.end), Account(None, (2,), TICKETS.start, TICKETS.end))


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": Outcome.ANSWERED},
        {"outcome": Outcome.DISPUTED, "accounts": SIDES},
        {"outcome": Outcome.NOT_IN_SOURCES},
        {"outcome": Outcome.NOT_IN_SOURCES, "quotes": (ONE,)},
        {"outcome": Outcome.NOT_IN_SOURCES, "quotes": (ONE,), "silence": Silence.NOT_SAID},
        {"outcome": Outcome.ANSWERED, "quotes": (ONE,), "silence": Silence.NOT_SAID},
        {"outcome": Outcome.ANSWERED, "silence": Silence.NOT_SAID},
    ],
    ids=str,
)
def test_an_answer_has_either_quotes_or_a_reason_for_silence(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="either quotes or a reason"):
        Answer("Who?", **fields)


@pytest.mark.parametrize(
    ("outcome", "accounts"),
    [
        (Outcome.DISPUTED, ()),
        (Outcome.DISPUTED, SIDES[:1]),
        (Outcome.ANSWERED, SIDES[:1]),
        (Outcome.ANSWERED, SIDES),
    ],
)
def test_a_dispute_has_two_sides_and_nothing_else_has_any(outcome: Outcome, accounts: tuple[Account, ...]) -> None:
    with pytest.raises(ValueError, match="two accounts"):
        Answer("Who?", outcome, (ONE, TWO), accounts)


def test_silence_takes_no_sides() -> None:
    with pytest.raises(ValueError, match="two accounts"):
        Answer("Who?", Outcome.NOT_IN_SOURCES, accounts=SIDES[:1], silence=Silence.NOT_SAID)


def test_an_account_points_to_quotes_that_are_there() -> None:
    with pytest.raises(ValueError, match="not there"):
        Answer("Who?", Outcome.DISPUTED, (ONE,), SIDES)


@pytest.mark.parametrize("quotes", [(TWO,), (TWO, ONE), (ONE, quote(FERRY)), (ONE, quote(FERRY, 3))])
def test_quotes_are_numbered_from_one_in_order(quotes: tuple[Quote, ...]) -> None:
    with pytest.raises(ValueError, match="numbered from 1"):
        Answer("Who?", Outcome.ANSWERED, quotes)


def test_no_sentence_is_quoted_twice() -> None:
    with pytest.raises(ValueError, match="quoted twice"):
        Answer("Who?", Outcome.ANSWERED, (ONE, quote(LEAD, 2)))


def test_nearest_passages_are_offered_only_in_silence() -> None:
    with pytest.raises(ValueError, match="nearest"):
        Answer("Who?", Outcome.ANSWERED, (ONE,), nearest=(quote(FERRY),))


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_a_confidence_is_a_probability(confidence: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        Answer("Who?", Outcome.ANSWERED, (ONE,), confidence=confidence)


def test_what_travels_cannot_be_changed() -> None:
    claim = Claim("Ada Quay", None, None, (0, 1), (1, 2), Form.DIRECT)
    answer = Answer("Who?", Outcome.DISPUTED, (ONE, TWO), SIDES)
    for record in (SOURCE, LEAD, Passage(SOURCE, 0, 0, 0), ONE, SIDES[0], answer, claim):
        for field in dataclasses.fields(record):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(record, field.name, None)


def test_a_quote_may_bring_the_sentence_in_front_of_it_and_no_other() -> None:
    both = SOURCE.text[FERRY.start : TICKETS.end]
    brought = Quote(1, SOURCE, TICKETS, both, before=FERRY)
    assert (brought.start, brought.end, brought.text) == (FERRY.start, TICKETS.end, both)
    with pytest.raises(ValueError, match="in front of it"):
        Quote(1, SOURCE, TICKETS, SOURCE.text[LEAD.start : TICKETS.end], before=LEAD)
    with pytest.raises(ValueError, match="own characters"):
        Quote(1, SOURCE, TICKETS, SOURCE.text[TICKETS.start : TICKETS.end], before=FERRY)
