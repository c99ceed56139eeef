"""Training of a classifier."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

import numpy
import torch
import torch.nn.functional as functional

from .data.batches import ClassifierBatch, PictureSize
from .data.classifier_data import ClassifierData
from .data.labels import ClassMap
from .data.order import BalancedOrder
from .data.shard_folder import ShardFolder
from .errors import DataProblem
from .evaluation import Evaluation
from .metrics.classification import accuracy_at, area_under_curve, best_threshold
from .models.classifier import Classifier, ClassifierShape
from .settings import TrainSettings

EVALUATION_BATCH = 256


class ClassifierTask:
    """Two classes are judged by the area under the curve of the second one's probability, more by accuracy."""

    parts: Tuple[str, ...] = ()

    def __init__(self, folders: Sequence[ShardFolder], settings: TrainSettings, size: PictureSize) -> None:
        self._settings = settings
        self._size = size
        self._map = ClassMap(folders, settings.ignore_labels)
        self._first = folders[:1]
        self._train = ClassifierData(folders, settings.train_split, self._map, size)
        self._held: Dict[str, ClassifierData] = {}
        if len(self._map.names) < 2 or len(self._train.groups()) < 2:
            raise DataProblem(f"Split {settings.train_split} has {len(self._train.groups())} class, at least two are needed:", folders[0].path,
                              "Make the shards from annotations with two labels.")
        self.train_records = len(self._train)
        self.metrics: Tuple[str, ...] = ("auc", "accuracy") if self._is_binary else ("accuracy",)
        self.model: torch.nn.Module = Classifier(ClassifierShape(
            size.width, size.height, len(self._map.names), settings.backbone, settings.width, settings.gray, settings.dropout))

    def order(self, batch: int, seed: int) -> BalancedOrder:
        """As many of each class in every batch."""
        groups = self._train.groups()
        return BalancedOrder(groups, [1.0 / len(groups)] * len(groups), batch, seed)

    def train_batch(self, positions: Sequence[int]) -> ClassifierBatch:
        """A batch of the train split."""
        return self._train.batch(positions)

    def loss(self, batch: ClassifierBatch) -> Tuple[torch.Tensor, Mapping[str, torch.Tensor]]:
        """Cross-entropy with label smoothing."""
        logits = self.model(batch.images.float())
        return functional.cross_entropy(logits.float(), batch.classes, label_smoothing=self._settings.smoothing), {}

    def evaluate(self, split: str, threshold: Optional[float]) -> Optional[Evaluation]:
        """Area under the curve, and accuracy at the threshold."""
        if not self._first[0].splits().get(split):
            return None
        if split not in self._held:
            self._held[split] = ClassifierData(self._first, split, self._map, self._size)
        data = self._held[split]
        probabilities = self._probabilities(data)
        if not self._is_binary:
            return Evaluation({"accuracy": float((probabilities.argmax(axis=1) == data.classes).mean())}, "accuracy", 0.0)
        scores, positive = probabilities[:, 1], data.classes == 1
        chosen = best_threshold(scores, positive) if threshold is None else threshold
        return Evaluation({"auc": area_under_curve(scores, positive), "accuracy": accuracy_at(scores, positive, chosen)}, "auc", chosen)

    def describe(self) -> Dict[str, Any]:
        """Classes and picture size."""
        return {"input": [self._size.width, self._size.height], "channels": 3,
                "classes": [{"id": number, "name": name} for number, name in enumerate(self._map.names)], "dropout": self._settings.dropout}

    def remarks(self) -> List[str]:
        """None."""
        return []

    def findings(self) -> Dict[str, Any]:
        """None."""
        return {}

    @property
    def _is_binary(self) -> bool:
        return len(self._map.names) == 2

    def _probabilities(self, data: ClassifierData) -> numpy.ndarray:
        """float32 [records, classes]."""
        device = next(self.model.parameters()).device
        self.model.eval()
        parts: List[numpy.ndarray] = []
        with torch.no_grad():
            for begin in range(0, len(data), EVALUATION_BATCH):
                batch = data.batch(range(begin, min(begin + EVALUATION_BATCH, len(data)))).to(device)
                parts.append(functional.softmax(self.model(batch.images.float()).float(), dim=1).cpu().numpy())
        self.model.train()
        return numpy.concatenate(parts)
