"""Where accounts differ: whose they are, in which words, in which order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pullquote.accounts import accounts_of, find_sides, quotes_of
from pullquote.list_models import Weighed
from pullquote.question import Question
from pullquote.records import Answer, Claim, Form, Kind, Outcome
from pullquote.selection import number
from pullquote.statements import as_verified, find_statements
from pullquote.verification import verify
from tests.pullquote.newsprint import WordLists, article
from tests.pullquote.statements import read, story

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.listing import TextSpan
    from pullquote.reader import Reading
    from pullquote.records import Article, Quote
    from pullquote.statements import Statement

ASKED = Question("Is the gate open?")


def sides_of(question: Question, readings: Sequence[Reading]) -> tuple[Statement, ...]:
    """The sides that the program would find."""
    statements = find_statements(question, readings)
    conflicts = verify(question, readings, statements, WordLists()).conflicts
    return find_sides(question, statements, conflicts, WordLists())


def dispute(readings: Sequence[Reading]) -> tuple[tuple[Statement, ...], tuple[Quote, ...]]:
    """The sides and the quotes of them."""
    sides = sides_of(ASKED, readings)
    return sides, quotes_of(sides, (), 3)


GATE = story("Ada Quay: the gate is open.", "It rained on the quay.", "Ben Pier: the gate is not open.")


def test_an_account_is_a_speakers_with_the_quote_it_stands_in_and_its_words() -> None:
    sides, quotes = dispute(read((GATE, 0, 0.6, "open"), (GATE, 2, 0.2, "not open")))
    accounts = accounts_of(sides, quotes)
    assert [(a.speaker, a.quotes, GATE.slice((a.start, a.end))) for a in accounts] == [
        ("Ada Quay", (1,), "the gate is open"),
        ("Ben Pier", (2,), "the gate is not open"),
    ]
    assert Answer("?", Outcome.DISPUTED, quotes, accounts).accounts == accounts


def test_accounts_stand_in_the_articles_order_whichever_is_likelier() -> None:
    sides, _ = dispute(read((GATE, 2, 0.6, "not open"), (GATE, 0, 0.2, "open")))
    assert [side.speaker for side in sides] == ["Ada Quay", "Ben Pier"]


def test_a_denial_that_nobody_read_is_found_beside_the_answer() -> None:
    sides, _ = dispute(read((GATE, 0, 0.6, "open")))
    assert [side.speaker for side in sides] == ["Ada Quay", "Ben Pier"]


def test_the_article_in_its_own_voice_is_a_side_too() -> None:
    source = story("The gate is not open since Monday.", "Ada Quay: the gate is open.")
    sides, quotes = dispute(read((source, 1, 0.6, "open"), (source, 0, 0.3, "not open")))
    assert [(a.speaker, source.slice((a.start, a.end))) for a in accounts_of(sides, quotes)] == [
        (None, "not open"),
        ("Ada Quay", "the gate is open"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("Ada Quay: the gate is open.", "Quay: the gate is not open on Sundays."),
        ("Ada Quay: the gate is open.", "Ben Pier: the gate is open."),
        ("The gate is open.", "The gate is not open on Sundays."),
    ],
)
def test_one_speaker_twice_or_two_who_agree_are_no_dispute(lines: tuple[str, str]) -> None:
    source = story(*lines)
    assert sides_of(ASKED, read((source, 0, 0.6, "open"), (source, 1, 0.3, "open"))) == ()


def test_the_same_wire_copy_in_two_outlets_is_one_source() -> None:
    one = story("The gate is open, harbour police in Oxmoor said on Monday morning.", name="one")
    other = story("The gate is not open, harbour police in Oxmoor said on Monday morning.", name="other")
    assert sides_of(ASKED, read((one, 0, 0.6, "open"), (other, 0, 0.3, "open"))) == ()


def test_two_articles_that_differ_are_two_accounts() -> None:
    one = story("The gate is open.", name="one")
    other = story("Nobody may pass, as the harbour gate has not let ships in.", name="other")
    sides, quotes = dispute(read((one, 0, 0.6, "open"), (other, 0, 0.3, "not let ships in")))
    accounts = accounts_of(sides, quotes)
    assert [(a.speaker, a.quotes) for a in accounts] == [(None, (1,)), (None, (2,))]
    assert [quote.article.id for quote in quotes] == ["one", "other"]


def torn(*more: str) -> Article:
    """Two who are set against each other in one sentence, and what else the article says."""
    text = "Ada Quay said the gate was open, but Ben Pier said the gate was not open."
    source = article(*((Kind.BODY, None, at, line) for at, line in enumerate((text, *more), 1)))

    def span(words: str) -> tuple[int, int]:
        at = source.text.index(words)
        return at, at + len(words)

    claims = (
        Claim("Ada Quay", None, span("Ada Quay"), span("said"), span("the gate was open"), Form.INDIRECT),
        Claim("Ben Pier", None, span("Ben Pier"), span("Pier said"), span("the gate was not open"), Form.INDIRECT),
    )
    first, *others = source.sentences
    return replace(source, sentences=(replace(first, claims=claims), *others))


def test_two_sides_in_one_sentence_share_its_quote_and_both_are_set_off() -> None:
    sides, quotes = dispute(read((torn(), 0, 0.6, "open")))
    (quote,) = quotes
    assert [quote.text[a:b] for a, b in quote.highlights] == ["the gate was open", "the gate was not open"]
    assert [account.quotes for account in accounts_of(sides, quotes)] == [(1,), (1,)]


def test_a_but_counts_in_the_sentence_that_answers_and_in_no_other() -> None:
    class Unsure(WordLists):
        def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
            return Weighed(np.zeros(len(spans)), np.full((len(spans), len(spans)), 0.2))

    source = torn("The gate opens at noon.")
    for place, sides in ((0, ["Ada Quay", "Ben Pier"]), (1, [])):
        readings = read((source, place, 0.6, "open"))
        statements = find_statements(ASKED, readings)
        conflicts = verify(ASKED, readings, statements, Unsure()).conflicts
        found = find_sides(ASKED, statements, conflicts, Unsure())
        assert [side.speaker for side in found] == sides


def test_other_quotes_follow_the_sides_while_there_is_room() -> None:
    sides, quotes = dispute(read((GATE, 0, 0.6, "open"), (GATE, 2, 0.2, "not open")))
    (rain,) = quotes_of((), number(read((GATE, 1, 0.1, "rained"))), 3)
    assert [quote.text for quote in quotes_of(sides, (*quotes, rain), 3)] == [
        "Ada Quay: the gate is open.",
        "Ben Pier: the gate is not open.",
        "It rained on the quay.",
    ]
    assert [quote.number for quote in quotes_of(sides, (*quotes, rain), 3)] == [1, 2, 3]
    assert [quote.text for quote in quotes_of(sides, (quotes[0], rain), 2)] == [quote.text for quote in quotes]


def test_the_best_answer_is_shown_however_many_sides_there_are() -> None:
    sides, _ = dispute(read((GATE, 0, 0.6, "open"), (GATE, 2, 0.2, "not open")))
    (rain,) = quotes_of((), number(read((GATE, 1, 0.9, "rained"))), 3)
    assert [quote.text for quote in quotes_of(sides, (rain,), 2)][-1] == "It rained on the quay."


def test_what_conflicts_among_others_and_not_alone_is_no_dispute() -> None:
    class Alone(WordLists):
        def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
            assert [texts[text][start:end] for text, start, end in spans] == list(texts)
            assert texts[0].startswith("Ada Quay")
            return Weighed(np.zeros(2), np.zeros((2, 2)))

    source = story("Ada Quay: the gate is open.", "It rained.", "Ben Pier: this gate is not for us.")
    readings = read((source, 0, 0.6, "open"))
    statements = find_statements(ASKED, readings)
    conflicts = verify(ASKED, readings, statements, WordLists()).conflicts
    assert find_sides(ASKED, statements, conflicts, WordLists())
    assert not find_sides(ASKED, statements, conflicts, Alone())


@pytest.mark.parametrize(
    ("wave", "likely", "differ"), [("80", 0.9, False), ("80", 0.97, True), ("70", 0.9, True), ("70", 0.5, False)]
)
def test_the_same_measure_in_another_form_must_be_surer_to_conflict(wave: str, likely: float, differ: bool) -> None:
    class Sure(WordLists):
        def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
            return Weighed(np.zeros(len(spans)), np.full((len(spans), len(spans)), likely))

    asked = Question("how high was the wave")
    source = story(
        "Ada Quay: the wave was 24.4 metres high.", "It rained.", f"Ben Pier: it was a wave {wave} feet high."
    )
    statements = find_statements(asked, read((source, 0, 0.6, "24.4 metres"), (source, 2, 0.5, f"{wave} feet")))
    conflicts = np.full((len(statements), len(statements)), likely)
    assert bool(find_sides(asked, statements, conflicts, Sure())) is differ


def test_a_side_is_as_probable_as_its_sentence_once_that_is_verified() -> None:
    sides, _ = dispute(read((GATE, 0, 0.6, "open"), (GATE, 2, 0.2, "not open")))
    later = as_verified(sides, read((GATE, 2, 0.7, "not open")))
    assert [quote.score for quote in quotes_of(later, (), 3)] == [0.6, 0.7]
    assert [side.said for side in later] == [side.said for side in sides]


def test_nobody_contradicts_who_somebody_is() -> None:
    readings = read((GATE, 0, 0.6, "open"), (GATE, 2, 0.2, "not open"))
    assert sides_of(Question("Who is Ada Quay?"), readings) == ()
    assert len(sides_of(Question("Who says it is open?"), readings)) == 2


def test_asked_what_somebody_said_their_words_answer_and_not_those_around_them() -> None:
    framed = story(
        "As a war of words heated up between two towns, Ada Quay: the gate is open.", "Ben Pier: the gate is not open."
    )
    start = framed.text.index("Ada Quay")
    (claim,) = framed.sentences[0].claims
    own = replace(claim, speaker="Ada Quay", source=(start, start + 8))
    framed = replace(framed, sentences=(replace(framed.sentences[0], claims=(own,)), *framed.sentences[1:]))
    question = Question("What did Ada Quay say of the gate?")
    first, *_ = find_statements(question, read((framed, 0, 0.6, "war of words"), (framed, 1, 0.2, "not")))
    assert (first.speaker, framed.slice(first.said)) == ("Ada Quay", "the gate is open")


def test_what_somebody_said_is_contested_only_by_those_who_are_called_the_same() -> None:
    told = story("Ada Quay: the gate is open.", "Ben Pier: the gate is not open.")
    readings = read((told, 0, 0.6, "the gate is open"), (told, 1, 0.2, "the gate is not open"))
    assert sides_of(Question("Is the gate open?"), readings)
    assert not sides_of(Question("What did Ada Quay say of the gate?"), readings)
    guards = [replace(each.claims[0], role="harbour guard") for each in told.sentences]
    sentences = (replace(each, claims=(guard,)) for each, guard in zip(told.sentences, guards, strict=True))
    both = replace(told, sentences=tuple(sentences))
    readings = read((both, 0, 0.6, "the gate is open"), (both, 1, 0.2, "the gate is not open"))
    assert sides_of(Question("What did the guard say of the gate?"), readings)
