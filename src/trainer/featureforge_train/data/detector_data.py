"""Records with anchors as batches with dense targets."""
from __future__ import annotations

from typing import Any, Callable, List, Mapping, Sequence, Tuple

import numpy
import torch

from ..errors import DataProblem
from ..metrics.average_precision import Truth
from .batches import DetectorBatch, PictureSize
from .labels import ClassMap
from .record_list import RecordList, picture, pictures
from .shard_folder import ShardFolder
from .source import in_parts

SPARSE_FIELDS = ("anchor_index", "anchor_class", "anchor_offsets", "anchor_ignore")
# Of a batch, at most, for pictures without any object: they teach less than the background around objects.
LARGEST_EMPTY_SHARE = 0.25
# Boxes are clipped to their picture; what rounding may leave.
BEYOND_EDGE = 0.01


class DetectorData:
    """One split. anchors: number of anchors. truths: boxes of every record, corners x0 y0 x1 y1, with classes from 1, -1 ignored."""

    def __init__(self, folders: Sequence[ShardFolder], split: str, class_map: ClassMap, layout: Tuple[PictureSize, int]) -> None:
        self._size, self.anchors = layout
        self._map = class_map
        self._records = RecordList(folders, split, ("image", *SPARSE_FIELDS))
        boxes = RecordList(folders, split, ("boxes", "labels"), verify=False)
        self.truths = [self._truth(boxes, position) for position in range(len(boxes))]

    def __len__(self) -> int:
        return len(self._records)

    def groups(self) -> List[numpy.ndarray]:
        """Records by the rarest class they hold; the last group, where there is one, holds those without any object."""
        counts = numpy.zeros(len(self._map.names) + 1, dtype=numpy.int64)
        for truth in self.truths:
            counts[numpy.unique(truth.classes[truth.classes > 0])] += 1
        rarest = numpy.array([min((int(value) for value in truth.classes if value > 0), key=lambda value: counts[value], default=0)
                              for truth in self.truths], dtype=numpy.int64)
        return [numpy.flatnonzero(rarest == value) for value in [*range(1, len(counts)), 0] if (rarest == value).any()]

    def shares(self, groups: Sequence[numpy.ndarray]) -> List[float]:
        """Shares of a batch for those groups: classes alike, records without objects what they are of the data, at most a quarter."""
        has_empty = not (self.truths[groups[-1][0]].classes > 0).any()
        if not has_empty or len(groups) == 1:
            return [1.0 / len(groups)] * len(groups)
        empty = min(LARGEST_EMPTY_SHARE, len(groups[-1]) / len(self))
        return [(1.0 - empty) / (len(groups) - 1)] * (len(groups) - 1) + [empty]

    def batch(self, positions: Sequence[int]) -> DetectorBatch:
        """The batch of some records."""
        images = numpy.empty((len(positions), *self._size.shape), dtype=numpy.uint8)
        targets = DenseTargets(len(positions), self.anchors)
        for slot, position in enumerate(positions):
            record, folder = self._records.record(int(position)), self._records.folder_of(int(position))
            images[slot] = picture(record, self._size.width, self._size.height, folder)
            values = numpy.array([self._map.class_of(folder, place) for place in range(len(folder.labels))], dtype=numpy.int64)
            targets.fill(slot, record, values, folder.path)
        return targets.batch(images)

    def pictures(self, positions: Sequence[int]) -> torch.Tensor:
        """uint8 [n, 3, height, width]: the pictures of some records."""
        return in_parts(pictures(self._records, positions, self._size))

    def _truth(self, boxes: RecordList, position: int) -> Truth:
        folder = boxes.folder_of(position)
        return truth_of(boxes.record(position), lambda label: self._map.class_of(folder, label - folder.first_label), folder.path)


class DenseTargets:
    """Targets of every anchor for the pictures of a batch. pictures, anchors: numbers."""

    def __init__(self, pictures: int, anchors: int) -> None:
        self._anchors = anchors
        self._classes = numpy.zeros((pictures, anchors), dtype=numpy.int64)
        self._offsets = numpy.zeros((pictures, anchors, 4), dtype=numpy.float32)

    def fill(self, slot: int, sparse: Mapping[str, Any], values: numpy.ndarray, path: str) -> None:
        """Takes the sparse rows of a picture. values: class from 0 or -1 of each label, in the order of their ids. path: that the rows come from."""
        index, classes, ignored = sparse["anchor_index"], sparse["anchor_class"], sparse["anchor_ignore"]
        if not (_within(index, 0, self._anchors) and _within(ignored, 0, self._anchors) and _within(classes, 1, len(values) + 1)
                and len(index) == len(classes) == len(sparse["anchor_offsets"])):
            raise DataProblem(f"A picture has targets of anchors or labels that do not exist ({self._anchors} anchors, {len(values)} labels):", path,
                              "Make the shards again, or update the server of the feed.")
        if not numpy.isfinite(sparse["anchor_offsets"]).all():
            raise DataProblem("A picture has targets whose offsets are no finite numbers:", path, "Make the shards again, or update the server of the feed.")
        found = values[classes - 1]
        self._classes[slot, ignored] = -1
        self._classes[slot, index] = numpy.where(found < 0, -1, found + 1)
        self._offsets[slot, index] = sparse["anchor_offsets"]

    def batch(self, images: numpy.ndarray) -> DetectorBatch:
        """The batch of these targets. images: uint8 [n, height, width, 3]."""
        return DetectorBatch(in_parts(images), torch.from_numpy(self._classes), torch.from_numpy(self._offsets))


def truth_of(record: Mapping[str, Any], class_of: Callable[[int], int], path: str) -> Truth:
    """What is in a picture. record: with `boxes` and `labels`. class_of: class from 0, or -1, of a label as stored. path: that the record comes from."""
    classes = [class_of(int(label)) for label in record["labels"]]
    edges = numpy.asarray(record["boxes"], dtype=numpy.float32).reshape(-1, 4)
    # No comparison holds for what is no number.
    sound = (edges >= -BEYOND_EDGE).all() and (edges <= 1 + BEYOND_EDGE).all() and (edges[:, :2] <= edges[:, 2:]).all()
    if not sound or len(edges) != len(classes):
        raise DataProblem("A picture has a box that is none within it (y0 x0 y1 x1 in shares of its sides), or another number of labels:", path,
                          "Make the shards again, or update the server of the feed.")
    return Truth(edges[:, [1, 0, 3, 2]], numpy.array([value if value < 0 else value + 1 for value in classes], dtype=numpy.int64))


def _within(values: numpy.ndarray, least: int, beyond: int) -> bool:
    return len(values) == 0 or bool(values.min() >= least and values.max() < beyond)
