"""The same measure told in another form is no contradiction, and only the plainest cases are taken for the same."""

from __future__ import annotations

import time

import pytest

from pullquote.measures import measures, told_alike
from pullquote.question import Question
from pullquote.statements import Statement, find_statements
from tests.pullquote.statements import read, story

ALIKE = [
    ("how high was the wave", "the wave was 24.4 metres high", "it was an 80-foot wave"),
    ("how long is the pipeline", "they rolled a hundred miles of pipe", "the line runs for 160 kilometres"),
    ("how long is the slick", "it is about ten kilometres long", "it is a little over six miles"),
    ("how hot was it", "it was 104 degrees Fahrenheit", "the station measured 40 degrees Celsius"),
    ("how big is the park", "it covers 2.5 million acres", "it is a million hectares"),
    ("how fast was it", "it went at 60 miles an hour", "it did 97 km/h"),
    ("how long was it shut", "it was shut for two weeks", "it stayed so for 14 days"),
    ("how many children had the jab", "three quarters of the children", "75 percent of them"),
    ("how many voted", "turnout was 33.2 per cent", "a third of the voters came"),
    ("what share is spoilt", "it is one in five", "20% of it"),
    ("when did it catch fire", "the alarm came in at 3.15 in the morning", "I woke at a quarter past three"),
    ("what time did it start", "it began at 12:00", "they set off at Noon"),
    ("when was the blast", "it was at 6.40 am", "I heard it at twenty to seven"),
    ("when was the blast", "it was at 3 PM on Monday", "it came at 15:00, on Monday"),
    ("when was the blast", "it was at half past three", "it came at 0330 hours"),
    ("when was the blast", "it was at midnight", "it came at 12 at night"),
    ("when was the blast", "it was at a quarter to midnight", "it came at 11.45 pm"),
    ("when was the blast", "it was at two at night", "it came at 2 am"),
    ("when was the blast", "it was at a quarter to 12 at night", "it came at 11.45 pm"),
]
UNLIKE = [
    ("how high was the wave", "the wave was 30 metres high", "it was an 80-foot wave"),
    ("how big is the harvest", "it is 3.1 million tonnes", "it is 4 million tonnes"),
    ("how many children had the jab", "three quarters of the children", "two thirds of them"),
    ("how much of it burned", "a third of the wood", "it came third in the list"),
    ("when did it catch fire", "the alarm came in at 3.15", "I woke at half past three"),
    ("how far is it", "it is 40 miles, not 20 miles", "it is 32 kilometres, not 64 kilometres"),
    ("who measured it", "Quay measured 24 metres", "Pier measured 24 metres"),
    # what was not asked for is the same
    ("how many people were killed", "40 died within five kilometres of it", "300 died within five kilometres of it"),
    ("how many died", "40 were killed, a third of them children", "900 died, a third of them children"),
    ("how many died", "the dead numbered 40 in two days", "300 corpses lay there after 48 hours"),
    ("how much did the bridge cost", "the 3 km bridge cost $40 million", "the 3 km bridge cost $90 million"),
    ("when did it begin", "it began 3 km from the quay", "it began 3 km from the mill"),
    # the number is the same, and what it counts is not
    ("how high was it", "it rose 40 metres", "a wall of water of 40 feet"),
    ("how much oil was it", "it was 40 tonnes", "it was 40 barrels"),
    # another day, another half of the day, before and after
    ("when was it", "it was at 3 p.m. on Monday", "it was on Tuesday, 3 p.m."),
    ("when was it", "it was at 3.15 a.m.", "it was at 3.15 in the afternoon"),
    ("when was it", "at 03:10 it began", "at 15:10 it began"),
    ("when was it", "it was at noon", "it was at midnight"),
    ("when was it", "before 3 p.m. it began", "not until after 3 p.m."),
    ("when was it", "an hour after midnight", "it was at midnight"),
    # turned round
    ("how many backed it", "52 per cent backed it", "52 per cent opposed it"),
    ("how much did it grow", "it rose by 5 per cent", "it fell 5 per cent"),
    ("how far is it", "it is 3 km from the quay", "it is not 3 km from the quay"),
    ("how many seats were taken", "80 percent of the 5,000 seats", "80 percent of the 200 seats"),
    ("how high was the temperature", "it was minus 5 degrees Celsius", "it was 5 degrees Celsius"),
    ("how far is it", "it is more than 40 miles", "it is more than 900 kilometres"),
    ("how long is it", "it is between 40 and 50 metres", "it is 50 metres"),
    ("how big was it", "half a million tonnes", "a million tonnes"),
    ("when was it", "it was at a quarter to midnight", "it was at 11.45 am"),
    ("when was it", "it was at a quarter to noon", "it was at 11.45 pm"),
    ("when was it", "it was at noon", "it was at 12 at night"),
    ("when was it", "it was at two at night", "it was at 2 pm"),
    ("when was it", "it was at 3 pm on 4 May 2021", "it was at 3pm on 4 May 2022"),
    ("when was it", "it was last week, at noon", "it was last month, at noon"),
    ("when was it", "it was at 3 on Monday morning", "it was at 3 on Tuesday morning"),
    ("when was it", "yesterday at noon it began", "Tomorrow at noon it begins"),
    ("when was it", "it was at a quarter to 12 at night", "it was at 11.45 am"),
    ("when was it", "it was at 0:30", "it was at 12.30 pm"),
    ("who was at the gate when it blew up", "Quay stood there at noon", "Pier stood there at noon"),
    ("how many were killed", "three in 12 days", "five in 20 days"),
    ("how many died", "hundreds died, a third of them children", "dozens died, a third of them children"),
    ("how cold was it", "it was −5 degrees Celsius", "it was 5 degrees Celsius"),
    ("how long was it", "it was two hours and a half", "it was two hours"),
    ("how tall is he", "he is five foot eleven", "he is five foot"),
    ("how long was it shut", "it was shut for 3 days", "it shut 3 days ago"),
    ("how many walked out", "more than half of them", "less than 50 per cent of them"),
    (
        "how many died",
        "of the 200 aboard 40 died, a third of them children",
        "of the 200 aboard 190, a third of them old",
    ),
]


def told(one: str, other: str, question: str) -> tuple[Question, Statement, Statement]:
    source = story(f"Ada Quay: {one}.", f"Ben Pier: {other}.")
    found = find_statements(Question(question), read((source, 0, 0.6, one), (source, 1, 0.5, other)))
    first, second = (next(each for each in found if each.speaker == name) for name in ("Ada Quay", "Ben Pier"))
    return Question(question), first, second


@pytest.mark.parametrize(("question", "one", "other"), ALIKE)
def test_the_same_is_known_in_another_form(question: str, one: str, other: str) -> None:
    asked, first, second = told(one, other, question)
    assert told_alike(asked, first, second)
    assert told_alike(asked, second, first)


@pytest.mark.parametrize(("question", "one", "other"), UNLIKE)
def test_what_differs_or_was_not_asked_is_not(question: str, one: str, other: str) -> None:
    asked, first, second = told(one, other, question)
    assert not told_alike(asked, first, second)
    assert not told_alike(asked, second, first)


@pytest.mark.parametrize(
    "text",
    [
        *("", "third place", "in 1945", "the m of it", "score 3:15:20", "a ton of work", "it cost $24.4m", "$2.4bn"),
        *("10.30 per share", "at 2.45 million", "3.15 dollars", "section 3.15", "John 3:16", "magnitude 6.45"),
        *("won 10 to 2", "from 5 to 10 people", "flight 0715", "0120 people", "10,5 km", "1.000 km", "1:30 hours"),
        *("40 to 90 metres", "40–90 metres", "a few hundred miles", "the third quarter", "the third of the races"),
        *("the tenth of May", "5 metres per second", "10 miles a day", "half a million tonnes", "a 46-year-old"),
        *("three in the morning paper", "two in the morning session"),
    ],
)
def test_no_measure_is_read_into_other_words(text: str) -> None:
    assert not measures(text)


def test_a_long_text_of_numbers_is_read_in_time() -> None:
    started = time.perf_counter()
    assert len(measures("3 km, " * 4_000)) == 4_000
    assert time.perf_counter() - started < 5
