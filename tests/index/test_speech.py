"""Which claims an article's sentences get, whatever the tagger."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import read_article
from index.blocks import find_blocks
from index.recogniser import PERSON, Mention, SpacyRecogniser
from index.sentences import split_sentences
from index.speech import STRETCH, make_stretches, with_claims
from index.tagger import Report, ShippedTagger
from pullquote.records import Article, Form
from tests.conftest import SHIPPED

if TYPE_CHECKING:
    from collections.abc import Sequence

SAID = re.compile(r"(?P<source>(?:[A-Z]\w+ )+|She |He )(?P<cue>said|added) (?P<content>[^.]+(?:\.”)?)")
CALLED = re.compile(r"(?P<content>“[^”]+”),? (?P<cue>said) (?P<source>[A-Z]\w+ [A-Z]\w+)")


SCRAPS = (
    *(
        "Ada Quay ",
        "Ben Pier, ",
        "Mayor ",
        "the mayor, ",
        "Jr. ",
        "He ",
        "she ",
        "said ",
        "told ",
        "added ",
        "and ",
        "of ",
    ),
    *(
        "“",
        "”",
        '"',
        ", ",
        ". ",
        ".\n\n",
        "\n",
        " ",
        "The ",
        "who is a pilot",
        "-",
        "—",
        "’s ",
        "Dr. ",
        "X",
        "1,000 ",
        "(",
        ") ",
    ),
    *("a ", "its leader, ", "the union's ", "rain fell", "according to ", "citing ", "É", "😀", "\u200b", "Mr "),
)


class SaidTagger:
    """Knows "X said Y" and `"Y", said X`; a word is a token."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words."""
        return [len(text.split()) for text in texts]

    def tag(self, texts: Sequence[str]) -> list[list[Report]]:
        """Every "X said Y"."""
        return [
            [
                Report(match.span("cue"), (match.start("source"), match.end("source")), match.span("content"), 0.9)
                for pattern in (SAID, CALLED)
                for match in pattern.finditer(text)
            ]
            for text in texts
        ]


class DeafTagger:
    """Hears nobody."""

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words."""
        return [len(text.split()) for text in texts]

    def tag(self, texts: Sequence[str]) -> list[list[Report]]:
        """Nothing."""
        return [[] for _ in texts]


class FullNames:
    """Takes two capitalised words for a person."""

    def names(self, texts: Sequence[str]) -> list[list[Mention]]:
        """Every two capitalised words."""
        return [[Mention(m.span(), PERSON) for m in re.finditer(r"[A-Z]\w+ [A-Z]\w+", text)] for text in texts]


def understood(text: str) -> Article:
    """An article with its claims."""
    article = Article(id="a", text=text, sentences=split_sentences(text, find_blocks(text)))
    return with_claims(article, SaidTagger(), FullNames())


def said(article: Article) -> list[list[tuple[str, str, Form]]]:
    """Of each sentence, who says what and how."""
    return [
        [(claim.speaker, article.slice(claim.content), claim.form) for claim in sentence.claims]
        for sentence in article.sentences
    ]


def test_a_sentence_has_the_claims_that_stand_in_it_and_no_others() -> None:
    article = understood("Ada Quay said rain fell. The harbour froze. Bo Lind said it was warm.")
    assert said(article) == [
        [("Ada Quay", "rain fell", Form.INDIRECT)],
        [],
        [("Bo Lind", "it was warm", Form.INDIRECT)],
    ]


def test_what_stands_in_quotation_marks_is_direct_and_what_stands_there_in_part_is_mixed() -> None:
    article = understood("“The ferries sail at dawn,” said Ada Quay. Bo Lind said they “never sail” on Mondays.")
    forms = [claim.form for sentence in article.sentences for claim in sentence.claims]
    assert forms == [Form.DIRECT, Form.MIXED]


@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_a_quotation_that_runs_on_has_the_speaker_it_began_with(gap: str) -> None:
    article = understood(
        f"“The ferries sail at dawn,” said Ada Quay.{gap}“They will sail at dusk as well, on Mondays.”{gap}It froze."
    )
    speakers = [[claim.speaker for claim in sentence.claims] for sentence in article.sentences]
    assert speakers == [["Ada Quay"], ["Ada Quay"], []]
    assert article.sentences[1].claims[0].source is None


def test_words_as_such_in_quotation_marks_are_nobodys() -> None:
    article = understood("“The ferries sail at dawn,” said Ada Quay. The “iron pier” froze.")
    assert article.sentences[1].claims == ()


def test_only_what_can_be_quoted_has_claims() -> None:
    article = understood("Ada Quay said rain fell over the whole of the harbour.\n\nREAD MORE: Bo Lind said no")
    assert [bool(sentence.claims) for sentence in article.sentences] == [True, False]


def test_offsets_are_the_articles_own() -> None:
    text = "\n\n".join(f"Ada Quay said rain fell on day {number}, and nobody minded at all." for number in range(80))
    article = understood(text)
    for sentence in article.sentences:
        (claim,) = sentence.claims
        assert claim.source
        assert article.slice(claim.source).strip() == "Ada Quay"
        assert article.slice(claim.cue) == "said"
        assert sentence.start <= claim.content[0] < claim.content[1] <= sentence.end


def test_windows_hold_every_sentence_once_and_whole_paragraphs_where_they_fit() -> None:
    text = "\n\n".join(" ".join(["The rain fell again on the harbour."] * count) for count in (3, 40, 1, 1, 20, 9))
    article = Article(id="a", text=text, sentences=split_sentences(text, find_blocks(text)))
    stretches = make_stretches(article, SaidTagger())
    held = [sentence for start, end in stretches for sentence in article.sentences if start <= sentence.start < end]
    assert held == [sentence for sentence in article.sentences if sentence.kind.quotable]
    for start, end in stretches:
        assert len(text[start:end].split()) <= STRETCH
        assert "\n\n" not in text[start:end] or text[end : end + 2] in ("\n\n", "")


SPOKEN = {
    3: "Jamal Nasir Barakzai",
    4: "Mullah Muhammad Hassan",
    6: "Amrullah Saleh",
    9: "a Foreign Ministry statement",
    11: "Mohammad Zahir",
    14: "Reuters news agency",
    21: "An aide to Afghan President Ashraf Ghani",
    27: "Zabihullah Mujahid",
    35: "Sergei Lavrov",
    37: "Sergei Lavrov",
    41: "Abdullah Abdullah",
    42: "Abdullah Abdullah",
}


@pytest.fixture(scope="module")
def heard() -> Article:
    """The shipped article as it is understood."""
    return with_claims(read_article(SHIPPED), ShippedTagger(), SpacyRecogniser())


def test_of_the_shipped_article_pronouns_and_quotations_that_run_on_are_theirs_who_speak(heard: Article) -> None:
    for paragraph, speaker in SPOKEN.items():
        sentences = [each for each in heard.sentences if each.paragraph == paragraph]
        assert [each for each in sentences if any(c.speaker == speaker for c in each.claims)] == sentences


def test_of_the_shipped_article_two_spokespersons_in_one_sentence_are_told_apart(heard: Article) -> None:
    (sentence,) = (each for each in heard.sentences if each.paragraph == 12)
    assert [(c.speaker, c.role, heard.slice(c.content)) for c in sentence.claims] == [
        ("Tariq Arian", "Afghanistan's interior ministry spokesperson", "Afghan forces had retaken the area"),
        ("Qari Yosuf Ahmadi", "Taliban spokesperson", "the insurgents still had control of Spin Boldak"),
    ]


def test_what_the_shipped_article_says_itself_is_nobodys(heard: Article) -> None:
    silent = {2, 15, 18, 20, 22, 23, 24, 29, 31, 32, 39}
    assert [each.paragraph for each in heard.sentences if each.paragraph in silent and each.claims] == []


def test_claims_lie_in_the_text_and_in_the_sentences_that_have_them(heard: Article) -> None:
    for sentence in heard.sentences:
        for claim in sentence.claims:
            assert claim.content[0] < sentence.end
            assert claim.content[1] > sentence.start or claim.source
            for start, end in (claim.cue, claim.content, claim.source or claim.cue):
                assert 0 <= start < end <= len(heard.text)


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("“The old crane fell at dawn today,” said Ada Quay, who saw it.", "Ada Quay", "“The old crane fell"),
        ("“The old crane fell at dawn today,” Ada Quay said in March.", "Ada Quay", "“The old crane fell"),
    ],
)
def test_a_quotation_with_said_right_behind_it_has_a_speaker_whatever_the_tagger(
    text: str, speaker: str, words: str
) -> None:
    article = Article(id="a", text=text, sentences=split_sentences(text, find_blocks(text)))
    (sentence,) = with_claims(article, DeafTagger(), FullNames()).sentences
    (found,) = sentence.claims
    assert found.speaker == speaker
    assert article.slice(found.content).startswith(words)


@given(st.lists(st.sampled_from(SCRAPS), min_size=1, max_size=40))
@settings(deadline=None, max_examples=150)
def test_whatever_stands_there_is_understood_without_failing_and_every_claim_has_a_speaker(scraps: list[str]) -> None:
    text = "".join(scraps)
    article = Article(id="a", text=text, sentences=split_sentences(text, find_blocks(text)))
    heard = with_claims(article, SaidTagger(), FullNames())
    assert heard.text == text
    assert all(claim.speaker for sentence in heard.sentences for claim in sentence.claims)
