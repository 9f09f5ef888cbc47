"""What a follow-up leans on, as a model finds it, chooses how it is written out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from pullquote.followups import ask_after, complete
from pullquote.records import Answer, Outcome, Silence
from tests.pullquote.test_followups import STORY, answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.resolution import Resolver


class Pointing:
    """A resolver that is sure of some words, wherever they were said, and that all others are not meant."""

    def __init__(self, *words: str) -> None:
        self._words = words

    def leanings(self, question: str, told: Sequence[str]) -> list[tuple[int, int, int, float]]:
        """A token for each word."""
        found: list[tuple[int, int, int, float]] = []
        for number, text in enumerate(told):
            at = 0
            for word in text.split():
                start = text.index(word, at)
                at = start + len(word)
                meant = word.removesuffix("’s").strip(".,?") in self._words
                found.append((number, start, at, 0.99 if meant else 0.01))
        return found


FERRY = answer("when did the ferry to Oxmoor stop", 0, "Friday")
PIER = answer("what did the council say", 2, "the storm")


@pytest.mark.parametrize(
    ("earlier", "typed", "words", "meant"),
    [
        (FERRY, "who was she", ("Ada", "Quay"), "who was Ada Quay"),
        (FERRY, "is it back?", ("ferry",), "is the ferry back?"),
        (FERRY, "how big is it", ("storm",), "how big is the storm"),
        (FERRY, "how many people live there", ("Oxmoor",), "how many people live in Oxmoor"),
        (FERRY, "was the mayor warned", ("ferry", "Oxmoor"), "was the mayor warned, the ferry to Oxmoor"),
        (PIER, "how old is he", ("Ben", "Pier"), "how old is Ben Pier"),
        (PIER, "what is his job", ("Ben", "Pier"), "what is Ben Pier's job"),
        (FERRY, "who won the race in Tarn", (), None),
        (FERRY, "is it raining in Tarn", (), None),
        (FERRY, "what happened this week", ("ferry",), "what happened this week, the ferry"),
        (FERRY, "was it the same ferry that sank in Tarn", (), None),
        (FERRY, "who was warned about that", ("storm",), "who was warned about the storm"),
    ],
)
def test_a_follow_up_is_written_out_with_what_it_leans_on(
    earlier: Answer, typed: str, words: tuple[str, ...], meant: str | None
) -> None:
    found = complete(typed, earlier, Pointing(*words))
    assert (found.question if found else None) == meant


def test_a_rule_that_takes_up_other_words_gives_way() -> None:
    by_rule = complete("why did they warn", PIER)
    assert by_rule is None or "Ada Quay" not in by_rule.question
    found = complete("why did they warn", PIER, Pointing("Ada", "Quay"))
    assert found is not None
    assert "Ada Quay" in found.question


@dataclass
class Terse:
    """An asker that is silent on what has words put at its end, and notes what it was asked of which article."""

    resolver: Resolver | None
    asked: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, str | None]])
    knows: str = "how old is Ben Pier"

    def ask(self, question: str, article: str | None = None) -> Answer:
        """The line, or silence."""
        self.asked.append((question, article))
        if question == self.knows:
            return answer(question, 0, "Friday")
        return Answer(question, Outcome.NOT_IN_SOURCES, silence=Silence.NOT_SAID)


def test_words_that_were_only_put_at_the_end_are_left_out_before_there_is_silence() -> None:
    asker = Terse(Pointing("Ben", "Pier", "storm"))
    found = ask_after(asker, "how old is he", PIER)
    assert (found.question, found.outcome) == ("how old is Ben Pier", Outcome.ANSWERED)
    whole = "how old is Ben Pier, the storm"
    assert asker.asked == [(whole, STORY.id), (whole, None), ("how old is Ben Pier", None)]
    silent = ask_after(Terse(Pointing("Ben", "Pier", "storm"), knows=""), "how old is he", PIER)
    assert (silent.question, silent.outcome) == (whole, Outcome.NOT_IN_SOURCES)


def test_what_was_told_is_only_read() -> None:
    before = [STORY.slice(sentence) for sentence in STORY.sentences]
    complete("why", FERRY, Pointing("ferry"))
    assert [STORY.slice(sentence) for sentence in STORY.sentences] == before
