"""Make what ships of a trained reader: ``python -m lab.export_reader [FOLDER]``.

The folder that ``lab.train_reader`` wrote becomes an 8-bit ONNX model with its tokenizer, in
``src/pullquote/span_model`` (``lab/small_models.py``). Writes down what the trained model makes of a few windows, for
the tests to hold what ships against.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForQuestionAnswering, AutoTokenizer

import pullquote
from lab.small_models import write_small
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
PAIRS = ["who lit them", "when"], ["Ada Borg lit candles.", "On Monday."]


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
    encoded = tokenizer(*PAIRS, padding=True, return_tensors="pt")
    write_small(_Scores(model), {name: encoded[name] for name in INPUTS}, OUTPUTS, WRITTEN / "model.onnx")
    TRAINED.write_text(json.dumps(trained_scores(options.folder), indent=1, ensure_ascii=False) + "\n", "utf-8")
    tokenizer.save_pretrained(WRITTEN)
    model.config.save_pretrained(WRITTEN)


def trained_scores(folder: Path) -> dict[str, Any]:
    """What the trained model makes of a few windows, for the tests to hold what ships against."""
    trained = PublishedSpanModel(str(folder))
    kept: list[dict[str, Any]] = []
    for question in ASKED:
        (finding,) = find_spans(trained.score(question, [STORY])[0], [(0, len(STORY))])
        best = STORY[slice(*finding.span)] if finding.span else ""
        kept.append({"question": question, "window": STORY, "best": best, "margin": round(finding.margin, 3)})
    return {"made_by": "python -m lab.export_reader", "windows": kept}


if __name__ == "__main__":
    main()
