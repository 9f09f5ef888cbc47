"""Make what ships of a trained reader: ``python -m lab.export_reader [FOLDER]``.

The folder that ``lab.train_reader`` wrote becomes an 8-bit ONNX model with its tokenizer, in
``src/pullquote/span_model``. Weights and activations have a scale for each block of 32 numbers: that costs nothing that
could be measured (one for each channel and tensor: a point of F1), and what else is in a batch changes no score. Writes
down what the trained model makes of a few windows, for the tests to hold what ships against.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

import pullquote
from lab.train_reader import FOLDER, STAGES
from pullquote.span_models import PublishedSpanModel
from pullquote.spans import find_spans

WRITTEN = Path(pullquote.__file__).parent / "span_model"
TRAINED = Path(__file__).resolve().parent.parent / "tests/pullquote/trained_scores.json"
STORY = """\
The old crane of Port Quillon fell into the harbour at dawn on Tuesday. Nobody was hurt, said mayor Ada Quay, who had \
warned of rust for years. Divers will lift the wreck in March because the winter storms make the water too dark. The \
ferry to Oxmoor Island sails again on Friday, the harbour office said. Tickets cost nine crowns."""
ASKED = (
    "When did the crane fall?",
    "who had warned of the rust",
    "Why will the wreck be lifted only in March?",
    "How much is a ticket?",
    "Where does the ferry go?",
    "What did the harbour office say about the ferry?",
    "Who built the crane?",
    "How old is Ada Quay?",
    "What does the mayor of Tarn think of the bridge?",
)
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OUTPUTS = ("start_logits", "end_logits")


class _Scores(torch.nn.Module):
    """The model with its two rows of scores as a plain pair."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Start and end scores, shape (windows, tokens) each."""
        scores = self.model(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        return scores.start_logits, scores.end_logits


def main() -> None:
    """Export, make small, put beside the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER / STAGES[-1].name / "model")
    options = parser.parse_args()
    model: Any = AutoModelForQuestionAnswering.from_pretrained(options.folder, attn_implementation="eager")
    model.eval()
    tokenizer: Any = AutoTokenizer.from_pretrained(options.folder)
    with tempfile.TemporaryDirectory() as folder:
        exact = Path(folder) / "exact.onnx"
        write_exact(model, tokenizer, exact)
        WRITTEN.mkdir(exist_ok=True)
        make_small(exact, WRITTEN / "model.onnx")
    TRAINED.write_text(json.dumps(trained_scores(options.folder), indent=1, ensure_ascii=False) + "\n", "utf-8")
    tokenizer.save_pretrained(WRITTEN)
    model.config.save_pretrained(WRITTEN)
    size = (WRITTEN / "model.onnx").stat().st_size / 2**20
    print(f"{WRITTEN / 'model.onnx'}: {size:.1f} MiB")


def make_small(exact: Path, small: Path) -> None:
    """Write an exact ONNX model's 8-bit version; ``exact`` is changed on the way."""
    blocks = MatMulNBitsQuantizer(onnx.load(str(exact)), bits=8, block_size=32, is_symmetric=True, accuracy_level=4)
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


def trained_scores(folder: Path) -> dict[str, Any]:
    """What the trained model makes of a few windows, for the tests to hold what ships against."""
    trained = PublishedSpanModel(str(folder))
    kept: list[dict[str, Any]] = []
    for question in ASKED:
        (finding,) = find_spans(trained.score(question, [STORY])[0], [(0, len(STORY))])
        best = STORY[slice(*finding.span)] if finding.span else ""
        kept.append({"question": question, "window": STORY, "best": best, "margin": round(finding.margin, 3)})
    return {"made_by": "python -m lab.export_reader", "windows": kept}


def write_exact(model: Any, tokenizer: Any, path: Path) -> None:
    """The model as it was trained, as ONNX with windows and tokens of any number."""
    pairs = ["who lit them", "when"], ["Ada Borg lit candles.", "On Monday."]
    encoded = tokenizer(*pairs, padding=True, return_tensors="pt")
    either = {0: torch.export.Dim("windows", min=1, max=64), 1: torch.export.Dim("tokens", min=4, max=512)}
    exporter: Any = torch.onnx
    program = exporter.export(
        _Scores(model),
        tuple(encoded[name] for name in INPUTS),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_shapes=tuple(either for _ in INPUTS),
        dynamo=True,
        verbose=False,
    )
    assert program is not None
    program.save(str(path))
    onnx.checker.check_model(str(path))


if __name__ == "__main__":
    main()
