"""What administrators correct: what they took out stays out, and what they type about something else is a question."""

import time
from pathlib import Path

import pytest

from index.articles import Manuscript, understand
from index.build import Tally
from index.sources import Source
from pullquote.records import Article
from pullquote.store import Store
from tests.bot.newsroom import PaperPress, WordDesk
from tests.bot.stage import ENGLISH, playing, quotes
from tests.bot.test_desk import proposes, publishes
from tests.pullquote.newsprint import printed
from tests.telegram.messages import Message
from tests.telegram.people import Person
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

DATED = "The pier is painted\n\nMarch 4, 2019\n\nThe pier was painted on Friday. Ben Pier said so.\n\nNobody bathed."


class Reader(PaperPress):
    """A press that reads a title and a day out of the text, as the real one does; it prints into a real store."""

    folder: Path

    def preview(self, manuscript: Manuscript) -> Article:
        """What is understood of it."""
        return understand(manuscript)

    def publish(self, manuscript: Manuscript) -> Article:
        """In the store from now on."""
        printed(self.folder, [manuscript])
        return Store(self.folder).articles()[manuscript.id]


async def test_what_was_cleared_is_not_read_from_the_text_again(
    api: BotApi, desk: WordDesk, chief: Person, tmp_path: Path
) -> None:
    seat, press = chief.private(), Reader(desk)
    press.folder = tmp_path / "store"
    async with playing(api, desk, administrators=frozenset({chief.user.id}), publisher=press, folder=tmp_path):
        proposal = await proposes(seat, DATED.encode())
        assert "Title: The pier is painted\nPublisher: unknown\nDate: 4 March 2019\n" in proposal.text
        for name in ("Title", "Date"):
            await seat.taps(proposal, name)
            await seat.hears_one()
            assert (await seat.asks("-")).text == f"{name}: unknown"
            assert f"{name}: unknown\n" in proposal.text
        await seat.taps(proposal, "Publisher")
        await seat.hears_one()
        await seat.asks("The Pier Post")
        assert "Title: unknown\nPublisher: The Pier Post\nDate: unknown\n" in proposal.text
        assert (await publishes(seat, proposal)).text.startswith("Published: pier, ")
    published = Store(press.folder).articles()["pier"]
    assert (published.title, published.published, published.publisher) == (None, None, "The Pier Post")
    assert printed(press.folder, [Manuscript("other", DATED, Source())]) == Tally(added=1, sentences=5)
    assert Store(press.folder).articles()["other"].title == "The pier is painted"


@pytest.mark.parametrize("typed", ["2020-02-03"])
async def test_what_was_cleared_and_given_again_is_as_it_was_given(
    api: BotApi, desk: WordDesk, chief: Person, typed: str
) -> None:
    seat = chief.private()
    async with playing(api, desk, administrators=frozenset({chief.user.id}), publisher=Reader(desk)):
        proposal = await proposes(seat, DATED.encode())
        for value, shown in (("-", "unknown"), (typed, "3 February 2020"), ("—", "unknown")):
            await seat.taps(proposal, "Date")
            await seat.hears_one()
            await seat.asks(value)
            assert f"Date: {shown}\n" in proposal.text
        assert "Title: The pier is painted\n" in proposal.text
        assert ENGLISH.publish in proposal.labels
        assert quotes(await seat.asks("who is Ada Quay?"))


async def asked_for(seat: Seat, proposal: Message, field: str) -> Message:
    """Tap a field; the message that asks for it."""
    await seat.taps(proposal, field)
    return await seat.hears_one()


async def test_ten_minutes_later_a_text_is_a_question_and_a_reply_to_the_prompt_still_the_value(
    office: Seat, api: BotApi
) -> None:
    proposal = await proposes(office)
    prompt = await asked_for(office, proposal, "Title")
    api.world.now = lambda: time.time() + 11 * 60
    for _ in range(2):
        assert quotes(await office.asks("who is Ada Quay?"))
    assert "Title: unknown\n" in proposal.text
    await office.says("The pier", reply_to=prompt)
    assert (await office.hears_one()).text == "Title: The pier"
    assert "Title: The pier\n" in proposal.text


async def test_within_ten_minutes_any_text_is_the_value_unless_it_replies_to_something_else(
    office: Seat, api: BotApi
) -> None:
    answer = await office.asks("who is Ada Quay?")
    proposal = await proposes(office)
    await asked_for(office, proposal, "Title")
    await office.says("what did she say?", reply_to=answer)
    assert "Understood: " in (await office.hears_one()).text
    api.world.now = lambda: time.time() + 9 * 60
    assert (await office.asks("The pier")).text == "Title: The pier"
    assert quotes(await office.asks("who is Ada Quay?"))
    await asked_for(office, proposal, "Publisher")
    await office.says("The Pier Post", reply_to=proposal)
    assert (await office.hears_one()).text == "Publisher: The Pier Post"


async def test_a_refused_value_is_asked_for_anew(office: Seat, api: BotApi) -> None:
    proposal = await proposes(office)
    await asked_for(office, proposal, "Date")
    api.world.now = lambda: time.time() + 8 * 60
    refused = await office.asks("yesterday")
    assert (refused.text, refused.markup) == (ENGLISH.wrong_value, {"force_reply": True})
    api.world.now = lambda: time.time() + 16 * 60
    again = await office.asks("the day before")
    assert again.text == ENGLISH.wrong_value
    api.world.now = lambda: time.time() + 60 * 60
    await office.says("2026-01-31", reply_to=again)
    assert (await office.hears_one()).text == "Date: 2026-01-31"
