"""Documents from elsewhere as manuscripts: plain text, Markdown and web pages, told apart by what is in them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt

from index.articles import MAX_BYTES, Manuscript, article_id, decoded
from index.paragraphs import has_ink
from index.sources import Source
from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_PAGE = 8 * 1024 * 1024  # bytes; most of a web page is not its text
LONGEST_ID = 60
ACCEPTED = "send plain text, Markdown or a web page (.txt, .md, .html), in UTF-8"
PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div|p)\b",
    re.IGNORECASE | re.DOTALL,
)
MARKDOWN = (".md", ".markdown")
TEXT = (".txt", ".text", ".html", ".htm", ".xhtml", "", *MARKDOWN)
FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
FIELD = re.compile(r"^(\w+):[ \t]*(.+?)[ \t]*$", re.MULTILINE)
NAMES = {
    "title": "title",
    "date": "published",
    "published": "published",
    "publisher": "publisher",
    "source": "publisher",
    "url": "url",
    "link": "url",
}


def manuscript_from(name: str, content: bytes, url: str | None = None, media_type: str | None = None) -> Manuscript:
    """The manuscript in a document called ``name``, or found at ``url``.

    What it is, its content says; its name and ``media_type`` only tell Markdown from plain text. Raises ArticleError.
    """
    path = PurePosixPath(unquote(urlsplit(name).path) if "://" in name else name)
    suffix = path.suffix.lower()
    if len(content) > MAX_PAGE:
        raise ArticleError(f"{name}: larger than {MAX_PAGE // 1024 // 1024} MiB; an article is one story")
    if PAGE.match(content[:4096]):
        text, source = _page(name, content, url)
    else:
        if (suffix not in TEXT and media_type not in ("text/plain", "text/markdown")) or content.startswith(b"%PDF"):
            raise ArticleError(f"{name}: not a kind of file that can be read; {ACCEPTED}")
        if len(content) > MAX_BYTES:
            raise ArticleError(f"{name}: larger than {MAX_BYTES // 1024 // 1024} MiB; an article is one story")
        text, source = decoded(content, name), Source()
        if suffix in MARKDOWN or media_type == "text/markdown":
            text, source = _markdown(text)
    if not has_ink(text):
        raise ArticleError(f"{name}: no text was found in it; {ACCEPTED}")
    if len(text.encode()) > MAX_BYTES:
        raise ArticleError(f"{name}: its text is larger than {MAX_BYTES // 1024 // 1024} MiB; an article is one story")
    return Manuscript(_id_of(name, path), text, replace(source, url=url or source.url))


def _id_of(name: str, path: PurePosixPath) -> str:
    """From the file's name, or the last part of an address; its host where there is none."""
    try:
        made = article_id(path)
    except ArticleError:
        host = urlsplit(name).hostname if "://" in name else None
        made = article_id(PurePosixPath(f"{host}.html")) if host else "article"
    return made[:LONGEST_ID].rstrip("-.")


def _page(name: str, content: bytes, url: str | None) -> tuple[str, Source]:
    """The main text of a web page, a blank line between its paragraphs, and what its markup says of its source."""
    import trafilatura  # here: it takes a while, and plain text does not need it

    try:
        found: Any = trafilatura.bare_extraction(
            content,
            url=url,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "url": None},
        )
    except Exception as error:  # whatever a parser does with what was never meant to be parsed
        raise ArticleError(f"{name}: cannot be read as a web page") from error
    if found is None:
        raise ArticleError(f"{name}: no article was found on this page; save its text as a .txt file")
    title = _line(found.title)
    paragraphs = [paragraph for paragraph in _paragraphs(found.body) if paragraph]
    if title and paragraphs and paragraphs[0] == title:
        paragraphs = paragraphs[1:]
    publisher = _line(found.sitename)
    if publisher and publisher.lower() in (found.hostname or "", f"www.{found.hostname}"):
        publisher = None  # a host is no publisher's name
    address = found.url if found.url and re.fullmatch(r"https?://[^\s]+", found.url) else None
    return "\n\n".join(paragraphs), Source(title, publisher, _day(found.date), address)


def _paragraphs(element: Any) -> Iterator[str]:
    """The texts of paragraphs, headings and list items, in order."""
    for child in element:
        if child.tag in ("p", "head", "item"):
            yield _text_of(child)
        elif child.tag in ("list", "quote", "div", "body"):
            if (child.text or "").strip():
                yield _line(child.text) or ""
            yield from _paragraphs(child)


def _text_of(element: Any) -> str:
    pieces: list[str] = []
    for node in element.iter():
        if node.tag == "lb":
            pieces.append("\n")
        elif node.text:
            pieces.append(node.text)
        if node is not element and node.tail:
            pieces.append(node.tail)
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()


def _markdown(text: str) -> tuple[str, Source]:
    """Headings and paragraphs of a Markdown text, without its marks; its source from its front matter."""
    fields: dict[str, str] = {}
    if front := FRONT_MATTER.match(text):
        fields = {NAMES[k.lower()]: v.strip("\"'") for k, v in FIELD.findall(front[1]) if k.lower() in NAMES}
        text = text[front.end() :]
    paragraphs: list[str] = []
    title = _line(fields.get("title"))
    heading = ""
    for token in MarkdownIt("commonmark").parse(text):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "inline":
            shown = _inline(token.children or [])
            if heading == "h1" and title is None and not paragraphs:
                title = _line(shown)
            elif shown and shown != title:
                paragraphs.append(shown)
            heading = ""
    url = fields.get("url")
    address = url if url and re.fullmatch(r"https?://[^\s]+", url) else None
    return "\n\n".join(paragraphs), Source(
        title, _line(fields.get("publisher")), _day(fields.get("published")), address
    )


def _inline(tokens: list[Any]) -> str:
    """The text of a paragraph: links by their words, images not at all."""
    shown: dict[str, str] = {"softbreak": " ", "hardbreak": "\n"}
    pieces = (token.content if token.type in ("text", "code_inline") else shown.get(token.type, "") for token in tokens)
    return "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n")).strip()


def _line(text: str | None) -> str | None:
    """One line without control characters, or nothing."""
    return " ".join("".join(c for c in text if c.isprintable() or c.isspace()).split()) or None if text else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
