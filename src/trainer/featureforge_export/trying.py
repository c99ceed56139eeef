"""Shows what an exported model finds in photos: everything comes from the file, as on a device, and a contact sheet of the answers comes out."""
from __future__ import annotations

import dataclasses
import json
import os
import statistics
import time
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

from featureforge_eval import errors
from featureforge_eval.detection import Detections, detect
from featureforge_eval.models import CLASSIFIER, DETECTOR, Description
from featureforge_eval.settings import DetectionSettings

from . import metadata
from .golden import unpack
from .photos import ServedPhoto, serve_photo
from .sessions import SessionPredictor, open_session
from .sheet import Cell, write_sheet

ENDINGS = (".jpg", ".jpeg", ".jpe", ".png", ".webp")
LARGEST_SIDE = 8192
LARGEST_ANCHORS = 1 << 24


@dataclasses.dataclass(frozen=True)
class TryOptions:
    """photos: folder, searched at any depth, the first in ordinal order are shown. sheet: the PNG to write. threshold: least score drawn, None for the one
    that training chose. threads: of ONNX Runtime, 0 lets it choose. most: photos shown."""

    photos: str
    sheet: str
    threshold: Any = None
    threads: int = 0
    most: int = 24


def try_model(model: bytes, options: TryOptions) -> Dict[str, Any]:
    """Runs a model on photos and writes the sheet. Gives the report. Raises EvaluationError."""
    values = metadata.read(model)
    description, serving = describe_model(values)
    threshold = _threshold(description, options.threshold)
    session = open_session(model, options.threads)
    cells, rows, times = [], [], []
    try:
        predictor = SessionPredictor(session, description)
        for path in photo_paths(options.photos, options.most):
            served = serve_photo(path, serving)
            name = os.path.relpath(path, options.photos).replace(os.sep, "/")
            started = time.perf_counter()
            answer = _answer(predictor, description, served, threshold)
            times.append(time.perf_counter() - started)
            cells.append(dataclasses.replace(answer, caption=f"{name}: {answer.caption}"))
            rows.append({"photo": name, "found": [{"box": [round(float(edge), 1) for edge in box], "label": text} for box, text in answer.boxes], "answer": answer.caption})
    finally:
        session.close()
    write_sheet(cells, options.sheet)
    return {"sheet": options.sheet, "photos": rows, "threshold": threshold, "runtime": session.runtime, "millisecondsPerPhoto": 1000 * statistics.median(times),
            "preprocessing": serving}


def describe_model(values: Dict[str, str]) -> Tuple[Description, Dict[str, Any]]:
    """The description and the serving part out of a model's metadata."""
    try:
        stated, serving = json.loads(values["input"]), json.loads(values["preprocessing"])
        width, height, kind = int(stated["width"]), int(stated["height"]), values["kind"]
        names = tuple(str(label["name"]) for label in json.loads(values["labels"]))
        threshold = json.loads(values["threshold"])
        sound = 1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE and names and kind in (CLASSIFIER, DETECTOR)
        anchors, variances = None, (0.1, 0.2)
        if kind == DETECTOR:
            anchors = unpack(values["anchors"], np.float32, LARGEST_ANCHORS).reshape(-1, 4)
            variances = tuple(float(value) for value in json.loads(values["decoding"])["variances"])
            sound = sound and len(variances) == 2
    except (KeyError, TypeError, ValueError) as error:
        raise errors.EvaluationError(f"The model's metadata cannot be used ({type(error).__name__}: {error})", "The model", "Name a file that featureforge export wrote") from None
    if not sound:
        raise errors.EvaluationError("The model's metadata has values that cannot be", "The model", "Name a file that featureforge export wrote")
    if serving is None:
        raise errors.EvaluationError("The model does not say its preprocessing: its shards were made by an engine that did not write it", "featureforge.preprocessing",
                                     "Export the model again with --recipe, the recipe of its shards")
    if not isinstance(serving, dict) or serving.get("output") != [width, height]:
        raise errors.EvaluationError(f"The preprocessing is {serving!r:.80}, need one that ends at {width} x {height} pixels", "featureforge.preprocessing",
                                     "Export the model anew")
    return Description(kind, width, height, names, (), anchors, variances, {}, {"threshold": threshold}), serving


def photo_paths(folder: str, most: int) -> List[str]:
    """The first photos of a folder, searched at any depth, in ordinal order of their paths."""
    found = sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names if name.lower().endswith(ENDINGS))
    if not found:
        raise errors.EvaluationError("There is no photo", folder, f"Name a folder with {' '.join(ENDINGS)} files")
    return found[:most]


def _threshold(description: Description, given: Any) -> float:
    stated = description.document["threshold"]
    return float(given) if given is not None else float(stated) if isinstance(stated, (int, float)) and 0 <= stated <= 1 else 0.5


def _answer(predictor: SessionPredictor, description: Description, served: ServedPhoto, threshold: float) -> Cell:
    if description.kind == CLASSIFIER:
        scores = predictor(served.picture[None])[0][0]
        best = int(np.argmax(scores))
        return Cell(served.photo, (), f"{description.classes[best]} {scores[best]:.2f}")
    found: Detections = detect(predictor, description, served.picture[None], DetectionSettings())[0]
    kept = found.scores >= threshold
    boxes: Sequence[np.ndarray] = list(served.to_photo(found.boxes[kept]))
    texts = [f"{description.classes[number]} {score:.2f}" for number, score in zip(found.classes[kept], found.scores[kept])]
    return Cell(served.photo, tuple(zip(boxes, texts)), f"{len(boxes)} found")
