"""The command line: `python3 -m featureforge_eval`, started by `featureforge eval`."""
from __future__ import annotations

import argparse
import json
import os
import sys
from typing import List, Optional, Sequence, Tuple

from featureforge_data.terminal import complain, print_lines

from . import errors, results, runs
from .evaluation import Evaluator, SetResult, document_of
from .folding import fold_normalisation
from .light import BACKLIT_RATIO
from .models import CLASSIFIER, Description, TorchPredictor, load_model
from .samples import ShardSamples
from .settings import DetectionSettings, Settings, SizeSettings
from .sizes import ORIGINAL, STORED
from .timing import FORWARD, WITH_BOXES

_EXAMPLE = """examples:
  featureforge eval runs/first --data shards
  featureforge eval runs/first --data clean --also backlit=shards-backlit --also blurred=shards-blurred --split test --out evaluation
  featureforge eval --runs runs

Writes evaluation.json, metrics.csv, curves.csv, report.html and report.png; with --runs runs.json, runs.csv and runs.html.
Exit codes: 0 done; 1 the data or the model has a problem; 2 the command is wrong."""


def parser() -> argparse.ArgumentParser:
    """The options, with their defaults and an example."""
    settings = Settings()
    options = argparse.ArgumentParser("featureforge eval", description="Says how good a model is, on one or more sets of shards.", epilog=_EXAMPLE,
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?", metavar="MODEL", help="folder that featureforge train wrote; --model says the same")
    options.add_argument("--model", metavar="DIR", help=argparse.SUPPRESS)
    options.add_argument("--data", metavar="SHARDS", help="folder of shards")
    options.add_argument("--split", default="test", help="split of the shards (default: %(default)s)")
    options.add_argument("--also", metavar="NAME=SHARDS", action="append", default=[], help="a further set, side by side with the first; may be repeated")
    options.add_argument("--runs", metavar="FOLDER", help="make the table of all runs and evaluations below a folder")
    options.add_argument("--out", metavar="DIR", help="folder for the results, made where it is missing (default: evaluation in the model's folder; with --runs that folder)")
    options.add_argument("--minimum-side", type=float, default=0.0, metavar="PX", help="objects with a shorter side below this are ignored (default: all count)")
    options.add_argument("--size-edges", type=float, nargs="*", default=list(settings.size.edges), metavar="PX", help="edges between sizes in the table")
    options.add_argument("--size-space", choices=(STORED, ORIGINAL), default=STORED, help="whose pixels: of the stored picture or of the photo (default: %(default)s)")
    options.add_argument("--images", metavar="DIR", help="folder of the photos (the recipe's source.images), for --size-space original")
    options.add_argument("--letterbox", action="store_true", help="the recipe has letterbox, for --size-space original where the manifest does not say so")
    options.add_argument("--at-precision", type=float, nargs="+", default=list(settings.precisions), metavar="SHARE", help="operating points: recall at these precisions")
    options.add_argument("--at-false-positive-rate", type=float, nargs="+", default=list(settings.false_positive_rates), metavar="SHARE", help="likewise (classifier)")
    options.add_argument("--positive", metavar="LABEL", help="class that a classifier is asked about (default: the last)")
    options.add_argument("--validation-split", default=settings.validation, metavar="NAME", help="split that the classifier's threshold is chosen on (default: %(default)s)")
    options.add_argument("--score", type=float, default=settings.detection.score, help="least score of a detection (default: %(default)s)")
    options.add_argument("--overlap", type=float, default=settings.detection.overlap, metavar="IOU", help="IoU above which the weaker box goes (default: %(default)s)")
    options.add_argument("--detections", type=int, default=settings.detection.detections, help="most detections of a photo (default: %(default)s)")
    options.add_argument("--backlit-ratio", type=float, default=BACKLIT_RATIO, help="subject to surroundings below which a photo is backlit (default: %(default)s)")
    options.add_argument("--bootstrap", type=int, default=settings.draws, metavar="DRAWS", help="draws for the 95 %% intervals, 0 for none (default: %(default)s)")
    options.add_argument("--seed", type=int, default=settings.seed, help="of those draws (default: %(default)s)")
    options.add_argument("--worst", type=int, default=settings.worst, metavar="N", help="samples shown (default: %(default)s)")
    options.add_argument("--batch", type=int, default=settings.batch, help="pictures at a time (default: %(default)s)")
    options.add_argument("--threads", type=int, help="threads of PyTorch (default: all cores)")
    options.add_argument("--limit", type=int, metavar="N", help="only the first samples of each set")
    options.add_argument("--no-report", action="store_true", help="no HTML and PNG, so matplotlib is not needed")
    options.add_argument("--json", action="store_true", help="print evaluation.json (or runs.json) instead of a table")
    return options


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs the command. Gives the exit code."""
    options = parser()
    given = options.parse_args(arguments)
    given.model = given.model or given.folder
    if given.runs is None and given.model is None and given.data is None:
        options.print_help()
        return 0 if not (arguments if arguments is not None else sys.argv[1:]) else 2
    try:
        return _run(given)
    except Exception as error:
        # The reader and the trainer have typed errors of their own; anything else is a fault of the program and keeps its trace.
        if not hasattr(error, "advice"):
            raise
        return _complain(str(error), int(getattr(error, "exit_code", 1)))
    except KeyboardInterrupt:
        return _complain("stopped", 1)


def _complain(text: str, code: int) -> int:
    complain("featureforge eval", text)
    return code


def _run(given: argparse.Namespace) -> int:
    if given.runs is not None:
        return _list_runs(given)
    if given.folder is not None and given.folder != given.model:
        raise errors.wrong_argument("--model", given.model, f"the same folder as before it, {given.folder}, or one of the two only")
    settings = settings_of(given)
    sets = _named_sets(given)
    given.out = given.out or os.path.join(given.model, "evaluation")
    if not given.no_report:
        from .drawing import load_pyplot

        load_pyplot()
    module, description = load_model(given.model)
    fold_normalisation(module)
    _set_threads(given.threads)
    evaluator = Evaluator(TorchPredictor(module, description.kind), description, settings)
    done = [evaluator.evaluate(name, ShardSamples(path, given.split, description.kind == CLASSIFIER, given.limit)) for name, path in sets]
    _write(given, description, settings, done)
    return 0


def settings_of(given: argparse.Namespace) -> Settings:
    """Settings from options, each checked against its rule."""
    _check("--minimum-side", given.minimum_side, 0, 1e6)
    for name, values in (("--at-precision", given.at_precision), ("--at-false-positive-rate", given.at_false_positive_rate)):
        for value in values:
            _check(name, value, 0, 1)
    for name, value, low, high in (
            ("--score", given.score, 0, 1), ("--overlap", given.overlap, 0, 1), ("--detections", given.detections, 1, 100_000), ("--backlit-ratio", given.backlit_ratio, 0, 255),
            ("--bootstrap", given.bootstrap, 0, 100_000), ("--seed", given.seed, 0, 1 << 53), ("--worst", given.worst, 0, 60), ("--batch", given.batch, 1, 4096)):
        _check(name, value, low, high)
    for name, value in (("--limit", given.limit), ("--threads", given.threads)):
        _check(name, 1 if value is None else value, 1, 1e9)
    if sorted(set(given.size_edges)) != given.size_edges or any(edge <= 0 for edge in given.size_edges):
        raise errors.wrong_argument("--size-edges", given.size_edges, "ascending numbers above 0")
    if given.size_space == ORIGINAL and given.images is None:
        raise errors.wrong_argument("--images", "missing", "the folder of the photos with --size-space original")
    size = SizeSettings(given.minimum_side, tuple(given.size_edges), given.size_space, given.images, given.letterbox)
    detection = DetectionSettings(score=given.score, overlap=given.overlap, detections=given.detections)
    return Settings(detection, size, tuple(given.at_precision), tuple(given.at_false_positive_rate), given.positive, given.validation_split, given.backlit_ratio,
                    given.bootstrap, given.seed, given.batch, given.worst)


def _check(option: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise errors.wrong_argument(option, value, f"{low:g} to {high:g}")


def _named_sets(given: argparse.Namespace) -> List[Tuple[str, str]]:
    for option, value in (("--model", given.model), ("--data", given.data)):
        if value is None:
            raise errors.wrong_argument(option, "missing", "a folder")
    sets = [(given.split, given.data)]
    for text in given.also:
        name, equals, path = text.partition("=")
        if not equals or not name or not path:
            raise errors.wrong_argument("--also", text, "NAME=SHARDS")
        if name in dict(sets):
            raise errors.wrong_argument("--also", text, f"a name of its own; '{name}' is taken")
        sets.append((name, path))
    return sets


def _set_threads(threads: Optional[int]) -> None:
    import torch

    torch.set_num_threads(threads or os.cpu_count() or 1)


def _write(given: argparse.Namespace, description: Description, settings: Settings, done: List[SetResult]) -> None:
    document = document_of(description, settings, done)
    os.makedirs(given.out, exist_ok=True)
    results.write_csv(os.path.join(given.out, results.METRICS_FILE), results.METRIC_COLUMNS, results.metric_rows(document))
    results.write_curves(os.path.join(given.out, results.CURVES_FILE), ((result.name, curve) for result in done for curve in result.curves))
    if not given.no_report:
        from .report import HTML_FILE, PNG_FILE, write_report

        write_report(os.path.join(given.out, PNG_FILE), os.path.join(given.out, HTML_FILE), document, done)
    # Last, so that a folder with evaluation.json has all files.
    results.write_json(os.path.join(given.out, results.EVALUATION_FILE), document)
    print_lines([json.dumps(results.without_nan(document))] if given.json else _table(done, given.out))


def _table(done: Sequence[SetResult], out: str) -> List[str]:
    lines = []
    for result in done:
        document = result.document
        counted = f"{document['objects']:,} objects in {document['samples']:,} photos" if "objects" in document else f"{document['samples']:,} pictures"
        lines.append(f"{result.name}: {counted}")
        for row in document["headline"]:
            interval = "" if row["low"] is None else f"  ({row['low']:.3f} .. {row['high']:.3f})"
            lines.append(f"  {row['name']:<34}{row['value']:.3f}{interval}")
        if document["timing"]:
            lines.append(f"  {'time per photo, median':<34}{document['timing']['medianMilliseconds']:.1f} ms ({WITH_BOXES if 'objects' in document else FORWARD})")
    return [*lines, f"written to {out}"]


def _list_runs(given: argparse.Namespace) -> int:
    rows = runs.find_runs(given.runs)
    given.out = given.out or given.runs
    os.makedirs(given.out, exist_ok=True)
    runs.write_runs(given.out, rows)
    print_lines([json.dumps(results.without_nan(rows))] if given.json else [*runs.text_table(rows), f"written to {given.out}"])
    return 0
