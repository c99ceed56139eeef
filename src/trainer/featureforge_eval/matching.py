"""Which detections found which objects, as COCO decides it.

Detections are taken by falling score. Each takes the object that it overlaps most among those still free, at least by the IoU asked
for; an object that counts goes before one that is ignored, and of equal overlaps the later object is taken. A detection that took an
ignored object, or none while its own size is out of range, is ignored: neither hit nor miss.
"""
from __future__ import annotations

import dataclasses
from typing import List, Sequence

import numpy as np

from .boxes import overlaps

IOU_THRESHOLDS = np.round(np.arange(0.5, 1.0, 0.05), 2)
"""IoU 0.5, 0.55 .. 0.95: what "AP at IoU 0.5:0.95" averages over."""


@dataclasses.dataclass(frozen=True)
class ClassBoxes:
    """Boxes of one class in one sample.

    detections: float32 [d, 4], scores: float32 [d]. objects: float32 [g, 4]. ignored_objects: bool [g].
    out_of_range: bool [d], detections whose size is outside the range looked at.
    """

    detections: np.ndarray
    scores: np.ndarray
    objects: np.ndarray
    ignored_objects: np.ndarray
    out_of_range: np.ndarray


@dataclasses.dataclass(frozen=True)
class Outcomes:
    """Detections of one class over all samples by falling score, and what became of each.

    scores: float64 [n]. sample: int64 [n], position of the sample. hit, ignored: bool [t, n], one row for each IoU threshold.
    objects: int64 [samples], objects that count.
    """

    scores: np.ndarray
    sample: np.ndarray
    hit: np.ndarray
    ignored: np.ndarray
    objects: np.ndarray

    def of(self, samples: np.ndarray) -> "Outcomes":
        """Only those of some samples; samples: bool [samples]."""
        chosen = samples[self.sample]
        return Outcomes(self.scores[chosen], self.sample[chosen], self.hit[:, chosen], self.ignored[:, chosen], np.where(samples, self.objects, 0))


def assign(overlap: np.ndarray, ignored_objects: np.ndarray, thresholds: Sequence[float]) -> np.ndarray:
    """The object that each detection takes.

    overlap: float [d, g], detections by falling score. ignored_objects: bool [g]. thresholds: t values of IoU.
    Gives int64 [t, d], -1 for none.
    """
    detections, objects = overlap.shape
    limits = np.minimum(np.asarray(thresholds, np.float64), 1 - 1e-10)
    taken = np.full((len(limits), detections), -1, np.int64)
    if objects == 0:
        return taken
    free = np.ones((len(limits), objects), bool)
    rows = np.arange(len(limits))
    for detection in np.flatnonzero((overlap >= limits.min()).any(axis=1)):
        candidates = free & (overlap[detection][None, :] >= limits[:, None])
        counting = candidates & ~ignored_objects
        candidates = np.where(counting.any(axis=1)[:, None], counting, candidates)
        value = np.where(candidates, overlap[detection], -1.0)
        best = objects - 1 - np.argmax(value[:, ::-1], axis=1)
        found = value[rows, best] >= 0
        taken[found, detection] = best[found]
        free[rows[found], best[found]] = False
    return taken


def collect(samples: Sequence[ClassBoxes], thresholds: Sequence[float] = IOU_THRESHOLDS) -> Outcomes:
    """Matches every sample and puts all detections into one order: by falling score, equal scores by sample."""
    scores: List[np.ndarray] = []
    positions: List[np.ndarray] = []
    hits: List[np.ndarray] = []
    ignored: List[np.ndarray] = []
    objects = np.zeros(len(samples), np.int64)
    for position, sample in enumerate(samples):
        objects[position] = np.count_nonzero(~sample.ignored_objects)
        order = np.argsort(-sample.scores, kind="stable")
        taken = assign(overlaps(sample.detections[order].astype(np.float64), sample.objects.astype(np.float64)), sample.ignored_objects, thresholds)
        lookup = np.append(sample.ignored_objects, False)
        took_ignored = lookup[taken] & (taken >= 0)
        hits.append((taken >= 0) & ~took_ignored)
        ignored.append(took_ignored | ((taken < 0) & sample.out_of_range[order][None, :]))
        scores.append(sample.scores[order].astype(np.float64))
        positions.append(np.full(len(order), position, np.int64))
    return _ordered(scores, positions, hits, ignored, objects)


def _ordered(scores, positions, hits, ignored, objects) -> Outcomes:
    all_scores = np.concatenate(scores) if scores else np.zeros(0)
    order = np.argsort(-all_scores, kind="stable")
    return Outcomes(
        all_scores[order], np.concatenate(positions)[order] if scores else np.zeros(0, np.int64),
        np.concatenate(hits, axis=1)[:, order] if hits else np.zeros((0, 0), bool),
        np.concatenate(ignored, axis=1)[:, order] if ignored else np.zeros((0, 0), bool), objects)
