"""Taps, links and queries that no client of ours makes: each is refused in words, and changes nothing."""

from __future__ import annotations

import base64
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

from bot.stock import digest
from pullquote.question import Question
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk
from tests.bot.stage import ENGLISH, playing, quotes, until
from tests.bot.test_desk import proposes
from tests.telegram.server import BotApi
from tests.telegram.texts import FormattedText, with_found

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from bot.application import Service
    from pullquote.records import Answer
    from tests.telegram.messages import Message
    from tests.telegram.seats import Seat

MADE_UP, OLD, EXPIRED, DONE = ENGLISH.made_up, ENGLISH.old_button, ENGLISH.expired, ENGLISH.done_already
NOT_YOURS = ENGLISH.not_yours
START, NOT_SAID, NO_QUESTION = "I answer questions about one news article", ENGLISH.not_said(1), ENGLISH.no_question


class Strict(WordDesk):
    """An asker that takes what the real one takes for a question."""

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """As the others."""
        return super().ask(Question(question).typed, article)


@dataclass
class Stage:
    """A bot with several people, each with an answer; Max is the one who means no good."""

    service: Service
    api: BotApi
    desk: WordDesk
    seats: dict[str, Seat]
    shown: dict[str, Message]

    @property
    def names(self) -> dict[str, str]:
        """What can be put into a tap: the numbers of answers and of the proposal, and what stands for an article."""
        found = {name: str(message.buttons[-1]["callback_data"]) for name, message in self.shown.items()}
        return {name: data.split(":")[1] for name, data in found.items()} | {"harbour": digest("harbour")}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stage() -> AsyncGenerator[Stage]:
    """The same bot for all rows."""
    async with BotApi() as api:
        desk = Strict([PORT])
        chief, mina, max_ = (api.person(name) for name in ("Chief", "Mina", "Max"))
        room = api.group("Quay", [mina, max_], supergroup=True)
        seats = {"mina": mina.private(), "max": max_.private(), "chief": chief.private()}
        seats |= {"room": room.seat(mina), "max_in_room": room.seat(max_)}
        async with playing(api, desk, administrators=frozenset({chief.user.id})) as service:
            shown = {name: await seats[name].asks("/ask what of the harbour") for name in ("mina", "max", "room")}
            shown["proposal"] = await proposes(seats["chief"])
            yield Stage(service, api, desk, seats, shown)
            assert quotes(await seats["mina"].asks("/ask what of the harbour"))
        assert [call.description for call in api.transcript.refused()] == []


TAPS = {
    # What is somebody else's, or of another chat.
    **dict.fromkeys(
        """show:{mina}:context-1 show:{mina}:answer up:{mina} down:{mina} again:{mina} show:{room}:context-1 up:{room}
        publish:{mina} discard:{max} publish:{proposal} discard:{proposal}
        correct:{proposal}:title remove:{harbour} keep:{harbour} remove:{max}""".split(),
        MADE_UP,
    ),
    # What was never given out.
    **dict.fromkeys(
        """show:AAAAAAAAAAAAAAA:answer up:---------------:x again:_______________ show:{harbour}:page-2
        show:{proposal}:answer""".split(),
        EXPIRED,
    ),
    **dict.fromkeys(["ask:" + "0" * 32, "ask:" + "f" * 32], OLD),
    # Views that there are none of; numbers out of range, below nothing, without end, in other digits.
    **dict.fromkeys(
        [
            f"show:{{max}}:{view}"
            for view in """page-99 page-0 page--1 page-1e9 page-99999999999999999 page-01 context-0 context-99
            context--1 context- page- page nearest answers ctx
            page-٣ page-２ page-² context-१ answer- a-b-c-d""".split()
        ],
        MADE_UP,
    ),
    # What has no form, or an old one.
    **dict.fromkeys(
        [
            *"x show show: show:: :::: show:{max}: show:{max}:answer:x SHOW:{max}:answer sho:{max} upp:{max}".split(),
            *"up up: up:{max}x up:%00 answer:1 page:2 more:1 sources:x sources: sources:-1 sources:1234567".split(),
            *"sources:1 sources:٣ choose: choose:length:endless choose:language:../../x choose:language:en:x".split(),
            *"remove: remove:harbour keep:x publish: correct:1:title ask: ask:who ask:{max}".split(),
            *(
                "ask:" + "F" * 32,
                "ask:" + "g" * 32,
                "ask:" + "0" * 33,
                "show:" + "A" * 60,
                "x" * 64,
                "show:" + "é" * 15,
            ),
            *(
                "\0",
                "\x01\x02\xff",
                "show:{max}:answer\0",
                "show:{max}:answer\n",
                " show:{max}:answer",
                "\u202eup:{max}",
            ),
            *('{{"a":1}}', "show:{max}:answer' OR 1=1--", "__import__('os')", "💀", "\ud83d", "٣"),
        ],
        MADE_UP,
    ),
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("data", TAPS, ids=ascii)
async def test_a_tap_that_nobody_can_have_made_is_told_so_and_changes_nothing(stage: Stage, data: str) -> None:
    seat, message = stage.seats["max"], stage.shown["max"]
    before = [len(each.versions) for each in stage.shown.values()], len(stage.api.transcript.sent)
    told = await (await seat.taps_data(message, data.format(**stage.names))).answered()
    assert (told.text, told.show_alert) == (TAPS[data], True)
    await until(lambda: stage.service.inbox.depth == 0)
    assert ([len(each.versions) for each in stage.shown.values()], len(stage.api.transcript.sent)) == before
    assert [each.id for each in stage.desk.articles] == ["harbour"]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("show:{room}:context-1", NOT_YOURS),
        ("again:{room}", NOT_YOURS),
        ("show:{max}:context-1", MADE_UP),
        ("choose:language:de", MADE_UP),
        ("choose:length:short", MADE_UP),
        ("sources:1", MADE_UP),
        ("publish:{proposal}", MADE_UP),
        ("remove:{harbour}", MADE_UP),
    ],
)
async def test_in_a_group_nobody_turns_the_pages_or_the_settings_of_others(stage: Stage, data: str, line: str) -> None:
    seat, message = stage.seats["max_in_room"], stage.shown["room"]
    told = await (await seat.taps_data(message, data.format(**stage.names))).answered()
    assert (told.text, told.show_alert) == (line, True)
    assert len(message.versions) == 1
    assert (await stage.seats["max"].asks("/privacy")).text == ENGLISH.privacy(30)


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "fields",
    [{"data": "up:{max}"}, {"data": "show:{max}:answer", "inline_message_id": "x"}, {"game_short_name": "x"}],
    ids=str,
)
async def test_a_tap_below_no_message_is_told_that_it_does_nothing(stage: Stage, fields: dict[str, str]) -> None:
    seat, tap = stage.seats["max"], stage.api.world.queries.tap()
    given = {name: value.format(**stage.names) for name, value in fields.items()}
    query = {"id": tap.id, "from": seat.user.to_json(), "chat_instance": "1"} | given
    stage.api.world.updates.push("callback_query", query)
    told = await tap.answered()
    assert (told.text, told.show_alert) == (MADE_UP, True)


def encoded(text: str) -> str:
    """A text as a link spells it."""
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


LINKS = {
    **dict.fromkeys(
        ["../../etc/passwd", "%00", "';DROP", "{max}", "\u202e", "x" * 64, "_" * 64, "-", "٣", "💀"], START
    ),
    **dict.fromkeys([encoded("\x1b[2J who"), encoded("who\nis"), encoded("?!"), "//////8", "gICA", "A" * 4000], START),
    **dict.fromkeys([encoded("/forget"), encoded("/remove it?"), encoded("up:AAAAAAAAAAAAAAA")], NOT_SAID),
    **dict.fromkeys([encoded("who " * 700), "who_" * 900 + "x"], NO_QUESTION),
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("payload", LINKS, ids=lambda link: ascii(link)[:40])
async def test_a_link_that_was_tampered_with_asks_a_question_or_nothing(stage: Stage, payload: str) -> None:
    answer = await stage.seats["max"].asks(f"/start {payload}")
    assert LINKS[payload] in answer.text
    harmful = [c for c in answer.text if c != "\n" and unicodedata.category(c) in ("Cc", "Cf")]
    assert not harmful


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "typed",
    ["x" * 256, "who " * 500, "\0\x1b[2J", "who \u202eis\u2066 it", "\n\n\n", "‮", "😀" * 256, "%s{0}{max}", "/forget"],
    ids=lambda typed: ascii(typed)[:30],
)
async def test_a_query_of_any_kind_is_offered_a_way_into_the_chat_that_telegram_takes(stage: Stage, typed: str) -> None:
    ask = stage.api.world.queries.ask()
    query: dict[str, Any] = {"id": ask.id, "from": stage.seats["max"].user.to_json(), "query": typed, "offset": ""}
    stage.api.world.updates.push("inline_query", query)
    offered = await ask.answered()
    assert offered.results == ()
    assert offered.button
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", offered.button["start_parameter"])


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "text", ["/forget", "/remove it", "/add https://post.example/pier", "/feedback bad", "/stats", "/settings"]
)
async def test_a_command_that_was_passed_on_is_only_a_text(stage: Stage, text: str) -> None:
    seat = stage.seats["chief"]
    origin = {"type": "hidden_user", "sender_user_name": "Max", "date": 1}
    written = with_found(FormattedText(text)).to_json() | {"forward_origin": origin}
    message = seat.world.post(seat.chat, seat.user, FormattedText(), content=written)
    seat.world.announce(message)
    assert (await seat.hears_one()).text.endswith(NOT_SAID)
    assert [each.id for each in stage.desk.articles] == ["harbour"]
    assert stage.shown["proposal"].labels
