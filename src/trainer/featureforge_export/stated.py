"""What the metadata of a model states, every value held against its bounds: a model file comes from anywhere."""
from __future__ import annotations

import math
from typing import Any, Dict, Optional, Tuple

import numpy as np

from featureforge_data.bounds import LARGEST_ANCHOR_COUNT
from featureforge_eval import errors
from featureforge_eval.files import is_count, is_number, is_text, parse_json
from featureforge_eval.models import CLASSIFIER, DETECTOR, LARGEST_LABEL, LARGEST_SIDE, LARGEST_VARIANCE, MOST_LABELS, Description, usable_anchors

from .golden import unpack
from .serving import check_serving

_ANCHOR_BYTES = 16

def describe(values: Dict[str, str]) -> Tuple[Description, Dict[str, Any]]:
    """Description and serving part out of a model's metadata (as metadata.read gives it). Raises EvaluationError."""
    kind = values.get("kind")
    if kind not in (CLASSIFIER, DETECTOR):
        raise errors.wrong_metadata("kind", kind, f"{DETECTOR} or {CLASSIFIER}")
    width, height = _input_size(member(values, "input"))
    names = _label_names(member(values, "labels"), 1 if kind == DETECTOR else 0)
    threshold = member(values, "threshold")
    if threshold is not None and not is_number(threshold, 0, 1):
        raise errors.wrong_metadata("threshold", threshold, "a number of 0 to 1, or null")
    anchors, variances = (_anchors(values), _variances(member(values, "decoding"))) if kind == DETECTOR else (None, (0.1, 0.2))
    serving = member(values, "preprocessing")
    if serving is None:
        raise errors.EvaluationError("The model does not say its preprocessing: its shards were made by an engine that did not write it", "featureforge.preprocessing",
                                     "Export the model again with --recipe, the recipe of its shards")
    return Description(str(kind), width, height, names, (), anchors, variances, {}, {"threshold": threshold}), check_serving(serving, (width, height), "featureforge.preprocessing")


def member(values: Dict[str, str], name: str) -> Any:
    """What a property says that is JSON. Raises EvaluationError where it is missing or none."""
    if name not in values:
        raise errors.wrong_metadata(name, None, "a value")
    try:
        return parse_json(values[name])
    except ValueError as error:
        raise errors.wrong_metadata(name, values[name], f"JSON ({error})") from None


def _input_size(stated: Any) -> Tuple[int, int]:
    sides = (stated.get("width"), stated.get("height")) if isinstance(stated, dict) else (None, None)
    if not all(is_count(side, 1, LARGEST_SIDE) for side in sides):
        raise errors.wrong_metadata("input", stated, f"width and height of 1 to {LARGEST_SIDE}")
    return sides


def _label_names(stated: Any, first: int) -> Tuple[str, ...]:
    if not isinstance(stated, list) or not 1 <= len(stated) <= MOST_LABELS:
        raise errors.wrong_metadata("labels", stated, f"1 to {MOST_LABELS:,} labels")
    for number, label in enumerate(stated, first):
        if not isinstance(label, dict) or not is_count(label.get("id"), number, number) or not is_text(label.get("name"), LARGEST_LABEL):
            raise errors.wrong_metadata("labels", label, f"id {number} and a name of 1 to {LARGEST_LABEL} characters")
    return tuple(label["name"] for label in stated)


def _anchors(values: Dict[str, str]) -> np.ndarray:
    if "anchors" not in values:
        raise errors.wrong_metadata("anchors", None, "those of a detector")
    flat = unpack(values["anchors"], np.float32, LARGEST_ANCHOR_COUNT * _ANCHOR_BYTES, "featureforge.anchors")
    if flat.size == 0 or flat.size % 4 or not usable_anchors(flat.reshape(-1, 4)):
        raise errors.wrong_metadata("anchors", f"{flat.size} numbers", "centre x, centre y, width and height of each, finite and at most 16 pictures, sides above 0")
    return flat.reshape(-1, 4)


def _variances(decoding: Any) -> Tuple[float, float]:
    stated: Optional[Any] = decoding.get("variances") if isinstance(decoding, dict) else None
    if not isinstance(stated, list) or len(stated) != 2 or not all(is_number(value, math.ulp(0.0), LARGEST_VARIANCE) for value in stated):
        raise errors.wrong_metadata("decoding", decoding, f"two variances above 0, at most {LARGEST_VARIANCE:g}")
    return float(stated[0]), float(stated[1])
