"""Records of a classification source as batches."""
from __future__ import annotations

from typing import List, Sequence

import numpy
import torch

from ..errors import DataProblem
from .batches import ClassifierBatch, PictureSize
from .labels import ClassMap
from .record_list import RecordList, pictures
from .shard_folder import ShardFolder
from .source import in_parts


class ClassifierData:
    """One split. classes: int64 [records], from 0: the class of every record."""

    def __init__(self, folders: Sequence[ShardFolder], split: str, class_map: ClassMap, size: PictureSize) -> None:
        self._size = size
        self._records = RecordList(folders, split, ("image", "label"))
        labels = RecordList(folders, split, ("label",), verify=False)
        self.classes = numpy.array([self._class(labels, position, class_map) for position in range(len(labels))], dtype=numpy.int64)

    def __len__(self) -> int:
        return len(self._records)

    def groups(self) -> List[numpy.ndarray]:
        """Records of each class that has any: balanced batches hold as many of each."""
        return [numpy.flatnonzero(self.classes == value) for value in numpy.unique(self.classes)]

    def batch(self, positions: Sequence[int]) -> ClassifierBatch:
        """The batch of some records."""
        return ClassifierBatch(self.pictures(positions), torch.from_numpy(self.classes[numpy.asarray(positions)]))

    def pictures(self, positions: Sequence[int]) -> torch.Tensor:
        """uint8 [n, 3, height, width]: the pictures of some records."""
        return in_parts(pictures(self._records, positions, self._size))

    @staticmethod
    def _class(labels: RecordList, position: int, class_map: ClassMap) -> int:
        folder = labels.folder_of(position)
        found = class_map.class_of(folder, int(labels.record(position)["label"]) - folder.first_label)
        if found < 0:
            raise DataProblem("A classifier cannot ignore labels of whole pictures:", folder.path, "Leave the pictures out of the annotations instead.")
        return found
