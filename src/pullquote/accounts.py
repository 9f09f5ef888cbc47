"""Where accounts differ: who else says something that cannot hold beside the answer.

A judge weighs the best answers against what other voices say; denials and different numbers speak for a dispute,
agreement and two names of one person against it. Two outlets that printed the same wire copy are one
source; the same speaker twice is one account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pullquote.contradictions import contrasted, could_answer, denies, is_denied, is_settled, numbers_differ
from pullquote.lexicon import stems
from pullquote.question import Slot
from pullquote.records import Account, Quote
from pullquote.statements import find_statements

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pullquote.judge import Judge
    from pullquote.question import Question
    from pullquote.reader import Reading
    from pullquote.records import Article, Span
    from pullquote.statements import Statement

BAR = 0.8  # least probability of a conflict, as the judge has it; lower where other signs bear it out:
CONTRASTED = 0.03  # both speak in one sentence, with a "but" between them
NUMBERS = 0.03  # they answer with different numbers
SIDES = 4  # statements that are shown of a dispute
COPIED = 0.7  # of the stems of two sentences in common: one was copied from the other
ANSWERS = 2  # of the best sentences that others are weighed against
WORTH = 0.2  # least probability of the second of them, compared with the best


def find_sides(question: Question, readings: Sequence[Reading], judge: Judge) -> tuple[Statement, ...]:
    """The statements that are accounts of a dispute, in the articles' order; none where nobody contradicts.

    The best answer that somebody contradicts comes with whoever contradicts it, and with whoever contradicts those.
    """
    statements = find_statements(question, readings)
    if question.speaker:  # what they said is contested only by others who are so called, not by what others say
        statements = tuple(each for each in statements if _is_called(each, question.speaker))
    for answer in _answers(statements):
        if _asks_about_speaker(question, answer):
            continue
        against = _against(question, answer, statements, judge)
        if not against:
            continue
        beside = _against(question, against[0], statements, judge)
        sides = _each_once([answer, *against, *(each for each in beside if each not in (answer, *against))])
        if len({(each.article.id, each.speaker) for each in sides}) > 1:
            return tuple(sorted(sides, key=lambda each: (_rank(each.article, statements), each.said)))
    return ()


def accounts_of(sides: Sequence[Statement], quotes: Sequence[Quote]) -> tuple[Account, ...]:
    """An account for each speaker (of each article, where it speaks itself), with the quotes that it stands in."""
    spoken: dict[tuple[str | None, str | None], list[Statement]] = {}
    for side in sides:
        key = (side.speaker, None if side.speaker else side.article.id)
        spoken.setdefault(key, []).append(side)
    numbers = {(quote.article.id, quote.sentence.start): quote.number for quote in quotes}
    return tuple(
        Account(
            speaker,
            tuple(dict.fromkeys(numbers[side.article.id, side.sentence.start] for side in said)),
            *said[0].said,
        )
        for (speaker, _), said in spoken.items()
    )


def quotes_of(sides: Sequence[Statement], others: Sequence[Quote], most: int) -> tuple[Quote, ...]:
    """A quote for each sentence that an account stands in, in their order; then ``others``, up to ``most`` in all."""
    quotes: list[Quote] = []
    for side in sides:
        if any(quote.article is side.article and quote.sentence is side.sentence for quote in quotes):
            continue
        start = side.sentence.start
        said = sorted({each.said for each in sides if each.place == side.place})
        highlights = tuple((first - start, last - start) for first, last in _apart(said))
        text = side.article.slice(side.sentence)
        quotes.append(Quote(len(quotes) + 1, side.article, side.sentence, text, highlights, side.probability))
    for other in others:
        known = any(quote.article is other.article and quote.sentence is other.sentence for quote in quotes)
        if len(quotes) < most and not known:
            quotes.append(
                Quote(
                    len(quotes) + 1,
                    other.article,
                    other.sentence,
                    other.text,
                    other.highlights,
                    other.score,
                    other.before,
                )
            )
    return tuple(quotes)


def _is_called(statement: Statement, asked: frozenset[str]) -> bool:
    """Whether whoever says so is who was asked about, by name or role."""
    claim = statement.voice.claim
    return claim is not None and asked.issubset(stems(f"{claim.speaker} {claim.role or ''}"))


def _asks_about_speaker(question: Question, answer: Statement) -> bool:
    """Whether a question only asks who the speaker of an answer is: whatever they say, nobody contradicts that."""
    named = frozenset(stems(answer.speaker or ""))
    return question.slot is Slot.WHO and bool(question.stems) and named.issuperset(question.stems)


def _answers(statements: Sequence[Statement]) -> list[Statement]:
    """What the best sentences answer with: one statement each."""
    first: dict[object, Statement] = {}
    for statement in statements:
        if statement.highlight and statement.probability >= WORTH * statements[0].probability:
            first.setdefault(statement.place, statement)
    return list(first.values())[:ANSWERS] or list(statements[:1])


def _against(question: Question, answer: Statement, statements: Sequence[Statement], judge: Judge) -> list[Statement]:
    """The statements of others that contradict an answer, the surest first."""
    others = [
        other for other in statements if not _of_one_source(answer, other) and not is_settled(question, answer, other)
    ]
    found = {
        id(other): 1.0 for other in others if denies(question, answer, other) or is_denied(question, answer, other)
    }
    asked = [other for other in others if id(other) not in found and could_answer(question, other)]
    there = judge.conflicts(question.text, [(answer.told, other.told) for other in asked])
    likely = [other for other, chance in zip(asked, there, strict=True) if chance >= _bar(question, answer, other)]
    back = judge.conflicts(question.text, [(other.told, answer.told) for other in likely])  # one from both sides
    found |= {
        id(other): chance for other, chance in zip(likely, back, strict=True) if chance >= _bar(question, answer, other)
    }
    return sorted((other for other in others if id(other) in found), key=lambda each: -found[id(each)])


def _bar(question: Question, answer: Statement, other: Statement) -> float:
    """How probable a conflict must be, for what can be seen without the judge."""
    if numbers_differ(question, answer, other):
        return NUMBERS
    return CONTRASTED if contrasted(answer, other) else BAR


def _of_one_source(one: Statement, other: Statement) -> bool:
    """Whether two statements are one speaker's, or one article's own, or copies of each other."""
    if one.place == other.place and (one.voice.start, one.voice.end) == (other.voice.start, other.voice.end):
        return True  # "Reuters said A, citing B": one account
    if one.speaker is None or other.speaker is None:
        same = one.speaker is other.speaker and one.article is other.article
    else:
        same = _same_name(one.speaker, other.speaker)
    return same or (one.article is not other.article and _copied(one, other))


def _same_name(one: str, other: str) -> bool:
    """Whether two names are of one person as far as they go: "Ada Quay" and "Quay"."""
    short, long = sorted((one.casefold().removeprefix("the "), other.casefold().removeprefix("the ")), key=len)
    return short == long or long.endswith(f" {short}")


def _copied(one: Statement, other: Statement) -> bool:
    ours, theirs = (frozenset(stems(each.article.slice(each.sentence))) for each in (one, other))
    return len(ours & theirs) >= COPIED * max(1, min(len(ours), len(theirs)))


def _each_once(statements: Iterable[Statement]) -> list[Statement]:
    """At most SIDES statements, no two of them copies."""
    kept: list[Statement] = []
    for statement in statements:
        if not any(statement.article is not other.article and _copied(statement, other) for other in kept):
            kept.append(statement)
    return kept[:SIDES]


def _rank(article: Article, statements: Sequence[Statement]) -> int:
    """The place of an article among those that the statements are from."""
    return list(dict.fromkeys(each.article.id for each in statements)).index(article.id)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, without those that overlap an earlier one."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
