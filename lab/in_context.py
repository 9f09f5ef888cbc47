"""Follow-ups as they were typed, behind what was told before: which sentences answer them (``lab/listed.py``).

Of the dialogues of ``talks.json``; of complete questions, shortened (``lab/shortened.py``); and of questions that stand
alone, after something else was told.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lab.corpora import invented, talked_about
from lab.listed import Listed, of_mined
from lab.mining import mined
from lab.rewrites import talks
from lab.shortened import shortened_questions
from pullquote.errors import QuestionError
from pullquote.question import Question
from pullquote.verification import in_context

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence

    from lab.corpora import Corpus
    from lab.mining import Mined

TOLD = 2  # texts of what was told before: the question, and the sentence that answered it
FollowUp = tuple[str, tuple[str, ...]]  # what was typed, and what was told before


def of_talks(part: str, chance: random.Random) -> Iterator[Listed]:
    """The follow-ups of a part of the dialogues, with the sentences that are read for their complete questions."""
    own = _of_one_story(talked_about(part))
    yield from _put(_by_question(talks(part), own), mined([f"talks-{part}"]), chance)


def of_shortened(names: tuple[str, ...], chance: random.Random) -> Iterator[Listed]:
    """Questions about invented stories, shortened, with the sentences that are read for them."""
    own = _of_one_story(corpus for name in names for corpus in invented(name))
    yield from _put(_by_question(shortened_questions(names, chance), own), mined(names), chance)


def of_changes(names: Sequence[str], chance: random.Random) -> Iterator[Listed]:
    """Questions about invented stories as they were put, each after an answer to another one of any story.

    Such as the program takes for follow-ups now and then.
    """
    known = list(mined(names))
    answered = [question for question in known if any(read.answers for read in question.read)]
    for question in known:
        before = chance.choice(answered)
        if before.question == question.question:
            continue
        told = before.question, next(read.sentence for read in before.read if read.answers)
        yield _behind(told, of_mined(question, chance))


def _of_one_story(corpora: Iterable[Corpus]) -> frozenset[str]:
    """The questions, as the program asks them, that were put to one story only."""
    stories: dict[str, set[str]] = {}
    for corpus in corpora:
        for asked in corpus.asked:
            if question := _text(asked.question):
                stories.setdefault(question, set()).add(corpus.article.id)
    return frozenset(question for question, of in stories.items() if len(of) == 1)


def _by_question(
    follow_ups: Iterable[tuple[str, tuple[str, str, str], str]], own: frozenset[str]
) -> dict[str, list[FollowUp]]:
    """Follow-ups by the complete question, one of ``own``, that each stands for, as the program asks it."""
    found: dict[str, list[FollowUp]] = {}
    for typed, told, complete in follow_ups:
        asked, question = _text(typed), _text(complete)
        if asked and question in own:
            found.setdefault(question, []).append((asked, told))
    return found


def _text(typed: str) -> str | None:
    """A question as the program asks it; None: it is none."""
    try:
        return Question(typed).text
    except QuestionError:
        return None


def _put(follow_ups: dict[str, list[FollowUp]], questions: Iterable[Mined], chance: random.Random) -> Iterator[Listed]:
    for question in questions:
        for typed, told in follow_ups.get(question.question, ()):
            yield _behind(told, of_mined(replace(question, question=typed), chance))


def _behind(told: Sequence[str], listed: Listed) -> Listed:
    """What is read, with what was told before in front of it."""
    texts, spans = in_context(told[:TOLD], listed.texts, listed.spans)
    return replace(listed, texts=texts, spans=spans)
