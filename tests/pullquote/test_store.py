"""What is kept in Chroma, and what a reader finds there."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.draft import open_draft
from pullquote.archive import identity_of
from pullquote.editions import current_edition, edition_folder
from pullquote.errors import StoreError, StoreMismatchError, StoreMissingError
from pullquote.records import Article, Claim, Form, Kind, Passage, Sentence
from pullquote.store import PAGE, PASSAGES, Identity, Key, Store, connect, pack, unpack
from tests.pullquote.newsprint import HARBOUR, ORCHARD, WordEncoder, inventory, manuscript, printed

if TYPE_CHECKING:
    from pathlib import Path

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60))
CLAIMS = st.builds(
    Claim, TEXTS, st.none() | TEXTS, st.none() | SPANS, cue=SPANS, content=SPANS, form=st.sampled_from(Form)
)


@st.composite
def articles(draw: st.DrawFn) -> tuple[Article, tuple[Passage, ...]]:
    """Any article that can be built, with passages of it."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    sentences = tuple(
        Sentence(
            start, end, draw(st.sampled_from(Kind)), draw(st.none() | TEXTS), draw(st.integers(1, 9)),
            tuple(draw(st.lists(CLAIMS, max_size=2))),
        )
        for start, end in pairwise(cuts)
    )  # fmt: skip
    article = Article(
        draw(st.text("abc-", min_size=1)), text, sentences, draw(st.none() | TEXTS), draw(st.none() | TEXTS),
        draw(st.none() | st.dates()), draw(st.none() | TEXTS), draw(st.none() | TEXTS),
    )  # fmt: skip
    focused = draw(st.lists(st.integers(0, len(sentences) - 1), max_size=4)) if sentences else []
    passages = tuple(
        Passage(article, draw(st.integers(0, focus)), draw(st.integers(focus, len(sentences) - 1)), focus)
        for focus in focused
    )
    return article, passages


@given(articles())
@settings(deadline=None)
def test_an_article_comes_back_as_it_went_in(packed: tuple[Article, tuple[Passage, ...]]) -> None:
    article, passages = packed
    pages = pack(article, passages)
    assert unpack(article.id, pages) == (article, passages)
    assert all(page.isascii() and len(page) <= PAGE for page in pages)


def test_a_long_article_of_many_characters_comes_back_as_it_went_in() -> None:
    text = '🐈‍⬛𝔄é\0\u2028\\"' * 2000
    article = Article("cats", text, (Sentence(3, len(text) - 1, Kind.BODY, None, 1),), published=date(2031, 3, 5))
    pages = pack(article, ())
    assert len(pages) > 10
    assert unpack("cats", pages) == (article, ())
    assert unpack("cats", pages)[0].sha256 == article.sha256


@pytest.mark.parametrize("article", ["harbour", "a@b", "a:b:3", "Обзор-№1", "x@y:1"])
def test_a_key_comes_back_as_it_went_in(article: str) -> None:
    key = Key(article, "0123456789abcdef", 17)
    assert Key.parse(str(key)) == key


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of two articles."""
    printed(tmp_path / "store", [manuscript("orchard", ORCHARD), manuscript("harbour", HARBOUR)])
    return tmp_path / "store"


def database(folder: Path) -> Path:
    """Where the current edition's files are."""
    return edition_folder(folder, current_edition(folder))


def test_articles_come_back_in_the_order_of_their_names(folder: Path) -> None:
    found = Store(folder).articles()
    assert list(found) == ["harbour", "orchard"]
    assert found["harbour"].text == HARBOUR


def test_every_passage_is_stored_once(folder: Path) -> None:
    found, expected = inventory(folder)
    assert found == expected
    assert len(found) == len(set(found)) > 10


def test_neighbours_are_the_nearest_sentences_and_how_near_they_are(folder: Path) -> None:
    encoder = WordEncoder()
    edition = Store(folder).open(identity_of(encoder))
    asked = encoder.encode(["Tickets cost nine crowns."])[0]
    near = edition.neighbours(asked, 3)
    keys = [Key(name, edition.versions[name], p.focus) for name, of in edition.passages.items() for p in of]
    exact = dict(zip(keys, (edition.vectors(keys) @ asked).tolist(), strict=True))
    assert list(near) == sorted(exact, key=lambda key: -exact[key])[:3]
    for key, similarity in near.items():
        assert similarity == pytest.approx(exact[key], abs=1e-5)
    assert next(iter(near.values())) == pytest.approx(1.0, abs=1e-5)
    assert edition.neighbours(asked, 999).keys() == exact.keys()
    edition.close()
    edition.close()  # and again does no harm


def test_vectors_come_in_the_order_asked_for(folder: Path) -> None:
    encoder = WordEncoder()
    edition = Store(folder).open(identity_of(encoder))
    keys = [Key("harbour", edition.versions["harbour"], passage.focus) for passage in edition.passages["harbour"]][::-1]
    texts = [edition.articles["harbour"].slice(edition.articles["harbour"].sentences[key.sentence]) for key in keys]
    np.testing.assert_allclose(edition.vectors(keys), encoder.encode(texts), atol=1e-6)


def test_a_vector_that_is_lost_is_a_clear_error(folder: Path) -> None:
    edition = Store(folder).open(identity_of(WordEncoder()))
    key = Key("harbour", edition.versions["harbour"], edition.passages["harbour"][0].focus)
    client = connect(database(folder), None)
    client.get_collection(PASSAGES, embedding_function=None).delete([str(key)])
    with pytest.raises(StoreError, match=r"lost the vector.*--rebuild"):
        edition.vectors([key])


def test_without_a_store_a_reader_is_told_what_to_run(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        store = Store(folder)
        for use in (store.current, store.articles, lambda store=store: store.open(identity_of(WordEncoder()))):
            with pytest.raises(StoreMissingError, match="`python -m index`"):
                use()
        assert store.versions(identity_of(WordEncoder())) == {}


@pytest.mark.parametrize(
    ("identity", "differing"),
    [
        (Identity("other", 64, "sentence 1"), "encoder 'words', not 'other'"),
        (Identity("words", 32, "sentence 1"), "dimension 64, not 32"),
        (Identity("words", 64, "sentence 9"), "chunking 'sentence 1', not 'sentence 9'"),
        (Identity("other", 32, "sentence 1"), "encoder 'words', not 'other' and dimension 64, not 32"),
    ],
)
def test_a_store_of_other_vectors_is_refused_with_what_to_run(folder: Path, identity: Identity, differing: str) -> None:
    for use in (Store(folder).open, Store(folder).versions):
        with pytest.raises(StoreMismatchError, match="`python -m index --rebuild`") as caught:
            use(identity)
        assert differing in str(caught.value)
    with pytest.raises(StoreMismatchError), open_draft(Store(folder), identity):
        pass
    assert Store(folder).open(identity_of(WordEncoder())).articles.keys() == {"harbour", "orchard"}


def test_a_store_of_another_encoder_can_still_be_listed(folder: Path) -> None:
    assert Store(folder).articles().keys() == {"harbour", "orchard"}


def test_an_edition_that_is_gone_is_a_clear_error(folder: Path) -> None:
    database(folder).rename(folder / "moved")
    with pytest.raises(StoreError, match="is gone: delete the folder"):
        Store(folder).articles()


def test_a_database_with_rubbish_in_its_middle_is_a_clear_error(folder: Path) -> None:
    with (database(folder) / "chroma.sqlite3").open("r+b") as file:
        file.seek(8192)  # Chroma panics in Rust here: no Exception at all
        file.write(np.random.default_rng(5).bytes(9000))
    with pytest.raises(StoreError, match="delete the store's folder"):
        Store(folder).articles()


def test_a_database_that_is_none_is_a_clear_error(folder: Path) -> None:
    (database(folder) / "chroma.sqlite3").write_bytes(b"no database " * 999)
    with pytest.raises(StoreError, match=r"damaged .*: delete the store's folder"):
        Store(folder).articles()


def test_what_is_stored_can_be_read_without_us(folder: Path) -> None:
    """The pages joined are JSON, so that nobody's articles are locked in."""
    with sqlite3.connect(database(folder) / "chroma.sqlite3") as raw:
        rows = raw.execute("select string_value from embedding_metadata where key = 'page' order by id").fetchall()
    raw.close()
    texts = {json.loads(row[0])["text"] for row in rows}
    assert texts == {HARBOUR, ORCHARD}
