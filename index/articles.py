"""Articles on disk: finding them, reading them, and understanding what they are made of."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.blocks import find_blocks
from index.dates import published_date
from index.paragraphs import has_ink
from index.sentences import split_sentences
from index.sources import Source, read_source
from pullquote.errors import ArticleError
from pullquote.records import Article, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path, PurePath

    from pullquote.records import Block

MEBIBYTE = 1024 * 1024
MAX_BYTES = 2 * MEBIBYTE
MAX_PAGE = 8 * MEBIBYTE  # of a web page, most of which is not its text
_UNSAFE = re.compile(r"[^\w.-]+")
_TITLE_WORDS = 3  # fewer are more often a rubric ("Letters") than a headline


@dataclass(frozen=True, slots=True)
class Manuscript:
    """An article as it was read, not yet understood. ``text`` encodes to the file's very bytes."""

    id: str
    text: str
    source: Source
    path: str | None = None


def find_manuscripts(paths: Iterable[Path]) -> tuple[list[Manuscript], list[ArticleError]]:
    """What can be read of the files, and of the ``*.txt`` in the folders, and what is wrong with the others.

    Raises ArticleError when two of the files would go by one id: neither can be told to be the right one.
    """
    files: list[Path] = []
    failures: list[ArticleError] = []
    for path in paths:
        try:
            files += find_articles(path)
        except ArticleError as error:
            failures.append(error)
    manuscripts: list[Manuscript] = []
    for file in _distinct(files):
        try:
            manuscripts.append(read_manuscript(file))
        except ArticleError as error:
            failures.append(error)
    return manuscripts, failures


def find_articles(path: Path) -> tuple[Path, ...]:
    """The ``*.txt`` in folder ``path``, by name; or ``path`` itself, if it is no folder."""
    try:
        if not path.is_dir():
            return (path,)
        files = sorted(file for file in path.glob("*.txt") if not file.is_dir())
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    if not files:
        raise ArticleError(f"{path}: no article in this folder; articles are files that end in .txt")
    return tuple(files)


def _distinct(files: Sequence[Path]) -> list[Path]:
    """The files without those that were named twice."""
    named: dict[str, Path] = {}
    for file in files:
        name = article_id(file)
        other = named.setdefault(name, file)
        if other != file and not _is_same(other, file):
            raise ArticleError(f"{other} and {file} would both be article {name!r}; rename one of them")
    return list(named.values())


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def article_id(path: PurePath) -> str:
    """The name that an article goes by: its file's, fit for a command line. Raises ArticleError if nothing is left."""
    stem = unicodedata.normalize("NFC", path.stem)
    name = re.sub("-{2,}", "-", _UNSAFE.sub("-", stem)).strip("-.")
    if not name:
        raise ArticleError(f"{path}: an article is called after its file, and this name has no letter; rename it")
    return name


def read_article(path: Path) -> Article:
    """The article in file ``path``, with what was understood of it.

    Its text encodes to the file's very bytes. Raises ArticleError, which says what is wrong with the file, or with the
    source beside it, and what to do.
    """
    return understand(read_manuscript(path))


def read_manuscript(path: Path) -> Manuscript:
    """The text in file ``path`` and the source beside it. Raises ArticleError when either cannot be used."""
    name = article_id(path)
    text = decoded(_bytes(path), path)
    if not has_ink(text):
        raise ArticleError(f"{path}: empty; put the article's text into it, or remove it")
    return Manuscript(name, text, read_source(path), str(path))


def _bytes(path: Path) -> bytes:
    """What is in the file. It is measured before it is read, and never read further than that."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ArticleError(f"{path}: a folder, not an article; name the file in it")
        if not stat.S_ISREG(found.st_mode):
            raise ArticleError(f"{path}: not a file that can be kept as an article; copy its text to one")
        if found.st_size > MAX_BYTES:
            size = f"{found.st_size / 1024 / 1024:.1f} MiB, and {MAX_BYTES // 1024 // 1024} MiB is the most"
            raise ArticleError(f"{path}: {size}; an article is one story, so split the file")
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except FileNotFoundError as error:
        raise ArticleError(f"{path}: there is no such file; check the name") from error
    except OSError as error:
        reason = error.strerror or os.strerror(error.errno or 0)
        raise ArticleError(f"{path}: cannot be read ({reason}); check its permissions") from error
    except ValueError as error:  # a NUL in the name
        raise ArticleError(f"{str(path)!r}: cannot be the name of a file") from error


def decoded(content: bytes, path: object) -> str:
    """A text from its bytes, which must be UTF-8. Raises ArticleError, naming ``path``."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        named = "UTF-32" if b"\0\0" in content[:4] else "UTF-16"
        raise ArticleError(f"{path}: {named}, from byte 0 on; save it as UTF-8")
    if (position := content.find(b"\0")) >= 0:
        raise ArticleError(f"{path}: not a text (byte {position:,} is NUL); save the article as plain text in UTF-8")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise ArticleError(f"{path}: not UTF-8 (byte {error.start:,}); save the article as UTF-8") from error


def understand(manuscript: Manuscript) -> Article:
    """The article that a manuscript is. Raises ArticleError when nothing in it could ever be quoted.

    Title and day come from its source, or else from the article's own head, where it has one and nobody cleared them.
    """
    text, source = manuscript.text, manuscript.source
    blocks = find_blocks(text, source.title)
    sentences = split_sentences(text, blocks)
    if not any(sentence.kind.quotable for sentence in sentences):
        where = manuscript.path or manuscript.id
        raise ArticleError(
            f"{where}: only headings, captions and links, no sentence that could be quoted; add the text"
        )
    title, published = source.title, source.published
    if "title" not in source.cleared:
        title = title or _headline(text, _head(blocks, 1))
    if "published" not in source.cleared:
        published = published or _day(text, _head(blocks, 2))
    return Article(
        id=manuscript.id,
        text=text,
        sentences=sentences,
        title=title,
        publisher=source.publisher,
        published=published,
        url=source.url,
        path=manuscript.path,
        cleared=source.cleared,
    )


def manuscript_of(article: Article) -> Manuscript:
    """The manuscript of an article that was understood before, to be understood anew."""
    source = Source(article.title, article.publisher, article.published, article.url, article.cleared)
    return Manuscript(article.id, article.text, source, article.path)


def _head(blocks: Sequence[Block], paragraph: int) -> Sequence[Block]:
    """What stands above a paragraph of the news: the first, or the one after a lead that is set apart."""
    end = next((number for number, block in enumerate(blocks) if block.paragraph == paragraph), len(blocks))
    return blocks[:end]


def _headline(text: str, head: Sequence[Block]) -> str | None:
    lines = (text[block.start : block.end] for block in head if block.kind is Kind.HEADING)
    return next((line for line in lines if len(line.split()) >= _TITLE_WORDS and len(line.splitlines()) == 1), None)


def _day(text: str, head: Sequence[Block]) -> date | None:
    lines = (" ".join(text[block.start : block.end].split()) for block in head if block.kind is Kind.SOURCE)
    return next((day for day in map(published_date, lines) if day), None)
