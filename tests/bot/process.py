"""The bot in a process of its own: how it is started, with which settings, and what it wrote."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.telegram.server import TOKEN

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-webhook"


@dataclass
class Program:
    """A bot in a process of its own."""

    process: asyncio.subprocess.Process
    log: Path

    @property
    def output(self) -> str:
        """All that it wrote so far."""
        return self.log.read_text()

    async def ends(self) -> tuple[int, str]:
        """Its exit code, and all that it wrote."""
        async with asyncio.timeout(20):
            return await self.process.wait(), self.output

    async def stops(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """As ``ends``, after a signal."""
        self.process.send_signal(how)
        return await self.ends()


@asynccontextmanager
async def program(
    folder: Path, *arguments: str, module: str = "tests.bot.stand_in", **settings: str
) -> AsyncGenerator[Program]:
    """Start the program with these settings and nothing else that is set here."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PULLQUOTE_")}
    given = {f"PULLQUOTE_{name}": value for name, value in ({"HEALTH_LISTEN": "off"} | settings).items()}
    log = folder / f"{time.monotonic_ns()}.log"
    with log.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", module, *arguments),
            cwd=folder,  # no .env here
            env=kept | given | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"},
            stdout=file,
            stderr=file,
        )
    try:
        yield Program(process, log)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def without_secrets(output: str) -> bool:
    """Whether neither the token nor its secret half is in what a program wrote."""
    return TOKEN not in output and TOKEN.partition(":")[2] not in output and SECRET not in output


def webhook() -> dict[str, str]:
    """Settings for updates to be brought."""
    listen = f"127.0.0.1:{free_port()}"
    return {"WEBHOOK_URL": f"http://{listen}/hook(1)", "WEBHOOK_SECRET": SECRET, "WEBHOOK_LISTEN": listen}


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
