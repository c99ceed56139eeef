"""Training of a classifier."""
from __future__ import annotations

from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

import numpy
import torch
import torch.nn.functional as functional

from .data.batches import ClassifierBatch
from .data.source import ClassifierSource, Judged
from .evaluation import Evaluation
from .metrics.classification import accuracy_at, area_under_curve, best_threshold
from .models.classifier import Classifier, ClassifierShape
from .settings import TrainSettings

EVALUATION_BATCH = 256


class ClassifierTask:
    """Two classes are judged by the area under the curve of the second one's probability, more by accuracy. source: pictures with labels."""

    parts: Tuple[str, ...] = ()

    def __init__(self, source: ClassifierSource, settings: TrainSettings) -> None:
        self._settings = settings
        self.source = source
        self.metrics: Tuple[str, ...] = ("auc", "accuracy") if self._is_binary else ("accuracy",)
        self.model: torch.nn.Module = Classifier(ClassifierShape(
            source.size.width, source.size.height, len(source.names), settings.backbone, settings.width, settings.gray, settings.dropout))

    def loss(self, batch: ClassifierBatch) -> Tuple[torch.Tensor, Mapping[str, torch.Tensor]]:
        """Cross-entropy with label smoothing."""
        logits = self.model(batch.images.float())
        return functional.cross_entropy(logits.float(), batch.classes, label_smoothing=self._settings.smoothing), {}

    def evaluate(self, split: str, threshold: Optional[float]) -> Optional[Evaluation]:
        """Area under the curve, and accuracy at the threshold."""
        judged = self.source.judged(split, EVALUATION_BATCH)
        if judged is None:
            return None
        probabilities, classes = self._probabilities(judged)
        if not self._is_binary:
            return Evaluation({"accuracy": float((probabilities.argmax(axis=1) == classes).mean())}, "accuracy", 0.0)
        scores, positive = probabilities[:, 1], classes == 1
        chosen = best_threshold(scores, positive) if threshold is None else threshold
        return Evaluation({"auc": area_under_curve(scores, positive), "accuracy": accuracy_at(scores, positive, chosen)}, "auc", chosen)

    def describe(self) -> Dict[str, Any]:
        """Classes and picture size."""
        return {"input": [self.source.size.width, self.source.size.height], "channels": 3,
                "classes": [{"id": number, "name": name} for number, name in enumerate(self.source.names)], "dropout": self._settings.dropout}

    def remarks(self) -> List[str]:
        """Those of the source."""
        return self.source.remarks()

    def findings(self) -> Dict[str, Any]:
        """None."""
        return {}

    @property
    def _is_binary(self) -> bool:
        return len(self.source.names) == 2

    def _probabilities(self, judged: Iterable[Judged]) -> Tuple[numpy.ndarray, numpy.ndarray]:
        """float32 [records, classes], and int64 [records]: the classes that are right."""
        device = next(self.model.parameters()).device
        self.model.eval()
        parts: List[numpy.ndarray] = []
        classes: List[numpy.ndarray] = []
        with torch.no_grad():
            for batch in judged:
                images = batch.images.to(device, non_blocking=True)
                parts.append(functional.softmax(self.model(images.float()).float(), dim=1).cpu().numpy())
                classes.append(numpy.asarray(batch.truths))
        self.model.train()
        return numpy.concatenate(parts), numpy.concatenate(classes)
