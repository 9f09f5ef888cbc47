"""How good a ranking, a silence and a probability are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive stands above a negative (Mann-Whitney); nan without one of each."""
    if not positive or not negative:
        return float("nan")
    above = np.asarray(positive)[:, None] - np.asarray(negative)[None, :]
    return float((above > 0).mean() + 0.5 * (above == 0).mean())


def calibration_error(said: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: how far probabilities are from shares, in bins of equal width (Guo et al. 2017)."""
    if not said:
        return float("nan")
    probability, hit = np.asarray(said), np.asarray(right, dtype=np.float64)
    where = np.minimum((probability * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(probability[where == place].mean() - hit[where == place].mean()) * (where == place).mean()
            for place in np.unique(where)
        )
    )
