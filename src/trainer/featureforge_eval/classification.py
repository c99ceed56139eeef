"""From pictures to class probabilities."""
from __future__ import annotations

import dataclasses
from typing import Iterable, List

import numpy as np

from . import errors
from .detection import batches
from .light import is_backlit, light_ratio
from .models import Description, Predictor
from .samples import Sample
from .settings import Settings


@dataclasses.dataclass(frozen=True)
class ClassifiedSample:
    """Answer and truth of one sample. probabilities: float32 [classes]. truth: number of its class."""

    number: int
    key: str
    filename: str
    probabilities: np.ndarray
    truth: int
    backlit: bool
    light: float


def classify_all(predictor: Predictor, description: Description, samples: Iterable[Sample], settings: Settings) -> List[ClassifiedSample]:
    """Runs the classifier over the samples that have a label; `number` is the position in the split, those without a label counted."""
    done: List[ClassifiedSample] = []
    number = 0
    for group in batches(samples, description, settings.batch):
        (probabilities,) = predictor(np.stack([sample.picture for sample in group]))
        if probabilities.shape != (len(group), len(description.classes)):
            raise errors.wrong_output("class scores", probabilities.shape, f"[{len(group)}, {len(description.classes)}]")
        for sample, answer in zip(group, probabilities):
            if sample.label is not None:
                done.append(_classified(number, sample, answer, description, settings))
            number += 1
    return done


def _classified(number: int, sample: Sample, answer: np.ndarray, description: Description, settings: Settings) -> ClassifiedSample:
    if sample.label not in description.classes:
        raise errors.unknown_label(sample.key, sample.label or "", description.classes)
    light = light_ratio(sample.picture, sample.boxes)
    return ClassifiedSample(
        number, sample.key, sample.filename, answer, description.classes.index(sample.label), is_backlit(sample.augmentation, light, settings.backlit_ratio), light)
