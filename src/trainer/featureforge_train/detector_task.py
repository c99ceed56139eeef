"""Training of a detector."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy
import torch
import torch.nn.functional as functional

from .anchor_fit import AnchorFit, anchor_fit
from .anchors import AnchorSet, anchor_set_of_manifest
from .boxes import CENTER_VARIANCE, SIZE_VARIANCE, Detections, detect
from .data.batches import DetectorBatch, PictureSize
from .data.detector_data import DetectorData
from .data.labels import ClassMap
from .data.order import BalancedOrder
from .data.shard_folder import ShardFolder
from .errors import DataProblem
from .evaluation import Evaluation
from .losses.detection import detection_loss
from .metrics.average_precision import class_precision
from .models.detector import Detector, DetectorShape
from .settings import TrainSettings

EVALUATION_BATCH = 32
OVERLAP = 0.5


class DetectorTask:
    """Judged by the mean over the classes of the average precision at IoU 0.5."""

    parts: Tuple[str, ...] = ("confidence", "location", "extra")
    metrics: Tuple[str, ...] = ("average_precision", "f1")

    def __init__(self, folders: Sequence[ShardFolder], settings: TrainSettings, size: PictureSize) -> None:
        self._settings = settings
        self._size = size
        self._first = folders[:1]
        self._map = ClassMap(folders, settings.ignore_labels)
        self.anchors = _common_anchors(folders)
        self._train = DetectorData(folders, settings.train_split, self._map, self._layout)
        self._held: Dict[str, DetectorData] = {}
        self.train_records = len(self._train)
        self.model: torch.nn.Module = Detector(DetectorShape(
            size.width, size.height, self.anchors.levels, len(self._map.names), settings.backbone, settings.width, settings.gray,
            settings.fine_levels))

    def order(self, batch: int, seed: int) -> BalancedOrder:
        """Classes alike in every batch, pictures without objects at most a quarter."""
        groups = self._train.groups()
        return BalancedOrder(groups, self._train.shares(groups), batch, seed)

    def train_batch(self, positions: Sequence[int]) -> DetectorBatch:
        """A batch of the train split."""
        return self._train.batch(positions)

    def loss(self, batch: DetectorBatch) -> Tuple[torch.Tensor, Mapping[str, torch.Tensor]]:
        """1/N (L_conf + a L_loc + L_extra)."""
        loss = detection_loss(self.model(batch.images.float()), batch.classes, batch.offsets, self._settings.loss)
        return loss.total, {"confidence": loss.confidence, "location": loss.location, "extra": loss.extra}

    def evaluate(self, split: str, threshold: Optional[float]) -> Optional[Evaluation]:
        """Average precision, and the greatest F1 with its score threshold."""
        data = self._of(split)
        if data is None:
            return None
        found = self._detections(data)
        classes = [class_precision(data.truths, found, label, OVERLAP) for label in range(1, len(self._map.names) + 1)]
        known = [one for one in classes if one.objects > 0]
        mean = float(numpy.mean([one.average_precision for one in known])) if known else 0.0
        f1 = float(numpy.mean([one.f1 for one in known])) if known else 0.0
        chosen = float(numpy.mean([one.threshold for one in known])) if known else 0.5
        return Evaluation({"average_precision": mean, "f1": f1}, "average_precision", chosen if threshold is None else threshold)

    def describe(self) -> Dict[str, Any]:
        """Classes, picture size and anchors."""
        layout = {} if self.anchors.layout is None else {"levels": self.anchors.layout}
        return {
            "input": [self._size.width, self._size.height], "channels": 3,
            "classes": [{"id": number + 1, "name": name} for number, name in enumerate(self._map.names)],
            "ignoredLabels": list(self._settings.ignore_labels),
            "anchors": {"name": self.anchors.name, "sha256": self.anchors.sha256, "file": "anchors.npy", "count": len(self.anchors.boxes), **layout},
            "fineLevels": self._settings.fine_levels, "variances": [CENTER_VARIANCE, SIZE_VARIANCE],
        }

    def remarks(self) -> List[str]:
        """How well the anchors fit the boxes that teach and those that judge."""
        return [fit.line(f"split {split}") for split, fit in self._fits().items()]

    def findings(self) -> Dict[str, Any]:
        """The same as numbers."""
        return {"anchorFit": {split: fit.values() for split, fit in self._fits().items()}}

    def _fits(self) -> Dict[str, AnchorFit]:
        data = {self._settings.train_split: self._train, self._settings.validation_split: self._of(self._settings.validation_split)}
        return {split: anchor_fit(one.truths, self.anchors.levels) for split, one in data.items() if one is not None}

    def _of(self, split: str) -> Optional[DetectorData]:
        """A split of the first folder; None where it has no records."""
        if not self._first[0].splits().get(split):
            return None
        if split not in self._held:
            self._held[split] = DetectorData(self._first, split, self._map, self._layout)
        return self._held[split]

    @property
    def _layout(self) -> Tuple[PictureSize, int]:
        return self._size, len(self.anchors.boxes)

    def _detections(self, data: DetectorData) -> List[Detections]:
        device = next(self.model.parameters()).device
        self.model.eval()
        found: List[Detections] = []
        with torch.no_grad():
            for begin in range(0, len(data), EVALUATION_BATCH):
                batch = data.batch(range(begin, min(begin + EVALUATION_BATCH, len(data)))).to(device)
                logits, offsets = self.model(batch.images.float())
                probabilities = functional.softmax(logits.float(), dim=2).cpu().numpy()
                values = offsets.float().cpu().numpy()
                found += [detect(probabilities[slot], values[slot], self.anchors.boxes) for slot in range(len(probabilities))]
        self.model.train()
        return found


def _common_anchors(folders: Sequence[ShardFolder]) -> AnchorSet:
    for folder in folders:
        if folder.anchor_hash is None:
            raise DataProblem("The records hold no anchors:", folder.path, "Make the shards with targets: {anchors: ssd300} in the recipe.")
        if folder.anchor_hash != folders[0].anchor_hash:
            raise DataProblem(f"The records were matched with another anchor set than those of {folders[0].path}:", folder.path,
                              "Make all shards of a training with the same targets.")
    return anchor_set_of_manifest(folders[0].manifest, folders[0].path)
