"""Serving: the bot is opened step by step, answers until it is told to stop, and is closed in the opposite order."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from telegram.error import NetworkError, TelegramError

from bot.application import UPDATES
from bot.commands import announce
from bot.courier import Patience
from bot.languages import Languages
from bot.webhook import WebhookServer

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine

    from bot.application import Service
    from bot.monitor import Monitor
    from bot.webhook import Webhook

PURGED_EVERY = 3600.0  # seconds
WATCHED_EVERY = 20.0  # seconds
DAY = 24 * 3600.0
CONNECTIONS = 1  # of Telegram to a webhook: with more, what one person writes may come in another order

logger = logging.getLogger(__name__)


async def serve(service: Service, webhook: Webhook | None = None, monitor: Monitor | None = None) -> None:
    """Answer until a signal comes, or Telegram refuses to go on. Raises what opening raises."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    service.polling.on_refusal = stop.set
    async with AsyncExitStack() as stack:
        opening = asyncio.create_task(_open(service, webhook, monitor, stack))
        told = asyncio.create_task(stop.wait())
        stack.callback(told.cancel)
        await asyncio.wait({opening, told}, return_when=asyncio.FIRST_COMPLETED)
        if opening.done():
            opening.result()
            await told
        else:
            opening.cancel()
            await asyncio.wait({opening})


@asynccontextmanager
async def running(service: Service, webhook: Webhook | None = None) -> AsyncGenerator[Service]:
    """The bot, running, without regard to signals."""
    async with AsyncExitStack() as stack:
        await _open(service, webhook, None, stack)
        yield service


async def _open(service: Service, webhook: Webhook | None, monitor: Monitor | None, stack: AsyncExitStack) -> None:
    house, application = service.house, service.application
    stack.callback(house.database.close)
    stack.callback(house.library.close)
    if monitor:
        await stack.enter_async_context(monitor.watching(service))
    await _persist(application.initialize)
    stack.push_async_callback(application.shutdown)
    await house.library.open()
    _beside(stack, announce(application.bot, Languages(), house.administrators))
    _beside(stack, _keep_purging(service))
    for reading in await service.reception.left():
        await application.update_queue.put(reading.of(application.bot))
    stack.push_async_callback(_finish, service)
    await application.start()
    await (_ring(service, webhook, stack) if webhook else _poll(service, stack))


async def _poll(service: Service, stack: AsyncExitStack) -> None:
    """Ask for updates from now on."""
    stack.push_async_callback(_stop_asking, service)
    if (updater := service.application.updater) is None:
        raise RuntimeError("the application was built without its means of asking")
    await updater.start_polling(
        bootstrap_retries=-1, allowed_updates=UPDATES, drop_pending_updates=False, error_callback=_polling_failed
    )


async def _ring(service: Service, webhook: Webhook, stack: AsyncExitStack) -> None:
    """Have updates brought from now on."""
    server = WebhookServer(webhook, service.reception, service.application.update_queue, service.application.bot)
    server.start()
    stack.push_async_callback(server.stop)
    bot = service.application.bot

    async def register() -> bool:
        return await bot.set_webhook(
            webhook.address,
            allowed_updates=UPDATES,
            drop_pending_updates=False,
            secret_token=webhook.secret,
            max_connections=CONNECTIONS,
        )

    await _persist(register)
    _beside(stack, _keep_watching(service, webhook))


async def _stop_asking(service: Service) -> None:
    service.reception.close()
    updater = service.application.updater
    if updater and updater.running:
        await updater.stop()


def _polling_failed(error: TelegramError) -> None:
    """The library asks again by itself."""
    if not isinstance(error, NetworkError):  # the line says that itself
        logger.error("asking for updates failed", exc_info=error)


async def _finish(service: Service) -> None:
    """Let what is in work end."""
    await service.turns.close()
    if service.application.running:
        await service.application.stop()


async def _persist(action: Callable[[], Awaitable[Any]]) -> None:
    """Do what the network must be there for, when it is."""
    patience = Patience(10 * 365 * DAY)
    while True:
        try:
            await action()
            return
        except TelegramError as error:
            pause = patience.pause(error)
            if pause is None:
                raise
            await asyncio.sleep(pause)


def _beside(stack: AsyncExitStack, work: Coroutine[Any, Any, None]) -> None:
    """Do something that nobody who asks needs to wait for, until the bot is closed."""
    task = asyncio.create_task(work)

    async def end() -> None:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    stack.push_async_callback(end)


async def _keep_purging(service: Service) -> None:
    """Delete what is too old, now and from time to time."""
    while True:
        try:
            await service.memory.purge()
            await service.inbox.purge()
            await service.quotas.purge()
        except Exception:  # the next time it may be possible
            logger.warning("the purge of what is too old failed", exc_info=True)
        await asyncio.sleep(PURGED_EVERY)


async def _keep_watching(service: Service, webhook: Webhook) -> None:
    """See from time to time that Telegram still knows where to bring updates, and could."""
    while True:
        with suppress(TelegramError):
            info = await service.application.bot.get_webhook_info()
            if info.url == webhook.address and not (info.pending_update_count and info.last_error_date):
                service.reception.flowed()
            else:
                logger.warning("Telegram does not bring updates (%d wait)", info.pending_update_count)
        await asyncio.sleep(WATCHED_EVERY)
