"""From a question to candidates, in a real store with a small encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pullquote.archive import identity_of
from pullquote.errors import QuestionError
from pullquote.lexicon import stems
from pullquote.question import Question
from pullquote.retrieval import DEPTH, Retriever
from pullquote.store import Store
from tests.pullquote.newsprint import HARBOUR, ORCHARD, WordEncoder, manuscript, printed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pullquote.retrieval import Candidate


def retriever(folder: Path, **texts: str) -> Retriever:
    """A retriever over a store of these articles."""
    printed(folder / "-".join(texts), [manuscript(name, text) for name, text in texts.items()])
    encoder = WordEncoder()
    return Retriever(Store(folder / "-".join(texts)).open(identity_of(encoder)), encoder)


def focused(candidates: Sequence[Candidate]) -> list[str]:
    """The candidates' sentences."""
    return [candidate.signals.text for candidate in candidates]


def test_candidates_are_sentences_in_the_order_of_the_articles(tmp_path: Path) -> None:
    found = retriever(tmp_path, orchard=ORCHARD, harbour=HARBOUR).retrieve(Question("Who lit candles for the ferry?"))
    assert [candidate.place for candidate in found] == sorted({candidate.place for candidate in found})
    assert "Beatrix Holm lit four hundred candles between her trees." in focused(found)
    assert "The ferry to Oxmoor Island" not in focused(found)  # the heading
    for candidate in found:
        article = candidate.passage.article
        assert candidate.signals.text == article.slice(article.sentences[candidate.passage.focus])


def test_one_article_alone_can_be_asked(tmp_path: Path) -> None:
    both = retriever(tmp_path, orchard=ORCHARD, harbour=HARBOUR)
    found = both.retrieve(Question("candles"), "harbour")
    assert {candidate.passage.article.id for candidate in found} == {"harbour"}
    assert len(found) == 5


@pytest.mark.parametrize("name", ["", "harbor", "HARBOUR", "harbour "])
def test_an_article_that_is_not_there_is_a_clear_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(QuestionError, match=r"no article .*`python -m index list`"):
        retriever(tmp_path, harbour=HARBOUR).retrieve(Question("ferry"), name)


def test_among_equals_the_earlier_are_taken(tmp_path: Path) -> None:
    alone = retriever(tmp_path, rain=" ".join(["Rain fell on the harbour today."] * (DEPTH + 20)))
    numbers = [candidate.passage.focus for candidate in alone.retrieve(Question("Where did rain fall?"), "rain")]
    assert numbers == list(range(DEPTH))


def test_the_best_are_taken_before_earlier_ones(tmp_path: Path) -> None:
    lines = ["Rain fell on the harbour today."] * (DEPTH + 20) + ["The ferry of Oxmoor sank when rain fell."]
    alone = retriever(tmp_path, rain=" ".join(lines))
    found = alone.retrieve(Question("Did the ferry of Oxmoor sink when rain fell?"), "rain")
    assert focused(found)[-1] == lines[-1]
    assert len(found) == DEPTH


def test_a_sentence_is_found_by_a_word_however_far_its_vector_is(tmp_path: Path) -> None:
    """With a vector like that of "today", but without the word, all the others are nearer than the one that has it."""
    lines = ["Rain and more rain fell today."] * (DEPTH + 20)
    lines.insert(30, "Zeppelins crossed the wide valley while nobody below looked up from their long wet morning work.")
    alone = retriever(tmp_path, rain=" ".join(lines))
    for article in (None, "rain"):
        assert lines[30] in focused(alone.retrieve(Question("rain today zeppelins"), article))


def test_what_is_known_of_a_candidate_does_not_depend_on_what_stands_before_its_article(tmp_path: Path) -> None:
    question = Question("Nobody was hurt, said mayor Ada Quay; what fell?")
    alone = retriever(tmp_path, harbour=HARBOUR).retrieve(question, "harbour")
    after = retriever(tmp_path, crane=ORCHARD, harbour=HARBOUR).retrieve(question, "harbour")
    assert len(alone) == len(after) == 5
    for one, other in zip(alone, after, strict=True):
        assert one.signals.cosines == pytest.approx(other.signals.cosines, abs=1e-5)
        assert one.signals.cosine_passage == pytest.approx(other.signals.cosine_passage, abs=1e-5)
        assert one.signals.stems == other.signals.stems


def test_neighbours_are_those_of_the_passage_and_no_others(tmp_path: Path) -> None:
    found = retriever(tmp_path, harbour=HARBOUR).retrieve(Question("ferry"), "harbour")
    lead, hurt, divers, ferry, tickets = found
    assert lead.signals.stems[0] == ()
    assert lead.signals.cosines[0] == lead.signals.bm25s[0] == 0.0
    assert hurt.signals.stems[0] == lead.signals.stems[1] == tuple(stems(lead.signals.text))
    assert hurt.signals.stems[2] == divers.signals.stems[1]
    assert hurt.signals.cosines[0] == lead.signals.cosines[1]
    assert divers.signals.stems[2] == ()  # the next sentence stands under a heading
    assert ferry.signals.stems[0] == ()
    assert ferry.signals.bm25s[2] == tickets.signals.bm25s[1]
    assert [candidate.signals.opening for candidate in found] == [True, False, False, False, False]


def test_a_question_of_stop_words_finds_candidates_without_a_fault(tmp_path: Path) -> None:
    alone = retriever(tmp_path, harbour=HARBOUR)
    for article in (None, "harbour"):
        for candidate in alone.retrieve(Question("who is it?"), article):
            assert candidate.signals.bm25s == (0.0, 0.0, 0.0)
