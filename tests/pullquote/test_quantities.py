"""Numbers, and whether two could be meant by both."""

from __future__ import annotations

import pytest

from pullquote.quantities import Quantity, quantities


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Eleven passengers were killed", [11]),
        ("put the number of dead at six", [6]),
        ("1.5 million people and 2,000 cows", [1.5e6, 2000]),
        ("three million refugees", [3e6]),
        ("twenty-one of forty", [21, 40]),
        ("It cost $4.50 on 3 May 2021", [4.5]),
        ("dozens of people", []),
        ("", []),
        ("number 7b, A4 and 3D", []),
        ("$24.4m, 2.9bn euros and a wall of 2.5m", [24.4e6, 2.9e9]),
        ("US$40m, then he paid $3 B. Pier said", [40e6, 3]),
        ("$24.4 m, 2.9 bn euros, $3B and a wall of 2.5 m", [24.4e6, 2.9e9, 3e9, 2.5]),
    ],
)
def test_numbers_are_read_in_words_and_digits_and_dates_are_none(text: str, values: list[float]) -> None:
    assert [(each.least, each.most) for each in quantities(text)] == [(value, value) for value in values]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("more than 200 homes", "214 homes", True),
        ("more than 200 homes", "150 homes", False),
        ("about 40 people", "43 people", True),
        ("up to 40 people", "41 people", False),
        ("forty people", "40 people", True),
        ("40 people", "41 people", False),
    ],
)
def test_numbers_agree_when_one_could_be_meant_by_both(one: str, other: str, agree: bool) -> None:
    (ours,), (theirs,) = quantities(one), quantities(other)
    assert ours.agrees(theirs) is agree
    assert theirs.agrees(ours) is agree


def test_a_quantity_agrees_with_itself() -> None:
    assert Quantity(3, 3).agrees(Quantity(3, 3))
