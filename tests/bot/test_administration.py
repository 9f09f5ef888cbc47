"""What else administrators do: take articles out, see what was asked; and what everybody else is told."""

import pytest

from index.articles import MAX_BYTES, MAX_PAGE
from pullquote.errors import StoreBusyError
from tests.bot.conftest import PORT
from tests.bot.newsroom import PaperPress, WordDesk
from tests.bot.stage import ENGLISH, playing
from tests.telegram.people import Person
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

ADMINISTRATORS_ONLY = ("/add https://post.example/pier", "/add", "/remove harbour", "/remove", "/stats")


class Busy(PaperPress):
    """A press that somebody else is using."""

    def remove(self, article_id: str) -> bool:
        """Not now."""
        raise StoreBusyError("another process is writing the store: wait until it is done")


async def test_an_article_is_removed_when_that_is_confirmed_and_kept_when_not(office: Seat, desk: WordDesk) -> None:
    for label, says, left in (("Keep", "Kept.", ["harbour"]), ("Remove", "Removed: harbour", [])):
        question = await office.asks("/remove  harbour")
        assert (question.text, question.labels) == ("Remove harbour, 5 sentences?", ["Remove", "Keep"])
        assert [one.id for one in desk.articles] == ["harbour"]
        await office.taps(question, label)
        assert (await office.sees_edit(question)).text == says
        assert question.labels == []
        assert [one.id for one in desk.articles] == left
    assert (await office.asks("what about the harbour")).text == ENGLISH.nothing_known


@pytest.mark.parametrize("wanted", ["", " pier", " Harbour", " harbour pier", " The Harbour Post"])
async def test_only_the_id_of_an_article_removes_it(office: Seat, desk: WordDesk, wanted: str) -> None:
    assert (await office.asks(f"/remove{wanted}")).text == ENGLISH.how_to_remove(["harbour"])
    assert desk.articles == [PORT]


async def test_who_is_no_administrator_is_told_so_politely_and_changes_nothing(
    office: Seat, api: BotApi, desk: WordDesk
) -> None:
    seat = api.person("Reader").private()
    for text in ADMINISTRATORS_ONLY:
        assert (await seat.asks(text)).text == ENGLISH.not_administrator
    await seat.sends_document("pier.txt", b"The pier was painted.")
    assert (await seat.hears_one()).text == ENGLISH.not_administrator
    question, answer = await office.asks("/remove harbour"), await seat.asks("what about the harbour")
    for button in question.buttons:
        told = await (await seat.taps_data(answer, button["callback_data"])).answered()
        assert (told.text, told.show_alert) == (ENGLISH.made_up, True)
    assert desk.articles == [PORT]
    assert api.transcript.of("getFile") == []


async def test_administrators_are_sent_from_a_group_to_their_private_chat(
    office: Seat, api: BotApi, chief: Person, desk: WordDesk
) -> None:
    seat = api.group("Desk", [chief], supergroup=True).seat(chief)
    for text in ADMINISTRATORS_ONLY:
        assert (await seat.asks(text)).text == ENGLISH.private_only
    assert "/add" not in (await seat.asks("/help")).text
    assert desk.articles == [PORT]


async def test_help_lists_what_administrators_do_to_them_only(office: Seat, api: BotApi) -> None:
    theirs, ours = (await office.asks("/help")).text, (await api.person("Reader").private().asks("/help")).text
    added = [f"/{command.name}: {command.description}" for command in ENGLISH.administrator_commands()]
    assert theirs.splitlines() == [*ours.splitlines(), *added]


async def test_stats_count_what_was_asked_and_what_people_thought_of_it(office: Seat, api: BotApi) -> None:
    assert (await office.asks("/stats")).text == (
        "1 article, 5 sentences\nThe last 7 days:\n0 questions, 0 people\n👍 0  👎 0"
    )
    one, other = api.person("Mina").private(), api.person("Max").private()
    answers = [await one.asks("what about the harbour"), await other.asks("who is Ada Quay?")]
    answers.append(await other.asks("and the weather?"))
    for seat, answer, vote in ((one, answers[0], "👍"), (other, answers[1], "👍"), (other, answers[2], "👎")):
        await (await seat.taps(answer, vote)).answered()
    await (await one.taps(answers[0], "👎")).answered()
    for text in ("first", *(f"number {n}" for n in range(4)), "<b>last</b>\nline\u202e"):
        await one.asks(f"/feedback {text}")
    assert (await office.asks("/stats")).text == (
        "1 article, 5 sentences\nThe last 7 days:\n3 questions (answered 2, not in the articles 1), 2 people\n"
        "👍 1  👎 2\nLatest feedback:\n"
        "• <b>last</b> line\n• number 3\n• number 2\n• number 1\n• number 0"
    )


async def test_what_cannot_be_removed_now_says_why_and_can_be_tried_again(
    api: BotApi, desk: WordDesk, chief: Person
) -> None:
    seat = chief.private()
    async with playing(api, desk, administrators=frozenset({chief.user.id}), publisher=Busy(desk)):
        question = await seat.asks("/remove harbour")
        await seat.taps(question, "Remove")
        assert (await seat.sees_edit(question)).text.startswith("another process is writing the store")
        assert question.labels == ["Remove", "Keep"]
        await seat.taps(question, "Keep")
        assert (await seat.sees_edit(question)).text == ENGLISH.kept


async def test_documents_that_a_reader_sends_together_are_refused_once(office: Seat, api: BotApi) -> None:
    seat = api.person("Reader").private()
    file = {"file_id": "d", "file_unique_id": "u", "file_name": "pier.txt"}
    for album in ("7", "7", "7", "8", "8"):
        await seat.sends(document=file, media_group_id=album)
    assert [message.text for message in await seat.hears(2)] == [ENGLISH.not_administrator] * 2
    await seat.sends(document=file)
    assert (await seat.hears_one()).text == ENGLISH.not_administrator
    await seat.hears_nothing()


async def test_what_is_said_of_documents_is_what_holds(office: Seat) -> None:
    told = (await office.asks("/add")).text
    assert f".txt or .md of at most {MAX_BYTES // 1024**2} MB, .html of at most {MAX_PAGE // 1024**2} MB" in told
    for size, fetched in ((MAX_PAGE, True), (MAX_PAGE + 1, False)):
        await office.sends_document("pier.txt", b"The pier was painted.", claimed_size=size)
        assert ((await office.hears_one()).text != told) == fetched
