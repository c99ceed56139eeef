"""Boxes as float arrays [n, 4]: x0, y0, x1, y1 in shares of the picture, 0 to 1."""
from __future__ import annotations

from typing import Optional, Tuple

import numpy as np

VARIANCES = (0.1, 0.2)
"""Scale of the offsets of centres and of sides (SSD, Liu et al. 2016)."""

_LARGEST_SIDE_EXPONENT = 4.135
"""Sides grow at most by exp of this (about 62 times), so that a wild offset cannot overflow."""


def decode_offsets(offsets: np.ndarray, anchors: np.ndarray, variances: Tuple[float, float] = VARIANCES) -> np.ndarray:
    """Boxes that offsets stand for.

    offsets: float32 [..., anchors, 4], tx ty tw th. anchors: float32 [anchors, 4], centre x, centre y, width, height in shares.
    Gives float32 [..., anchors, 4] corners, clipped to the picture.
    """
    with np.errstate(over="ignore"):
        # A wild offset may overflow to an infinity, which the picture's edge then bounds.
        centre = anchors[:, :2] + offsets[..., :2] * np.float32(variances[0]) * anchors[:, 2:]
        side = anchors[:, 2:] * np.exp(np.minimum(offsets[..., 2:] * np.float32(variances[1]), np.float32(_LARGEST_SIDE_EXPONENT)))
    return np.clip(np.concatenate([centre - side / 2, centre + side / 2], axis=-1), 0, 1).astype(np.float32)


def areas(boxes: np.ndarray) -> np.ndarray:
    """Areas [n] of boxes [n, 4]."""
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def overlaps(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """IoU [n, m] of boxes [n, 4] with boxes [m, 4]; 0 where both areas are 0."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, 2:], second[None, :, 2:])
    sides = np.maximum(high - low, 0)
    shared = sides[..., 0] * sides[..., 1]
    together = areas(first)[:, None] + areas(second)[None, :] - shared
    return np.divide(shared, together, out=np.zeros_like(shared), where=together > 0)


def short_sides(boxes: np.ndarray, width: float, height: float) -> np.ndarray:
    """Shorter side [n] in pixels of boxes [n, 4] in a picture of width x height pixels."""
    return np.minimum((boxes[:, 2] - boxes[:, 0]) * width, (boxes[:, 3] - boxes[:, 1]) * height)


def suppress(boxes: np.ndarray, scores: np.ndarray, threshold: float, most: Optional[int] = None) -> np.ndarray:
    """Non-maximum suppression: indices of the boxes kept, highest score first.

    boxes: float32 [n, 4]. scores: float32 [n]. most: boxes to keep, None for all. Greedy by score, equal scores by index; a box goes when its
    IoU with a kept one is above the threshold. The arithmetic is that of torchvision.ops.nms, in the type of the boxes.
    """
    order = np.argsort(-scores, kind="stable")
    area = areas(boxes)
    kept = []
    while order.size and len(kept) != most:
        best, rest = order[0], order[1:]
        kept.append(best)
        low = np.maximum(boxes[rest, :2], boxes[best, :2])
        high = np.minimum(boxes[rest, 2:], boxes[best, 2:])
        sides = np.maximum(high - low, 0)
        shared = sides[:, 0] * sides[:, 1]
        together = area[best] + area[rest] - shared
        overlap = np.divide(shared, together, out=np.zeros_like(shared), where=together > 0)
        order = rest[~(overlap > np.asarray(threshold, overlap.dtype))]
    return np.array(kept, np.int64)
