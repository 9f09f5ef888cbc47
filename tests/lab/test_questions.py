"""Our own questions: as many as is said, and every answer is words of its story."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from lab.corpora import DATA, QUESTIONS, invented, news, written

if TYPE_CHECKING:
    from lab.corpora import Corpus

LESSONS = ("near", "near-more", "near-late", "near-later", "near-newest", "near-last", "contrasts", "contrasts-later")
ROW = re.compile(r"^\| `(\S+\.json)` \|[^|]*\| ([\d,]+), ([\d,]+) \|", re.MULTILINE)
ROWS = ROW.findall((QUESTIONS / "README.md").read_text(encoding="utf-8"))


def questions(name: str) -> list[dict[str, Any]]:
    """All questions of a file, whatever they are about."""
    content: Any = json.loads((QUESTIONS / name).read_text(encoding="utf-8"))
    of_story: list[Any] = [content] if isinstance(content, list) else list(content.values())
    lists: list[list[dict[str, Any]]] = [each["questions"] if isinstance(each, dict) else each for each in of_story]
    return [one for each in lists for one in each]


def test_every_file_is_in_the_table() -> None:
    assert sorted(name for name, _, _ in ROWS) == sorted(path.name for path in QUESTIONS.glob("*.json"))


@pytest.mark.parametrize(("name", "answerable", "not_answerable"), ROWS)
def test_there_are_as_many_as_the_table_says(name: str, answerable: str, not_answerable: str) -> None:
    found = questions(name)
    assert sum(bool(one.get("right")) for one in found) == int(answerable.replace(",", ""))
    assert sum(not one.get("right") for one in found) == int(not_answerable.replace(",", ""))
    assert all(one["question"].strip() == one["question"] != "" for one in found)


@pytest.mark.skipif(not DATA.is_dir(), reason="there is no ../shared/data here")
def test_every_answer_is_words_of_one_sentence_of_its_story() -> None:
    for corpus in (*news("wikinews"), *news("polnear"), *written("judged"), *written("lessons")):
        _check_spans(corpus)


def test_every_answer_is_words_of_one_sentence_of_an_invented_story() -> None:
    for corpus in (corpus for name in ("invented", *LESSONS) for corpus in invented(name)):
        _check_spans(corpus)


def test_no_story_to_learn_from_is_one_to_measure_with() -> None:
    learnt = {corpus.article.text for name in LESSONS for corpus in invented(name)}
    assert not {corpus.article.text for corpus in invented()} & learnt


def _check_spans(corpus: Corpus) -> None:
    for asked in corpus.asked:
        for start, end in (*asked.answers, *([asked.near] if asked.near else [])):
            assert corpus.article.text[start:end].strip() == corpus.article.text[start:end] != ""
            assert sum(each.start <= start < end <= each.end for each in corpus.article.sentences) == 1
