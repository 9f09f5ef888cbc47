"""Questions that lean on the one before: "why?", "and in Qatar?", "who is he?".

A follow-up is written out as the complete question that it stands for, and that is asked, with what it was made of
beside it. What can stand alone is asked as it is: nothing of an earlier question is carried into a new topic.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from pullquote.casualties import ask_of_fate
from pullquote.ellipses import ask_elsewhere, ask_more, ask_of_all, ask_of_anyone, ask_of_named, ask_on, ask_which_way
from pullquote.errors import QuestionError
from pullquote.lexicon import STOP_WORDS, words
from pullquote.pronouns import go_on, name_pronouns
from pullquote.question import LONGEST, Question
from pullquote.records import Answer, Outcome, Silence
from pullquote.repeats import (
    ask_anew,
    ask_at_another_time,
    ask_besides,
    ask_if_true,
    ask_what_next,
    ask_which,
    ask_who_says,
)
from pullquote.resolution import Leanings, likeliest
from pullquote.scene import Scene
from pullquote.verification import Context

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pullquote.completions import FollowUp
    from pullquote.resolution import Resolver

CONTRACTED = {"hows": "how is", "whos": "who is", "whats": "what is", "wheres": "where is", "whens": "when is"} | {
    f"{verb}nt": f"{verb}n't" for verb in "is are was were do does did has have had ca wo would could should".split()
}
WHAT_DOES = re.compile(  # "whats the bishop think of that"
    r"\bwhat['’]?s (?P<who>he|she|it|(?:the|his|her) "
    r"(?!(?:first|last|final|latest|only|best|next|main|other)\b)[\w-]+) (?=(?:think|say|want|mean)\b(?! tank))",
    re.IGNORECASE,
)
SLIPS = (
    "and the what about with after people many when which according before said their because how who why where they "
    "them this that there then does did have has was were are will back from his her him she"
).split()
SHORT = 3  # letters; a word with one less is more likely another word
PLAIN = (  # what they read stands there as it is, whatever it leans on
    ask_who_says,
    ask_which,
    ask_anew,
    ask_what_next,
    ask_at_another_time,
    ask_besides,
    ask_if_true,
    ask_of_named,
    ask_of_all,
    ask_of_fate,
)
READINGS = (
    *PLAIN,
    ask_of_anyone,
    ask_which_way,
    ask_more,
    ask_elsewhere,
    ask_on,
    name_pronouns,
    go_on,
)


class Asker(Protocol):
    """What answers complete questions."""

    @property
    def resolver(self) -> Resolver | None:
        """What tells how a follow-up is written out; None: the rules alone do."""
        ...

    def ask(self, question: str, article: str | None = None, context: Context | None = None) -> Answer:
        """Quotes that answer, or silence. ``context`` is what a complete question was made of."""
        ...


def ask_after(asker: Asker, typed: str, earlier: Answer | None, article: str | None = None) -> Answer:
    """The answer to what was typed, understood as going on from an ``earlier`` answer where it cannot stand alone.

    ``Answer.question`` is the question as it was understood. Raises QuestionError.
    """
    follow_up = complete(typed, earlier, asker.resolver) if earlier else None
    if follow_up is None or earlier is None:
        return asker.ask(typed, article)
    context = None if follow_up.besides else _context(typed, earlier)
    articles = dict.fromkeys((article or _only_article(earlier), article))
    answer = _first_answer(asker, follow_up, context, articles)
    if answer.outcome is Outcome.NOT_IN_SOURCES:
        return answer
    if (borne_out := follow_up.borne_out(answer, earlier)) is not None:
        return borne_out
    nearest = tuple(replace(quote, number=number) for number, quote in enumerate(answer.quotes[:2], 1))
    return Answer(
        answer.question, Outcome.NOT_IN_SOURCES, nearest=nearest, silence=Silence.NOT_SAID, timing=answer.timing
    )


def _context(typed: str, earlier: Answer) -> Context:
    """What a follow-up was made of."""
    return Context(Question(typed).text, earlier.question, earlier.quotes[0].text if earlier.quotes else "")


def _first_answer(asker: Asker, follow_up: FollowUp, context: Context | None, articles: Iterable[str | None]) -> Answer:
    """The answer from the first of some articles that has one, or else to the bare question from the last of them.

    If nothing answers, it is silence on the whole question.
    """
    silences: list[Answer] = []
    tries = [(follow_up.question, article) for article in articles]
    if follow_up.bare:
        tries.append((follow_up.bare, tries[-1][1]))
    for question, article in tries:
        answer = asker.ask(question, article, context)
        if answer.outcome is not Outcome.NOT_IN_SOURCES:
            return answer
        silences.append(answer)
    return silences[0]


def _only_article(earlier: Answer) -> str | None:
    """The article that an earlier answer is from, if it is one: of that more is asked."""
    articles = {quote.article.id for quote in earlier.quotes}
    return articles.pop() if len(articles) == 1 else None


def complete(typed: str, earlier: Answer, resolver: Resolver | None = None) -> FollowUp | None:
    """The complete question that a follow-up stands for; None for what can stand alone, or stays unclear.

    By rules alone, or by those and by what the ``resolver`` finds that it leans on. What would become too long for a
    question is asked as it is.
    """
    try:
        question, asked = Question(typed), Question(earlier.question)
    except QuestionError:
        return None
    scene = Scene(asked, earlier)
    known = {word for article in scene.articles for word in words(article.text)}
    typed_words = WHAT_DOES.sub(r"what does \g<who> ", question.text).replace("’", "'").split()
    text = " ".join(CONTRACTED.get(word.lower()) or _spelt(word, known) for word in typed_words)
    found = ((reading, reading(text, scene)) for reading in READINGS)
    offered = [(reading, follow_up) for reading, follow_up in found if follow_up is not None]
    if resolver is None or (offered and offered[0][0] in PLAIN):
        meant = offered[0][1] if offered and offered[0][1].question != text else None
    else:
        meant = likeliest(text, [follow_up for _, follow_up in offered], Leanings(text, scene, resolver))
    return meant if meant and len(meant.question) <= LONGEST else None


def _spelt(word: str, known: set[str]) -> str:
    """A small word as it was meant where two letters changed places, or one of a long word is missing."""
    typed = word.lower()
    if len(typed) < 3 or typed in known or typed in STOP_WORDS:
        return word
    return next((meant for meant in SLIPS if _is_slip(typed, meant)), word)


def _is_slip(typed: str, meant: str) -> bool:
    if len(typed) == len(meant):
        return any(typed == meant[:at] + meant[at + 1] + meant[at] + meant[at + 2 :] for at in range(len(meant) - 1))
    return len(meant) > SHORT and any(typed == meant[:at] + meant[at + 1 :] for at in range(len(meant)))
