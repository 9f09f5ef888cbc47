"""Follow-ups made of complete questions: what was told just before is said with a pronoun, or left out.

Two questions about one story, of which the first has an answer; what the second one names and was told with the first
becomes "he", "it", "there", "that company", or nothing. The complete question is what somebody wrote; so there is no
end of them, if plainer ones than people type. Of the invented stories of ``lab/questions``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lab.corpora import invented
from lab.rewrites import rewrite
from pullquote.errors import QuestionError
from pullquote.lexicon import stems
from pullquote.names import Sort
from pullquote.nouns import head, is_plural
from pullquote.question import Question
from pullquote.records import Answer, Outcome, Quote
from pullquote.resolution import NEAR
from pullquote.scene import Scene

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from lab.corpora import Asked, Corpus
    from lab.rewrites import Rewrite

PER_STORY = 14
ALONE = 0.15  # of those that were told nothing of: so many are kept, as questions that stand alone
AS_IT_IS = 0.12  # of the others that are asked as they were written, all the same
OPENERS = "and ", "so ", "but "
OPENED = 0.15  # of all begin with one of them,
UNCARED = 0.5  # and so many are without capitals and question mark
SECOND = 0.4  # of those in which a second thing is said shorter, too
THERE = 0.6  # of the places behind a preposition that become "there"; the others are left out,
LEFT_OUT = 0.3  # and so much of what else a preposition joins on
SEVERAL = 0.3  # of the names of bodies, that become "they"
DESCRIBED = 0.15  # of the things that become "that company"
PREPOSITION = r"(?:in|at|on|of|for|from|to|by|with|about|after|before|during|over|near|against)"
COUNTED = re.compile(r"\b(?:how many|how much|which|whose)\s+$", re.IGNORECASE)  # a noun follows, and no pronoun
VERBS = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may|might)\s+$", re.IGNORECASE
)


def shortened(names: tuple[str, ...], chance: random.Random) -> Iterator[Rewrite]:
    """Those of some files of stories, in their order."""
    return (rewrite(typed, told, complete) for typed, told, complete in shortened_questions(names, chance))


def shortened_questions(
    names: tuple[str, ...], chance: random.Random
) -> Iterator[tuple[str, tuple[str, str, str], str]]:
    """What is typed, what was told before, and the complete question."""
    for corpus in (corpus for name in names for corpus in invented(name)):
        answered = [asked for asked in corpus.asked if asked.answers]
        pairs = [(first, second) for first in answered for second in corpus.asked if first is not second]
        chance.shuffle(pairs)
        found = 0
        for first, second in pairs:
            if found >= PER_STORY:
                break
            made = shorten(corpus, first, second, chance)
            if made:
                found += 1
                yield made


def shorten(
    corpus: Corpus, first: Asked, second: Asked, chance: random.Random
) -> tuple[str, tuple[str, str, str], str] | None:
    """The second question as it would be typed after the answer to the first; None: it would not be."""
    article = corpus.article
    number = min(corpus.right(first), default=None)
    if number is None:
        return None
    sentences = article.sentences
    around = (*sentences[number + 1 : number + 1 + NEAR], *sentences[max(0, number - 1) : number])
    told = first.question, article.slice(sentences[number]), " ".join(article.slice(each) for each in around)
    quote = Quote(1, article, sentences[number], article.slice(sentences[number]))
    try:
        scene = Scene(Question(first.question), Answer(first.question, Outcome.ANSWERED, (quote,)))
        complete = Question(second.question).text
    except QuestionError:
        return None
    known = frozenset(stem for text in told for stem in stems(text))
    typed = complete
    things = [(name, scene.sort(name)) for name in scene.names_of(complete)]
    nouns = [thing for thing in scene.nouns.of(complete, [name for name, _ in things]) if thing.startswith("the ")]
    things += [(re.sub(r"['’]s?$", "", thing), Sort.OTHER) for thing in nouns]
    chance.shuffle(things)
    for thing, sort in things[: 1 + (chance.random() < SECOND)]:
        if frozenset(stems(thing)) & known:
            typed = _said_shorter(typed, thing, sort, scene, chance)
    if typed == complete and chance.random() >= ALONE:
        return None
    if typed != complete and chance.random() < AS_IT_IS:
        typed = complete
    if chance.random() < OPENED:
        typed = chance.choice(OPENERS) + typed[:1].lower() + typed[1:]
    if chance.random() < UNCARED:
        typed = typed.lower().rstrip("?")
    return (typed, told, complete) if len(typed.split()) > 1 else None


def _said_shorter(typed: str, thing: str, sort: Sort, scene: Scene, chance: random.Random) -> str:
    """What was typed with a pronoun for a thing, or without it."""
    found = re.search(rf"(?:\bthe )?(?<![\w-]){re.escape(thing)}(?P<owns>['’]s?)?(?![\w-])", typed, re.IGNORECASE)
    if not found:
        return typed
    before, behind = typed[: found.start()], typed[found.end() :]
    if COUNTED.search(before):
        return typed
    joined = re.search(rf"\s{PREPOSITION}\s+$", before, re.IGNORECASE)
    if joined and not found["owns"] and (sort is Sort.PLACE or chance.random() < LEFT_OUT):
        place = sort is Sort.PLACE and chance.random() < THERE
        return f"{before[: joined.start()]}{' there' if place else ''}{behind}"
    subject = VERBS.search(before) is not None or not before.strip()
    return f"{before}{_pronoun(thing, sort, scene, chance, owns=bool(found['owns']), subject=subject)}{behind}"


def _pronoun(thing: str, sort: Sort, scene: Scene, chance: random.Random, *, owns: bool, subject: bool) -> str:
    """The word that stands for a thing."""
    if sort is Sort.PERSON:
        she = (scene.naming.gender(thing) or chance.choice("mf")) == "f"
        if owns:
            return "her" if she else "his"
        return ("she" if she else "he") if subject else "her" if she else "him"
    if is_plural(thing) or (sort is Sort.OTHER and not thing.startswith("the ") and chance.random() < SEVERAL):
        return "their" if owns else "they" if subject else chance.choice(("them", "those"))
    if owns:
        return "its"
    described = thing.startswith("the ") and chance.random() < DESCRIBED
    return f"that {head(thing)}" if described else chance.choice(("it", "it", "that"))
