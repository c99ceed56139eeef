"""Boxes: offsets to corners, overlap, suppression. NumPy, float32, shares of the picture, corners x0 y0 x1 y1."""
from __future__ import annotations

import dataclasses
from typing import List

import numpy

CENTER_VARIANCE = 0.1
SIZE_VARIANCE = 0.2


@dataclasses.dataclass(frozen=True)
class Detections:
    """What a detector found in one picture, best first.

    boxes: float32 [found, 4] corners. scores: float32 [found], 0 to 1. classes: int64 [found], from 1.
    """

    boxes: numpy.ndarray
    scores: numpy.ndarray
    classes: numpy.ndarray


@dataclasses.dataclass(frozen=True)
class DetectionRule:
    """How answers become detections. score: least probability. overlap: IoU from which the weaker of two boxes of a class goes.
    candidates: strongest answers per class looked at. most: detections kept per picture."""

    score: float = 0.02
    overlap: float = 0.45
    candidates: int = 400
    most: int = 100


def decode(offsets: numpy.ndarray, anchors: numpy.ndarray) -> numpy.ndarray:
    """Corners from offsets (design section 6). offsets: float32 [..., 4] tx ty tw th. anchors: float32 [..., 4] cx cy width height."""
    center = anchors[..., :2] + offsets[..., :2] * CENTER_VARIANCE * anchors[..., 2:]
    half = 0.5 * anchors[..., 2:] * numpy.exp(numpy.clip(offsets[..., 2:] * SIZE_VARIANCE, -8.0, 8.0))
    return numpy.clip(numpy.concatenate([center - half, center + half], axis=-1), 0.0, 1.0)


def overlaps(left: numpy.ndarray, right: numpy.ndarray) -> numpy.ndarray:
    """IoU of every box of one list with every box of another: float32 [left, right]."""
    begin = numpy.maximum(left[:, None, :2], right[None, :, :2])
    end = numpy.minimum(left[:, None, 2:], right[None, :, 2:])
    shared = numpy.prod(numpy.clip(end - begin, 0.0, None), axis=2)
    area_left = numpy.prod(left[:, 2:] - left[:, :2], axis=1)
    area_right = numpy.prod(right[:, 2:] - right[:, :2], axis=1)
    union = area_left[:, None] + area_right[None, :] - shared
    return shared / numpy.maximum(union, 1e-12)


def suppress(boxes: numpy.ndarray, overlap: float) -> List[int]:
    """Greedy non-maximum suppression of boxes that stand best first; positions of those kept."""
    kept: List[int] = []
    alive = numpy.ones(len(boxes), dtype=bool)
    for position in range(len(boxes)):
        if not alive[position]:
            continue
        kept.append(position)
        alive &= overlaps(boxes[position:position + 1], boxes)[0] < overlap
    return kept


def detect(probabilities: numpy.ndarray, offsets: numpy.ndarray, anchors: numpy.ndarray, rule: DetectionRule = DetectionRule()) -> Detections:
    """Detections of one picture.

    probabilities: float32 [anchors, classes + 1], class 0 is background. offsets: float32 [anchors, 4]. anchors: float32 [anchors, 4].
    """
    boxes, scores, classes = [], [], []
    for label in range(1, probabilities.shape[1]):
        score = probabilities[:, label]
        chosen = numpy.flatnonzero(score >= rule.score)
        chosen = chosen[numpy.argsort(-score[chosen], kind="stable")][:rule.candidates]
        corners = decode(offsets[chosen], anchors[chosen])
        kept = suppress(corners, rule.overlap)
        boxes.append(corners[kept])
        scores.append(score[chosen][kept])
        classes.append(numpy.full(len(kept), label, dtype=numpy.int64))
    all_scores = numpy.concatenate(scores)
    order = numpy.argsort(-all_scores, kind="stable")[:rule.most]
    return Detections(numpy.concatenate(boxes)[order].astype(numpy.float32), all_scores[order].astype(numpy.float32), numpy.concatenate(classes)[order])
