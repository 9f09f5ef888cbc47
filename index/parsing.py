"""Documents from elsewhere, read in a process of their own: what a parser does with hostile ones stays there."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from index.articles import Manuscript
from index.documents import manuscript_from
from index.sources import Source
from pullquote.errors import ArticleError

SECONDS = 20
MEMORY = 1024 * 1024 * 1024  # bytes of addresses, of which the parsers themselves take a fifth
STOPPED = (signal.SIGKILL, signal.SIGXCPU)  # at the limit of time
TOO_LONG = "takes too long to read; save the story's text as a .txt file"
UNREADABLE = "cannot be read; save the story's text as a .txt file"


def parse_apart(
    name: str,
    content: bytes,
    url: str | None = None,
    media_type: str | None = None,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Manuscript:
    """What ``manuscript_from`` makes of a document, within limits of time and memory. Raises ArticleError."""
    request = {"name": name, "url": url, "media_type": media_type, "memory": memory, "seconds": int(seconds) + 1}
    head = json.dumps(request).encode() + b"\n"
    try:
        done = subprocess.run(
            [sys.executable, "-m", "index.parsing"],
            input=head + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # parsers complain at length
            timeout=seconds,
            check=False,
            cwd=Path(__file__).parent.parent,
            env=_environment(),
        )
    except subprocess.TimeoutExpired as error:
        raise ArticleError(f"{name}: {TOO_LONG}") from error
    except OSError as error:
        raise ArticleError(f"{name}: {UNREADABLE}") from error
    try:
        return _manuscript(json.loads(done.stdout))
    except (ValueError, TypeError, KeyError) as error:  # it died, or what it says is no answer
        raise ArticleError(f"{name}: {TOO_LONG if -done.returncode in STOPPED else UNREADABLE}") from error


def _environment() -> dict[str, str]:
    """What the process needs to find our code, and nothing that is secret."""
    places = os.pathsep.join(place for place in sys.path if place)
    return {"PATH": os.defpath, "PYTHONPATH": places, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _manuscript(answer: dict[str, Any]) -> Manuscript:
    """What the process answered. Raises ArticleError when it says that something is wrong with the document."""
    if "problem" in answer:
        raise ArticleError(str(answer["problem"]))
    day = answer["published"]
    source = Source(answer["title"], answer["publisher"], date.fromisoformat(day) if day else None, answer["url"])
    return Manuscript(answer["id"], answer["text"], source)


def _answer(given: bytes) -> dict[str, Any]:
    """What is in a request: limits first, then the document."""
    head, _, body = given.partition(b"\n")
    request: dict[str, Any] = json.loads(head)
    _limit(request["memory"], request["seconds"])
    try:
        made = manuscript_from(request["name"], body, request["url"], request["media_type"])
    except ArticleError as error:
        return {"problem": str(error)}
    day = made.source.published.isoformat() if made.source.published else None
    known = {"title": made.source.title, "publisher": made.source.publisher, "published": day, "url": made.source.url}
    return {"id": made.id, "text": made.text, **known}


def _limit(memory: int, seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_answer(sys.stdin.buffer.read())))
