"""Make what ships of the trained cross-encoder: ``python -m lab.export_list_model [FOLDER]``.

The model that ``lab.train_list_model`` wrote becomes an 8-bit ONNX model in ``src/pullquote/list_model``, made small as
the reader is. Writes down what the trained model makes of a few texts, for the tests to hold what ships against.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

import pullquote
from lab.mpnet import load_tokenizer
from lab.small_models import ROWS, TOKENS, write_small
from lab.train_list_model import FOLDER, ListModel
from pullquote.list_models import NOWHERE, encode, shares_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.listing import TextSpan

WRITTEN = Path(pullquote.__file__).parent / "list_model"
TRAINED = Path(__file__).resolve().parent.parent / "tests/pullquote/trained_lists.json"
OUTPUTS = ("answers", "conflicts", "terms")
TEXTS = (
    "The ferry sank on Friday. Nine people drowned, mayor Ada Quay said.",
    "Ben Pier, who led the divers, counted 14 dead. Tickets cost nine crowns.",
)
SPANS: tuple[TextSpan, ...] = ((0, 0, 25), (0, 26, 66), (1, 0, 46), (1, 47, 71))
ASKED = (
    "How many people drowned?",
    "how many were rescued",
    "when did the ferry sink",
    "why did the ferry sink",
)
TOLD = ("who sank the ferry", "The navy sank the ferry off Marl, said Ada Quay.", "Ben Pier led the divers.")
TYPED = ("why did she say that", "how old is he", "where did it sink", "who won the race in Tarn")


def main() -> None:
    """Export, make small, put beside the program."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    folder: Path = parser.parse_args().folder
    model = ListModel()
    model.load_state_dict(torch.load(folder / "model.pt", weights_only=True))
    model.eval()
    tokenizer = load_tokenizer()
    tokenizer.save_pretrained(WRITTEN)
    inputs = _inputs(tokenizer, [(question, TEXTS) for question in ASKED[:2]], [SPANS, SPANS])
    spans = torch.export.Dim("spans", min=1, max=64)
    write_small(model, inputs, OUTPUTS, WRITTEN / "model.onnx", {"shares": {0: ROWS, 1: spans, 2: TOKENS}})
    made = {"made_by": "python -m lab.export_list_model", **_trained(model, tokenizer)}
    TRAINED.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _trained(model: ListModel, tokenizer: Any) -> dict[str, Any]:
    """What the trained model makes of texts (log-odds of answering, P of conflict) and of follow-ups (P of tokens)."""
    asked: list[dict[str, Any]] = []
    for question in ASKED:
        answers, conflicts, _ = _scores(model, tokenizer, question, TEXTS, SPANS)
        asked.append({"question": question, "answers": _rounded(answers), "conflicts": _rounded(conflicts.sigmoid())})
    typed = [[text, _taken_up(model, tokenizer, text)] for text in TYPED]
    return {"texts": TEXTS, "spans": SPANS, "asked": asked, "told": TOLD, "typed": typed}


def _taken_up(model: ListModel, tokenizer: Any, typed: str) -> list[float]:
    """How probable it is that each token of what was told is taken up."""
    chances: list[float] = _rounded(_scores(model, tokenizer, typed, TOLD, ((0, 0, 1),))[2].sigmoid())
    _, (places,) = encode(tokenizer, [(typed, TOLD)])
    return [chance for place, chance in zip(places, chances, strict=True) if place != NOWHERE]


def _rounded(scores: torch.Tensor) -> Any:
    """The numbers of the only row, to three places."""
    row: Any = torch.round(scores[0].double(), decimals=3)
    return row.tolist()


def _scores(
    model: ListModel, tokenizer: Any, question: str, texts: Sequence[str], spans: Sequence[TextSpan]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    with torch.inference_mode():
        return model(**_inputs(tokenizer, [(question, texts)], [spans]))


def _inputs(
    tokenizer: Any, rows: Sequence[tuple[str, Sequence[str]]], spans: Sequence[Sequence[TextSpan]]
) -> dict[str, torch.Tensor]:
    encoded, places = encode(tokenizer, rows)
    shares = [torch.tensor(shares_of(of_row, wanted)) for of_row, wanted in zip(places, spans, strict=True)]
    return {**{name: torch.tensor(ids) for name, ids in encoded.items()}, "shares": torch.stack(shares)}


if __name__ == "__main__":
    main()
