"""How well an anchor set fits the boxes of a split: a box that no anchor comes near is hardly ever found, however long training lasts."""
from __future__ import annotations

import dataclasses
from typing import Any, Dict, Sequence

import numpy

from .anchors import AnchorLevel
from .metrics.average_precision import Truth

OVERLAP = 0.5


@dataclasses.dataclass(frozen=True)
class AnchorFit:
    """boxes: that count. reached: of them, those that overlap an anchor with IoU 0.5 at least. mean: of the best IoU of each box. below: boxes with
    less area than the smallest anchor. smallest: square root of that anchor's area, share of the picture."""

    boxes: int
    reached: int
    mean: float
    below: int
    smallest: float

    def line(self, split: str) -> str:
        """For people."""
        return (f"anchors: {self.reached} of {self.boxes} boxes of {split} ({_percent(self.reached, self.boxes)}) reach IoU {OVERLAP:g} with an anchor, mean best IoU {self.mean:.2f}; "
                f"{self.below} ({_percent(self.below, self.boxes)}) are smaller than the smallest anchor, {self.smallest:.3g} of the picture")

    def values(self) -> Dict[str, Any]:
        """For the report."""
        return {"boxes": self.boxes, "reachIoU0.5": self.reached, "meanBestIoU": round(self.mean, 6), "belowSmallestAnchor": self.below,
                "smallestAnchor": round(self.smallest, 6)}


def anchor_fit(truths: Sequence[Truth], levels: Sequence[AnchorLevel]) -> AnchorFit:
    """Of all boxes of a split that count."""
    boxes = numpy.concatenate([numpy.empty((0, 4)), *(truth.boxes[truth.classes > 0] for truth in truths)]).astype(numpy.float64)
    best = best_overlaps(boxes, levels)
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    smallest = min(width * height for level in levels for width, height in level.shapes)
    return AnchorFit(len(boxes), int((best >= OVERLAP).sum()), float(best.mean()) if len(boxes) else 0.0, int((areas < smallest).sum()), float(numpy.sqrt(smallest)))


def best_overlaps(boxes: numpy.ndarray, levels: Sequence[AnchorLevel]) -> numpy.ndarray:
    """Best IoU of each box with any anchor, float64 [boxes]. boxes: [boxes, 4] corners.

    All anchors of one shape are alike but for their centres, and overlap falls with distance along each axis; so the centre next to
    that of the box is the best, and one anchor per shape is looked at in place of thousands.
    """
    centers, sides = (boxes[:, :2] + boxes[:, 2:]) / 2, boxes[:, 2:] - boxes[:, :2]
    best = numpy.zeros(len(boxes))
    for level in levels:
        cells, count = numpy.array([level.across, level.down]), numpy.array([level.columns, level.rows])
        nearest = (numpy.clip(numpy.round(centers * cells - 0.5), 0, count - 1) + 0.5) / cells
        distance = numpy.abs(nearest - centers)
        for shape in level.shapes:
            shared = numpy.clip(numpy.minimum((sides + shape) / 2 - distance, numpy.minimum(sides, shape)), 0, None).prod(axis=1)
            best = numpy.maximum(best, shared / numpy.maximum(sides.prod(axis=1) + shape[0] * shape[1] - shared, 1e-12))
    return best


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.0f} %"
