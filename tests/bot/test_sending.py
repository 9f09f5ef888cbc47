"""What arrives when messages are long, hostile or hard to deliver."""

import logging
import re
import time

import pytest

from bot.drafts import units
from pullquote.records import Article
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk, article
from tests.bot.stage import ENGLISH, bold, playing, quotes, until
from tests.telegram.faults import Fault
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi


async def answer_from(api: BotApi, source: Article, question: str, messages: int = 1) -> list[str]:
    """The quotes in the messages that answer a question."""
    async with playing(api, WordDesk([source])):
        seat = api.person("Mina").private()
        await seat.says(question)
        heard = await seat.hears(messages)
        await seat.hears_nothing(within=0.1)
    assert all(units(message.text) <= 4096 for message in heard)
    assert heard[0].reply_to is not None
    assert [message.reply_to for message in heard[1:]] == [None] * (messages - 1)
    return [part for message in heard for part in quotes(message)]


async def test_emoji_before_and_in_a_quote_leave_it_as_it_is(api: BotApi) -> None:
    text = "🇦🇫👨‍👩‍👧‍👦 The 𝔤𝔞𝔱𝔢 — “gate” — fell 😀, e\u0301tait-il dit."
    source = article("Before 😀 gate.", text, title="😀😀", section="👨‍👩‍👧 talks")
    assert await answer_from(api, source, "the gate") == ["Before 😀 gate.", text]
    assert [bold(message) for message in api.transcript.sent] == [["gate", "gate"]]


async def test_a_quote_longer_than_two_messages_arrives_complete_and_in_order(api: BotApi) -> None:
    text = "The 😀 gate " + " ".join(f"stood {n} 𝔡ays," for n in range(900)) + " and fell."
    assert "".join(await answer_from(api, article(text), "gate", messages=4)) == text


async def test_of_quotes_that_fill_a_message_each_the_first_is_sent_and_the_others_wait_behind_a_button(
    api: BotApi,
) -> None:
    paragraphs = [f"The gate of {n} {'x' * 3000} stood." for n in ("Ash", "Birch", "Cedar")]
    assert await answer_from(api, article(*paragraphs), "gate") == paragraphs[:1]
    assert "More" in api.transcript.sent[0].labels


async def test_a_hostile_title_is_only_text(api: BotApi) -> None:
    title = "<b>bold</b> *star* _under_ [link](http://evil.example) \u202eGNP.exe\u2066\nsecond line `code"
    source = article("The gate fell.", title=title, publisher="\u200f<i>Post</i>", url="https://post.example/a_b*c")
    assert await answer_from(api, source, "gate") == ["The gate fell."]
    message = api.transcript.sent[0]
    assert "“<b>bold</b> *star* _under_ [link](http://evil.example) GNP.exe second line `code”" in message.text
    assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", message.text)
    assert {url.partition("#")[0] for _, url in message.links()} == {"https://post.example/a_b*c"}
    async with playing(api, WordDesk([source])):
        listed = await api.person("Max").private().asks("/sources")
    assert listed.text.splitlines()[1].startswith("• <b>bold</b> *star*")


async def test_many_sources_are_shown_a_page_at_a_time(api: BotApi) -> None:
    many = [article("It rained.", id=f"{n:02}", title=f"Rain {n}: " + "x" * 280) for n in range(23)]
    async with playing(api, WordDesk(many)):
        seat = api.person("Mina").private()
        listed = await seat.asks("/sources")
        assert listed.text.startswith("I know 23 articles, last changed on 31 January 2026:\n• Rain 0: ")
        assert listed.labels == ["2 ›"]
        await seat.taps(listed, "2 ›")
        assert "• Rain 10: " in (await seat.sees_edit(listed)).text
        await seat.taps(listed, "3 ›")
        assert "• Rain 22: " in (await seat.sees_edit(listed)).text
        assert listed.labels == ["‹ 2"]
        await (await seat.taps_data(listed, "sources:9999")).answered()
        await seat.hears_nothing()


async def test_a_failure_is_apologised_for_under_an_id_that_the_log_explains(
    seat: Seat, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    asked = await seat.says("please explode")
    apology = await seat.hears_one()
    found = re.fullmatch(re.escape(ENGLISH.apology("#")).replace(r"\#", r"(\w{6})"), apology.text)
    assert found
    assert apology.reply_to == asked
    records = [record for record in caplog.records if found[1] in record.getMessage()]
    assert len(records) == 1
    assert records[0].exc_info
    assert records[0].exc_info[0] is ZeroDivisionError
    assert quotes(await seat.asks("and the harbour?"))


async def test_each_failure_has_an_id_of_its_own(seat: Seat) -> None:
    first, second = await seat.asks("please explode"), await seat.asks("please explode")
    assert first.text != second.text


async def test_telegrams_wish_to_wait_is_granted_and_the_message_then_sent_once(seat: Seat, api: BotApi) -> None:
    await seat.asks("harbour")
    api.fail("sendMessage", Fault.too_many(1))
    began = time.monotonic()
    await seat.says("harbour")
    assert quotes(await seat.hears_one())
    assert time.monotonic() - began >= 1.0
    await seat.hears_nothing(within=0.2)


async def test_a_wish_to_wait_with_typing_holds_up_nobody(api: BotApi) -> None:
    api.fail("sendChatAction", Fault.too_many(30), lasting=True)
    async with playing(api, WordDesk([PORT], delay=1.5)):
        slow, quick = api.person("Slow").private(), api.person("Quick").private()
        await slow.says("harbour")
        await until(lambda: api.transcript.of("sendChatAction"))
        assert (await quick.asks("/help", within=1.0)).text.startswith("Send me a question")
        assert quotes(await slow.hears_one())


@pytest.mark.parametrize(
    "fault", [Fault.server_error(), Fault.bad_gateway(), Fault.dropped(), Fault.lost_reply(), Fault.too_many(1)]
)
async def test_whatever_befalls_a_message_it_arrives_once(seat: Seat, api: BotApi, fault: Fault) -> None:
    for text in ("harbour", "/help"):  # with buttons and without
        api.fail("sendMessage", fault)
        await seat.asks(text)
    await seat.hears_nothing(within=0.3)


@pytest.mark.parametrize(
    "fault", [Fault.refused(404, "Not Found: method not found"), Fault.refused(400, "Bad Request: not implemented")]
)
async def test_a_lost_message_is_found_where_keyboards_cannot_be_edited(desk: WordDesk, fault: Fault) -> None:
    async with BotApi() as api, playing(api, desk):
        api.fail("editMessageReplyMarkup", fault, lasting=True)
        seat = api.person("Mina").private()
        for text in ("harbour", "/help"):
            api.fail("sendMessage", Fault.lost_reply())
            await seat.asks(text)
        await seat.hears_nothing(within=0.3)


async def test_a_message_that_telegram_says_nothing_about_arrives_once(
    api: BotApi, desk: WordDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.network.TIMEOUT", 0.4)
    async with playing(api, desk):
        seat = api.person("Mina").private()
        api.fail("sendMessage", Fault.silence())
        answer = await seat.asks("harbour")
        assert quotes(answer)
        await seat.hears_nothing(within=1.0)
        await seat.taps(answer, "👍")
        assert quotes(await seat.asks("harbour"))


async def test_a_lost_message_is_not_mistaken_for_one_that_was_there_before(seat: Seat, api: BotApi) -> None:
    await seat.asks("/help")
    await seat.says("/help")
    await seat.hears_one()
    api.fail("sendMessage", Fault.dropped())
    assert (await seat.asks("/help")).text.startswith("Send me a question")


async def test_a_person_who_blocked_the_bot_does_not_stop_it(
    api: BotApi, desk: WordDesk, caplog: pytest.LogCaptureFixture
) -> None:
    gone = api.person("Gone").private()
    await gone.says("harbour")
    await gone.blocks_bot()
    async with playing(api, desk):
        assert quotes(await api.person("Mina").private().asks("harbour"))
        await until(api.transcript.refused)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert {call.status for call in api.transcript.refused()} == {403}
    api.transcript.calls.clear()


async def test_an_answer_from_two_identical_articles_quotes_both_places(api: BotApi) -> None:
    async with playing(api, WordDesk([PORT, article("The harbour again.", id="again", publisher="Daily")])):
        answer = await api.person("Mina").private().asks("harbour")
    assert answer.text.endswith("\n[3] Daily, paragraph 1")
