"""Documents from elsewhere: what kind each is, what it is called, and what its text is without any marks."""

from __future__ import annotations

import time
from datetime import date

import pytest

from index.articles import MAX_BYTES
from index.documents import manuscript_from
from pullquote.errors import ArticleError
from tests.index.pages import PAGE, SENTENCE, page


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
        ("https://post.example/a/index.html", "post.example-index"),
        ("https://post.example/" + "x" * 200, "x" * 60),
        ("https://post.example/f%C3%A4hre", "fähre"),
    ],
)
def test_an_article_from_an_address_is_called_after_it(address: str, name: str) -> None:
    assert manuscript_from(address, PAGE.encode(), address).id == name


@pytest.mark.parametrize("name", ["http://[x", "a://[b.md", "//", "?", "..."])
def test_a_name_that_is_no_name_does_no_harm(name: str) -> None:
    told = ""
    try:
        assert manuscript_from(name, b"The gate fell.").id
    except ArticleError as error:
        told = str(error)
    assert not told or told.startswith(name)


# --- what is it? -----------------------------------------------------------------------------------------------------


def test_a_page_is_known_by_its_content_and_so_is_what_is_none() -> None:
    assert "Selvik" in manuscript_from("page.txt", PAGE.encode()).text
    with pytest.raises(ArticleError, match=r"not a kind of file.*\.txt, \.md, \.html"):
        manuscript_from("page.html", b"\x89PNG\r\n\x1a\n\x00\x00")


@pytest.mark.parametrize(
    "before", ["\ufeff", " \n", "<!-- a --> <!-- b -->\n", '<?xml version="1.0" encoding="utf-8"?>\n']
)
@pytest.mark.parametrize("name", ["page.txt", "page.md", "page", "page.pdf"])
def test_a_page_is_one_whatever_stands_before_it_and_whatever_it_is_called(before: str, name: str) -> None:
    assert manuscript_from(name, (before + page("")).encode()).text.startswith("The passenger ferry")


def test_what_is_called_a_page_is_one_without_its_outer_tags_and_text_where_it_has_none() -> None:
    piece = f"<h1>Ferry</h1><p>{SENTENCE.format('Tuesday')}</p><p>{SENTENCE.format('Friday')}</p>"
    assert "<" not in manuscript_from("https://post.example/a.php", piece.encode(), None, "text/html").text
    assert manuscript_from("a.html", b"The gate fell, and 1 < 2.").text == "The gate fell, and 1 < 2."


@pytest.mark.parametrize("text", ["The <html> tag is 30 today.", "1 <p 2", "<3 and <b>bold</b> it fell."])
def test_a_text_that_speaks_of_tags_stays_a_text(text: str) -> None:
    assert manuscript_from("a.txt", text.encode()).text == text


def test_ten_thousand_comments_are_told_from_a_page_at_once() -> None:
    began = time.monotonic()
    manuscript_from("a.txt", b"<!---->" * 10_000 + b"x")
    assert time.monotonic() - began < 2


# --- Markdown --------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("markdown", "text", "title"),
    [
        ("---\r\ntitle: The gate\r\n---\r\n\r\nAda said so.\r\n", "Ada said so.", "The gate"),
        ("\ufeff# The gate\n\nAda said so.", "Ada said so.", "The gate"),
        ('---\ntitle: The "gate"\nauthor: Ada\ntags:\n  - a\n---\nAda said so.', "Ada said so.", 'The "gate"'),
        ("---\n\nThe gate fell.\n\n---\n\nAda said so.", "The gate fell.\n\nAda said so.", None),  # two rules
        ("By Bob\n\n# The gate\n\nAda said so.", "By Bob\n\nThe gate\n\nAda said so.", "The gate"),
        ("Ada &amp; Bob \\*said\\* so 😀. &copy;", "Ada & Bob *said* so 😀. ©", None),
        ("Ada <script>evil()</script>said <b>so</b>.", "Ada said so.", None),
        ("<script>\nevil()\n</script>\n\nAda said so.", "Ada said so.", None),
        ("Ada said so.\n\n```\ncode()\n```\n\n    code()\n\n| a | b |\n|---|---|\n| c | d |", "Ada said so.", None),
    ],
)
def test_of_markdown_what_a_reader_would_see_as_prose_is_left(markdown: str, text: str, title: str | None) -> None:
    made = manuscript_from("gate.md", markdown.encode())
    assert (made.text, made.source.title) == (text, title)


def test_front_matter_that_is_not_valid_is_neither_source_nor_text() -> None:
    front = "---\ntitle:\ndate: yesterday\nurl: javascript:alert(1)\npublisher: Post\n---\nAda said so."
    made = manuscript_from("gate.md", front.encode())
    assert made.text == "Ada said so."
    source = made.source
    assert (source.title, source.publisher, source.published, source.url) == (None, "Post", None, None)
