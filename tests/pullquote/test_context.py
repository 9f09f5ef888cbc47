"""What was typed and told before goes with a follow-up that is written out, and with nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from pullquote.archive import Archive
from pullquote.followups import ask_after
from pullquote.store import Store
from pullquote.verification import Context
from tests.pullquote.newsprint import HARBOUR, WordEncoder, WordLists, WordReader, manuscript, printed
from tests.pullquote.test_followups import answer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pullquote.list_models import Weighed
    from pullquote.listing import TextSpan
    from pullquote.records import Answer
    from pullquote.resolution import Resolver


@dataclass
class Noting:
    """An asker that is silent, and notes what was asked with what context."""

    asked: list[tuple[str, Context | None]] = field(default_factory=list[tuple[str, Context | None]])
    resolver: Resolver | None = None

    def ask(self, question: str, article: str | None = None, context: Context | None = None) -> Answer:
        """Nothing."""
        self.asked.append((question, context))
        return answer(question, None)


class Reads(WordLists):
    """Notes what is read with what question."""

    def __init__(self) -> None:
        """Nothing was read yet."""
        self.read: list[tuple[str, tuple[str, ...]]] = []

    def weigh(self, question: str, texts: Sequence[str], spans: Sequence[TextSpan]) -> Weighed:
        """As the others."""
        self.read.append((question, tuple(texts)))
        return super().weigh(question, texts, spans)


EARLIER = answer("who was arrested in Tarn", 4, "three bus drivers")


def test_a_follow_up_is_asked_with_what_was_typed_and_what_was_told_before() -> None:
    asker = Noting()
    ask_after(asker, "and in Oxmoor?", EARLIER)
    told = "who was arrested in Tarn", "Police in Tarn arrested three bus drivers."
    assert {question for question, _ in asker.asked} == {"who was arrested in Oxmoor"}
    assert {context for _, context in asker.asked} == {Context("and in Oxmoor?", *told)}


def test_after_silence_no_sentence_was_told() -> None:
    asker = Noting()
    ask_after(asker, "and in Oxmoor?", answer("who was arrested in Tarn", None))
    assert {context for _, context in asker.asked} == {Context("and in Oxmoor?", "who was arrested in Tarn", "")}


@pytest.mark.parametrize("typed", ["when did the ferry to Oxmoor stop", "who else?", "anything else?"])
def test_what_stands_alone_and_what_asks_for_more_is_asked_without(typed: str) -> None:
    asker = Noting()
    ask_after(asker, typed, EARLIER)
    assert {context for _, context in asker.asked} == {None}


def test_the_cross_encoder_reads_what_was_typed_behind_what_was_told(tmp_path: Path) -> None:
    lists, encoder = Reads(), WordEncoder()
    printed(tmp_path, [manuscript("harbour", HARBOUR)], encoder)
    with Archive(Store(tmp_path), encoder, WordReader(), lists) as archive:
        archive.ask("when does the ferry sail", context=Context("when", "who lifts the wreck", "Divers will."))
        archive.ask("when does the ferry sail")
    complete, heard, alone = lists.read
    assert complete == alone
    assert complete[0] == "when does the ferry sail"
    assert (heard[0], heard[1][:2]) == ("when", ("who lifts the wreck", "Divers will."))
