"""What is fuzzed, and how: so many inputs of a strategy, each within a time, the first failures made small."""

from __future__ import annotations

import signal
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from hypothesis import HealthCheck, Phase, given, seed, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from hypothesis.strategies import SearchStrategy

PATIENCE = 5.0  # seconds that one input may take
BATCH = 2000  # inputs of one seed: hypothesis remembers all of them


class Hang(BaseException):
    """An input takes too long. No Exception: the code in hand must not take it for one of a parser's."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads what others wrote: ``check`` fails on an input that it does not stand."""

    name: str
    inputs: SearchStrategy[Any]
    check: Callable[[Any], None]
    share: float  # of all inputs, by what one costs
    patience: float = PATIENCE


@dataclass(slots=True)
class Tally:
    """What became of the inputs of a target."""

    inputs: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list[str])


def fuzz(target: Target, count: int, number: int) -> Tally:
    """Put ``count`` inputs to a target, or fewer: a batch with a failure is the last. The same ``number``, the same."""
    tally = Tally()
    started = time.perf_counter()
    for first in range(0, count, BATCH):
        try:
            _batch(target, min(BATCH, count - first), number + first, tally)
        except Exception as error:  # whatever the target did
            tally.failures = [_described(one) for one in _each(error)]
            break
    tally.seconds = time.perf_counter() - started
    return tally


def _batch(target: Target, count: int, number: int, tally: Tally) -> None:
    @seed(number)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )
    @given(target.inputs)
    def each(value: Any) -> None:
        tally.inputs += 1
        took = within(target.patience, lambda: target.check(value))
        tally.slowest = max(tally.slowest, took)

    each()


def within(patience: float, work: Callable[[], None]) -> float:
    """The seconds that ``work`` took. Raises AssertionError when it is not done in time, as soon as Python is asked."""

    def ring(signum: int, frame: FrameType | None) -> None:
        raise Hang

    handler = signal.signal(signal.SIGALRM, ring)
    timer = signal.setitimer(signal.ITIMER_REAL, patience)
    started = time.perf_counter()
    try:
        work()
    except Hang:
        hung = True
    else:
        hung = time.perf_counter() - started > patience
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)  # of whoever runs us
        signal.signal(signal.SIGALRM, handler)
    if hung:
        raise AssertionError(f"not done within {patience:g} s")
    return time.perf_counter() - started


def _each(error: BaseException) -> Iterator[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        for one in cast("BaseExceptionGroup[BaseException]", error).exceptions:
            yield from _each(one)
    else:
        yield error


def _described(error: BaseException) -> str:
    """What failed, where, and on which input, as small as hypothesis could make it."""
    trace = error.__traceback__
    places: list[str] = []
    while trace:
        file = trace.tb_frame.f_code.co_filename
        if "hypothesis" not in file and not file.endswith("fuzz/targets.py"):
            places.append(f"{'/'.join(file.split('/')[-2:])}:{trace.tb_lineno}")
        trace = trace.tb_next
    notes: list[str] = getattr(error, "__notes__", [])
    return "\n".join([f"{type(error).__name__}: {str(error)[:500]}", f"at {' '.join(places[-4:])}", *notes])[:4000]
