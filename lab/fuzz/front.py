"""The bot's own handlers over an article or two, with a Bot API that takes whatever it is sent, and no network."""

from __future__ import annotations

import asyncio
import atexit
import json
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from telegram import Update
from telegram.ext import ApplicationBuilder, CallbackContext, ExtBot
from telegram.request import BaseRequest

from bot.application import House, add_handlers
from bot.database import Database
from bot.drafts import units
from bot.library import Library
from bot.memory import ANSWER, Memory
from bot.metrics import Metrics
from bot.quotas import Quotas, Rates
from index.articles import Manuscript, understand
from index.sources import Source
from lab.fuzz.hostile import PROSE
from pullquote.errors import ArticleError
from pullquote.question import Question
from pullquote.records import Account, Answer, Article, Outcome, Quote, Silence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from telegram.request import RequestData

    from pullquote.resolution import Resolver

CHAT, GROUP, PERSON, CHIEF = 42, -1001, 42, 42
BOT: dict[str, Any] = {"id": 7, "is_bot": True, "first_name": "Pullquote", "username": "pullquote_bot"}
TEXT = "\n\n".join(PROSE[:5]) + "\n\n" + " ".join(PROSE[:5])
ASKED = ("council crack Ada Pier denied lost", "pilot", "crack denied", "zebra")  # many, two, some, none
MOST_TEXT, MOST_ALERT, MOST_DATA = 4096, 200, 64


class Quoter:
    """An asker that quotes the sentences which share a word with the question; of two, it makes a dispute."""

    resolver: Resolver | None = None

    def __init__(self) -> None:
        self.articles = [understand(Manuscript(name, TEXT, Source("The bridge"))) for name in ("bridge", "quay")]

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """Up to eight of them, or silence."""
        asked = Question(question)
        wanted = set(asked.stems)
        found = [
            (source, sentence)
            for source in self.articles
            if article in (None, source.id)
            for sentence in source.sentences
            if sentence.kind.quotable and wanted & set(Question(source.slice(sentence)).stems)
        ]
        quotes = tuple(Quote(n, a, s, a.slice(s)) for n, (a, s) in enumerate(found[:8], 1))
        if not quotes:
            first = self.articles[0]
            opening = next(sentence for sentence in first.sentences if sentence.kind.quotable)
            near = Quote(1, first, opening, first.slice(opening))
            return Answer(question, Outcome.NOT_IN_SOURCES, nearest=(near,), silence=Silence.NOT_SAID)
        if len(quotes) == 2:
            sides = tuple(Account(None, (quote.number,), quote.start, quote.end) for quote in quotes)
            return Answer(question, Outcome.DISPUTED, quotes, sides, confidence=0.5)
        return Answer(question, Outcome.ANSWERED, quotes[:3], more=quotes[3:], confidence=0.5)

    def sources(self) -> Sequence[Article]:
        """The articles."""
        return self.articles

    @property
    def updated(self) -> datetime:
        """A day on which nothing happened."""
        return datetime(2026, 1, 31, tzinfo=UTC)


class NoPress:
    """A publisher that cannot read anything: the reader is fuzzed by itself."""

    def read(self, name: str, content: bytes) -> Manuscript:
        """Nothing."""
        raise ArticleError(f"{name}: not an article")

    def fetch(self, address: str) -> Manuscript:
        """Nothing."""
        raise ArticleError(f"{address}: no such page")

    def preview(self, manuscript: Manuscript) -> Article:
        """The article that it would be."""
        return understand(manuscript)

    def publish(self, manuscript: Manuscript) -> Article:
        """Nothing is."""
        raise ArticleError(f"{manuscript.id}: cannot be published")

    def remove(self, article_id: str) -> bool:
        """There is none by that name."""
        return False


@dataclass
class Wire(BaseRequest):
    """A line to a Bot API that is not there: everything is taken, and looked at first."""

    sent: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])

    @property
    def read_timeout(self) -> float | None:
        """It answers at once."""
        return None

    async def initialize(self) -> None:
        """There is nothing to open."""

    async def shutdown(self) -> None:
        """There is nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more: Any
    ) -> tuple[int, bytes]:
        """Note what was sent, and make up what Telegram would return."""
        called = url.rpartition("/")[2]
        given = request_data.parameters if request_data else {}
        self.sent.append((called, given))
        result: Any = True
        if called == "getMe":
            result = BOT
        elif called in ("sendMessage", "editMessageText"):
            result = message(str(given.get("text") or "?"), by=BOT)
        return 200, json.dumps({"ok": True, "result": result}).encode()


class Front:
    """The bot, to be handed updates one by one. ``numbers`` are of answers that it has given, of each kind."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._runner = asyncio.Runner()
        self.wire = Wire()
        self._failed: list[BaseException] = []
        self.numbers = self._runner.run(self._open())

    def close(self) -> None:
        """Let go of the database and of its folder."""
        self._library.close()
        self._database.close()
        self._runner.close()
        self._folder.cleanup()

    def hand(self, **update: Any) -> list[tuple[str, dict[str, Any]]]:
        """Have an update handled, and return what was sent. Raises whatever a handler raised."""
        self.wire.sent.clear()
        self._failed.clear()
        self._runner.run(self._handle(update))
        if self._failed:
            raise self._failed[0]
        for called, given in self.wire.sent:
            _check_call(called, given)
        return list(self.wire.sent)

    async def _open(self) -> list[str]:
        self._database = database = Database(f"sqlite:///{Path(self._folder.name) / 'chats.sqlite3'}")
        asker = Quoter()
        self._library = library = Library(lambda: asker)
        await library.open()
        house = House(library, NoPress(), database, administrators=frozenset({CHIEF}))
        memory = Memory(database, keep_days=30)
        bot: ExtBot[None] = ExtBot("7:fuzz", request=self.wire, get_updates_request=self.wire)
        self._app = ApplicationBuilder().bot(bot).build()
        add_handlers(cast("Any", self._app), house, memory, Quotas(database, Rates()), Metrics())
        self._app.add_error_handler(self._note)
        await self._app.initialize()
        return [
            await _kept(memory, asker.ask(words)) for words in ("the council of Port Quill", "pilot", "zebra", "he")
        ]

    async def _note(self, update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
        if context.error:
            self._failed.append(context.error)

    async def _handle(self, update: dict[str, Any]) -> None:
        read = Update.de_json({"update_id": 1, **json.loads(json.dumps(update))}, self._app.bot)
        await self._app.process_update(read)


@cache
def front() -> Front:
    """The bot that all inputs share."""
    opened = Front()
    atexit.register(opened.close)
    return opened


def message(text: str, by: dict[str, Any] | None = None, group: bool = False, **fields: Any) -> dict[str, Any]:
    """A message as Telegram writes it, with the command that it begins with marked as one."""
    chat = {"id": GROUP, "type": "supergroup", "title": "G"} if group else {"id": CHAT, "type": "private"}
    command = units(text.split()[0]) if text.startswith("/") and text.split() else 0
    marks = [{"type": "bot_command", "offset": 0, "length": command}] if command > 1 else []
    return {
        "message_id": 5,
        "date": 1,
        "chat": chat,
        "from": by or somebody(),
        "text": text,
        "entities": marks,
    } | fields


def somebody(language: str | None = None) -> dict[str, Any]:
    """Whoever writes."""
    return {"id": PERSON, "is_bot": False, "first_name": "M"} | ({"language_code": language} if language else {})


async def _kept(memory: Memory, answer: Answer) -> str:
    number = await memory.reserve(CHAT, PERSON)
    await memory.fill(number, answer.question, answer, None)
    await memory.sent(number, 5)
    await memory.shown(number, ANSWER)
    return number


def _check_call(called: str, given: dict[str, Any]) -> None:
    """What Telegram would refuse."""
    if called in ("sendMessage", "editMessageText"):
        text = str(given["text"])
        assert text.strip(), f"{called} without a text"
        assert units(text) <= MOST_TEXT, f"{called} of {units(text)} units"
        for entity in given.get("entities") or ():
            assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= units(text)
    if called == "answerCallbackQuery":
        assert units(str(given.get("text") or "")) <= MOST_ALERT
    if called == "answerInlineQuery":
        results: list[dict[str, Any]] = given.get("results") or []
        assert len(results) <= 50
        assert len({result["id"] for result in results}) == len(results)
