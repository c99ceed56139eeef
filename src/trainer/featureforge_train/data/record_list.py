"""The records of one split of one or more folders, as one list."""
from __future__ import annotations

import bisect
from typing import Any, List, Mapping, Sequence, Tuple

import numpy

from ..errors import DataProblem
from .batches import PictureSize
from .shard_folder import ShardFolder


class RecordList:
    """Records by number: those of the first folder, then those of the next. Folders without the split add none. For one thread.

    folders: at least one. split: name. fields: what is read of a record. verify: check the checksum of each record that is read; for
    looking at labels ahead it is enough that the same records are checked when their pictures are read.
    """

    def __init__(self, folders: Sequence[ShardFolder], split: str, fields: Tuple[str, ...], verify: bool = True) -> None:
        self._folders = [folder for folder in folders if folder.splits().get(split)]
        self._sets = [folder.open(split, fields, verify) for folder in self._folders]
        self._ends: List[int] = [int(end) for end in numpy.cumsum([len(records) for records in self._sets])]

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def folder_of(self, position: int) -> ShardFolder:
        """The folder that a record comes from."""
        return self._folders[bisect.bisect_right(self._ends, position)]

    def record(self, position: int) -> Mapping[str, Any]:
        """The fields of a record, by name, as `featureforge_data` gives them."""
        number = bisect.bisect_right(self._ends, position)
        return self._sets[number][position - (self._ends[number - 1] if number else 0)]


def pictures(records: RecordList, positions: Sequence[int], size: PictureSize) -> numpy.ndarray:
    """The pictures of some records, uint8 [n, height, width, 3]."""
    images = numpy.empty((len(positions), *size.shape), dtype=numpy.uint8)
    for slot, position in enumerate(positions):
        images[slot] = picture(records.record(int(position)), size.width, size.height, records.folder_of(int(position)))
    return images


def picture(record: Mapping[str, Any], width: int, height: int, folder: ShardFolder) -> numpy.ndarray:
    """The picture of a record, uint8 [height, width, 3], of the one size that a batch can have."""
    image = record["image"]
    if image.shape != (height, width, 3):
        raise DataProblem(f"A picture has {image.shape[1]} x {image.shape[0]} pixels where the first had {width} x {height}:", folder.path,
                          "Make all shards of a training with the same geometry: {output: ...}.")
    return image
