"""What a model says about itself: metadata properties under `featureforge.`, each text or JSON. README.md lists the keys."""
from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import Any, Dict, List, Sequence

import numpy as np
import onnx

from featureforge_eval import errors
from featureforge_eval.models import DETECTOR, Description
from featureforge_eval.settings import DetectionSettings

from .golden import Tolerance, pack
from .graph import INPUT, output_names
from .quantise import ActivationRange

PREFIX = "featureforge."
FORMAT_VERSION = "1"


def describe(description: Description, dynamic_batch: bool) -> Dict[str, str]:
    """Everything but golden vectors and quantisation."""
    document = description.document
    batch: Any = "any" if dynamic_batch else 1
    values: Dict[str, Any] = {
        "format": FORMAT_VERSION, "kind": description.kind, "recipe_fingerprint": str(description.identity.get("recipeFingerprint") or ""),
        "engine_version": str(description.identity.get("engineVersion") or ""), "weights_sha256": str(description.identity.get("weightsSha256") or ""),
        "seed": str(description.identity.get("seed", "")), "backbone": str(description.identity.get("backbone") or ""),
        "input": {"name": INPUT, "type": "uint8", "layout": "NHWC", "channels": "RGB", "range": [0, 255], "batch": batch,
                  "height": description.height, "width": description.width},
        "preprocessing": document.get("serving"),
        "labels": [{"id": number, "name": name} for number, name in enumerate(description.classes, 1 if description.kind == DETECTOR else 0)],
        "outputs": _outputs(description, batch), "threshold": document.get("threshold"),
    }
    if description.kind == DETECTOR:
        values.update(_anchor_values(description))
    return {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()}


def _outputs(description: Description, batch: Any) -> List[Dict[str, Any]]:
    if description.kind != DETECTOR:
        return [{"name": "scores", "shape": [batch, len(description.classes)], "meaning": "probability of each label, in the order of their ids"}]
    anchors = len(description.anchors)
    return [{"name": "scores", "shape": [batch, anchors, len(description.classes) + 1], "meaning": "probability of background (column 0) and of each label (column id)"},
            {"name": "offsets", "shape": [batch, anchors, 4], "meaning": "tx ty tw th of each anchor"}]


def _anchor_values(description: Description) -> Dict[str, Any]:
    anchors, stated = description.anchors, description.document.get("anchors")
    stated = stated if isinstance(stated, dict) else {}
    settings = DetectionSettings()
    return {
        "anchor_set": {"name": stated.get("name"), "sha256": stated.get("sha256"), "count": len(anchors),
                       **({"levels": stated["levels"]} if "levels" in stated else {}), "boxesSha256": hashlib.sha256(anchors.astype("<f4").tobytes()).hexdigest(),
                       "order": "centre x, centre y, width, height in shares of the picture; float32 little-endian, zlib, base64"},
        "anchors": pack(anchors.astype(np.float32)),
        "decoding": {"variances": list(description.variances),
                     "boxes": "cx = anchor cx + tx v0 anchor width; width = anchor width exp(tw v1); likewise y and height; clipped to the picture",
                     "suppressionIoU": settings.overlap, "candidates": settings.candidates, "detections": settings.detections},
    }


def quantisation(ranges: Sequence[ActivationRange], pictures: int, source: str) -> Dict[str, str]:
    """How an int8 model was rounded. pictures: how many calibrated it. source: recipe fingerprint of their shards."""
    return {"quantisation": json.dumps({
        "scheme": "QDQ", "weights": "int8, symmetric, per output channel", "activations": "uint8, per tensor, least and greatest value seen", "calibrationPictures": pictures,
        "calibrationRecipeFingerprint": source, "ranges": [dataclasses.asdict(activation) for activation in ranges]})}


def golden(vectors: Sequence[Dict[str, Any]], tolerances: Dict[str, Tolerance]) -> Dict[str, str]:
    """Golden vectors with the tolerance that each output holds to."""
    return {"golden": json.dumps({"tolerance": {name: dataclasses.asdict(tolerance) for name, tolerance in tolerances.items()}, "vectors": list(vectors)}, separators=(",", ":"))}


def write(model: Any, values: Dict[str, str]) -> None:
    """Puts properties into a model, in the order of their keys."""
    del model.metadata_props[:]
    for name in sorted(values):
        model.metadata_props.add(key=PREFIX + name, value=values[name])


def read(model: bytes) -> Dict[str, str]:
    """The properties of a model, without the prefix."""
    try:
        parsed = onnx.load_model_from_string(model)
    except Exception as error:
        # protobuf has an exception of its own for each of its versions.
        raise errors.EvaluationError(f"The file is no ONNX model ({type(error).__name__})", "The model", "Name a file that featureforge export wrote") from None
    if _names_other_files(parsed):
        raise errors.EvaluationError("The model has weights in other files, which a runtime would open by the names it states", "The model",
                                     "Name a file that featureforge export wrote: it holds all of its weights")
    # Text that is no UTF-8 comes out as bytes.
    values = {entry.key[len(PREFIX):]: entry.value for entry in parsed.metadata_props if isinstance(entry.key, str) and entry.key.startswith(PREFIX)}
    for name, value in values.items():
        if not isinstance(value, str):
            raise errors.wrong_metadata(name, value, "text in UTF-8")
    return values


def _names_other_files(parsed: Any) -> bool:
    """Whether any tensor, of subgraphs and functions too, lies in another file."""
    left: List[Any] = [parsed]
    while left:
        message = left.pop()
        if message.DESCRIPTOR.name == "TensorProto":
            if message.data_location == onnx.TensorProto.EXTERNAL or message.external_data:
                return True
            continue
        for field, value in message.ListFields():
            if field.message_type is not None:
                left.extend([value] if hasattr(value, "DESCRIPTOR") else value)
    return False
