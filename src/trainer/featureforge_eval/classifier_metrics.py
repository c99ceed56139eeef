"""Figures of a classifier on one set of samples.

One class is the positive one ("smiling"); its probability is the score. With more than two classes every class is also held against the rest.
"""
from __future__ import annotations

import dataclasses
from typing import Any, Dict, List, Optional, Sequence

import numpy as np

from . import bootstrap, ranking
from .classification import ClassifiedSample
from .detector_metrics import headline_row
from .settings import Settings


@dataclasses.dataclass(frozen=True)
class Threshold:
    """Least probability of the positive class that counts as yes, and where it comes from: a split, or that none could tell."""

    value: float
    source: str


@dataclasses.dataclass(frozen=True)
class ClassifierFigures:
    """document: for the JSON. curve: of the positive class. threshold: as used."""

    document: Dict[str, Any]
    curve: ranking.RankingCurve
    threshold: Threshold


def positive_number(classes: Sequence[str], wanted: Optional[str]) -> int:
    """Number of the positive class: the one named, else the last."""
    return len(classes) - 1 if wanted is None else list(classes).index(wanted)


def choose_threshold(validation: Sequence[ClassifiedSample], positive: int, split: str, trained: Optional[float] = None) -> Threshold:
    """The threshold of the best accuracy on the validation split; where that split cannot tell, the one chosen in training, or else 0.5."""
    curve = _curve(validation, positive) if validation else None
    if curve is None or not curve.positives or not curve.negatives:
        return Threshold(0.5, f"0.5, as the split '{split}' has not both kinds of samples") if trained is None else Threshold(trained, "chosen in training")
    return Threshold(ranking.best_threshold(curve), f"best accuracy on the split '{split}' ({len(validation)} samples)")


def figures(samples: Sequence[ClassifiedSample], classes: Sequence[str], threshold: Threshold, settings: Settings) -> ClassifierFigures:
    """Everything that is said of a set."""
    positive = positive_number(classes, settings.positive)
    curve = _curve(samples, positive)
    document: Dict[str, Any] = {
        "samples": len(samples), "positiveClass": classes[positive], "positives": int(curve.positives), "negatives": int(curve.negatives),
        "threshold": threshold.value, "thresholdSource": threshold.source, "headline": _headline(samples, positive, len(classes), threshold, settings),
        "operatingPoints": [ranking.recall_at_precision(curve, wanted) for wanted in settings.precisions]
        + [ranking.recall_at_false_positive_rate(curve, wanted) for wanted in settings.false_positive_rates],
        "confusion": {"classes": list(classes), "truthByAnswer": confusion(samples, positive, len(classes), threshold.value).tolist()},
        "perClass": [_group(name, samples, number, settings) for number, name in enumerate(classes)],
        "perLight": [_group(name, [sample for sample in samples if sample.backlit == backlit], positive, settings, threshold)
                     for name, backlit in (("backlit", True), ("not backlit", False))],
    }
    return ClassifierFigures(document, curve, threshold)


def answers(samples: Sequence[ClassifiedSample], positive: int, classes: int, threshold: float) -> np.ndarray:
    """Class that each sample is given, int64 [n]: by the threshold with two classes, else the most probable."""
    table = np.array([sample.probabilities for sample in samples]).reshape(len(samples), classes)
    if classes == 2:
        return np.where(table[:, positive] >= threshold, positive, 1 - positive)
    return table.argmax(axis=1)


def confusion(samples: Sequence[ClassifiedSample], positive: int, classes: int, threshold: float) -> np.ndarray:
    """int64 [classes, classes]: samples by truth (row) and answer (column)."""
    table = np.zeros((classes, classes), np.int64)
    np.add.at(table, (np.array([sample.truth for sample in samples], np.int64), answers(samples, positive, classes, threshold)), 1)
    return table


def _curve(samples: Sequence[ClassifiedSample], number: int, weights: Optional[np.ndarray] = None) -> ranking.RankingCurve:
    truth = np.array([sample.truth == number for sample in samples], bool)
    return ranking.rank(truth, np.array([sample.probabilities[number] for sample in samples], np.float64), weights)


def _headline(samples: Sequence[ClassifiedSample], positive: int, classes: int, threshold: Threshold, settings: Settings) -> List[Dict[str, Any]]:
    right = answers(samples, positive, classes, threshold.value) == np.array([sample.truth for sample in samples])
    truth = np.array([sample.truth == positive for sample in samples], bool)
    scores = np.array([sample.probabilities[positive] for sample in samples], np.float64)

    def statistic(weights: np.ndarray) -> np.ndarray:
        curve = ranking.rank(truth, scores, weights)
        recall = [ranking.recall_at_precision(curve, wanted)["recall"] for wanted in settings.precisions]
        total = weights.sum()
        return np.array([ranking.area_under_roc(curve), ranking.average_precision(curve), (right * weights).sum() / total if total else np.nan,
                         *(0.0 if value is None else value for value in recall)])

    photos = bootstrap.photo_numbers([sample.filename for sample in samples])
    ranges = bootstrap.intervals(statistic, photos, settings.draws, settings.seed)
    names = ["area under ROC", "average precision", "accuracy", *(f"recall at {100 * wanted:g} % precision" for wanted in settings.precisions)]
    return [headline_row(name, value, interval) for name, value, interval in zip(names, statistic(np.ones(len(samples))), ranges)]


def _group(name: str, samples: Sequence[ClassifiedSample], number: int, settings: Settings, threshold: Optional[Threshold] = None) -> Dict[str, Any]:
    curve = _curve(samples, number)
    row: Dict[str, Any] = {
        "name": name, "samples": len(samples), "positives": int(curve.positives), "areaUnderRoc": ranking.area_under_roc(curve),
        "averagePrecision": ranking.average_precision(curve), "operatingPoints": [ranking.recall_at_precision(curve, wanted) for wanted in settings.precisions],
    }
    if threshold is not None and samples:
        right = answers(samples, number, len(samples[0].probabilities), threshold.value) == np.array([sample.truth for sample in samples])
        row["accuracy"] = float(right.mean())
    elif threshold is not None:
        row["accuracy"] = float("nan")
    return row
