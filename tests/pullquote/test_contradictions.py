"""What contradicts an answer, and what only seems to."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pullquote.contradictions import contrasted, denies, is_denied, numbers_differ
from pullquote.question import Question
from pullquote.records import Article, Claim, Form
from pullquote.statements import Statement, find_statements
from tests.pullquote.statements import read, story

SANK = "Ada Quay: the navy sank the ferry."


def pair(
    one: str, other: str, question: str = "who sank the ferry", between: tuple[str, ...] = ()
) -> tuple[Question, Statement, Statement]:
    """Two statements of one article, the first of them read as the answer."""
    source = story(one, *between, other)
    last = len(source.sentences) - 1
    said = [(text.partition(": ")[2] or text).rstrip(".") for text in (one, other)]
    found = find_statements(Question(question), read((source, 0, 0.6, said[0]), (source, last, 0.1, said[1])))
    answer = found[0]
    (against,) = (each for each in found if each.number == last)
    return Question(question), answer, against


@pytest.mark.parametrize(
    "other",
    [
        "The navy denied: that it sank the ferry.",
        "The navy rejected: the claim.",
        "Ben Pier dismissed: the report as fabricated.",
        "Ben Pier: the story was a fairy tale.",
        "The navy rejected: every word of that.",
        "She gave no evidence for it.",
    ],
)
def test_a_denial_of_what_was_asked_contradicts(other: str) -> None:
    question, answer, against = pair(SANK, other)
    assert denies(question, answer, _cued(against))


@pytest.mark.parametrize(
    "other",
    [
        "The navy denied: that its admiral would resign.",
        "The navy denied: rumours that the admiral was ill.",
        "Ben Pier: the ferry was old.",
        "Rain fell on the quay all day.",
    ],
)
def test_a_denial_of_something_else_does_not(other: str) -> None:
    question, answer, against = pair(SANK, other)
    assert not denies(question, answer, _cued(against))


def test_what_points_back_is_no_denial_from_far_away() -> None:
    far = tuple(f"The {n}th boat left the harbour at dawn." for n in range(5))
    question, answer, against = pair(SANK, "The navy rejected: the claim.", between=far)
    assert not denies(question, answer, _cued(against))


def test_an_answer_that_denies_brings_what_it_denies() -> None:
    question, claim, denial = pair(SANK, "The navy rejected: the claim.")
    assert is_denied(question, _cued(denial), claim)
    assert not is_denied(Question("when was the harbour built"), _cued(denial), claim)


def _cued(statement: Statement) -> Statement:
    """The statement with the words in front of its colon as its cue: "The navy denied: ..."."""
    claim = statement.voice.claim
    if claim is None:
        return statement
    cued = replace(claim, cue=(statement.sentence.start, claim.cue[1]))
    return replace(statement, voice=replace(statement.voice, claim=cued))


def _with(source: Article, claim: Claim) -> Article:
    return replace(source, sentences=(replace(source.sentences[0], claims=(claim,)),))


HOW_MANY = "how many people drowned"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Ada Quay: nine people drowned.", "Ben Pier: 14 people drowned.", True),
        ("Ada Quay: nine people drowned.", "Ben Pier: 9 people drowned.", False),
        ("Ada Quay: about 40 people drowned.", "Ben Pier: 43 people drowned.", False),
        ("Ada Quay: nine people drowned on Monday.", "Ben Pier: two people drowned on Friday.", False),
        ("Ada Quay: nine people drowned in Marl.", "Ben Pier: two people drowned in Oxmoor.", False),
        ("Ada Quay: nine people drowned.", "Ben Pier: the number of people who drowned rose to 14.", False),
        ("Ada Quay: nine people drowned.", "Ben Pier: 300 people would have drowned without him.", False),
        ("Ada Quay: nine people drowned.", "Ben Pier: the ferry had 40 boats.", False),
    ],
)
def test_numbers_differ_when_they_are_of_one_thing_at_one_time(one: str, other: str, differ: bool) -> None:
    question, answer, against = pair(one, other, HOW_MANY)
    assert numbers_differ(question, answer, against) is differ


def test_numbers_only_differ_where_a_number_is_asked_for() -> None:
    question, answer, against = pair("Ada Quay: nine people drowned.", "Ben Pier: 14 people drowned.", "who drowned")
    assert not numbers_differ(question, answer, against)


def test_two_speakers_with_a_but_between_them_are_contrasted() -> None:
    text = "Ada said the navy sank it, but Ben said rebels did."
    source = story(text)

    def span(words: str) -> tuple[int, int]:
        at = source.text.index(words)
        return at, at + len(words)

    first = Claim("Ada", None, span("Ada"), span("said"), span("the navy sank it"), Form.INDIRECT)
    second = Claim("Ben", None, span("Ben"), span("Ben said"), span("rebels did"), Form.INDIRECT)
    (one,), (other,) = (
        [each for each in find_statements(Question("who sank it"), read((told, 0, 0.6, "sank"))) if each.voice.claim]
        for told in (_with(source, first), _with(source, second))
    )
    assert contrasted(one, other)
    assert contrasted(other, one)
    assert not contrasted(one, pair(SANK, "Ben Pier: rebels did it.")[2])


def test_a_denial_points_back_to_the_last_accusation() -> None:
    claims = ("The navy rejected: the claim.",)
    question, answer, against = pair(SANK, claims[0])
    assert denies(question, answer, _cued(against))
    question, answer, against = pair(SANK, claims[0], between=("Timo Hale accused: rebels took the bridge.",))
    assert not denies(question, answer, _cued(against))
