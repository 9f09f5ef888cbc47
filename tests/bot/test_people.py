"""What a person chooses, is told and has deleted; what is kept of them, where, and for how long."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.languages import Languages
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk, article
from tests.bot.stage import ENGLISH, playing, quotes, until
from tests.telegram.faults import Fault
from tests.telegram.messages import Message
from tests.telegram.seats import Seat
from tests.telegram.server import BotApi

GERMAN, SPANISH = Languages().wording("de"), Languages().wording("es")
TALL = article(*(f"Gate {n} of the harbour {'stood for ages ' * 12}and fell." for n in range(8)), id="tall")
DAY = 24 * 3600 * 1000  # milliseconds
TABLES = {"answers": "person", "votes": "person", "people": "id", "feedback": "person", "proposals": "person"}


def sql(folder: Path, statement: str, *values: object) -> list[Any]:
    """What a statement returns, in the bot's own database."""
    with closing(sqlite3.connect(folder / "chats.sqlite3")) as connection, connection:
        return connection.execute(statement, values).fetchall()


def rows_of(folder: Path, person: int) -> dict[str, int]:
    """How many rows of each table are about somebody, without the tables that have none."""
    query = "select count(*) from {} where {} = ?"
    counts = {table: sql(folder, query.format(table, column), person)[0][0] for table, column in TABLES.items()}
    return {table: count for table, count in counts.items() if count}


def kept_bytes(folder: Path) -> bytes:
    """All that the bot's files hold, the parts that SQL does not show as well."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


def modes(folder: Path) -> dict[str, int]:
    """The bot's files, and who may read them."""
    return {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}


def marked(message: Message) -> list[str]:
    """The choices that are shown as made."""
    return [label.removeprefix("✓ ") for label in message.labels if label.startswith("✓ ")]


async def choose(seat: Seat, settings: Message, label: str) -> Message:
    """Tap one of the settings, whether or not it is the one that holds."""
    name = label if label in settings.labels else f"✓ {label}"
    assert (await (await seat.taps(settings, name)).answered()).text == ""
    return settings


async def test_settings_show_every_choice_with_those_that_hold_marked(seat: Seat) -> None:
    settings = await seat.asks("/settings")
    lengths, languages, automatic = (settings.markup or {})["inline_keyboard"]
    assert [len(lengths), [b["text"] for b in languages]] == [3, ["English", "Deutsch", "Español"]]
    assert [b["text"] for b in automatic] == ["✓ As in Telegram"]
    assert marked(settings) == ["Usual answers", "As in Telegram"]
    await seat.taps(settings, "Short answers")
    assert marked(await seat.sees_edit(settings)) == ["Short answers", "As in Telegram"]
    await seat.taps(settings, "Español")
    assert marked(await seat.sees_edit(settings)) == [SPANISH.length("short"), "Español"]
    assert settings.text == SPANISH.settings
    assert marked(await seat.asks("/settings")) == [SPANISH.length("short"), "Español"]
    await seat.taps_data(settings, "choose:length:short")
    await seat.hears_nothing()
    assert len(settings.versions) == 3


async def test_a_longer_answer_has_more_quotes_from_the_next_question_on(api: BotApi) -> None:
    async with playing(api, WordDesk([TALL])):
        seat, other = api.person("Mina").private(), api.person("Max").private()
        settings = await seat.asks("/settings")
        shown: list[int] = []
        for label in ("Short answers", "Usual answers", "Long answers"):
            await choose(seat, settings, label)
            shown.append(len(quotes(await seat.asks("what of the harbour"))))
        assert shown[0] < shown[1] < shown[2]
        assert len(quotes(await other.asks("what of the harbour"))) == shown[1]
        await choose(seat, settings, "Usual answers")
        assert len(quotes(await seat.asks("what of the harbour"))) == shown[1]


async def test_a_language_changes_what_the_bot_says_and_never_a_quote(seat: Seat) -> None:
    settings = await seat.asks("/settings")
    english = await seat.asks("what about the harbour")
    await choose(seat, settings, "Deutsch")
    german = await seat.asks("what about the harbour")
    assert quotes(german) == quotes(english) == [PORT.slice(PORT.sentences[n]) for n in (0, 3)]
    assert german.text.startswith(GERMAN.answered(1))
    assert german.labels == [GERMAN.in_context, "👍", "👎"]
    await choose(seat, settings, GERMAN.your_language)
    assert (await seat.asks("what about the harbour")).text == english.text


@pytest.mark.parametrize("made_up", ["length:endless", "language:xx", "language:", "colour:red", "", "length:"])
async def test_a_choice_that_is_not_offered_changes_nothing_and_is_said_to_be_none(seat: Seat, made_up: str) -> None:
    settings = await seat.asks("/settings")
    answer = await (await seat.taps_data(settings, f"choose:{made_up}")).answered()
    assert (answer.text, answer.show_alert) == (ENGLISH.made_up, True)
    assert len(settings.versions) == 1


async def test_a_choice_made_while_the_bot_was_away_holds_without_an_apology(api: BotApi) -> None:
    seat = api.person("Mina").private()
    async with playing(api, WordDesk([PORT])):
        settings = await seat.asks("/settings")
        sources = await seat.asks("/sources")
        api.fail("answerCallbackQuery", *[Fault.refused(400, "Bad Request: query is too old")] * 2)
        await seat.taps(settings, "Deutsch")
        assert (await seat.sees_edit(settings)).text == GERMAN.settings
        await seat.taps_data(sources, "sources:1")
        assert (await seat.sees_edit(sources)).text.startswith(GERMAN.knows(1, None).rstrip(":"))
        await seat.hears_nothing()
    api.transcript.calls.clear()


async def test_a_choice_in_a_message_that_is_gone_is_noted_all_the_same(seat: Seat, api: BotApi) -> None:
    settings = await seat.asks("/settings")
    await seat.deletes(settings)
    assert (await (await seat.taps_data(settings, "choose:language:de")).answered()).text == ""
    assert (await seat.asks("/privacy")).text == GERMAN.privacy(30)
    assert {call.method for call in api.transcript.refused()} == {"editMessageText"}
    api.transcript.calls.clear()


async def test_settings_are_made_in_private_and_hold_in_groups(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk):
        mina, other = api.person("Mina"), api.person("Max")
        room = api.group("Quay", [mina, other], supergroup=True)
        assert (await room.seat(mina).asks("/settings")).text == ENGLISH.private_only
        await choose(mina.private(), await mina.private().asks("/settings"), "Deutsch")
        assert (await room.seat(mina).asks("/ask harbour")).text.startswith(GERMAN.answered(1))
        await room.seat(other).says("/ask harbour")
        assert (await room.seat(other).hears(3))[-1].text.startswith(ENGLISH.answered(1))


@pytest.mark.parametrize(
    ("code", "words"),
    [("de", GERMAN), ("de-at", GERMAN), ("es", SPANISH), ("pt-br", ENGLISH), ("en", ENGLISH), (None, ENGLISH)],
)
async def test_a_client_is_spoken_to_in_its_language_or_in_english(
    api: BotApi, desk: WordDesk, code: str | None, words: Any
) -> None:
    async with playing(api, desk):
        seat = api.person("Mina", language_code=code).private()
        assert (await seat.asks("/privacy")).text == words.privacy(30)
        assert (await seat.asks("and the weather?")).text == words.not_said(1)


async def test_privacy_names_the_days_that_are_kept(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk, keep_days=12):
        text = (await api.person("Mina").private().asks("/privacy")).text
    assert "12 days" in text
    assert "/forget" in text


async def test_feedback_is_kept_as_it_was_said_and_nothing_is_not_kept(api: BotApi, tmp_path: Path) -> None:
    async with playing(api, WordDesk([PORT]), folder=tmp_path):
        seat = api.person("Mina").private()
        for nothing in ("/feedback", "/feedback  "):
            assert (await seat.asks(nothing)).text == ENGLISH.how_to_feed_back
        assert sql(tmp_path, "select text from feedback") == []
        assert (await seat.asks("/feedback  Good,\nbut slow 🐌")).text == ENGLISH.fed_back
        assert sql(tmp_path, "select text from feedback") == [("Good,\nbut slow 🐌",)]
        assert (await seat.asks("/feedback " + "x" * 3000)).text == ENGLISH.fed_back
        assert sorted(len(text) for (text,) in sql(tmp_path, "select text from feedback")) == [16, 2000]


async def test_forget_deletes_all_of_a_person_and_nothing_of_others_and_says_what_it_was(
    api: BotApi, tmp_path: Path
) -> None:
    mina, other = api.person("Mina"), api.person("Max")
    async with playing(api, WordDesk([PORT]), folder=tmp_path):
        seat, theirs = mina.private(), other.private()
        room = api.group("Quay", [mina, other], supergroup=True)
        answer = await seat.asks("who is Ada Quay?")
        await room.seat(mina).asks("/ask what did Ben Pier say?")
        shared = await theirs.asks("what about the harbour")
        for one, tapped in ((seat, answer), (theirs, shared)):
            await (await one.taps(tapped, "👍")).answered()
        await seat.asks("/feedback a line nobody else writes")
        await choose(seat, await seat.asks("/settings"), "Deutsch")
        assert set(rows_of(tmp_path, mina.user.id)) == {"answers", "votes", "people", "feedback"}
        before = rows_of(tmp_path, other.user.id)
        assert b"a line nobody else writes" in kept_bytes(tmp_path)

        forgotten = (await seat.asks("/forget")).text
        what = "2 Fragen mit ihren Antworten, 1 Bewertung, 1 Rückmeldung, deine Einstellungen"
        assert forgotten == GERMAN.say("Deleted: {what}. Nothing else was stored about you.", what=what)
        assert rows_of(tmp_path, mina.user.id) == {}
        assert rows_of(tmp_path, other.user.id) == before == {"answers": 1, "votes": 1}
        for gone in (b"a line nobody else writes", b"Ben Pier", b"Ada Quay"):
            assert gone not in kept_bytes(tmp_path)
        assert (await seat.asks("/forget")).text == "There was nothing stored about you."


async def test_after_forget_old_buttons_explain_themselves_and_no_question_goes_on(seat: Seat, desk: WordDesk) -> None:
    answer = await seat.asks("who is Ada Quay?")
    await seat.asks("/forget")
    for label in ("In context", "👍"):
        told = await (await seat.taps(answer, label)).answered()
        assert (told.text, told.show_alert) == (ENGLISH.expired, True)
    assert len(answer.versions) == 1
    await seat.says("what did she say?", reply_to=answer)
    await seat.hears_one()
    assert desk.asked[-1] == "what did she say?"
    assert (await seat.asks("/forget")).text.startswith("Deleted: 1 question with its answer. ")


async def test_what_is_too_old_is_deleted_while_the_bot_runs_and_settings_are_not(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.serving.PURGED_EVERY", 0.05)
    mina, other = api.person("Mina"), api.person("Max")
    async with playing(api, WordDesk([PORT]), folder=tmp_path, keep_days=3):
        for seat in (mina.private(), other.private()):
            await choose(seat, await seat.asks("/settings"), "Short answers")
            answer = await seat.asks("what about the harbour")
            await (await seat.taps(answer, "👍")).answered()
            await seat.asks("/feedback good")
        for table in ("answers", "feedback"):
            sql(tmp_path, f"update {table} set made = made - ? where person = ?", 3 * DAY, mina.user.id)  # noqa: S608
            sql(tmp_path, f"update {table} set made = made - ? where person = ?", 2 * DAY, other.user.id)  # noqa: S608
        await until(lambda: set(rows_of(tmp_path, mina.user.id)) == {"people"})
        assert set(rows_of(tmp_path, other.user.id)) == {"answers", "votes", "feedback", "people"}

        # A purge that fails is told to the log and is not the last one.
        sql(tmp_path, "alter table feedback rename to elsewhere")
        await until(lambda: "purge" in caplog.text)
        sql(tmp_path, "alter table elsewhere rename to feedback")
        sql(tmp_path, "update feedback set made = 0")
        await until(lambda: "feedback" not in rows_of(tmp_path, other.user.id))


async def test_commands_are_listed_by_place_person_and_language(api: BotApi, desk: WordDesk) -> None:
    chief = api.person("Chief")
    chief.private()
    async with playing(api, desk, administrators=frozenset({chief.user.id})):
        await until(lambda: len(api.world.account.commands) == 9)
        listed = api.world.account.commands
        wordings = {"": ENGLISH, "de": GERMAN, "es": SPANISH}
        assert listed == {
            (scope, chat, "", language): [{"command": name, "description": text} for name, text in commands]
            for language, words in wordings.items()
            for scope, chat, commands in (
                ("all_private_chats", "", words.commands()),
                ("all_group_chats", "", words.group_commands()),
                ("chat", str(chief.user.id), [*words.administrator_commands(), *words.commands()]),
            )
        }


async def test_a_list_of_commands_that_telegram_does_not_take_keeps_nobody_from_being_answered(api: BotApi) -> None:
    api.fail("setMyCommands", Fault.server_error(), lasting=True)
    async with playing(api, WordDesk([PORT])):
        assert quotes(await api.person("Mina").private().asks("what about the harbour"))
        assert api.world.account.commands == {}


async def test_the_database_is_private_and_holds_no_name_and_only_what_was_understood(
    api: BotApi, tmp_path: Path
) -> None:
    api.world.account.privacy = False
    mina = api.person("Wilhelmina", last_name="Zanzibar", username="zanzi_bar")
    async with playing(api, WordDesk([PORT]), folder=tmp_path) as service:
        seat, room = mina.private(), api.group("Secret Desk", [mina], supergroup=True)
        await seat.asks("who is Ada Quay?")
        await seat.asks("what did she say?")
        await room.seat(mina).says("between ourselves, what of the harbour")
        await room.seat(mina).asks("/ask what about the harbour")
        for text in ("/frobnicate quietly", "?! 🐈", "/start", "/settings"):
            await seat.asks(text)
        await (await mina.asks_inline("is there a lighthouse?")).answered()
        await until(lambda: service.inbox.depth == 0)
        assert set(modes(tmp_path).values()) == {0o600}
        kept = kept_bytes(tmp_path)
    kept += kept_bytes(tmp_path)
    assert modes(tmp_path) == {"chats.sqlite3": 0o600}
    for understood in ("who is Ada Quay?", "what did Ada Quay say?", "what about the harbour"):
        assert understood.encode() in kept
    for secret in ("Wilhelmina", "Zanzibar", "zanzi_bar", "Secret", "she say", "ourselves", "quietly", "lighthouse"):
        assert secret.encode() not in kept
