"""``python -m tests.endurance kills 100 [--webhook]``, ``faults 300``, ``crowd 200 --flood 500``, ``memory 10000``.

The bot runs as its own program, with ready answers in place of the models, against a Bot API server of the tests. Ends
with 1 when anything was lost, answered twice, out of order or not with an answer.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.endurance.crowd import QUOTA, Crowded, endure_crowd
from tests.endurance.faults import Borne, endure_faults
from tests.endurance.kills import Killed, endure_kills
from tests.endurance.memory import Grown, endure_use

if TYPE_CHECKING:
    from collections.abc import Sequence

ERRORS = 20  # lines of the bot's log that are shown

Endured = Killed | Borne | Crowded | Grown


def main(arguments: Sequence[str] | None = None) -> int:
    """Let the bot endure something, and print how it did."""
    options = _parser().parse_args(arguments)
    began = time.monotonic()
    endured = asyncio.run(_endure(options))
    print(f"{endured}; {time.monotonic() - began:.0f} s")
    for finding in endured.tally.findings:
        print(f"  {finding}")
    for line in endured.errors[:ERRORS]:
        print(f"  the bot's log: {line}")
    return 1 if endured.tally.findings else 0


async def _endure(options: argparse.Namespace) -> Endured:
    folder: Path | None = options.keep
    if options.what == "kills":
        return await endure_kills(options.many, webhook=options.webhook, seed=options.seed, folder=folder)
    if options.what == "faults":
        return await endure_faults(options.many, webhook=options.webhook, seed=options.seed, folder=folder)
    if options.what == "crowd":
        return await endure_crowd(options.many, options.flood, options.quota, folder=folder)
    return await endure_use(options.many, folder=folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.endurance", description=__doc__)
    kinds = parser.add_subparsers(dest="what", required=True)
    for what, many in (("kills", "kills"), ("faults", "questions"), ("crowd", "chats"), ("memory", "questions")):
        kind = kinds.add_parser(what)
        kind.add_argument("many", type=int, metavar=many.upper())
        kind.add_argument("--keep", type=Path, metavar="FOLDER", help="where the bot's log and database stay")
        if what in {"kills", "faults"}:
            kind.add_argument("--webhook", action="store_true", help="updates are brought to the bot")
            kind.add_argument("--seed", type=int, default=1, help="what chance is drawn from")
        if what == "crowd":
            kind.add_argument("--flood", type=int, default=500, help="questions of one person more")
            kind.add_argument("--quota", type=int, default=QUOTA, help="questions an hour that one person may ask")
    return parser


if __name__ == "__main__":
    sys.exit(main())
