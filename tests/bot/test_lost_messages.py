"""Messages whose sending was not confirmed: each is found again, and no other is taken for it."""

from pathlib import Path

import httpx
from sqlalchemy import update

from bot.database import SENDS, UPDATES, Database
from bot.outbox import Numbers, Sent
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk
from tests.bot.stage import playing, quotes, until
from tests.telegram.faults import Fault
from tests.telegram.server import BotApi


def test_a_lost_message_of_a_supergroup_is_looked_for_where_all_chats_are_numbered_together_too() -> None:
    numbers, room = Numbers(), -1_000_000_000_007
    numbers.saw(room, 10)
    numbers.saw(5, 60)
    candidates = numbers.candidates(Sent(room, *numbers.highest(room)))
    assert {11, 61} < set(candidates) < set(range(11, 69))


async def test_after_a_restart_no_older_message_is_taken_for_one_that_was_lost(
    api: BotApi, desk: WordDesk, tmp_path: Path
) -> None:
    seat = api.person("Mina").private()
    async with playing(api, desk, folder=tmp_path):
        greeting = await seat.asks("/start")
        older = [await seat.asks(text) for text in ("harbour", "gate")]
        said = [message.text for message in older]
    async with playing(api, desk, folder=tmp_path):
        api.fail("sendMessage", Fault.lost_reply())
        await seat.taps(greeting, greeting.labels[0])
        assert quotes(await seat.hears_one())
        await seat.hears_nothing(within=0.3)
    assert [message.text for message in older] == said
    assert len(api.transcript.sent) == 4


async def test_in_a_busy_group_a_lost_message_is_found_behind_what_the_bot_does_not_see(
    api: BotApi, desk: WordDesk
) -> None:
    room = api.group("Room", [mina := api.person("Mina")], supergroup=True)
    async with playing(api, WordDesk([PORT], delay=0.3)):
        api.fail("sendMessage", Fault.lost_reply())
        await room.seat(mina).says("/ask harbour")
        for _ in range(15):
            await room.seat(mina).says("nothing that the bot sees")
        assert quotes(await room.seat(mina).hears_one())
        await room.seat(mina).hears_nothing(within=0.3)


async def test_a_message_that_arrived_before_the_crash_is_found_and_gets_buttons_that_work(
    api: BotApi, desk: WordDesk, tmp_path: Path
) -> None:
    seat = api.person("Mina").private()
    async with playing(api, desk, folder=tmp_path) as service:
        first = await seat.asks("harbour")
        await until(lambda: service.inbox.depth == 0)
        question = next(iter(seat.chat.messages.values()))
    database = Database(f"sqlite:///{tmp_path / 'chats.sqlite3'}")
    row = {"bot": service.application.bot.id, "update": 500_000_001, "number": 0}
    body = f'{{"update_id":500000001,"message":{httpx.Response(200, json=question.to_json()).text}}}'

    def crash(connection: object) -> None:
        """Leave the database as a crash between "sent" and "recorded" does."""
        execute = connection.execute  # pyright: ignore
        execute(update(UPDATES).values(body=body, lane=f"chat:{seat.chat.id}", cut_off=1))
        execute(SENDS.insert().values(**row, chat=seat.chat.id, floor=question.id, shared=question.id))

    await database.run(crash)
    database.close()
    async with playing(api, desk, folder=tmp_path) as service:
        await until(lambda: service.inbox.depth == 0)
        await seat.hears_nothing(within=0.2)
        await seat.taps(first, "👍")
        await seat.sees(lambda: bool(api.transcript.of("answerCallbackQuery")))
    assert len(api.transcript.sent) == 1
