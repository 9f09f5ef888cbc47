"""Who somebody is, where a sentence says so beside the name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.introductions import introduced
from pullquote.question import Question


@pytest.mark.parametrize(
    ("asked", "sentence", "role"),
    [
        ("who is Ada Quay", "The ferry stopped after a storm, said Mayor Ada Quay.", "Mayor"),
        ("who is quay?", "An aide to Tarnian President Ada Quay told reporters so.", "Tarnian President"),
        (
            "Who's Ben Pier",
            "The council denied it, and Ben Pier, 44, who leads the council, said so.",
            "leads the council",
        ),
        (
            "who is Pier",
            "Pier, head of the town's council for roads, said nothing.",
            "head of the town's council for roads",
        ),
        ("who is Ben Pier", "A delegation led by top road official Ben Pier left for Tarn.", "top road official"),
        ("who is Ben Pier", "Its chairman, Ben Pier, lost his brother.", "Its chairman"),
        ("who was Ben Pier", "A former driver of the bus, Ben Pier, was arrested.", "A former driver of the bus"),
        (
            "what is Ben Pier's job",
            "“No,” Ben Pier, police spokesperson for Tarn, said.",
            "police spokesperson for Tarn",
        ),
        (
            "who is Ben Pier",
            "They got in, said Ben Pier of the security firm Bluegate.",
            "of the security firm Bluegate",
        ),
        ("who is Ben Pier", "Tarn's road ministry spokesperson Ben Pier said so.", "road ministry spokesperson"),
    ],
)
def test_a_role_beside_the_name_is_who_somebody_is(asked: str, sentence: str, role: str) -> None:
    span = introduced(Question(asked), sentence)
    assert span
    assert sentence[slice(*span)] == role


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("who is Ben Pier", "Ben Pier, however, said nothing."),
        ("who is Ben Pier", "Ben Pier went to Tarn."),
        ("who is Ben Pier", "On Friday Ben Pier, was arrested."),
        ("who is the mayor", "Mayor Ada Quay said so."),
        ("who is Ada Quay", "Mayor Ben Pier said so."),
        ("who told Ben Pier", "Mayor Ben Pier said so."),
    ],
)
def test_where_nobody_is_introduced_nothing_is_made_up(asked: str, sentence: str) -> None:
    assert introduced(Question(asked), sentence) is None


@given(st.text(alphabet="AaBb ,.('’)\"“”1é-", max_size=60))
def test_a_role_is_always_a_part_of_the_sentence(sentence: str) -> None:
    span = introduced(Question("who is Aa"), sentence)
    assert span is None or 0 <= span[0] < span[1] <= len(sentence)
