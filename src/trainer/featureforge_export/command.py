"""The command line: `python3 -m featureforge_export`, started by `featureforge export`."""
from __future__ import annotations

import argparse
import dataclasses
import json
import os
import sys
from typing import Any, Dict, List, Optional, Sequence

import numpy as np

from featureforge_eval import errors
from featureforge_eval.models import CLASSIFIER, Description, load_model
from featureforge_eval.files import is_number, read_regular
from featureforge_eval.samples import ShardSamples
from featureforge_data.terminal import complain, print_lines

from .serving import check_serving, choose_serving

_LARGEST_MODEL = (1 << 31) - 1
"""Bytes of the largest model: protocol buffers end there."""

_EXAMPLE = """examples:
  featureforge export runs/first --out face.onnx
  featureforge export runs/first --int8 --calibration shards --data shards --split test --out face-int8.onnx
  featureforge export --check face-int8.onnx
  featureforge export --try face.onnx --photos photos --out found.png

The graph takes RGB pixels uint8 [1, height, width, 3] as they are and gives probabilities (and offsets). Recipe, labels, anchors, preprocessing and
golden vectors travel in its metadata. It is written only after the ONNX checker and ONNX Runtime agreed with the trainer's own outputs.
A photo that cannot be read is named with the reason, and --try goes on without it.
Exit codes: 0 done; 1 the model or the data has a problem, or photos of --try could not be read; 2 the command is wrong."""


def parser() -> argparse.ArgumentParser:
    """The options, with their defaults and an example."""
    options = argparse.ArgumentParser("featureforge export", description="Writes a trained model as ONNX.", epilog=_EXAMPLE, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", metavar="MODEL", help="folder that featureforge train wrote; --model says the same")
    options.add_argument("--model", metavar="DIR", help=argparse.SUPPRESS)
    options.add_argument("--out", metavar="FILE", help="the .onnx file")
    options.add_argument("--recipe", metavar="FILE", help="recipe of the shards, for the serving preprocessing where their manifest is of an older engine and does not say it")
    options.add_argument("--int8", action="store_true", help="round weights and activations to 8 bits (QDQ)")
    options.add_argument("--calibration", metavar="SHARDS", help="shards whose pictures give the ranges of the activations (--int8)")
    options.add_argument("--calibration-split", default="train", metavar="NAME", help="split of those shards (default: %(default)s)")
    options.add_argument("--calibration-pictures", type=int, default=128, metavar="N", help="most pictures used (default: %(default)s)")
    options.add_argument("--data", metavar="SHARDS", help="shards to compare AP or AUC on: of the trainer's model and of the exported one")
    options.add_argument("--split", default="test", help="split of those shards (default: %(default)s)")
    options.add_argument("--limit", type=int, metavar="N", help="only the first samples of --data")
    options.add_argument("--golden", metavar="SHARDS", help="take the golden vectors' pictures from shards (default: drawn ones, which show nobody)")
    options.add_argument("--golden-vectors", type=int, default=2, metavar="N", help="how many (default: %(default)s)")
    options.add_argument("--dynamic-batch", action="store_true", help="let the graph take any number of pictures (default: 1)")
    options.add_argument("--no-check", action="store_true", help="write the model without running it in ONNX Runtime")
    options.add_argument("--check", metavar="FILE", help="only check a model that was exported before: its golden vectors in this machine's ONNX Runtime")
    options.add_argument("--try", dest="tried", metavar="FILE", help="only run an exported model on photos and write what it finds as a contact sheet, --out sheet.png")
    options.add_argument("--photos", metavar="DIR", help="photos for --try; the first 24 are shown")
    options.add_argument("--threshold", type=float, metavar="P", help="least score that --try draws (default: the one chosen in training)")
    options.add_argument("--threads", type=int, help="threads (default: all cores)")
    options.add_argument("--json", action="store_true", help="print the report as JSON")
    return options


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the command. Gives the exit code."""
    options = parser()
    given = options.parse_args(arguments)
    given.model = given.model or given.folder
    if given.model is None and given.check is None and given.tried is None:
        options.print_help()
        return 0 if not (arguments if arguments is not None else sys.argv[1:]) else 2
    try:
        _require_modules()
        report = _try_file(given) if given.tried is not None else _check_file(given.check) if given.check is not None else _export(given)
    except Exception as error:
        # The reader and the trainer have typed errors of their own; anything else is a fault of the program and keeps its trace.
        if not hasattr(error, "advice"):
            raise
        return _complain(str(error), int(getattr(error, "exit_code", 1)))
    except KeyboardInterrupt:
        return _complain("stopped", 1)
    print_lines([json.dumps(report)] if given.json else _tried_text(report) if given.tried is not None else _text(report))
    if report.get("failed"):
        return _complain(f"{report['failed']} of {len(report['photos'])} photos could not be read; the reasons stand beside their names", 1)
    return 0


def _complain(text: str, code: int) -> int:
    complain("featureforge export", text)
    return code


def _require_modules() -> None:
    for name, package in (("torch", "python3-torch"), ("onnx", "python3-onnx")):
        try:
            __import__(name)
        except ImportError:
            raise errors.missing_module(name, "exports models", package) from None


def _export(given: argparse.Namespace) -> Dict[str, Any]:
    from .export import ExportOptions, export

    _check_options(given)
    module, description = load_model(given.model)
    _check_document(description, os.path.join(given.model, "model.json"))
    if given.recipe is not None:
        serving = choose_serving(description.document.get("serving"), given.recipe, (description.width, description.height))
        description = dataclasses.replace(description, document={**description.document, "serving": serving})
    classifier = description.kind == CLASSIFIER
    _set_threads(given.threads)
    calibration = ShardSamples(given.calibration, given.calibration_split, classifier, given.calibration_pictures) if given.int8 else None
    golden = _pictures(ShardSamples(given.golden, given.split, classifier, given.golden_vectors)) if given.golden else None
    data = ShardSamples(given.data, given.split, classifier, given.limit) if given.data else None
    model, report = export(module, description, ExportOptions(calibration, golden, given.golden_vectors, data, given.dynamic_batch, not given.no_check, given.threads or 0))
    folder = os.path.dirname(os.path.abspath(given.out))
    os.makedirs(folder, exist_ok=True)
    partial = f"{given.out}.partial"
    with open(partial, "wb") as file:
        file.write(model)
    os.replace(partial, given.out)
    return {"file": given.out, "bytes": len(model), "preprocessing": description.document.get("serving"), **report}


def _check_document(description: Description, path: str) -> None:
    """What the model folder states and the exported file repeats as it stands."""
    threshold, stated = description.document.get("threshold"), description.document.get("serving")
    if threshold is not None and not is_number(threshold, 0, 1):
        raise errors.wrong_model(path, "threshold", threshold, "a number of 0 to 1, or null")
    if stated is not None:
        check_serving(stated, (description.width, description.height), path)


def _check_options(given: argparse.Namespace) -> None:
    if given.folder is not None and given.folder != given.model:
        raise errors.wrong_argument("--model", given.model, f"the same folder as before it, {given.folder}, or one of the two only")
    if given.out is None:
        raise errors.wrong_argument("--out", "missing", "a file name, for example model.onnx")
    if os.path.isdir(given.out):
        raise errors.wrong_argument("--out", given.out, "a file, not a folder")
    if given.int8 and given.calibration is None:
        raise errors.wrong_argument("--calibration", "missing", "shards with --int8")
    if given.calibration is not None and not given.int8:
        raise errors.wrong_argument("--calibration", given.calibration, "--int8 beside it")
    for option, value, least in (("--calibration-pictures", given.calibration_pictures, 1), ("--golden-vectors", given.golden_vectors, 1),
                                 ("--limit", given.limit, 1), ("--threads", given.threads, 1)):
        if value is not None and not least <= value <= 100_000:
            raise errors.wrong_argument(option, value, f"{least} to 100000")


def _pictures(samples: ShardSamples) -> np.ndarray:
    pictures: List[np.ndarray] = [sample.picture for sample in samples]
    if not pictures:
        raise errors.no_samples(samples.path, samples.split)
    return np.stack(pictures)


def _set_threads(threads: Optional[int]) -> None:
    import torch

    torch.set_num_threads(threads or os.cpu_count() or 1)


def _check_file(path: str) -> Dict[str, Any]:
    from . import metadata
    from .checking import check_golden
    from .sessions import open_session

    model = _read_model(path)
    values = metadata.read(model)
    if "golden" not in values:
        raise errors.EvaluationError("The model carries no golden vectors", path, "Name a file that featureforge export wrote")
    session = open_session(model)
    try:
        return {"file": path, "bytes": len(model), "runtime": session.runtime, "goldenToleranceUsed": check_golden(session, values),
                "recipeFingerprint": values.get("recipe_fingerprint", "")}
    finally:
        session.close()


def _read_model(path: str) -> bytes:
    try:
        return read_regular(path, _LARGEST_MODEL)
    except (OSError, ValueError) as error:
        raise errors.EvaluationError(f"The model cannot be read ({getattr(error, 'strerror', None) or error})", path, "Name a file that featureforge export wrote") from None


def _try_file(given: argparse.Namespace) -> Dict[str, Any]:
    from .trying import TryOptions, try_model

    for option, value in (("--photos", given.photos), ("--out", given.out)):
        if value is None:
            raise errors.wrong_argument(option, "missing", "a folder of photos and a sheet.png to write beside --try")
    if not given.out.lower().endswith(".png"):
        raise errors.wrong_argument("--out", given.out, "the name of a .png file beside --try")
    if given.threshold is not None and not 0 <= given.threshold <= 1:
        raise errors.wrong_argument("--threshold", given.threshold, "0 to 1")
    return {"file": given.tried, **try_model(_read_model(given.tried), TryOptions(given.photos, given.out, given.threshold, given.threads or 0))}


def _tried_text(report: Dict[str, Any]) -> List[str]:
    lines = []
    for row in report["photos"]:
        found = ", ".join(found["label"] for found in row["found"])
        lines.append(f"{row['photo']}: cannot be read: {row['problem']}" if "problem" in row else f"{row['photo']}: {row['answer']}{': ' if found else ''}{found}")
    shown = len(report["photos"]) - report["failed"]
    if shown:
        lines.append(f"{shown} photos in {report['runtime']}, {report['millisecondsPerPhoto']:.1f} ms each (median; {report['millisecondsHold']}), "
                     f"boxes with a score from {report['threshold']:.2f}")
    return [*lines, f"the contact sheet is {report['sheet']}"]


def _text(report: Dict[str, Any]) -> List[str]:
    lines = [f"{report['file']}: {report['bytes'] / 1e6:.2f} MB"]
    if report.get("runtime"):
        lines.append(f"golden vectors hold in {report['runtime']}, {100 * report['goldenToleranceUsed']:.2g} % of the tolerance used")
    elif "runtime" in report:
        lines.append("not run in ONNX Runtime (--no-check)")
    if "preprocessing" in report and report["preprocessing"] is None:
        lines.append("preprocessing is not stated: the manifest of the model's shards is of an engine that did not write it; name their recipe with --recipe")
    for heading, rows in report.get("differences", {}).items():
        lines += [f"{heading}: {row['output']} differ by {row['greatest']:.3g} at most, {row['rootMeanSquare']:.3g} root mean square" for row in rows]
    for name, values in report.get("quality", {}).items():
        lines.append(f"{_shown(name, report)}: " + ", ".join(f"{metric} {value:.4f}" for metric, value in values.items()))
    for name, milliseconds in report.get("milliseconds", {}).items():
        note = "; no time of int8, the rounding is simulated in float" if _is_simulated(name, report) else ""
        lines.append(f"{_shown(name, report)}: {milliseconds:.2f} ms per photo, median ({report['millisecondsHold']}{note})")
    return lines


def _is_simulated(name: str, report: Dict[str, Any]) -> bool:
    return report.get("type") == "int8" and name == "exported, in PyTorch"


def _shown(name: str, report: Dict[str, Any]) -> str:
    return "int8, simulated in PyTorch" if _is_simulated(name, report) else name
