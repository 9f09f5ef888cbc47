"""What somebody took out of an article's source stays out, whatever its text seems to say of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.__main__ import main as index
from index.articles import manuscript_of, read_manuscript, understand
from index.build import version_of
from pullquote.store import Store
from tests.pullquote.newsprint import manuscript, printed

if TYPE_CHECKING:
    from pathlib import Path

    from pullquote.encoder import SentenceEncoder
    from pullquote.records import Article

DATED = "The pier is painted\n\nMarch 4, 2019\n\nThe pier was painted on Friday. Ben Pier said so.\n\nNobody bathed."

pytestmark = pytest.mark.usefixtures("bare_environment")


def stored(store: Path) -> Article:
    """The article as it stands in a store."""
    return Store(store).articles()["pier"]


def test_a_field_that_was_cleared_is_not_read_from_the_text_now_or_later() -> None:
    known = manuscript("pier", DATED)
    assert (understand(known).title, str(understand(known).published)) == ("The pier is painted", "2019-03-04")
    cleared = replace(known, source=replace(known.source, cleared=("published",)))
    article = understand(cleared)
    assert (article.title, article.published) == ("The pier is painted", None)
    assert understand(manuscript_of(article)) == article
    assert version_of(cleared) != version_of(known)


@pytest.mark.parametrize("rebuild", [(), ("--rebuild",)])
def test_it_stays_cleared_when_the_file_is_indexed_again_until_its_source_or_its_text_says_otherwise(
    tmp_path: Path, model: SentenceEncoder, rebuild: tuple[str, ...]
) -> None:
    file, store = tmp_path / "pier.txt", tmp_path / "store"
    file.write_text(DATED, encoding="utf-8")
    known = read_manuscript(file)
    printed(store, [replace(known, source=replace(known.source, cleared=("published", "title")))], model)
    for _ in range(2):
        assert index([str(file), *rebuild, "--store", str(store)]) == 0
        assert (stored(store).title, stored(store).published) == (None, None)
    file.with_suffix(".json").write_text('{"published": "2020-02-03"}', encoding="utf-8")
    assert index([str(file), *rebuild, "--store", str(store)]) == 0
    assert (stored(store).title, str(stored(store).published)) == (None, "2020-02-03")
    file.write_text(DATED.replace("Friday", "Sunday"), encoding="utf-8")
    assert index([str(file), *rebuild, "--store", str(store)]) == 0
    assert stored(store).title == "The pier is painted"
