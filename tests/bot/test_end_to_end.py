"""The shipped article and the real archive behind the bot, Telegram's rules in front of it."""

from pathlib import Path

import pytest

from bot.__main__ import open_archive
from bot.library import Asker
from bot.publishing import Index
from index.__main__ import main as index
from pullquote.records import Outcome, Silence
from pullquote.settings import read_settings
from tests.bot.process import program
from tests.bot.stage import ENGLISH, bold, playing, quotes
from tests.telegram.server import TOKEN, BotApi

QUESTIONS = (
    "who controls Spin Boldak",
    "Who was killed in the fighting?",
    "why was the conference postponed",
    "What is the capital of France?",
)

FERRY = """<!doctype html><html><head><meta property="og:title" content="Ferry sinks off Selvik">
<meta property="article:published_time" content="2025-03-14"></head><body><article><h1>Ferry sinks off Selvik</h1>
<p>A passenger ferry sank off the island of Selvik early on Tuesday, killing nine people, the coastguard said.</p>
<p>Divers will search the wreck on Thursday, said commander Ilse Brandvold 😀. The water there is 40 metres deep.</p>
<p>The company rejected the claim that the ship was old, in a statement sent to all newspapers on Tuesday.</p>
</article></body></html>"""


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


async def test_follow_ups_and_changes_of_topic_in_a_chat(api: BotApi, archive: Asker) -> None:
    async with playing(api, archive):
        seat = api.person("Mina").private()
        await seat.asks("how did Danish Siddiqui die", within=20)
        who = await seat.asks("who was he?", within=20)
        assert who.text.startswith("Understood: who was Danish Siddiqui?\n\n")
        assert "Danish Siddiqui, an Indian national" in quotes(who)[0]
        for topic in ("what is the capital of Peru?", "is it going to rain tomorrow", "who won the match"):
            assert (await seat.asks(topic, within=20)).text == Silence.NOT_SAID


async def test_an_article_that_an_administrator_sends_is_read_published_asked_about_and_removed(
    api: BotApi, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    assert index(["--store", str(store)]) == 0
    settings = read_settings(None, store=store)
    chief = api.person("Chief")
    chief.private().chat.opened = True
    with open_archive(settings) as own:
        async with playing(api, own, publisher=Index(settings), administrators=frozenset({chief.user.id})):
            seat = chief.private()
            await seat.sends_document("ferry.html", FERRY.encode())
            status = await seat.hears_one(within=30)
            await seat.sees(lambda: "Publish" in status.labels, within=30)
            assert "Title: Ferry sinks off Selvik" in status.text
            assert "Date: 14 March 2025" in status.text
            await seat.taps(status, "Publish")
            await seat.sees(lambda: status.text.startswith("Published: "), within=60)
            answer = await seat.asks("who said divers will search the wreck?", within=20)
            assert "[1] Ilse Brandvold" in answer.text
            assert quotes(answer)[0] == "Divers will search the wreck on Thursday, said commander Ilse Brandvold 😀."
            asked = await seat.asks("/remove ferry")
            await seat.taps(asked, "Remove")
            await seat.sees(lambda: asked.text.startswith("Removed: "), within=30)
            gone = await seat.asks("who said divers will search the wreck?", within=20)
            assert gone.text == Silence.NOT_SAID
            assert (await (await seat.taps(answer, "In context")).answered()).text == ENGLISH.expired


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
