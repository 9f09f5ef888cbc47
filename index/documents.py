"""Documents from elsewhere as manuscripts: plain text, Markdown and web pages, told apart by what is in them."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from index.articles import MAX_BYTES, MAX_PAGE, Manuscript, article_id, decoded
from index.pages import NEAR, day_in, lines_of, one_line, read_page, web_address
from index.paragraphs import has_ink
from index.sources import Source
from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_ID = 60  # characters
EVERYWHERE = ("index", "default", "home", "article", "story", "news")  # what pages are called on any site
ACCEPTED = "send plain text, Markdown or a web page (.txt, .md, .html), in UTF-8"

BEFORE = rb"(?:\xef\xbb\xbf)?(?>\s+|<!--.*?-->|<\?.*?\?>)*+"  # possessive: a thousand comments are tried in one way
OPENING = re.compile(BEFORE + rb"<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL)
FRAGMENT = re.compile(BEFORE + rb"<(?:main|section|header|div|h[1-6]|p|meta|title)\b", re.IGNORECASE | re.DOTALL)
TAG = re.compile(rb"</?[a-z][^<>]*>", re.IGNORECASE)
BINARY = (b"%PDF", b"PK\x03\x04", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
CHARSET = re.compile(rb"<(?:meta|\?xml)\b[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
MARKDOWN = (".md", ".markdown")
PAGES = (".html", ".htm", ".xhtml")
TEXT = (".txt", ".text", "", *MARKDOWN, *PAGES)
TEXT_TYPES = ("text/plain", "text/markdown", "text/html", "application/xhtml+xml")
FRONT_MATTER = re.compile(r"---[ \t]*\n([\w-]+:.*\n(?:(?:[\w-]+:|[ \t#]|-[ \t]).*\n|\n)*)(?:---|\.\.\.)[ \t]*(?:\n|$)")
FIELD = re.compile(r"^([\w-]+):(.*)$", re.MULTILINE)
FIELDS = {k: k for k in ("title", "published", "publisher", "url")} | {"date": "published", "source": "publisher"}
UNSHOWN = re.compile(r"<(/?)(?:script|style|template|textarea|title)\b", re.IGNORECASE)
QUOTED = re.compile(r"""^(["'])(.*)\1$""")
BREAKS = {"softbreak": " ", "hardbreak": "\n"}


def manuscript_from(name: str, content: bytes, url: str | None = None, media_type: str | None = None) -> Manuscript:
    """The manuscript in a document called ``name``, or found at ``url``.

    What it is, its content says; its name and ``media_type`` tell Markdown from plain text, and where a page begins
    like none. Raises ArticleError.
    """
    path = PurePosixPath(unquote(urlsplit(name).path) if web_address(name) else name)
    suffix = path.suffix.lower()
    kind = (media_type or "").partition(";")[0].strip().lower()
    if len(content) > MAX_PAGE:
        raise ArticleError(f"{name}: larger than {MAX_PAGE // 1024 // 1024} MiB; an article is one story")
    if content.startswith(BINARY):
        raise ArticleError(f"{name}: not a kind of file that can be read; {ACCEPTED}")
    if _is_page(content, suffix, kind):
        text, source = read_page(name, _unicode(name, content, media_type or ""), url)
    else:
        if suffix not in TEXT and kind not in TEXT_TYPES:
            raise ArticleError(f"{name}: not a kind of file that can be read; {ACCEPTED}")
        if len(content) > MAX_BYTES:
            raise ArticleError(f"{name}: larger than {MAX_BYTES // 1024 // 1024} MiB; an article is one story")
        text, source = decoded(content, name), Source()
        if suffix in MARKDOWN or kind == "text/markdown":
            text, source = _markdown(text)
    if not has_ink(text):
        raise ArticleError(f"{name}: no text was found in it; {ACCEPTED}")
    if len(text.encode()) > MAX_BYTES:
        raise ArticleError(f"{name}: its text is larger than {MAX_BYTES // 1024 // 1024} MiB; an article is one story")
    return Manuscript(_id_of(name, path), text, replace(source, url=_place(url, source.url)))


def _is_page(content: bytes, suffix: str, kind: str) -> bool:
    """Whether the first thing in a document is what a page begins with; or is any tag, where it is called a page."""
    head = content[:NEAR]
    if OPENING.match(head):
        return True
    if suffix in MARKDOWN or kind == "text/markdown":
        return False  # which may hold tags
    if suffix in PAGES or kind in ("text/html", "application/xhtml+xml"):
        return TAG.search(head) is not None
    return FRAGMENT.match(head) is not None


def _id_of(name: str, path: PurePosixPath) -> str:
    """From the file's name, or the last part of an address; with its host where that is what every site has."""
    host = urlsplit(name).hostname if web_address(name) else None
    if host and path.stem.lower() in EVERYWHERE:
        path = PurePosixPath(f"{host}-{path.stem}.html")
    try:
        made = article_id(path)
    except ArticleError:
        made = article_id(PurePosixPath(f"{host}.html")) if host else "article"
    return made[:LONGEST_ID].rstrip("-.")


def _place(given: str | None, said: str | None) -> str | None:
    """Where an article is: where it was found, or what it says of that itself, if it says so of its own host."""
    here = web_address(given)
    foreign = here and said and urlsplit(here).hostname != urlsplit(said).hostname
    return here if foreign else said or here


def _unicode(name: str, content: bytes, media_type: str) -> str:
    """A page from its bytes: UTF-8 where they are that, else as the server or the page says, else as it seems."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        return decoded(content, name)  # which refuses it
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8-sig")
    said = re.search(r"charset=\"?([\w.:-]+)", media_type, re.IGNORECASE | re.ASCII)
    declared = CHARSET.search(content[:NEAR])
    for charset in (said and said[1], declared and declared[1].decode("ascii", "replace")):
        with suppress(LookupError, ValueError):  # unheard of, or not one of texts
            known = codecs.lookup(charset or "").name
            return content.decode("cp1252" if known in ("iso8859-1", "ascii") else known, "replace")  # as browsers do
    from trafilatura.utils import decode_file

    return decode_file(content)


def _markdown(text: str) -> tuple[str, Source]:
    """Headings and paragraphs of a Markdown text, without its marks; its source from its front matter."""
    fields: dict[str, str] = {}
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if front := FRONT_MATTER.match(text):
        named = ((key.lower(), QUOTED.sub(r"\2", value.strip())) for key, value in FIELD.findall(front[1]))
        fields = {FIELDS[key]: value for key, value in named if key in FIELDS}
        text = text[front.end() :]
    paragraphs: list[str] = []
    title = one_line(fields.get("title"))
    heading, tables = "", 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type in ("table_open", "table_close"):
            tables += token.nesting
        elif token.type == "heading_open":
            heading = token.tag
        elif token.type == "inline" and not tables:
            shown = _inline(token.children or [])
            title = title or (one_line(shown) if heading == "h1" else None)
            if shown and (paragraphs or one_line(shown) != title):
                paragraphs.append(shown)
            heading = ""
    known = Source(
        title, one_line(fields.get("publisher")), day_in(fields.get("published")), web_address(fields.get("url"))
    )
    return "\n\n".join(paragraphs), known


def _inline(tokens: Sequence[Any]) -> str:
    """The text of a paragraph: links by their words, images not at all, nor what a page would not show."""
    pieces: list[str] = []
    hidden = False
    for token in tokens:
        if token.type == "html_inline":
            tag = UNSHOWN.match(token.content)
            hidden = not tag[1] if tag else hidden
            pieces.append("\n" if token.content.lower().startswith("<br") else "")
        elif not hidden:
            pieces.append(token.content if token.type in ("text", "code_inline") else BREAKS.get(token.type, ""))
    return lines_of("".join(pieces))
