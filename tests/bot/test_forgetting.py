"""What is forgotten stays forgotten, also what was being looked for when somebody said so."""

from pathlib import Path

import pytest

from bot.languages import Languages
from bot.wording import Wording
from tests.bot.conftest import PORT
from tests.bot.newsroom import WordDesk
from tests.bot.stage import ENGLISH, playing, quotes, until
from tests.bot.test_desk import proposes
from tests.bot.test_people import rows_of, sql
from tests.telegram.server import BotApi


@pytest.mark.parametrize("deadline", [5.0, 0.6])
async def test_an_answer_in_work_elsewhere_leaves_nothing_of_whoever_said_forget(
    api: BotApi, tmp_path: Path, deadline: float
) -> None:
    desk = WordDesk([PORT])
    async with playing(api, desk, folder=tmp_path, deadline=deadline):
        mina = api.person("Mina")
        seat, room = mina.private(), api.group("Quay", [mina], supergroup=True)
        desk.delay = 1.0
        await room.seat(mina).says("/ask what about the harbour")
        await until(lambda: "what about the harbour" in desk.asked)
        await seat.asks("/forget")
        answer = await room.seat(mina).hears_one()
        assert bool(quotes(answer)) == (deadline > 1.0)
        assert rows_of(tmp_path, mina.user.id) == {}
        tap = await room.seat(mina).taps(answer, answer.labels[0])
        assert (await tap.answered()).text == ENGLISH.expired
        assert rows_of(tmp_path, mina.user.id) == {}


@pytest.mark.parametrize("words", Languages().all().values(), ids=Languages().all())
def test_privacy_tells_of_everything_that_a_table_keeps_and_how_long(words: Wording) -> None:
    kept = {
        "en": ("12 days", "a day", "two hours", "settings", "votes", "/feedback", "article", "nline"),
        "de": ("12 Tage", "einen Tag", "zwei Stunden", "Einstellungen", "Bewertungen", "/feedback", "Artikel", "nline"),
        "es": ("12 días", "un día", "dos horas", "ajustes", "votos", "/feedback", "artículos", "nline"),
    }
    assert [part for part in kept[words.locale.language] if part not in words.privacy(12)] == []


async def test_an_article_that_waits_to_be_published_is_forgotten_with_its_administrator(
    api: BotApi, tmp_path: Path
) -> None:
    chief = api.person("Chief")
    seat = chief.private()
    async with playing(api, WordDesk([PORT]), folder=tmp_path, administrators=frozenset({chief.user.id})):
        proposal = await proposes(seat)
        assert rows_of(tmp_path, chief.user.id) == {"proposals": 1}
        assert "1 article not yet published" in (await seat.asks("/forget")).text
        assert rows_of(tmp_path, chief.user.id) == {}
        assert (await (await seat.taps(proposal, "Publish")).answered()).text == ENGLISH.done_already


async def test_what_cannot_be_answered_leaves_nothing_and_is_not_counted(api: BotApi, tmp_path: Path) -> None:
    async with playing(api, WordDesk([PORT]), folder=tmp_path):
        seat = api.person("Mina").private()
        assert (await seat.asks("?! 🐈")).text == ENGLISH.no_question
        assert "something went wrong" in (await seat.asks("what will explode")).text
        assert rows_of(tmp_path, seat.user.id) == {}
        await seat.asks("what about the harbour")
        assert sql(tmp_path, "select question, outcome from answers") == [("what about the harbour", "answered")]
