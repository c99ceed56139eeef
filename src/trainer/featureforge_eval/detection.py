"""From pictures to detections: forward pass, decoding of boxes, suppression."""
from __future__ import annotations

import dataclasses
from typing import Callable, Iterable, Iterator, List, Sequence, Tuple

import numpy as np

from . import errors
from .boxes import decode_offsets, suppress
from .light import is_backlit, light_ratio
from .models import Description, Predictor
from .samples import Sample
from .settings import DetectionSettings, Settings
from .sizes import SideMeasure

IGNORED = -1
"""Class of an object that is neither hit nor miss, whatever class is detected there."""


@dataclasses.dataclass(frozen=True)
class Detections:
    """What was found in one picture, by falling score. boxes: float32 [n, 4] in shares. scores: float32 [n]. classes: int64 [n], from 0."""

    boxes: np.ndarray
    scores: np.ndarray
    classes: np.ndarray


@dataclasses.dataclass(frozen=True)
class DetectedSample:
    """Detections and truth of one sample.

    number: position in the split. objects: float32 [g, 4] in shares. object_classes: int64 [g], IGNORED for labels that are. pixels: width and height that a share of 1
    stands for. backlit, light: see light.py.
    """

    number: int
    key: str
    filename: str
    found: Detections
    objects: np.ndarray
    object_classes: np.ndarray
    pixels: Tuple[float, float]
    backlit: bool
    light: float


def batches(samples: Iterable[Sample], description: Description, size: int) -> Iterator[List[Sample]]:
    """Samples in groups of `size`, their pictures checked against the model's input."""
    group: List[Sample] = []
    for sample in samples:
        if sample.picture.shape[:2] != (description.height, description.width):
            raise errors.wrong_picture(sample.key, sample.picture.shape, (description.height, description.width))
        group.append(sample)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def strongest(scores: np.ndarray, most: int) -> np.ndarray:
    """Positions int64 of the `most` highest of scores [n], highest first, equal ones by position.

    Thousands of anchors answer a little, so only scores that can be among them are sorted.
    """
    if len(scores) <= most:
        return np.argsort(-scores, kind="stable")
    possible = np.flatnonzero(scores >= np.partition(scores, len(scores) - most)[len(scores) - most])
    return possible[np.argsort(-scores[possible], kind="stable")[:most]]


def choose(probabilities: np.ndarray, decode: Callable[[np.ndarray], np.ndarray], settings: DetectionSettings) -> Detections:
    """Detections of one picture.

    probabilities: float32 [anchors, classes + 1], class 0 background. decode: gives the boxes float32 [n, 4] of anchors by their positions int64 [n];
    most anchors answer background, so only candidates are decoded.
    """
    kept_boxes: List[np.ndarray] = []
    kept_scores: List[np.ndarray] = []
    kept_classes: List[np.ndarray] = []
    for number in range(probabilities.shape[1] - 1):
        scores = probabilities[:, number + 1]
        chosen = np.flatnonzero(scores >= settings.score)
        chosen = chosen[strongest(scores[chosen], settings.candidates)]
        boxes = decode(chosen)
        kept = suppress(boxes, scores[chosen], settings.overlap, settings.detections)
        kept_boxes.append(boxes[kept])
        kept_scores.append(scores[chosen[kept]])
        kept_classes.append(np.full(len(kept), number, np.int64))
    scores = np.concatenate(kept_scores)
    order = np.argsort(-scores, kind="stable")[:settings.detections]
    return Detections(np.concatenate(kept_boxes)[order], scores[order], np.concatenate(kept_classes)[order])


def detect(predictor: Predictor, description: Description, pictures: np.ndarray, settings: DetectionSettings) -> List[Detections]:
    """Detections in pictures uint8 [n, height, width, 3]."""
    probabilities, offsets = predictor(pictures)
    anchors = description.anchors
    for name, values, last in (("class scores", probabilities, len(description.classes) + 1), ("offsets", offsets, 4)):
        if values.shape != (len(pictures), len(anchors), last):
            raise errors.wrong_output(name, values.shape, f"[{len(pictures)}, {len(anchors)}, {last}]")
    return [choose(own, lambda chosen, shifts=shifts: decode_offsets(shifts[chosen], anchors[chosen], description.variances), settings)
            for own, shifts in zip(probabilities, offsets)]


def detect_all(predictor: Predictor, description: Description, samples: Iterable[Sample], settings: Settings, measure: SideMeasure) -> List[DetectedSample]:
    """Runs the detector over samples and keeps what the figures need."""
    numbers = {**{name: IGNORED for name in description.ignored}, **{name: number for number, name in enumerate(description.classes)}}
    done: List[DetectedSample] = []
    for group in batches(samples, description, settings.batch):
        found = detect(predictor, description, np.stack([sample.picture for sample in group]), settings.detection)
        for sample, detections in zip(group, found):
            light = light_ratio(sample.picture, sample.boxes)
            done.append(DetectedSample(
                len(done), sample.key, sample.filename, detections, sample.boxes, _object_classes(sample, numbers, description.classes),
                measure.pixels(sample), is_backlit(sample.augmentation, light, settings.backlit_ratio), light))
    return done


def _object_classes(sample: Sample, numbers: dict, classes: Sequence[str]) -> np.ndarray:
    for label in sample.labels:
        if label not in numbers:
            raise errors.unknown_label(sample.key, label, classes)
    return np.array([numbers[label] for label in sample.labels], np.int64)
