"""Figures of the running bot for Prometheus. No label holds a name, a number of anybody, or a word of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CONTENT = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6)
FATES = ("received", "handled", "failed", "quarantined", "duplicate", "dropped", "given up")
REASONS = ("held back", "timed out", "network", "found")


class Metrics:
    """The figures of one bot, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter(
            "pullquote_questions", "Questions, by what came of them.", ["outcome"], registry=self._registry
        )
        self._stages = Histogram(
            "pullquote_stage_seconds",
            "What each stage of an answer took.",
            ["stage"],
            buckets=SECONDS,
            registry=self._registry,
        )
        self._updates = Counter(
            "pullquote_updates", "Updates, by what became of them.", ["fate"], registry=self._registry
        )
        self._retries = Counter(
            "pullquote_retries",
            "Requests to Telegram that were made again, by why; found: messages that had arrived after all.",
            ["reason"],
            registry=self._registry,
        )
        self._inbox = Gauge("pullquote_inbox_depth", "Updates that are not done with.", registry=self._registry)
        self._work = Gauge("pullquote_updates_in_work", "Updates that are in work.", registry=self._registry)
        self._silence = Gauge(
            "pullquote_silence_seconds", "Since Telegram last showed that updates flow.", registry=self._registry
        )
        for fate in FATES:  # so that what has not happened yet is 0 and not missing
            self._updates.labels(fate)
        for reason in REASONS:
            self._retries.labels(reason)

    def watch(self, inbox: Callable[[], float], work: Callable[[], float], silence: Callable[[], float]) -> None:
        """Read these whenever somebody asks: updates, updates, seconds."""
        self._inbox.set_function(inbox)
        self._work.set_function(work)
        self._silence.set_function(silence)

    def asked(self, outcome: str, stages: Mapping[str, float]) -> None:
        """Count a question. ``stages``: what each took, in milliseconds."""
        self._questions.labels(outcome).inc()
        for stage, milliseconds in stages.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def update(self, fate: str) -> None:
        """Count what became of an update."""
        self._updates.labels(fate).inc()

    def retried(self, reason: str) -> None:
        """Count a request that is made again."""
        self._retries.labels(reason).inc()

    def render(self) -> bytes:
        """All figures, in Prometheus' text format."""
        return generate_latest(self._registry)
