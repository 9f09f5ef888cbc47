"""Where a quote stands: what the source says of itself, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.citations import cite, describe, plain, sentence_link
from pullquote.records import Article, Citation, Kind, Quote
from tests.pullquote.newsprint import article

URL = "https://news.example/harbour"
SOURCE = article(
    (Kind.LEAD, None, 1, "The crane fell."),
    (Kind.HEADING, "The ferry", None, "The ferry"),
    (Kind.BODY, "The ferry", 2, "It sails."),
)


def citation(source: Article, sentence: int = 2) -> Citation:
    """The citation of a sentence of an article."""
    found = source.sentences[sentence]
    return cite(Quote(1, source, found, source.slice(found)))


def test_a_citation_tells_publisher_title_date_section_and_paragraph() -> None:
    source = replace(SOURCE, title="Crane falls", publisher="The Post", published=date(2031, 3, 5), url=URL)
    found = citation(source)
    assert describe(found) == "The Post, “Crane falls”, 5 March 2031, “The ferry”, paragraph 2"
    assert found.link == f"{URL}#:~:text=It%20sails."


def test_nothing_is_invented_where_the_source_is_unknown() -> None:
    found = citation(SOURCE, 0)
    assert (found.title, found.publisher, found.published, found.section, found.link) == (None,) * 5
    assert describe(found) == "harbour, paragraph 1"


@pytest.mark.parametrize("blank", ["", " ", "\u202e", "\u200b\n"])
def test_a_name_that_nobody_could_see_is_no_name(blank: str) -> None:
    found = citation(replace(SOURCE, title=blank, publisher=blank))
    assert (found.title, found.publisher) == (None, None)


def test_a_section_that_is_the_title_is_said_once() -> None:
    found = citation(replace(SOURCE, title="The ferry"))
    assert describe(found) == "“The ferry”, paragraph 2"


def test_direction_marks_and_controls_in_a_title_do_not_reach_the_reader() -> None:
    found = citation(
        replace(SOURCE, title="Crane\u202e sllaf\u2066\n today\x1b[31m\u200e", publisher="A\u0007B\u00a0C")
    )
    assert found.title == "Crane sllaf today[31m"
    assert found.publisher == "AB C"


@given(st.text(max_size=40))
@settings(deadline=None)
def test_plain_text_is_one_line_of_visible_characters(text: str) -> None:
    shown = plain(text)
    assert shown == " ".join(shown.split()) == plain(shown)
    assert shown.replace("\u200d", "").isprintable()


def test_letters_and_joined_emoji_stay_as_they_are() -> None:
    title = "Žluťoučký kůň – 東京, ‘Ночь’ 👩‍🚒"
    assert plain(title) == title


@pytest.mark.parametrize("url", [None, "", "ftp://news.example/a", "javascript:alert(1)", "news.example", "file:///a"])
def test_without_an_address_on_the_web_there_is_no_link(url: str | None) -> None:
    assert sentence_link(url, "It sails.") is None


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("It sails, it sinks", "It%20sails%2C%20it%20sinks"),
        ("Spin-off - done", "Spin%2Doff%20%2D%20done"),
        ("Salt & pepper #1 100% a=b", "Salt%20%26%20pepper%20%231%20100%25%20a%3Db"),
        ("“Café” – 東京", "%E2%80%9CCaf%C3%A9%E2%80%9D%20%E2%80%93%20%E6%9D%B1%E4%BA%AC"),
        ("two\n  lines\u00a0here", "two%20lines%20here"),
    ],
)
def test_a_links_own_signs_are_escaped_in_what_it_points_to(text: str, fragment: str) -> None:
    assert sentence_link(URL, text) == f"{URL}#:~:text={fragment}"


def test_a_long_sentence_is_found_by_its_first_and_last_words() -> None:
    text = " ".join(f"word-{number}," for number in range(30))
    link = sentence_link(URL, text)
    assert link is not None
    start, comma, end = link.partition("#:~:text=")[2].partition(",")
    assert comma == ","
    assert text.startswith(unquote(start))
    assert text.endswith(unquote(end))
    assert len(unquote(start).split()) == len(unquote(end).split()) == 6


def test_a_link_keeps_the_place_that_its_address_names() -> None:
    assert sentence_link(f"{URL}#top", "It sails.") == f"{URL}#top:~:text=It%20sails."
    assert sentence_link(f"{URL}#top:~:text=old", "It sails.") == f"{URL}#top:~:text=It%20sails."


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
@settings(deadline=None)
def test_a_link_holds_nothing_but_what_an_address_may(text: str) -> None:
    link = sentence_link(URL, text)
    assert link is not None
    fragment = link.partition("#:~:text=")[2]
    assert fragment.count(",") <= 1
    assert not set(fragment) & set('-&#" <>')
    assert fragment.isascii()
