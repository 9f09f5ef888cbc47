"""PolNeAR's stories with every attribution that annotators marked in them (Newell et al. 2018)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lab.corpora import DATA

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pullquote.records import Span

RUN = re.compile(r"\w+ (\d+ \d+(?:;\d+ \d+)*)")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says (None: nobody is named), by which words, and what. In runs; offsets are code points of the story."""

    source: tuple[Span, ...] | None
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A story with its attributions, in order of their cues."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]


def stories(part: str) -> Iterator[Story]:
    """The stories of ``train`` or ``dev``, as the first of their annotators marked them."""
    folder = DATA / "polnear" / part
    last = ""
    for path in sorted((folder / "attributions").glob("*.ann")):
        name = path.stem.rpartition("_")[0]  # the rest is the annotator
        if name != last:
            last = name
            with (folder / "text" / f"{name}.txt").open(encoding="utf-8", newline="") as file:
                yield Story(name, file.read(), tuple(_attributions(path)))


def _attributions(path: Path) -> list[Attribution]:
    """What a file in brat's stand-off format says."""
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[dict[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition("\t")
        if key.startswith("T") and (run := RUN.match(rest)):
            spans[key] = tuple(sorted(_span(each) for each in run[1].split(";")))
        elif key.startswith("E"):
            events.append(dict(part.split(":", 1) for part in rest.split() if ":" in part))
    found = [
        Attribution(spans.get(event.get("Source", "")), spans[event["Cue"]], spans[event["Content"]])
        for event in events
        if event.get("Cue") in spans and event.get("Content") in spans
    ]
    return sorted(found, key=lambda each: each.cue)


def _span(run: str) -> Span:
    start, end = run.split()
    return int(start), int(end)
