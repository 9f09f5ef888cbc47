"""The article reader: documents of every kind, whole and broken, in every encoding."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from index.articles import Manuscript, decoded, understand
from index.blocks import find_blocks
from index.documents import manuscript_from
from index.passages import make_passages
from index.sources import Source
from lab.fuzz.hostile import BLANKS, MARKS, SCRAPS, mutated, repeated, seldom, texts
from pullquote.contract import article_object
from pullquote.errors import ArticleError
from pullquote.records import Quote

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from pullquote.records import Article

TOKENS = 64  # of a passage; enough for two sentences, too few for many a one

ENCODINGS = (
    *("utf-8",) * 15,
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-7", "latin-1", "cp1252"),
    *("iso8859-15", "koi8-r", "shift_jis", "iso2022_jp", "gb18030", "big5", "euc-kr", "cp037", "cp1256"),
)
CHARSETS = (
    *ENCODINGS,
    *("ascii", "hex", "base64", "rot13", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"),
    *("zlib", "mbcs", "utf_8_sig", "unheard-of", "", "x" * 300, "..", "UTF-16BE", "\u0130", "oem", "charmap"),
)
NAMES = (
    *(("story.txt", "story.md", "story.html") * 12),
    *("story.txt", "story.md", "story.html", "STORY.HTM", "a.xhtml", "story.markdown", "story", "", ".", "..", "/"),
    *(".txt", "-.txt", "é\u0301.txt", "x" * 300 + ".txt", "a/b\\c.txt", "\u202etxt.exe", "story.pdf", "a\nb.md", "%00"),
    *(
        "https://news.example/a/story.html",
        "https://news.example/",
        "https://news.example/index.html?x=1#y",
        "http://[",
    ),
    *("https://news.example/%2e%2e/%00", "https://[::1]/a", "https://xn--/", "http://a:b@c/", "https://x:99999/a"),
)
TYPES = (None, "text/html", "text/plain; charset=utf-8", "text/markdown", "application/pdf", "text/html;charset=", "\n")
TAGS = (
    *"html head body article main section div p p p h1 h2 blockquote ul ol li table tr td span a b i em br".split(),
    *"img figure figcaption time meta title link script style template noscript iframe svg math form input pre".split(),
    *"code header footer aside nav details textarea select option base o:p x-y font center".split(),
)
ATTRIBUTES = (
    *(
        "",
        "",
        "",
        " class=article",
        " id='content'",
        ' itemprop="datePublished" datetime="2021-07-16"',
        " hidden",
        " <",
    ),
    *(' property="og:site_name" content="The Post"', ' name="date" content="2021-02-30T00:00"', ' rel="canonical"'),
    *(
        ' href="//evil.example/\u202e"',
        ' href="javascript:x"',
        ' style="display:none"',
        " a=1 a=2",
        ' b="',
        " /",
        " \0",
    ),
    *(' type="application/ld+json"', ' content="https://a:b@c"', " xmlns=x", ' lang="ar" dir="rtl"', " @x={{y}}"),
)
ENDS = ("</{}>", "</{}>", "</{}>", "", "</{}", "</{}></{}>")
PIECES = (
    *("<!doctype html>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml version='1.0' encoding='utf-16'?>", "&amp;", "&#0;"),
    *(
        "&#x202e;",
        "&#xD800;",
        "&#9999999999;",
        "&nbsp;",
        "&",
        "</",
        "</p>",
        "</html>",
        "<p",
        "<>",
        "<p><p>",
        "<br><br>",
    ),
    *('{"@type":"NewsArticle","datePublished":"2021-07-16","publisher":{"name":"Post"}}', "[" * 3000, '{"@graph":[1]}'),
    *(
        "<div>" * 300,
        "</div>" * 300,
        "<b>" * 2000,
        "<table>" * 100,
        "<a href=x>",
        "<blockquote>" * 500,
        "<meta charset=",
    ),
)
SIGNS = (
    *(
        "# ",
        "## ",
        "====",
        "----",
        "* ",
        "- ",
        "1. ",
        "> ",
        "    ",
        "\t",
        "```",
        "~~~",
        "`",
        "**",
        "__",
        "[",
        "](",
        ")",
    ),
    *("![", "[a]: http://b.example", "[a]", "<http://a.example>", "<b>", "</b>", "<br>", "<script>", "<!--", "|a|b|\n"),
    *("|-|-|\n", "\\", "&quot;", "&#x202e;", "  \n", "***", "===\n", "> " * 50, "- " * 50, "[" * 500, "*a " * 300),
)
FRONT = (
    *("title: The ferry\u202e\x1b\n", "title: Quill\n") * 3,
    *(
        "---\n",
        "...\n",
        "title: The ferry\n",
        "title: '\u202ex'\n",
        "publisher: Q\x07\u2066\n",
        "date: 2021-07-16\n",
        "published: 2021-99-99\n",
    ),
    *(
        "url: https://a.example/b\n",
        "url: javascript:x\n",
        "source: The Post\n",
        "tags:\n",
        "- a\n",
        "  b: c\n",
        "# no\n",
    ),
    *(": \n", "title:\n", "title: " + "x" * 5000 + "\n", "\ufeff", "key: |\n", "\n", "published: ٢٠٢١-٠٧-١٦\n"),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it comes: what it is called and what is in it."""

    name: str
    content: bytes
    url: str | None = None
    media_type: str | None = None


def _element(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    children = st.lists(inner, max_size=4).map("".join)
    parts = st.tuples(st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES), children, st.sampled_from(ENDS))
    return parts.map(lambda each: f"<{each[0]}{each[1]}>{each[2]}{each[3].replace('{}', each[0])}")


@st.composite
def contents(draw: DrawFn) -> bytes:
    """A document in some encoding, perhaps not in the one that it says."""
    page = st.tuples(st.just("") | CHARSET, PAGES).map(lambda parts: f"<html>{parts[0]}{parts[1]}")
    front = st.just("") | st.lists(st.sampled_from(FRONT), max_size=8).map("".join).map("---\n{}---\n".format)
    markdown = st.tuples(front, MARKDOWN).map("".join)
    return draw(texts() | markdown | page).encode(draw(st.sampled_from(ENCODINGS)), "replace")


SIGN = st.sampled_from((*SIGNS, *MARKS, *BLANKS, "\n", "\n\n"))
MARKDOWN = seldom(repeated(SIGN | SCRAPS, 3000), st.lists(SIGN | SCRAPS, max_size=40).map("".join))
LEAVES = texts(8, 2000) | st.sampled_from(PIECES)
PAGES = st.lists(st.recursive(LEAVES, _element, max_leaves=12), min_size=1, max_size=5).map("".join)
CHARSET = st.sampled_from(CHARSETS).map('<meta charset="{}">'.format)
PIECE = st.sampled_from((b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"%PDF", b"\0"))
BYTES = st.binary(max_size=8) | PIECE
DOCUMENTS = st.builds(
    Document,
    st.sampled_from(NAMES),
    seldom(st.binary(max_size=200), seldom(mutated(contents(), BYTES), contents(), 5)),
    st.sampled_from((None, *(name for name in NAMES if name.startswith("http")))),
    st.sampled_from(TYPES),
)


def check_document(document: Document) -> None:
    """A document is an article of its own characters, or refused in words."""
    with suppress(ArticleError):
        check_text(decoded(document.content, document.name), document.content)
    with suppress(ArticleError):
        made = manuscript_from(document.name, document.content, document.url, document.media_type)
        assert made.id
        assert made.text.strip()
        for line in (made.source.title, made.source.publisher, made.source.url):
            assert line is None or line.strip()
            assert line is None or line.isprintable(), f"{line!r} is more than a line of text"
        check_article(understand(made))


def check_text(text: str, content: bytes) -> None:
    """A text that was read encodes to the very bytes, and is understood."""
    assert text.encode() == content
    check_article(understand(Manuscript("story", text, Source())))


def check_article(article: Article) -> None:
    """Blocks, sentences, passages and quotes of an article are its own characters, in order, none of them lost."""
    text, end = article.text, 0
    blocks = find_blocks(text, article.title)
    for block in blocks:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        end = block.end
    at = 0
    for sentence in article.sentences:
        shown = article.slice(sentence)
        assert shown == shown.strip() != ""
        assert sentence.start >= at
        at = sentence.end
        if sentence.kind.quotable:
            assert Quote(1, article, sentence, shown).text == shown
    tokens = [len(article.slice(sentence).split()) + 2 for sentence in article.sentences]
    for passage in make_passages(article, tokens, TOKENS):
        parts = article.sentences[passage.first : passage.last + 1]
        assert passage.text == text[parts[0].start : parts[-1].end]
        assert {(part.section, part.kind.quotable) for part in parts} == {(passage.section, True)}
    json.dumps(article_object(article)).encode()
