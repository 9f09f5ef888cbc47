"""Passages stay within what the encoder reads and within their section; nothing of a sentence is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import read_article
from index.passages import embed_whole, make_passages
from pullquote.records import Article, Kind
from tests.conftest import SHIPPED
from tests.pullquote.newsprint import LINE, WordEncoder, article

if TYPE_CHECKING:
    from pullquote.encoder import Encoder

FERRY, CRANE = "The ferry", "The crane"


def spans(of: Article, tokens: list[int], limit: int = 64) -> list[tuple[int, int, int]]:
    """First, last and focus of each passage."""
    return [(each.first, each.last, each.focus) for each in make_passages(of, tokens, limit)]


def lines(*kinds: tuple[Kind, str | None]) -> list[LINE]:
    """A sentence of each kind and section."""
    return [(kind, section, number, f"Sentence {number}.") for number, (kind, section) in enumerate(kinds, 1)]


def test_each_sentence_stands_with_its_neighbours() -> None:
    of = article(*lines(*[(Kind.BODY, None)] * 4))
    assert spans(of, [5] * 4) == [(0, 1, 0), (0, 2, 1), (1, 3, 2), (2, 3, 3)]


def test_a_passage_never_crosses_into_another_section() -> None:
    of = article(*lines((Kind.LEAD, None), (Kind.HEADING, FERRY), (Kind.BODY, FERRY), (Kind.BODY, CRANE)))
    assert spans(of, [5] * 4) == [(0, 0, 0), (2, 2, 2), (3, 3, 3)]


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.quotable])
def test_a_passage_never_crosses_what_is_not_quoted_nor_stands_for_it(kind: Kind) -> None:
    of = article(*lines((Kind.BODY, FERRY), (kind, FERRY), (Kind.BODY, FERRY)))
    assert spans(of, [5] * 3) == [(0, 0, 0), (2, 2, 2)]


def test_neighbours_that_do_not_fit_are_left_out() -> None:
    of = article(*lines(*[(Kind.BODY, None)] * 3))
    assert spans(of, [10, 10, 10], limit=30)[1] == (0, 2, 1)
    assert spans(of, [10, 10, 11], limit=30)[1] == (0, 1, 1)
    assert spans(of, [21, 10, 10], limit=30)[1] == (1, 2, 1)
    assert spans(of, [21, 10, 21], limit=30)[1] == (1, 1, 1)


def test_a_sentence_that_is_too_long_stands_alone() -> None:
    of = article(*lines(*[(Kind.BODY, None)] * 3))
    assert spans(of, [5, 99, 5]) == [(0, 0, 0), (1, 1, 1), (2, 2, 2)]


@given(st.lists(st.tuples(st.sampled_from(Kind), st.sampled_from([None, FERRY]), st.integers(1, 40)), max_size=12))
@settings(deadline=None)
def test_every_quotable_sentence_has_one_passage_of_its_own_kind(sentences: list[tuple[Kind, str | None, int]]) -> None:
    of = article(*lines(*((kind, section) for kind, section, _ in sentences)))
    tokens = [count for _, _, count in sentences]
    passages = make_passages(of, tokens, 64)
    assert [each.focus for each in passages] == [at for at, (kind, _, _) in enumerate(sentences) if kind.quotable]
    for each in passages:
        inside = range(each.first, each.last + 1)
        assert sum(tokens[at] for at in inside) <= 64
        assert {of.sentences[at].section for at in inside} == {each.section}
        assert all(of.sentences[at].kind.quotable for at in inside)
        assert len(inside) <= 3


def test_on_the_shipped_article_no_passage_is_more_than_the_model_reads(model: Encoder) -> None:
    of = read_article(SHIPPED)
    tokens = model.count_tokens([of.slice(sentence) for sentence in of.sentences])
    passages = make_passages(of, tokens, model.max_tokens)
    assert len(passages) == sum(sentence.kind.quotable for sentence in of.sentences)
    assert max(model.count_tokens([passage.text for passage in passages])) <= model.max_tokens
    assert not any("READ MORE" in passage.text or "Abdul Khaliq" in passage.text for passage in passages)


def test_a_sentence_longer_than_the_encoder_reads_goes_in_whole_by_parts() -> None:
    encoder = WordEncoder(max_tokens=10)  # which fails when it is given more
    long = " ".join(f"word{number}" for number in range(50))
    texts = ["A short one.", long, "Another."]
    vectors = embed_whole(texts, encoder.count_tokens(texts), encoder)
    assert "".join(text for text in encoder.seen if "word" in text) == long
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)
    np.testing.assert_allclose(vectors[0], encoder.encode(["A short one."])[0], atol=1e-6)
    np.testing.assert_allclose(vectors[2], encoder.encode(["Another."])[0], atol=1e-6)
    for word in ("word0", "word25", "word49"):
        assert vectors[1] @ encoder.encode([word])[0] > 0.05


def test_with_the_real_model_the_end_of_a_long_sentence_counts(model: Encoder) -> None:
    padding = "and the ferry sailed on through the fog " * 40
    texts = [f"{padding} with candles for the orchard.", f"{padding} with {'nothing more ' * 3}."]
    with_end, without = embed_whole(texts, model.count_tokens(texts), model)
    assert with_end @ without < 0.999
    cut = model.encode(texts)
    assert cut[0] @ cut[1] > 0.99999  # what it would be if the end were cut off
    assert (
        with_end @ model.encode(["candles for the orchard"])[0] > without @ model.encode(["candles for the orchard"])[0]
    )


@pytest.mark.parametrize("text", ["x" * 3000, "東" * 3000, "a\u00a0b" * 900, " " * 3000 + "ferry " * 400, "ab " * 2000])
def test_a_text_without_spaces_in_good_places_is_parted_all_the_same(model: Encoder, text: str) -> None:
    tokens = model.count_tokens([text])
    (vector,) = embed_whole([text], tokens, model)
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-5)


def test_progress_is_told_of_the_parts() -> None:
    encoder = WordEncoder(max_tokens=10)
    told: list[int] = []
    texts = [" ".join("abcdefghijklmnopqrst"), "a"]
    embed_whole(texts, encoder.count_tokens(texts), encoder, told.append)
    assert sum(told) == len(encoder.seen) > 2
