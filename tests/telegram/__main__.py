"""Run the server by itself and talk with a bot from a terminal: python -m tests.telegram --port 8081."""

import argparse
import asyncio
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tests.telegram.messages import Message
from tests.telegram.server import TOKEN, BotApi

HELP = """A line is a message to the bot. Besides:
  :tap LABEL      tap a button of the newest message that has it
  :reply N TEXT   reply to message N
  :file PATH      send a file
  :inline TEXT    ask in inline mode
  :block :unblock block the bot, or let it write again
  :quit           stop the server
"""


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Terminal:
    """A person in a private chat, who types lines and reads what the bot sends."""

    def __init__(self, api: BotApi, name: str) -> None:
        """Sit down in a private chat with the bot."""
        self._api = api
        self._person = api.person(name)
        self._seat = self._person.private()
        self._shown: dict[int, int] = {}

    async def show(self) -> None:
        """Print every message of the bot, and every edit of one."""
        while True:
            await self._api.world.bell.until(lambda: bool(self._news()), 3600)
            for message in self._news():
                edited = "" if message.id not in self._shown else " (edited)"
                self._shown[message.id] = len(message.versions)
                buttons = "".join(f"\n    [{label}]" for label in message.labels)
                say(f"bot #{message.id}{edited}: {message.text}{buttons}")

    async def obey(self, line: str) -> bool:
        """Do what a line says; return whether to go on."""
        word, _, rest = line.partition(" ")
        if not word.startswith(":"):
            await self._seat.says(line)
        elif word == ":quit":
            return False
        else:
            try:
                await self._command(word, rest)
            except (AssertionError, LookupError, OSError, ValueError) as error:
                say(f"! {error}")
        return True

    async def _command(self, word: str, rest: str) -> None:
        """Do what a line that begins with a colon says."""
        if word == ":tap":
            await self._tap(rest)
        elif word == ":reply":
            number, _, text = rest.partition(" ")
            await self._seat.says(text, reply_to=self._seat.chat.messages[int(number)])
        elif word == ":file":
            path = Path(rest)
            await self._seat.sends_document(path.name, await asyncio.to_thread(path.read_bytes))
        elif word == ":inline":
            answer = await (await self._person.asks_inline(rest)).answered()
            for number, result in enumerate(answer.results):
                say(f"  {number}: {result.get('title')} - {result.get('description', '')}")
        elif word == ":block":
            await self._seat.blocks_bot()
        elif word == ":unblock":
            await self._seat.unblocks_bot()
        else:
            say(HELP)

    async def _tap(self, label: str) -> None:
        """Tap a button of the newest message that has it."""
        for message in reversed(self._seat.chat.messages.values()):
            if label in message.labels:
                answer = await (await self._seat.taps(message, label)).answered()
                say(f"  ({answer.text})" if answer.text else "  (answered)")
                return
        say(f"! no button {label!r}")

    def _news(self) -> list[Message]:
        """Return the messages of the bot that were not printed as they stand now."""
        me = self._api.world.account.user
        messages = [m for m in self._seat.chat.messages.values() if m.sender == me]
        return [m for m in messages if self._shown.get(m.id) != len(m.versions)]


def typed_lines() -> asyncio.Queue[str]:
    """Return a queue of the lines of standard input, read beside the server."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        """Hand over each line; the loop may be gone by then."""
        for line in sys.stdin:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(lines.put_nowait, line.rstrip("\n"))

    # A daemon thread: a read from a terminal cannot be cancelled.
    threading.Thread(target=read, daemon=True).start()
    return lines


async def serve(port: int, token: str, name: str) -> None:
    """Serve until the person quits; the end of the input does not end the server."""
    async with BotApi(token, port=port) as api:
        say(f"Bot API at {api.url}, base_url {api.base_url}, token {api.token}")
        say(HELP)
        terminal = Terminal(api, name)
        showing = asyncio.create_task(terminal.show())
        lines = typed_lines()
        while not showing.done() and await terminal.obey(await lines.get()):
            pass
        showing.cancel()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 takes a free one")
    parser.add_argument("--token", default=TOKEN, help="the token that the bot has to use")
    parser.add_argument("--name", default="Reader", help="the name of the person who types")
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(options.port, options.token, options.name))


if __name__ == "__main__":
    main()
