"""How well the most confident box fits: what suppression keeps first is what a user sees first."""
from __future__ import annotations

from typing import List, Sequence

import numpy as np

from .boxes import overlaps
from .matching import ClassBoxes, assign

_HIT_OVERLAP = 0.5


def most_confident_overlaps(photos: Sequence[Sequence[ClassBoxes]]) -> np.ndarray:
    """IoU of the most confident box of each photo with the object that it overlaps most, float64 [photos].

    photos: of each photo the boxes of every class; a box is held against objects of its own class. 0 where nothing was found or nothing
    is overlapped, NaN where a photo has no object that counts. Detections that are ignored at IoU 0.5 are passed over, as they are
    neither right nor wrong; of equal scores the earlier class and box counts.
    """
    return np.array([_of_photo(classes) for classes in photos], np.float64)


def _of_photo(classes: Sequence[ClassBoxes]) -> float:
    if all(boxes.ignored_objects.all() for boxes in classes):
        return float("nan")
    best_score, best_overlap = -1.0, 0.0
    for boxes in classes:
        order = np.argsort(-boxes.scores, kind="stable")
        table = overlaps(boxes.detections[order].astype(np.float64), boxes.objects.astype(np.float64))
        for place in _counting(boxes, table, order)[:1]:
            score = float(boxes.scores[order[place]])
            if score > best_score:
                best_score, best_overlap = score, float(table[place][~boxes.ignored_objects].max(initial=0.0))
    return best_overlap


def _counting(boxes: ClassBoxes, table: np.ndarray, order: np.ndarray) -> List[int]:
    """Places in falling order of score of the detections that are right or wrong, not ignored."""
    taken = assign(table, boxes.ignored_objects, (_HIT_OVERLAP,))[0]
    ignored = np.append(boxes.ignored_objects, False)[taken] & (taken >= 0)
    return np.flatnonzero(~(ignored | ((taken < 0) & boxes.out_of_range[order]))).tolist()
