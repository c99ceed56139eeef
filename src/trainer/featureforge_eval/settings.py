"""What may be chosen for an evaluation."""
from __future__ import annotations

import dataclasses
from typing import Any, Dict, Optional, Tuple

from .light import BACKLIT_RATIO
from .sizes import STORED


@dataclasses.dataclass(frozen=True)
class DetectionSettings:
    """From answers to detections.

    score: least score kept. candidates: most boxes of a class that suppression sees. overlap: IoU above which the lower-scored box goes.
    detections: most detections of a sample, over all classes (COCO: 100).
    """

    score: float = 0.01
    candidates: int = 400
    overlap: float = 0.45
    detections: int = 100


@dataclasses.dataclass(frozen=True)
class SizeSettings:
    """Which sizes count.

    minimum: shorter side in pixels below which objects are ignored, neither hit nor miss. edges: ascending, between the ranges of the table.
    space: whether pixels are of the stored picture or of the original. images: folder of the originals.
    letterbox: photos keep their aspect, where no manifest says so.
    """

    minimum: float = 0.0
    edges: Tuple[float, ...] = (24.0, 48.0, 96.0)
    space: str = STORED
    images: Optional[str] = None
    letterbox: bool = False


@dataclasses.dataclass(frozen=True)
class Settings:
    """All of it.

    precisions: wanted precisions of the operating points ("recall at 70 % precision" is 0.7). false_positive_rates: likewise on the ROC.
    positive: label that the classifier's yes means; None for the last class. validation: split on which the threshold is chosen.
    backlit_ratio: see light.py. draws, seed: of the bootstrap. batch: pictures per forward pass. worst: samples shown.
    timed: photos whose detection time is measured, one at a time.
    """

    detection: DetectionSettings = DetectionSettings()
    size: SizeSettings = SizeSettings()
    precisions: Tuple[float, ...] = (0.7, 0.9)
    false_positive_rates: Tuple[float, ...] = (0.01, 0.1)
    positive: Optional[str] = None
    validation: str = "validation"
    backlit_ratio: float = BACKLIT_RATIO
    draws: int = 500
    seed: int = 1
    batch: int = 8
    worst: int = 12
    timed: int = 30

    def document(self, kind: str) -> Dict[str, Any]:
        """For the JSON: what the numbers of a detector or a classifier depend on."""
        common = {"backlitRatio": self.backlit_ratio, "bootstrapDraws": self.draws, "bootstrapSeed": self.seed, "wantedPrecisions": list(self.precisions)}
        if kind == "classifier":
            return {**common, "wantedFalsePositiveRates": list(self.false_positive_rates), "thresholdFrom": self.validation}
        detection, size = self.detection, self.size
        return {
            **common, "scoreThreshold": detection.score, "candidates": detection.candidates, "suppressionIoU": detection.overlap,
            "detectionsPerPhoto": detection.detections, "minimumSidePixels": size.minimum, "sizeEdgesPixels": list(size.edges), "sizeSpace": size.space,
        }
