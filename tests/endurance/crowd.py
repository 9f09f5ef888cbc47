"""A crowd that asks at once, alone and behind somebody who floods."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.endurance.scene import staged
from tests.endurance.tally import Talk, Tally, total

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.endurance.scene import Scene
    from tests.telegram.seats import Seat

QUOTA = 300  # questions of one person in an hour, as the bot has it by default
IDLE = 20  # questions, one after the other, to a bot that has nothing else to do
WITHIN = 300.0  # seconds after which an answer is not waited for


@dataclass(frozen=True, slots=True)
class Crowded:
    """How many seconds 95 in 100 waited at most, in three situations; and what became of everything asked."""

    idle: float
    alone: float
    flooded: float
    flood: Tally
    errors: tuple[str, ...]
    tally: Tally

    def __str__(self) -> str:
        return (
            f"p95 of the crowd: {1000 * self.idle:.0f} ms idle, {1000 * self.alone:.0f} ms all at once, "
            f"{1000 * self.flooded:.0f} ms all at once and flooded: {self.flooded / self.alone:.2f} times without the "
            f"flood, {self.flooded / self.idle:.1f} times idle\nthe flood: {self.flood}\nall: {self.tally}"
        )


async def endure_crowd(chats: int, flood: int, quota: int = QUOTA, *, folder: Path | None = None) -> Crowded:
    """Let so many chats ask at once; then again, behind so many questions of one person more."""
    async with staged({"PERSON_QUOTA": str(quota)}, folder) as scene:
        seats = [scene.api.person(f"P{number}").private() for number in range(chats)]
        talks = [Talk(seat.chat) for seat in seats]
        flooder = scene.api.person("Flood").private()
        flooding = Talk(flooder.chat, quota)
        places = list(zip(talks, seats, strict=True))
        async with scene.running():
            await _wait(scene, *places[0])  # the first answer of a life takes longer
            idle = [await _wait(scene, *places[number % chats]) for number in range(IDLE)]
            alone = await asyncio.gather(*(_wait(scene, *place) for place in places))
            for number in range(flood):  # all of it comes before the first question of the crowd
                await flooding.ask(flooder, f"what of the harbour {number}")
            flooded = await asyncio.gather(*(_wait(scene, *place) for place in places))
            await scene.settles(lambda: total([*talks, flooding]).is_complete)
        tally = total([*talks, flooding])
        return Crowded(p95(idle), p95(alone), p95(flooded), flooding.tally(), scene.errors, tally)


def p95(seconds: Sequence[float]) -> float:
    """What 95 in 100 do not exceed."""
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]


async def _wait(scene: Scene, talk: Talk, seat: Seat) -> float:
    """The seconds from a question to its answer; where none comes, the tally will say so."""
    began = time.monotonic()
    question = await talk.ask(seat, "what of the harbour")
    await scene.api.world.bell.until(lambda: talk.is_answered(question), WITHIN)
    return time.monotonic() - began
