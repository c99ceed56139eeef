"""Models to evaluate: what a model folder says, and the forward pass."""
from __future__ import annotations

import dataclasses
import hashlib
import io
import math
import os
from typing import Any, Dict, List, Optional, Protocol, Sequence, Tuple

import numpy as np
from featureforge_data.bounds import LARGEST_ANCHOR_COUNT

from . import errors
from .files import is_count, is_number, is_text, open_regular, read_json, read_regular

DETECTOR = "detector"
CLASSIFIER = "classifier"
# Bounds of what a model says of itself.
LARGEST_SIDE = 8192
LARGEST_ANCHOR_EDGE = 16.0
MOST_LABELS = 10_000
LARGEST_LABEL = 1000
LARGEST_VARIANCE = 100.0
_MOST_IGNORED = 10_000
_NETWORK_BOUNDS = {"widthMultiplier": (0.1, 8), "fineLevels": (0, 8), "dropout": (0, 1)}
"""Of the numbers that memory is taken by when the network is built, as `featureforge train` takes them."""
_DESCRIPTION, _WEIGHTS = "model.json", "best.pt"
_LARGEST_HEADER = 4096


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
            try:
                outputs = self._module(images)
            except RuntimeError as error:
                raise errors.failed_pass((str(error).splitlines() or ["no reason given"])[0][:200]) from None
            if self._kind == CLASSIFIER:
                return (_finite("class scores", torch.softmax(outputs, dim=-1).numpy()),)
            return _finite("class scores", torch.softmax(outputs[0], dim=-1).numpy()), _finite("offsets", outputs[1].numpy())


def _finite(name: str, values: np.ndarray) -> np.ndarray:
    if not np.isfinite(values).all():
        raise errors.not_finite(name)
    return values


def load_model(folder: str) -> Tuple[Any, Description]:
    """The seam to the trainer: module (torch.nn.Module in evaluation mode) and description of a model folder."""
    description = read_description(folder)
    try:
        import featureforge_train
    except ImportError as error:
        raise errors.missing_module(error.name or "featureforge_train", "rebuilds the model", "python3-torch, and put src/trainer on PYTHONPATH") from None
    try:
        # PyTorch would wait for a pipe without end.
        open_regular(os.path.join(folder, _WEIGHTS)).close()
    except OSError as error:
        raise errors.no_model(folder, f"A readable {_WEIGHTS} ({error.strerror})") from None
    try:
        module, _ = featureforge_train.load_model(folder)
    except Exception as error:
        # The trainer has typed errors of its own; whatever else building a network out of hostile numbers ends in (OverflowError, MemoryError) is the folder's fault.
        if hasattr(error, "advice"):
            raise
        raise errors.wrong_model(os.path.join(folder, _DESCRIPTION), "the network", f"{type(error).__name__}: {error}"[:160], "one that can be built") from None
    return module.eval(), description


def read_description(folder: str) -> Description:
    """model.json and anchors.npy of a model folder, checked."""
    path = os.path.join(folder, _DESCRIPTION)
    try:
        document = read_json(path)
    except FileNotFoundError:
        raise errors.no_model(folder, "model.json") from None
    except OSError as error:
        raise errors.no_model(folder, f"A readable model.json ({error.strerror})") from None
    except ValueError as error:
        raise errors.wrong_model(path, "the document", str(error), "JSON") from None
    if not isinstance(document, dict):
        raise errors.wrong_model(path, "the document", type(document).__name__, "a JSON object")
    kind = document.get("kind")
    if kind not in (DETECTOR, CLASSIFIER):
        raise errors.wrong_model(path, "kind", kind, f"{DETECTOR} or {CLASSIFIER}")
    size = document.get("input")
    if not isinstance(size, list) or len(size) != 2 or not all(is_count(side, 1, LARGEST_SIDE) for side in size):
        raise errors.wrong_model(path, "input", size, f"[width, height] of 1 to {LARGEST_SIDE} pixels")
    for field, (low, high) in _NETWORK_BOUNDS.items():
        if field in document and not is_number(document[field], low, high):
            raise errors.wrong_model(path, field, document[field], f"a number of {low:g} to {high:g}")
    anchors = _read_anchors(folder) if kind == DETECTOR else None
    return Description(
        kind, size[0], size[1], _class_names(path, document), _ignored_names(path, document), anchors,
        _variances(path, document), _identity(folder, document), document)


def _class_names(path: str, document: Dict[str, Any]) -> Tuple[str, ...]:
    names: List[str] = []
    stated = document.get("classes")
    for entry in stated if isinstance(stated, list) else []:
        name = entry.get("name") if isinstance(entry, dict) else entry
        if not is_text(name, LARGEST_LABEL):
            raise errors.wrong_model(path, "classes", entry, f"label names of 1 to {LARGEST_LABEL} characters")
        names.append(name)
    if not 1 <= len(names) <= MOST_LABELS or len(set(names)) != len(names):
        raise errors.wrong_model(path, "classes", stated, f"1 to {MOST_LABELS} label names, each once")
    return tuple(names)


def _ignored_names(path: str, document: Dict[str, Any]) -> Tuple[str, ...]:
    stated = document.get("ignoredLabels") or []
    if not isinstance(stated, list) or len(stated) > _MOST_IGNORED or not all(is_text(name, LARGEST_LABEL) for name in stated):
        raise errors.wrong_model(path, "ignoredLabels", stated, f"at most {_MOST_IGNORED} label names")
    return tuple(stated)


def _variances(path: str, document: Dict[str, Any]) -> Tuple[float, float]:
    values = document.get("variances", [0.1, 0.2])
    if not isinstance(values, list) or len(values) != 2 or not all(is_number(value, math.ulp(0.0), LARGEST_VARIANCE) for value in values):
        raise errors.wrong_model(path, "variances", values, f"two numbers above 0, at most {LARGEST_VARIANCE:g}")
    return float(values[0]), float(values[1])


def usable_anchors(anchors: np.ndarray) -> bool:
    """Whether boxes can be decoded with anchors [n, 4]: 1 to 4,000,000 of them, finite, at most 16 pictures wide or away, with sides above 0."""
    return 1 <= len(anchors) <= LARGEST_ANCHOR_COUNT and bool((np.abs(anchors) <= LARGEST_ANCHOR_EDGE).all() and (anchors[:, 2:] > 0).all())


def _read_anchors(folder: str) -> np.ndarray:
    path = os.path.join(folder, "anchors.npy")
    try:
        # Bytes first: a header that states more values than the file has must not be given memory.
        anchors = np.load(io.BytesIO(read_regular(path, LARGEST_ANCHOR_COUNT * 16 + _LARGEST_HEADER)), allow_pickle=False)
    except OSError:
        raise errors.no_model(folder, "anchors.npy") from None
    except Exception as error:
        # NumPy parses the header as Python, and what can be wrong with that has many types.
        raise errors.wrong_model(path, "the array", str(error)[:160], "float32 [anchors, 4]") from None
    if not isinstance(anchors, np.ndarray) or anchors.ndim != 2 or anchors.shape[1] != 4 or anchors.dtype != np.float32:
        raise errors.wrong_model(path, "the array", f"{getattr(anchors, 'dtype', 'an archive')} {list(getattr(anchors, 'shape', ()))}", "float32 [anchors, 4]")
    if not usable_anchors(anchors):
        raise errors.wrong_model(path, "the array", list(anchors.shape),
                                 f"1 to {LARGEST_ANCHOR_COUNT} anchors, finite, at most {LARGEST_ANCHOR_EDGE:g} pictures large, with sides above 0")
    return anchors


def _identity(folder: str, document: Dict[str, Any]) -> Dict[str, Any]:
    identity = {name: document[name] for name in ("recipeFingerprint", "engineVersion", "seed", "backbone") if name in document}
    weights = os.path.join(folder, _WEIGHTS)
    if os.path.isfile(weights):
        digest = hashlib.sha256()
        with open_regular(weights) as file:
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
        identity["weightsSha256"] = digest.hexdigest()
    return identity
