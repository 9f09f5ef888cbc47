"""The weights that other models go on from are those of the reader that ships."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from transformers import AutoModelForQuestionAnswering

from pullquote.span_models import ShippedSpanModel

pytest.importorskip("onnx", reason="what trains models is not installed (pip install '.[lab]')")

INPUTS = {
    "input_ids": np.array([[101, 2040, 2003, 2002, 102, 4205, 21048, 2003, 3664, 1012, 102]]),
    "attention_mask": np.ones((1, 11), dtype=np.int64),
    "token_type_ids": np.array([[0] * 5 + [1] * 6]),
}


def test_the_body_with_its_own_head_scores_as_what_ships_does() -> None:
    from lab.shipped_body import shipped_body, shipped_weights_by_name

    model = AutoModelForQuestionAnswering.from_config(shipped_body().config)
    weights = {name: torch.tensor(weight) for name, weight in shipped_weights_by_name().items()}
    model.load_state_dict(weights)
    model.eval()
    with torch.inference_mode():
        scores = model(**{name: torch.tensor(ids) for name, ids in INPUTS.items()})
    exact = torch.stack([scores.start_logits, scores.end_logits], dim=1).numpy()
    assert np.abs(exact - ShippedSpanModel().run(INPUTS)).max() < 0.5
