"""From settings to a model folder with a report."""
from __future__ import annotations

import json
import os
import pathlib
import platform
import statistics
import sys
import time
from typing import Any, Callable, Dict, List, Optional, Sequence, TextIO

import torch

from .checkpoint import BEST_NAME, FILE_NAME, TrainState, load_tensors
from .classifier_task import ClassifierTask
from .data.batches import PictureSize
from .data.shard_folder import ShardFolder
from .detector_task import DetectorTask
from .errors import DataProblem, UsageProblem
from .evaluation import Evaluation
from .files import write_text_atomically
from .logs import event_file, table_file
from .logs.balance import Balance
from .model_folder import FORMAT, REPORT_NAME, write_description
from .settings import CLASSIFIER, TrainSettings
from .task import Task
from .training import Place, Training

INFERENCES = 9


def train(settings: TrainSettings, stop: Callable[[], bool], output: Optional[TextIO] = None) -> Dict[str, Any]:
    """Trains, or goes on training, and gives the report that lies in `report.json`. stop: asked after every step. output: for people, standard error where None."""
    folders = [ShardFolder(path) for path in settings.data]
    if not folders[0].splits().get(settings.train_split):
        raise DataProblem(f"There is no record in split {settings.train_split} (splits: {', '.join(folders[0].splits()) or 'none'}):", folders[0].path,
                          "Name another with --train-split, or make the shards with that split.")
    device = _device(settings)
    threads = settings.threads or os.cpu_count() or 1
    torch.set_num_threads(threads)
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    # Some CUDA operations have no deterministic form; on the CPU all that are used here have one.
    torch.use_deterministic_algorithms(True, warn_only=device.type == "cuda")
    torch.manual_seed(settings.seed)
    task = _task(folders, settings)
    folder = pathlib.Path(settings.out)
    folder.mkdir(parents=True, exist_ok=True)
    if settings.fresh:
        _remove(folder)
    description = _describe(task, folders, settings)
    for line in task.remarks():
        (output or sys.stderr).write(f"{line}\n")
    place = Place(folder, device, {**settings.identity(), "threads": threads, "device": device.type, "data": _fingerprints(folders)}, output or sys.stderr)
    training = Training(task, settings, place)
    write_description(folder, description)
    state = training.run(stop)
    report = _report(task, settings, state, place)
    description["threshold"] = report["threshold"]
    write_description(folder, description)
    write_text_atomically(folder / REPORT_NAME, json.dumps(report, indent=2) + "\n")
    return report


def _device(settings: TrainSettings) -> torch.device:
    if settings.device == "cuda" and not torch.cuda.is_available():
        raise UsageProblem("--device cuda: this PyTorch finds no CUDA device", f"(torch {torch.__version__})", "Leave the option out to train on the CPU.")
    return torch.device("cuda" if settings.device != "cpu" and torch.cuda.is_available() else "cpu")


def _task(folders: Sequence[ShardFolder], settings: TrainSettings) -> Task:
    first = folders[0].open(settings.train_split, ("image",))[0]["image"]
    size = PictureSize(int(first.shape[1]), int(first.shape[0]))
    return (ClassifierTask if settings.kind == CLASSIFIER else DetectorTask)(folders, settings, size)


def _fingerprints(folders: Sequence[ShardFolder]) -> List[List[str]]:
    return [[str(folder.manifest.get(name)) for name in ("recipeFingerprint", "sourceFingerprint", "seed")] for folder in folders]


def _remove(folder: pathlib.Path) -> None:
    """Deletes what an earlier training left, the checkpoint first: without it the rest is no training to go on with."""
    for name in (FILE_NAME, BEST_NAME, table_file.FILE_NAME, event_file.FILE_NAME, REPORT_NAME):
        (folder / name).unlink(missing_ok=True)


def _describe(task: Task, folders: Sequence[ShardFolder], settings: TrainSettings) -> Dict[str, Any]:
    manifest = folders[0].manifest
    return {
        "format": FORMAT, "formatVersion": 1, "kind": settings.kind, "backbone": settings.backbone, "widthMultiplier": settings.width, "gray": settings.gray,
        **task.describe(), "recipeFingerprint": manifest.get("recipeFingerprint"), "engineVersion": manifest.get("engineVersion"),
        "serving": manifest.get("serving"), "seed": settings.seed, "threshold": None,
    }


def _report(task: Task, settings: TrainSettings, state: TrainState, place: Place) -> Dict[str, Any]:
    """Measures the best model: on validation, where its threshold is chosen, and on test, where that threshold is used."""
    task.model.load_state_dict(load_tensors(place.folder / BEST_NAME))
    validation = task.evaluate(settings.validation_split, None)
    threshold = validation.threshold if validation is not None else 0.5
    test = task.evaluate(settings.test_split, threshold)
    seconds = state.seconds
    balance = Balance(
        vector_seconds=seconds.get("making", 0.0) / max(1, state.made), cores=1, batch=settings.batch,
        step_seconds=(seconds["learning"] - seconds["waiting"]) / max(1, state.step), inference_seconds=_inference_seconds(task, settings.batch, place.device),
        wait_seconds=seconds["waiting"], total_seconds=seconds["learning"])
    for line in balance.lines():
        place.output.write(f"{line}\n")
    return {
        "kind": settings.kind, "steps": state.step, "bestStep": state.best_step, "threshold": threshold,
        "validation": _metrics(validation), "test": _metrics(test), **task.findings(),
        "parameters": sum(one.numel() for one in task.model.parameters()),
        "seconds": {name: round(value, 3) for name, value in sorted(seconds.items())},
        "secondsPerPhoto": _inference_seconds(task, 1, place.device),
        "balance": balance.values(),
        "machine": {"processor": platform.processor() or platform.machine(), "threads": torch.get_num_threads(), "device": place.device.type, "torch": torch.__version__},
    }


def _metrics(evaluation: Optional[Evaluation]) -> Optional[Dict[str, float]]:
    return None if evaluation is None else dict(evaluation.metrics)


def _inference_seconds(task: Task, batch: int, device: torch.device) -> float:
    """Seconds of one forward pass, the median of some after a first that is not counted."""
    images = task.train_batch([0] * batch).to(device).images.float()
    times = []
    task.model.eval()
    with torch.no_grad():
        for _ in range(INFERENCES):
            started = time.perf_counter()
            task.model(images)
            if device.type == "cuda":
                torch.cuda.synchronize()
            times.append(time.perf_counter() - started)
    task.model.train()
    return statistics.median(times[1:])
