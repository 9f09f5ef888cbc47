"""What a follow-up leans on, as a model finds it, chooses how it is written out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pytest

from pullquote.followups import ask_after, complete
from pullquote.question import LONGEST, Question
from pullquote.records import Answer, Kind, Outcome, Silence
from pullquote.resolution import Leanings
from pullquote.rewriting import JOINTS, POINTING, Edit, told_words, typed_words
from pullquote.scene import Scene
from tests.pullquote.newsprint import article
from tests.pullquote.test_followups import STORY, answer, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.resolution import Resolver


class Pointing:
    """A resolver that is sure of some words, wherever they were said, and that all others are not meant.

    They take the place of the first pronoun, or go behind all that was typed; those in ``behind`` do in any case, as
    does ``joint`` in front of them.
    """

    def __init__(self, *meant: str, behind: str = "", joint: str = "") -> None:
        self._meant = (*meant, behind)
        self._behind = behind
        self._joint = JOINTS.index(joint)

    def edit(self, question: str, told: Sequence[str]) -> Edit:
        """Each word in one place."""
        typed = [question[start:end].lower() for start, end in typed_words(question)]
        words = [told[text][start:end].removesuffix("’s") for text, start, end in told_words(told)]
        pronouns = [number for number, word in enumerate(typed) if word in POINTING - {"this"}]
        last = len(typed) - 1
        places = [pronouns[0] if pronouns and word != self._behind else last for word in words]
        return Edit(
            np.asarray([float(number in pronouns[:1]) for number in range(len(typed))]),
            np.asarray([0.99 if word in self._meant else 0.01 for word in words]),
            np.eye(len(JOINTS))[[self._joint if place == last else 0 for place in places]],
            np.eye(len(typed))[places].T,
        )


FERRY = answer("when did the ferry to Oxmoor stop", 0, "Friday")
SAVED = answer("how many sailors did the ferry save", 0, "Friday")
PIER = answer("what did the council say", 2, "the storm")


@pytest.mark.parametrize(
    ("earlier", "typed", "words", "meant"),
    [
        (FERRY, "who was she", ("Ada", "Quay"), "who was Ada Quay"),
        (FERRY, "is it back?", ("ferry",), "is the ferry back?"),
        (FERRY, "how big is it", ("storm",), "how big is the storm"),
        (FERRY, "how many people live there", ("Oxmoor",), "how many people live in Oxmoor"),
        (FERRY, "was the mayor warned", ("ferry", "Oxmoor"), "was the mayor warned the ferry to Oxmoor"),
        (PIER, "how old is he", ("Ben", "Pier"), "how old is Ben Pier"),
        (PIER, "what is his job", ("Ben", "Pier"), "what is Ben Pier's job"),
        (FERRY, "who won the race in Tarn", (), None),
        (FERRY, "is it raining in Tarn", (), None),
        (FERRY, "what happened this week", ("ferry",), "what happened this week the ferry"),
        (FERRY, "and who was warned?", ("ferry",), "who was warned the ferry"),
        (PIER, "so, how old is he", ("Ben", "Pier"), "how old is Ben Pier"),
        (FERRY, "was it the same ferry that sank in Tarn", (), None),
        (FERRY, "who was warned about that", ("storm",), "who was warned about the storm"),
        (SAVED, "Tarn", ("many", "sailors", "ferry", "save"), "Tarn how many sailors, the ferry save"),
        (SAVED, "was it in Tarn", ("many", "sailors"), "was many sailors in Tarn"),
        (SAVED, "and was it in Tarn", ("many", "sailors"), "was many sailors in Tarn"),
        (SAVED, "their names", ("many", "sailors"), "many sailors' names"),
    ],
)
def test_a_follow_up_is_written_out_with_what_it_leans_on(
    earlier: Answer, typed: str, words: tuple[str, ...], meant: str | None
) -> None:
    found = complete(typed, earlier, Pointing(*words))
    assert (found.question if found else None) == meant


@pytest.mark.parametrize(
    ("typed", "words", "written"),
    [
        ("how many people live there", ("Oxmoor",), ["how many people live in Oxmoor"]),
        ("did the storm hit it", ("Oxmoor",), ["did the storm hit Oxmoor"]),  # "the ferry to Oxmoor"
        ("how big is it", ("storm",), ["how big is the storm"]),
        ("is he hurt?", (), []),
    ],
)
def test_of_itself_a_model_writes_out_what_it_takes_up_and_nothing_else(
    typed: str, words: tuple[str, ...], written: list[str]
) -> None:
    scene = Scene(Question(FERRY.question), FERRY)
    assert list(Leanings(typed, scene, Pointing(*words)).written_out()) == written


@pytest.mark.parametrize(
    ("asked", "words", "written"),
    [
        ("who met Gen. Moussa Harouna", ("Gen", "Moussa", "Harouna"), ["what did Gen. Moussa Harouna say"]),
        ("who met Col. Moussa Harouna", ("Col", "Moussa", "Harouna"), ["what did Col. Moussa Harouna say"]),
        ("who met Gen. Moussa Harouna", ("Gen",), []),
        ("who met the Pope in Tarn", ("Pope",), ["what did the Pope say"]),
    ],
)
def test_a_title_with_a_stop_goes_with_its_name_and_alone_it_is_none(
    asked: str, words: tuple[str, ...], written: list[str]
) -> None:
    silence = Answer(asked, Outcome.NOT_IN_SOURCES, silence=Silence.NOT_SAID)
    scene = Scene(Question(silence.question), silence)
    assert list(Leanings("what did he say", scene, Pointing(*words)).written_out()) == written


class Between(Pointing):
    """A resolver that puts what is meant behind "the"; no word gives way but those in ``gone``."""

    def __init__(self, *meant: str, gone: str = "") -> None:
        super().__init__(*meant)
        self._gone = gone.split()

    def edit(self, question: str, told: Sequence[str]) -> Edit:
        """All words in that place."""
        edit = super().edit(question, told)
        typed = [question[start:end].lower() for start, end in typed_words(question)]
        places = np.zeros_like(edit.places)
        places[typed.index("the")] = 1
        return edit._replace(places=places, dropped=np.asarray([float(word in self._gone) for word in typed]))


@pytest.mark.parametrize(
    ("typed", "words", "written"),
    [
        ("what does the mayor want", ("Ada", "Quay"), "what does the mayor Ada Quay want"),
        ("what does the mayor want", ("Mayor", "Ada", "Quay"), "what does the mayor Ada Quay want"),
        ("what did the former mayor want", ("Ada", "Quay"), "what did the Ada Quay former mayor want"),
        ("what does the mayor's wife want", ("Ada", "Quay"), "what does the Ada Quay mayor's wife want"),
        ("what does the council want", ("Ada", "Quay"), "what does the Ada Quay council want"),
        ("what does the mayor want", ("Pier",), "what does the Pier mayor want"),
        ("what does the mayor want", ("Oxmoor",), "what does the Oxmoor mayor want"),
        ("what about the", ("Ada", "Quay"), "what about the Ada Quay"),
    ],
)
def test_a_name_stands_behind_a_role_that_was_typed_where_articles_put_the_two_so(
    typed: str, words: tuple[str, ...], written: str
) -> None:
    scene = Scene(Question(PIER.question), PIER) if words == ("Pier",) else Scene(Question(FERRY.question), FERRY)
    assert list(Leanings(typed, scene, Between(*words)).written_out()) == [written]


@pytest.mark.parametrize(
    ("typed", "words", "written"),
    [
        ("what does the prime minister want", ("Ada", "Quay"), "what does the prime minister Ada Quay want"),
        (
            "what does the prime minister want",
            ("Prime", "Minister", "Ada", "Quay"),
            "what does the prime minister Ada Quay want",
        ),
        ("what does the new minister want", ("New", "Oxmoor"), "what does the New Oxmoor new minister want"),
    ],
)
def test_neither_a_role_of_two_words_is_parted_nor_the_name_of_a_place(
    typed: str, words: tuple[str, ...], written: str
) -> None:
    told = article((Kind.BODY, None, 1, "The ferry sank in New Oxmoor, Prime Minister Ada Quay said on Friday."))
    sank = Answer("who said so", Outcome.ANSWERED, (quoted(told, 0, ""),), confidence=0.9)
    assert list(Leanings(typed, Scene(Question(sank.question), sank), Between(*words)).written_out()) == [written]


def test_a_name_takes_the_place_of_a_role_that_gives_way() -> None:
    typed = "what does the mayor want"
    leanings = Leanings(typed, Scene(Question(FERRY.question), FERRY), Between("Ada", "Quay", gone="the mayor"))
    assert list(leanings.written_out()) == ["what does Ada Quay want"]


class Certain:
    """A resolver that takes up all that was told, wherever it goes."""

    def edit(self, question: str, told: Sequence[str]) -> Edit:
        """All of it."""
        typed, known = len(typed_words(question)), len(told_words(told))
        return Edit(np.ones(typed), np.ones(known), np.ones((known, len(JOINTS))), np.ones((typed, known)))


def test_where_nothing_was_typed_nothing_is_taken_up() -> None:
    scene = Scene(Question(FERRY.question), FERRY)
    assert Leanings("who", scene, Certain()).runs
    assert Leanings("?", scene, Certain()).runs == ()


def test_a_that_behind_a_there_which_means_nothing_leans_on_something() -> None:
    scene = Scene(Question(FERRY.question), FERRY)
    assert Leanings("is there anyone who did that", scene, Pointing()).leans
    assert not Leanings("is there anyone at the quay", scene, Pointing()).leans


def test_what_nothing_is_put_into_is_asked_as_it_was_typed() -> None:
    silence = Answer("who sank the ferry in Tarn", Outcome.NOT_IN_SOURCES, silence=Silence.NOT_SAID)
    assert complete("is the mayor hurt?", silence, Pointing()) is None
    assert complete("did the quay burn?", silence, Pointing()) is None


def test_a_follow_up_that_would_become_too_long_is_asked_as_it_is() -> None:
    typed = "is he " + "hurt " * 198
    assert len(typed) < LONGEST
    assert complete(typed, PIER, Pointing("Ben", "Pier")) is None


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
    knows: str = ""

    def ask(self, question: str, article: str | None = None, context: object = None) -> Answer:
        """The line, or silence."""
        self.asked.append((question, article))
        if question == self.knows:
            return answer(question, 0, "Friday")
        return Answer(question, Outcome.NOT_IN_SOURCES, silence=Silence.NOT_SAID)


def test_words_that_were_only_put_at_the_end_are_left_out_before_there_is_silence() -> None:
    asker = Terse(Pointing("Ben", "Pier", behind="storm", joint="by"), knows="is Ben Pier hurt")
    found = ask_after(asker, "is he hurt", PIER)
    assert (found.question, found.outcome) == ("is Ben Pier hurt", Outcome.ANSWERED)
    whole = "is Ben Pier hurt by the storm"
    assert asker.asked == [(whole, STORY.id), (whole, None), ("is Ben Pier hurt", None)]
    silent = ask_after(Terse(Pointing("Ben", "Pier", behind="storm", joint="by"), knows=""), "is he hurt", PIER)
    assert (silent.question, silent.outcome) == (whole, Outcome.NOT_IN_SOURCES)
