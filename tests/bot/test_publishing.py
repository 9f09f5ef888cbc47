"""Publishing that is cut short: what can be done again is done again, and nobody is told what is not so."""

from pathlib import Path

import pytest

from index.articles import Manuscript
from pullquote.records import Article
from tests.bot.newsroom import PaperPress, WordDesk
from tests.bot.stage import ENGLISH, playing, until
from tests.bot.test_desk import FIELDS, proposes, publishes, reads
from tests.telegram.faults import Fault
from tests.telegram.messages import Message
from tests.telegram.people import Person
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

BUTTONS = [*FIELDS, "Publish", "Discard"]
PUBLISHED = "Published: pier, 3 sentences. It can be asked about now."


class Slow(PaperPress):
    """A press that can be watched while it prints."""

    shown: list[list[str]]
    proposal: Message

    def publish(self, manuscript: Manuscript) -> Article:
        """What can be tapped meanwhile is noted."""
        self.shown.append([self.proposal.text, *self.proposal.labels])
        return super().publish(manuscript)


async def loses_the_last_edit(api: BotApi, seat: Seat) -> Message:
    """Publish an article so that the message does not say that it is."""
    proposal = await proposes(seat)
    api.fail("editMessageText", Fault.none(), Fault.refused(400, "Bad Request: something new"))
    await seat.taps(proposal, "Publish")
    assert "something went wrong" in (await seat.hears_one()).text
    assert proposal.text == ENGLISH.publishing
    return proposal


async def test_the_buttons_stay_while_an_article_is_published(api: BotApi, desk: WordDesk, chief: Person) -> None:
    press, seat = Slow(desk), chief.private()
    press.shown = []
    async with playing(api, desk, administrators=frozenset({chief.user.id}), publisher=press):
        press.proposal = await proposes(seat)
        await publishes(seat, press.proposal)
        assert press.shown == [[ENGLISH.publishing, *BUTTONS]]
        assert press.proposal.labels == []


@pytest.mark.parametrize("button", ["Publish", "Discard"])
async def test_an_article_that_is_in_although_the_message_does_not_say_so_is_said_to_be_by_either_button(
    api: BotApi, desk: WordDesk, office: Seat, button: str
) -> None:
    proposal = await loses_the_last_edit(api, office)
    assert proposal.labels == BUTTONS
    assert [one.id for one in desk.articles] == ["harbour", "pier"]
    await office.taps(proposal, button)
    await reads(office, PUBLISHED, proposal)
    assert proposal.labels == []
    assert [one.id for one in desk.articles] == ["harbour", "pier"]
    assert (await (await office.taps_data(proposal, _data(proposal, button))).answered()).text == ENGLISH.done_already
    api.transcript.calls.clear()


async def test_an_edit_that_the_network_loses_is_made_up_for(api: BotApi, office: Seat) -> None:
    proposal = await proposes(office)
    api.fail("editMessageText", Fault.none(), Fault.dropped(), Fault.server_error())
    await office.taps(proposal, "Publish")
    await reads(office, PUBLISHED, proposal)
    api.transcript.calls.clear()


async def test_what_was_to_be_published_and_is_not_in_can_be_discarded_after_a_restart(
    api: BotApi, desk: WordDesk, chief: Person, tmp_path: Path
) -> None:
    seat, administrators = chief.private(), frozenset({chief.user.id})
    async with playing(api, desk, administrators=administrators, folder=tmp_path):
        proposal = await loses_the_last_edit(api, seat)
    async with playing(api, WordDesk(desk.articles[:1]), administrators=administrators, folder=tmp_path):
        await seat.taps(proposal, "Discard")
        await reads(seat, ENGLISH.discarded, proposal)  # for it is not in this library
        await until(lambda: proposal.labels == [])
    api.transcript.calls.clear()


def _data(message: Message, label: str) -> str:
    """What a button of an earlier version sends."""
    rows = (message.versions[1].markup or {})["inline_keyboard"]
    return next(button["callback_data"] for row in rows for button in row if button["text"] == label)
