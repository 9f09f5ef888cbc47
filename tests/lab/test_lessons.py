"""What the reader learns from. Wants the data beside the project, and is skipped without it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from lab.corpora import DATA, letters, news, unanswered, wikinews, written
from lab.dialogue import told
from lab.lessons import Course, Lesson, Mix, Page, whole_articles, worst
from lab.singles import singles

if TYPE_CHECKING:
    from lab.corpora import Asked, Corpus

FILES = ("unanswered", "unanswered-more")

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="there is no ../shared/data here")


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    """One epoch's of everything, with words for tokens."""
    return Course(lambda texts: [len(text.split()) for text in texts], Mix(stories=1_000, unanswered=FILES)).epoch(0, 7)


def test_an_answer_is_words_of_its_window(lessons: list[Lesson]) -> None:
    for lesson in lessons:
        if lesson.answer:
            start, end = lesson.answer
            assert 0 <= start < end <= len(lesson.window)
            assert lesson.window[start:end].strip()
    share = sum(lesson.answer is not None for lesson in lessons) / len(lessons)
    assert 0.4 < share < 0.75


def test_articles_that_are_held_out_are_in_no_lesson(lessons: list[Lesson]) -> None:
    everything = "\n".join({lesson.window for lesson in lessons})
    for corpus in (*whole_articles(held=True), *news("polnear")):
        sentence = max(corpus.article.sentences[5:15], key=lambda each: each.end - each.start)
        assert corpus.article.slice(sentence) not in everything


def test_stories_that_are_kept_apart_are_in_no_other_data() -> None:
    gold = list(wikinews(DATA / "wikinews/questions.json"))
    for drawn, corpora in (
        (singles(apart=True).draw(9_000, random.Random(7)), [*news("wikinews"), *gold]),
        (told(apart=True).draw(2_500, random.Random(7)), list(news("polnear"))),
    ):
        windows = letters(" ".join(window for _, window, _ in drawn))
        for corpus in corpora:
            sentences = (letters(corpus.article.slice(sentence)) for sentence in corpus.article.sentences)
            assert not [sentence for sentence in sentences if len(sentence) > 60 and sentence in windows]


def test_stories_to_judge_by_are_not_those_to_learn_from() -> None:
    learnt = {corpus.article.id for corpus in written("lessons")}
    assert learnt.isdisjoint(corpus.article.id for corpus in (*written("judged"), *news("polnear")))
    for name in FILES:
        assert {corpus.article.id for corpus in whole_articles(held=True)}.isdisjoint(unanswered(name))


def test_a_question_that_seems_to_be_answered_is_put_to_the_words_that_seem_to_answer() -> None:
    put = 0
    for corpus in written("lessons"):
        for choice, asked in zip(*_traps(corpus, Mix()), strict=True):
            (lesson,) = choice
            assert asked.near
            assert lesson.answer is None
            assert _holds(lesson, asked.near[0], corpus)
            put += 1
    assert put > 2_000


def test_of_a_question_that_a_story_does_not_answer_other_windows_are_tried_too() -> None:
    corpus = next(written("lessons"))
    for choice, asked in zip(*_traps(corpus, Mix(tried=3)), strict=True):
        assert asked.near
        assert 1 < len(choice) <= 3
        assert all(lesson.answer is None for lesson in choice)
        assert _holds(choice[0], asked.near[0], corpus)


def test_of_a_question_that_a_paragraph_does_not_answer_only_its_own_windows_are_tried() -> None:
    more = unanswered("unanswered-more")
    corpus = next(corpus for corpus in whole_articles(held=False) if corpus.article.id in more)
    corpus = corpus.with_questions(more[corpus.article.id])
    for choice, asked in zip(*_traps(corpus, Mix(tried=3)), strict=True):
        assert asked.near
        start, end = asked.near
        for lesson in choice:
            at = corpus.article.text.index(lesson.window)
            assert at < end
            assert start < at + len(lesson.window)


def test_the_window_that_the_reader_falls_for_most_is_put() -> None:
    answered, mild, bad = (Lesson("who", window, None) for window in ("He did.", "Nobody.", "Ada did."))
    assert worst([(answered,), (mild, bad), (bad, mild)], lambda ls: [len(each.window) for each in ls]) == [
        answered,
        bad,
        bad,
    ]
    assert worst([(answered,), (mild, bad)], None) == [answered, mild]
    assert worst([(answered,)], lambda _: pytest.fail("there is nothing to choose")) == [answered]


def _holds(lesson: Lesson, offset: int, corpus: Corpus) -> bool:
    start = corpus.article.text.index(lesson.window)
    return start <= offset < start + len(lesson.window)


def _traps(corpus: Corpus, mix: Mix) -> tuple[list[tuple[Lesson, ...]], list[Asked]]:
    traps = [asked for asked in corpus.asked if asked.near]
    page = Page(corpus.with_questions(traps), lambda texts: [len(text.split()) for text in texts])
    return list(page.lessons(random.Random(7), mix)), traps
