"""Excerpts with a question, who answers what, and whether the accounts differ: ``lab/accounts/disputes.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.blocks import find_blocks
from index.sentences import split_sentences
from pullquote.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCOUNTS = Path(__file__).resolve().parent / "accounts"


@dataclass(frozen=True, slots=True)
class Said:
    """Words that a good reply would quote, verbatim, and who says them; None: the article itself."""

    speaker: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One or two short articles, a question, and whether their accounts differ on it."""

    name: str
    kind: str
    disputed: bool
    articles: tuple[Article, ...]
    question: str
    says: tuple[Said, ...]


def excerpts(part: str) -> Iterator[Excerpt]:
    """The excerpts of a part of ``disputes.json``: ``learn`` or ``check``, which nothing was fitted to."""
    held: dict[str, list[dict[str, Any]]] = json.loads((ACCOUNTS / "disputes.json").read_text(encoding="utf-8"))
    for each in held[part]:
        articles = tuple(_article(f"{each['name']}-{n}", text) for n, text in enumerate(each["articles"]))
        says = tuple(Said(said["speaker"], said["words"]) for said in each["says"])
        yield Excerpt(each["name"], each["kind"], each["disputed"], articles, each["question"], says)


def _article(name: str, text: str) -> Article:
    return Article(id=name, text=text, sentences=split_sentences(text, find_blocks(text)))
