"""95 % intervals by drawing photos anew (bootstrap, percentile method)."""
from __future__ import annotations

from typing import Callable, Optional, Sequence, Tuple

import numpy as np

Interval = Optional[Tuple[float, float]]


def photo_numbers(filenames: Sequence[str]) -> np.ndarray:
    """A number for each photo, int64 [samples]: samples of one photo are drawn together, since they are not independent."""
    return np.unique(np.asarray(filenames, dtype=object).astype(str), return_inverse=True)[1] if len(filenames) else np.zeros(0, np.int64)


def intervals(statistic: Callable[[np.ndarray], np.ndarray], photos: np.ndarray, draws: int, seed: int) -> Sequence[Interval]:
    """95 % interval of each value that a statistic gives.

    statistic: takes weights float64 [samples] (how often each was drawn), gives values [k], NaN where undefined. photos: number of the
    photo of each sample. draws: how many times photos are drawn; 0 gives no intervals. A value that is undefined in more than half of the
    draws has no interval.
    """
    if draws == 0 or len(photos) == 0:
        return [None] * len(statistic(np.ones(len(photos))))
    random = np.random.default_rng(seed)
    count = int(photos.max()) + 1
    values = []
    for _ in range(draws):
        drawn = np.bincount(random.integers(0, count, count), minlength=count)
        values.append(statistic(drawn[photos].astype(np.float64)))
    table = np.array(values, np.float64)
    return [_interval(column[~np.isnan(column)], draws) for column in table.T]


def _interval(values: np.ndarray, draws: int) -> Interval:
    if len(values) * 2 < draws or len(values) == 0:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
