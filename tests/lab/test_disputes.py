"""The excerpts: as many as is said, and whoever is expected to be quoted stands in them."""

from __future__ import annotations

import re

import pytest

from lab.disputes import ACCOUNTS, excerpts
from lab.pairs import ASIDE, BOTH, CONFLICT, SAME, excerpt_pairs, written_pairs

ROW = re.compile(r"^\| `(\w+)` \| (\d+) \| (\d+) \|", re.MULTILINE)
PAIRS_ROW = re.compile(r"^\| `pairs\.json` \| (.*) \|$", re.MULTILINE)
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


def test_there_are_as_many_pairs_of_each_kind_as_the_table_says() -> None:
    table = PAIRS_ROW.search((ACCOUNTS / "README.md").read_text(encoding="utf-8"))
    assert table
    counted = [int(cell) for cell in table[1].split(" | ")]
    pairs = written_pairs()
    assert [
        len(pairs),
        *(sum(pair.kind == kind for pair in pairs) for kind in (CONFLICT, SAME, BOTH, ASIDE)),
    ] == counted
    assert all(pair.question and pair.one and pair.other and pair.one != pair.other for pair in pairs)


def test_an_excerpt_without_a_dispute_teaches_no_conflict() -> None:
    calm = {excerpt.question for excerpt in excerpts("learn") if not excerpt.disputed}
    heated = {excerpt.question for excerpt in excerpts("learn") if excerpt.disputed}
    for pair in excerpt_pairs():
        assert pair.kind != CONFLICT or pair.question in heated
        assert pair.question not in calm - heated or pair.kind is None
