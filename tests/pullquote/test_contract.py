"""The objects that other programs rely on: these keys, these types, nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pullquote.contract import answer_object, article_object
from pullquote.records import (
    Account,
    Answer,
    Article,
    Claim,
    Form,
    Kind,
    Outcome,
    Quote,
    Sentence,
    Silence,
    Timing,
)
from tests.pullquote.forms import ANSWER, ARTICLE, misfits

TEXT = "Ferries 🚢 sail, the mayor said.\n\nThey do not sail."
CLAIM = Claim("the mayor", None, (16, 25), (26, 30), (0, 14), Form.INDIRECT)
SOURCE = Article(
    "harbour",
    TEXT,
    (Sentence(0, 31, Kind.LEAD, None, 1, (CLAIM,)), Sentence(33, 50, Kind.BODY, "The ferry", 2)),
    publisher="The Post",
    published=date(2031, 3, 5),
    url="https://news.example/a",
    path="articles/harbour.txt",
)
FIRST, SECOND = (
    Quote(number, SOURCE, sentence, SOURCE.slice(sentence), ((0, 4),), 1 / 3)
    for number, sentence in enumerate(SOURCE.sentences, 1)
)
ANSWERS = {
    "answered": Answer("Do they?", Outcome.ANSWERED, (FIRST, SECOND), confidence=2 / 3, timing=Timing(1.5, 2.0, 4.25)),
    "disputed": Answer(
        "Do they?",
        Outcome.DISPUTED,
        (FIRST, SECOND),
        (Account("the mayor", (1,), 0, 14), Account(None, (2,), 33, 50)),
        confidence=1.0,
    ),
    "not_in_sources": Answer("Why?", Outcome.NOT_IN_SOURCES, nearest=(FIRST,), silence=Silence.NOT_SAID),
}


def written(answer: Answer) -> dict[str, Any]:
    """An answer as another program reads it."""
    return json.loads(json.dumps(answer_object(answer)))


@pytest.mark.parametrize("outcome", ANSWERS)
def test_an_answer_has_the_contracts_keys_and_types(outcome: str) -> None:
    found = written(ANSWERS[outcome])
    assert list(misfits(found, ANSWER)) == []
    assert found["outcome"] == outcome


def test_a_departure_from_the_contract_would_be_found() -> None:
    found = written(ANSWERS["answered"])
    for spoiled in (
        {**found, "extra": 1},
        {key: value for key, value in found.items() if key != "nearest"},
        {**found, "confidence": 1},
        {**found, "outcome": "maybe"},
        {**found, "quotes": [{**found["quotes"][0], "highlights": [[0, 4, 5]]}]},
        {**found, "quotes": [{**found["quotes"][0], "article": {**found["quotes"][0]["article"], "sha256": "x"}}]},
    ):
        assert len(list(misfits(spoiled, ANSWER))) == 1


def test_offsets_lead_to_the_words_in_the_articles_text() -> None:
    found = written(ANSWERS["disputed"])
    for quote in found["quotes"]:
        assert TEXT[quote["start"] : quote["end"]] == quote["text"]
        assert quote["article"]["sha256"] == SOURCE.sha256
    (claim,) = found["quotes"][0]["claims"]
    assert [TEXT[slice(*claim[key])] for key in ("source", "cue", "content")] == [
        "the mayor",
        "said",
        "Ferries 🚢 sail",
    ]
    assert [TEXT[account["start"] : account["end"]] for account in found["accounts"]] == [
        "Ferries 🚢 sail",
        "They do not sail.",
    ]
    assert found["quotes"][1]["link"] == "https://news.example/a#:~:text=They%20do%20not%20sail."


def test_what_is_not_known_is_null() -> None:
    bare = replace(SOURCE, publisher=None, published=None, url=None, path=None)
    found = written(replace(ANSWERS["answered"], quotes=(replace(FIRST, article=bare),)))
    (quote,) = found["quotes"]
    assert (quote["article"]["title"], quote["article"]["published"], quote["link"]) == (None, None, None)
    assert list(misfits(found, ANSWER)) == []


def test_an_article_has_the_contracts_keys_and_types() -> None:
    found = json.loads(json.dumps(article_object(SOURCE)))
    assert list(misfits(found, ARTICLE)) == []
    assert found["published"] == "2031-03-05"
    assert [TEXT[each["start"] : each["end"]] for each in found["sentences"]] == TEXT.split("\n\n")
