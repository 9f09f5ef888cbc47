"""Make what ships of the trained judge of accounts: ``python -m lab.export_judge [FOLDER]``.

The model that ``lab.train_judge`` wrote becomes an 8-bit ONNX model in ``src/pullquote/judge_model``, made small as the
reader is. Writes down what the trained model makes of a few pairs, for the tests to hold what ships against.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from transformers import AutoTokenizer

import pullquote
from lab.shipped_body import SHIPPED
from lab.small_models import write_small
from lab.train_judge import FOLDER
from lab.train_pair_model import PairModel
from pullquote.list_models import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITTEN = Path(pullquote.__file__).parent / "judge_model"
TRAINED = Path(__file__).resolve().parent.parent / "tests/pullquote/trained_judge.json"
PAIRS = (
    (
        "How many people drowned?",
        "Nine people drowned, mayor Ada Quay said.",
        "Ben Pier, who led the divers, counted 14.",
    ),
    (
        "How many people drowned?",
        "Nine people drowned, mayor Ada Quay said.",
        "The ferry had 40 lifeboats, Ben Pier said.",
    ),
    ("who sank the ferry", "The navy sank the ferry, fishermen said.", "The navy denied that it had sunk the ferry."),
    ("who sank the ferry", "The navy sank the ferry, fishermen said.", "The navy denied that its chief would resign."),
    (
        "Where did the crane fall?",
        "The crane fell at Oxmoor, police said.",
        "It came down in the port of Marl, Ada Quay said.",
    ),
    ("when does the bridge open", "The bridge opens in May.", "“We will open it in May,” Ada Quay said."),
)


def main() -> None:
    """Export, make small, put beside the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    model = PairModel()
    model.load_state_dict(torch.load(folder / "model.pt", weights_only=True))
    model.eval()
    tokenizer: Any = AutoTokenizer.from_pretrained(SHIPPED)
    write_small(_Kinds(model), _inputs(tokenizer, PAIRS[:2]), ["scores"], WRITTEN / "model.onnx")
    likely = conflicts(model, tokenizer, PAIRS)
    kept = [[*pair, round(chance, 4)] for pair, chance in zip(PAIRS, likely, strict=True)]
    made = {"made_by": "python -m lab.export_judge", "pairs": kept}
    TRAINED.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


class _Kinds(torch.nn.Module):
    """The model with only the head that tells what two statements are to each other."""

    def __init__(self, model: PairModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        """Scores of the classes, shape (pairs, classes)."""
        return self.model(input_ids, attention_mask, token_type_ids)[0]


def conflicts(model: PairModel, tokenizer: Any, triples: Sequence[tuple[str, str, str]]) -> list[float]:
    """How probable the trained model holds it that two statements conflict."""
    with torch.inference_mode():
        return model(**_inputs(tokenizer, triples))[0].softmax(1)[:, 0].tolist()


def _inputs(tokenizer: Any, triples: Sequence[tuple[str, str, str]]) -> dict[str, torch.Tensor]:
    encoded, _ = encode(tokenizer, [(question, (one, other)) for question, one, other in triples])
    return {name: torch.tensor(ids) for name, ids in encoded.items()}


if __name__ == "__main__":
    main()
