"""Average precision, curves and operating points of a detector, from :class:`Outcomes`."""
from __future__ import annotations

import dataclasses
from typing import Dict, List, Optional, Sequence

import numpy as np

from .matching import Outcomes

RECALL_POINTS = np.linspace(0, 1, 101)
"""Recalls at which COCO reads the precision."""


@dataclasses.dataclass(frozen=True)
class PrecisionRecall:
    """One curve. Every array is [n], in the order of falling score; `recall` and `false_positives` rise."""

    scores: np.ndarray
    recall: np.ndarray
    precision: np.ndarray
    false_positives: np.ndarray


def precision_recall(outcomes: Outcomes, row: int = 0, weights: Optional[np.ndarray] = None) -> PrecisionRecall:
    """Precision and recall after each detection.

    row: which IoU threshold. weights: [samples], how often each sample counts (bootstrap); 1 where not given.
    Recall is NaN where no object counts.
    """
    share = np.ones(len(outcomes.scores)) if weights is None else weights[outcomes.sample]
    total = float(outcomes.objects.sum() if weights is None else (outcomes.objects * weights).sum())
    hits = np.cumsum(outcomes.hit[row] * share)
    misses = np.cumsum((~outcomes.hit[row] & ~outcomes.ignored[row]) * share)
    precision = hits / np.maximum(hits + misses, np.spacing(1.0))
    recall = hits / total if total > 0 else np.full(len(hits), np.nan)
    return PrecisionRecall(outcomes.scores, recall, precision, misses)


def envelope(precision: np.ndarray) -> np.ndarray:
    """Best precision at this recall or a higher one."""
    return np.maximum.accumulate(precision[::-1])[::-1]


def average_precision_101(curve: PrecisionRecall) -> float:
    """COCO's AP: mean of the best precision at recall 0, 0.01 .. 1; NaN where no object counts and 0 without detections."""
    if np.isnan(curve.recall).any():
        return float("nan")
    best = np.append(envelope(curve.precision), 0.0)
    return float(best[np.searchsorted(curve.recall, RECALL_POINTS, side="left")].mean())


def average_precision_all(curve: PrecisionRecall) -> float:
    """Area under the best precision over every recall reached (PASCAL VOC 2010 and later)."""
    if np.isnan(curve.recall).any():
        return float("nan")
    return float((np.diff(curve.recall, prepend=0.0) * envelope(curve.precision)).sum())


def average_precisions(outcomes: Outcomes, weights: Optional[np.ndarray] = None) -> np.ndarray:
    """101-point AP at each IoU threshold, [t]; NaN where no object counts."""
    total = outcomes.objects.sum() if weights is None else (outcomes.objects * weights).sum()
    if total == 0:
        return np.full(len(outcomes.hit), np.nan)
    # What follows the last hit lowers the precision at a recall already reached, so it changes no best precision.
    end = int(np.flatnonzero(outcomes.hit.any(axis=0))[-1]) + 1 if outcomes.hit.any() else 0
    front = Outcomes(outcomes.scores[:end], outcomes.sample[:end], outcomes.hit[:, :end], outcomes.ignored[:, :end], outcomes.objects)
    return np.array([average_precision_101(precision_recall(front, row, weights)) for row in range(len(front.hit))])


def realisable(curve: PrecisionRecall) -> np.ndarray:
    """Positions of the curve that a score threshold can stop at: the last of each group of equal scores."""
    return np.flatnonzero(np.append(curve.scores[1:] != curve.scores[:-1], True)) if len(curve.scores) else np.zeros(0, np.int64)


def recall_at_precision(curve: PrecisionRecall, wanted: float, photos: int) -> Dict[str, Optional[float]]:
    """The operating point with the highest recall whose precision is at least `wanted`; its values are None where there is none.

    Detections with a score of at least `threshold` are kept. photos: number of samples, for false positives per photo.
    """
    stops = realisable(curve)
    good = stops[(curve.precision[stops] >= wanted) & (curve.recall[stops] > 0)]
    point: Dict[str, Optional[float]] = {"wantedPrecision": wanted, "recall": None, "precision": None, "threshold": None, "falsePositivesPerPhoto": None}
    if len(good) == 0:
        return point
    # Of equal recalls the first has the fewest false positives.
    best = good[np.argmax(curve.recall[good])]
    point.update(recall=float(curve.recall[best]), precision=float(curve.precision[best]), threshold=float(curve.scores[best]),
                 falsePositivesPerPhoto=float(curve.false_positives[best] / max(photos, 1)))
    return point


def operating_points(curve: PrecisionRecall, wanted: Sequence[float], photos: int) -> List[Dict[str, Optional[float]]]:
    """:func:`recall_at_precision` for each precision wanted."""
    return [recall_at_precision(curve, precision, photos) for precision in wanted]
