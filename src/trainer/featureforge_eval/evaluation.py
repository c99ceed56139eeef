"""Evaluates a model on sets of samples: what the command does between reading its arguments and writing its files."""
from __future__ import annotations

import dataclasses
import json
import os
from typing import Any, Dict, List, Optional, Sequence

import numpy as np

from . import classifier_metrics, detector_metrics, errors, precision, worst
from .classification import classify_all
from .detection import detect, detect_all
from .models import CLASSIFIER, DETECTOR, Description, Predictor
from .results import FORMAT, FORMAT_VERSION, Curve
from .samples import ShardSamples, read_manifest
from .settings import Settings
from .sizes import SideMeasure
from .timing import milliseconds_per_photo


@dataclasses.dataclass(frozen=True)
class SetResult:
    """What is known of one set. document: for the JSON. worst: with their pictures beside, uint8 [height, width, 3]."""

    name: str
    document: Dict[str, Any]
    curves: List[Curve]
    worst: List[worst.WorstSample]
    pictures: List[np.ndarray]


class Evaluator:
    """One model under one choice of settings, for any number of sets."""

    def __init__(self, predictor: Predictor, description: Description, settings: Settings) -> None:
        self._predictor = predictor
        self._description = description
        self._settings = settings
        if settings.positive is not None and settings.positive not in description.classes:
            raise errors.wrong_argument("--positive", settings.positive, f"one of {', '.join(description.classes)}")

    def evaluate(self, name: str, samples: ShardSamples) -> SetResult:
        """Everything about one set. name: as in tables."""
        result = self._detector_set(name, samples) if self._description.kind == DETECTOR else self._classifier_set(name, samples)
        result.document["data"] = {"name": os.path.basename(os.path.normpath(samples.path)), "split": samples.split, **samples.identity()}
        result.document["timing"] = self._time([samples[number].picture for number in range(min(self._settings.timed, len(samples)))])
        return result

    def _detector_set(self, name: str, samples: ShardSamples) -> SetResult:
        settings, classes = self._settings, self._description.classes
        measure = SideMeasure(settings.size.space, settings.size.images, settings.size.letterbox or is_letterboxed(samples.path))
        done = detect_all(self._predictor, self._description, samples, settings, measure)
        if not done:
            raise errors.no_samples(samples.path, samples.split)
        figures = detector_metrics.figures(done, classes, settings)
        points = figures.document["operatingPoints"]
        threshold = points[0]["threshold"] if points and points[0]["threshold"] is not None else 0.5
        shown = worst.worst_detections(done, classes, settings.size.minimum, threshold, settings.worst)
        document = {"name": name, **figures.document, "worstThreshold": threshold, "worst": [sample.key for sample in shown]}
        return SetResult(name, document, _detector_curves(figures, len(done)), shown, [samples[sample.number].picture for sample in shown])

    def _classifier_set(self, name: str, samples: ShardSamples) -> SetResult:
        settings, classes = self._settings, self._description.classes
        done = classify_all(self._predictor, self._description, samples, settings)
        if not done:
            raise errors.no_samples(samples.path, samples.split)
        positive = classifier_metrics.positive_number(classes, settings.positive)
        threshold = classifier_metrics.choose_threshold(self._validation(samples), positive, settings.validation, self._trained_threshold(positive))
        figures = classifier_metrics.figures(done, classes, threshold, settings)
        if not figures.curve.positives or not figures.curve.negatives:
            raise errors.one_kind_only(samples.path, classes[positive])
        shown = worst.worst_classifications(done, classes, settings.positive, threshold.value, settings.worst)
        document = {"name": name, **figures.document, "worst": [sample.key for sample in shown]}
        return SetResult(name, document, _classifier_curves(figures), shown, [samples[sample.number].picture for sample in shown])

    def _validation(self, samples: ShardSamples) -> Sequence[Any]:
        """The answers on the validation split of the same folder; none where it has none."""
        stated = read_manifest(samples.path).get("splits")
        splits = [split.get("name") for split in stated if isinstance(split, dict)] if isinstance(stated, list) else []
        if self._settings.validation == samples.split or self._settings.validation not in splits:
            return []
        return classify_all(self._predictor, self._description, ShardSamples(samples.path, self._settings.validation, True), self._settings)

    def _trained_threshold(self, positive: int) -> Optional[float]:
        """The threshold in model.json, which is one for the last of two classes."""
        stated = self._description.document.get("threshold")
        usable = isinstance(stated, float) and 0 <= stated <= 1 and positive == 1 and len(self._description.classes) == 2
        return stated if usable else None

    def _time(self, pictures: Sequence[np.ndarray]) -> Any:
        if self._description.kind == CLASSIFIER:
            return milliseconds_per_photo(self._predictor, pictures)
        return milliseconds_per_photo(lambda picture: detect(self._predictor, self._description, picture, self._settings.detection), pictures)


def document_of(description: Description, settings: Settings, results: Sequence[SetResult]) -> Dict[str, Any]:
    """evaluation.json."""
    return {
        "format": FORMAT, "formatVersion": FORMAT_VERSION,
        "model": {"kind": description.kind, "input": [description.width, description.height], "classes": list(description.classes), **description.identity},
        "settings": settings.document(description.kind), "sets": [result.document for result in results],
    }


def is_letterboxed(path: str) -> bool:
    """Whether the manifest's serving preprocessing keeps the aspect of photos."""
    return '"letterbox"' in json.dumps(read_manifest(path).get("serving"))


def _detector_curves(figures: detector_metrics.DetectorFigures, samples: int) -> List[Curve]:
    curve = figures.curve
    stops = precision.realisable(curve)
    scores, recall = curve.scores[stops], curve.recall[stops]
    curves = [Curve("all classes", "recall", "precision", scores, recall, curve.precision[stops]),
              Curve("all classes", "false positives per photo", "recall", scores, curve.false_positives[stops] / samples, recall)]
    if figures.photos is not None:
        photos = figures.photos
        curves.append(Curve("photos with an object", "false positive rate", "true positive rate", photos.thresholds, photos.false_positive_rate, photos.recall))
    return curves


def _classifier_curves(figures: classifier_metrics.ClassifierFigures) -> List[Curve]:
    curve, name = figures.curve, str(figures.document["positiveClass"])
    return [Curve(name, "recall", "precision", curve.thresholds, curve.recall, curve.precision),
            Curve(name, "false positive rate", "true positive rate", curve.thresholds, curve.false_positive_rate, curve.recall)]
