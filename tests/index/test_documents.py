"""Documents from elsewhere: their text and nothing else of them, and of their source only what they say."""

from __future__ import annotations

from datetime import date

import pytest

from index.articles import MAX_BYTES, understand
from index.documents import manuscript_from
from index.parsing import parse_apart
from pullquote.errors import ArticleError

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Ferry sinks | The Harbour Post</title>
<meta property="og:title" content="Ferry sinks off Selvik"><meta property="og:site_name" content="The Harbour Post">
<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-03-14T08:00:00Z"}</script>
<link rel="canonical" href="https://post.example/news/ferry-sinks"><script>let secret = "never read";</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry sinks off Selvik</h1>
<p>A passenger ferry sank off the island of Selvik early on Tuesday, killing at least nine people, police said.</p>
<p>&ldquo;We heard a <b>loud</b> noise &amp; ran,&rdquo; said Josef Rinde 😀, who rowed out to help them.</p>
<h2>Rescue goes on</h2><p>Divers will search the wreck on Thursday, said commander Ilse Brandvold on the pier.</p>
<ul><li>Nine people died in the accident near the harbour.</li><li>Five people were missing that evening.</li></ul>
<aside><h3>Related</h3><a href="/x">Five ferries that sank before</a></aside></article>
<footer>Copyright 1999</footer></body></html>"""


def test_of_a_page_only_the_article_is_read_paragraph_by_paragraph() -> None:
    made = manuscript_from("page.html", PAGE.encode())
    assert made.text.split("\n\n") == [
        "A passenger ferry sank off the island of Selvik early on Tuesday, killing at least nine people, police said.",
        "“We heard a loud noise & ran,” said Josef Rinde 😀, who rowed out to help them.",
        "Rescue goes on",
        "Divers will search the wreck on Thursday, said commander Ilse Brandvold on the pier.",
        "Nine people died in the accident near the harbour.",
        "Five people were missing that evening.",
    ]
    source = made.source
    assert (source.title, source.publisher) == ("Ferry sinks off Selvik", "The Harbour Post")
    assert (source.published, source.url) == (date(2025, 3, 14), "https://post.example/news/ferry-sinks")
    article = understand(made)
    assert article.text == made.text
    assert [s.section for s in article.sentences if s.kind.quotable][-1] == "Rescue goes on"


def test_a_page_is_known_by_its_content_and_so_is_what_is_none() -> None:
    assert "Selvik" in manuscript_from("page.txt", PAGE.encode()).text
    with pytest.raises(ArticleError, match="not a text"):
        manuscript_from("page.html", b"\x89PNG\r\n\x1a\n\x00\x00")


def test_what_a_page_does_not_say_of_itself_is_not_made_up() -> None:
    bare = (
        "<html><body><p>"
        + "The gate of the harbour fell on 3 May 1999, said the mayor of the town. " * 6
        + "</p></body>"
    )
    source = manuscript_from("gate.html", bare.encode()).source
    assert (source.title, source.publisher, source.published, source.url) == (None, None, None, None)


def test_markdown_is_read_without_its_marks_and_with_its_front_matter() -> None:
    text = (
        "---\ntitle: The gate\npublisher: 'Post'\ndate: 2024-01-02\nurl: https://post.example/gate\n---\n"
        "# The gate\n\nThe *gate* [fell](http://evil.example) ![](y).\n\n## Later\n\n- one\n- two\n\n> Ada said so.\n"
    )
    made = manuscript_from("gate.md", text.encode())
    assert made.text == "The gate fell .\n\nLater\n\none\n\ntwo\n\nAda said so."
    assert made.source.title == "The gate"
    assert made.source.publisher == "Post"
    assert made.source.published == date(2024, 1, 2)
    assert made.source.url == "https://post.example/gate"


def test_plain_text_stays_byte_for_byte() -> None:
    text = "The gate fell. 😀\r\n\r\n  Ada said so.\n"
    made = manuscript_from("a gate.txt", text.encode())
    assert (made.id, made.text) == ("a-gate", text)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", b"%PDF-1.7 text", "not a kind of file"),
        ("a.zip", b"PK\x03\x04", "not a kind of file"),
        ("a.docx", b"PK", "not a kind of file"),
        ("a.txt", b"%PDF-1.7 text", "not a kind of file"),
        ("a.txt", b"\xff\xfea\x00", "UTF-16"),
        ("a.txt", b"a\x00b", "NUL"),
        ("a.txt", b"caf\xe9", "UTF-8"),
        ("a.txt", b" \n ", "no text"),
        ("a.md", b"![x](y)", "no text"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "larger than"),
        ("a.html", b"<html>" + b"x" * (8 * 1024 * 1024), "larger than"),
    ],
)
def test_what_cannot_be_an_article_is_refused_with_a_reason(name: str, content: bytes, told: str) -> None:
    with pytest.raises(ArticleError, match=told):
        manuscript_from(name, content)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://post.example/news/2025/ferry-sinks.html?x=1", "ferry-sinks"),
        ("https://post.example/", "post.example"),
        ("https://post.example/" + "x" * 200, "x" * 60),
    ],
)
def test_an_article_from_an_address_is_called_after_it(address: str, name: str) -> None:
    made = manuscript_from(address, PAGE.encode(), address)
    assert made.id == name
    assert made.source.url == address


def test_a_document_is_the_same_when_it_is_read_apart() -> None:
    assert parse_apart("page.html", PAGE.encode()) == manuscript_from("page.html", PAGE.encode())
    with pytest.raises(ArticleError, match="not a kind of file"):
        parse_apart("a.pdf", b"%PDF-1.7")


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body>" + b"<div>" * 100_000 + b"text",
        b"<html>" + b"<" * 1_000_000,
        b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><html><body><p>&b;</p>',
        b"<html><body>" + b"<p>\xff\xfe\x00" * 1000,
        b"<html><table>" + b"<tr><td>" * 50_000,
    ],
)
def test_a_hostile_page_costs_no_more_than_it_may(content: bytes) -> None:
    told, text = "page.html: ", ""
    try:
        text = parse_apart("page.html", content, seconds=10).text
    except ArticleError as error:
        told = str(error)
    assert told.startswith("page.html: ")
    assert "Traceback" not in told
    assert len(text.encode()) <= MAX_BYTES


def test_what_takes_too_long_or_too_much_memory_is_stopped() -> None:
    with pytest.raises(ArticleError, match="takes too long"):
        parse_apart("page.html", PAGE.encode(), seconds=0.01)
    with pytest.raises(ArticleError, match=r"cannot be read|takes too long"):
        parse_apart("page.html", PAGE.encode(), memory=64 * 1024 * 1024)
