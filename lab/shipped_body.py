"""The trained reader out of what ships: other models go on from its weights, without training it again first."""

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
MIDDLE = 128  # of a byte: what stands for 0 in the blocks of the 8-bit weights


def shipped_body() -> Any:
    """A BERT without a head, with the weights of the reader that ships, as exact as 8 bits leave them."""
    library: Any = transformers
    config: Any = library.AutoConfig.from_pretrained(SHIPPED)
    config.attention_probs_dropout_prob = 0.0
    body: Any = library.AutoModel.from_config(config, attn_implementation="eager", add_pooling_layer=False)
    weights = {name.removeprefix("bert."): torch.tensor(weight) for name, weight in shipped_weights_by_name().items()}
    body.load_state_dict({name: weight for name, weight in weights.items() if not name.startswith("qa_outputs")})
    return body


def shipped_weights_by_name() -> dict[str, NDArray[Any]]:
    """All weights, by the name that the trained model has for them."""
    model: Any = onnx.load(str(SHIPPED / "model.onnx"))
    graph = model.graph
    held: dict[str, NDArray[Any]] = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    weights: dict[str, NDArray[Any]] = {}
    for name, value in held.items():
        if not name.startswith("model."):
            continue
        if name.endswith(".weight_quantized"):
            whole = name.removesuffix("_quantized")
            zero, scale = held[f"{whole}_zero_point"], held[f"{whole}_scale"]
            weights[whole[6:]] = (value.astype(np.float32) - zero.astype(np.float32)) * scale
        elif name.endswith((".bias", "LayerNorm.weight")):
            weights[name[6:]] = np.array(value)
    added = {node.input[0]: node.input[1] for node in graph.node if node.op_type == "Add"}
    added |= {node.input[1]: node.input[0] for node in graph.node if node.op_type == "Add"}
    for node in graph.node:
        if node.op_type == "MatMulNBits":  # which weight it is, the bias tells that is added to what comes out
            bytes_of, scales = held[node.input[1]], held[node.input[2]]
            exact = (bytes_of.astype(np.float32) - MIDDLE) * scales.reshape(*bytes_of.shape[:2], 1)
            name = added[node.output[0]][6:].removesuffix(".bias")
            weights[f"{name}.weight"] = exact.reshape(len(bytes_of), -1)
    return weights
