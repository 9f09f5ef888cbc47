"""Kills at random moments, while people go on asking."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from tests.endurance.scene import STARTS, UNLIMITED, staged
from tests.endurance.tally import Talk, Tally, total

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.endurance.scene import Scene
    from tests.telegram.seats import Seat

PEOPLE, IN_GROUP = 5, 2
TO_GROUP = 0.06  # of the questions: about 16 a minute, for the bot sends a group no more than 20
TAPPED = 0.15  # of the moments at which somebody asks, somebody also votes
PAUSE = (0.05, 0.4)  # seconds between two questions


class Moment(Enum):
    """Where in its life the bot is killed."""

    LOADING = auto()
    TAKING_UP = auto()  # what the life before left; a crash here may come again in the next life
    ANSWERING = auto()


SHARES = {Moment.LOADING: 1, Moment.TAKING_UP: 2, Moment.ANSWERING: 5}
WITHIN = {Moment.LOADING: 2.0, Moment.TAKING_UP: 0.3, Moment.ANSWERING: 1.0}  # seconds


@dataclass(frozen=True, slots=True)
class Killed:
    """How often the bot was killed at which moment, and what became of what was asked meanwhile."""

    moments: Mapping[Moment, int]
    probes: int  # edits by which it looked for messages that might have arrived
    errors: tuple[str, ...]
    tally: Tally

    def __str__(self) -> str:
        moments = ", ".join(
            f"{count} {moment.name.lower().replace('_', ' ')}" for moment, count in self.moments.items()
        )
        return f"{sum(self.moments.values())} kills ({moments}), {self.probes} probes\n{self.tally}"


async def endure_kills(kills: int, *, webhook: bool = False, seed: int = 1, folder: Path | None = None) -> Killed:
    """Kill the bot so many times, then let it live until all is answered."""
    chance = random.Random(seed)
    moments = dict.fromkeys(Moment, 0)
    async with staged(UNLIMITED, folder, webhook=webhook) as scene:
        seats = _seats(scene)
        talks = {seat.chat.id: Talk(seat.chat) for seat in seats}
        asking = asyncio.create_task(_keep_asking(seats, talks, random.Random(f"questions {seed}")))
        for _ in range(kills):
            (moment,) = chance.choices(list(SHARES), list(SHARES.values()))
            await _live_and_die(scene, moment, chance.uniform(0, WITHIN[moment]))
            moments[moment] += 1
        asking.cancel()
        await asyncio.wait([asking])
        async with scene.running():
            await scene.settles(lambda: total(talks.values()).is_complete)
        probes = len(scene.api.transcript.of("editMessageReplyMarkup"))
        return Killed(moments, probes, scene.errors, total(talks.values()))


def _seats(scene: Scene) -> list[Seat]:
    """Everybody alone with the bot, and then some of them in a group."""
    people = [scene.api.person(f"P{number}") for number in range(PEOPLE)]
    group = scene.api.group("Room", people, supergroup=True)
    return [person.private() for person in people] + [group.seat(person) for person in people[:IN_GROUP]]


async def _keep_asking(seats: list[Seat], talks: Mapping[int, Talk], chance: random.Random) -> None:
    number = 0
    while True:
        number += 1
        in_group = chance.random() < TO_GROUP
        seat = chance.choice(seats[PEOPLE:] if in_group else seats[:PEOPLE])
        await talks[seat.chat.id].ask(seat, f"{'/ask ' if in_group else ''}what of the harbour {number}")
        if chance.random() < TAPPED:
            seat = chance.choice(seats[:PEOPLE])
            await talks[seat.chat.id].tap(seat)
        await asyncio.sleep(chance.uniform(*PAUSE))


async def _live_and_die(scene: Scene, moment: Moment, seconds: float) -> None:
    """One life, which ends so long after a moment has begun."""
    transcript, bell = scene.api.transcript, scene.api.world.bell
    calls, sent = len(transcript.calls), len(transcript.sent)
    process = await scene.start()
    if moment is Moment.TAKING_UP:
        await bell.until(lambda: len(transcript.calls) > calls, STARTS)
    elif moment is Moment.ANSWERING:
        await bell.until(lambda: len(transcript.sent) > sent, STARTS)
    await asyncio.sleep(seconds)
    await scene.kill(process)
