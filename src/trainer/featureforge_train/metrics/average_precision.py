"""Average precision of a detector at one IoU, area under the interpolated precision-recall curve (PASCAL VOC 2010 and later)."""
from __future__ import annotations

import dataclasses
from typing import List, Sequence, Tuple

import numpy

from ..boxes import Detections, overlaps


@dataclasses.dataclass(frozen=True)
class Truth:
    """Boxes of one picture. boxes: float32 [objects, 4] corners. classes: int64 [objects], from 1; -1 for boxes that do not count."""

    boxes: numpy.ndarray
    classes: numpy.ndarray


@dataclasses.dataclass(frozen=True)
class ClassPrecision:
    """average_precision: 0 to 1, NaN without objects. threshold: score with the greatest F1. f1: that F1. objects: that count."""

    average_precision: float
    threshold: float
    f1: float
    objects: int


def class_precision(truths: Sequence[Truth], found: Sequence[Detections], label: int, overlap: float = 0.5) -> ClassPrecision:
    """Average precision of one class over pictures. A detection of a box that does not count is neither right nor wrong."""
    objects = sum(int((truth.classes == label).sum()) for truth in truths)
    verdicts: List[Tuple[float, bool]] = []
    for truth, detections in zip(truths, found):
        verdicts += _judge(truth, detections, label, overlap)
    if objects == 0:
        return ClassPrecision(float("nan"), 0.5, 0.0, 0)
    if not verdicts:
        return ClassPrecision(0.0, 0.5, 0.0, objects)
    scores = numpy.array([verdict[0] for verdict in verdicts])
    right = numpy.array([verdict[1] for verdict in verdicts])
    order = numpy.argsort(-scores, kind="stable")
    hits = numpy.cumsum(right[order])
    recall, precision = hits / objects, hits / numpy.arange(1, len(hits) + 1)
    f1 = 2 * hits / (numpy.arange(1, len(hits) + 1) + objects)
    best = int(numpy.argmax(f1))
    return ClassPrecision(_area(recall, precision), float(scores[order][best]), float(f1[best]), objects)


def mean_average_precision(truths: Sequence[Truth], found: Sequence[Detections], classes: int, overlap: float = 0.5) -> float:
    """Mean over the classes that have objects; 0 where none has."""
    values = [class_precision(truths, found, label, overlap).average_precision for label in range(1, classes + 1)]
    known = [value for value in values if value == value]
    return float(numpy.mean(known)) if known else 0.0


def _judge(truth: Truth, detections: Detections, label: int, overlap: float) -> List[Tuple[float, bool]]:
    """(score, right) of each detection that counts; a box is found by the best detection that reaches it, the rest are wrong."""
    wanted, ignored = truth.boxes[truth.classes == label], truth.boxes[truth.classes == -1]
    free = numpy.ones(len(wanted), dtype=bool)
    verdicts = []
    for box, score in zip(detections.boxes[detections.classes == label], detections.scores[detections.classes == label]):
        shares = numpy.where(free, overlaps(box[None], wanted)[0], -1.0) if len(wanted) else numpy.empty(0)
        if len(shares) and shares.max() >= overlap:
            free[int(shares.argmax())] = False
            verdicts.append((float(score), True))
        elif len(ignored) == 0 or overlaps(box[None], ignored).max() < overlap:
            verdicts.append((float(score), False))
    return verdicts


def _area(recall: numpy.ndarray, precision: numpy.ndarray) -> float:
    envelope = numpy.maximum.accumulate(precision[::-1])[::-1]
    steps = numpy.diff(numpy.concatenate([[0.0], recall]))
    return float((steps * envelope).sum())
