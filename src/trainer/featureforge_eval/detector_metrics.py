"""Figures of a detector on one set of samples."""
from __future__ import annotations

import dataclasses
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np

from . import bootstrap, precision, ranking
from .best_box import most_confident_overlaps
from .boxes import short_sides
from .detection import IGNORED, DetectedSample
from .matching import IOU_THRESHOLDS, ClassBoxes, Outcomes, collect
from .settings import Settings
from .sizes import SizeRange, size_ranges


@dataclasses.dataclass(frozen=True)
class DetectorFigures:
    """document: for the JSON. outcomes: of each class. curve: of all classes together at IoU 0.5. photos: ROC of whole photos, None where it has no sense."""

    document: Dict[str, Any]
    outcomes: List[Outcomes]
    curve: precision.PrecisionRecall
    photos: Optional[ranking.RankingCurve]


def figures(samples: Sequence[DetectedSample], classes: Sequence[str], settings: Settings) -> DetectorFigures:
    """Everything that is said of a set."""
    everything = SizeRange(settings.size.minimum, float("inf"))
    outcomes = outcomes_of(samples, len(classes), everything)
    together = pooled(outcomes)
    curve = precision.precision_recall(together)
    photos = photo_ranking(samples, together)
    document: Dict[str, Any] = {
        "samples": len(samples), "objects": int(together.objects.sum()), "objectsIgnored": int(sum(len(sample.objects) for sample in samples) - together.objects.sum()),
        "detections": len(together.scores), "headline": _headline(samples, outcomes, together, settings),
        "averagePrecisionByIoU": _by_overlap(outcomes), "operatingPoints": precision.operating_points(curve, settings.precisions, len(samples)),
        "perClass": _per_class(outcomes, classes, settings, len(samples)),
        "perSize": [_group(size.name, outcomes_of(samples, len(classes), size), len(samples), settings)
                    for size in size_ranges(settings.size.minimum, settings.size.edges)],
        "perLight": _per_light(samples, outcomes, settings),
        "photoAreaUnderRoc": None if photos is None else ranking.area_under_roc(photos),
    }
    return DetectorFigures(document, outcomes, curve, photos)


def outcomes_of(samples: Sequence[DetectedSample], classes: int, size: SizeRange) -> List[Outcomes]:
    """Outcomes of each class; objects outside the size range are ignored, and so are unmatched detections outside it."""
    return [collect([class_boxes(sample, number, size) for sample in samples]) for number in range(classes)]


def pooled(outcomes: Sequence[Outcomes]) -> Outcomes:
    """All classes in one order by score."""
    if len(outcomes) == 1:
        return outcomes[0]
    scores = np.concatenate([outcome.scores for outcome in outcomes])
    order = np.argsort(-scores, kind="stable")
    return Outcomes(
        scores[order], np.concatenate([outcome.sample for outcome in outcomes])[order], np.concatenate([outcome.hit for outcome in outcomes], axis=1)[:, order],
        np.concatenate([outcome.ignored for outcome in outcomes], axis=1)[:, order], sum(outcome.objects for outcome in outcomes))


def photo_ranking(samples: Sequence[DetectedSample], together: Outcomes) -> Optional[ranking.RankingCurve]:
    """Is there an object at all? Score of a photo: its best detection's. Photos whose objects are all ignored are left out."""
    best = np.zeros(len(samples))
    np.maximum.at(best, together.sample, together.scores)
    counting = together.objects > 0
    asked = counting | np.array([len(sample.objects) == 0 for sample in samples], bool)
    curve = ranking.rank(counting[asked], best[asked])
    return curve if curve.positives and curve.negatives else None


def class_boxes(sample: DetectedSample, number: int, size: SizeRange) -> ClassBoxes:
    """Detections and objects of one class in a sample. Objects outside the size range, and those with an ignored label, are ignored."""
    mine, true = sample.found.classes == number, np.isin(sample.object_classes, (number, IGNORED))
    boxes, objects = sample.found.boxes[mine], sample.objects[true]
    ignored = size.outside(short_sides(objects, *sample.pixels)) | (sample.object_classes[true] == IGNORED)
    return ClassBoxes(boxes, sample.found.scores[mine], objects, ignored, size.outside(short_sides(boxes, *sample.pixels)))


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")


def _weighted_mean(values: np.ndarray, weights: Optional[np.ndarray]) -> float:
    known = ~np.isnan(values)
    shares = known.astype(np.float64) if weights is None else known * weights
    return float((np.where(known, values, 0.0) * shares).sum() / shares.sum()) if shares.sum() > 0 else float("nan")


def _averages(outcomes: Sequence[Outcomes], weights: Optional[np.ndarray] = None) -> Tuple[float, float]:
    """AP at IoU 0.5 and averaged over IoU 0.5:0.95, each the mean over classes with objects."""
    table = np.array([precision.average_precisions(outcome, weights) for outcome in outcomes])
    return _mean(table[:, 0]), _mean(table.mean(axis=1))


def _headline(samples: Sequence[DetectedSample], outcomes: Sequence[Outcomes], together: Outcomes, settings: Settings) -> List[Dict[str, Any]]:
    everything = SizeRange(settings.size.minimum, float("inf"))
    best = most_confident_overlaps([[class_boxes(sample, number, everything) for number in range(len(outcomes))] for sample in samples])

    def statistic(weights: Optional[np.ndarray]) -> np.ndarray:
        curve = precision.precision_recall(together, 0, weights)
        points = [precision.recall_at_precision(curve, wanted, 1)["recall"] for wanted in settings.precisions]
        # Where no threshold reaches the precision, nothing can be recalled at it.
        return np.array([*_averages(outcomes, weights), *(0.0 if point is None else point for point in points), _weighted_mean(best, weights)])

    photos = bootstrap.photo_numbers([sample.filename for sample in samples])
    values = statistic(None)
    ranges = bootstrap.intervals(statistic, photos, settings.draws, settings.seed)
    names = ["AP at IoU 0.5", "AP at IoU 0.5:0.95", *(f"recall at {100 * wanted:g} % precision" for wanted in settings.precisions), "IoU of the most confident box"]
    rows = [headline_row(name, value, interval) for name, value, interval in zip(names, values, ranges)]
    every = [precision.average_precision_all(precision.precision_recall(outcome)) for outcome in outcomes]
    return rows + [headline_row("AP at IoU 0.5, all-point", _mean(np.array(every)), None)]


def headline_row(name: str, value: float, interval: bootstrap.Interval) -> Dict[str, Any]:
    """One headline number with its 95 % interval, for the JSON."""
    return {"name": name, "value": value, "low": None if interval is None else interval[0], "high": None if interval is None else interval[1]}


def _by_overlap(outcomes: Sequence[Outcomes]) -> List[Dict[str, float]]:
    table = np.array([precision.average_precisions(outcome) for outcome in outcomes])
    return [{"iou": float(threshold), "averagePrecision": _mean(table[:, row])} for row, threshold in enumerate(IOU_THRESHOLDS)]


def _group(name: str, outcomes: Sequence[Outcomes], samples: int, settings: Settings) -> Dict[str, Any]:
    together = pooled(outcomes)
    half, whole = _averages(outcomes)
    curve = precision.precision_recall(together)
    return {"name": name, "samples": samples, "objects": int(together.objects.sum()), "averagePrecision50": half, "averagePrecision50To95": whole,
            "operatingPoints": precision.operating_points(curve, settings.precisions, samples) if together.objects.sum() else []}


def _per_class(outcomes: Sequence[Outcomes], classes: Sequence[str], settings: Settings, samples: int) -> List[Dict[str, Any]]:
    return [_group(name, [outcome], samples, settings) for name, outcome in zip(classes, outcomes)]


def _per_light(samples: Sequence[DetectedSample], outcomes: Sequence[Outcomes], settings: Settings) -> List[Dict[str, Any]]:
    backlit = np.array([sample.backlit for sample in samples], bool)
    groups = (("backlit", backlit), ("not backlit", ~backlit))
    return [_group(name, [outcome.of(chosen) for outcome in outcomes], int(chosen.sum()), settings) for name, chosen in groups]
