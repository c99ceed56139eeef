"""Shows what an exported model finds in photos: everything comes from the file, as on a device, and a contact sheet of the answers comes out."""
from __future__ import annotations

import dataclasses
import os
import statistics
import time
from typing import Any, Dict, List, Sequence, Tuple

import numpy as np

from featureforge_eval import errors
from featureforge_eval.detection import Detections, detect
from featureforge_eval.models import CLASSIFIER, Description
from featureforge_eval.settings import DetectionSettings
from featureforge_eval.timing import FORWARD, WITH_BOXES

from . import metadata, stated
from .photos import ServedPhoto, serve_photo
from .sessions import SessionPredictor, open_session
from .sheet import Cell, shrunk, write_sheet

ENDINGS = (".jpg", ".jpeg", ".jpe", ".png", ".webp")


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
    """Runs a model on photos and writes the sheet. Gives the report; photos that cannot be read are in it with their reason. Raises EvaluationError."""
    description, serving = stated.describe(metadata.read(model))
    threshold = _threshold(description, options.threshold)
    paths = photo_paths(options.photos, options.most)
    session = open_session(model, options.threads)
    cells, rows, times = [], [], []
    try:
        predictor = SessionPredictor(session, description)
        for path in paths:
            name = os.path.relpath(path, options.photos).replace(os.sep, "/")
            try:
                served = serve_photo(path, serving)
            except errors.PhotoError as error:
                cells.append(Cell(None, (), f"{name}: {error.reason}"))
                rows.append({"photo": name, "found": [], "answer": None, "problem": error.reason})
                continue
            started = time.perf_counter()
            boxes, answer = _answer(predictor, description, served, threshold)
            times.append(time.perf_counter() - started)
            cells.append(shrunk(served.photo, boxes, f"{name}: {answer}"))
            rows.append({"photo": name, "found": [{"box": [round(float(edge), 1) for edge in box], "label": text} for box, text in boxes], "answer": answer})
    finally:
        session.close()
    _write(cells, options.sheet)
    return {"sheet": options.sheet, "photos": rows, "failed": len(rows) - len(times), "threshold": threshold, "runtime": session.runtime,
            "millisecondsPerPhoto": 1000 * statistics.median(times) if times else None,
            "millisecondsHold": FORWARD if description.kind == CLASSIFIER else WITH_BOXES, "preprocessing": serving}


def photo_paths(folder: str, most: int) -> List[str]:
    """The first photos of a folder, searched at any depth, in ordinal order of their paths."""
    found = sorted(os.path.join(place, name) for place, _, names in os.walk(folder) for name in names if name.lower().endswith(ENDINGS))
    if not found:
        raise errors.EvaluationError("There is no photo", folder, f"Name a folder with {' '.join(ENDINGS)} files")
    return found[:most]


def _threshold(description: Description, given: Any) -> float:
    chosen = description.document["threshold"]
    return float(given) if given is not None else float(chosen) if chosen is not None else 0.5


def _answer(predictor: SessionPredictor, description: Description, served: ServedPhoto, threshold: float) -> Tuple[Sequence[Tuple[np.ndarray, str]], str]:
    """Boxes in pixels of the photo with their texts, and the answer in words."""
    if description.kind == CLASSIFIER:
        scores = predictor(served.picture[None])[0][0]
        best = int(np.argmax(scores))
        return (), f"{description.classes[best]} {scores[best]:.2f}"
    found: Detections = detect(predictor, description, served.picture[None], DetectionSettings())[0]
    kept = found.scores >= threshold
    boxes: Sequence[np.ndarray] = list(served.to_photo(found.boxes[kept]))
    texts = [f"{description.classes[number]} {score:.2f}" for number, score in zip(found.classes[kept], found.scores[kept])]
    return tuple(zip(boxes, texts)), f"{len(boxes)} found"


def _write(cells: Sequence[Cell], path: str) -> None:
    try:
        write_sheet(cells, path)
    except OSError as error:
        raise errors.EvaluationError(f"The contact sheet cannot be written ({error.strerror})", path, "Choose another --out, or make room") from None
