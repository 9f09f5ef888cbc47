"""What is known of an article's source: the JSON file that stands beside its text. Nothing is ever invented."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from pullquote.errors import ArticleError

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 64 * 1024
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Source:
    """Title, publisher, day and address of an article, as far as they were given.

    ``cleared`` names those that somebody took out: they are not read from the text either. It is no part of what is
    shown of a source, from which the versions in every store are made.
    """

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    url: str | None = None
    cleared: tuple[str, ...] = field(default=(), repr=False)


_KEYS = tuple(each.name for each in fields(Source) if each.name != "cleared")


def read_source(article: Path) -> Source:
    """The source of the article in file ``article``, from ``NAME.json`` beside ``NAME.txt``; without one, nothing.

    Raises ArticleError when the file cannot be read, or says something that is not understood.
    """
    path = article.with_suffix(".json")
    try:
        if path == article or not path.exists():
            return Source()
        if path.stat().st_size > MAX_BYTES:
            raise ArticleError(f"{path}: larger than {MAX_BYTES:,} bytes, which is no article's source")
        loaded: object = json.loads(path.read_bytes(), object_pairs_hook=_without_doubles)
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    except (ValueError, RecursionError) as error:
        raise ArticleError(f"{path}: not valid JSON ({error}); it should be like {_example()}") from error
    return _checked(loaded, path)


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a key stands twice")
    return named


def _example() -> str:
    return '{"title": "...", "publisher": "...", "published": "2021-07-16", "url": "https://..."}'


def _checked(loaded: object, path: Path) -> Source:
    if not isinstance(loaded, dict):
        raise ArticleError(f"{path}: not a JSON object; it should be like {_example()}")
    given = cast("dict[str, object]", loaded)
    if unknown := sorted(given.keys() - set(_KEYS)):
        raise ArticleError(f"{path}: unknown {', '.join(map(repr, unknown))}; known are {', '.join(_KEYS)}")
    texts = {key: _text(key, value, path) for key, value in given.items()}
    return Source(
        title=texts.get("title"),
        publisher=texts.get("publisher"),
        published=_day(texts["published"], path) if "published" in texts else None,
        url=_address(texts["url"], path) if "url" in texts else None,
    )


def _text(key: str, value: object, path: Path) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ArticleError(f'{path}: "{key}" must be text; leave the key out if it is not known')
    if _UNPRINTABLE.search(value):
        raise ArticleError(f'{path}: "{key}" holds a line break or another control character; write it on one line')
    return value.strip()


def _day(value: str, path: Path) -> date:
    try:
        if _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise ArticleError(f'{path}: "published" is {value!r}, not a day like 2021-07-16')


def _address(value: str, path: Path) -> str:
    try:
        parts = urlsplit(value)
        if parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", value):
            return value
    except ValueError:
        pass
    raise ArticleError(f'{path}: "url" is {value!r}, not an address that begins with http:// or https://')
