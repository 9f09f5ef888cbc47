"""What is gathered to learn weights from can be put away and taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lab.gathering import Evidence, keep, recall

if TYPE_CHECKING:
    from pathlib import Path


def test_evidence_that_was_kept_is_the_same_evidence(tmp_path: Path) -> None:
    chance = np.random.default_rng(7)
    gathered = [
        Evidence(
            "wikinews", f"story-{count}", case, chance.random((count, 3), dtype=np.float32), chance.random(count) < 0.5
        )
        for count, case in ((3, "answerable"), (1, "impossible"), (4, "elsewhere"))
    ]
    keep(tmp_path / "kept.npz", gathered, gathered[:2])
    for kept, put in zip(recall(tmp_path / "kept.npz"), (gathered, gathered[:2]), strict=True):
        assert [(one.source, one.article, one.case) for one in kept] == [
            (one.source, one.article, one.case) for one in put
        ]
        for one, other in zip(kept, put, strict=True):
            assert np.array_equal(one.rows, other.rows)
            assert np.array_equal(one.right, other.right)
