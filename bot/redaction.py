"""What the log may hold: never a secret, at any level, and what people wrote only at DEBUG.

Set up by the program, never by an import. Secrets are taken out of what is written, whoever writes it: records,
tracebacks, warnings, uncaught exceptions and what Python itself prints all pass through the same streams.
"""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import threading
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO
from urllib.parse import unquote, urlsplit

from telegram.error import InvalidToken, TelegramError

from bot.outbox import CURRENT
from pullquote.errors import PullquoteError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

REMOVED = "[secret]"
FORMAT = "%(asctime)s %(levelname)s %(name)s%(update)s: %(message)s"
NOISY = ("httpx", "httpcore", "chromadb", "sentence_transformers")  # a line for every request or batch

logger = logging.getLogger(__name__)


class Redactor:
    """Takes secrets out of text: a token also by halves, cut short in an address, or percent-encoded."""

    def __init__(self, *secrets: str | None) -> None:
        patterns = [r"(?<=/bot)\d+(?::|%3[Aa])[\w%-]*"]  # as it stands in addresses, even if it is cut short
        escaped = (json.dumps(secret)[1:-1] for secret in secrets if secret)  # as it stands in JSON
        for secret in dict.fromkeys([*filter(None, secrets), *escaped]):
            number, colon, half = secret.partition(":")
            if colon and number.isdigit():
                patterns.append(rf"{_spelt(number)}(?::|%3[Aa])[\w%-]*")
                patterns.append(_spelt(half))
            patterns.append(_spelt(secret))
        self._pattern = re.compile("|".join(sorted(patterns, key=len, reverse=True)))

    def __call__(self, text: str) -> str:
        """``text`` without secrets."""
        return self._pattern.sub(REMOVED, text)


def passwords(addresses: Iterable[str | None]) -> Iterator[str]:
    """The passwords in addresses, as they stand there and as they are meant. Tiny ones are in every word."""
    for address in filter(None, addresses):
        with suppress(ValueError):  # no address at all
            password = urlsplit(address).password or ""
            yield from (one for one in (password, unquote(password)) if len(one) > 3)


class RedactedStream(io.TextIOBase):
    """A stream that lets whole lines through, so that a secret cannot slip out in two halves."""

    def __init__(self, stream: TextIO, redact: Redactor) -> None:
        self._stream = stream
        self._redact = redact
        self._line = ""
        self._lock = threading.RLock()

    def write(self, text: str, /) -> int:
        """Keep ``text`` until its line ends."""
        with self._lock:
            whole, end, self._line = (self._line + text).rpartition("\n")
            if end:
                self._stream.write(self._redact(whole + end))
            return len(text)

    def flush(self) -> None:
        """Let through what there is, such as a progress bar or a prompt."""
        with self._lock:
            rest, self._line = self._line, ""
            self._stream.write(self._redact(rest))
            self._stream.flush()

    def fileno(self) -> int:
        """The file behind it, for what asks whether it is a terminal."""
        return self._stream.fileno()

    def isatty(self) -> bool:
        """Whether somebody is watching."""
        return self._stream.isatty()

    def writable(self) -> bool:
        """Always."""
        return True

    @property
    def encoding(self) -> str:  # pyright: ignore[reportIncompatibleVariableOverride]
        """That of the stream behind it."""
        return self._stream.encoding


class DiscreetFormatter(logging.Formatter):
    """Writes a record without secrets and, unless ``frank``, without what people wrote.

    Messages of unknown exceptions and what libraries put into theirs may quote an update, so they are left out.
    """

    def __init__(self, redact: Redactor, *, frank: bool, structured: bool = False) -> None:
        super().__init__(FORMAT)
        self._redact = redact
        self._frank = frank
        self._structured = structured

    def format(self, record: logging.LogRecord) -> str:
        """The record as lines of the log."""
        if not self._frank and record.name.startswith("telegram"):
            record = logging.makeLogRecord(record.__dict__ | {"args": _harmless(record)})
        work = CURRENT.get()
        if self._structured:
            return self._redact(self._json(record, work.update if work else None))
        record.update = f" [{work.update}]" if work else ""
        return self._redact(super().format(record))

    def formatException(  # noqa: N802
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The traceback, with the messages that are known to be harmless."""
        if self._frank or ei[1] is None:
            return super().formatException(ei)
        return "\n".join(trace(ei[1]))

    def _json(self, record: logging.LogRecord, update: int | None) -> str:
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if update is not None:
            said["update"] = update
        if record.exc_info:
            said["error"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)


def trace(error: BaseException) -> Iterator[str]:
    """Where an error came from, and what kind it is; what it says only if it is known to quote nobody."""
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    frames = traceback.extract_tb(error.__traceback__)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if isinstance(error, TelegramError):  # it says what there is to say; how the library got there does not help
        frames = traceback.StackSummary.from_list(f for f in frames if "site-packages" not in f.filename)
    elif cause is not None:
        yield from trace(cause)
        yield "which led to:"
    yield from "".join(frames.format()).rstrip().splitlines()
    harmless = isinstance(error, TelegramError | PullquoteError | OSError)
    yield f"{name}: {error}" if harmless else f"{name} (its message: only at DEBUG)"


def start_log(level: str, redact: Redactor, *, structured: bool = False) -> None:
    """Send the log of the whole program to standard error, and redact all that the program writes.

    ``structured``: a line of JSON each. Every line that is written while an update is handled names it.
    """
    sys.stdout = RedactedStream(sys.stdout, redact)
    sys.stderr = RedactedStream(sys.stderr, redact)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(DiscreetFormatter(redact, frank=level == "DEBUG", structured=structured))
    handler.setLevel(level)  # some libraries turn their own loggers up
    handler.addFilter(_not_said_elsewhere)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(level if level == "DEBUG" else "WARNING")
    logging.captureWarnings(True)


def log_unhandled(_loop: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
    """An event loop's exception handler that leaves out the representations of tasks and their results."""
    error = context.get("exception")
    logger.error("%s", context.get("message"), exc_info=error if isinstance(error, BaseException) else None)


def _not_said_elsewhere(record: logging.LogRecord) -> bool:
    """Whether a record is news: what the library says of a refused token, the program says in one line."""
    refused = record.exc_info and isinstance(record.exc_info[1], InvalidToken)
    return not (refused and record.name.startswith("telegram"))


def _harmless(record: logging.LogRecord) -> tuple[object, ...] | dict[str, object] | None:
    """What a library's log line is filled in with, numbers as they are and anything else left out."""
    if isinstance(record.args, tuple):
        return tuple(arg if isinstance(arg, int | float) else "…" for arg in record.args)
    return dict.fromkeys(record.args, "…") if record.args else None


def _spelt(secret: str) -> str:
    """A pattern for ``secret`` with any of its characters percent-encoded."""
    return "".join(f"(?:{re.escape(c)}|{_percent(c)})" for c in secret)


def _percent(character: str) -> str:
    return "".join(f"%(?i:{byte:02x})" for byte in character.encode())
