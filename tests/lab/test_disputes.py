"""The excerpts: as many as is said, and whoever is expected to be quoted stands in them."""

from __future__ import annotations

import re

import pytest

from lab.disputes import ACCOUNTS, excerpts

ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (\d+) \|", re.MULTILINE)
ROWS = ROW.findall((ACCOUNTS / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("part", "count", "disputed"), ROWS)
def test_there_are_as_many_excerpts_as_the_table_says(part: str, count: str, disputed: str) -> None:
    found = list(excerpts(part))
    assert len(found) == int(count)
    assert sum(excerpt.disputed for excerpt in found) == int(disputed)
    assert len({excerpt.name for excerpt in found}) == len(found)


@pytest.mark.parametrize("part", [row[0] for row in ROWS])
def test_what_is_to_be_quoted_stands_once_in_one_sentence(part: str) -> None:
    for excerpt in excerpts(part):
        assert excerpt.says
        for said in excerpt.says:
            assert sum(article.text.count(said.words) for article in excerpt.articles) == 1


def test_no_excerpt_to_measure_with_is_one_to_build_on() -> None:
    learnt = {article.text for excerpt in excerpts("learn") for article in excerpt.articles}
    assert not any(article.text in learnt for excerpt in excerpts("check") for article in excerpt.articles)
