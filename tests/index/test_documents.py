"""Documents from elsewhere: their text and nothing else of them, and of their source only what they say."""

from __future__ import annotations

import time
from datetime import date

import pytest

from index.articles import MAX_BYTES, understand
from index.documents import manuscript_from
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

DAILY = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>Ferry sinks off Selvik, nine dead | The Harbour Post</title>
  <meta property="og:title" content="Ferry sinks off Selvik, nine dead">
  <meta property="og:site_name" content="The Harbour Post">
  <meta name="twitter:site" content="@harbourpost">
  <link rel="canonical" href="https://post.example/news/ferry-sinks">
  <script type="application/ld+json">
    {"@context": "https://schema.org", "@graph": [
      {"@type": "WebSite", "name": "The Harbour Post", "datePublished": "2001-01-01"},
      {"@type": "NewsArticle", "headline": "Ferry sinks off Selvik, nine dead",
       "datePublished": "2025-03-14T23:30:00-05:00", "dateModified": "2025-03-20T08:00:00-05:00"}]}
  </script>
  <script>window.secret = "never read this";</script>
  <style>.secret { color: never-read-this }</style>
</head>
<body>
  <header><a href="/">The Harbour Post</a></header>
  <nav><ul><li><a href="/world">World</a></li><li><a href="/sport">Sport results</a></li></ul></nav>
  <main>
    <article>
      <h1>Ferry sinks off Selvik, nine dead</h1>
      <figure><img src="pier.jpg" alt="A pier">
        <figcaption>The pier at Selvik on Tuesday morning. [Ada Rinde/Reuters]</figcaption></figure>
      <p>A passenger ferry sank off the island of Selvik early on Tuesday, killing at least nine people, police
         said.</p>
      <p>&ldquo;We heard a <b>loud</b> noise &amp; ran&rdquo;, said <a href="/people/rinde">Josef Rinde</a> 😀,
         who rowed out to help them.</p>
      <aside class="related"><h3>Related</h3><ul><li><a href="/x">Five ferries that sank before this one</a></li>
        <li><a href="/y">Why the harbour was never deepened</a></li></ul></aside>
      <h2>Rescue goes on</h2>
      <p>Divers will search the wreck on Thursday, said commander Ilse Brandvold on the pier.<script>track("never
         read this")</script></p>
      <blockquote><p>We will not stop before everybody is found.</p><p>That I can promise.</p></blockquote>
      <ul><li>Nine people died in the accident near the harbour.</li>
          <li>Five people were missing that evening.</li></ul>
      <p>The company that runs the ferry, Selvik Lines, did not answer questions by Wednesday evening.</p>
    </article>
    <section id="comments"><h2>Comments</h2><p>First! I never liked that ferry anyway, to be honest.</p></section>
  </main>
  <footer><p>Copyright 1999-2025 The Harbour Post. All rights reserved.</p></footer>
</body>
</html>"""

LIVE = """<html>
<head>
  <title>Storm over Port Quill: live updates</title>
  <meta name="application-name" content="Quill Radio">
  <meta itemprop="datePublished" content="2024-11-05">
</head>
<body>
  <div id="menu"><a href="/">Home</a> | <a href="/live">Live</a> | <a href="/weather">Weather</a></div>
  <div class="content">
    <h1>Storm over Port Quill: live updates</h1>
    <div class="intro">
      A storm with winds of 140 kilometres an hour reached Port Quill on Monday night, the weather service said.<br>
      <br>
      Schools stay closed on Tuesday, said <i>Mayor Ona Hale</i>, and so does the harbour bridge.<br><br>
      Nobody was hurt so far, according to the fire brigade of the town.
    </div>
    <ol class="live-blog">
      <li><time datetime="2024-11-04T21:10">21:10</time><h3>Power is out</h3>
        <p>Some 4,000 homes have no power, the company Quill Grid said in a short statement.</p></li>
      <li><time datetime="2024-11-04T20:45">20:45</time><h3>Trains stop</h3>
        <p>No train will run before noon on Tuesday, the railway told our reporter.</p></li>
    </ol>
  </div>
  <div class="sidebar"><h4>Most read</h4><ul><li><a href="/1">The mayor's new boat</a></li>
    <li><a href="/2">Ten soups for a storm</a></li></ul></div>
  <div class="footer">&copy; 2009 Quill Radio</div>
</body>
</html>"""


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
    with pytest.raises(ArticleError, match=r"not a kind of file.*\.txt, \.md, \.html"):
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
        ("https://post.example/a/index.html", "post.example-index"),
        ("https://post.example/" + "x" * 200, "x" * 60),
        ("https://post.example/f%C3%A4hre", "fähre"),
    ],
)
def test_an_article_from_an_address_is_called_after_it(address: str, name: str) -> None:
    assert manuscript_from(address, PAGE.encode(), address).id == name


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


# --- pages as papers make them ---------------------------------------------------------------------------------------


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


SENTENCE = "The passenger ferry sank off the island of Selvik early on {}, police said in a statement."


def page(inner: str, head: str = "") -> str:
    """A page with an article: something between two paragraphs."""
    first, last = SENTENCE.format("Tuesday"), SENTENCE.format("Friday")
    story = f"<article><p>{first}</p>{inner}<p>{last}</p></article>"
    return f"<!doctype html><html><head>{head}</head><body>{story}</body></html>"


def between(inner: str) -> list[str]:
    """The paragraphs that something becomes."""
    first, *paragraphs, last = manuscript_from("page.html", page(inner).encode()).text.split("\n\n")
    assert (first, last) == (SENTENCE.format("Tuesday"), SENTENCE.format("Friday"))
    return paragraphs


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


# --- what is it? -----------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("name", ["http://[x", "a://[b.md", "//", "?", "..."])
def test_a_name_that_is_no_name_does_no_harm(name: str) -> None:
    told = ""
    try:
        assert manuscript_from(name, b"The gate fell.").id
    except ArticleError as error:
        told = str(error)
    assert not told or told.startswith(name)


# --- Markdown --------------------------------------------------------------------------------------------------------


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
