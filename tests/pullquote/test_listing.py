"""What is read once more: the articles' own sentences, in their order, where they are said to be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pullquote.listing import LONGEST, MOST, list_texts
from pullquote.statements import Statement
from pullquote.voices import voices_in
from tests.pullquote.statements import story

SHORT = story("It rained.", "Ada Quay: the gate is open.", "Nobody passed.", "Ben Pier: it is not.", "It snowed.")
LONG = story(*(f"{number} {'and so on ' * 60}" for number in range(12)), name="long")


@given(st.lists(st.integers(0, 4), min_size=1, max_size=4, unique=True))
def test_every_sentence_stands_in_the_texts_as_in_the_article(numbers: list[int]) -> None:
    listing = list_texts([(SHORT, number) for number in numbers], ())
    for number in numbers:
        span = listing.sentence(SHORT, number)
        assert span is not None
        text, start, end = span
        assert listing.texts[text][start:end] == SHORT.slice(SHORT.sentences[number])


def test_sentences_that_follow_on_each_other_make_one_text_in_the_articles_order() -> None:
    assert list_texts([(SHORT, 4), (SHORT, 1)], ()).texts == (
        "It rained. Ada Quay: the gate is open.",
        "Ben Pier: it is not. It snowed.",
    )


def test_a_statement_is_found_with_the_words_that_report_it() -> None:
    (voice,) = voices_in(SHORT, SHORT.sentences[3])
    statement = Statement(SHORT, 3, voice, 0.0, None)
    listing = list_texts([(SHORT, 0)], [statement])
    span = listing.statement(statement)
    assert span is not None
    assert listing.texts[span[0]][span[1] : span[2]] == "Ben Pier: it is not."
    assert list_texts([(SHORT, 0)], ()).statement(statement) is None


def test_of_long_sentences_the_beginning_is_read_and_of_many_the_best() -> None:
    best = (9, 3, 7, 1)
    statements = [Statement(LONG, 5, voice, 0.0, None) for voice in voices_in(LONG, LONG.sentences[5])]
    listing = list_texts([(LONG, number) for number in best], statements)
    for number in best:
        span = listing.sentence(LONG, number)
        assert span is not None
        assert span[2] - span[1] == LONGEST
    assert listing.sentence(LONG, 5) is None
    assert len(list_texts([(LONG, 9)], statements).texts) == MOST // LONGEST - 1 == 2


def test_the_second_article_stands_behind_the_first() -> None:
    listing = list_texts([(LONG, 0), (SHORT, 0)], ())
    assert [text[:4] for text in listing.texts] == ["0 an", "It r"]
