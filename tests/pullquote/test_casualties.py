"""Follow-ups about another fate: the earlier question stays, but for what befell somebody."""

from __future__ import annotations

import pytest

from pullquote.casualties import ask_of_fate
from pullquote.followups import complete
from pullquote.question import Question
from pullquote.scene import Scene
from tests.pullquote.test_followups import answer


@pytest.mark.parametrize(
    ("asked", "typed", "meant"),
    [
        ("How many people died in the storm?", "and hurt?", "How many people were hurt in the storm"),
        ("how many died in Tarn", "missing", "how many are missing in Tarn"),
        ("how many drivers were killed in Tarn", "and injured", "how many drivers were injured in Tarn"),
        ("how many drivers have died", "wounded?", "how many drivers were wounded"),
        ("how many drivers have been killed", "still missing?", "how many drivers are still missing"),
        ("how many drivers were hurt", "deaths?", "how many drivers were killed"),
        ("how many dead in Tarn", "injured?", "how many injured in Tarn"),
        ("who died in the storm", "and hurt?", "who was hurt in the storm"),
        ("did anyone die in the storm", "injured?", "was anyone injured in the storm"),
        ("did any bus drivers die", "missing?", "are any bus drivers missing"),
        ("has anyone died in Tarn", "and hurt", "was anyone hurt in Tarn"),
        ("Was anyone killed?", "or injured", "Was anyone injured"),
        ("how many were killed in Tarn", "and injured too?", "how many were injured in Tarn"),
        ("how many were hurt in Tarn", "and died?", "how many were killed in Tarn"),
        ("how many were hurt in Tarn", "What about the dead?", "how many were dead in Tarn"),
        ("how many people were badly injured", "killed", "how many people were killed"),
        ("who has been killed", "still missing", "who is still missing"),
    ],
)
def test_what_befell_somebody_gives_way_to_what_was_typed(asked: str, typed: str, meant: str) -> None:
    found = complete(typed, answer(asked, 4, "three"))
    assert found is not None
    assert found.question == meant


@pytest.mark.parametrize(
    ("asked", "typed"),
    [
        ("how many people died in the storm", "and in Tarn?"),
        ("when did the ferry stop", "missing?"),
        ("how many drivers were killed", "killed?"),
        ("how many drivers were killed", "deaths?"),
        ("how many were killed and injured in Tarn", "and missing?"),
        ("how many dead or missing in Tarn", "injured?"),
        ("who killed the drivers", "injured?"),
        ("how many people has the storm killed", "and missing?"),
        ("when did Ada Quay die", "injured?"),
        ("did Ada Quay die", "missing?"),
        ("how many people may have died", "missing?"),
        ("how many dead bodies were found", "missing?"),
        ("how many have gone missing", "killed?"),
        ("how many people died of cholera", "infected?"),
        ("what is missing from the report", "and arrests?"),
        ("when was the report released", "missing?"),
        ("how many hostages has the front freed", "still missing?"),
        ("how many drivers were killed", "were any arrested in Tarn"),
    ],
)
def test_anything_else_is_about_no_other_fate(asked: str, typed: str) -> None:
    assert ask_of_fate(typed, Scene(Question(asked), answer(asked, 4, "three"))) is None


def test_the_answer_must_tell_of_a_loss_but_may_call_an_arrest_by_another_name() -> None:
    asked = answer("how many people died in Tarn", 4, "three")
    hurt, held = complete("and hurt?", asked), complete("and arrested?", asked)
    assert hurt is not None
    assert held is not None
    assert (hurt.own, held.own) == (frozenset({"hurt"}), frozenset())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whats the mayor say about it", "what does the mayor say about the storm"),
        ("what's he think", "what does Ben Pier think"),
        ("and whats she want", "what does Ada Quay want"),
    ],
)
def test_what_with_a_bare_verb_is_what_does(typed: str, meant: str) -> None:
    found = complete(typed, answer("who blames the storm", 1 if "she" in typed else 2, ""))
    assert found is not None
    assert found.question == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whats the final say on it", "what is the final say on the storm"),
        ("whats the best think tank on it", "what is the best think tank on the storm"),
        ("what's he like", "what's Ben Pier like"),
        ("whats there to say about him", "what is there to say about Ben Pier"),
    ],
)
def test_what_with_anything_else_is_what_is(typed: str, meant: str) -> None:
    found = complete(typed, answer("who blames the storm", 2, "Ben Pier"))
    assert found is not None
    assert found.question == meant
