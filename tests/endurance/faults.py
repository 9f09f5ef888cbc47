"""A bad line: one call in four goes wrong, and some updates cannot be read."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.endurance.scene import UNLIMITED, staged
from tests.endurance.tally import Talk, Tally, total
from tests.telegram.faults import Damage, Fault, Faults

if TYPE_CHECKING:
    from pathlib import Path

    from tests.telegram.transcript import Call

PEOPLE = 20
PAUSE = (0.0, 0.1)  # seconds between two questions
TAPPED = 0.15  # of the moments at which somebody asks, somebody also votes
POISON = 50  # after so many questions comes an update that cannot be read
SHARES = {
    Fault.too_many(1): 10,
    Fault.server_error(): 5,
    Fault.lost_reply(): 5,
    Fault.dropped(): 5,
    Fault.none(): 75,
}


class BadLine(Faults):
    """Every call goes wrong by chance, and none by rule."""

    def __init__(self, chance: random.Random) -> None:
        """Begin with nothing gone wrong."""
        super().__init__()
        self._chance = chance
        self.struck = 0

    def take(self, call: Call) -> Fault:
        """What goes wrong with a call."""
        (fault,) = self._chance.choices(list(SHARES), list(SHARES.values()))
        self.struck += fault.damage is not Damage.NONE
        return fault


@dataclass(frozen=True, slots=True)
class Borne:
    """How many calls went wrong, and what became of what was asked meanwhile."""

    struck: int
    calls: int
    errors: tuple[str, ...]
    tally: Tally

    def __str__(self) -> str:
        return f"{self.struck} of {self.calls} calls went wrong\n{self.tally}"


async def endure_faults(questions: int, *, webhook: bool = False, seed: int = 1, folder: Path | None = None) -> Borne:
    """Ask so many questions while the line is bad, from the first call of the bot on."""
    chance = random.Random(seed)
    async with staged(UNLIMITED, folder, webhook=webhook) as scene:
        line = BadLine(random.Random(f"line {seed}"))
        scene.api.faults = line
        seats = [scene.api.person(f"P{number}").private() for number in range(PEOPLE)]
        talks = {seat.chat.id: Talk(seat.chat) for seat in seats}
        async with scene.running():
            for number in range(1, questions + 1):
                seat, other = chance.choice(seats), chance.choice(seats)
                await talks[seat.chat.id].ask(seat, f"what of the harbour {number}")
                if chance.random() < TAPPED:
                    await talks[other.chat.id].tap(other)
                if number % POISON == 0:
                    scene.api.poison()
                await asyncio.sleep(chance.uniform(*PAUSE))
            await scene.settles(lambda: total(talks.values()).is_complete)
            scene.api.faults = Faults()  # it stops over a good line
        return Borne(line.struck, len(scene.api.transcript.calls), scene.errors, total(talks.values()))
