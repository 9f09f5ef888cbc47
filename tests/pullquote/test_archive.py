"""The whole read path on small articles: several in one store, and a store that changes while it is asked."""

from __future__ import annotations

import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from index.draft import open_draft
from pullquote.archive import Archive
from pullquote.errors import QuestionError, StoreMismatchError, StoreMissingError
from pullquote.records import Outcome, Silence
from pullquote.store import PASSAGES, Store
from tests.pullquote.newsprint import (
    HARBOUR,
    ORCHARD,
    WordEncoder,
    WordLists,
    WordReader,
    manuscript,
    printed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from index.articles import Manuscript
    from pullquote.encoder import Encoder


def test_one_article_of_several_can_be_asked(tmp_path: Path, model: Encoder) -> None:
    tide = "The tide table of Port Quillon was printed on Monday.\n\nThe ferry to Oxmoor Island sails on Sunday."
    question = "When does the ferry to Oxmoor Island sail?"
    printed(tmp_path, [manuscript("harbour", HARBOUR), manuscript("tide", tide), manuscript("orchard", ORCHARD)], model)
    with Archive.shipped(Store(tmp_path), model) as archive:
        assert {quote.article.id for quote in archive.ask(question).quotes} >= {"harbour", "tide"}
        for name, day in (("harbour", "Friday"), ("tide", "Sunday")):
            answer = archive.ask(question, name)
            assert {quote.article.id for quote in answer.quotes} == {name}
            assert day in answer.quotes[0].text
        assert archive.ask(question, "orchard").outcome is Outcome.NOT_IN_SOURCES
        assert {quote.article.id for quote in archive.ask(question, "orchard").nearest} == {"orchard"}
        with pytest.raises(QuestionError, match=r"no article 'harbor'.*`python -m index list`"):
            archive.ask(question, "harbor")


def test_a_sentence_that_stands_in_two_articles_is_quoted_once(tmp_path: Path, model: Encoder) -> None:
    copy = "An echo of the wires.\n\nThe ferry to Oxmoor Island sails again on Friday, the harbour office said."
    printed(tmp_path, [manuscript("harbour", HARBOUR), manuscript("copy", copy)], model)
    with Archive.shipped(Store(tmp_path), model) as archive:
        answer = archive.ask("When does the ferry to Oxmoor Island sail again?")
    texts = [quote.text for quote in answer.quotes]
    assert texts[0] == "The ferry to Oxmoor Island sails again on Friday, the harbour office said."
    assert len(texts) == len(set(texts))


# From here on with a small encoder and a reader that believes in words, because what changes is the store.


FERRY = "When does the ferry to Oxmoor Island sail again?"
BOTH = (manuscript("harbour", HARBOUR), manuscript("orchard", ORCHARD))
LATER = manuscript("harbour", HARBOUR.replace("Friday", "Sunday"))


def small(folder: Path, encoder: WordEncoder | None = None) -> Archive:
    """The store in ``folder``, ready to be asked."""
    return Archive(Store(folder), encoder or WordEncoder(), WordReader(), WordLists())


def day(archive: Archive) -> str:
    """When the ferry sails, according to the archive."""
    (text,) = (quote.text for quote in archive.ask(FERRY).quotes if "Oxmoor" in quote.text)
    return text.removeprefix("The ferry to Oxmoor Island sails again on ").partition(",")[0]


def test_without_a_store_one_is_told_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError, match="build it with `python -m index`"):
        small(tmp_path)


def test_an_open_archive_follows_the_store(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    with small(tmp_path) as archive:
        assert day(archive) == "Friday"
        assert printed(tmp_path, [LATER]).changed == 1
        assert day(archive) == "Sunday"
        assert len(archive.sources()) == 2
        for _ in range(4):  # more editions than are kept
            printed(tmp_path, [BOTH[0]])
            printed(tmp_path, [LATER])
        assert day(archive) == "Sunday"


def test_while_a_draft_is_open_readers_see_what_was_there_before(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    with small(tmp_path) as archive, open_draft(Store(tmp_path), None) as draft:
        draft.remove("harbour")
        assert day(archive) == "Friday"
        with small(tmp_path) as another:
            assert day(another) == "Friday"
        draft.publish()
        assert [source.id for source in archive.sources()] == ["orchard"]


def test_a_store_that_was_deleted_and_built_anew_is_followed(tmp_path: Path) -> None:
    """It is what our own messages tell people to do when a store is damaged, and the bot goes on meanwhile."""
    folder = tmp_path / "store"
    printed(folder, BOTH)
    with small(folder) as archive:
        shutil.rmtree(folder)
        with pytest.raises(StoreMissingError):
            archive.ask(FERRY)
        printed(folder, [LATER])
        assert day(archive) == "Sunday"
        assert len(archive.sources()) == 1


def test_a_store_that_is_rebuilt_with_another_encoder_is_refused_not_misread(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    with small(tmp_path) as archive:
        printed(tmp_path, BOTH, WordEncoder("other"), anew=True)
        with pytest.raises(StoreMismatchError, match="--rebuild"):
            archive.ask(FERRY)


def test_when_the_last_article_is_gone_that_is_the_reason_for_silence(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    with small(tmp_path) as archive:
        with open_draft(Store(tmp_path), None) as draft:
            draft.remove("harbour")
            draft.remove("orchard")
            draft.publish()
        assert archive.ask(FERRY).silence is Silence.NOTHING_INDEXED
        with pytest.raises(QuestionError, match="no article"):
            archive.ask(FERRY, "harbour")


def test_two_archives_of_one_process_close_without_each_other(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    with small(tmp_path) as one:
        with small(tmp_path) as other:
            assert day(other) == "Friday"
        assert day(one) == "Friday"
        other.close()
        assert day(one) == "Friday"


def test_a_question_about_nothing_has_no_answer_however_sure_the_reader_is(tmp_path: Path) -> None:
    class Sure(WordReader):
        bar = 0.0

    printed(tmp_path, BOTH)
    with Archive(Store(tmp_path), WordEncoder(), Sure(), WordLists()) as archive:
        assert archive.ask("ferry").outcome is Outcome.ANSWERED
        assert archive.ask("Who is it?").outcome is Outcome.NOT_IN_SOURCES


def test_a_question_whose_edition_goes_while_it_is_answered_is_asked_of_the_next(tmp_path: Path) -> None:
    class Meddler(WordEncoder):
        meddling = False

        def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
            if self.meddling:
                self.meddling = False
                client, _ = Store(tmp_path).connect()
                passages = client.get_collection(PASSAGES, embedding_function=None)
                passages.delete(passages.get(include=[])["ids"])
                client.close()
                printed(tmp_path, BOTH, anew=True)
                printed(tmp_path, [LATER])
            return super().encode(texts, progress)

    printed(tmp_path, BOTH)
    encoder = Meddler()
    with small(tmp_path, encoder) as archive:
        encoder.meddling = True
        assert (
            archive.ask(FERRY, "harbour").quotes[0].text.startswith("The ferry to Oxmoor Island sails again on Sunday")
        )
        assert not encoder.meddling


def test_many_may_ask_while_the_store_changes(tmp_path: Path) -> None:
    printed(tmp_path, BOTH)
    days: set[str] = set()
    problems: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                days.add(day(archive))
        except BaseException as problem:
            problems.append(problem)

    with small(tmp_path) as archive:
        askers = [threading.Thread(target=ask) for _ in range(3)]
        for asker in askers:
            asker.start()
        versions: list[Manuscript] = [LATER, BOTH[0]] * 2
        for version in versions:
            printed(tmp_path, [version])
        stop.set()
        for asker in askers:
            asker.join()
    assert problems == []
    assert days == {"Friday", "Sunday"}
