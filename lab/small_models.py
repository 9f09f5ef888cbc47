"""What ships of a trained model: ONNX with rows and tokens of any number, 8 bits for each weight.

Weights and activations have a scale for each block of 32 numbers: that costs nothing that could be measured (one for
each channel and tensor: a point of F1), and what else is in a batch changes no score. Weights have a zero point, too:
a model that went on from weights with a scale alone lies close by them, and would be rounded back to them.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROWS, TOKENS = torch.export.Dim("rows", min=1, max=64), torch.export.Dim("tokens", min=4, max=512)


def write_small(
    model: torch.nn.Module,
    inputs: Mapping[str, torch.Tensor],
    outputs: Sequence[str],
    written: Path,
    shapes: Mapping[str, dict[int, Any]] | None = None,
) -> None:
    """Write a model, as it takes ``inputs``, where it ships. Shapes are (rows, tokens) but for those in ``shapes``."""
    either = {name: {0: ROWS, 1: TOKENS} for name in inputs} | dict(shapes or {})
    exporter: Any = torch.onnx
    program = exporter.export(
        model,
        tuple(inputs.values()),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_shapes=tuple(either[name] for name in inputs),
        dynamo=True,
        verbose=False,
    )
    written.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        program.save(str(exact))
        onnx.checker.check_model(str(exact))
        make_small(exact, written)
    print(f"{written}: {written.stat().st_size / 2**20:.1f} MiB")


def make_small(exact: Path, small: Path) -> None:
    """Write an exact ONNX model's 8-bit version; ``exact`` is changed on the way."""
    blocks = MatMulNBitsQuantizer(onnx.load(str(exact)), bits=8, block_size=32, is_symmetric=False, accuracy_level=4)
    blocks.process()
    onnx.save(blocks.model.model, str(exact))
    quantize_dynamic(exact, small, weight_type=QuantType.QInt8, op_types_to_quantize=["Gather"])
    strip(small)


def strip(path: Path) -> None:
    """Take out of an ONNX file what the exporter noted of the machine it ran on (stack traces with folders)."""
    model: Any = onnx.load(str(path))
    graph = model.graph
    for part in (model, graph, *graph.node, *graph.value_info, *graph.input, *graph.output, *graph.initializer):
        part.ClearField("metadata_props")
        part.ClearField("doc_string")
    onnx.save(model, str(path))
