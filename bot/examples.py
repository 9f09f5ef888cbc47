"""Example questions made of names that an article gives, each tried out before it is shown."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from pullquote.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.library import Asker
    from pullquote.records import Article, Sentence

SHOWN = 3
TRIED = 12  # each costs a question
ARTICLES = 6
LONGEST = 60  # characters that a button shows on a phone

WORD = r"[^\W\d_a-zà-þ][\w’'-]*\w"
NAME = rf"{WORD}(?: (?:(?:al|bin|da|de|del|der|di|du|el|la|van|von|of) )?{WORD}){{1,3}}"
SAYS = r"(?:said|says|told|added|warned|confirmed|announced|argued|explained|claimed|insisted)"
SPEAKS = re.compile(rf"({NAME}) {SAYS}\b|\b{SAYS} ({NAME})")
IS = re.compile(rf"({NAME}), (?:an?|the|who|whose|head|chief|president|director)\b")
TOPIC = re.compile(rf"[a-z,] ({NAME})")
OWNER = re.compile(r"[’']s\b")


def choose_examples(
    asker: Asker, articles: Sequence[Article], given_up: Callable[[], bool] = lambda: False
) -> list[str]:
    """A few questions, of several kinds and from several articles, that do get an answer."""
    newest = sorted(articles, key=lambda a: a.published.toordinal() if a.published else 0, reverse=True)
    proposed = [list(propose(article)) for article in newest[:ARTICLES]]
    taking_turns = (one for one in chain.from_iterable(zip_longest(*proposed)) if one)
    chosen: list[str] = []
    named: list[str] = []
    for _, (question, name) in zip(range(TRIED), taking_turns, strict=False):
        if len(chosen) == SHOWN or given_up():
            break
        if not any(_same(name, other) for other in named) and _answers(asker, question, name):
            chosen.append(question)
            named.append(name)
    return chosen


def propose(article: Article) -> Iterator[tuple[str, str]]:
    """Questions with the name that each is about, the kinds in turn, the names most often given first."""
    quotable = [sentence for sentence in article.sentences if sentence.kind.quotable]
    kinds = (
        ("Who is {}?", _named(article, quotable, IS)),
        ("What did {} say?", _speakers(article, quotable) or _named(article, quotable, SPEAKS)),
        ("What is said about {}?", _topics(article, quotable)),
    )
    questions = ([(form.format(name), name) for name in names] for form, names in kinds)
    for turn in zip_longest(*questions):
        yield from (one for one in turn if one and len(one[0]) <= LONGEST)


def _speakers(article: Article, sentences: Iterable[Sentence]) -> list[str]:
    """Who is known to speak, by a name that stands in the article."""
    speakers = (claim.speaker for sentence in sentences for claim in sentence.claims)
    names = Counter(name for name in speakers if re.fullmatch(NAME, name) and name in article.text)
    return [name for name, _ in names.most_common()]


def _topics(article: Article, sentences: Iterable[Sentence]) -> list[str]:
    """Names that the article comes back to."""
    return [name for name in _named(article, sentences, TOPIC) if article.text.count(name) > 1]


def _named(article: Article, sentences: Iterable[Sentence], pattern: re.Pattern[str]) -> list[str]:
    """What the pattern finds, ordered by how often the article has it."""
    found = (m for sentence in sentences for m in pattern.findall(article.slice(sentence)))
    names = dict.fromkeys(name for m in found for name in ([m] if isinstance(m, str) else m) if name)
    return sorted((n for n in names if not OWNER.search(n)), key=article.text.count, reverse=True)


def _answers(asker: Asker, question: str, name: str) -> bool:
    """Whether the question is answered with a quote that has the name in it."""
    answer = asker.ask(question)
    return answer.outcome is not Outcome.NOT_IN_SOURCES and any(name in q.text for q in answer.quotes)


def _same(name: str, other: str) -> bool:
    return name in other or other in name
