"""Models to evaluate: what a model folder says, and the forward pass."""
from __future__ import annotations

import dataclasses
import hashlib
import json
import os
from typing import Any, Dict, List, Optional, Protocol, Sequence, Tuple

import numpy as np

from . import errors

DETECTOR = "detector"
CLASSIFIER = "classifier"


@dataclasses.dataclass(frozen=True)
class Description:
    """What is known of a model.

    kind: `detector` or `classifier`. width, height: of the picture it takes, pixels. classes: label names; background is not among them.
    ignored: labels whose objects count neither as hit nor as miss. anchors: float32 [anchors, 4] centre x, centre y, width, height in shares
    (detector). variances: of centres and sides. identity: recipe fingerprint, engine version, seed, SHA-256 of the weights. document: model.json as read.
    """

    kind: str
    width: int
    height: int
    classes: Tuple[str, ...]
    ignored: Tuple[str, ...]
    anchors: Optional[np.ndarray]
    variances: Tuple[float, float]
    identity: Dict[str, Any]
    document: Dict[str, Any]


class Predictor(Protocol):
    """Runs a model on pictures."""

    def __call__(self, pictures: np.ndarray) -> Sequence[np.ndarray]:
        """pictures: uint8 [n, height, width, 3]. Gives probabilities float32 [n, anchors, classes + 1] and offsets [n, anchors, 4], or [n, classes]."""


class TorchPredictor:
    """A module of `featureforge_train` as a :class:`Predictor`: pixels go in as they are, softmax comes after."""

    def __init__(self, module: Any, kind: str) -> None:
        import torch

        # Pictures come with their channels last, and so they stay: no copy, and convolutions that read them in one go.
        self._module = module.eval().to(memory_format=torch.channels_last)
        self._kind = kind

    def __call__(self, pictures: np.ndarray) -> Sequence[np.ndarray]:
        import torch

        with torch.no_grad():
            images = torch.from_numpy(np.require(pictures, requirements="W")).permute(0, 3, 1, 2).float()
            outputs = self._module(images)
            if self._kind == CLASSIFIER:
                return (torch.softmax(outputs, dim=-1).numpy(),)
            return torch.softmax(outputs[0], dim=-1).numpy(), outputs[1].numpy()


def load_model(folder: str) -> Tuple[Any, Description]:
    """The seam to the trainer: module (torch.nn.Module in evaluation mode) and description of a model folder."""
    description = read_description(folder)
    try:
        import featureforge_train
    except ImportError as error:
        raise errors.missing_module(error.name or "featureforge_train", "rebuilds the model", "python3-torch, and put src/trainer on PYTHONPATH") from None
    module, _ = featureforge_train.load_model(folder)
    return module.eval(), description


def read_description(folder: str) -> Description:
    """model.json and anchors.npy of a model folder, checked."""
    path = os.path.join(folder, "model.json")
    try:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
    except OSError:
        raise errors.no_model(folder, "model.json") from None
    except ValueError as error:
        raise errors.wrong_model(path, "the document", str(error), "JSON") from None
    if not isinstance(document, dict):
        raise errors.wrong_model(path, "the document", type(document).__name__, "a JSON object")
    kind = document.get("kind")
    if kind not in (DETECTOR, CLASSIFIER):
        raise errors.wrong_model(path, "kind", kind, f"{DETECTOR} or {CLASSIFIER}")
    size = document.get("input")
    if not isinstance(size, list) or len(size) != 2 or not all(isinstance(side, int) and 1 <= side <= 8192 for side in size):
        raise errors.wrong_model(path, "input", size, "[width, height] of 1 to 8192 pixels")
    anchors = _read_anchors(folder) if kind == DETECTOR else None
    return Description(
        kind, size[0], size[1], _class_names(path, document), tuple(document.get("ignoredLabels") or ()), anchors,
        _variances(path, document), _identity(folder, document), document)


def _class_names(path: str, document: Dict[str, Any]) -> Tuple[str, ...]:
    names: List[str] = []
    for entry in document.get("classes") or []:
        name = entry.get("name") if isinstance(entry, dict) else entry
        if not isinstance(name, str):
            raise errors.wrong_model(path, "classes", entry, "label names")
        names.append(name)
    if not names or len(set(names)) != len(names):
        raise errors.wrong_model(path, "classes", names, "at least one label name, each once")
    return tuple(names)


def _variances(path: str, document: Dict[str, Any]) -> Tuple[float, float]:
    values = document.get("variances", [0.1, 0.2])
    if not isinstance(values, list) or len(values) != 2 or not all(isinstance(value, (int, float)) and value > 0 for value in values):
        raise errors.wrong_model(path, "variances", values, "two numbers above 0")
    return float(values[0]), float(values[1])


def _read_anchors(folder: str) -> np.ndarray:
    path = os.path.join(folder, "anchors.npy")
    try:
        anchors = np.load(path, allow_pickle=False)
    except OSError:
        raise errors.no_model(folder, "anchors.npy") from None
    except ValueError as error:
        raise errors.wrong_model(path, "the array", str(error), "float32 [anchors, 4]") from None
    if anchors.ndim != 2 or anchors.shape[1] != 4 or anchors.dtype != np.float32 or len(anchors) == 0:
        raise errors.wrong_model(path, "the array", f"{anchors.dtype} {list(anchors.shape)}", "float32 [anchors, 4]")
    return anchors


def _identity(folder: str, document: Dict[str, Any]) -> Dict[str, Any]:
    identity = {name: document[name] for name in ("recipeFingerprint", "engineVersion", "seed", "backbone") if name in document}
    weights = os.path.join(folder, "best.pt")
    if os.path.isfile(weights):
        digest = hashlib.sha256()
        with open(weights, "rb") as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
        identity["weightsSha256"] = digest.hexdigest()
    return identity
