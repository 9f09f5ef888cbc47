"""Questions about who said what, made from the attributions that PolNeAR marks (Newell et al. 2018)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lab.corpora import DATA, polnear_stories
from pullquote.lexicon import stems

if TYPE_CHECKING:
    import random
    from pathlib import Path

    from pullquote.records import Span

AROUND = 450  # characters of text to either side of an attribution
ASK_WHAT = (
    "What did {who} say about {what}?",
    "what does {who} say about {what}",
    "What did {who} say?",
    "What has {who} said about {what}?",
    "what is {who}'s view of {what}",
    "How did {who} comment on {what}?",
)
ASK_WHO = ("Who said that {clause}?", "who says {clause}", "According to whom {clause}?", "who talked about {what}")
NAMED = re.compile(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)+")


@dataclass(frozen=True, slots=True)
class _Attribution:
    story: str
    who: str
    source: Span
    content: Span


class Told:
    """Attributions of named people, with the stories they stand in."""

    def __init__(self, stories: dict[str, str], attributions: list[_Attribution]) -> None:
        self._stories = stories
        self._attributions = attributions

    def draw(self, count: int, chance: random.Random) -> list[tuple[str, str, Span | None]]:
        """Up to ``count`` questions with a piece of the story around the answer, or the wrong piece."""
        drawn: list[tuple[str, str, Span | None]] = []
        for one in chance.sample(self._attributions, count):
            story = self._stories[one.story]
            start, end = _cut(story, one, chance)
            content = " ".join(story[slice(*one.content)].split())
            topic = _topic(content, chance)
            if not topic:
                continue
            if chance.random() < 0.65:
                question = chance.choice(ASK_WHAT).format(who=chance.choice([one.who, one.who.split()[-1]]), what=topic)
                answer = one.content
            else:
                clause = " ".join(content.strip("“”\"' ").rstrip(".,").split()[: chance.randint(6, 14)])
                question = chance.choice(ASK_WHO).format(clause=clause, what=topic)
                answer = one.source
            if chance.random() < 0.2:  # somebody else's words, or another topic
                other = chance.choice(self._attributions)
                if other.story != one.story and other.who.split()[-1] not in story[start:end]:
                    wrong = question.replace(one.who, other.who).replace(one.who.split()[-1], other.who.split()[-1])
                    if wrong != question:
                        drawn.append((wrong, story[start:end], None))
                continue
            drawn.append((question, story[start:end], (answer[0] - start, answer[1] - start)))
        return drawn


def told(*, apart: bool) -> Told:
    """The attributions of the training part whose source is a name and whose content is a sentence or less.

    ``apart``: not those of the stories of ``polnear.json``. Those of ``judged.json`` are in, with other questions.
    """
    measured = frozenset(polnear_stories()) if apart else frozenset[str]()
    stories: dict[str, str] = {}
    found: list[_Attribution] = []
    folder = DATA / "polnear" / "train"
    for path in sorted((folder / "attributions").glob("*.ann")):
        story = path.stem.rpartition("_")[0]  # the rest is the annotator; one of them is enough
        if story in stories or story in measured:
            continue
        with (folder / "text" / f"{story}.txt").open(encoding="utf-8", newline="") as file:
            stories[story] = file.read()
        found += _attributions(story, stories[story], path)
    return Told(stories, found)


def _attributions(story: str, text: str, path: Path) -> list[_Attribution]:
    spans: dict[str, Span] = {}
    events: list[dict[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        key, *rest = line.split("\t")
        if key.startswith("T") and rest and (one_run := re.fullmatch(r"\w+ (\d+) (\d+)", rest[0])):
            spans[key] = int(one_run[1]), int(one_run[2])
        elif key.startswith("E") and rest:
            events.append(dict(part.split(":", 1) for part in rest[0].split() if ":" in part))
    found: list[_Attribution] = []
    for event in events:
        source, content = spans.get(event.get("Source", "")), spans.get(event.get("Content", ""))
        if source is None or content is None or not 25 <= content[1] - content[0] <= 350:
            continue
        named = NAMED.search(text[slice(*source)])
        if named and source[1] - source[0] < 90 and abs(source[0] - content[0]) < 500:
            found.append(_Attribution(story, named[0].removesuffix("’s"), source, content))
    return found


def _cut(story: str, one: _Attribution, chance: random.Random) -> Span:
    """A piece of the story that holds an attribution, from the start of a word to the end of one."""
    start = max(0, min(one.source[0], one.content[0]) - chance.randint(0, AROUND))
    end = min(len(story), max(one.source[1], one.content[1]) + chance.randint(1, AROUND))
    while start > 0 and not story[start - 1].isspace():
        start -= 1
    while end < len(story) and not story[end].isspace():
        end += 1
    return start, end


def _topic(content: str, chance: random.Random) -> str:
    """One or two words of what was said, as somebody who asks about it would name it; empty when there are none."""
    wanted = [word.strip(".,;:“”\"'’()?!") for word in content.split()]
    wanted = [word for word in wanted if len(word) > 3 and word.isalpha() and stems(word)]
    names = [word for word in wanted if word[0].isupper()]
    if not wanted:
        return ""
    return chance.choice(names) if names and chance.random() < 0.5 else chance.choice(wanted)
