"""Reports that are read off the order of a sentence's words."""

from __future__ import annotations

import pytest

from index.blocks import find_blocks
from index.sayings import sayings
from index.sentences import split_sentences
from index.tagger import Report


def heard(text: str, reports: tuple[Report, ...] = ()) -> list[tuple[str, str, str]]:
    """Source, cue and content of each report found, in words."""
    found = sayings(text, split_sentences(text, find_blocks(text)), reports)
    return [(text[slice(*each.source)], text[slice(*each.cue)], text[slice(*each.content)].strip()) for each in found]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "The cup drew 31,412 people, the league’s cashier, Simm Oder, said on Monday.",
            "the league’s cashier, Simm Oder",
            "said",
            "The cup drew 31,412 people",
        ),
        (
            "The state sold it, treasury secretary Inga Sorl said on Thursday, according to Baltra News.",
            "treasury secretary Inga Sorl",
            "said",
            "The state sold it",
        ),
        (
            "The order came from the province, said its lawyer, Rosa Imm.",
            "its lawyer, Rosa Imm",
            "said",
            "The order came from the province",
        ),
        (
            "The separatists’ envoy, Jasper Wyle, confirmed that 48 men had been handed over.",
            "The separatists’ envoy, Jasper Wyle",
            "confirmed",
            "that 48 men had been handed over",
        ),
        (
            "The governor, Adia Morvane, put the number of dead at six.",
            "The governor, Adia Morvane",
            "put",
            "the number of dead at six",
        ),
        (
            "It rained, while his chief of staff, Berit Koss, testified that the paper was hers.",
            "his chief of staff, Berit Koss",
            "testified",
            "that the paper was hers",
        ),
    ],
)
def test_a_sentence_built_like_a_report_is_one(text: str, source: str, cue: str, content: str) -> None:
    assert heard(text) == [(source, cue, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Please read the guides, I said.",
        "The ship sank on Monday, on Sunday said.",
        "It was late, and the crowd said nothing.",
        "Quay put the lamp on the table at noon and left.",
        "She said that.",
    ],
)
def test_other_sentences_are_none(text: str) -> None:
    assert heard(text) == []


def test_a_verb_that_was_heard_is_not_heard_twice() -> None:
    text = "The state sold it, Inga Sorl said."
    cue = text.index("said")
    assert heard(text, (Report((cue, cue + 4), (19, 28), (0, 17), 0.9),)) == []


def test_what_follows_but_is_no_longer_what_is_said() -> None:
    ((_, _, content),) = heard("The mayor confirmed that ferries sail, but the harbour was empty.")
    assert content == "that ferries sail"
