"""How the complete question that a follow-up stands for is made of what was typed and what was told before.

An edit of the follow-up, as in RUN (Liu et al., EMNLP 2020): which words told before are taken up, at which typed word
each goes, which typed words give way to them, and which small word joins them on. Learnt by aligning what was typed
with the complete question, of follow-ups that were written out in full: ``lessons.json``, ``further.json``,
``brief.json``, ``varied.json``, ``spoken.json`` and ``latest.json`` in ``lab/dialogues`` (invented questions with the
sentences that answer them and stand near, and what people might type next), and the dialogues of ``talks.json``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import torch

from index.blocks import find_blocks
from index.sentences import split_sentences
from lab.corpora import DIALOGUES
from lab.training import surprise
from pullquote.followups import CONTRACTED
from pullquote.lexicon import WORD, stems, words
from pullquote.resolution import NEAR
from pullquote.rewriting import ARTICLES, JOINTS, KEPT, POINTING, told_words, typed_words

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence

SILENT = 0.2  # of those that lean on nothing but the question before: as after an answer that was silence
LESSER = 0.5  # what the words that give way, and those that join, count beside the words taken up and their places


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A follow-up after the texts in ``told`` (question, answer, what stands near), and its edit.

    ``dropped`` is of each typed word. Of each word told ``taken`` says whether it is taken up, ``places`` at which
    typed one (None: not known), and ``joints`` its joint.
    """

    typed: str
    told: tuple[str, str, str]
    dropped: tuple[bool, ...]
    taken: tuple[bool, ...]
    places: tuple[int | None, ...]
    joints: tuple[int, ...]


def rewrites(name: str, chance: random.Random) -> list[Rewrite]:
    """Those of a file with follow-ups, some of them as after an answer that was silence."""
    found: list[Rewrite] = []
    for typed, told, complete in follow_ups(name):
        silent = leant_on(typed, told, complete) <= frozenset(stems(told[0])) and chance.random() < SILENT
        found.append(rewrite(typed, (told[0], "", "") if silent else told, complete))
    return found


def talked(part: str = "learn") -> Iterator[Rewrite]:
    """Those of the dialogues."""
    for typed, told, complete in talks(part):
        yield rewrite(typed, told, complete)


def rewrite(typed: str, told: tuple[str, str, str], complete: str) -> Rewrite:
    """How ``complete`` is made of what was typed and told."""
    typed = " ".join(CONTRACTED.get(word.lower(), word) for word in typed.split())
    ours = [typed[start:end] for start, end in typed_words(typed)]
    whole = [match[0] for match in WORD.finditer(complete)]
    keys = [_key(word) for word in whole]
    leans_on = leant_on(typed, told, complete)
    dropped = [False] * len(ours)
    found: dict[str, tuple[int | None, int]] = {}
    for kind, first, last, start, end in SequenceMatcher(None, [*map(_key, ours)], keys, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        dropped[first:last] = [not KEPT.fullmatch(word) for word in ours[first:last]]
        place = _place(ours, first, last)
        for number in range(start, end):
            if keys[number] in leans_on:
                found.setdefault(keys[number], (place, _joint(whole[start:number])))
    edits = [found.get(_key(told[number][start:end])) for number, start, end in told_words(told)]
    return Rewrite(
        typed,
        told,
        tuple(dropped),
        tuple(edit is not None for edit in edits),
        tuple(edit[0] if edit else None for edit in edits),
        tuple(edit[1] if edit else 0 for edit in edits),
    )


def _place(typed: Sequence[str], first: int, last: int) -> int | None:
    """Where goes what replaces some typed words: at the pronoun, or else the first word that gives way.

    What replaces none goes behind the word before, or nobody knows where.
    """
    block = range(first, last)
    pointing = (number for number in block if typed[number].lower() in POINTING)
    given = (number for number in block if not KEPT.fullmatch(typed[number]))
    return next(chain(pointing, given, reversed(block), range(first - 1, first)) if last else iter(()), None)


def _key(word: str) -> str:
    return (stems(word) or words(word))[0]


def _joint(before: Sequence[str]) -> int:
    """The number of the small word that joins a word to those in front of it; articles apart."""
    last = next((word.lower() for word in reversed(before) if word.lower() not in ARTICLES), "")
    return JOINTS.index(last) if last in JOINTS else 0


def surprise_of_rewrites(
    dropped: torch.Tensor, taken: torch.Tensor, joints: torch.Tensor, places: torch.Tensor, batch: Sequence[Rewrite]
) -> torch.Tensor:
    """How surprising the edits of a batch are.

    Log-odds that typed words give way, (rows, typed), and that told ones are taken up, (rows, told); scores of these
    ones' joints, (rows, told, joints), and of places, (rows, typed, told).
    """
    gone = torch.full(dropped.shape, torch.nan)
    took = torch.full(taken.shape, torch.nan)
    lost: list[torch.Tensor] = []
    for row, one in enumerate(batch):
        gone[row, : len(one.dropped)] = torch.tensor(one.dropped, dtype=torch.float32)
        took[row, : len(one.taken)] = torch.tensor(one.taken, dtype=torch.float32)
        known = [(number, place) for number, place in enumerate(one.places) if place is not None]
        if known:
            at, wanted = torch.tensor(known).T
            lost.append(torch.nn.functional.cross_entropy(places[row, : len(one.dropped), at].T, wanted))
        if any(one.taken):
            at = torch.tensor(one.taken).nonzero()[:, 0]
            lost.append(LESSER * torch.nn.functional.cross_entropy(joints[row, at], torch.tensor(one.joints)[at]))
    rest = sum(lost, torch.zeros(())) / max(1, len(lost))
    return surprise(taken, took) + LESSER * surprise(dropped, gone) + 2 * rest


def leant_on(typed: str, told: Sequence[str], complete: str) -> frozenset[str]:
    """The stems of the complete question that were told and not typed."""
    before = frozenset(stem for text in told for stem in stems(text))
    return frozenset(stems(complete)) & before - frozenset(stems(typed))


def follow_ups(name: str) -> Iterator[tuple[str, tuple[str, str, str], str]]:
    """What was typed, what was told before, and the complete question: all of a file, in its order."""
    held: list[dict[str, Any]] = json.loads((DIALOGUES / f"{name}.json").read_text(encoding="utf-8"))
    for exchange in held:
        answer, *near = exchange["a"]
        told = exchange["q"], answer, " ".join(near)
        yield from ((typed, told, complete) for typed, complete in exchange["f"])


def talks(part: str = "learn") -> Iterator[tuple[str, tuple[str, str, str], str]]:
    """The same for later turns of the dialogues of a part of ``talks.json``: ``tune``, or one to learn from.

    What was told before is the question before, written out, the sentence that answers it, and those around that.
    """
    held: dict[str, list[dict[str, Any]]] = json.loads((DIALOGUES / "talks.json").read_text(encoding="utf-8"))
    for story in held[part]:
        text: str = story["text"]
        sentences = [text[each.start : each.end] for each in split_sentences(text, find_blocks(text))]
        for turns in story["dialogues"]:
            for before, turn in pairwise(turns):
                yield turn["typed"], (before["complete"], *_told(sentences, before["answer"])), turn["complete"]


def _told(sentences: Sequence[str], answers: str | Sequence[str] | None) -> tuple[str, str]:
    """The sentence that answers, and those around it; nothing where none does."""
    pieces = (answers,) if isinstance(answers, str) else tuple(answers or ())
    place = next((n for n, text in enumerate(sentences) for piece in pieces[:1] if piece in text), None)
    if place is None:
        return "", ""
    around = (*sentences[place + 1 : place + 1 + NEAR], *sentences[max(0, place - 1) : place])
    return sentences[place], " ".join(around)
