"""What the tests of the Bot API server share: a server, a client of it, and a person."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.telegram import BotApi, Seat


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A server of its own for every test."""
    async with BotApi() as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    """A client that speaks HTTP with the server."""
    async with Bot(api.token, base_url=api.base_url, base_file_url=api.base_file_url) as client:
        yield client


@pytest.fixture
def chat(api: BotApi) -> Seat:
    """A person who opened a private chat with the bot."""
    return api.person("Ada", language_code="de", username="ada").private()
