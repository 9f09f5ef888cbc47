"""Web pages: the text of the article on one, and what its markup says of where it is from."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin, urlsplit

from index.sources import Source
from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from collections.abc import Iterator

NEAR = 64 * 1024  # bytes at the start of a page
LONGEST_URL = 2048  # characters
SHORTEST = "60"  # characters; of less than its own 250 trafilatura makes one paragraph, captions and all
XML = re.compile(r"<\?xml.{0,200}?\?>")
SPACE = re.compile(r"\s+")
ISO = re.compile(r"\s*\d{4}-\d{2}-\d{2}(?!\d)")
PUBLISHED = "article:published_time datepublished date pubdate parsely-pub-date dc.date dc.date.issued".split()
TIMES = '//*[@itemprop="datePublished"]/@datetime | //time[@pubdate]/@datetime'
BROKEN = "//p[br] | //*[self::div or self::article or self::section or self::main or self::body or self::td][br or p]"
INLINE = frozenset(
    "a abbr b br cite code del em font i img ins mark q s script small span strong style sub sup time u wbr".split()
)
BLOCKS = frozenset({"p", "head", "item", "list", "quote", "div", "body", "table", "row", "cell"})


def read_page(name: str, markup: str, url: str | None) -> tuple[str, Source]:
    """The main text of a web page, a blank line between its paragraphs, and what its markup says of its source."""
    import trafilatura  # here: it takes a while, and plain text does not need it
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", SHORTEST)
    source, title, paragraphs = Source(), None, list[str]()
    try:
        markup = XML.sub("", markup)  # which lxml will not have in a string
        tree: Any = trafilatura.load_html(markup if "<html" in markup[:NEAR].lower() else f"<html><body>{markup}")
        if tree is not None:
            source = _source(tree, url)
            _set_apart(tree)
            given: Any = {"include_comments": False, "include_tables": False, "prune_xpath": "//template"}
            found: Any = trafilatura.bare_extraction(tree, url=url, with_metadata=True, config=config, **given)
            title = one_line(found.title) if found else None
            paragraphs = _paragraphs(found.body) if found else []
    except Exception as error:  # whatever a parser does with what was never meant to be parsed
        raise ArticleError(f"{name}: cannot be read as a web page; save its text as a .txt file") from error
    if not paragraphs:
        raise ArticleError(f"{name}: no article was found on this page; save its text as a .txt file")
    if title and paragraphs and one_line(paragraphs[0]) == title:
        paragraphs = paragraphs[1:]
    return "\n\n".join(paragraphs), replace(source, title=title)


def _source(tree: Any, url: str | None) -> Source:
    """What a page's markup says of its source: meta elements, microdata and JSON-LD; never its visible text."""
    about, metas = _about(tree), dict[str, str]()
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        metas.setdefault(key.lower(), meta.get("content") or "")
    days = (about.get("datePublished"), *map(metas.get, PUBLISHED), *tree.xpath(TIMES))
    owner: Any = about.get("publisher")
    name = cast("dict[str, Any]", owner).get("name") if isinstance(owner, dict) else None
    names = (metas.get("og:site_name"), metas.get("application-name"), name)
    places = (*tree.xpath('//link[@rel="canonical"]/@href'), metas.get("og:url"))
    return Source(
        publisher=next((line for name in names if (line := one_line(name))), None),
        published=next((day for text in days if (day := day_in(text))), None),
        url=next((found for place in places if (found := web_address(place, url))), None),
    )


def _about(tree: Any) -> dict[str, Any]:
    """The first article that a page describes as JSON-LD."""
    for script in tree.xpath('//script[contains(@type, "ld+json")]/text()'):
        try:
            found: Any = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in cast("list[Any]", found if isinstance(found, list) else [found]):
            graph = cast("dict[str, Any]", thing).get("@graph") if isinstance(thing, dict) else None
            for one in cast("list[Any]", [thing, *graph] if isinstance(graph, list) else [thing]):
                if isinstance(one, dict) and re.search(r"Article|BlogPosting", str(cast("Any", one).get("@type"))):
                    return cast("dict[str, Any]", one)
    return {}


def _set_apart(tree: Any) -> None:
    """Make paragraphs of what stands between two breaks, or bare beside one: trafilatura loses the first of it."""
    for box in tree.xpath(BROKEN):
        children, bare = list(box), box.text
        for child in children:
            box.remove(child)
        box.tag, box.text = "div" if box.tag == "p" else box.tag, None
        run = box.makeelement("p")
        run.text = bare
        for child in children:
            tail, child.tail = child.tail, None
            inline = child.tag in INLINE or not isinstance(child.tag, str)  # a comment
            again = child.tag == "br" and len(run) and run[-1].tag == "br" and not (run[-1].tail or "").strip()
            if inline and not again:
                run.append(child)
                child.tail = tail
                continue
            box.extend([run] if inline else [run, child])
            run = box.makeelement("p")
            run.text = tail
        box.append(run)


def _paragraphs(body: Any) -> list[str]:
    """The texts of paragraphs, headings, list items and of what stands between them, in order."""
    return [shown for paragraph in "".join(_pieces(body)).split("\0") if (shown := lines_of(paragraph))]


def _pieces(element: Any) -> Iterator[str]:
    """The text of an element, a NUL wherever a paragraph begins or ends."""
    edge = "\0" if element.tag in BLOCKS else "\n" if element.tag == "lb" else ""
    yield edge + SPACE.sub(" ", element.text or "")
    for child in element:
        yield from _pieces(child)
        yield SPACE.sub(" ", child.tail or "")
    yield edge.strip("\n")


def lines_of(text: str) -> str:
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def one_line(text: object) -> str | None:
    """One line without control characters, or nothing."""
    given = text if isinstance(text, str) else ""
    return " ".join("".join(c for c in given if c.isprintable() or c.isspace()).split()) or None


def day_in(text: Any) -> date | None:
    """The day that a date in ISO form begins with."""
    try:
        return date.fromisoformat(text.strip()[:10]) if isinstance(text, str) and ISO.match(text) else None
    except ValueError:
        return None


def web_address(text: str | None, base: str | None = None) -> str | None:
    """An address of the web, or nothing."""
    try:
        found = urljoin(base or "", (text or "").strip())
        parts = urlsplit(found)
    except ValueError:
        return None
    good = text and parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return found if good and len(found) <= LONGEST_URL and found.isprintable() and " " not in found else None
