"""An afternoon of many exchanges, private and in groups, with everything that goes wrong on a phone.

Whatever happens, every quote that leaves is the article's own characters, nothing is sent twice, and nothing fails.
"""

import logging

import pytest

from tests.bot.newsroom import WordDesk, article
from tests.bot.stage import ENGLISH, bold, playing, quotes
from tests.telegram.server import BotApi

TIDE = article(
    "𝔗𝔥𝔢 tide 🌊 rose over Port Quillon at dawn, Mayor Ada Quay said.",
    "Ada Quay, a former pilot, said the harbour was closed 🐈‍⬛ and nobody was hurt. The ferry to Tarn stopped.",
    "Ben Pier, 44, who leads the council, said the storm was to blame. 👩‍👩‍👧‍👦 Families slept in the school of Tarn.",
    "In Tarn, the bus drivers went on strike over pay, Ben Pier said.",
    *(f"Boat number {n} 🚤 of the fleet came home late that evening." for n in range(1, 8)),
    id="tide",
    title="The tide 🌊",
    publisher="The Harbour Post",
    url="https://post.example/tide",
)


async def test_an_afternoon(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    desk = WordDesk([TIDE])
    mina, max_, ira = (api.person(name) for name in ("Mina", "Max", "Ira"))
    async with playing(api, desk):
        one = mina.private()
        greeting = await one.asks("/start")
        await one.taps(greeting, greeting.labels[0])
        assert quotes(await one.hears_one())
        for question in ("who is Ada Quay?", "what did she say?", "and Ben Pier?", "how old is he?"):
            assert quotes(await one.asks(question)), question
        assert desk.asked[-1] == "how old is Ben Pier?"
        assert (await one.asks("what is the capital of Peru?")).text == "The article does not say."

        answer = await one.asks("the fleet came")
        for label in ("More", "Back", "In context", "[2]", "Back", "👍", "👎", "More", "In context", "Back"):
            await (await one.taps(answer, label)).answered()
        stale = await one.taps_data(answer, answer.buttons[0]["callback_data"])
        await stale.answered()
        await one.edits(await one.says("who is Ada Quay?"), "who is Ben Pier?")
        await one.hears_one()
        gone = await one.asks("what of the ferry")
        await one.deletes(gone)
        await one.asks("/settings")
        await one.asks("/privacy")

        old = api.group("Quay", [mina, max_])
        api.world.account.privacy = False
        await old.seat(max_).says("nobody asked you")
        shown = await old.seat(max_).asks("/ask what of the harbour")
        assert (await (await old.seat(mina).taps(shown, "In context")).answered()).text == ENGLISH.not_yours
        await (await old.seat(mina).taps(shown, "👍")).answered()
        new = old.migrates()
        follow_up = await new.seat(max_).asks("/ask and the ferry?")
        assert quotes(follow_up)
        assert (await (await new.seat(ira).taps(follow_up, "👎")).answered()).text == ENGLISH.thanks
        theirs = await (await one.taps_data(gone, f"show:{'A' * 15}:context-1")).answered()
        assert theirs.text == ENGLISH.expired

        card = await (await ira.asks_inline("what of the harbour")).answered()
        picked = await ira.private().picks(card)
        assert bold(picked) == ["harbour"]
        assert (await one.asks("/forget")).text.startswith("Deleted: ")
        await one.hears_nothing()
        await new.seat(max_).hears_nothing()
    check_everything_sent(api)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []
    api.transcript.calls.clear()  # taps below what was deleted are refused, as they should be


def check_everything_sent(api: BotApi) -> None:
    """Every quote of every version of every message is cut out of the article, and nothing was sent twice."""
    sent = api.transcript.sent
    quoted = 0
    for message in sent:
        for version in range(len(message.versions)):
            for part in quotes(message, version):
                assert part in TIDE.text
                quoted += 1
    assert quoted > 30
    replies = [(message.chat.id, message.reply_to.id) for message in sent if message.reply_to]
    assert len(replies) == len(set(replies))
