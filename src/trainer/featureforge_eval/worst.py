"""The samples that a model does worst on."""
from __future__ import annotations

import dataclasses
from typing import List, Optional, Sequence, Tuple

import numpy as np

from .boxes import overlaps
from .classification import ClassifiedSample
from .classifier_metrics import answers, positive_number
from .detection import DetectedSample
from .detector_metrics import class_boxes
from .matching import assign
from .sizes import SizeRange

HIT, WRONG, MISSED, FOUND, IGNORED = "hit", "wrong", "missed", "found", "ignored"
"""What becomes of a detection (HIT, WRONG, IGNORED) or of an object (FOUND, MISSED, IGNORED)."""


@dataclasses.dataclass(frozen=True)
class Mark:
    """A box to draw. box: x0 y0 x1 y1 in shares. fate: one of the words above. caption: may be empty. score: of a detection, 0 of an object."""

    box: Tuple[float, float, float, float]
    fate: str
    caption: str
    score: float = 0.0


@dataclasses.dataclass(frozen=True)
class WorstSample:
    """number: position in the split. title: for people. marks: boxes to draw."""

    number: int
    key: str
    title: str
    marks: Tuple[Mark, ...]


def worst_detections(samples: Sequence[DetectedSample], classes: Sequence[str], minimum_side: float, threshold: float, count: int) -> List[WorstSample]:
    """Samples with the most missed objects and wrong detections at a score threshold and IoU 0.5; of equal ones the surest mistake first."""
    judged = []
    for sample in samples:
        marks = judge(sample, classes, minimum_side, threshold)
        wrong = [mark for mark in marks if mark.fate == WRONG]
        missed = sum(mark.fate == MISSED for mark in marks)
        if wrong or missed:
            surest = max((mark.score for mark in wrong), default=0.0)
            title = f"{missed} missed, {len(wrong)} wrong"
            judged.append(((-(missed + len(wrong)), -surest, sample.number), WorstSample(sample.number, sample.key, title, tuple(marks))))
    return [worst for _, worst in sorted(judged, key=lambda item: item[0])[:count]]


def judge(sample: DetectedSample, classes: Sequence[str], minimum_side: float, threshold: float) -> List[Mark]:
    """What became of each object and of each detection with a score of at least `threshold`, at IoU 0.5."""
    marks: List[Mark] = []
    for number, name in enumerate(classes):
        boxes = class_boxes(sample, number, SizeRange(minimum_side, float("inf")))
        kept = np.flatnonzero(boxes.scores >= threshold)
        taken = assign(overlaps(boxes.detections[kept].astype(np.float64), boxes.objects.astype(np.float64)), boxes.ignored_objects, (0.5,))[0]
        found = set(taken.tolist())
        for position, box in enumerate(boxes.objects):
            fate = IGNORED if boxes.ignored_objects[position] else FOUND if position in found else MISSED
            marks.append(Mark(tuple(box.tolist()), fate, name if len(classes) > 1 and fate == MISSED else ""))
        for detection, chosen in zip(kept, taken):
            ignored = boxes.ignored_objects[chosen] if chosen >= 0 else boxes.out_of_range[detection]
            score = float(boxes.scores[detection])
            caption = f"{name} {score:.2f}" if len(classes) > 1 else f"{score:.2f}"
            marks.append(Mark(tuple(boxes.detections[detection].tolist()), IGNORED if ignored else HIT if chosen >= 0 else WRONG, caption, score))
    return marks


def worst_classifications(samples: Sequence[ClassifiedSample], classes: Sequence[str], wanted: Optional[str], threshold: float, count: int) -> List[WorstSample]:
    """Samples with a wrong answer, the surest first. wanted: the positive class, see positive_number."""
    positive = positive_number(classes, wanted)
    given = answers(samples, positive, len(classes), threshold)
    wrong = [(float(sample.probabilities[answer]), sample, answer) for sample, answer in zip(samples, given) if answer != sample.truth]
    wrong.sort(key=lambda item: (-item[0], item[1].number))
    return [WorstSample(sample.number, sample.key, f"{classes[sample.truth]}, taken for {classes[answer]} ({100 * share:.0f} %)", ())
            for share, sample, answer in wrong[:count]]
