"""What the reader learns from. Wants the data beside the project, and is skipped without it."""

from __future__ import annotations

import pytest

from lab.corpora import DATA
from lab.lessons import Course, Lesson, whole_articles

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="there is no ../shared/data here")


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    """One epoch's, with words for tokens."""
    return Course(lambda texts: [len(text.split()) for text in texts]).epoch(0, 7)


def test_an_answer_is_words_of_its_window(lessons: list[Lesson]) -> None:
    for lesson in lessons:
        if lesson.answer:
            start, end = lesson.answer
            assert 0 <= start < end <= len(lesson.window)
            assert lesson.window[start:end].strip()
    share = sum(lesson.answer is not None for lesson in lessons) / len(lessons)
    assert 0.5 < share < 0.75


def test_articles_that_are_held_out_are_in_no_lesson(lessons: list[Lesson]) -> None:
    everything = "\n".join({lesson.window for lesson in lessons})
    for corpus in whole_articles(held=True):
        sentence = max(corpus.article.sentences[5:15], key=lambda each: each.end - each.start)
        assert corpus.article.slice(sentence) not in everything
