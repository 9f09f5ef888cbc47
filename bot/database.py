"""Where what the bot must remember is kept: a SQL database, SQLite beside the store unless another is set."""

from __future__ import annotations

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from pullquote.errors import PullquoteError

if TYPE_CHECKING:
    from collections.abc import Callable

Result = TypeVar("Result")

_metadata = MetaData()

# An answer that was given, so that its buttons work and a follow-up is understood. Of a person: numbers, never names.
ANSWERS = Table(
    "answers",
    _metadata,
    Column("id", String(16), primary_key=True),
    Column("chat", BigInteger, index=True, nullable=False),
    Column("message", BigInteger),  # the bot's message that shows it, once it is sent
    Column("person", BigInteger, index=True),
    Column("question", Text, nullable=False),  # as it was understood
    Column("answer", Text),  # as bot/shelf.py packs it; none: the question was not answered in time
    Column("outcome", String(16), nullable=False),
    Column("view", String(16), nullable=False),
    Column("above", String(16)),  # how the question stands above the answer: HEADING, UNDERSTOOD or not at all
    Column("made", BigInteger, index=True, nullable=False),  # milliseconds since 1970, as everywhere here
)
VOTES = Table(
    "votes",
    _metadata,
    Column("answer", String(16), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("person", BigInteger, primary_key=True),
    Column("up", Boolean, nullable=False),
)
PEOPLE = Table(
    "people",
    _metadata,
    Column("id", BigInteger, primary_key=True),
    Column("language", String(8)),
    Column("length", String(8)),
)
FEEDBACK = Table(
    "feedback",
    _metadata,
    Column("id", String(16), primary_key=True),
    Column("person", BigInteger, index=True, nullable=False),
    Column("text", Text, nullable=False),
    Column("made", BigInteger, index=True, nullable=False),
)
PROPOSALS = Table(
    "proposals",
    _metadata,
    Column("id", String(16), primary_key=True),
    Column("person", BigInteger, index=True, nullable=False),
    Column("message", BigInteger),
    Column("manuscript", Text, nullable=False),
    Column("awaited", String(16)),  # the field that the administrator was asked for
    Column("made", BigInteger, index=True, nullable=False),
)
# What Telegram brought. A row without a body is done with: only its number stays, against bringing it again.
UPDATES = Table(
    "inbox",
    _metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("mark", String(40), nullable=False),  # tells it from another of this number
    Column("lane", String(40), index=True, nullable=False),  # whose order it belongs to
    Column("body", Text),  # as Telegram wrote it, in JSON
    Column("tries", Integer, nullable=False),  # that failed
    Column("cut_off", Integer, nullable=False),  # that were begun and did not end: the bot did, or they are in work
    Column("received", BigInteger, index=True, nullable=False),
)
# What was sent for an update that is in work, so that taking it up again sends nothing twice.
SENDS = Table(
    "sends",
    _metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("update", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),  # of those that an update has sent, from 0
    Column("chat", BigInteger, nullable=False),
    Column("floor", BigInteger, nullable=False),  # no message of the chat had a higher number when it was sent,
    Column("shared", BigInteger, nullable=False),  # and no message of any chat that it shares its numbers with
    Column("message", BigInteger),  # none: nobody knows whether it arrived
)
# The highest number of a message of the bot's own, by chat, and among all chats that are numbered together.
NUMBERS = Table(
    "numbers",
    _metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("numbering", BigInteger, primary_key=True, autoincrement=False),
    Column("highest", BigInteger, nullable=False),
    Column("seen", BigInteger, index=True, nullable=False),
)
# What an update in work has changed already, and what came of it, in JSON.
DEEDS = Table(
    "deeds",
    _metadata,
    Column("bot", BigInteger, primary_key=True, autoincrement=False),
    Column("update", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(16), primary_key=True),
    Column("result", Text, nullable=False),
)
# What allowed groups have become: supergroups have other ids.
MOVES = Table(
    "moves",
    _metadata,
    Column("new", BigInteger, primary_key=True, autoincrement=False),
    Column("old", BigInteger, nullable=False),
)
# How much more each may ask.
BUCKETS = Table(
    "buckets",
    _metadata,
    Column("owner", String(40), primary_key=True),
    Column("tokens", Float, nullable=False),
    Column("told", Boolean, nullable=False),  # that there are none left
    Column("filled", BigInteger, index=True, nullable=False),
)


class DatabaseError(PullquoteError):
    """The database cannot be opened."""


class Database:
    """Work on the database, a transaction each, off the event loop. The tables are made where they are missing."""

    def __init__(self, url: str) -> None:
        """Open the database at ``url``. Raises DatabaseError, which never says what the url is: it holds a password."""
        try:
            parsed = make_url(url)
            self._sqlite = parsed.get_backend_name() == "sqlite"
            if self._sqlite and parsed.database:
                _make_private(Path(parsed.database))
            self._engine = create_engine(parsed, pool_pre_ping=not self._sqlite)
            if self._sqlite:
                event.listen(self._engine, "connect", _prepare)
            _metadata.create_all(self._engine)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            what = "is not the address of a database whose driver is installed"
            raise DatabaseError(f"PULLQUOTE_DATABASE_URL {what}, like sqlite:///chats.sqlite3") from error
        except (SQLAlchemyError, OSError) as error:
            why = type(getattr(error, "orig", None) or error).__name__
            raise DatabaseError(f"the database of PULLQUOTE_DATABASE_URL cannot be opened ({why})") from error
        # SQLite has one writer at a time: several threads would only wait for each other's locks.
        self._pool = ThreadPoolExecutor(1 if self._sqlite else 4, thread_name_prefix="database")

    async def run(self, work: Callable[[Connection], Result]) -> Result:
        """What ``work`` returns, done in one transaction: all of it, or nothing."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._in_transaction, work)

    async def erase(self, work: Callable[[Connection], Result]) -> Result:
        """As ``run``, for work that deletes: afterwards it is not in SQLite's log of changes either."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._erase, work)

    def close(self) -> None:
        """Finish what is begun, and let go."""
        self._pool.shutdown()
        self._engine.dispose()

    def _in_transaction(self, work: Callable[[Connection], Result]) -> Result:
        with self._engine.begin() as connection:
            return work(connection)

    def _erase(self, work: Callable[[Connection], Result]) -> Result:
        done = self._in_transaction(work)
        if self._sqlite:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return done


def beside(store: Path) -> str:
    """The address of the database beside a store."""
    return f"sqlite:///{store.with_name('chats.sqlite3')}"


def now() -> int:
    """Milliseconds since 1970."""
    return time.time_ns() // 1_000_000


def _make_private(file: Path) -> None:
    """Before SQLite makes it: for nobody else to read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))


def _prepare(connection: Any, _record: object) -> None:
    """Readers beside the writer, nothing lost by a crash, and what a deleted row refers to goes with it."""
    for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {setting}")
