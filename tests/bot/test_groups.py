"""Groups: silent unless addressed, the asker answered once and in place, moves followed, strangers left."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.languages import Languages
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk
from tests.bot.stage import ENGLISH, bold, playing, quotes
from tests.telegram.faults import Fault
from tests.telegram.server import BotApi

ME = "@pullquote_test_bot"
ADA = "Ada Quay, a mayor of many years, wept 🐈‍⬛."
GERMAN = Languages().wording("de")


@pytest.mark.parametrize(
    "text",
    [f"{ME} who is Ada Quay?", f"who is Ada Quay, {ME}?", f"hey {ME.upper()}: who is Ada Quay?"],
)
async def test_a_mention_is_answered_as_a_reply_to_whoever_asked_once(api: BotApi, desk: WordDesk, text: str) -> None:
    async with playing(api, desk):
        api.world.account.privacy = False
        mina = api.person("Mina")
        seat = api.group("Quay", [mina], supergroup=True).seat(mina)
        asked = await seat.says(text)
        answer = await seat.hears_one()
        assert answer.reply_to == asked
        assert quotes(answer) == ["Ada Quay, a mayor of many years, wept 🐈‍⬛."]
        assert not any("pullquote" in question for question in desk.asked)
        await seat.hears_nothing()


async def test_what_is_not_for_the_bot_is_left_alone(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        api.world.account.privacy = False
        mina, rival = api.person("Mina"), api.other_bot("rival_bot")
        room = api.group("Quay", [mina, rival], supergroup=True)
        seat = room.seat(mina)
        theirs = await seat.says("who is Ada Quay?")
        await room.seat(rival).says("It is I.", reply_to=theirs)
        for text in ("@rival_bot who is Ada Quay?", ME, f"{ME}  ", "mail me at ada@pullquote_test_bot", "harbour"):
            await seat.says(text)
        await seat.says("and the harbour?", reply_to=theirs)
        await seat.hears_nothing()
        assert not api.transcript.of("sendMessage")


async def test_a_reply_to_an_answer_is_a_follow_up_of_that_answer(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina, max_ = api.person("Mina"), api.person("Max")
        room = api.group("Quay", [mina, max_], supergroup=True)
        answer = await room.seat(mina).asks("/ask who is Ada Quay?")
        asked = await room.seat(max_).says("what did she say?", reply_to=answer)
        follow_up = await room.seat(max_).hears(2)
        assert desk.asked[-1] == "what did Ada Quay say?"
        assert follow_up[-1].reply_to == asked


async def test_only_whoever_asked_turns_the_pages_and_everybody_votes_once(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina, max_ = api.person("Mina"), api.person("Max")
        room = api.group("Quay", [mina, max_], supergroup=True)
        answer = await room.seat(mina).asks("/ask what of the harbour")
        refused = await (await room.seat(max_).taps(answer, "In context")).answered()
        assert (refused.text, refused.show_alert) == (ENGLISH.not_yours, True)
        assert len(answer.versions) == 1
        told = [(await (await room.seat(one).taps(answer, "👍")).answered()).text for one in (mina, max_, max_)]
        assert told == [ENGLISH.thanks, ENGLISH.thanks, ENGLISH.taken_back]
        await room.seat(mina).taps(answer, "In context")
        assert bold(await room.seat(mina).sees_edit(answer))


async def test_a_group_that_moves_is_followed(api: BotApi) -> None:
    desk = WordDesk([PORT], delay=0.3)
    async with playing(api, desk):
        mina = api.person("Mina")
        old = api.group("Quay", [mina])
        await old.seat(mina).says("/ask who is Ada Quay?")
        await asyncio.sleep(0.15)
        new = old.migrates()
        assert quotes(await new.seat(mina).hears_one())
        desk.delay = 0.0
        answer = await new.seat(mina).asks("/ask what did she say?")
        assert desk.asked[-1] == "what did Ada Quay say?"
        assert answer.chat.id == new.chat.id
        await new.seat(mina).hears_nothing()
    assert {call.description for call in api.transcript.refused()} <= {
        "Bad Request: group chat was upgraded to a supergroup chat"
    }
    api.transcript.calls.clear()


async def test_with_an_allow_list_other_groups_are_left_and_strangers_get_no_word(api: BotApi, desk: WordDesk) -> None:
    mina, stranger = api.person("Mina"), api.person("Nobody")
    ours, theirs = (api.group(name, [mina, stranger], supergroup=True) for name in ("Ours", "Theirs"))
    async with playing(api, desk, frozenset({mina.user.id, ours.chat.id})):
        theirs.sets_bot(stranger, "left")
        theirs.sets_bot(stranger, "member")
        await theirs.seat(mina).sees(lambda: theirs.chat.bot_status == "left")
        assert quotes(await ours.seat(stranger).asks("/ask who is Ada Quay?"))
        late = api.group("Late", [mina], supergroup=True)
        await late.seat(mina).says("/ask who is Ada Quay?")
        await late.seat(mina).sees(lambda: late.chat.bot_status == "left")
        await stranger.private().says("who is Ada Quay?")
        await stranger.private().hears_nothing()
        assert len(api.transcript.of("leaveChat")) == 2


async def test_a_group_that_cannot_be_left_stops_nobody(
    api: BotApi, desk: WordDesk, caplog: pytest.LogCaptureFixture
) -> None:
    mina = api.person("Mina")
    async with playing(api, desk, frozenset({mina.user.id})):
        api.fail("leaveChat", Fault.refused(400, "Bad Request: chat not found"))
        theirs = api.group("Theirs", [mina], supergroup=True)
        await theirs.seat(mina).says("/ask who is Ada Quay?")
        assert quotes(await mina.private().asks("who is Ada Quay?"))
        await theirs.seat(mina).says("are you still there?")
        await theirs.seat(mina).says("/ask who is Ada Quay?")
        await theirs.seat(mina).sees(lambda: theirs.chat.bot_status == "left")
        await theirs.seat(mina).hears_nothing()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    api.transcript.calls.clear()


async def test_help_in_a_group_tells_what_reaches_the_bot_there(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina = api.person("Mina")
        text = (await api.group("Quay", [mina], supergroup=True).seat(mina).asks(f"/help{ME}")).text
        assert f"/ask{ME}" in text
        assert "privacy mode" in text
        assert "/forget" not in text


@pytest.mark.parametrize(
    "text",
    [
        f"hey, {ME}, who is Ada Quay?",
        f"who is Ada Quay {ME}?",
        f"({ME}) who is Ada Quay?",
        f"{ME} who is Ada Quay {ME}?",
    ],
)
async def test_a_mention_may_stand_anywhere_also_in_a_reply_to_somebody_else(
    api: BotApi, desk: WordDesk, text: str
) -> None:
    api.world.account.privacy = False  # or no mention would arrive
    async with playing(api, desk):
        mina, max_ = api.person("Mina"), api.person("Max")
        room = api.group("Quay", [mina, max_], supergroup=True)
        theirs = await room.seat(max_).says("ask somebody who knows")
        asked = await room.seat(mina).says(text, reply_to=theirs)
        answer = await room.seat(mina).hears_one()
        assert answer.reply_to == asked
        assert quotes(answer) == [ADA]
        await room.seat(mina).hears_nothing()


async def test_nobody_goes_on_from_what_somebody_else_asked_unless_by_a_reply(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina, max_ = api.person("Mina"), api.person("Max")
        room = api.group("Quay", [mina, max_], supergroup=True)
        await room.seat(mina).asks("/ask who is Ada Quay?")
        await room.seat(max_).says("/ask what did she say?")
        await room.seat(max_).hears(2)
        assert desk.asked[-1] == "what did she say?"
        await room.seat(mina).says("/ask what did she say?")
        await room.seat(mina).hears(2)
        assert desk.asked[-1] == "what did Ada Quay say?"


async def test_a_command_that_is_also_a_reply_and_a_mention_is_answered_once(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina = api.person("Mina")
        seat = api.group("Quay", [mina], supergroup=True).seat(mina)
        answer = await seat.asks("/ask what about the harbour")
        await seat.says(f"/ask{ME} who is Ada Quay, {ME}?", reply_to=answer)
        assert quotes(await seat.hears_one()) == [ADA]
        await seat.hears_nothing()


@pytest.mark.parametrize("text", [f"{ME}!", f"{ME} 👍", f"... {ME} ...", "👍", "?!"])
async def test_what_holds_no_word_is_no_question_in_a_group(api: BotApi, desk: WordDesk, text: str) -> None:
    async with playing(api, desk):
        mina = api.person("Mina")
        seat = api.group("Quay", [mina], supergroup=True).seat(mina)
        answer = await seat.asks("/ask what about the harbour")
        await seat.says(text, reply_to=answer)
        await seat.hears_nothing()


async def test_with_privacy_mode_commands_and_replies_to_the_bot_are_enough(api: BotApi, desk: WordDesk) -> None:
    assert api.world.account.privacy
    async with playing(api, desk):
        mina, max_ = api.person("Mina"), api.person("Max")
        room = api.group("Quay", [mina, max_])
        answer = await room.seat(mina).asks("/ask who is Ada Quay?")
        unseen = await room.seat(max_).says("what about the harbour")
        await room.seat(mina).says("what about the harbour", reply_to=unseen)
        await room.seat(mina).hears_nothing()
        await room.seat(max_).says("what about the harbour", reply_to=answer)
        assert len(quotes((await room.seat(max_).hears(2))[-1])) == 2


async def test_a_mention_in_a_topic_is_answered_there(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina = api.person("Mina")
        seat = api.group("Quay", [mina], supergroup=True, bot_status="administrator").seat(mina)
        mention = [{"type": "mention", "offset": 0, "length": len(ME)}]
        text = f"{ME} who is Ada Quay?"
        await seat.sends(text=text, entities=mention, is_topic_message=True, message_thread_id=7)
        assert quotes(await seat.hears_one()) == [ADA]
        await seat.sends(text=text, entities=mention, message_thread_id=7)
        assert quotes(await seat.hears_one()) == [ADA]
    topics = [call.parameters.get("message_thread_id") for call in api.transcript.of("sendMessage")]
    assert [str(topic) if topic else None for topic in topics] == ["7", None]


async def test_who_writes_as_a_channel_is_left_alone(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina = api.person("Mina")
        channel = api.channel("News")
        seat = api.group("Quay", [mina], supergroup=True, bot_status="administrator").seat(mina)
        content: dict[str, Any] = {
            "text": "/ask who is Ada Quay?",
            "entities": [{"type": "bot_command", "offset": 0, "length": 4}],
        }
        await seat.sends(**content, sender_chat=channel.chat.to_json())
        await seat.sends(**content, sender_chat=channel.chat.to_json(), is_automatic_forward=True)
        await seat.hears_nothing()


async def test_what_is_kept_of_people_is_not_changed_from_behind_a_group(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        hidden = api.other_bot("GroupAnonymousBot")
        room = api.group("Quay", [hidden], supergroup=True, bot_status="administrator")
        for command in ("/forget", "/settings"):
            entity = {"type": "bot_command", "offset": 0, "length": len(command)}
            await room.seat(hidden).sends(sender_chat=room.chat.to_json(), text=command, entities=[entity])
            assert (await room.seat(hidden).hears_one()).text == ENGLISH.private_only


async def test_votes_count_once_a_person_and_the_last_one_holds(api: BotApi, desk: WordDesk) -> None:
    people = [api.person(name) for name in ("Mina", "Max", "Ira", "Chief")]
    chief = people[-1]
    chief.private()
    async with playing(api, desk, administrators=frozenset({chief.user.id})):
        room = api.group("Quay", people, supergroup=True)
        answer = await room.seat(people[0]).asks("/ask what of the harbour")
        for person, votes in zip(people, ("👍", "👍👎", "👎👎", "👍👍👍"), strict=True):
            for vote in votes:
                await (await room.seat(person).taps(answer, vote)).answered()
        assert (await chief.private().asks("/stats")).text.endswith("\n👍 2  👎 1")


async def test_after_a_move_settings_hold_and_the_buttons_of_new_answers_work(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina, max_ = api.person("Mina"), api.person("Max")
        settings = await mina.private().asks("/settings")
        await (await mina.private().taps(settings, "Deutsch")).answered()
        old = api.group("Quay", [mina, max_])
        await old.seat(mina).asks("/ask who is Ada Quay?")
        new = old.migrates()
        answer = await new.seat(mina).asks("/ask what of the harbour")
        assert answer.text.startswith(GERMAN.answered(1))
        refused = await (await new.seat(max_).taps(answer, GERMAN.in_context)).answered()
        assert refused.show_alert
        await new.seat(mina).taps(answer, GERMAN.in_context)
        assert bold(await new.seat(mina).sees_edit(answer))


async def test_a_gate_that_fails_is_shut(api: BotApi, desk: WordDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise OperationalError("", {}, Exception("locked"))

    monkeypatch.setattr("bot.memory.Memory.was", fail)
    mina = api.person("Mina")
    async with playing(api, desk, frozenset({mina.user.id})):
        seat = api.group("Theirs", [mina]).seat(mina)
        await seat.says("/ask who is Ada Quay?")
        await seat.hears_nothing(within=0.5)


async def test_an_allowed_group_that_moves_stays_allowed(
    api: BotApi, desk: WordDesk, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mina = api.person("Mina")
    old, other = api.group("Ours", [mina]), api.group("Theirs", [mina])
    async with playing(api, desk, frozenset({old.chat.id}), tmp_path):
        new, strange = old.migrates(), other.migrates()
        assert quotes(await new.seat(mina).asks("/ask who is Ada Quay?")) == [ADA]
        await strange.seat(mina).sees(lambda: strange.chat.bot_status == "left")
        assert new.chat.bot_status == "member"
    async with playing(api, desk, frozenset({old.chat.id}), tmp_path):
        assert quotes(await new.seat(mina).asks("/ask who is Ada Quay?")) == [ADA]
    async with playing(api, desk, frozenset({old.chat.id + 1}), tmp_path):
        await new.seat(mina).says("/ask who is Ada Quay?")
        await new.seat(mina).sees(lambda: new.chat.bot_status == "left")
    assert f"{new.chat.id}: write that into PULLQUOTE_ALLOWED" in caplog.text
    assert str(strange.chat.id) not in caplog.text
