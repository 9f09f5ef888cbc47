"""Trained weights out of what ships: models go on from them, without training those again first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import onnx
import torch
import transformers
from onnx import numpy_helper

import pullquote

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHIPPED = Path(pullquote.__file__).parent / "span_model"
MIDDLE = 128  # of a byte: what stands for 0 in blocks of the 8-bit weights that have no zero point


def shipped_body() -> Any:
    """A BERT without a head, with the weights of the reader that ships, as exact as 8 bits leave them."""
    library: Any = transformers
    config: Any = library.AutoConfig.from_pretrained(SHIPPED)
    config.attention_probs_dropout_prob = 0.0
    body: Any = library.AutoModel.from_config(config, attn_implementation="eager", add_pooling_layer=False)
    held = shipped_weights_by_name(SHIPPED)
    weights = {name.removeprefix("model.bert."): torch.tensor(weight) for name, weight in held.items()}
    body.load_state_dict({name: weight for name, weight in weights.items() if "qa_outputs" not in name})
    return body


def shipped_weights_by_name(folder: Path) -> dict[str, NDArray[Any]]:
    """All weights of the model in a folder, as exact as 8 bits leave them, by the name that the exported one had."""
    model: Any = onnx.load(str(folder / "model.onnx"))
    graph = model.graph
    held: dict[str, NDArray[Any]] = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    weights: dict[str, NDArray[Any]] = {}
    for name, value in held.items():
        if name.endswith(".weight_quantized"):
            whole = name.removesuffix("_quantized")
            zero, scale = held[f"{whole}_zero_point"], held[f"{whole}_scale"]
            weights[whole] = (value.astype(np.float32) - zero.astype(np.float32)) * scale
        elif name.endswith((".bias", "LayerNorm.weight")):
            weights[name] = np.array(value)
    added = {node.input[0]: node.input[1] for node in graph.node if node.op_type == "Add"}
    added |= {node.input[1]: node.input[0] for node in graph.node if node.op_type == "Add"}
    for node in graph.node:
        if node.op_type == "MatMulNBits":  # which weight it is, the bias tells that is added to what comes out
            bytes_of, scales, *zeros = (held[name] for name in node.input[1:] if name)
            blocks = *bytes_of.shape[:2], 1
            zero = zeros[0].astype(np.float32).reshape(blocks) if zeros else MIDDLE
            exact = (bytes_of.astype(np.float32) - zero) * scales.reshape(blocks)
            name = added[node.output[0]].removesuffix(".bias")
            weights[f"{name}.weight"] = exact.reshape(len(bytes_of), -1)
    return weights
