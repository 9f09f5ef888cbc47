"""Make what ships of the trained cross-encoder: ``python -m lab.export_list_model [FOLDER]``.

The mean of the weights of the last run of ``lab.train_list_model`` and of what it went on from (a soup: Wortsman et
al., ICML 2022) becomes an 8-bit ONNX model in ``src/pullquote/list_model``, made small as the reader is. Writes down
what the trained model makes of a few texts, for the tests to hold what ships against.
"""

from __future__ import annotations

import argparse
import json
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

import pullquote
from lab.mpnet import load_tokenizer
from lab.small_models import ROWS, TOKENS, write_small
from lab.train_list_model import FOLDER, KEPT, LATER, ListModel
from pullquote.list_models import ASKED, NOWHERE, encode, shares_of
from pullquote.rewriting import told_words, typed_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pullquote.listing import TextSpan

WRITTEN = Path(pullquote.__file__).parent / "list_model"
TRAINED = Path(__file__).resolve().parent.parent / "tests/pullquote/trained_lists.json"
SPANS_OF = ("shares", "typed", "told")  # the inputs that say where spans are
OUTPUTS = ("answers", "conflicts", "dropped", "taken", "joints", "places")
TEXTS = (
    "The ferry sank on Friday. Nine people drowned, mayor Ada Quay said.",
    "Ben Pier, who led the divers, counted 14 dead. Tickets cost nine crowns.",
)
SPANS: tuple[TextSpan, ...] = ((0, 0, 25), (0, 26, 66), (1, 0, 46), (1, 47, 71))
ASKED_OF_THEM = (
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
    model.load_state_dict(mean_of([folder / name / "model.pt" for name in last_two(folder)]))
    model.eval()
    tokenizer = load_tokenizer()
    tokenizer.save_pretrained(WRITTEN)
    some = [SPANS, SPANS]
    inputs = _inputs(tokenizer, [(question, TEXTS) for question in ASKED_OF_THEM[:2]], some, some, some)
    shapes = {name: {0: ROWS, 1: torch.export.Dim(f"{name}_spans", min=1, max=512), 2: TOKENS} for name in SPANS_OF}
    write_small(model, inputs, OUTPUTS, WRITTEN / "model.onnx", shapes)
    made = {"made_by": "python -m lab.export_list_model", **_trained(model, tokenizer)}
    TRAINED.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _trained(model: ListModel, tokenizer: Any) -> dict[str, Any]:
    """What the trained model makes of texts (log-odds of answering, P of conflict), and of follow-ups (edits)."""
    asked: list[dict[str, Any]] = []
    for question in ASKED_OF_THEM:
        answers, conflicts, *_ = _scores(model, tokenizer, question, TEXTS, SPANS)
        asked.append({"question": question, "answers": _rounded(answers), "conflicts": _rounded(conflicts.sigmoid())})
    edits = [_edit(model, tokenizer, typed) for typed in TYPED]
    return {"texts": TEXTS, "spans": SPANS, "asked": asked, "told": TOLD, "edits": edits}


def _edit(model: ListModel, tokenizer: Any, typed: str) -> dict[str, Any]:
    """How probable all parts of a follow-up's edit are."""
    ours = [(ASKED, *span) for span in typed_words(typed)]
    _, _, dropped, taken, joints, places = _scores(model, tokenizer, typed, TOLD, (NOWHERE,), ours, told_words(TOLD))
    return {
        "typed": typed,
        "dropped": _rounded(dropped.sigmoid()),
        "taken": _rounded(taken.sigmoid()),
        "joints": _rounded(joints.softmax(dim=-1)),
        "places": _rounded(places.softmax(dim=1)),
    }


def _rounded(scores: torch.Tensor) -> Any:
    """The numbers of the only row, to three places."""
    row: Any = torch.round(scores[0].double(), decimals=3)
    return row.tolist()


def _scores(
    model: ListModel, tokenizer: Any, question: str, texts: Sequence[str], *spans: Sequence[TextSpan]
) -> tuple[torch.Tensor, ...]:
    """What is made of spans; of typed and told words where they are given, too."""
    with torch.inference_mode():
        return model(**_inputs(tokenizer, [(question, texts)], *([each] for each in spans)))


def last_two(folder: Path) -> tuple[str, str]:
    """The names of the folders of the last run, and of what it went on from."""
    return (KEPT if (folder / KEPT).exists() else LATER[-2]), LATER[-1]


def mean_of(files: Sequence[Path]) -> dict[str, torch.Tensor]:
    """The mean of the weights in some files, of one model each."""
    held: list[dict[str, torch.Tensor]] = [torch.load(file, weights_only=True) for file in files]
    return {
        name: torch.stack([each[name].double() for each in held]).mean(0).to(held[0][name].dtype) for name in held[0]
    }


def _inputs(
    tokenizer: Any, rows: Sequence[tuple[str, Sequence[str]]], *spans: Sequence[Sequence[TextSpan]]
) -> dict[str, torch.Tensor]:
    encoded, places = encode(tokenizer, rows)
    inputs = {name: torch.tensor(ids) for name, ids in encoded.items()}
    for name, wanted in zip_longest(SPANS_OF, spans, fillvalue=[(NOWHERE,)] * len(rows)):
        shares = [torch.tensor(shares_of(of_row, of_them)) for of_row, of_them in zip(places, wanted, strict=True)]
        inputs[str(name)] = torch.stack(shares)
    return inputs


if __name__ == "__main__":
    main()
