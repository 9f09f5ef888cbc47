"""What the tests of the bot share."""

from collections.abc import AsyncGenerator

import pytest

from tests.bot.newsroom import WordDesk, article
from tests.bot.stage import playing
from tests.telegram.people import Person
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

PORT = article(
    "The gate of the harbour fell at dawn in Port Quillon.",
    "Ada Quay, a mayor of many years, wept 🐈‍⬛. Ben Pier said it was over. 𝔄n 😀 emoji harbour stands here.",
    "Nobody in Port Quillon slept, Ben Pier said.",
    section="Fall of the gate",
)


@pytest.fixture
async def api() -> AsyncGenerator[BotApi]:
    """A Bot API server, which in the end has refused nothing and was asked to parse no markup."""
    async with BotApi() as server:
        yield server
        assert not server.transcript.parsed()
        looked_for = "editMessageReplyMarkup"  # how a message is looked for that may have been lost
        refused = [call for call in server.transcript.refused() if call.method != looked_for]
        assert [call.description for call in refused] == []


@pytest.fixture
def desk() -> WordDesk:
    """An asker over one small article."""
    return WordDesk([PORT])


@pytest.fixture
async def seat(api: BotApi, desk: WordDesk) -> AsyncGenerator[Seat]:
    """Somebody in a private chat with the bot, which runs."""
    async with playing(api, desk):
        yield api.person("Mina", username="mina").private()


@pytest.fixture
def chief(api: BotApi) -> Person:
    """An administrator, whom the bot may write to."""
    person = api.person("Chief")
    person.private()
    return person


@pytest.fixture
async def office(api: BotApi, desk: WordDesk, chief: Person) -> AsyncGenerator[Seat]:
    """The administrator's private chat with the bot, which runs."""
    async with playing(api, desk, administrators=frozenset({chief.user.id})):
        yield chief.private()
