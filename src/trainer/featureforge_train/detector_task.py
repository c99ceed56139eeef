"""Training of a detector."""
from __future__ import annotations

from typing import Any, Dict, Iterable, List, Mapping, Optional, Tuple

import numpy
import torch
import torch.nn.functional as functional

from .anchor_fit import anchor_fit
from .boxes import CENTER_VARIANCE, SIZE_VARIANCE, Detections, detect
from .data.batches import DetectorBatch
from .data.source import DetectorSource, Judged
from .evaluation import Evaluation
from .losses.detection import detection_loss
from .metrics.average_precision import Truth, class_precision
from .models.detector import Detector, DetectorShape
from .settings import TrainSettings

EVALUATION_BATCH = 32
OVERLAP = 0.5


class DetectorTask:
    """Judged by the mean over the classes of the average precision at IoU 0.5. source: pictures with boxes."""

    parts: Tuple[str, ...] = ("confidence", "location", "extra")
    metrics: Tuple[str, ...] = ("average_precision", "f1")

    def __init__(self, source: DetectorSource, settings: TrainSettings) -> None:
        self._settings = settings
        self.source = source
        self.model: torch.nn.Module = Detector(DetectorShape(
            source.size.width, source.size.height, source.anchors.levels, len(source.names), settings.backbone, settings.width, settings.gray,
            settings.fine_levels))

    def loss(self, batch: DetectorBatch) -> Tuple[torch.Tensor, Mapping[str, torch.Tensor]]:
        """1/N (L_conf + a L_loc + L_extra)."""
        loss = detection_loss(self.model(batch.images.float()), batch.classes, batch.offsets, self._settings.loss)
        return loss.total, {"confidence": loss.confidence, "location": loss.location, "extra": loss.extra}

    def evaluate(self, split: str, threshold: Optional[float]) -> Optional[Evaluation]:
        """Average precision, and the greatest F1 with its score threshold."""
        judged = self.source.judged(split, EVALUATION_BATCH)
        if judged is None:
            return None
        truths, found = self._detections(judged)
        classes = [class_precision(truths, found, label, OVERLAP) for label in range(1, len(self.source.names) + 1)]
        known = [one for one in classes if one.objects > 0]
        mean = float(numpy.mean([one.average_precision for one in known])) if known else 0.0
        f1 = float(numpy.mean([one.f1 for one in known])) if known else 0.0
        chosen = float(numpy.mean([one.threshold for one in known])) if known else 0.5
        return Evaluation({"average_precision": mean, "f1": f1}, "average_precision", chosen if threshold is None else threshold)

    def describe(self) -> Dict[str, Any]:
        """Classes, picture size and anchors."""
        anchors = self.source.anchors
        layout = {} if anchors.layout is None else {"levels": anchors.layout}
        return {
            "input": [self.source.size.width, self.source.size.height], "channels": 3,
            "classes": [{"id": number + 1, "name": name} for number, name in enumerate(self.source.names)],
            "ignoredLabels": list(self._settings.ignore_labels),
            "anchors": {"name": anchors.name, "sha256": anchors.sha256, "file": "anchors.npy", "count": len(anchors.boxes), **layout},
            "fineLevels": self._settings.fine_levels, "variances": [CENTER_VARIANCE, SIZE_VARIANCE],
        }

    def remarks(self) -> List[str]:
        """How well the anchors fit the boxes that teach and those that judge, besides those of the source."""
        return self.source.remarks() + [anchor_fit(truths, self.source.anchors.levels).line(words) for words, truths in self._boxes().values()]

    def findings(self) -> Dict[str, Any]:
        """The same as numbers."""
        return {"anchorFit": {split: anchor_fit(truths, self.source.anchors.levels).values() for split, (_, truths) in self._boxes().items()}}

    def _boxes(self) -> Dict[str, Tuple[str, List[Truth]]]:
        found = {split: self.source.boxes(split) for split in (self._settings.train_split, self._settings.validation_split)}
        return {split: one for split, one in found.items() if one is not None}

    def _detections(self, judged: Iterable[Judged]) -> Tuple[List[Truth], List[Detections]]:
        device = next(self.model.parameters()).device
        self.model.eval()
        found: List[Detections] = []
        truths: List[Truth] = []
        with torch.no_grad():
            for batch in judged:
                truths += batch.truths
                logits, offsets = self.model(batch.images.to(device, non_blocking=True).float())
                probabilities = functional.softmax(logits.float(), dim=2).cpu().numpy()
                values = offsets.float().cpu().numpy()
                found += [detect(probabilities[slot], values[slot], self.source.anchors.boxes) for slot in range(len(probabilities))]
        self.model.train()
        return truths, found
