"""Make what ships of the model of leanings: ``python -m lab.export_leaning_model [FOLDER]``.

The model that ``lab.train_leaning_model`` wrote becomes an 8-bit ONNX model in ``src/pullquote/leaning_model``, made
small as the reader is, whose tokenizer it uses. Writes down what the trained model makes of a few follow-ups, for the
tests to hold what ships against.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

import pullquote
from lab.small_models import write_small
from lab.train_leaning_model import FOLDER, LeaningModel, load_tokenizer
from pullquote.list_models import encode

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITTEN = Path(pullquote.__file__).parent / "leaning_model"
TRAINED = Path(__file__).resolve().parent.parent / "tests/pullquote/trained_leanings.json"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")  # as the model takes them
TOLD = ("who sank the ferry", "The navy sank the ferry off Marl, said Ada Quay.", "Ben Pier led the divers.")
TYPED = ("why did she say that", "how old is he", "where did it sink", "who won the race in Tarn", "and the divers?")


def main() -> None:
    """Export, make small, put beside the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    model, tokenizer = LeaningModel(), load_tokenizer()
    model.load_state_dict(torch.load(folder / "model.pt", weights_only=True))
    model.eval()
    write_small(model, _inputs(tokenizer, TYPED[:2])[0], ("terms",), WRITTEN / "model.onnx")
    typed = [(each, _chances(model, tokenizer, each)) for each in TYPED]
    made = {"made_by": "python -m lab.export_leaning_model", "told": TOLD, "typed": typed}
    TRAINED.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _chances(model: LeaningModel, tokenizer: Any, typed: str) -> list[float]:
    """How probable it is that each token told is taken up, to three places."""
    inputs, seen = _inputs(tokenizer, [typed])
    with torch.inference_mode():
        (odds,) = model(**inputs)
    chances: Any = torch.round(odds.double().sigmoid(), decimals=3)
    return [float(chance) for chance, told in zip(chances, seen[0], strict=True) if told]


def _inputs(tokenizer: Any, typed: Sequence[str]) -> tuple[dict[str, torch.Tensor], list[list[bool]]]:
    """What is read of follow-ups, and which tokens of each were told."""
    encoded, places = encode(tokenizer, [(each, TOLD) for each in typed])
    inputs = {name: torch.tensor(encoded[name]) for name in INPUTS}
    return inputs, [[number >= 0 for number, _, _ in of_row] for of_row in places]


if __name__ == "__main__":
    main()
