"""Pages of news: only the article is read, paragraph by paragraph, and of its source only what the page says."""

from __future__ import annotations

from datetime import date

import pytest

from index.articles import understand
from index.documents import manuscript_from
from tests.index.pages import DAILY, LIVE, PAGE, SENTENCE, page


def between(inner: str) -> list[str]:
    """The paragraphs that something becomes."""
    first, *paragraphs, last = manuscript_from("page.html", page(inner).encode()).text.split("\n\n")
    assert (first, last) == (SENTENCE.format("Tuesday"), SENTENCE.format("Friday"))
    return paragraphs


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


def test_of_a_papers_page_the_story_is_left_and_what_it_says_of_itself() -> None:
    made = manuscript_from("daily.html", DAILY.encode())
    assert made.text.split("\n\n") == [
        "A passenger ferry sank off the island of Selvik early on Tuesday, killing at least nine people, police said.",
        "“We heard a loud noise & ran”, said Josef Rinde 😀, who rowed out to help them.",
        "Rescue goes on",
        "Divers will search the wreck on Thursday, said commander Ilse Brandvold on the pier.",
        "We will not stop before everybody is found.",
        "That I can promise.",
        "Nine people died in the accident near the harbour.",
        "Five people were missing that evening.",
        "The company that runs the ferry, Selvik Lines, did not answer questions by Wednesday evening.",
    ]
    day = date(2025, 3, 14)  # the article's, as it is written; not the site's, not that of the update
    known = ("Ferry sinks off Selvik, nine dead", "The Harbour Post", day, "https://post.example/news/ferry-sinks")
    assert (made.source.title, made.source.publisher, made.source.published, made.source.url) == known
    assert understand(made).text == made.text


def test_a_live_blog_with_bare_text_and_breaks_is_read_whole() -> None:
    made = manuscript_from("live.html", LIVE.encode())
    assert made.text.split("\n\n") == [
        "A storm with winds of 140 kilometres an hour reached Port Quill on Monday night, the weather service said.",
        "Schools stay closed on Tuesday, said Mayor Ona Hale, and so does the harbour bridge.",
        "Nobody was hurt so far, according to the fire brigade of the town.",
        "Power is out",
        "Some 4,000 homes have no power, the company Quill Grid said in a short statement.",
        "Trains stop",
        "No train will run before noon on Tuesday, the railway told our reporter.",
    ]
    assert (made.source.publisher, made.source.published) == ("Quill Radio", date(2024, 11, 5))


@pytest.mark.parametrize(
    ("inner", "paragraphs"),
    [
        ("<ul><li><p>One thing.</p><p>More of it.</p></li><li>Two<ul><li>Deep.</li></ul></li></ul>",
         ["One thing.", "More of it.", "Two", "Deep."]),
        ("<blockquote>“We <b>heard</b> it and <a href='/x'>ran</a>,” he said. <em>All</em> of us.</blockquote>",
         ["“We heard it and ran,” he said. All of us."]),
        ("<div>First of it.<br><br>Second of it.<br>On.</div>", ["First of it.", "Second of it.\nOn."]),
        ("<p>First of it.<br/> <br/>Second <b>of</b> it.</p>", ["First of it.", "Second of it."]),
        ("<div>Bare, said Ada. <p>Set, said Bob.</p> After it, said Cyd.</div>",
         ["Bare, said Ada.", "Set, said Bob.", "After it, said Cyd."]),
        ("<p>Caf&eacute; &#128512; &lt;b&gt; a&nbsp;b &#0; &#xD800;</p>", ["Café 😀 <b> a b \ufffd \ufffd"]),
        ("<figure><img src=x><figcaption>The pier on Tuesday, said Ada.</figcaption></figure>", []),
        ("<aside><p>Five ferries sank before this one did.</p></aside>", []),
        ("<table><tr><td><a href='/1'>A table of links</a></td></tr></table>", []),
        ("<script>document.write('Never read this.')</script><style>p {}</style><template>Nor this.</template>", []),
        ("<!-- Never read this. -->", []),
        ("<div>Ada <!-- x -->said<script>evil()</script> so <i>now</i>.<br><br>Bob too.</div>",
         ["Ada said so now.", "Bob too."]),
    ],
)  # fmt: skip
def test_what_stands_apart_on_the_page_stands_apart_in_the_text(inner: str, paragraphs: list[str]) -> None:
    assert between(inner) == paragraphs


@pytest.mark.parametrize(
    ("charset", "head", "media_type"),
    [
        ("utf-8", "", None),
        ("utf-8-sig", "", None),
        ("utf-8", "<meta charset=iso-8859-1>", None),  # it says so, and is not
        ("cp1252", "<meta charset=iso-8859-1>", None),
        ("cp1252", "<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", None),
        ("cp1252", "", "text/html; charset=ISO-8859-1"),
        ("cp1252", "<meta charset=nonsense>", "text/html; charset=cp1252"),
    ],
)
def test_a_page_is_read_in_its_charset(charset: str, head: str, media_type: str | None) -> None:
    content = page("<p>“Smart” quotes – café €</p>", head).encode(charset)
    assert "“Smart” quotes – café €" in manuscript_from("page.html", content, None, media_type).text


# --- their source ----------------------------------------------------------------------------------------------------


def test_what_a_page_does_not_say_of_itself_is_not_made_up() -> None:
    bare = (
        "<html><body><p>"
        + "The gate of the harbour fell on 3 May 1999, said the mayor of the town. " * 6
        + "</p></body>"
    )
    source = manuscript_from("gate.html", bare.encode()).source
    assert (source.title, source.publisher, source.published, source.url) == (None, None, None, None)


@pytest.mark.parametrize(
    ("found", "place"),
    [
        (None, "https://post.example/news/ferry-sinks"),
        ("https://post.example/amp/ferry?from=home", "https://post.example/news/ferry-sinks"),
        ("https://copy.example/ferry", "https://copy.example/ferry"),
        ("javascript:alert(1)", "https://post.example/news/ferry-sinks"),
        ("https://me:secret@copy.example/ferry", "https://post.example/news/ferry-sinks"),
    ],
)
def test_a_page_may_say_where_it_is_on_its_own_host_only(found: str | None, place: str) -> None:
    assert manuscript_from("page.html", PAGE.encode(), found).source.url == place


@pytest.mark.parametrize("said", ["javascript:alert(1)", "http://[", "//", "file:///etc/passwd", "", "/x"])
def test_an_address_that_is_none_is_not_believed(said: str) -> None:
    page = PAGE.replace("https://post.example/news/ferry-sinks", said)
    assert manuscript_from("page.html", page.encode()).source.url is None


@pytest.mark.parametrize(
    ("inner", "head"),
    [
        ("<p>Posted on 3 May 1999 by Ada Rinde.</p><div class='date'>4 May 1999</div>", ""),
        ("<time datetime='1998-01-01'>New Year</time>", ""),
        ("", "<meta name='twitter:site' content='@post'>"),
        ("", "<title>Ferry sinks | post.example</title>"),
        ("", "<meta property='article:published_time' content='2025-13-01'><meta name='date' content='2025-W01-2'>"),
        ("", "<meta property='article:modified_time' content='2025-01-01'>"),
        ("", '<script type=\'application/ld+json\'>{"@type": "WebSite", "datePublished": "2001-01-01"}</script>'),
        ("", "<script type='application/ld+json'>" + "[" * 50_000 + "</script>"),
    ],
)
def test_neither_day_nor_publisher_is_guessed(inner: str, head: str) -> None:
    source = manuscript_from("page.html", page(inner, head).encode(), "https://post.example/2019/03/04/ferry").source
    assert (source.publisher, source.published) == (None, None)
