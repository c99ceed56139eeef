"""The published anchor sets, with the same bits and the same SHA-256 as the engine's `AnchorSet`."""
from __future__ import annotations

import dataclasses
import functools
import hashlib
import math
import struct
from typing import List, Sequence, Tuple

import numpy

from .errors import DataProblem

NAMES = ("ssd300", "ssd300-coco", "ssd512")


@dataclasses.dataclass(frozen=True)
class AnchorLevel:
    """One feature map. size: rows and columns. cells: cells that would fill the picture's side. shapes: (width, height) in shares."""

    size: int
    cells: float
    shapes: Tuple[Tuple[float, float], ...]


@dataclasses.dataclass(frozen=True)
class AnchorSet:
    """Anchors in the order level, row, column, shape.

    name: as in recipes. levels: feature maps. boxes: float32 [anchors, 4], cx cy width height in shares of the picture.
    sha256: 64 hexadecimal digits, as records hold it in `anchors/set`.
    """

    name: str
    levels: Tuple[AnchorLevel, ...]
    boxes: numpy.ndarray
    sha256: str


@functools.lru_cache(maxsize=None)
def anchor_set(name: str) -> AnchorSet:
    """One of :data:`NAMES`."""
    levels = _levels(name)
    edges, boxes = _fill(levels)
    digest = hashlib.sha256(b"FeatureForge anchors 1\n" + struct.pack("<i", len(boxes)))
    digest.update(numpy.concatenate([edges, boxes], axis=1).astype("<f4").tobytes())
    return AnchorSet(name, levels, boxes, digest.hexdigest())


def anchor_set_of_hash(sha256: str, where: str) -> AnchorSet:
    """The published set that has this hash. where: of the records that name it, for the error."""
    for name in NAMES:
        if anchor_set(name).sha256 == sha256:
            return anchor_set(name)
    raise DataProblem(
        f"The records were matched with anchor set {sha256[:12]}..., which is none of {', '.join(NAMES)}.", f"Records of {where}",
        "Make the shards with one of these in targets: {anchors: ...}.")


def _levels(name: str) -> Tuple[AnchorLevel, ...]:
    if name == "ssd512":
        return _ssd(512, (64, 32, 16, 8, 4, 2, 1), (8, 16, 32, 64, 128, 256, 512),
                    (35.84, 76.8, 153.6, 230.4, 307.2, 384, 460.8, 537.6), ((2,), (2, 3), (2, 3), (2, 3), (2, 3), (2,), (2,)))
    sizes = (30, 60, 111, 162, 213, 264, 315) if name == "ssd300" else (21, 45, 99, 153, 207, 261, 315)
    return _ssd(300, (38, 19, 10, 5, 3, 1), (8, 16, 32, 64, 100, 300), sizes, ((2,), (2, 3), (2, 3), (2, 3), (2,), (2,)))


def _ssd(side: float, maps: Sequence[int], steps: Sequence[float], sizes: Sequence[float], ratios: Sequence[Sequence[float]]) -> Tuple[AnchorLevel, ...]:
    levels: List[AnchorLevel] = []
    for level, size in enumerate(maps):
        scale, following = sizes[level] / side, sizes[level + 1] / side
        between = math.sqrt(scale * following)
        shapes = [(scale, scale), (between, between)]
        for ratio in ratios[level]:
            root = math.sqrt(ratio)
            shapes += [(scale * root, scale / root), (scale / root, scale * root)]
        levels.append(AnchorLevel(size, side / steps[level], tuple(shapes)))
    return tuple(levels)


def _fill(levels: Sequence[AnchorLevel]) -> Tuple[numpy.ndarray, numpy.ndarray]:
    """Corners x0 y0 x1 y1 and centre boxes, float32 [anchors, 4] each: computed in float64, rounded once."""
    parts = []
    for level in levels:
        center = (numpy.arange(level.size, dtype=numpy.float64) + 0.5) / level.cells
        shapes = numpy.array(level.shapes, dtype=numpy.float64)
        center_y, center_x, shape = numpy.meshgrid(center, center, numpy.arange(len(shapes)), indexing="ij")
        parts.append(numpy.stack([center_x.ravel(), center_y.ravel(), shapes[shape.ravel(), 0], shapes[shape.ravel(), 1]], axis=1))
    boxes = numpy.concatenate(parts)
    half = boxes[:, 2:] * 0.5
    edges = numpy.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)
    return edges.astype(numpy.float32), boxes.astype(numpy.float32)
