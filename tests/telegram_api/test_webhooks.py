"""Updates by webhook: where one may be, who is told what, and that each update is taken in the end."""

import json
import socket

from aiohttp import web
from telegram import Bot
from telegram.error import Conflict
from telegram.ext import Application, MessageHandler, filters

from tests.telegram import BotApi, Seat
from tests.telegram_api.client import AnyApplication, echo, refused

WEBHOOK_IS_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


async def test_an_application_gets_its_updates_by_webhook(api: BotApi, chat: Seat) -> None:
    application: AnyApplication = Application.builder().token(api.token).base_url(api.base_url).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with application:
        assert application.updater is not None
        url = f"http://127.0.0.1:{port}/hook"
        await application.updater.start_webhook("127.0.0.1", port, "hook", webhook_url=url, secret_token="open-sesame")
        await application.start()
        assert (await chat.asks("hello")).text == "You said: hello"
        await api.all_confirmed()
        await refused(api, application.bot.get_updates(), WEBHOOK_IS_ACTIVE, Conflict)
        assert (await application.bot.get_webhook_info()).url == url
        await application.updater.stop()
        await application.stop()


async def test_a_webhook_is_called_again_until_it_takes_the_update(api: BotApi, bot: Bot, chat: Seat) -> None:
    seen: list[tuple[int, str | None]] = []

    async def hook(request: web.BaseRequest) -> web.Response:
        """Refuse twice, then take it."""
        body = json.loads(await request.text())
        seen.append((body["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        return web.Response(status=200 if len(seen) > 2 else 500)

    runner = web.ServerRunner(web.Server(hook, access_log=None))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/", secret_token="open-sesame")
    await chat.says("hello")
    await api.all_confirmed()
    info = await bot.get_webhook_info()
    await bot.delete_webhook()
    await runner.cleanup()
    assert len(seen) == 3
    assert {secret for _, secret in seen} == {"open-sesame"}
    assert len({update_id for update_id, _ in seen}) == 1
    assert "500" in str(info.last_error_message)


async def test_a_webhook_elsewhere_needs_https(api: BotApi, bot: Bot) -> None:
    wanted = "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    await refused(api, bot.set_webhook("http://example.org/hook"), wanted)
