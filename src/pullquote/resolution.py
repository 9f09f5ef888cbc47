"""Which words of what was said before a follow-up leans on, as a trained model has it, and the question with them.

Term classification over the earlier question and its answer, as in QuReTeC (Voskarides et al., SIGIR 2020). What is
found chooses among the ways of writing a follow-up out that the rules offer, and writes it out itself
(``rewriting.py``).
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from pullquote.completions import AUX, MEASURES, OPENING, PREPOSITIONS, WH, FollowUp
from pullquote.lexicon import stems
from pullquote.names import STOPPED, Sort
from pullquote.pronouns import EXPLETIVE, LIGHT, PRONOUN, stands_for
from pullquote.rewriting import GIVES_WAY, JOINTS, POINTING, Piece, joined, told_words, typed_words, write_out
from pullquote.surface import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pullquote.records import Answer, Quote, Sentence
    from pullquote.rewriting import Edit
    from pullquote.scene import Scene

LEAST = 1e-6  # probability that is told from none
BAR = 0.4  # least probability of a word that is taken up
SUREST = 0.97  # no word is surer to be taken up, or not to be, than this
NEAR = 2  # sentences behind the quoted one, and one in front of it, that are told too as far as there is room
PART_OF_NAME = 0.3  # least probability of a word beside one of what may be the same name that is taken up
PART_OF_KNOWN = 0.1  # the same, of a name that the articles use
BRIDGE = 2  # small words between two that are taken up together: "the fall of the bridge"
BARE = 2.0  # how much likelier (natural logarithm) another way must be than the rules' first where little was typed:
# no verb, or no word that says anything
WHOLE = 4.0  # how much likelier it must be that a question leans on anything, where it could stand alone
OPEN = -2.0  # the same where a pronoun would stay open
FAINT = 0.7  # of the probability of the surest word: what is taken up for such a pronoun where nothing is probable
UNLIKELY = 0.05  # and what is less probable than this is not, even so
TELLING = 2  # words without a pronoun that say what a question is about
APPENDED = 3  # runs of words that are put behind what was typed, at most;
BEHIND = 0.4  # and least probability of each
LONGEST_ROLE = 3  # words of a role: "the deputy prime minister"
SMALL = r"\W*(?:of|the|and|in|on|for|to|at|an?|by|from|with|near|['’]s)\W*"

ARTICLE = re.compile(
    rf"\b(?:a|an|the|this|these|those|its|their|his|her|our)"
    rf"(?P<between>(?: (?!(?:{'|'.join(PREPOSITIONS)})\b)[\w-]+){{0,2}})\s$",
    re.IGNORECASE,
)
COUNTED = re.compile(r"\bhow (?P<measure>[\w-]+)$", re.IGNORECASE)
TITLED = re.compile(rf"\b{STOPPED}$")
ASKING = re.compile(rf"(?:{WH}|{AUX})\b", re.IGNORECASE)
FRAGMENT = re.compile(rf"{OPENING}(?!(?:{WH}|{AUX})\b)", re.IGNORECASE)


class Resolver(Protocol):
    """Tells what a follow-up leans on, and how it is written out. Deterministic; safe to use from several threads."""

    def edit(self, question: str, told: Sequence[str]) -> Edit:
        """How the words of a question and of texts told before make a complete question."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """A word that was said before: its number, in which text, where, and how probable it is that it is taken up."""

    number: int
    text: int
    start: int
    end: int
    chance: float


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are taken up together, as they were written and as a question names them, and where they go."""

    piece: Piece
    stems: frozenset[str]
    chance: float


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


class OfName(NamedTuple):
    """The name that a word is of: the number of its first word, and least probability of words to go with it."""

    first: int
    least: float


class Leanings:
    """What a follow-up leans on."""

    def __init__(self, typed: str, scene: Scene, resolver: Resolver) -> None:
        """Ask the resolver. ``typed`` as it is to be written out."""
        self._typed = typed
        self._scene = scene
        self._told = told_before(scene.answer)
        self._edit = resolver.edit(typed, self._told)
        self._words = [
            Word(number, *span, float(chance))
            for number, (span, chance) in enumerate(zip(told_words(self._told), self._edit.taken, strict=True))
        ]

    @cached_property
    def leans(self) -> bool:
        """Whether a pronoun in what was typed stands for something told before."""
        said = EXPLETIVE.sub(lambda found: "\0" * len(found[0]), self._typed)
        return any(stands_for(match, self._typed) for match in PRONOUN.finditer(said))

    @cached_property
    def _is_fragment(self) -> bool:
        """Whether it asks nothing by itself, nor is of "him": "Tarn", "and in Tarn?"."""
        opened = re.match(OPENING, self._typed, re.IGNORECASE)
        return not self.leans and not ASKING.match(self._typed, opened.end() if opened else 0)

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
        """What is taken up, in the order in which it was told; nothing twice, and nothing that was typed."""
        if not len(self._edit.dropped):
            return ()  # there is no word for anything to go with
        typed = frozenset(stems(self._typed))
        found = [run for run in map(self._run, self._together()) if not run.stems <= typed]
        found = [run for run in found if not re.fullmatch(STOPPED, run.piece.written)]
        kept: list[Run] = []
        for run in sorted(found, key=lambda each: (-len(each.stems), -each.chance)):
            if not any(2 * len(run.stems & other.stems) >= len(run.stems) for other in kept):
                kept.append(run)
        return tuple(run for run in found if any(run is one for one in kept))

    def _run(self, run: Sequence[Word]) -> Run:
        """Words with what they are called by; beside a fragment "many arrests" are still "how many arrests"."""
        told = self._told[run[0].text]
        counted = COUNTED.search(told, 0, run[0].end) if run[0].text == 0 and self._is_fragment else None
        start = counted.start() if counted and counted["measure"] == told[run[0].start : run[0].end] else run[0].start
        written = re.sub(r"['’]s?$", "", told[start : run[-1].end])
        led = ARTICLE.search(told, 0, run[0].start)  # "the old ferry"; not "the ferry to Oxmoor", "the mayor Ada Quay"
        named = f"the {written}" if led and not (led["between"] and written[0].isupper()) else written
        joint = JOINTS[int(self._edit.joints[run[0].number].argmax())]
        likely = np.log(self._edit.places[:, [word.number for word in run]] + LEAST).sum(axis=1)
        chance = sum(word.chance for word in run) / len(run)
        piece = self._behind_role(Piece(written, named, joint, int(likely.argmax())))
        return Run(piece, frozenset(stems(written)), chance)

    def _behind_role(self, piece: Piece) -> Piece:
        """A name, behind the role that was typed where articles put the two so: "the mayor Ada Quay"."""
        said = [self._typed[start:end].lower() for start, end in typed_words(self._typed)]
        name, first = piece.written, piece.place + 1
        if said[piece.place] != "the":
            return piece
        for last in range(min(len(said), first + LONGEST_ROLE), first, -1):
            if (self._edit.dropped[piece.place : last] >= GIVES_WAY).any():
                continue
            role = " ".join(said[first:last])
            if name.lower().startswith(f"{role} ") and self._scene.sort(name) is Sort.PERSON:
                bare = name[len(role) + 1 :]
                return piece._replace(written=bare, named=bare, place=last - 1)
            if self._scene.nouns.count(rf"\b(?i:{re.escape(role)}),? {re.escape(name)}\b"):
                return piece._replace(named=name, place=last - 1)
        return piece

    def _together(self) -> list[list[Word]]:
        """The words that are taken up; those of one name, or that go to one place, together."""
        runs: list[list[Word]] = []
        surest = max((word.chance for word in self._words), default=0.0)
        bar = min(BAR, max(UNLIKELY, FAINT * surest)) if self.leans else BAR
        names = self._names()
        places = self._edit.places.argmax(axis=0)
        for word in self._words:
            if word.chance < bar and not (word.number in names and word.chance >= names[word.number].least):
                continue
            last = runs[-1][-1] if runs else None
            near = last and last.text == word.text and _is_bridge(self._told[word.text], last.end, word.start)
            if last and near and (_of_one(last, word, names) or places[last.number] == places[word.number]):
                runs[-1].append(word)
            else:
                runs.append([word])
        return runs

    def _names(self) -> dict[int, OfName]:
        """The words, by number, of names of which a word is taken up."""
        names: dict[int, OfName] = {}
        for number, text in enumerate(self._told):
            held = [word for word in self._words if word.text == number]
            starts = [word.start for word in held]
            for match in NAME.finditer(text):
                of_name = held[bisect_left(starts, match.start()) : bisect_left(starts, match.end())]
                if any(word.chance >= BAR for word in of_name):
                    least = PART_OF_KNOWN if match[0] in self._scene.names else PART_OF_NAME
                    names |= {word.number: OfName(of_name[0].number, least) for word in of_name}
        return names

    def written_out(self) -> Iterator[str]:
        """The question with what it leans on in the place of what was typed for it; then with all that it lacks.

        Nothing where nothing is taken up.
        """
        within = self._one_for_one([run for run in self.runs if self._edit.dropped[run.piece.place] >= GIVES_WAY])
        if within:
            yield self._write_out([run.piece for run in within])
        others = [run for run in self.runs if run not in within and run.chance >= BEHIND]
        behind = sorted(others, key=lambda run: -run.chance)[:APPENDED]
        if behind:
            yield self._write_out([self._placed(run, within) for run in self.runs if run in within or run in behind])

    def _placed(self, run: Run, within: Sequence[Run]) -> Piece:
        """A run where it goes, or at the end where another one has its place."""
        gone = self._edit.dropped[run.piece.place] >= GIVES_WAY
        return run.piece._replace(place=len(self._edit.dropped) - 1) if gone and run not in within else run.piece

    def _one_for_one(self, runs: Sequence[Run]) -> list[Run]:
        """Some runs without those that a pronoun can mean as little as another one: the surest stands for "he"."""
        typed = [self._typed[start:end].lower() for start, end in typed_words(self._typed)]
        kept: list[Run] = []
        for run in sorted(runs, key=lambda each: -each.chance):
            taken = any(other.piece.place == run.piece.place and not other.piece.joint for other in kept)
            if run.piece.joint or not taken or typed[run.piece.place] not in POINTING:
                kept.append(run)
        return [run for run in runs if run in kept]

    def _write_out(self, pieces: Sequence[Piece]) -> str:
        bare = self._typed.rstrip("?!. ")
        bare = bare if len(typed_words(bare)) == len(self._edit.dropped) else self._typed
        whole = write_out(bare, self._edit.dropped.tolist(), pieces)
        return re.sub(rf"^{OPENING}", "", whole, flags=re.IGNORECASE) or self._typed

    def with_missing(self, question: str) -> str | None:
        """A question with what it still lacks at its end; None if that is nothing."""
        known = frozenset(stems(question))
        missing = sorted((run for run in self.runs if not run.stems & known), key=lambda run: -run.chance)[:APPENDED]
        pieces = sorted((run.piece for run in self.runs if run in missing), key=lambda piece: bool(piece.joint))
        whole = question.rstrip("?!. ")
        return f"{whole}{'' if pieces[0].joint else ','} {joined(pieces, whole)}" if pieces else None


def _of_one(one: Word, other: Word, names: Mapping[int, OfName]) -> bool:
    """Whether two words are of one name."""
    return one.number in names and names[one.number] == names.get(other.number)


def _is_bridge(told: str, start: int, end: int) -> bool:
    """Whether only small words part two others, or the stop behind a title."""
    between = told[start:end]
    if re.fullmatch(r"[\s\-’']*", between) or (between == ". " and TITLED.search(told[:start])):
        return True
    return len(between.split()) <= BRIDGE and re.fullmatch(rf"(?:{SMALL}){{1,{BRIDGE}}}", between) is not None


def likeliest(typed: str, offered: Sequence[FollowUp], leanings: Leanings) -> FollowUp | None:
    """Of all ways of writing a follow-up out the one that takes up what it leans on; None: it stands alone.

    ``offered`` are those of the rules, the one that they prefer first.
    """
    leans = leanings.leans
    whole = not leans and len(frozenset(stems(typed)) - MEASURES - LIGHT) >= TELLING
    alone = OPEN if leans else WHOLE if whole and not offered else 0.0
    ruled = BARE if FRAGMENT.match(typed) or not (leans or stems(typed)) else 0.0
    ways: list[tuple[float, FollowUp | None]] = [(leanings.fit(typed) + alone, None)]
    ways += [(leanings.fit(each.question) + ruled * (not place), each) for place, each in enumerate(offered)]
    shorter: str | None = None
    for question in leanings.written_out():
        ways.append((leanings.fit(question), FollowUp(question, anew=True, bare=shorter)))
        shorter = question if frozenset(stems(question)) > frozenset(stems(typed)) else None
    if offered and (more := leanings.with_missing(offered[0].question)):
        ways.append((leanings.fit(more), replace(offered[0], question=more, bare=offered[0].question)))
    best = max(ways, key=lambda way: way[0])[1]
    return best if best is None or best.question != typed else None
