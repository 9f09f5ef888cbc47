"""The scene: the bot as a program of its own against a Bot API server in this one, in a folder that outlives it."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sys
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.telegram.server import TOKEN, BotApi

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncGenerator, Callable, Generator, Mapping

ROOT = Path(__file__).resolve().parents[2]
UNLIMITED = {"PERSON_QUOTA": "0", "GROUP_QUOTA": "0"}
AT_REST = frozenset({"getUpdates", "getWebhookInfo"})  # what a bot asks for that has nothing to do
STARTS = 60.0  # seconds that a start may take
STEP = 0.1  # seconds between two looks
PATIENCE = 90.0  # seconds of rest after which nothing more is coming: a group's limit alone may take 60
LINGERS = 2.0  # seconds in which what is said once too often would be said
ERROR = re.compile(r"^.*\b(?:ERROR|CRITICAL)\b.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the bot runs, and who brings it what people write."""

    api: BotApi
    folder: Path
    environment: Mapping[str, str]

    @property
    def log(self) -> Path:
        """What the program writes, in all its lives."""
        return self.folder / "log"

    @property
    def errors(self) -> tuple[str, ...]:
        """The lines of its log that tell of something it could not do."""
        return tuple(ERROR.findall(self.log.read_text(encoding="utf-8", errors="replace")))

    async def start(self) -> Process:
        """Begin a life of the program, with ready answers in place of the models."""
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.bot.stand_in"),
                cwd=self.folder,  # no .env here
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    async def kill(self, process: Process) -> None:
        """End a life at once. Raises RuntimeError where it has ended by itself, which no bot should."""
        if process.returncode is not None:
            raise RuntimeError(f"the bot ended by itself with {process.returncode}: {self.log.read_text()[-2000:]}")
        process.kill()
        await process.wait()

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Process]:
        """A whole life: from its first call on, until it is asked to stop and has done so."""
        calls = self.api.transcript.calls
        before = len(calls)
        process = await self.start()
        try:
            if not await self.api.world.bell.until(lambda: len(calls) > before, STARTS):
                raise TimeoutError(f"no call within {STARTS} s: {self.log.read_text()[-2000:]}")
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()

    async def settles(self, done: Callable[[], bool]) -> None:
        """Wait until it is done, or rests without being; and then for what may come although it is."""
        calls, acted = self.api.transcript.calls, time.monotonic()
        seen = len(calls)
        while not done() and time.monotonic() - acted < PATIENCE:
            await asyncio.sleep(STEP)
            if any(call.method not in AT_REST for call in calls[seen:]):
                acted = time.monotonic()
            seen = len(calls)
        await asyncio.sleep(LINGERS)


@asynccontextmanager
async def staged(
    settings: Mapping[str, str], folder: Path | None = None, *, webhook: bool = False
) -> AsyncGenerator[Scene]:
    """A server, and all that the bot needs to be started; settings are named as in the environment, unprefixed.

    ``folder`` must be new, and stays; without one all is deleted in the end.
    """
    with _place(folder) as place:
        async with BotApi() as api:
            given = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_API": api.url, "STORE": str(place / "store")}
            given |= {"HEALTH_LISTEN": "off"} | (_webhook() if webhook else {}) | dict(settings)
            around = {name: value for name, value in os.environ.items() if not name.startswith("PULLQUOTE_")}
            around |= {f"PULLQUOTE_{name}": value for name, value in given.items()}
            paths = os.pathsep.join(map(str, (ROOT, ROOT / "src")))
            yield Scene(api, place, around | {"PYTHONPATH": paths})


def resident(process: Process) -> int:
    """The memory that a process has, in KiB; as Linux tells it."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    found = re.search(r"^VmRSS:\s+(\d+) kB$", status, re.MULTILINE)
    if found is None:
        raise ProcessLookupError(f"process {process.pid} has no memory any more")
    return int(found[1])


@contextmanager
def _place(folder: Path | None) -> Generator[Path]:
    """A folder that stays, or a new one that does not."""
    if folder is None:
        with TemporaryDirectory() as fresh:
            yield Path(fresh)
    else:
        folder.mkdir(parents=True)
        yield folder.resolve()


def _webhook() -> dict[str, str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        listen = f"127.0.0.1:{probe.getsockname()[1]}"
    return {"WEBHOOK_URL": f"http://{listen}/hook", "WEBHOOK_SECRET": "endurance", "WEBHOOK_LISTEN": listen}
