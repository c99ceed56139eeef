"""The folder that `train` fills and `eval` and `export` read."""
from __future__ import annotations

import json
import os
import pathlib
from typing import Any, Dict, Tuple, Union

import numpy
import torch

from .anchors import anchor_set_of_description
from .checkpoint import BEST_NAME, load_tensors
from .errors import CheckpointProblem
from .files import write_atomically, write_text_atomically
from .models.classifier import Classifier, ClassifierShape
from .models.detector import Detector, DetectorShape
from .settings import CLASSIFIER, DETECTOR

DESCRIPTION_NAME = "model.json"
ANCHORS_NAME = "anchors.npy"
REPORT_NAME = "report.json"
FORMAT = "featureforge-model"
LARGEST_DESCRIPTION = 1 << 20


def write_description(folder: pathlib.Path, description: Dict[str, Any]) -> None:
    """Writes `model.json`, and for a detector `anchors.npy`: float32 [anchors, 4], cx cy width height in shares."""
    write_text_atomically(folder / DESCRIPTION_NAME, json.dumps(description, indent=2) + "\n")
    if description["kind"] == DETECTOR:
        boxes = anchor_set_of_description(description["anchors"], str(folder)).boxes
        write_atomically(folder / ANCHORS_NAME, lambda file: numpy.save(file, boxes))


def load_model(folder: Union[str, "os.PathLike[str]"]) -> Tuple[torch.nn.Module, Dict[str, Any]]:
    """The best model of a folder, in evaluation mode on the CPU, and its description (`model.json`).

    A detector gives (class logits [n, anchors, classes + 1], offsets [n, anchors, 4]), a classifier logits [n, classes], for images
    float32 [n, 3, height, width] of levels 0 to 255. Raises CheckpointProblem.
    """
    path = pathlib.Path(folder)
    description = read_description(path)
    try:
        model = _build(description)
        model.load_state_dict(load_tensors(path / BEST_NAME))
    except (KeyError, TypeError, ValueError, IndexError, RuntimeError) as error:
        raise CheckpointProblem(f"Description and weights do not fit together ({str(error).splitlines()[0][:160]}):", str(path),
                                "Restore both from one copy, or train anew.") from None
    return model.eval(), description


def read_description(folder: pathlib.Path) -> Dict[str, Any]:
    """`model.json` of a folder. Raises CheckpointProblem."""
    path = folder / DESCRIPTION_NAME
    try:
        if path.stat().st_size > LARGEST_DESCRIPTION:
            raise CheckpointProblem(f"The description has {path.stat().st_size} bytes, at most {LARGEST_DESCRIPTION} are read:", str(path), "Restore it from a copy.")
        description = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointProblem(f"There is no readable description of a model ({error}):", str(path), "Name the folder that 'featureforge train --out' filled.") from None
    if not isinstance(description, dict) or description.get("format") != FORMAT:
        raise CheckpointProblem("The file describes no model:", str(path), "Name the folder that 'featureforge train --out' filled.")
    return description


def _build(description: Dict[str, Any]) -> torch.nn.Module:
    width, height = (int(side) for side in description["input"])
    classes, backbone = len(description["classes"]), str(description["backbone"])
    multiplier, gray = float(description["widthMultiplier"]), bool(description["gray"])
    if description["kind"] == CLASSIFIER:
        return Classifier(ClassifierShape(width, height, classes, backbone, multiplier, gray, float(description["dropout"])))
    levels = anchor_set_of_description(description["anchors"], "model.json").levels
    return Detector(DetectorShape(width, height, levels, classes, backbone, multiplier, gray, int(description.get("fineLevels", 0))))
