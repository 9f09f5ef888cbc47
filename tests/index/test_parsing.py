"""Documents read apart: the same as here, and a hostile one costs no more than it may."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from index.articles import MAX_BYTES
from index.documents import manuscript_from
from index.parsing import parse_apart
from pullquote.errors import ArticleError

HERE = Path(__file__).parents[2]
SENTENCE = "The passenger ferry sank off the island of Selvik early on Tuesday, said Ada & Bob 😀. "
PAGE = f"""<!doctype html><html><head><title>Ferry sinks off Selvik</title>
<meta property="article:published_time" content="2025-03-14"><meta property="og:site_name" content="Post"></head>
<body><article><p>{SENTENCE * 3}</p><p>{SENTENCE * 2}</p></article></body></html>""".encode()


@pytest.mark.parametrize(
    ("name", "content", "url", "media_type"),
    [
        ("page.html", PAGE, None, None),
        ("https://post.example/ferry", PAGE, "https://post.example/ferry", "text/html; charset=utf-8"),
        ("gate.md", "# The gate\n\nIt fell. 😀\n".encode(), None, None),
        ("gate.txt", "It fell.\r\n\r\n  “So,” he said 😀.\n".encode(), None, None),
        ("gate", b"# Gate\n\n*It* fell.", "https://post.example/gate", "text/markdown"),
    ],
)
def test_a_document_is_the_same_when_it_is_read_apart(
    name: str, content: bytes, url: str | None, media_type: str | None
) -> None:
    assert parse_apart(name, content, url, media_type) == manuscript_from(name, content, url, media_type)


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b"%PDF-1.7"), ("a.txt", b"caf\xe9"), ("a.txt", b""), ("a\n.txt", b"a\0")]
)
def test_what_is_wrong_with_a_document_is_told_in_the_same_words(name: str, content: bytes) -> None:
    with pytest.raises(ArticleError) as here:
        manuscript_from(name, content)
    with pytest.raises(ArticleError) as apart:
        parse_apart(name, content)
    assert str(apart.value) == str(here.value)


HOSTILE = {
    "deep.html": b"<html><body>" + b"<div>" * 100_000 + b"text",
    "brackets.html": b"<html>" + b"<" * 1_000_000,
    "more-brackets.html": b"<" * 10_000_000,
    "laughs.html": b'<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%b">' % (c, b"&%c;" % (c - 1) * 10) for c in b"bcdefghij")
    + b"]><html><body><p>&j;</p>",
    "laughs.xhtml": b'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&x;</p></body></html>',
    "broken.html": b"<html><body>" + b"<p>\xff\xfe\xe2\x28" * 1000,
    "table.html": b"<html><table>" + b"<tr><td>" * 50_000,
    "breaks.html": b"<html><body><div>x" + b"<br>" * 100_000,
    "spaces.html": b"<html>" + b" " * 4_000_000,
    "xml.html": b"<html>" + b"<?xml " * 100_000,
    "data.html": b"<html><script type='application/ld+json'>" + b'{"@graph":[' * 50_000 + b"</script><p>x",
    "quotes.md": b">" * 200_000 + b"x",
    "links.md": b"[" * 50_000,
    "front.md": b"---\na:" + b" " * 500_000 + b"x\n---\n",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_costs_no_more_than_it_may(name: str) -> None:
    began = time.monotonic()
    told, text = f"{name}: ", ""
    try:
        text = parse_apart(name, HOSTILE[name], seconds=10).text
    except ArticleError as error:
        told = str(error)
    assert time.monotonic() - began < 15
    assert told.startswith(f"{name}: ")
    assert "Traceback" not in told
    assert len(text.encode()) <= MAX_BYTES
    assert "root:" not in text


def test_what_takes_too_long_or_too_much_memory_is_stopped() -> None:
    with pytest.raises(ArticleError, match=r"page\.html: takes too long"):
        parse_apart("page.html", PAGE, seconds=0.01)
    with pytest.raises(ArticleError, match=r"page\.html: (cannot be read|takes too long)"):
        parse_apart("page.html", PAGE, memory=64 * 1024 * 1024)


def test_the_process_that_reads_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULLQUOTE_TELEGRAM_TOKEN", "secret")
    known: list[dict[str, str]] = []
    run: Any = subprocess.run

    def watched(words: list[str], **named: Any) -> subprocess.CompletedProcess[bytes]:
        known.append(named["env"])
        return run(words, **named)

    monkeypatch.setattr(subprocess, "run", watched)
    assert parse_apart("gate.txt", b"It fell.").text == "It fell."
    assert [set(environment) for environment in known] == [
        {"PATH", "PYTHONPATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}
    ]


@pytest.mark.parametrize(
    "answer",
    ["", "7", "[]", "{}", '{"id": "a"}', '{"id": "a", "text": "b", "published": "x", "title": 1}', "Traceback"],
)
def test_a_process_that_answers_nonsense_is_an_article_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\nprintf '%s' '{answer}'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(ArticleError, match=r"gate\.txt: cannot be read"):
        parse_apart("gate.txt", b"It fell.")


def test_files_need_neither_a_parser_of_pages_nor_its_process() -> None:
    told = "import sys, index.__main__; print({'trafilatura', 'index.addresses', 'index.parsing'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=HERE)
    assert done.stdout.strip() == "set()"
