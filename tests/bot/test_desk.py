"""What administrators send in their private chat: read, shown, corrected, published, all in one message."""

from pathlib import Path

import pytest

from index.articles import Manuscript
from pullquote.records import Article
from tests.bot.conftest import PORT
from tests.bot.newsroom import PaperPress, WordDesk
from tests.bot.stage import ENGLISH, playing, quotes
from tests.telegram.faults import Fault
from tests.telegram.messages import Message
from tests.telegram.people import Person
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

PIER = b"The pier was painted. Ben Pier said so.\n\nNobody bathed."
FIELDS = [ENGLISH.field(name) for name in ("title", "publisher", "published", "url")]


class Jammed(PaperPress):
    """A press that breaks down in a way that nobody thought of."""

    def publish(self, manuscript: Manuscript) -> Article:
        """Never."""
        raise ZeroDivisionError(manuscript.id)


async def reads(seat: Seat, start: str, message: Message) -> Message:
    """Wait until a message begins so."""
    await seat.sees(lambda: message.text.startswith(start))
    return message


async def proposes(seat: Seat, text: bytes = PIER) -> Message:
    """Send a document, and wait for what was understood of it."""
    await seat.sends_document("pier.txt", text)
    return await reads(seat, "This is what I understood:", await seat.hears_one())


async def publishes(seat: Seat, proposal: Message) -> Message:
    """Publish what was understood."""
    await seat.taps(proposal, ENGLISH.publish)
    return await reads(seat, "Published: ", proposal)


async def test_one_message_tells_of_a_document_from_reading_to_published_and_it_can_be_asked_about(
    office: Seat, desk: WordDesk
) -> None:
    proposal = await proposes(office)
    assert proposal.versions[0].body.text == "Reading pier.txt …"
    assert proposal.text == (
        "This is what I understood:\nTitle: unknown\nPublisher: unknown\nDate: unknown\nAddress: unknown\n"
        "id: pier\n2 paragraphs, 0 headings, 3 sentences, 0 of them with somebody's words\n\n"
        "Nobody sees it yet. Correct what is wrong, then publish it."
    )
    assert proposal.labels == [*FIELDS, "Publish", "Discard"]
    assert quotes(await office.asks("what about painted")) == []
    await publishes(office, proposal)
    texts = [version.body.text for version in proposal.versions]
    assert texts[2:] == ["Publishing …", "Published: pier, 3 sentences. It can be asked about now."]
    assert proposal.labels == []
    assert quotes(await office.asks("what about painted")) == ["The pier was painted."]
    await office.hears_nothing()


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("title", "A <b>new</b>\u202e pier {id}", "A <b>new</b> pier {id}"),
        ("publisher", "Pier News", "Pier News"),
        ("published", "2026-01-31", "31 January 2026"),
        ("url", "https://post.example/a_b*c?d=1", "https://post.example/a_b*c?d=1"),
    ],
)
@pytest.mark.parametrize("unknown", ["-", "—"])
async def test_every_field_is_corrected_and_cleared_and_published_as_it_was_last_shown(
    office: Seat, desk: WordDesk, field: str, typed: str, shown: str, unknown: str
) -> None:
    name = ENGLISH.field(field)
    proposal = await proposes(office)
    for value, seen in ((typed, shown), (unknown, "unknown"), (typed, shown)):
        await office.taps(proposal, name)
        asked = await office.hears_one()
        assert (asked.text, asked.markup) == (ENGLISH.give(field), {"force_reply": True})
        noted = await office.asks(value)
        assert noted.text.startswith(f"{name}: ")
        assert noted.reply_to == proposal
        assert f"\n{name}: {seen}\n" in proposal.text
        assert [line for line in proposal.text.splitlines() if line.endswith(": unknown")] == [
            f"{other}: unknown" for other in FIELDS if other != name or seen == "unknown"
        ]
    await publishes(office, proposal)
    published = desk.articles[-1]
    known = {one: getattr(published, one) for one in ("title", "publisher", "published", "url")}
    assert {one: str(value) for one, value in known.items() if value} == {field: typed.replace("\u202e", "")}


@pytest.mark.parametrize(
    ("field", "wrong", "right"),
    [
        ("published", ("31.1.2026", "2026-02-30", "yesterday"), "2026-01-31"),
        ("url", ("post.example/pier", "ftp://post.example", "javascript:alert(1)", "https://a b"), "https://a.example"),
        ("title", ("x" * 301, "\u202e\u2066"), "A title"),
    ],
)
async def test_what_cannot_be_is_refused_and_asked_again(
    office: Seat, field: str, wrong: tuple[str, ...], right: str
) -> None:
    proposal = await proposes(office)
    await office.taps(proposal, ENGLISH.field(field))
    await office.hears_one()
    for typed in wrong:
        assert (await office.asks(typed)).text == ENGLISH.wrong_value
    assert len(proposal.versions) == 2
    assert (await office.asks(right)).text == f"{ENGLISH.field(field)}: {right}"
    assert len(proposal.versions) == 3


async def test_a_command_or_another_button_ends_the_wait_for_a_field(office: Seat) -> None:
    proposal = await proposes(office, b"This is unprintable.")
    understood = proposal.text
    for goes_on in ("/help", "Publish"):
        await office.taps(proposal, "Title")
        await office.hears_one()
        if goes_on in proposal.labels:
            await office.taps(proposal, goes_on)
            await reads(office, "This cannot be added.", proposal)
        else:
            await office.asks(goes_on)
        assert quotes(await office.asks("who is Ada Quay?"))
    await office.taps(proposal, "Title")
    await office.hears_one()
    await office.asks("-")
    assert proposal.text == understood


async def test_a_field_is_asked_of_the_proposal_that_was_tapped_last(office: Seat) -> None:
    first, second = await proposes(office), await proposes(office, b"Another one.")
    for proposal, label in ((second, "Publisher"), (first, "Title")):
        await office.taps(proposal, label)
        await office.hears_one()
    assert (await office.asks("A name")).reply_to == first
    assert "Title: A name" in first.text
    assert "A name" not in second.text
    assert quotes(await office.asks("who is Ada Quay?"))


async def test_what_cannot_be_published_says_why_and_can_be_tried_again_or_discarded(
    office: Seat, desk: WordDesk
) -> None:
    proposal = await proposes(office, b"This is unprintable.")
    for _ in range(2):
        before = len(proposal.versions)
        await office.taps(proposal, "Publish")
        await office.sees(lambda: len(proposal.versions) == before + 2)  # noqa: B023 - waited for here
        assert proposal.text.endswith("another process is writing the store: wait until it is done")
        assert proposal.labels == [*FIELDS, "Publish", "Discard"]
    await office.taps(proposal, "Discard")
    await reads(office, ENGLISH.discarded, proposal)
    assert proposal.labels == []
    assert desk.articles == [PORT]


async def test_a_breakdown_while_publishing_leaves_the_proposal_where_it_was(
    api: BotApi, desk: WordDesk, chief: Person
) -> None:
    seat = chief.private()
    async with playing(api, desk, administrators=frozenset({chief.user.id}), publisher=Jammed(desk)):
        proposal = await proposes(seat)
        for _ in range(2):
            await seat.taps(proposal, "Publish")
            assert "something went wrong" in (await seat.hears_one()).text
            assert proposal.text != ENGLISH.publishing
            assert proposal.labels == [*FIELDS, "Publish", "Discard"]


async def test_the_same_button_twice_does_what_it_does_once(office: Seat, desk: WordDesk) -> None:
    proposal = await proposes(office)
    taps = [await office.taps(proposal, "Publish") for _ in range(2)]
    assert [(await tap.answered()).text for tap in taps] == ["", ENGLISH.done_already]
    await reads(office, "Published: ", proposal)
    assert [one.id for one in desk.articles] == ["harbour", "pier"]
    assert len(proposal.versions) == 4
    await office.hears_nothing()


async def test_nobody_touches_what_somebody_else_proposed(api: BotApi, desk: WordDesk, chief: Person) -> None:
    other, reader = api.person("Other"), api.person("Reader")
    other.private()
    async with playing(api, desk, administrators=frozenset({chief.user.id, other.user.id})):
        proposal = await proposes(chief.private())
        theirs = await proposes(other.private())
        answer, mine = await reader.private().asks("hello harbour"), await chief.private().asks("hello harbour")
        for button in proposal.buttons:
            for who, message in ((other, theirs), (reader, answer), (chief, mine)):
                told = await (await who.private().taps_data(message, button["callback_data"])).answered()
                assert told.show_alert
                assert told.text in (ENGLISH.made_up, ENGLISH.done_already)
        assert len(proposal.versions) == len(theirs.versions) == 2
        assert desk.articles == [PORT]
        await publishes(chief.private(), proposal)


async def test_after_a_restart_the_buttons_and_the_field_that_was_asked_for_still_work(
    api: BotApi, desk: WordDesk, chief: Person, tmp_path: Path
) -> None:
    seat, administrators = chief.private(), frozenset({chief.user.id})
    async with playing(api, desk, administrators=administrators, folder=tmp_path):
        proposal = await proposes(seat)
        await seat.taps(proposal, "Title")
        await seat.hears_one()
    async with playing(api, desk, administrators=administrators, folder=tmp_path):
        await seat.asks("The new pier")
        assert "Title: The new pier" in proposal.text
        assert (await publishes(seat, proposal)).text.startswith("Published: The new pier, 3 sentences.")
        assert quotes(await seat.asks("what about painted")) == ["The pier was painted."]


async def test_an_article_that_goes_by_the_same_id_is_said_to_be_replaced_and_is(office: Seat, desk: WordDesk) -> None:
    await publishes(office, await proposes(office))
    again = await proposes(office, b"The pier was demolished.")
    assert ENGLISH.proposal([], "", exists=True).splitlines()[-1].partition(".")[0] in again.text
    await publishes(office, again)
    assert quotes(await office.asks("what of demolished")) == ["The pier was demolished."]


async def test_a_document_that_claims_to_be_too_large_is_not_fetched(office: Seat, api: BotApi) -> None:
    await office.sends_document("pier.txt", PIER, claimed_size=8 * 1024 * 1024 + 1)
    assert (await office.hears_one()).text == ENGLISH.how_to_add
    assert api.transcript.of("getFile") == []


async def test_a_document_that_is_no_text_or_cannot_be_fetched_is_said_to_be_so(office: Seat, api: BotApi) -> None:
    await office.sends_document("cat.png", b"\x89PNG\0\0")
    failed = await reads(office, "This cannot be added. ", await office.hears_one())
    assert "not a text" in failed.text
    assert failed.labels == []
    api.fail("getFile", Fault.refused(400, "Bad Request: file is temporarily unavailable"))
    await office.sends_document("pier.txt", PIER)
    assert (await office.hears_one()).text == ENGLISH.failed("pier.txt")
    await office.hears_nothing()
    api.transcript.calls.clear()


async def test_an_address_is_read_and_published_with_itself_as_its_source(office: Seat, desk: WordDesk) -> None:
    reading = await office.asks("/add  https://post.example/pier")
    proposal = await reads(office, "This is what I understood:", reading)
    assert "Title: The pier\n" in proposal.text
    assert "Address: https://post.example/pier\n" in proposal.text
    await publishes(office, proposal)
    assert desk.articles[-1].url == "https://post.example/pier"
    answer = await office.asks("what about painted")
    assert answer.links()[0][1].startswith("https://post.example/pier")


async def test_an_address_that_is_dead_or_none_is_said_to_be_so(office: Seat) -> None:
    dead = await reads(office, "This cannot be added. ", await office.asks("/add https://post.example/gone"))
    assert dead.text.endswith("the server says 404")
    for text in ("/add", "/add post.example/pier", "/add ftp://post.example/pier"):
        assert (await office.asks(text)).text == ENGLISH.how_to_add
