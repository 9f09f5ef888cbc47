"""What is known of an article's source: what stands beside it or in its own head, and nothing that is made up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.articles import read_article
from index.dates import published_date
from pullquote.errors import ArticleError
from pullquote.records import Kind
from tests.index.test_articles import BODY, HEADLINE, NEWS, write

if TYPE_CHECKING:
    from pathlib import Path


def test_the_source_beside_an_article_is_what_is_known_of_it(tmp_path: Path) -> None:
    source = {"title": "A crack", "publisher": "QNA", "published": "2019-03-04", "url": "https://qna.example/a?b=1#c"}
    article = read_article(write(tmp_path / "crack.txt", source=source))
    assert (article.title, article.publisher) == ("A crack", "QNA")
    assert (article.published, article.url) == (date(2019, 3, 4), "https://qna.example/a?b=1#c")


def test_of_an_article_without_a_source_nothing_is_made_up(tmp_path: Path) -> None:
    article = read_article(write(tmp_path / "bridge-of-2019-03-04.txt"))
    assert (article.title, article.publisher, article.published, article.url) == (None, None, None, None)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("{", "not valid JSON"),
        ("[" * 20_000, "not valid JSON"),
        (b"\xff".decode("latin-1"), "not valid JSON"),
        ('{"title": "a", "title": "b"}', "stands twice"),
        ([], "not a JSON object"),
        ("null", "not a JSON object"),
        ({"titel": "A crack"}, r"unknown 'titel'; known are title, publisher, published, url"),
        ({"title": 7}, r'"title" must be text'),
        ({"title": None}, r'"title" must be text; leave the key out'),
        ({"publisher": ["QNA"]}, r'"publisher" must be text'),
        ({"publisher": "  "}, r'"publisher" must be text'),
        ({"title": "A\ncrack"}, "on one line"),
        ({"published": "2019-02-30"}, "not a day like"),
        ({"published": "4 March 2019"}, "not a day like"),
        ({"published": "20190304"}, "not a day like"),
        ({"published": "2019-W10-1"}, "not a day like"),
        ({"published": 20190304}, "must be text"),
        ({"url": "ftp://qna.example/a"}, "not an address"),
        ({"url": "javascript:alert(1)"}, "not an address"),
        ({"url": "https://"}, "not an address"),
        ({"url": "https://qna.example/a b"}, "not an address"),
        ({"url": "http://[qna"}, "not an address"),
        ({"url": "qna.example"}, "not an address"),
        (" " * 70_000, "larger than"),
    ],
)
def test_a_malformed_source_is_refused_by_its_name(tmp_path: Path, source: object, reason: str) -> None:
    path = write(tmp_path / "crack.txt", source=source)
    with pytest.raises(ArticleError, match=reason) as caught:
        read_article(path)
    assert str(caught.value).startswith(f"{path.with_suffix('.json')}: ")


def test_a_headline_and_a_day_in_the_articles_own_head_are_its_title_and_day(tmp_path: Path) -> None:
    article = read_article(write(tmp_path / "a.txt", f"{HEADLINE}\n\nBy Ona Hale\n\nMonday, March 4, 2019\n\n{NEWS}"))
    assert (article.title, article.published) == (HEADLINE, date(2019, 3, 4))


def test_the_source_is_believed_before_the_head(tmp_path: Path) -> None:
    source = {"title": "A crack", "published": "2019-03-05"}
    article = read_article(write(tmp_path / "a.txt", f"{HEADLINE}\n\nMarch 4, 2019\n\n{NEWS}", source))
    assert (article.title, article.published) == ("A crack", date(2019, 3, 5))


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        f"{NEWS}\n\n{HEADLINE}\n\n{BODY} {BODY}\n\nMonday, March 4, 2019",  # too far down
        f"Port Quill closes\nits bridge\n\nUpdated March 4, 2019\n\n{NEWS}",  # on two lines; an update
        f"Letters\n\n03/04/2019\n\n{NEWS}",  # a rubric; March or April
    ],
)
def test_what_is_not_sure_is_left_open(tmp_path: Path, text: str) -> None:
    article = read_article(write(tmp_path / "a.txt", text))
    assert (article.title, article.published) == (None, None)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Friday, June 10, 2016.", date(2016, 6, 10)),
        ("10 June 2016", date(2016, 6, 10)),
        ("Published: Fri., Sept. 9th, 2016 at 9:30 a.m. ET", date(2016, 9, 9)),
        ("14:05 GMT, 3 March 2019", date(2019, 3, 3)),
        ("2016-06-10T14:05:00Z", date(2016, 6, 10)),
        ("June 10", None),
        ("February 30, 2016", None),
        ("2016-13-10", None),
        ("Last updated June 10, 2016", None),
        ("06/10/2016", None),
        ("On June 10, 2016", None),
        ("June 10, 2016 was a Friday", None),
    ],
)
def test_a_day_is_read_from_a_line_that_is_wholly_a_date(line: str, day: date | None) -> None:
    assert published_date(line) == day


def test_a_known_title_is_not_quoted_from_the_text(tmp_path: Path) -> None:
    text = f"The bridge at Port Quill is closed.\n\n{NEWS}"
    article = read_article(write(tmp_path / "a.txt", text, {"title": "The bridge at Port Quill is closed"}))
    assert article.sentences[0].kind is Kind.HEADING
