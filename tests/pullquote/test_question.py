"""What can be typed, and what is understood of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.errors import QuestionError
from pullquote.question import LONGEST, Question, Slot


@pytest.mark.parametrize("typed", ["", " ", "\n\t\u00a0", "\u2003"])
def test_a_blank_question_is_refused(typed: str) -> None:
    with pytest.raises(QuestionError, match="There is no question"):
        Question(typed)


@pytest.mark.parametrize("typed", ["?", "?!… – “”", "🐈‍⬛🚢", "\u202e\u2066", "\0", "\x1b", "_", "—" * 900, "\ud800"])
def test_a_question_without_a_word_is_refused(typed: str) -> None:
    with pytest.raises(QuestionError, match="no word"):
        Question(typed)


def test_a_pasted_article_is_refused_with_both_lengths() -> None:
    with pytest.raises(QuestionError, match=r"5,000 .*1,000"):
        Question("who? " * 1000)
    assert Question("w" * LONGEST).text


@pytest.mark.parametrize(
    "typed",
    [
        "Who controls\u200b the\u2060 ferry?",
        "\u202eWho controls the ferry?\u202c",
        "\u2066Who\u2069 controls the ferry?",
        "Who\0 controls\x1b the\x07 ferry?",
        "\ufeffWho controls the fer\u00adry?",
        "Who \ud800controls the ferry?",
        "  Who\tcontrols\r\nthe\u00a0ferry? ",
    ],
)
def test_control_and_direction_characters_are_as_if_they_were_not_there(typed: str) -> None:
    question = Question(typed)
    assert question.text == "Who controls the ferry?"
    assert question.typed == typed


def test_letters_are_the_same_however_their_accents_were_typed() -> None:
    assert Question("Who is Zoe\u0301?").stems == Question("Who is Zo\u00e9?").stems == ("zoé",)


def test_a_question_of_stop_words_asks_for_no_word_in_particular() -> None:
    question = Question("who is it and what was that?")
    assert question.stems == ()


def test_each_word_counts_once_in_the_order_typed() -> None:
    assert Question("Ferries, ferry: the ferry of Oxmoor?").stems == ("ferri", "oxmoor")


@pytest.mark.parametrize(
    ("typed", "slot"),
    [
        ("Who lifts the wreck?", Slot.WHO),
        ("Whose crane was it?", Slot.WHO),
        ("which minister resigned", Slot.WHO),
        ("When does the ferry sail?", Slot.WHEN),
        ("What year was it built?", Slot.WHEN),
        ("Where did the crane fall?", Slot.WHERE),
        ("in which district", Slot.WHERE),
        ("How many candles burned?", Slot.COUNT),
        ("What percentage survived?", Slot.COUNT),
        ("Why did it fall?", Slot.WHY),
        ("What caused the frost?", Slot.WHY),
        ("How did it fall?", Slot.HOW),
        ("What did the mayor say about rust?", Slot.SAID),
        ("What does Ada Quay think?", Slot.SAID),
        ("Did the mayor warn anyone?", Slot.YES_NO),
        ("Isn’t the ferry late?", Slot.YES_NO),
        ("What fell?", Slot.THING),
        ("ferry", Slot.THING),
    ],
)
def test_what_is_asked_for(typed: str, slot: Slot) -> None:
    assert Question(typed).slot is slot


def test_who_is_asked_about_in_a_question_of_speech() -> None:
    assert Question("What did mayor Ada Quay say about rust?").speaker == {"mayor", "ada", "quay"}
    assert Question("Who lifts the wreck?").speaker == frozenset()


@given(st.text(max_size=60))
@settings(deadline=None)
def test_any_text_is_a_question_or_politely_refused(typed: str) -> None:
    try:
        question = Question(typed)
    except QuestionError:
        return
    assert question.typed == typed
    assert not any(unicodedata.category(character)[0] == "C" for character in question.text)
    assert unicodedata.is_normalized("NFC", question.text)
    assert " ".join(question.text.split()) == question.text
    assert question.slot in Slot
    assert isinstance(question.speaker, frozenset)
