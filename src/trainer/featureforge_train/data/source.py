"""Where a training gets its pictures from: records of folders, or a feed."""
from __future__ import annotations

import dataclasses
from typing import Any, Dict, Iterator, List, Optional, Protocol, Sequence, Tuple

import numpy
import torch

from ..anchors import AnchorSet
from ..metrics.average_precision import Truth
from .batches import PictureSize


@dataclasses.dataclass(frozen=True)
class Judged:
    """Pictures with what is in them. images: uint8 [n, 3, height, width]. truths: of a classifier int64 [n] classes from 0, of a detector boxes."""

    images: torch.Tensor
    truths: Sequence[Any]


BOXES_ONLY = "The records have boxes and no label of the whole picture, which a classifier learns:"
BOXES_ONLY_ADVICE = ("Train a detector on them (train detector), or make data of whole pictures: a recipe with geometry: {cropToBox: ...}, which cuts out each object "
                     "with its label, or annotations of a CSV with one label for each picture.")


class Source(Protocol):
    """Pictures of one kind of model.

    names: of the classes. size: of all pictures. train_records: in one pass. makers: threads that make pictures at the same time, None where nobody knows.
    """

    names: List[str]
    size: PictureSize
    train_records: int
    makers: Optional[int]

    def batches(self, first: int, last: int) -> Iterator[Any]:
        """What the steps from `first` to `last` - 1 learn from: a function of data, seed and step alone. Runs in the thread that prefetches."""

    def judged(self, split: str, batch: int) -> Optional[Iterator[Judged]]:
        """A whole split in batches of at most that many, the same each time; None where it has no records."""

    def picture_seconds(self, seconds: float, pictures: int) -> Optional[float]:
        """Processor time to make a picture, None where nobody knows. seconds: that this process took for so many pictures."""

    def remarks(self) -> List[str]:
        """Lines for people before training begins."""

    def identity(self) -> Any:
        """What tells the data from other data, for the checkpoint."""

    def describe(self) -> Dict[str, Any]:
        """What `model.json` says of the data: recipeFingerprint, engineVersion, serving."""


class ClassifierSource(Source, Protocol):
    """Pictures with one label each; batches are `ClassifierBatch`, truths int64 arrays."""


class DetectorSource(Source, Protocol):
    """Pictures with boxes; batches are `DetectorBatch`, truths lists of `Truth`. anchors: the set that the targets belong to."""

    anchors: AnchorSet

    def boxes(self, split: str) -> Optional[Tuple[str, List[Truth]]]:
        """Boxes to hold against the anchors, and of what they are, in words; None where the split has no records."""


def without_records(split: str, splits: Sequence[str]) -> str:
    """The complaint about a train split that has nothing to learn from."""
    return f"There is no record in split {split} (splits: {', '.join(splits) or 'none'}):"


def in_parts(images: numpy.ndarray) -> torch.Tensor:
    """uint8 [n, 3, height, width] of pictures with their components last; the same memory."""
    return torch.from_numpy(images).permute(0, 3, 1, 2)
