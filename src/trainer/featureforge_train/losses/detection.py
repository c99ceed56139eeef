"""Loss of the detector: 1/N (L_conf + a L_loc + L_extra), design section 8."""
from __future__ import annotations

import dataclasses
from typing import Tuple

import torch
import torch.nn.functional as functional

from ..settings import LossSettings
from .hard_negatives import choose_hard_negatives


@dataclasses.dataclass(frozen=True)
class DetectionLoss:
    """total: what is minimised. confidence, location, extra: its weighted parts, divided by the number of positives."""

    total: torch.Tensor
    confidence: torch.Tensor
    location: torch.Tensor
    extra: torch.Tensor


def detection_loss(answers: Tuple[torch.Tensor, torch.Tensor], classes: torch.Tensor, offsets: torch.Tensor, settings: LossSettings) -> DetectionLoss:
    """Loss of one batch.

    answers: class logits [n, anchors, classes + 1] and offsets [n, anchors, 4]. classes: int64 [n, anchors], 0 background, -1 ignored.
    offsets: float32 [n, anchors, 4], read where the class is above 0.
    L_extra adds weight to the offsets of positives that the detector is certain of: suppression keeps the most confident box, so
    that one should fit best.
    """
    logits, predicted = answers[0].float(), answers[1].float()
    entropy = functional.cross_entropy(logits.flatten(0, 1), classes.clamp(min=0).flatten(), reduction="none").view_as(classes)
    positive = classes > 0
    negative = choose_hard_negatives(entropy.detach(), classes, settings.negatives_per_positive, settings.least_negatives)
    count = positive.sum().clamp(min=1).to(torch.float32)
    confidence = entropy[positive | negative].sum() / count
    distances = functional.smooth_l1_loss(predicted[positive], offsets[positive], reduction="none").sum(dim=1)
    location = settings.location * distances.sum() / count
    certain = _certain(logits[positive].detach(), classes[positive], settings.certain)
    extra = settings.extra * distances[certain].sum() / count
    return DetectionLoss(confidence + location + extra, confidence.detach(), location.detach(), extra.detach())


def _certain(logits: torch.Tensor, classes: torch.Tensor, threshold: float) -> torch.Tensor:
    """bool [positives]: whose probability of the right class exceeds the threshold."""
    return functional.softmax(logits, dim=1).gather(1, classes[:, None])[:, 0] > threshold
