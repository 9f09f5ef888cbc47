"""Where accounts differ: whoever says something that cannot hold beside what somebody else says, as an answer.

A model that reads all of it weighs what each two voices say, and once more those pairs alone that may be in conflict
(``verification.py``). Denials and other numbers speak for a dispute; the same measure in another form speaks against
one. Two outlets that printed the same wire copy are one source; the same speaker twice is one account.
"""

from __future__ import annotations

import math
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from pullquote.contradictions import contrasted, denies, is_denied, numbers_differ
from pullquote.lexicon import stems
from pullquote.measures import told_alike
from pullquote.question import Slot
from pullquote.records import Account, Quote
from pullquote.verification import conflict_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from pullquote.list_models import ListModel
    from pullquote.question import Question
    from pullquote.records import Span
    from pullquote.statements import Statement

BAR = 0.69  # least probability of a conflict, read with all others and alone; lower where other signs bear it out:
NUMBERS = 0.55  # they answer with different numbers
ALIKE = 0.93  # and higher where they answer with the same measure, in whatever form
SEEN = 0.08  # one denies an answer, or speaks in its sentence with a "but" between them: these are read in any case
FLOOR = 0.1  # probability of a conflict, all read together, from which two are read alone, too
LEAST = 1e-4  # probability that is told from none
WEIGHED = 4  # such pairs that are, at most, and as many of those that are read in any case
SIDES = 4  # statements that are shown of a dispute
COPIED = 0.7  # of the stems of two sentences in common: one was copied from the other
ANSWERS = 2  # of the best sentences that others are weighed against
WORTH = 0.2  # least probability of the second of them, compared with the best


def find_sides(
    question: Question, statements: Sequence[Statement], conflicts: NDArray[np.float64], model: ListModel
) -> tuple[Statement, ...]:
    """The statements that are accounts of a dispute, in the articles' order; none where nobody contradicts.

    ``conflicts`` is how probable it is, read together with all others, that each two of them cannot both hold; the
    ``model`` reads those that might once more. The two that are surest to conflict come with whoever
    else contradicts one of them.
    """
    found = sorted(_conflicting(question, statements, conflicts, model), key=lambda each: -each[0])
    if not found:
        return ()
    _, *surest = found[0]
    against = [both for _, *both in found if any(place in surest for place in both)]
    places = dict.fromkeys(place for both in against for place in both)
    sides = _each_once([statements[place] for place in places])
    if len({(each.article.id, each.speaker) for each in sides}) < 2:
        return ()
    return tuple(sorted(sides, key=partial(_stands_at, statements)))


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
    """A quote for each sentence that an account stands in, in their order; then ``others``, up to ``most`` in all.

    The first of the others, which answers best, is shown in any case.
    """
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
        if (len(quotes) < most or other is others[0]) and not known:
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


def _conflicting(
    question: Question, statements: Sequence[Statement], conflicts: NDArray[np.float64], model: ListModel
) -> Iterator[tuple[float, int, int]]:
    """The places of each two statements that conflict, and how surely."""
    pairs = _to_weigh(question, statements, conflicts)
    in_order = [sorted((statements[place] for place in both), key=partial(_stands_at, statements)) for both in pairs]
    for ((one, other), bar), (first, second) in zip(pairs.items(), in_order, strict=True):
        alone = conflict_between(question, first, second, model)
        likely = _mean(float(conflicts[one, other]), alone, alone)  # alone they are read best: that counts twice
        if likely >= bar:
            yield likely, one, other


def _to_weigh(
    question: Question, statements: Sequence[Statement], conflicts: NDArray[np.float64]
) -> dict[tuple[int, int], float]:
    """The places of two statements each that are worth reading alone, and how probable a conflict of them must be.

    Those that are seen to contradict each other, and those likeliest to conflict; at most WEIGHED of each.
    """
    answers = _answers(statements)
    heard = [place for place, each in enumerate(statements) if _may_be_account(question, each)]
    seen: list[tuple[int, int]] = []
    likely: dict[tuple[int, int], float] = {}
    for one, other in combinations(heard, 2):
        ours, theirs = statements[one], statements[other]
        if _of_one_source(ours, theirs):
            continue
        if _is_seen(question, ours, theirs, answers):
            seen.append((one, other))
        elif conflicts[one, other] >= FLOOR:
            likely[one, other] = _bar(question, ours, theirs)
    surest = sorted(likely, key=lambda both: -conflicts[both])[:WEIGHED]
    seen.sort(key=lambda both: -conflicts[both])
    return dict.fromkeys(seen[:WEIGHED], SEEN) | {both: likely[both] for both in surest}


def _bar(question: Question, one: Statement, other: Statement) -> float:
    """How probable a conflict must be that is not seen."""
    if told_alike(question, one, other):
        return ALIKE
    return NUMBERS if numbers_differ(question, one, other) else BAR


def _mean(*chances: float) -> float:
    """The probability whose log-odds are the mean of some others'."""
    odds = [math.log(chance / (1 - chance)) for chance in (min(max(each, LEAST), 1 - LEAST) for each in chances)]
    return 1 / (1 + math.exp(-sum(odds) / len(odds)))


def _may_be_account(question: Question, statement: Statement) -> bool:
    """Whether a statement is of those who were asked about, if anybody was.

    What somebody said is contested only by others who are so called, not by what others say.
    """
    if question.speaker and not _is_called(statement, question.speaker):
        return False
    return not _asks_about_speaker(question, statement)


def _answers(statements: Sequence[Statement]) -> list[Statement]:
    """What the best sentences answer with: one statement each."""
    first: dict[object, Statement] = {}
    for statement in statements:
        if statement.highlight and statement.probability >= WORTH * statements[0].probability:
            first.setdefault(statement.place, statement)
    return list(first.values())[:ANSWERS] or list(statements[:1])


def _is_seen(question: Question, one: Statement, other: Statement, answers: Sequence[Statement]) -> bool:
    """Whether somebody denies what somebody else answers, or was said before the answer, or a "but" sets them apart."""
    return any(
        contrasted(ours, theirs) or denies(question, ours, theirs) or is_denied(question, ours, theirs)
        for ours, theirs in ((one, other), (other, one))
        if ours in answers
    )


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


def _stands_at(statements: Sequence[Statement], one: Statement) -> tuple[int, Span]:
    """Where a statement stands: which of the articles that the statements are from, and its place there."""
    return list(dict.fromkeys(each.article.id for each in statements)).index(one.article.id), one.said


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, without those that overlap an earlier one."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
