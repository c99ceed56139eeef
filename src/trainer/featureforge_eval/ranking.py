"""ROC, AUC, precision and recall of scores for a yes-or-no question, ties handled exactly."""
from __future__ import annotations

import dataclasses
from typing import Dict, Optional

import numpy as np


@dataclasses.dataclass(frozen=True)
class RankingCurve:
    """What each threshold gives, from the highest score down; equal scores are one threshold. "Yes" is a score of at least `threshold`.

    Every array is [thresholds]: thresholds, true positives and false positives as (weighted) counts. positives, negatives: totals.
    """

    thresholds: np.ndarray
    true_positives: np.ndarray
    false_positives: np.ndarray
    positives: float
    negatives: float

    @property
    def recall(self) -> np.ndarray:
        """True positive rate; NaN without positives."""
        return self.true_positives / self.positives if self.positives else np.full(len(self.thresholds), np.nan)

    @property
    def false_positive_rate(self) -> np.ndarray:
        """NaN without negatives."""
        return self.false_positives / self.negatives if self.negatives else np.full(len(self.thresholds), np.nan)

    @property
    def precision(self) -> np.ndarray:
        """Share of "yes" that is right; 1 where nothing is said yes to."""
        said_yes = self.true_positives + self.false_positives
        return np.divide(self.true_positives, said_yes, out=np.ones(len(said_yes)), where=said_yes > 0)

    @property
    def accuracy(self) -> np.ndarray:
        """Share of answers that are right."""
        return (self.true_positives + self.negatives - self.false_positives) / max(self.positives + self.negatives, np.spacing(1.0))


def rank(positive: np.ndarray, scores: np.ndarray, weights: Optional[np.ndarray] = None) -> RankingCurve:
    """The curve of scores [n] for truths [n] (bool); weights [n] say how often each counts."""
    weight = np.ones(len(scores)) if weights is None else np.asarray(weights, np.float64)
    order = np.argsort(-scores, kind="stable")
    ordered, truth, share = scores[order], positive[order], weight[order]
    ends = np.flatnonzero(np.append(ordered[1:] != ordered[:-1], True)) if len(ordered) else np.zeros(0, np.int64)
    hits, misses = np.cumsum(truth * share), np.cumsum(~truth * share)
    totals = (float(hits[-1]), float(misses[-1])) if len(ordered) else (0.0, 0.0)
    return RankingCurve(ordered[ends].astype(np.float64), hits[ends], misses[ends], *totals)


def area_under_roc(curve: RankingCurve) -> float:
    """Chance that a positive scores above a negative, ties half (Mann-Whitney); NaN where one of the two is absent."""
    if curve.positives == 0 or curve.negatives == 0:
        return float("nan")
    hits, misses = np.diff(curve.true_positives, prepend=0.0), np.diff(curve.false_positives, prepend=0.0)
    below = curve.negatives - curve.false_positives
    return float((hits * (below + misses / 2)).sum() / (curve.positives * curve.negatives))


def average_precision(curve: RankingCurve) -> float:
    """Precision averaged over the positives, each at its own threshold (no interpolation); NaN without positives."""
    if curve.positives == 0:
        return float("nan")
    return float((np.diff(curve.recall, prepend=0.0) * curve.precision).sum())


def best_threshold(curve: RankingCurve) -> float:
    """The threshold of the best accuracy, halfway to the next lower score; of equal ones the one nearest to 0.5."""
    thresholds = np.append(curve.thresholds, np.inf)
    accuracy = np.append(curve.accuracy, curve.negatives / max(curve.positives + curve.negatives, 1))
    lower = np.append(curve.thresholds[1:], [curve.thresholds[-1], curve.thresholds[0]]) if len(curve.thresholds) else np.zeros(1)
    between = np.where(np.isinf(thresholds), np.nextafter(lower, np.inf), (thresholds + lower) / 2)
    best = np.flatnonzero(accuracy >= accuracy.max() - 1e-12)
    return float(between[best[np.argmin(np.abs(between[best] - 0.5))]])


def recall_at_precision(curve: RankingCurve, wanted: float) -> Dict[str, Optional[float]]:
    """The point of the highest recall whose precision is at least `wanted`; values are None where there is none."""
    good = np.flatnonzero((curve.precision >= wanted) & (curve.true_positives > 0))
    return _point("wantedPrecision", wanted, curve, good, curve.recall)


def recall_at_false_positive_rate(curve: RankingCurve, wanted: float) -> Dict[str, Optional[float]]:
    """The point of the highest recall whose false positive rate is at most `wanted`; values are None where there is none."""
    good = np.flatnonzero((curve.false_positive_rate <= wanted) & (curve.true_positives > 0))
    return _point("wantedFalsePositiveRate", wanted, curve, good, curve.recall)


def _point(name: str, wanted: float, curve: RankingCurve, good: np.ndarray, value: np.ndarray) -> Dict[str, Optional[float]]:
    point: Dict[str, Optional[float]] = {name: wanted, "recall": None, "precision": None, "falsePositiveRate": None, "threshold": None}
    if len(good):
        best = good[np.argmax(value[good])]
        rate = float(curve.false_positive_rate[best])
        point.update(recall=float(curve.recall[best]), precision=float(curve.precision[best]), falsePositiveRate=None if np.isnan(rate) else rate,
                     threshold=float(curve.thresholds[best]))
    return point
