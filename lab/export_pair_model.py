"""Make what ships of the trained cross-encoder: ``python -m lab.export_pair_model [FOLDER]``.

The model that ``lab.train_pair_model`` wrote becomes an 8-bit ONNX model in ``src/pullquote/pair_model``, made small as
the reader is. Writes down what the trained model makes of a few texts, for the tests to hold what ships against.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import onnx
import torch
from transformers import AutoTokenizer

import pullquote
from lab.export_reader import make_small
from lab.mining import FOLDER
from lab.shipped_body import SHIPPED
from lab.train_pair_model import PairModel
from pullquote.pair_models import INPUTS, encode

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITTEN = Path(pullquote.__file__).parent / "pair_model"
TRAINED = Path(__file__).resolve().parent.parent / "tests/pullquote/trained_pairs.json"
OUTPUTS = ("answers", "terms")
SENTENCES = (
    ("How many people drowned?", "Nine people drowned, mayor Ada Quay said.", "The ferry sank on Friday."),
    ("How many people were rescued?", "Nine people drowned, mayor Ada Quay said.", "The ferry sank on Friday."),
    ("when did the ferry sink", "The ferry sank on Friday.", ""),
    ("why did the ferry sink", "The ferry sank on Friday.", ""),
)
TOLD = ("who sank the ferry", "The navy sank the ferry off Marl, said Ada Quay.", "Ben Pier led the divers.")
TYPED = ("why did she say that", "how old is he", "where did it sink", "who won the race in Tarn")


def main() -> None:
    """Export, make small, put beside the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    model = PairModel()
    model.load_state_dict(torch.load(folder / "model.pt", weights_only=True))
    model.eval()
    tokenizer: Any = AutoTokenizer.from_pretrained(SHIPPED)
    WRITTEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        exact = Path(scratch) / "exact.onnx"
        write_exact(model, tokenizer, exact)
        make_small(exact, WRITTEN / "model.onnx")
    made = {"made_by": "python -m lab.export_pair_model", **_trained(model, tokenizer)}
    TRAINED.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{WRITTEN / 'model.onnx'}: {(WRITTEN / 'model.onnx').stat().st_size / 2**20:.1f} MiB")


def _trained(model: PairModel, tokenizer: Any) -> dict[str, Any]:
    """What the trained model makes of sentences (log-odds of answering) and of follow-ups (P of tokens)."""
    answers: list[float] = _scores(model, tokenizer, [(question, pair) for question, *pair in SENTENCES])[0].tolist()
    terms: list[list[float]] = [_scores(model, tokenizer, [(typed, TOLD)])[1][0].sigmoid().tolist() for typed in TYPED]
    return {
        "sentences": [[*each, round(odds, 3)] for each, odds in zip(SENTENCES, answers, strict=True)],
        "told": TOLD,
        "typed": [[typed, [round(one, 4) for one in own]] for typed, own in zip(TYPED, terms, strict=True)],
    }


class _Asked(torch.nn.Module):
    """The model without the head that only helped it to learn."""

    def __init__(self, model: PairModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Log-odds that each row's sentence answers; scores of each row's tokens."""
        _, answers, terms = self.model(input_ids, attention_mask, token_type_ids)
        return answers, terms


def _scores(model: PairModel, tokenizer: Any, rows: Sequence[tuple[str, Sequence[str]]]) -> tuple[Any, ...]:
    inputs, _ = encode(tokenizer, rows)
    with torch.inference_mode():
        return model(**{name: torch.tensor(ids) for name, ids in inputs.items()})[1:]


def write_exact(model: PairModel, tokenizer: Any, path: Path) -> None:
    """The model as it was trained, as ONNX with rows and tokens of any number."""
    encoded, _ = encode(tokenizer, [(question, pair) for question, *pair in SENTENCES[:2]])
    inputs = {name: torch.tensor(ids) for name, ids in encoded.items()}
    either = {0: torch.export.Dim("rows", min=1, max=64), 1: torch.export.Dim("tokens", min=4, max=512)}
    exporter: Any = torch.onnx
    program = exporter.export(
        _Asked(model),
        tuple(inputs[name] for name in INPUTS),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_shapes=tuple(either for _ in INPUTS),
        dynamo=True,
        verbose=False,
    )
    program.save(str(path))
    onnx.checker.check_model(str(path))


if __name__ == "__main__":
    main()
