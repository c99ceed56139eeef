"""Whether a photo is backlit: what the augmentation says, else a measure of the picture.

Measure: mean luma inside the boxes over mean luma outside. Luma is (299 R + 587 G + 114 B) / 1000 of the stored levels, 0 to 255. Where
a sample has no box, or its boxes leave nothing outside, the middle half of width and height stands for the subject.
"""
from __future__ import annotations

from typing import Mapping, Sequence

import numpy as np

BACKLIT_RATIO = 0.6
"""A subject darker than this share of its surroundings counts as backlit."""

_STEP = "backlight"
_LEAST_OUTSIDE_SHARE = 0.05


def luma(picture: np.ndarray) -> np.ndarray:
    """Luma [height, width], 0 to 255, of a picture uint8 [height, width, 3]."""
    return picture @ np.array([299, 587, 114], np.float64) / 1000


def light_ratio(picture: np.ndarray, boxes: np.ndarray) -> float:
    """Mean luma of the subject over that of its surroundings. picture: uint8 [height, width, 3]. boxes: float32 [n, 4] in shares."""
    height, width = picture.shape[:2]
    inside = np.zeros((height, width), bool)
    for x0, y0, x1, y1 in boxes:
        inside[int(np.floor(y0 * height)):int(np.ceil(y1 * height)), int(np.floor(x0 * width)):int(np.ceil(x1 * width))] = True
    if not inside.any() or (~inside).sum() < _LEAST_OUTSIDE_SHARE * inside.size:
        inside[:] = False
        inside[height // 4:height - height // 4, width // 4:width - width // 4] = True
    levels = luma(picture)
    # One level stands for black surroundings, so that the ratio stays finite.
    return float(levels[inside].mean() / max(levels[~inside].mean(), 1.0)) if (~inside).any() else 1.0


def is_backlit(augmentation: Sequence[Mapping[str, object]], ratio: float, limit: float = BACKLIT_RATIO) -> bool:
    """True where the step `backlight` acted on the sample (`sample/augmentation`), else where the measured ratio is below the limit."""
    return any(_STEP in step for step in augmentation) or ratio < limit
