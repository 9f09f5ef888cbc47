"""The memory of the bot over many questions, which should not grow with them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.endurance.scene import UNLIMITED, resident, staged
from tests.endurance.tally import Talk, Tally, total

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.endurance.scene import Scene
    from tests.telegram.seats import Seat

PEOPLE = 50
STAGE = 500  # questions between two readings; before the first, everything was loaded that will be
WITHIN = 120.0  # seconds after which an answer is not waited for


@dataclass(frozen=True, slots=True)
class Grown:
    """The memory in KiB after the first stage and after the last, and what became of all questions."""

    first: int
    last: int
    errors: tuple[str, ...]
    tally: Tally

    @property
    def ratio(self) -> float:
        """How many times the first memory the last one is."""
        return self.last / self.first

    def __str__(self) -> str:
        return f"memory from {self.first} to {self.last} KiB, {self.ratio:.3f} times\n{self.tally}"


async def endure_use(
    questions: int, stage: int = STAGE, *, report: Callable[[str], None] = print, folder: Path | None = None
) -> Grown:
    """Ask at least so many questions, of fifty people at a time, and report the memory after every stage."""
    began, tally, readings = time.monotonic(), Tally(), list[int]()
    async with staged(UNLIMITED, folder) as scene:
        seats = [scene.api.person(f"P{number}").private() for number in range(PEOPLE)]
        async with scene.running() as process:
            while tally.questions < questions:
                tally += await _round(scene, seats, tally.questions)
                if tally.questions // stage > len(readings):
                    readings.append(resident(process))
                    seconds = time.monotonic() - began
                    report(f"{tally.questions} questions: {readings[-1]} KiB, {seconds:.0f} s")
            readings.append(resident(process))
        return Grown(readings[0], readings[-1], scene.errors, tally)


async def _round(scene: Scene, seats: list[Seat], asked: int) -> Tally:
    """One question of everybody."""
    talks = [Talk(seat.chat) for seat in seats]
    for talk, seat in zip(talks, seats, strict=True):
        await talk.ask(seat, f"what of the harbour {asked}")
    await scene.api.world.bell.until(lambda: all(talk.is_answered(talk.questions[0]) for talk in talks), WITHIN)
    tally = total(talks)
    # Otherwise the memory of this program would grow, and looking through it would take ever longer.
    for seat in seats:
        seat.chat.messages.clear()
    scene.api.transcript.calls.clear()
    scene.api.transcript.sent.clear()
    return tally
