"""Documents that are not what they are called, or too much: each is refused in one line that says why."""

from __future__ import annotations

import gzip
import io
import time
import unicodedata
import zipfile
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.publishing import Index
from index.articles import Manuscript
from index.sources import Source
from pullquote.settings import read_settings
from tests.bot.stage import ENGLISH
from tests.bot.test_hostile_addresses import ended, reading

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from tests.telegram.seats import Seat

TEXT = "The gate fell at dawn. Ada Quay, the mayor of the harbour, said so.\n"
KIND = "not a kind of file that can be read; send plain text, Markdown or a web page (.txt, .md, .html), in UTF-8"
NO_TEXT = "no text was found in it; send plain text, Markdown or a web page (.txt, .md, .html), in UTF-8"
NO_STORY = "no article was found on this page; save its text as a .txt file"
NO_SENTENCE = "only headings, captions and links, no sentence that could be quoted; add the text"
LARGE = "larger than {} MiB; an article is one story"
PROLOGUE = b'<?xml version="1.0"?><!DOCTYPE html ['


def packed(**files: bytes) -> bytes:
    """A ZIP archive."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return whole.getvalue()


def nul(byte: int) -> str:
    """What is said of binary content."""
    return f"not a text (byte {byte} is NUL); save the article as plain text in UTF-8"


def laughs() -> bytes:
    """Entities that would be a billion letters."""
    steps = (b'<!ENTITY %c "%b">' % (letter, b"&%c;" % (letter - 1) * 10) for letter in b"bcdefghij")
    return PROLOGUE + b'<!ENTITY a "aaaaaaaaaa">' + b"".join(steps) + b"]><html><body><p>&j;</p></body></html>"


# What a document is called, what it holds, and what is said of it.
TABLE: dict[str, tuple[str, bytes, str]] = {
    "a program as text": ("a.txt", b"MZ\x90\x00\x03\x00\x00\x00\x04", nul(3)),
    "an archive as text": ("a.txt", packed(a=b"x"), KIND),
    "a bomb as a page": ("a.html", gzip.compress(b"<p>" * 10_000_000), KIND),
    "a Word document as Markdown": ("a.md", packed(**{"[Content_Types].xml": b"", "word/document.xml": b""}), KIND),
    "a PDF as a page": ("a.html", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", KIND),
    "a picture as text": ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", KIND),
    "rich text as text": ("a.txt", rb"{\rtf1\ansi The gate fell.}", KIND),
    "text as a program": ("a.exe", TEXT.encode(), KIND),
    "seven bits too many": ("a.txt", b"7z\xbc\xaf'\x1c", "not UTF-8 (byte 2); save the article as UTF-8"),
    "UTF-16": ("a.txt", TEXT.encode("utf-16"), "UTF-16, from byte 0 on; save it as UTF-8"),
    "UTF-32": ("a.txt", TEXT.encode("utf-32"), "UTF-32, from byte 0 on; save it as UTF-8"),
    "UTF-32 the other way": (
        "a.html",
        b"\0\0\xfe\xff" + TEXT.encode("utf-32-be"),
        "UTF-32, from byte 0 on; save it as UTF-8",
    ),
    "a NUL at the end": ("a.txt", TEXT.encode() + b"\0", nul(len(TEXT))),
    "nothing": ("a.txt", b"", NO_TEXT),
    "nothing, as a page": ("a.html", b"<html><body></body></html>", NO_STORY),
    "controls": ("a.txt", b"\x01\x02\x03\x1b\x07\x7f", NO_SENTENCE),
    "marks of direction": ("a.txt", "\u202e\u2066\u200f".encode(), NO_SENTENCE),
    "more than it may be": ("a.txt", TEXT.encode() * 31_000, LARGE.format(2)),
    "one line of 5 MB": ("a.txt", b"x" * 5_000_000, LARGE.format(2)),
    "one line of 5 MB on a page": (
        "a.html",
        b"<html><body><p>" + b"word " * 1_000_000,
        "its text is " + LARGE.format(2),
    ),
    "a hundred thousand tags in each other": ("a.html", b"<html><body>" + b"<div>" * 100_000 + TEXT.encode(), NO_STORY),
    "a million entities": ("a.html", b"<html><body><p>" + b"&amp;" * 1_000_000 + b"</p>", NO_SENTENCE),
    "a billion laughs": ("a.html", laughs(), NO_SENTENCE),
    "a file of the machine": (
        "a.html",
        PROLOGUE + b'<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p></body></html>',
        NO_SENTENCE,
    ),
}
NAMES = {
    "../../etc/passwd.txt": ("../../etc/passwd.txt", "passwd"),
    "..\\..\\system32.txt": ("..\\..\\system32.txt", "system32"),
    "gate\u202etxt.exe.txt": ("gatetxt.exe.txt", "gatetxt.exe"),
    "ga\0te\x1b[31m.txt": ("gate[31m.txt", "gate-31m"),
    "ga\nte\r\n.txt": ("ga te .txt", "ga-te"),
    "x" * 10_000 + ".txt": ("x" * 299 + "…", "x" * 60),
    "<b>gate</b> *x* {why}.txt": ("<b>gate</b> *x* {why}.txt", "b-x-why"),
    "💀.txt": ("💀.txt", "article"),
}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def office() -> AsyncGenerator[Seat]:
    """An administrator's chat with a bot that reads as the real one does, the same for all rows."""
    async with reading() as seat:
        yield seat


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("row", TABLE)
async def test_what_is_no_article_is_refused_and_said_why(office: Seat, row: str) -> None:
    name, content, line = TABLE[row]
    answer = await ended(office, await office.sends_document(name, content), within=25)
    named = name.partition(".")[0] if line == NO_SENTENCE else name  # it was read, and its id given
    assert answer.text == ENGLISH.failed(f"{named}: {line}")
    assert answer.labels == []


@pytest.mark.asyncio(loop_scope="module")
async def test_a_size_that_is_not_true_helps_nobody(office: Seat) -> None:
    content = b"<html>" + b"x" * (8 * 1024 * 1024)
    honest = await office.sends_document("a.html", content)
    assert (await ended(office, honest)).text == ENGLISH.how_to_add
    lied = await office.sends_document("a.html", content, claimed_size=10)
    assert (await ended(office, lied)).text == ENGLISH.failed(f"a.html: {LARGE.format(8)}")


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:30])
async def test_the_name_of_a_file_is_harmless_and_leads_nowhere(office: Seat, name: str) -> None:
    shown, number = NAMES[name]
    answer = await ended(office, await office.sends_document(name, TEXT.encode()))
    assert answer.versions[0].body.text == ENGLISH.reading(shown)
    assert f"\nid: {number}\n" in answer.text
    for version in answer.versions:
        assert not [c for c in version.body.text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf")]
        assert version.body.entities == ()


@pytest.fixture(scope="module")
def whole() -> Index:
    """The real index, with what finds who says what."""
    index = Index(read_settings(env_file=None))
    index.preview(Manuscript("warm", TEXT, Source()))
    return index


@pytest.mark.parametrize("endless", ["word " * 210_000, "a\n" * 60_000])
def test_a_sentence_without_end_costs_no_more_than_it_may(whole: Index, endless: str) -> None:
    began = time.monotonic()
    article = whole.preview(Manuscript("endless", f"The gate {endless}fell.\n\n{TEXT}", Source()))
    assert time.monotonic() - began < 10
    assert [claim.speaker for sentence in article.sentences for claim in sentence.claims] == ["Ada Quay"]
