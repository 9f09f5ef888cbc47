"""The reader's body comes out of what ships as it was put in."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from pullquote.sessions import open_shipped

pytest.importorskip("onnx", reason="this reads ONNX files, with what comes with the lab extra")

from lab.shipped_body import SHIPPED, shipped_body, shipped_weights_by_name


def test_the_body_makes_of_a_text_what_the_reader_that_ships_does() -> None:
    tokenizer, session = open_shipped("span_model")
    encoded = tokenizer(
        ["who opened the harbour"], ["Ada Quay opened the harbour of Marl on Friday."], return_tensors="np"
    )
    inputs = {name: encoded[name].astype(np.int64) for name in ("input_ids", "attention_mask", "token_type_ids")}
    start, end = session.run(["start_logits", "end_logits"], inputs)
    weights = shipped_weights_by_name(SHIPPED)
    head, bias = (torch.tensor(weights[f"model.qa_outputs.{name}"]) for name in ("weight", "bias"))
    with torch.inference_mode():
        body = shipped_body().eval()
        states = body(**{name: torch.tensor(ids) for name, ids in inputs.items()}).last_hidden_state
        scores = states @ head.T + bias
    assert scores[..., 0].numpy() == pytest.approx(start, abs=0.5)
    assert scores[..., 1].numpy() == pytest.approx(end, abs=0.5)
