"""The span model that ships, and others that can be chosen."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pullquote.encoder import shipped
from pullquote.errors import ModelError
from pullquote.span_models import PublishedSpanModel, ShippedSpanModel
from pullquote.spans import SpanModel, TokenScores, find_spans

TRAINED = json.loads((Path(__file__).parent / "trained_scores.json").read_text(encoding="utf-8"))
FERRY = "The ferry to Oxmoor Island sails again on Friday. Tickets cost nine crowns."


@pytest.fixture(scope="module")
def shipped_model() -> ShippedSpanModel:
    """The span model that ships with us."""
    return ShippedSpanModel()


def best(model: SpanModel, question: str, window: str) -> str:
    """The words that a model marks in a window."""
    (scores,) = model.score(question, [window])
    (finding,) = find_spans(scores, [(0, len(window))])
    return window[slice(*finding.span)] if finding.span else ""


def margin(scores: TokenScores, window: str) -> float:
    """How much likelier an answer is than none."""
    return find_spans(scores, [(0, len(window))])[0].margin


@pytest.mark.parametrize("kept", TRAINED["windows"], ids=lambda kept: kept["question"])
def test_what_ships_agrees_with_what_was_trained(shipped_model: ShippedSpanModel, kept: dict[str, Any]) -> None:
    (scores,) = shipped_model.score(kept["question"], [kept["window"]])
    assert margin(scores, kept["window"]) == pytest.approx(kept["margin"], abs=1.5)
    if kept["margin"] > 1:
        assert best(shipped_model, kept["question"], kept["window"]) == kept["best"]


def test_scores_are_probabilities_of_words_of_the_window(shipped_model: ShippedSpanModel) -> None:
    (scores,) = shipped_model.score("What do tickets cost?", [FERRY])
    for each in (scores.starts, scores.ends):
        assert np.exp(each).sum() <= 1.0 + 1e-9
    assert scores.none < 0
    assert [FERRY[start:end] for start, end in scores.offsets][:3] == ["The", "ferry", "to"]
    assert FERRY[scores.offsets[-1][0] : scores.offsets[-1][1]] == "."


def test_a_question_about_something_else_lowers_the_margin(shipped_model: ShippedSpanModel) -> None:
    (asked,) = shipped_model.score("What do tickets cost?", [FERRY])
    (other,) = shipped_model.score("Who painted the lighthouse of Tarn?", [FERRY])
    assert margin(asked, FERRY) > margin(other, FERRY) + 1


def test_the_same_windows_have_the_same_scores(shipped_model: ShippedSpanModel) -> None:
    windows = [FERRY, FERRY * 3, "Frost came."]
    once, again = (shipped_model.score("What do tickets cost?", windows) for _ in range(2))
    for one, other in zip(once, again, strict=True):
        assert np.array_equal(one.starts, other.starts)
        assert one.none == other.none


def test_a_window_longer_than_the_model_reads_is_read_to_its_end(shipped_model: ShippedSpanModel) -> None:
    window = "The wind blew over the empty harbour all night long. " * 70 + FERRY
    assert len(shipped_model.count_tokens([window])) == 1
    assert shipped_model.count_tokens([window])[0] > shipped_model.max_tokens
    (scores,) = shipped_model.score("What do tickets cost?", [window])
    assert scores.offsets[-1][1] == len(window)
    assert np.exp(scores.starts).sum() <= 1 + 1e-9
    assert np.exp(scores.ends).sum() <= 1 + 1e-9
    (finding,) = find_spans(scores, [(len(window) - len(FERRY), len(window))])
    assert finding.span is not None
    assert "nine" in window[slice(*finding.span)]


def test_a_question_of_a_thousand_characters_leaves_room_for_the_window(shipped_model: ShippedSpanModel) -> None:
    (scores,) = shipped_model.score("why " * 500, [FERRY])
    assert scores.offsets[-1][1] == len(FERRY)


@pytest.mark.parametrize("window", ["", " ", "\u200b", "日本。", "a" * 3000, "😀 " * 40])
def test_whatever_a_window_holds_it_is_scored(shipped_model: ShippedSpanModel, window: str) -> None:
    (scores,) = shipped_model.score("who", [window])
    assert len(scores.offsets) == len(scores.starts) == len(scores.ends)
    assert all(0 <= start < end <= len(window) for start, end in scores.offsets)


def _published(folder: Path, architecture: str) -> str:
    """A small reader with weights by chance, as it would be published."""
    import transformers

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "ferry", "sails", "who", "."]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    size: dict[str, Any] = {"vocab_size": len(words), "max_position_embeddings": 64}
    if architecture == "bert":
        config: Any = transformers.BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, **size)
    else:
        config = transformers.DistilBertConfig(dim=16, n_layers=1, n_heads=2, hidden_dim=16, **size)
    transformers.set_seed(7)
    transformers.AutoModelForQuestionAnswering.from_config(config).save_pretrained(folder)
    transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize("architecture", ["bert", "distilbert"])
def test_another_reader_is_chosen_by_its_folder(tmp_path: Path, architecture: str) -> None:
    model = PublishedSpanModel(_published(tmp_path, architecture))
    assert model.max_tokens == 64
    long, short = model.score("who sails", ["the ferry sails . " * 40, "the ferry ."])
    assert len(long.offsets) == 160
    assert [tuple(place) for place in short.offsets] == [(0, 3), (4, 9), (10, 11)]


def test_a_model_that_never_learnt_to_answer_is_refused() -> None:
    with pytest.raises(ModelError, match="PULLQUOTE_READER"):
        PublishedSpanModel(str(shipped())).load()


def test_what_ships_tells_nothing_of_the_machine_that_made_it() -> None:
    folder = Path(str(resources.files("pullquote").joinpath("span_model")))
    assert {path.name for path in folder.iterdir()} >= {"model.onnx", "tokenizer.json", "config.json", "README.md"}
    for path in folder.iterdir():
        assert not re.search(rb"/(?:root|home|work|Users|tmp)/|site-packages|\.py\b.{0,9}line", path.read_bytes())


@pytest.mark.parametrize("name", ["nowhere/at-all", "."])
def test_a_reader_that_cannot_be_loaded_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelError, match="PULLQUOTE_READER"):
        PublishedSpanModel(name).load()
