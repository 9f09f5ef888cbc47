"""What the cross-encoder learns from, run by run (``lab/train_list_model.py``).

What answers first, then all of it, two statements alone included; the same with whole paragraphs; what was written
since on answers and follow-ups; on accounts; on all three; then to read what two statements say, however alike they
look (twice), and which of two questions that look alike a text answers; both once more, with questions put to another
text; after pairs that other people wrote about one scene, more of all that; and what answers a follow-up as it was
typed.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from lab.entailment import scenes
from lab.in_context import of_changes, of_shortened, of_talks
from lab.listed import (
    Listed,
    excerpts,
    groups,
    in_twos,
    of_contrasts,
    of_mined,
    of_paragraphs,
    of_strangers,
    sides,
    written_pairs,
)
from lab.mining import AT_FIRST, TALKS, mined
from lab.readings import read_in_twos, readings
from lab.rewrites import Rewrite, rewrites, talked

if TYPE_CHECKING:
    from collections.abc import Sequence

SEED = 13
FIRST, THEN, MORE = 5_000, 1_500, 3_000  # questions of those that were mined, in each part
SHARES = 0.4, 0.3  # of the lessons of a kind, where not all are taken
TIMES = 2  # that each question of ``sides.json`` comes in the first two runs; later, new excerpts, follow-ups, readings
PLAIN = 3  # times that each question of ``plain.json`` comes
PARAGRAPHS = 5_500
IN_CONTEXT = 3_000  # follow-ups as they were typed
AGAIN = 1_000  # questions of each earlier kind that the later runs go over, and follow-ups (twice in the third)
ALIKE = 3  # times that each question of ``alike.json`` comes in the second run
ALONE, FEWER = 8, 5  # pairs of statements of each question of ``readings.json`` that conflict, and that do not
ALIKE_ASKED = 3_200  # questions of ``contrasts.json``
AFRESH = 3  # pairs as above, of each question, where they are gone over
SCENES = 5_000  # pairs of sentences about one scene, of each label
NEAR = "near-more", "near-late", "near-later"
LAST = "near-late", "near-later"

Lesson = Listed | Rewrite
Kind = TypeVar("Kind", Listed, Rewrite)


def first_half() -> list[Lesson]:
    """What answers, and how follow-ups are written out."""
    chance = random.Random(f"{SEED} 0")
    chosen = chance.sample(list(mined()), FIRST)
    return [
        *(of_mined(question, chance) for question in chosen),
        *_some(rewrites("lessons", chance), SHARES[0], chance),
    ]


def second_half() -> list[Lesson]:
    """Some more of it, and what conflicts, in lists and in twos."""
    chance = random.Random(f"{SEED} 1")
    chosen = chance.sample(list(mined()), THEN)
    listed = [*excerpts(), *groups(chance)]
    apart = [each for _ in range(TIMES) for each in sides(chance)]
    return [
        *(of_mined(question, chance) for question in chosen),
        *listed,
        *excerpts(),
        *apart,
        *in_twos([*listed, *apart], chance),
        *written_pairs(),
        *_some(rewrites("lessons", chance), SHARES[1], chance),
        *rewrites("further", chance),
        *talked(),
    ]


def third_part() -> list[Lesson]:
    """What answers once more, whole paragraphs too, and what conflicts in excerpts."""
    chance = random.Random(f"{SEED} 2")
    chosen = chance.sample(list(mined()), MORE)
    return [
        *(of_mined(question, chance) for question in chosen),
        *chance.sample(list(of_paragraphs(chance)), PARAGRAPHS),
        *excerpts(),
    ]


def fourth_part() -> list[Lesson]:
    """What conflicts, in lists and in twos, and above all what only looks so; how follow-ups are written out."""
    chance = random.Random(f"{SEED} 3")
    listed = [*groups(chance), *(each for _ in range(TIMES) for each in sides(chance))]
    listed += [each for _ in range(ALIKE) for each in sides(chance, "alike")]
    return [
        *listed,
        *in_twos([*listed, *excerpts()], chance),
        *written_pairs(),
        *(each for name in ("lessons", "further", "brief", "brief") for each in rewrites(name, chance)),
        *talked(),
    ]


def fifth_part() -> list[Lesson]:
    """What answers in more stories, and more ways to ask on; some of what was learnt before."""
    chance = random.Random(f"{SEED} 4")
    return [
        *(of_mined(question, chance) for question in mined(["near-more"])),
        *(of_mined(question, chance) for question in chance.sample(list(mined()), AGAIN)),
        *chance.sample(list(of_paragraphs(chance)), AGAIN),
        *(each for _ in range(TIMES) for each in rewrites("varied", chance)),
        *chance.sample([each for name in ("lessons", "brief") for each in rewrites(name, chance)], 2 * AGAIN),
        *(each for part in ("learn", "more", "more") for each in talked(part)),
    ]


def sixth_part() -> list[Lesson]:
    """More accounts, in lists and in twos; some of what was learnt before."""
    chance = random.Random(f"{SEED} 5")
    listed: list[Listed] = [each for _ in range(PLAIN) for each in sides(chance, "plain")]
    listed += [each for name in ("sides", "alike") for each in sides(chance, name)]
    listed += [
        *_some(list(groups(chance)), SHARES[1], chance),
        *(each for _ in range(TIMES) for each in excerpts("more")),
    ]
    known = list(mined([*AT_FIRST, "near-more"]))
    return [
        *listed,
        *_some(list(excerpts()), SHARES[0], chance),
        *in_twos(listed, chance),
        *(of_mined(question, chance) for question in mined(["near-late"])),
        *(of_mined(question, chance) for question in chance.sample(known, AGAIN)),
        *rewrites("spoken", chance),
        *chance.sample([each for name in ("lessons", "brief", "varied") for each in rewrites(name, chance)], AGAIN),
        *(each for _ in range(TIMES) for each in talked("late")),
    ]


def seventh_part() -> list[Lesson]:
    """More accounts, stories and dialogues; some of what was learnt before."""
    chance = random.Random(f"{SEED} 6")
    listed: list[Listed] = [each for _ in range(PLAIN) for each in sides(chance, "later")]
    listed += [*sides(chance, "plain"), *sides(chance, "alike"), *excerpts("more")]
    listed += [each for _ in range(TIMES) for each in excerpts("later")]
    known = list(mined([*AT_FIRST, "near-more", "near-late"]))
    return [
        *listed,
        *in_twos([*listed, *_some(list(excerpts()), SHARES[1], chance)], chance),
        *(of_mined(question, chance) for question in mined(["near-later"])),
        *(of_mined(question, chance) for question in chance.sample(known, 2 * AGAIN)),
        *chance.sample([each for name in ("brief", "varied", "spoken") for each in rewrites(name, chance)], AGAIN),
        *(each for _ in range(TIMES) for each in talked("later")),
    ]


def eighth_part() -> list[Lesson]:
    """Statements that look alike and conflict, or look different and agree; some of what was learnt before."""
    chance = random.Random(f"{SEED} 7")
    listed: list[Listed] = [each for name in ("plain", "later") for each in sides(chance, name)]
    return [
        *read_in_twos(chance, "first", ALONE),
        *(each for _ in range(TIMES) for each in readings(chance, "first")),
        *_some(listed, SHARES[1], chance),
        *in_twos(_some([*listed, *excerpts("more"), *excerpts("later")], SHARES[0], chance), chance),
        *(of_mined(question, chance) for question in chance.sample(list(mined([*AT_FIRST, *NEAR])), AGAIN)),
        *chance.sample([each for name in ("brief", "varied", "spoken") for each in rewrites(name, chance)], AGAIN),
    ]


def ninth_part() -> list[Lesson]:
    """More of the same; what answers is not learnt from two statements alone, of which nearly all do."""
    chance = random.Random(f"{SEED} 8")
    listed = [each for _ in range(TIMES) for name in ("second", "third", "fourth") for each in readings(chance, name)]
    twos = [each for name in ("second", "third", "fourth") for each in read_in_twos(chance, name, FEWER)]
    apart = [each for name in ("plain", "alike", "later") for each in sides(chance, name)]
    told = [*excerpts(), *excerpts("more"), *excerpts("later")]
    return [
        *listed,
        *(replace(each, answers=(None, None)) for each in twos),
        *_some(apart, SHARES[1], chance),
        *_some(told, SHARES[1], chance),
        *in_twos(_some([*apart, *told], SHARES[0], chance), chance),
        *(of_mined(question, chance) for question in chance.sample(list(mined([*AT_FIRST, *NEAR])), AGAIN)),
        *chance.sample([each for name in ("brief", "varied", "spoken") for each in rewrites(name, chance)], AGAIN),
        *_some(list(talked("later")), SHARES[0], chance),
    ]


def tenth_part() -> list[Lesson]:
    """Questions that look alike, of which a text answers one; some of what was learnt before."""
    chance = random.Random(f"{SEED} 9")
    twos = [each for name in ("first", "second", "third", "fourth") for each in read_in_twos(chance, name, FEWER)]
    told = [*excerpts(), *excerpts("more"), *excerpts("later")]
    return [
        *chance.sample(list(of_contrasts()), ALIKE_ASKED),
        *(replace(each, answers=(None, None)) for each in chance.sample(twos, AGAIN)),
        *chance.sample(told, AGAIN // 4),
        *(of_mined(question, chance) for question in chance.sample(list(mined([*AT_FIRST, *NEAR])), AGAIN // 2)),
        *chance.sample([each for name in ("brief", "varied", "spoken") for each in rewrites(name, chance)], AGAIN // 2),
    ]


def eleventh_part() -> list[Lesson]:
    """All of the readings and contrasts once more, in other pairs; questions put to another text."""
    chance = random.Random(f"{SEED} 10")
    twos = [each for name in ("first", "second", "third", "fourth") for each in read_in_twos(chance, name, AFRESH)]
    told = [*excerpts(), *excerpts("more"), *excerpts("later")]
    return [
        *(replace(each, answers=(None, None)) for each in twos),
        *chance.sample(list(of_contrasts()), AGAIN),
        *chance.sample(list(of_strangers(chance)), AGAIN),
        *chance.sample(list(of_paragraphs(chance)), AGAIN),
        *chance.sample(told, AGAIN // 2),
        *(of_mined(question, chance) for question in chance.sample(list(mined([*AT_FIRST, *NEAR])), AGAIN)),
        *chance.sample([each for name in ("brief", "varied", "spoken") for each in rewrites(name, chance)], AGAIN // 2),
    ]


def twelfth_part() -> list[Lesson]:
    """What can be so of one scene, in other people's words."""
    return list(scenes(random.Random(f"{SEED} 11"), SCENES))


def thirteenth_part() -> list[Lesson]:
    """More readings, excerpts, contrasts and follow-ups, what is the same in other forms above all."""
    chance = random.Random(f"{SEED} 12")
    told = list(excerpts("latest"))
    twos = [*read_in_twos(chance, "fifth", FEWER), *in_twos(told, chance)]
    return [
        *(each for _ in range(TIMES) for each in readings(chance, "fifth")),
        *told,
        *(replace(each, answers=(None, None)) for each in twos),
        *chance.sample(list(of_contrasts("contrasts-later")), 2 * AGAIN),
        *chance.sample(list(of_strangers(chance, "contrasts-later")), AGAIN // 2),
        *chance.sample([*of_contrasts(), *of_strangers(chance)], AGAIN // 2),
        *chance.sample([*excerpts(), *excerpts("more"), *excerpts("later")], AGAIN // 5),
        *(of_mined(question, chance) for question in chance.sample(list(mined([*AT_FIRST, *NEAR])), AGAIN // 2)),
        *rewrites("latest", chance),
        *chance.sample([each for name in ("brief", "varied", "spoken") for each in rewrites(name, chance)], AGAIN // 2),
    ]


def fourteenth_part() -> list[Lesson]:
    """What answers a follow-up as it was typed, behind what was told before; more readings and excerpts."""
    chance = random.Random(f"{SEED} 13")
    told = list(excerpts("newest"))
    twos = [*read_in_twos(chance, "sixth", ALONE // 2), *in_twos(told, chance)]
    return [
        *chance.sample([each for part in TALKS for each in of_talks(part, chance)], IN_CONTEXT),
        *chance.sample(list(of_shortened(LAST, chance)), AGAIN // 4),
        *chance.sample(list(of_changes(LAST, chance)), AGAIN // 4),
        *(of_mined(question, chance) for question in chance.sample(list(mined(LAST)), AGAIN // 4)),
        *readings(chance, "sixth"),
        *told,
        *(replace(each, answers=(None, None)) for each in twos),
        *chance.sample([*of_contrasts("contrasts-later"), *of_strangers(chance, "contrasts-later")], AGAIN // 4),
        *chance.sample(list(excerpts("later")), AGAIN // 10),
        *talked("latest"),
        *chance.sample(
            [each for name in ("varied", "spoken", "latest") for each in rewrites(name, chance)], AGAIN // 4
        ),
    ]


def _some(of_them: Sequence[Kind], share: float, chance: random.Random) -> list[Kind]:
    return chance.sample(of_them, int(share * len(of_them)))
