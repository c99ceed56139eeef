"""From a model in memory to the bytes of a checked ONNX file."""
from __future__ import annotations

import dataclasses
from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import numpy as np
import onnx
import torch

from featureforge_eval import Evaluator, Settings, ShardSamples
from featureforge_eval.detection import batches, detect
from featureforge_eval.models import DETECTOR, Description, Predictor, TorchPredictor
from featureforge_eval.settings import DetectionSettings
from featureforge_eval.timing import FORWARD, WITH_BOXES, milliseconds_per_photo

from . import checking, golden, metadata
from .graph import export_graph, output_names
from .quantise import quantise
from .sessions import SessionPredictor, open_session
from .stored_int8 import store_integers

_CALIBRATION_BATCH = 8
_COMPARED_PICTURES = 8


@dataclasses.dataclass(frozen=True)
class ExportOptions:
    """calibration: samples for int8, None for float. golden: pictures uint8 [n, height, width, 3] of the golden vectors, None for `vectors` drawn ones.
    data: samples to compare AP or AUC on. check: run the model in ONNX Runtime. threads: of that runtime, 0 lets it choose."""

    calibration: Optional[ShardSamples] = None
    golden: Optional[np.ndarray] = None
    vectors: int = 2
    data: Optional[ShardSamples] = None
    dynamic_batch: bool = False
    check: bool = True
    threads: int = 0


def export(module: torch.nn.Module, description: Description, options: ExportOptions) -> Tuple[bytes, Dict[str, Any]]:
    """The ONNX file and the report. module: as load_model gives it. Raises EvaluationError where a check fails."""
    trained = TorchPredictor(module, description.kind)
    exported, values, report = _convert(module, description, options)
    served = TorchPredictor(exported, description.kind)
    pictures = golden.drawn_pictures(description.width, description.height, options.vectors) if options.golden is None else options.golden
    names = output_names(description.kind)
    compared = _compared(description, options, pictures)
    report["differences"], tolerances = {}, {name: golden.FLOAT_TOLERANCE for name in names}
    if options.calibration is not None:
        report["differences"]["int8 from float, in PyTorch"] = checking.compare(served, trained, compared, names)
        tolerances = golden.int8_tolerances(report["differences"]["int8 from float, in PyTorch"])
    values.update(metadata.describe(description, options.dynamic_batch))
    values.update(metadata.golden(golden.make_vectors(pictures, served(pictures), names), tolerances))
    model = onnx.load_model_from_string(export_graph(exported, description, options.dynamic_batch))
    if options.calibration is not None:
        report["weightsStoredAsInt8"], report["biasesStoredAsInt32"] = store_integers(model)
    metadata.write(model, values)
    checking.check_rules(model)
    file = model.SerializeToString()
    checking.check_description(description, metadata.read(file))
    _run(file, served, (description, options, compared), report)
    if not options.check and options.data is not None:
        report["quality"] = {"trained": _quality(trained, description, options.data), "exported, in PyTorch": _quality(served, description, options.data)}
    elif options.data is not None:
        report["quality"] = {"trained": _quality(trained, description, options.data), **report["quality"]}
    return file, report


def _convert(module: torch.nn.Module, description: Description, options: ExportOptions) -> Tuple[torch.nn.Module, Dict[str, str], Dict[str, Any]]:
    if options.calibration is None:
        return module, {"quantisation": '{"scheme": "none"}'}, {"type": "float32"}
    counted: List[int] = []

    def images() -> Iterator[torch.Tensor]:
        for group in batches(options.calibration, description, _CALIBRATION_BATCH):
            counted.append(len(group))
            yield torch.from_numpy(np.stack([sample.picture for sample in group]).transpose(0, 3, 1, 2).astype(np.float32))

    rounded, ranges = quantise(module, images())
    source = str(options.calibration.identity().get("recipeFingerprint", ""))
    return rounded, metadata.quantisation(ranges, sum(counted), source), {"type": "int8", "calibrationPictures": sum(counted), "roundedActivations": len(ranges)}


def _compared(description: Description, options: ExportOptions, pictures: np.ndarray) -> np.ndarray:
    """Pictures to compare outputs on: those of the golden vectors, and real ones where there are some."""
    source = options.data or options.calibration
    real = [source[number].picture for number in range(min(len(source), _COMPARED_PICTURES))] if source is not None else []
    return np.concatenate([pictures, real]) if real else pictures


def _run(file: bytes, served: Predictor, what: Tuple[Description, ExportOptions, np.ndarray], report: Dict[str, Any]) -> None:
    """Runs the file in ONNX Runtime against its golden vectors and against PyTorch."""
    description, options, compared = what
    report["runtime"] = None
    if not options.check:
        return
    session = open_session(file, options.threads)
    try:
        report["runtime"] = session.runtime
        report["goldenToleranceUsed"] = checking.check_golden(session, metadata.read(file))
        predictor = SessionPredictor(session, description)
        report["differences"]["ONNX Runtime from PyTorch"] = checking.compare(predictor, served, compared, output_names(description.kind))
        report["milliseconds"] = {"exported, in ONNX Runtime": _time(predictor, description, compared), "exported, in PyTorch": _time(served, description, compared)}
        report["millisecondsHold"] = WITH_BOXES if description.kind == DETECTOR else FORWARD
        if options.data is not None:
            report["quality"] = {"exported, in ONNX Runtime": _quality(predictor, description, options.data)}
    finally:
        session.close()


def _time(predictor: Predictor, description: Description, pictures: np.ndarray) -> float:
    run: Callable[[np.ndarray], Any] = predictor
    if description.kind == DETECTOR:
        run = lambda picture: detect(predictor, description, picture, DetectionSettings())  # noqa: E731
    timing = milliseconds_per_photo(run, list(pictures))
    return float(timing["medianMilliseconds"]) if timing else float("nan")


def _quality(predictor: Predictor, description: Description, samples: ShardSamples) -> Dict[str, float]:
    """Headline numbers without intervals."""
    result = Evaluator(predictor, description, Settings(draws=0, worst=0, timed=0)).evaluate("quality", samples)
    return {row["name"]: row["value"] for row in result.document["headline"]}
