"""Which words of what was said before a follow-up leans on, as a trained model has it, and the question with them.

Term classification over the earlier question and its answer, as in QuReTeC (Voskarides et al., SIGIR 2020). What is
found chooses among the ways of writing a follow-up out that the rules offer, and writes it out where none of them fits.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from pullquote.completions import AUX, MEASURES, OPENING, WH, FollowUp
from pullquote.lexicon import STOP_WORDS, WORD, stems, words
from pullquote.names import Sort
from pullquote.nouns import is_plural
from pullquote.pronouns import EXPLETIVE, LIGHT, PRONOUN, in_place, is_inner, stands_for
from pullquote.surface import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pullquote.records import Answer, Quote, Sentence
    from pullquote.scene import Scene

BAR = 0.4  # least probability of a word that is taken up
SUREST = 0.97  # no word is surer to be taken up, or not to be, than this
NEAR = 2  # sentences behind the quoted one, and one in front of it, that are told too as far as there is room
PART_OF_NAME = 0.3  # least probability of a word beside one of what may be the same name that is taken up
PART_OF_KNOWN = 0.1  # the same, of a name that the articles use
BRIDGE = 2  # small words between two that are taken up together: "the fall of the bridge"
RULED = 0.5  # how much likelier another way must be (natural logarithm) than the rules' first, to be preferred
BARE = 2.0  # the same where little was typed: no verb, or no word that says anything
WHOLE = 4.0  # how much likelier it must be that a question leans on anything, where it could stand alone
ALONE = 0.5  # the same where no rule changes what was typed
TELLING = 2  # words without a pronoun that say what a question is about
APPENDED = 3  # runs of words that are put at the end of a question
SMALL = r"\W*(?:of|the|and|in|on|for|to|at|an?|by|from|with|near|['’]s)\W*"
PERSONAL = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
SEVERAL = frozenset(("they", "them", "their", "theirs", "these", "those"))
COUNTING = re.compile(rf"(?P<how>how (?:many|much))(?= {AUX}\b)", re.IGNORECASE)
FRAGMENT = re.compile(rf"{OPENING}(?!(?:{WH}|{AUX})\b)", re.IGNORECASE)


class Resolver(Protocol):
    """Tells what a follow-up leans on. Deterministic; safe to use from several threads."""

    def leanings(self, question: str, told: Sequence[str]) -> list[tuple[int, int, int, float]]:
        """Tokens of the texts told before: text, start, end there, and how probable it is that it is taken up."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was said before: in which text, where, and how probable it is that a follow-up takes it up."""

    text: int
    start: int
    end: int
    chance: float


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are taken up together, as they were written."""

    written: str
    stems: frozenset[str]
    chance: float

    @property
    def named(self) -> str:
        """The words as a question can name them: "the wreck", "Ada Quay"."""
        plain = self.written[:1].islower() or self.written[:1].isdigit()
        verbal = self.written.split()[0].endswith("ing")
        return f"the {self.written}" if plain and not verbal else self.written


def told_before(earlier: Answer) -> tuple[str, str, str]:
    """The earlier question, the sentence that answered it, and what else was shown or stands near; as it was learnt.

    After silence what came nearest: it may well name whom a follow-up means.
    """
    shown = earlier.quotes or earlier.nearest
    if not shown:
        return earlier.question, "", ""
    best, *others = shown
    near = [quote.text for quote in others]
    known = [one for quote in shown if quote.article is best.article for one in (quote.sentence, quote.before)]
    near += [best.article.slice(one) for one in _around(best) if one not in known and one.kind.quotable]
    return earlier.question, best.text, " ".join(near)


def _around(quote: Quote) -> list[Sentence]:
    place = quote.article.sentences.index(quote.sentence)
    behind = quote.article.sentences[place + 1 : place + 1 + NEAR]
    return [*behind, *quote.article.sentences[max(0, place - 1) : place]]


class Leanings:
    """What a follow-up leans on."""

    def __init__(self, typed: str, scene: Scene, resolver: Resolver) -> None:
        """Ask the resolver. ``typed`` as it is to be written out."""
        self._typed = typed
        self._scene = scene
        self._told = told_before(scene.answer)
        self._words = list(self._weigh(resolver.leanings(typed, self._told)))

    def _weigh(self, tokens: Sequence[tuple[int, int, int, float]]) -> Iterator[Word]:
        """Whole words of the texts, each with the mean of its tokens; small words are none."""
        for number, text in enumerate(self._told):
            own = [(start, end, chance) for place, start, end, chance in tokens if place == number]
            for match in WORD.finditer(text):
                held = [chance for start, end, chance in own if start < match.end() and match.start() < end]
                if held and words(match[0])[0] not in STOP_WORDS:
                    yield Word(number, *match.span(), sum(held) / len(held))

    @cached_property
    def chances(self) -> dict[str, float]:
        """How probable it is that each stem that was not typed is taken up."""
        known = frozenset(stems(self._typed))
        chances: dict[str, float] = {}
        for word in self._words:
            for stem in stems(self._told[word.text][word.start : word.end]):
                if stem not in known:
                    chances[stem] = max(chances.get(stem, 0.0), word.chance)
        return {stem: min(max(chance, 1 - SUREST), SUREST) for stem, chance in chances.items()}

    def fit(self, question: str) -> float:
        """How likely just those words are taken up that a question has (natural logarithm)."""
        held = frozenset(stems(question))
        return sum(math.log(chance if stem in held else 1 - chance) for stem, chance in self.chances.items())

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """What is taken up, in the order in which it was told; nothing twice."""
        found: list[Run] = []
        for run in self._together():
            text = re.sub(r"['’]s?$", "", self._told[run[0].text][run[0].start : run[-1].end])
            chance = sum(word.chance for word in run) / len(run)
            found.append(Run(text, frozenset(stems(text)), chance))
        kept: list[Run] = []
        for run in sorted(found, key=lambda each: (-len(each.stems), -each.chance)):
            if not any(2 * len(run.stems & other.stems) >= len(run.stems) for other in kept):
                kept.append(run)
        return tuple(run for run in found if any(run is one for one in kept))

    def _together(self) -> list[list[Word]]:
        runs: list[list[Word]] = []
        whole = self._in_names()
        for word in self._words:
            if word.chance < BAR and word not in whole:
                continue
            last = runs[-1][-1] if runs else None
            between = self._told[word.text][last.end : word.start] if last and last.text == word.text else None
            if between is not None and _is_bridge(between):
                runs[-1].append(word)
            else:
                runs.append([word])
        return runs

    def _in_names(self) -> set[Word]:
        """The words of names of which one word is taken up, and the others not quite."""
        held: set[Word] = set()
        for number, text in enumerate(self._told):
            for match in NAME.finditer(text):
                of_name = [w for w in self._words if w.text == number and match.start() <= w.start < match.end()]
                if any(word.chance >= BAR for word in of_name):
                    least = PART_OF_KNOWN if match[0] in self._scene.names else PART_OF_NAME
                    held |= {word for word in of_name if word.chance >= least}
        return held

    def written_out(self) -> Iterator[str]:
        """The question with what it leans on in the place of its pronouns, and what is left at its end."""
        stripped = re.sub(rf"^{OPENING}", "", self._typed, flags=re.IGNORECASE).rstrip("?!. ") or self._typed
        left = list(self.runs)
        if (counting := COUNTING.match(stripped)) and (those := next((run for run in left if _are_many(run)), None)):
            stripped = f"{counting['how']} {those.written}{stripped[counting.end('how') :]}"
            left.remove(those)
        said = EXPLETIVE.sub(lambda found: "\0" * len(found[0]), stripped)
        pieces: list[str] = []
        end = 0
        for match in PRONOUN.finditer(said):
            word = match["word"].lower()
            fitting = [run for run in left if self._suits(word, run) > 0]
            inner = is_inner(word, stripped[: match.start()], self._scene)
            if inner or not fitting or not stands_for(match, stripped):
                continue
            run = max(fitting, key=lambda each: self._suits(word, each))
            left.remove(run)
            pieces += [stripped[end : match.start()], in_place(word, run.named, stripped, match)]
            end = match.end()
        whole = "".join([*pieces, stripped[end:]])
        yield whole
        known = frozenset(stems(whole))
        missing = [run for run in left if not run.stems <= known]
        if missing:
            yield f"{whole}, {_listed(missing)}"

    def with_missing(self, question: str) -> str | None:
        """A question with what it still lacks at its end; None if that is nothing."""
        known = frozenset(stems(question))
        missing = [run for run in self.runs if not run.stems & known]
        return f"{question.rstrip('?!. ')}, {_listed(missing)}" if missing else None

    def _suits(self, word: str, run: Run) -> float:
        """How well a pronoun may mean these words; 0 or less: it does not."""
        sort = self._scene.sort(run.written)
        person = sort is Sort.PERSON or self._scene.is_human(run.written)
        several = is_plural(run.written)
        if word in PERSONAL:
            if sort is Sort.PLACE:
                return 0.0
            gender = self._scene.naming.gender(run.written) if run.written in self._scene.names else ""
            return 0.0 if gender not in ("", PERSONAL[word]) else run.chance + person - several
        if word in SEVERAL:
            return run.chance + several - person * (not several)
        if word == "there":
            return 0.0 if person else run.chance + (sort is Sort.PLACE)
        return 0.0 if person else run.chance


def _are_many(run: Run) -> bool:
    """Whether words name what can be counted: "Afghan refugees"."""
    return is_plural(run.written) and run.written.split()[-1].islower()


def _is_bridge(between: str) -> bool:
    """Whether only small words part two others."""
    if re.fullmatch(r"[\s\-’']*", between):
        return True
    return len(between.split()) <= BRIDGE and re.fullmatch(rf"(?:{SMALL}){{1,{BRIDGE}}}", between) is not None


def _listed(runs: Sequence[Run]) -> str:
    """The surest of some runs, in their order."""
    surest = sorted(runs, key=lambda run: -run.chance)[:APPENDED]
    return ", ".join(run.named for run in runs if run in surest)


def likeliest(typed: str, offered: Sequence[FollowUp], leanings: Leanings) -> FollowUp | None:
    """Of all ways of writing a follow-up out the one that takes up what it leans on; None: it stands alone.

    ``offered`` are those of the rules, the one that they prefer first.
    """
    leans = any(stands_for(match, typed) for match in PRONOUN.finditer(EXPLETIVE.sub("", typed)))
    whole = not leans and len(frozenset(stems(typed)) - MEASURES - LIGHT) >= TELLING
    alone = WHOLE if whole and not offered else 0.0 if offered or leans else ALONE
    ruled = BARE if FRAGMENT.match(typed) or not (leans or stems(typed)) else RULED
    ways: list[tuple[float, FollowUp | None]] = [(leanings.fit(typed) + alone, None)]
    for place, follow_up in enumerate(offered):
        ways.append((leanings.fit(follow_up.question) + ruled * (place == 0), follow_up))
    first, *longer = leanings.written_out()
    named = first if frozenset(stems(first)) > frozenset(stems(typed)) else None
    ways.append((leanings.fit(first), FollowUp(first, anew=True)))
    ways += [(leanings.fit(question), FollowUp(question, anew=True, bare=named)) for question in longer]
    for follow_up in offered[:1]:
        if more := leanings.with_missing(follow_up.question):
            ways.append((leanings.fit(more), replace(follow_up, question=more, bare=follow_up.question)))
    best = max(ways, key=lambda way: way[0])[1]
    return best if best is None or best.question != typed else None
