"""What ships of the cross-encoder is the mean of its last run and of what that went on from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import torch

pytest.importorskip("onnx", reason="this writes ONNX files, with what comes with the lab extra")

from lab.export_list_model import last_two, mean_of
from lab.train_list_model import KEPT, LATER

if TYPE_CHECKING:
    from pathlib import Path


def test_each_weight_is_the_mean_of_its_own_in_the_files(tmp_path: Path) -> None:
    files = [tmp_path / "one.pt", tmp_path / "other.pt"]
    for file, value in zip(files, (1.0, 4.0), strict=True):
        torch.save({"bias": torch.full((2,), value), "scale": torch.full((1, 1), -value)}, file)
    mean = mean_of(files)
    assert torch.equal(mean["bias"], torch.full((2,), 2.5))
    assert torch.equal(mean["scale"], torch.full((1, 1), -2.5))
    assert mean["bias"].dtype is torch.float32


def test_the_last_run_went_on_from_what_shipped_where_that_was_kept_or_else_the_run_before(
    tmp_path: Path,
) -> None:
    assert last_two(tmp_path) == (LATER[-2], LATER[-1])
    (tmp_path / KEPT).mkdir()
    assert last_two(tmp_path) == (KEPT, LATER[-1])
