"""The excerpts: as many as is said, and whoever is expected to be quoted stands in them."""

from __future__ import annotations

import json
import random
import re
from typing import Any

import pytest

from lab.disputes import ACCOUNTS, asked, excerpts
from lab.listed import sides
from lab.pairs import ASIDE, BOTH, CONFLICT, LETTERS, SAME, written_pairs

ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (\d+) \|", re.MULTILINE)
PAIRS_ROW = re.compile(r"^\| `(pairs|groups)\.json` \| (.*) \|$", re.MULTILINE)
ROWS = ROW.findall((ACCOUNTS / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("part", "count", "disputed"), ROWS)
def test_there_are_as_many_excerpts_as_the_table_says(part: str, count: str, disputed: str) -> None:
    found = list(excerpts(part))
    assert len(found) == int(count)
    assert sum(excerpt.disputed for excerpt in found) == int(disputed)
    assert len({excerpt.name for excerpt in found}) == len(found)


@pytest.mark.parametrize("part", [row[0] for row in ROWS])
def test_what_is_to_be_quoted_stands_once_in_an_article_or_in_its_copy(part: str) -> None:
    for excerpt in excerpts(part):
        assert excerpt.says
        for said in excerpt.says:
            assert all(article.text.count(said.words) <= 1 for article in excerpt.articles)
            begun = {
                article.slice(sentence)
                for article in excerpt.articles
                for sentence in article.sentences
                if sentence.start <= article.text.find(said.words) < sentence.end
            }
            assert len(begun) == 1  # in a copy it is the same sentence


def test_no_excerpt_to_measure_with_is_one_to_build_on() -> None:
    parts = "learn", "more", "later", "latest", "newest", "quiet", "still"
    learnt = {
        article.text
        for excerpt in (*excerpts("learn"), *(each for part in parts for each in asked(part)))
        for article in excerpt.articles
    }
    for measured in (asked("tune"), *(excerpts(part) for part, *_ in ROWS if part != "learn")):
        assert not any(article.text in learnt for excerpt in measured for article in excerpt.articles)


@pytest.mark.parametrize("part", ["learn", "tune", "more", "later", "latest", "newest", "quiet", "still"])
def test_there_are_as_many_questions_about_excerpts_as_is_said_and_their_answers_stand_in_them(part: str) -> None:
    said = " ".join((ACCOUNTS / "README.md").read_text(encoding="utf-8").split())
    found = list(asked(part))
    articles = len({excerpt.name for excerpt in found})
    disputed = sum(excerpt.disputed for excerpt in found)
    assert re.search(rf"part `{part}` \({articles}[^)]*?{len(found):,}[^)]*?{disputed}", said)
    for excerpt in found:
        assert all(any(each.words in article.text for article in excerpt.articles) for each in excerpt.says)
        assert not excerpt.disputed or len({each.side for each in excerpt.says}) > 1


def test_there_are_as_many_pairs_of_each_kind_as_the_table_says() -> None:
    rows = PAIRS_ROW.findall((ACCOUNTS / "README.md").read_text(encoding="utf-8"))
    counted = {name: [int(cell.replace(",", "")) for cell in cells.split(" | ")] for name, cells in rows}
    pairs = written_pairs()
    kinds = [sum(pair.kind == kind for pair in pairs) for kind in (CONFLICT, SAME, BOTH, ASIDE)]
    assert [len(pairs), *kinds] == counted["pairs"]
    groups: list[dict[str, Any]] = json.loads((ACCOUNTS / "groups.json").read_text(encoding="utf-8"))
    kinds = [sum(len(group[letter]) for group in groups) for letter in LETTERS]
    assert [sum(kinds), *kinds] == counted["groups"]
    for pair in pairs:
        assert pair.question
        assert pair.one
        assert pair.other
        assert pair.one != pair.other


@pytest.mark.parametrize("name", ["sides", "alike", "plain", "later"])
def test_there_are_as_many_statements_of_sides_as_is_said(name: str) -> None:
    said = " ".join((ACCOUNTS / "README.md").read_text(encoding="utf-8").split())
    held: list[dict[str, Any]] = json.loads((ACCOUNTS / f"{name}.json").read_text(encoding="utf-8"))
    told = sum(len(side) for group in held for side in group["sides"])
    beside = sum(len(group["hold"]) + len(group["aside"]) for group in held)
    assert f"({len(held):,} questions, {told:,} statements on a side, {beside:,} on none)" in said
    for listed in sides(random.Random(1), name):
        assert listed.question
        assert all(listed.texts)
        assert len(set(listed.texts)) == len(listed.texts)
