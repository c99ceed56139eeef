"""Checks of an exported model: the rules of ONNX, its own golden vectors, and the trainer's outputs."""
from __future__ import annotations

from typing import Any, Dict, List, Sequence

import numpy as np
import onnx

from featureforge_eval import errors
from featureforge_eval.models import Description, Predictor

from . import metadata, stated
from .golden import excess, read_tolerance, read_vector
from .graph import INPUT, OPSET
from .sessions import Session


def check_rules(model: Any) -> None:
    """The ONNX checker with shape inference, and no operators but the standard ones. Raises EvaluationError."""
    try:
        onnx.checker.check_model(model, full_check=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as error:
        raise errors.EvaluationError(f"The ONNX checker refuses the model: {str(error).splitlines()[0][:200]}", "The export", "Report it with model.json") from None
    domains = {entry.domain: entry.version for entry in model.opset_import}
    if any(domains) or domains.get("", 0) < OPSET:
        raise errors.EvaluationError(f"The model needs operator sets {domains}", "The export", f"Only standard operators of version {OPSET} or later can be served")


def check_golden(session: Session, values: Dict[str, str]) -> float:
    """Runs the golden vectors of a model's metadata. Gives the greatest share of the tolerance used. Raises EvaluationError where one does not hold."""
    document = stated.member(values, "golden")
    try:
        tolerances = {name: read_tolerance(rule) for name, rule in document["tolerance"].items()}
        vectors = [(read_vector(vector), [(str(output["name"]), output, tolerances[output["name"]]) for output in vector["outputs"]]) for vector in document["vectors"]]
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError) as error:
        raise errors.wrong_metadata("golden", values["golden"], f"tolerances and vectors ({type(error).__name__}: {error})") from None
    if not vectors or not all(outputs for _, outputs in vectors):
        raise errors.wrong_metadata("golden", values["golden"], "at least one vector with its outputs")
    worst = 0.0
    for number, (pixels, outputs) in enumerate(vectors):
        results = session.run({INPUT: pixels}, [name for name, _, _ in outputs])
        for (name, output, tolerance), result in zip(outputs, results):
            share = excess(output, result, tolerance)
            worst = max(worst, share)
            if share > 1:
                raise errors.EvaluationError(
                    f"Golden vector {number}, output {name}: {share:.3g} times the tolerance off", session.runtime,
                    "This runtime computes otherwise than the trainer; do not serve the model with it")
    return worst


def compare(first: Predictor, second: Predictor, pictures: np.ndarray, names: Sequence[str]) -> List[Dict[str, Any]]:
    """Greatest and root mean square difference of each output of two predictors on pictures uint8 [n, height, width, 3]."""
    rows = []
    for name, left, right in zip(names, first(pictures), second(pictures)):
        difference = left.astype(np.float64) - right.astype(np.float64)
        rows.append({"output": name, "greatest": float(np.abs(difference).max()), "rootMeanSquare": float(np.sqrt((difference ** 2).mean()))})
    return rows


def check_description(description: Description, values: Dict[str, str]) -> None:
    """That the metadata of a written model says what the model folder says. Raises EvaluationError."""
    for name, value in metadata.describe(description, '"any"' in values.get("input", "")).items():
        if values.get(name) != value:
            raise errors.EvaluationError(f"The written model says {values.get(name)!r:.80} for {name}, not {value!r:.80}", "The export", "Report it with model.json")
