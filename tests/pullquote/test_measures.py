"""The same number told in another form is no contradiction."""

from __future__ import annotations

import pytest

from pullquote.measures import measures, told_alike
from pullquote.question import Question
from pullquote.statements import Statement, find_statements
from tests.pullquote.statements import read, story


def told(one: str, other: str, question: str) -> tuple[Question, Statement, Statement]:
    source = story(f"Ada Quay: {one}.", f"Ben Pier: {other}.")
    found = find_statements(Question(question), read((source, 0, 0.6, one), (source, 1, 0.5, other)))
    first, second = (next(each for each in found if each.speaker == name) for name in ("Ada Quay", "Ben Pier"))
    return Question(question), first, second


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("how high was the wave", "the wave was 24.4 metres high", "it was an 80-foot wave"),
        ("how long is the pipeline", "they rolled a hundred miles of pipe", "the line runs for 160 kilometres"),
        ("how long is the slick", "it is about ten kilometres long", "it is a little over six miles"),
        ("how high did the heat go", "it was 104 degrees Fahrenheit", "the station measured 40 degrees Celsius"),
        ("how big is the park", "it covers 2.5 million acres", "it is a million hectares"),
        ("how fast was it", "it went at 60 miles an hour", "it did 97 km/h"),
        ("how many children had the jab", "three quarters of the children", "75 percent of them"),
        ("how many voted", "turnout was 33.2 per cent", "a third of voters came"),
        ("what share is spoilt", "it is one in five", "20% of it"),
        ("when did it catch fire", "the alarm came in at 3.15 in the morning", "I woke at a quarter past three"),
        ("what time did it start", "it began at 12:00", "they set off at noon"),
        ("when was the blast", "it was at 6.40 am", "I heard it at twenty to seven"),
        ("how many were saved", "fifty-two were saved", "we took 52 people off"),
    ],
)
def test_the_same_is_known_in_another_form(question: str, one: str, other: str) -> None:
    asked, first, second = told(one, other, question)
    assert told_alike(asked, first, second)
    assert told_alike(asked, second, first)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("how high was the wave", "the wave was 30 metres high", "it was an 80-foot wave"),
        ("how big is the harvest", "it is 3.1 million tonnes", "it is 4 million tonnes"),
        ("how many children had the jab", "three quarters of the children", "two thirds of them"),
        ("how much of it burned", "a third of the wood", "it came third in the list"),
        ("how long did he wait", "he waited a quarter of an hour", "it was 25 per cent longer than planned"),
        ("when did it catch fire", "the alarm came in at 3.15", "I woke at half past three"),
        ("when was it", "in the first half of the year", "50 per cent of them came at noon"),
        ("how far is it", "it is 40 miles or 20 miles", "it is 32 kilometres, not 64 kilometres"),
        ("how many were saved", "fifty-two were saved", "we took 50 people off"),
        ("how many were saved", "52 of 60 were saved", "52 of 70 were saved"),
        ("who measured it", "Quay measured 24 metres", "Pier measured 24 metres"),
        ("when did it begin", "it began 3 km from the quay", "it began 3 km from the mill"),
    ],
)
def test_what_differs_or_was_not_asked_is_not(question: str, one: str, other: str) -> None:
    asked, first, second = told(one, other, question)
    assert not told_alike(asked, first, second)


@pytest.mark.parametrize("text", ["", "third place", "in 1945", "the m of it", "score 3:15:20", "a ton of work"])
def test_no_measure_is_read_into_other_words(text: str) -> None:
    assert measures(text) == []


def test_more_than_a_number_is_any_greater_one() -> None:
    (one,), (other,) = measures("more than 40 miles"), measures("70 kilometres")
    assert one.kind == other.kind
    assert one.quantity.agrees(other.quantity)
