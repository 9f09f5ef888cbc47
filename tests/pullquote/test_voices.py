"""Whose words a sentence's words are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pullquote.question import Question
from pullquote.records import Article, Claim, Form, Kind, Quote
from pullquote.voices import asks_who_says, speakers_of, voice_at, voices_in
from tests.pullquote.newsprint import article

FELL = "Residents of Marl, which fell to the rebels on Monday, said the market was shut, but Ben Pier said it was open."


def claimed(text: str, *claims: tuple[str, str, str]) -> Article:
    """An article of one sentence with claims: who, by which words, what."""
    source = article((Kind.BODY, None, 1, text))
    (sentence,) = source.sentences

    def span(words: str) -> tuple[int, int]:
        start = source.text.index(words)
        return start, start + len(words)

    made = tuple(Claim(who, None, span(who), span(cue), span(what), Form.INDIRECT) for who, cue, what in claims)
    return replace(source, sentences=(replace(sentence, claims=made),))


MARL = claimed(FELL, ("Residents of Marl", "said", "the market was shut"), ("Ben Pier", "Ben Pier said", "it was open"))


def quoted(source: Article, *highlights: str) -> Quote:
    """A quote of the article's sentence with these words highlighted."""
    (sentence,) = source.sentences
    text = source.slice(sentence)
    return Quote(1, source, sentence, text, tuple((text.index(h), text.index(h) + len(h)) for h in highlights))


def names(quote: Quote) -> list[str | None]:
    """Who is named above a quote."""
    return [claim.speaker if claim else None for claim in speakers_of(quote)]


@pytest.mark.parametrize(
    ("highlight", "speakers"),
    [
        ("the market was shut", ["Residents of Marl"]),
        ("open", ["Ben Pier"]),
        ("fell to the rebels on Monday", [None]),
        ("Ben Pier", ["Residents of Marl", "Ben Pier"]),
        ("Residents of Marl", ["Residents of Marl", "Ben Pier"]),
    ],
)
def test_a_quote_is_theirs_who_say_what_is_highlighted(highlight: str, speakers: list[str | None]) -> None:
    assert names(quoted(MARL, highlight)) == speakers


def test_a_quote_without_a_highlight_names_everybody_and_one_that_reports_nobody_the_article() -> None:
    assert names(quoted(MARL)) == ["Residents of Marl", "Ben Pier"]
    assert names(quoted(claimed("It rained on Marl."), "rained")) == [None]


def test_the_voices_of_a_sentence_say_each_of_its_words_at_most_once_unless_claims_overlap() -> None:
    voices = voices_in(MARL, MARL.sentences[0])
    said = [place for voice in voices for place in range(voice.start, voice.end)]
    assert len(said) == len(set(said))
    assert [voice.speaker for voice in voices] == ["Residents of Marl", "Ben Pier", None]
    assert "which fell to the rebels" in MARL.slice((voices[-1].start, voices[-1].end))


def test_what_is_added_between_commas_to_what_others_are_reported_to_say_is_the_articles_own() -> None:
    told = "Residents report fighting between the rebels, which hold the town of Marl, and the army."
    what = "fighting between the rebels, which hold the town of Marl, and the army"
    source = claimed(told, ("Residents", "report", what))
    assert names(quoted(source, "which hold the town")) == [None]
    assert names(quoted(source, "fighting")) == ["Residents"]
    (sentence,) = source.sentences
    direct = replace(sentence, claims=(replace(sentence.claims[0], form=Form.DIRECT),))
    assert names(quoted(replace(source, sentences=(direct,)), "which hold the town")) == ["Residents"]


def test_that_somebody_gave_no_evidence_is_the_articles_own_word() -> None:
    silent = claimed(
        "He did not provide any evidence for the charge.", ("He", "did not provide any evidence", "charge")
    )
    assert names(quoted(silent, "did not provide any evidence")) == [None]
    assert names(quoted(silent)) == [None]


def test_the_innermost_claim_counts() -> None:
    nested = claimed(
        "Ada Quay said that Ben Pier had denied the theft.",
        ("Ada Quay", "said", "that Ben Pier had denied the theft"),
        ("Ben Pier", "had denied", "the theft"),
    )
    assert names(quoted(nested, "theft")) == ["Ben Pier"]
    assert names(quoted(nested, "Ben Pier had denied the theft")) == ["Ada Quay"]


def test_words_that_only_name_a_speaker_are_nobodys() -> None:
    sentence = MARL.sentences[0]
    start = FELL.index("Ben Pier")
    assert voice_at(MARL, sentence, sentence.start + start, sentence.start + start + 8) is None


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("who said the market was shut", True),
        ("What did Ben Pier say about Marl?", True),
        ("according to whom is it open", True),
        ("Who holds Marl?", False),
        ("is the market open", False),
    ],
)
def test_a_question_asks_who_says_so_only_when_it_says_so(question: str, asks: bool) -> None:
    assert asks_who_says(Question(question), MARL, MARL.sentences[0]) is asks
