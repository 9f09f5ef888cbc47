"""The whole read path on the shipped article, with the real model: what is quoted, and what is met with silence."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from pullquote.errors import QuestionError
from pullquote.records import Outcome, Silence
from tests.conftest import SHIPPED

if TYPE_CHECKING:
    from pullquote.archive import Archive
    from pullquote.records import Answer, Quote

TEXT = SHIPPED.read_bytes().decode("utf-8")
HEADINGS = (
    "Heavy fighting continues",
    "Lifeline for southern Afghanistan",
    "Taliban target Dostum's stronghold",
    "Russia says US mission in Afghanistan has failed",
    "Afghan delegation heads to Qatar",
)
CAPTION = (
    "People standing on a vehicle hold Taliban flags as they gather near the Friendship Gate crossing point at the "
    "Pakistan-Afghanistan border town of Chaman."
)
FURNITURE = [
    *HEADINGS,
    CAPTION,
    f"{CAPTION} (Abdul Khaliq Achakzai / Reuters)",
    *(line for line in TEXT.splitlines() if line.startswith(("READ MORE", "Source:"))),
]
ANSWERED = {
    "How many Afghan refugees have been living in Pakistan?": "Almost three million Afghan refugees",
    "Who said there is heavy fighting?": "said Mohammad Zahir",
    "When did Spin Boldak fall to the Taliban?": "which fell to the Taliban on Wednesday",
    "Who was part of a team that shared a Pulitzer Prize?": "Danish Siddiqui",
    "What did Lavrov blame?": "Lavrov earlier blamed",
}
SILENT = (
    "How do I bake sourdough bread?",
    "Who won the chess championship in Reykjavik?",
    "What is the boiling point of mercury?",
    "When was the opera house of Oxmoor built?",
)


def shown(answer: Answer) -> tuple[Quote, ...]:
    """Every quote that a reader might be shown."""
    return answer.quotes + answer.nearest


def place(position: int) -> tuple[int, str | None]:
    """Paragraph and section at a position of the shipped article, by a reading of its lines that knows it by heart."""
    paragraph, section = 0, None
    for line in TEXT[: position + 1].split("\n\n"):
        if line.strip() in HEADINGS:
            section = line.strip()
        elif not line.startswith(("READ MORE", "Source:", "People standing on a vehicle")):
            paragraph += 1
    return paragraph, section


def test_the_furniture_is_what_it_seems_to_be() -> None:
    assert len(FURNITURE) == 12
    assert all(piece in TEXT for piece in FURNITURE)
    assert TEXT.count(CAPTION) == 2


@pytest.mark.parametrize("question", ["who is it?", "the of and", "what was that"])
def test_a_question_of_stop_words_gets_silence_and_nothing_nearest(shipped: Archive, question: str) -> None:
    assert not shown(shipped.ask(question))


@pytest.mark.parametrize("question", [*ANSWERED, *SILENT, "Spin Boldak"])
def test_a_quote_is_the_files_own_characters_where_it_says(shipped: Archive, question: str) -> None:
    found = shown(shipped.ask(question))
    assert found
    for quote in found:
        assert TEXT[quote.start : quote.end] == quote.text
        assert quote.article.sha256 == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
        assert (quote.paragraph, quote.sentence.section) == place(quote.start)
        assert all(quote.text[start:end].strip() for start, end in quote.highlights)


@pytest.mark.parametrize(("question", "words"), ANSWERED.items())
def test_what_the_article_says_is_quoted(shipped: Archive, question: str, words: str) -> None:
    answer = shipped.ask(question)
    assert answer.outcome is Outcome.ANSWERED
    assert words in answer.quotes[0].text
    assert 1 <= len(answer.quotes) <= 3
    assert answer.confidence > 0.3
    assert not answer.nearest


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("who controls Spin Boldak", {"Tariq Arian", "Qari Yosuf Ahmadi"}),
        ("did Pakistan give the Taliban air support", {"Amrullah Saleh", "Pakistan"}),
    ],
)
def test_where_accounts_differ_each_side_stands_with_its_speaker(
    shipped: Archive, question: str, sides: set[str]
) -> None:
    answer = shipped.ask(question)
    assert answer.outcome is Outcome.DISPUTED
    assert sides <= {account.speaker for account in answer.accounts}
    for account in answer.accounts:
        (held, *_) = (quote for quote in answer.quotes if quote.number in account.quotes)
        assert held.start <= account.start < account.end <= held.end
    assert [account.start for account in answer.accounts] == sorted(account.start for account in answer.accounts)


@pytest.mark.parametrize(
    "question", ["who was killed", "how many refugees are in Pakistan", "when will foreign troops leave"]
)
def test_where_nobody_contradicts_nothing_is_disputed(shipped: Archive, question: str) -> None:
    assert shipped.ask(question).outcome is Outcome.ANSWERED


@pytest.mark.parametrize("question", SILENT)
def test_what_the_article_does_not_say_is_met_with_silence(shipped: Archive, question: str) -> None:
    answer = shipped.ask(question)
    assert answer.outcome is Outcome.NOT_IN_SOURCES
    assert answer.silence is Silence.NOT_SAID
    assert answer.quotes == ()
    assert answer.confidence < 0.2


@pytest.mark.parametrize("piece", FURNITURE)
@pytest.mark.parametrize("form", ["{}", "Who said “{}”?", "{} {}"])
def test_headings_captions_and_links_are_not_quoted_even_when_asked_in_their_very_words(
    shipped: Archive, piece: str, form: str
) -> None:
    areas = [(at, at + len(each)) for each in FURNITURE for at in range(len(TEXT)) if TEXT.startswith(each, at)]
    for quote in shown(shipped.ask(form.format(piece, piece))):
        assert not any(start < quote.end and quote.start < end for start, end in areas), quote.text


def test_an_answer_does_not_depend_on_what_was_asked_before(shipped: Archive) -> None:
    questions = [*ANSWERED, *SILENT]
    first = {question: shown(shipped.ask(question)) for question in questions}
    again = {question: shown(shipped.ask(question)) for question in reversed(questions)}
    assert first == again


@pytest.mark.parametrize(
    "typed", ["Who said\u200b there\0 is \u202eheavy\x1b fighting?", " who SAID there is\theavy\nfighting "]
)
def test_control_and_direction_characters_change_no_answer(shipped: Archive, typed: str) -> None:
    answer = shipped.ask(typed)
    assert answer.question == typed
    assert "said Mohammad Zahir" in answer.quotes[0].text


@pytest.mark.parametrize(
    "typed",
    ["who is it and what was that?", "Кто контролирует Спин-Булдак?", "谁控制着斯平布尔达克?", "x", "0", "Ω" * 1000],
)
def test_words_that_the_article_does_not_have_are_met_without_a_fault(shipped: Archive, typed: str) -> None:
    answer = shipped.ask(typed)
    assert answer.outcome in (Outcome.ANSWERED, Outcome.NOT_IN_SOURCES)
    assert all(TEXT[quote.start : quote.end] == quote.text for quote in shown(answer))


def test_a_question_about_no_word_in_particular_is_met_with_silence(shipped: Archive) -> None:
    assert shipped.ask("Who is it, and what was that?").outcome is Outcome.NOT_IN_SOURCES


@pytest.mark.parametrize("typed", ["", " \n", "?!", "🐈", "\0", "who? " * 1000])
def test_what_is_no_question_is_refused(shipped: Archive, typed: str) -> None:
    with pytest.raises(QuestionError):
        shipped.ask(typed)
