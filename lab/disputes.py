"""Excerpts with a question, who answers what, and whether the accounts differ.

``lab/accounts/disputes.json`` has a question for each, and parts to measure with; ``excerpts.json`` has several, to
learn from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.blocks import find_blocks
from index.sentences import split_sentences
from pullquote.records import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ACCOUNTS = Path(__file__).resolve().parent / "accounts"


@dataclass(frozen=True, slots=True)
class Said:
    """Words that a good reply would quote, verbatim, and who says them; None: the article itself.

    Where accounts differ, those of one ``side`` agree.
    """

    speaker: str | None
    words: str
    side: str


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
    """The excerpts of a part of ``disputes.json``: ``learn``, or one of those to measure with."""
    held: dict[str, list[dict[str, Any]]] = json.loads((ACCOUNTS / "disputes.json").read_text(encoding="utf-8"))
    for each in held[part]:
        says = tuple(Said(said["speaker"], said["words"], str(said["speaker"])) for said in each["says"])
        articles = _articles(each["name"], each["articles"])
        yield Excerpt(each["name"], each["kind"], each["disputed"], articles, each["question"], says)


def asked(part: str) -> Iterator[Excerpt]:
    """The questions of a part of ``excerpts.json``; those about one excerpt in a row."""
    held: dict[str, list[dict[str, Any]]] = json.loads((ACCOUNTS / "excerpts.json").read_text(encoding="utf-8"))
    for number, each in enumerate(held[part]):
        name = f"{part}-{number}"
        articles = _articles(name, each["articles"])
        for question in each["asked"]:
            says = tuple(Said(said["speaker"], said["words"], said["side"]) for said in question["says"])
            yield Excerpt(name, "", question["disputed"], articles, question["q"], says)


def _articles(name: str, texts: Sequence[str]) -> tuple[Article, ...]:
    names = (f"{name}-{number}" for number in range(len(texts)))
    return tuple(
        Article(id=name, text=text, sentences=split_sentences(text, find_blocks(text)))
        for name, text in zip(names, texts, strict=True)
    )
