"""Anchor sets with the same bits and the same SHA-256 as the engine's `AnchorSet`: the published ones, and those that a recipe lays out itself."""
from __future__ import annotations

import dataclasses
import functools
import hashlib
import math
import struct
from typing import Any, Dict, List, Sequence, Tuple

import numpy

from featureforge_data.bounds import ASPECT_RATIOS, LARGEST_ANCHOR_COUNT, LARGEST_MAP_SIDE, MOST_LEVELS, MOST_NUMBERS, SCALES, are_numbers, is_map

from .errors import DataProblem

NAMES = ("ssd300", "ssd300-coco", "ssd512")
CUSTOM_NAME = "custom"


@dataclasses.dataclass(frozen=True)
class AnchorLevel:
    """One feature map. columns, rows: cells. across, down: cells that would fill the picture. shapes: (width, height) in shares."""

    columns: int
    rows: int
    across: float
    down: float
    shapes: Tuple[Tuple[float, float], ...]


@dataclasses.dataclass(frozen=True)
class AnchorSet:
    """Anchors in the order level, row, column, shape.

    name: as in recipes. levels: feature maps. boxes: float32 [anchors, 4], cx cy width height in shares of the picture.
    sha256: 64 hexadecimal digits, as records hold it in `anchors/set`. layout: levels as a recipe lays them out; None for a published set.
    """

    name: str
    levels: Tuple[AnchorLevel, ...]
    boxes: numpy.ndarray
    sha256: str
    layout: Any = None


@functools.lru_cache(maxsize=None)
def anchor_set(name: str) -> AnchorSet:
    """One of :data:`NAMES`."""
    return _set(name, _levels(name), None)


def custom_anchor_set(layout: Any, where: str) -> AnchorSet:
    """The set of levels that a recipe laid out.

    layout: list of {featureMap: [columns, rows], scales: [...], aspectRatios: [...]}, as manifests and model folders hold it. where: that
    it comes from, for the error.
    """
    if not isinstance(layout, list) or not 1 <= len(layout) <= MOST_LEVELS:
        raise _wrong("anchorLevels", f"is not a list of 1 to {MOST_LEVELS} levels", where)
    levels = tuple(_laid_out(level, f"anchorLevels[{number}]", where) for number, level in enumerate(layout))
    count = sum(level.columns * level.rows * len(level.shapes) for level in levels)
    if count > LARGEST_ANCHOR_COUNT:
        raise _wrong("anchorLevels", f"have {count} anchors together, the most is {LARGEST_ANCHOR_COUNT}", where)
    return _set(CUSTOM_NAME, levels, layout)


def anchor_set_of_hash(sha256: str, where: str) -> AnchorSet:
    """The published set that has this hash. where: of the records that name it, for the error."""
    for name in NAMES:
        if anchor_set(name).sha256 == sha256:
            return anchor_set(name)
    raise DataProblem(
        f"The records were matched with anchor set {sha256[:12]}..., which is none of {', '.join(NAMES)}, and no levels of another are given.", f"Records of {where}",
        "Make the shards again with targets: {anchors: ...} in the recipe.")


def anchor_set_of_manifest(manifest: Dict[str, Any], where: str) -> AnchorSet:
    """The set that the records of a manifest were matched with, held against the hash there. where: of the records, for errors."""
    sha256 = str(manifest.get("targets"))
    if "anchorLevels" not in manifest:
        return anchor_set_of_hash(sha256, where)
    made = custom_anchor_set(manifest["anchorLevels"], where)
    if made.sha256 != sha256:
        raise DataProblem(f"The manifest's anchor levels give anchor set {made.sha256[:12]}..., its records were matched with {sha256[:12]}...:", where, "Make the shards again.")
    return made


def anchor_set_of_description(anchors: Dict[str, Any], where: str) -> AnchorSet:
    """The set of a model folder. anchors: `anchors` of its `model.json`. where: of the folder, for errors."""
    if anchors["name"] == CUSTOM_NAME:
        return custom_anchor_set(anchors["levels"], where)
    if anchors["name"] not in NAMES:
        raise _wrong("anchors.name", f"is {str(anchors['name'])[:60]}, it must be one of {', '.join((*NAMES, CUSTOM_NAME))}", where)
    return anchor_set(anchors["name"])


def _wrong(what: str, rule: str, where: str) -> DataProblem:
    return DataProblem(f"{what} {rule}:", where, "Restore the file from a copy, or make the shards again.")


def _laid_out(level: Any, what: str, where: str) -> AnchorLevel:
    """As the engine's AnchorLevel.Custom, in the same order of operations."""
    if not isinstance(level, dict):
        raise _wrong(what, "is not a level", where)
    sides = level.get("featureMap")
    if not is_map(sides):
        raise _wrong(f"{what}.featureMap", f"is {str(sides)[:60]}, it must be [columns, rows] of 1 to {LARGEST_MAP_SIDE} cells", where)
    scales = _numbers(level, "scales", SCALES, (what, where))
    ratios = _numbers(level, "aspectRatios", ASPECT_RATIOS, (what, where))
    shapes = tuple((scale * math.sqrt(ratio), scale / math.sqrt(ratio)) for scale in scales for ratio in ratios)
    return AnchorLevel(sides[0], sides[1], float(sides[0]), float(sides[1]), shapes)


def _numbers(level: Dict[str, Any], name: str, limits: Tuple[float, float], place: Tuple[str, str]) -> List[float]:
    values = level.get(name)
    if not are_numbers(values, limits):
        raise _wrong(f"{place[0]}.{name}", f"is {str(values)[:60]}, it must be 1 to {MOST_NUMBERS} numbers of {limits[0]:g} to {limits[1]:g}", place[1])
    return [float(value) for value in values]


def _set(name: str, levels: Tuple[AnchorLevel, ...], layout: Any) -> AnchorSet:
    edges, boxes = _fill(levels)
    digest = hashlib.sha256(b"FeatureForge anchors 1\n" + struct.pack("<i", len(boxes)))
    digest.update(numpy.concatenate([edges, boxes], axis=1).astype("<f4").tobytes())
    return AnchorSet(name, levels, boxes, digest.hexdigest(), layout)


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
        cells = side / steps[level]
        levels.append(AnchorLevel(size, size, cells, cells, tuple(shapes)))
    return tuple(levels)


def _fill(levels: Sequence[AnchorLevel]) -> Tuple[numpy.ndarray, numpy.ndarray]:
    """Corners x0 y0 x1 y1 and centre boxes, float32 [anchors, 4] each: computed in float64, rounded once."""
    parts = []
    for level in levels:
        across = (numpy.arange(level.columns, dtype=numpy.float64) + 0.5) / level.across
        down = (numpy.arange(level.rows, dtype=numpy.float64) + 0.5) / level.down
        shapes = numpy.array(level.shapes, dtype=numpy.float64)
        center_y, center_x, shape = numpy.meshgrid(down, across, numpy.arange(len(shapes)), indexing="ij")
        parts.append(numpy.stack([center_x.ravel(), center_y.ravel(), shapes[shape.ravel(), 0], shapes[shape.ravel(), 1]], axis=1))
    boxes = numpy.concatenate(parts)
    half = boxes[:, 2:] * 0.5
    edges = numpy.concatenate([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)
    return edges.astype(numpy.float32), boxes.astype(numpy.float32)
