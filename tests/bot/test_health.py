"""What those who run the bot see of it from outside."""

import httpx
import pytest

from bot.health import HealthServer
from bot.metrics import Metrics
from bot.monitor import SILENCE, trouble
from tests.bot.newsroom import WordDesk
from tests.bot.stage import playing, quotes, until
from tests.telegram.faults import Fault
from tests.telegram.server import BotApi


def served(text: str) -> dict[str, float]:
    """Figures as Prometheus reads them."""
    lines = [line.rpartition(" ") for line in text.splitlines() if line and not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


async def test_a_health_server_says_whether_the_bot_lives_is_ready_and_its_figures() -> None:
    metrics, reasons = Metrics(), [None, "nothing comes"]
    server = HealthServer(metrics, lambda: reasons[0])
    server.start("127.0.0.1", 0)
    metrics.asked("answered", {"total": 120.0})
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}") as client:
        alive, ready, figures = [await client.get(path) for path in ("/healthz", "/readyz", "/metrics")]
        assert (alive.status_code, alive.text, ready.status_code, ready.text) == (200, "ok\n", 200, "ready\n")
        assert served(figures.text)['pullquote_questions_total{outcome="answered"}'] == 1
        assert served(figures.text)['pullquote_stage_seconds_sum{stage="total"}'] == pytest.approx(0.12)
        reasons.reverse()
        unready = await client.get("/readyz")
        assert (unready.status_code, unready.text) == (503, "nothing comes\n")
        assert (await client.head("/healthz")).status_code == 200
        assert (await client.post("/healthz")).status_code == 405
        lost = await client.get("/other")
        assert (lost.status_code, lost.text) == (404, "")
        assert "server" not in alive.headers
        assert "server" not in lost.headers
    await server.stop()


async def test_figures_hold_what_happened_and_nobody(api: BotApi, desk: WordDesk) -> None:
    async with playing(api, desk) as service:
        seat = api.person("Mina").private()
        for _ in range(2):
            assert quotes(await seat.asks("harbour"))
        await seat.asks("where is the Lighthouse?")
        api.fail("sendMessage", Fault.server_error())
        await seat.asks("/help")
        await until(lambda: service.inbox.depth == 0)
        text = service.metrics.render().decode()
    figures = served(text)
    assert figures['pullquote_questions_total{outcome="answered"}'] == 2
    assert figures['pullquote_questions_total{outcome="not_in_sources"}'] == 1
    assert figures['pullquote_updates_total{fate="received"}'] == 4
    assert figures['pullquote_updates_total{fate="handled"}'] == 4
    assert figures['pullquote_retries_total{reason="network"}'] == 1
    assert figures["pullquote_inbox_depth"] == 0
    assert str(seat.user.id) not in text


async def test_a_bot_that_gets_no_updates_any_more_is_not_ready(
    api: BotApi, desk: WordDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert SILENCE < 60
    monkeypatch.setattr("bot.monitor.SILENCE", 1.0)
    async with playing(api, desk) as service:
        await api.person("Mina").private().asks("harbour")
        assert trouble(service) is None
        api.fail("getUpdates", Fault.server_error(), lasting=True)
        ada = api.person("Ada").private()
        await ada.says("harbour")  # ends the request for updates that waits
        await until(lambda: trouble(service))
        api.heal()
        await api.person("Eve").private().asks("harbour", within=15)
        assert trouble(service) is None
    assert trouble(service) == "starting or stopping"
