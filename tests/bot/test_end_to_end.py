"""The shipped article and the real archive behind the bot, Telegram's rules in front of it."""

from pathlib import Path

import pytest

from bot.__main__ import open_archive
from bot.library import Asker
from index.__main__ import main as index
from pullquote.records import Outcome, Silence
from pullquote.settings import read_settings
from tests.bot.stage import bold, playing, quotes
from tests.bot.test_program import program
from tests.telegram.server import TOKEN, BotApi

QUESTIONS = (
    "who controls Spin Boldak",
    "Who was killed in the fighting?",
    "why was the conference postponed",
    "What is the capital of France?",
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """What ``python -m bot`` asks after ``python -m index``."""
    store = tmp_path_factory.mktemp("shipped") / "store"
    assert index(["--store", str(store)]) == 0
    return open_archive(read_settings(None, store=store))


async def test_the_program_without_a_store_says_what_to_run(api: BotApi, tmp_path: Path) -> None:
    async with program(tmp_path, module="bot", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API=api.url) as bot:
        code, output = await bot.ends()
    assert code == 1
    assert output.startswith("python -m bot: ")
    assert "python -m index" in output
    assert len(output.splitlines()) == 1


async def test_what_arrives_in_a_chat_is_what_the_archive_answers(api: BotApi, archive: Asker) -> None:
    async with playing(api, archive):
        seat = api.person("Mina").private()
        for question in QUESTIONS:
            message = await seat.asks(question, within=20)
            answer = archive.ask(question)
            assert quotes(message) == [quote.text for quote in answer.quotes]
            assert bold(message) == [quote.text[a:b] for quote in answer.quotes for a, b in quote.highlights]
            assert all(quote.article.slice(quote.sentence) in message.text for quote in answer.quotes)
            assert (answer.outcome is Outcome.NOT_IN_SOURCES) == (message.text == Silence.NOT_SAID)


async def test_the_examples_of_the_shipped_article_all_have_an_answer(api: BotApi, archive: Asker) -> None:
    async with playing(api, archive):
        seat = api.person("Mina").private()
        greeting = await seat.asks("/start", within=20)
        assert "TRT World" in greeting.text
        assert len(greeting.labels) == 3
        for label in greeting.labels:
            await seat.taps(greeting, label)
            answer = await seat.hears_one(within=20)
            assert answer.text.startswith(label)
            assert quotes(answer)
