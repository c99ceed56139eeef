"""Folders of shards as the source of a training."""
from __future__ import annotations

from typing import Any, Callable, Dict, Generic, Iterator, List, Optional, Sequence, Tuple, TypeVar

from ..anchors import AnchorSet, anchor_set_of_manifest
from ..errors import DataProblem
from ..metrics.average_precision import Truth
from ..settings import TrainSettings
from .batches import ClassifierBatch, DetectorBatch, PictureSize
from .classifier_data import ClassifierData
from .detector_data import DetectorData
from .labels import ClassMap
from .order import BalancedOrder
from .shard_folder import ShardFolder
from .source import BOXES_ONLY, BOXES_ONLY_ADVICE, Judged, without_records

Data = TypeVar("Data", ClassifierData, DetectorData)


class _Folders(Generic[Data]):
    """What both kinds have in common: folders whose train splits add up, and whose first one validates and tests. read: makes the data of a split."""

    makers: Optional[int] = 1

    def __init__(self, settings: TrainSettings) -> None:
        self._settings = settings
        self.folders = [ShardFolder(path) for path in settings.data]
        self._first = self.folders[0]
        if not self._first.splits().get(settings.train_split):
            raise DataProblem(without_records(settings.train_split, list(self._first.splits())), self._first.path,
                              "Name another with --train-split, or make the shards with that split.")
        image = self._first.open(settings.train_split, ("image",))[0]["image"]
        self.size = PictureSize(int(image.shape[1]), int(image.shape[0]))
        self._map = ClassMap(self.folders, settings.ignore_labels)
        self.names = self._map.names
        self._held: Dict[str, Data] = {}

    def _begin(self, read: Callable[[Sequence[ShardFolder], str], Data]) -> None:
        self._read = read
        self._train = read(self.folders, self._settings.train_split)
        self.train_records = len(self._train)

    def _of(self, split: str) -> Optional[Data]:
        """A split of the first folder; None where it has no records."""
        if not self._first.splits().get(split):
            return None
        if split not in self._held:
            self._held[split] = self._read([self._first], split)
        return self._held[split]

    def _steps(self, groups: Sequence[Any], shares: Sequence[float], steps: range) -> Iterator[Any]:
        order = BalancedOrder(groups, shares, self._settings.batch, self._settings.seed)
        for step in steps:
            yield self._train.batch(order.records(step))

    def _parts(self, data: Data, batch: int, truths: Sequence[Any]) -> Iterator[Judged]:
        for begin in range(0, len(data), batch):
            end = min(begin + batch, len(data))
            yield Judged(data.pictures(range(begin, end)), truths[begin:end])

    def picture_seconds(self, seconds: float, pictures: int) -> Optional[float]:
        """What this process took: it reads the pictures itself."""
        return seconds / max(1, pictures)

    def remarks(self) -> List[str]:
        """None."""
        return []

    def identity(self) -> List[List[str]]:
        """Fingerprints and seed of each folder."""
        return [[str(folder.manifest.get(name)) for name in ("recipeFingerprint", "sourceFingerprint", "seed")] for folder in self.folders]

    def describe(self) -> Dict[str, Any]:
        """As the manifest of the first folder says."""
        return {name: self._first.manifest.get(name) for name in ("recipeFingerprint", "engineVersion", "serving")}


class ClassifierFolders(_Folders[ClassifierData]):
    """Shards of pictures with one label each: as many of each class in every batch."""

    def __init__(self, settings: TrainSettings) -> None:
        super().__init__(settings)
        for folder in self.folders:
            if folder.splits().get(settings.train_split) and folder.has_only_boxes(settings.train_split):
                raise DataProblem(BOXES_ONLY, folder.path, BOXES_ONLY_ADVICE)
        self._begin(lambda folders, split: ClassifierData(folders, split, self._map, self.size))
        self._groups = self._train.groups()
        if len(self.names) < 2 or len(self._groups) < 2:
            raise DataProblem(f"Split {settings.train_split} has {len(self._groups)} class, at least two are needed:", self._first.path,
                              "Make the shards from annotations with two labels.")

    def batches(self, first: int, last: int) -> Iterator[ClassifierBatch]:
        """See :class:`Source`."""
        return self._steps(self._groups, [1.0 / len(self._groups)] * len(self._groups), range(first, last))

    def judged(self, split: str, batch: int) -> Optional[Iterator[Judged]]:
        """See :class:`Source`."""
        data = self._of(split)
        return None if data is None else self._parts(data, batch, data.classes)


class DetectorFolders(_Folders[DetectorData]):
    """Shards of pictures with boxes: classes alike in every batch, pictures without objects at most a quarter."""

    def __init__(self, settings: TrainSettings) -> None:
        super().__init__(settings)
        self.anchors = _common_anchors(self.folders)
        self._begin(lambda folders, split: DetectorData(folders, split, self._map, (self.size, len(self.anchors.boxes))))

    def batches(self, first: int, last: int) -> Iterator[DetectorBatch]:
        """See :class:`Source`."""
        groups = self._train.groups()
        return self._steps(groups, self._train.shares(groups), range(first, last))

    def judged(self, split: str, batch: int) -> Optional[Iterator[Judged]]:
        """See :class:`Source`."""
        data = self._of(split)
        return None if data is None else self._parts(data, batch, data.truths)

    def boxes(self, split: str) -> Optional[Tuple[str, List[Truth]]]:
        """See :class:`DetectorSource`: all boxes that teach, or that judge."""
        data = self._train if split == self._settings.train_split else self._of(split)
        return None if data is None else (f"split {split}", data.truths)


def _common_anchors(folders: Sequence[ShardFolder]) -> AnchorSet:
    for folder in folders:
        if folder.anchor_hash is None:
            raise DataProblem("The records hold no anchors:", folder.path, "Make the shards with targets: {anchors: ssd300} in the recipe.")
        if folder.anchor_hash != folders[0].anchor_hash:
            raise DataProblem(f"The records were matched with another anchor set than those of {folders[0].path}:", folder.path,
                              "Make all shards of a training with the same targets.")
    return anchor_set_of_manifest(folders[0].manifest, folders[0].path)
