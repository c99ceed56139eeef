"""Records with anchors as batches with dense targets."""
from __future__ import annotations

from typing import List, Sequence, Tuple

import numpy
import torch

from ..metrics.average_precision import Truth
from .batches import DetectorBatch, PictureSize
from .labels import ClassMap
from .record_list import RecordList, picture
from .shard_folder import ShardFolder

FIELDS = ("image", "anchor_index", "anchor_class", "anchor_offsets", "anchor_ignore")
# Of a batch, at most, for pictures without any object: they teach less than the background around objects.
LARGEST_EMPTY_SHARE = 0.25


class DetectorData:
    """One split. anchors: number of anchors. truths: boxes of every record, corners x0 y0 x1 y1, with classes from 1, -1 ignored."""

    def __init__(self, folders: Sequence[ShardFolder], split: str, class_map: ClassMap, layout: Tuple[PictureSize, int]) -> None:
        self._size, self.anchors = layout
        self._map = class_map
        self._records = RecordList(folders, split, FIELDS)
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
        count = len(positions)
        images = numpy.empty((count, *self._size.shape), dtype=numpy.uint8)
        classes = numpy.zeros((count, self.anchors), dtype=numpy.int64)
        offsets = numpy.zeros((count, self.anchors, 4), dtype=numpy.float32)
        for slot, position in enumerate(positions):
            record, folder = self._records.record(int(position)), self._records.folder_of(int(position))
            images[slot] = picture(record, self._size.width, self._size.height, folder)
            index = record["anchor_index"]
            values = numpy.array([self._map.class_of(folder, place) for place in range(len(folder.labels))], dtype=numpy.int64)
            found = values[record["anchor_class"] - 1]
            classes[slot, record["anchor_ignore"]] = -1
            classes[slot, index] = numpy.where(found < 0, -1, found + 1)
            offsets[slot, index] = record["anchor_offsets"]
        return DetectorBatch(torch.from_numpy(images).permute(0, 3, 1, 2), torch.from_numpy(classes), torch.from_numpy(offsets))

    def _truth(self, boxes: RecordList, position: int) -> Truth:
        record, folder = boxes.record(position), boxes.folder_of(position)
        classes = [self._map.class_of(folder, int(label) - folder.first_label) for label in record["labels"]]
        edges = numpy.asarray(record["boxes"], dtype=numpy.float32).reshape(-1, 4)
        return Truth(edges[:, [1, 0, 3, 2]], numpy.array([value if value < 0 else value + 1 for value in classes], dtype=numpy.int64))
