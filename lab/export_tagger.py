"""Make what ships of a trained tagger: ``python -m lab.export_tagger [FOLDER]``, then print how good it is.

What ``lab.train_tagger`` wrote becomes an 8-bit ONNX model in ``index/tagger``, made small as the reader is. Figures
are of PolNeAR's development part, which it did not learn from: how many of the reports found, with a cue and a source
that both overlap by half with what annotators marked, are right, and how many are found.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from transformers import AutoTokenizer

from index.tagger import MODEL, ShippedTagger
from lab.attributions import stories
from lab.small_models import write_small
from lab.train_tagger import FOLDER, Tagger, windows_of
from pullquote.encoder import shipped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.tagger import Report
    from lab.attributions import Attribution
    from pullquote.records import Span

INPUTS = ("input_ids", "attention_mask")
OUTPUTS = ("kinds", "asking", "asked")
BARS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


def main() -> None:
    """Export, make small, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    options = parser.parse_args()
    model = Tagger(shipped())
    model.load_state_dict(torch.load(options.folder / "model.pt", weights_only=True))
    model.eval()
    tokenizer: Any = AutoTokenizer.from_pretrained(shipped())
    encoded = tokenizer(["Ada Borg lit candles.", "On Monday, he said."], padding=True, return_tensors="pt")
    write_small(model, {name: encoded[name] for name in INPUTS}, OUTPUTS, MODEL)
    print_figures()


def print_figures() -> None:
    """Precision, recall and F1 of cue with source at several bars."""
    tagger = ShippedTagger(min(BARS))
    found: list[tuple[float, bool]] = []
    marked = 0
    for story in stories("dev"):
        spans = windows_of(story.text, tagger.count_tokens)
        texts = [story.text[start:end] for start, end in spans]
        wanted = [each for each in story.attributions if each.source]
        marked += len(wanted)
        for (start, _), reports in zip(spans, tagger.tag(texts), strict=True):
            for report in reports:
                right = _matching(report, start, wanted)
                if right:
                    wanted.remove(right)
                found.append((report.sure, right is not None))
    sure, right = np.asarray([each[0] for each in found]), np.asarray([each[1] for each in found])
    for bar in BARS:
        kept = right[sure >= bar]
        precision, recall = kept.mean(), kept.sum() / marked
        f1 = 2 * precision * recall / (precision + recall)
        print(f"bar {bar:.2f}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} ({len(kept)} of {marked})")


def _matching(report: Report, start: int, wanted: Sequence[Attribution]) -> Attribution | None:
    for each in wanted:
        assert each.source
        if overlap(report.cue, each.cue, start) >= 0.5 and overlap(report.source, each.source, start) >= 0.5:
            return each
    return None


def overlap(span: Span, runs: Sequence[Span], start: int) -> float:
    """Code points in common, as a share of the longer of the two; ``span`` counts from ``start``."""
    shared = sum(max(0, min(span[1] + start, end) - max(span[0] + start, first)) for first, end in runs)
    return shared / max(span[1] - span[0], sum(end - first for first, end in runs))


if __name__ == "__main__":
    main()
