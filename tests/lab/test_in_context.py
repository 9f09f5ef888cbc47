"""Follow-ups as they were typed, behind what was told before: what is learnt of them."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from lab import in_context
from lab.corpora import DIALOGUES, invented, talked_about
from lab.in_context import of_changes, of_shortened, of_talks
from lab.mining import TALKS, Mined, Read
from lab.rewrites import talks
from lab.shortened import shortened_questions
from pullquote.listing import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lab.listed import Listed

READ = (Read(4, "It sank.", "", answers=False), Read(9, "A pilot did.", "Who did?", answers=True))


@pytest.mark.parametrize("part", [*TALKS, "tune"])
def test_what_answers_in_a_dialogue_is_the_article_s_own_words(part: str) -> None:
    asked = [(corpus, put) for corpus in talked_about(part) for put in corpus.asked]
    assert any(put.answers for _, put in asked)
    for corpus, put in asked:
        assert bool(corpus.right(put)) == bool(put.answers)


def test_nothing_is_learnt_from_the_dialogues_that_are_measured_with() -> None:
    learnt = {corpus.article.text for part in TALKS for corpus in talked_about(part)}
    measured = [corpus.article.text for corpus in talked_about("tune")]
    measured += [path.read_text(encoding="utf-8") for path in DIALOGUES.glob("*.txt")]
    assert len(measured) > 50
    assert not learnt & set(measured)


def mine(monkeypatch: pytest.MonkeyPatch, *questions: str) -> None:
    """Have these questions mined, and nothing else."""

    def mined(_names: Iterable[str]) -> list[Mined]:
        return [Mined("answerable", question, READ) for question in questions]

    monkeypatch.setattr(in_context, "mined", mined)


def answering(listed: Listed) -> list[str]:
    """The sentences that answer."""
    spans = zip(listed.spans, listed.answers, strict=True)
    return [listed.texts[text][start:end] for (text, start, end), answers in spans if answers]


def test_a_follow_up_is_put_as_it_was_typed_behind_the_question_and_answer_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = [each for each in talks() if each[1][1]]
    typed, told, complete = next(each for each in known if each[0] != each[2])
    mine(monkeypatch, complete)
    found = next(listed for listed in of_talks("learn", random.Random(1)) if listed.question == typed)
    assert found.texts[:2] == tuple(text[:LONGEST] for text in told[:2])
    assert answering(found) == ["A pilot did."]


def test_a_shortened_question_is_put_with_what_was_read_for_the_complete_one(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("near-late",)
    typed, told, complete = next(each for each in shortened_questions(names, random.Random(1)) if each[0] != each[2])
    mine(monkeypatch, complete)
    found = next(listed for listed in of_shortened(names, random.Random(1)) if listed.question == typed)
    assert found.texts[:2] == tuple(text[:LONGEST] for text in told[:2])
    assert answering(found) == ["A pilot did."]


def test_a_question_that_was_put_to_several_stories_teaches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("near-late", "near-later")
    put = [question for question, of in Counter(_questions(names)).items() if of > 1]
    mine(monkeypatch, *put)
    assert put
    assert not list(of_shortened(names, random.Random(1)))


def _questions(names: Iterable[str]) -> list[str]:
    """The questions of each story, once."""
    corpora = [corpus for name in names for corpus in invented(name)]
    return [question for corpus in corpora for question in {asked.question for asked in corpus.asked}]


def test_a_change_of_topic_is_put_behind_another_question(monkeypatch: pytest.MonkeyPatch) -> None:
    mine(monkeypatch, "who sank it", "who paid")
    changes = [each for seed in range(9) for each in of_changes(("near-late",), random.Random(seed))]
    assert len(changes) > 2
    for found in changes:
        assert {found.question, found.texts[0]} == {"who sank it", "who paid"}
        assert found.texts[1] == "A pilot did."
        assert answering(found) == ["A pilot did."]
