"""From settings to a model folder with a report."""
from __future__ import annotations

import json
import os
import pathlib
import platform
import statistics
import sys
import time
from typing import Any, Callable, Dict, Optional, TextIO

import torch
from featureforge_data import FeatureForgeError
from featureforge_data.terminal import print_lines

from .checkpoint import BEST_NAME, FILE_NAME, load_tensors
from .classifier_task import ClassifierTask
from .data.open_source import open_source
from .data.outage import Outage
from .detector_task import DetectorTask
from .errors import UsageProblem
from .evaluation import Evaluation
from .files import write_text_atomically
from .folder_lock import FolderLock
from .logs import event_file, table_file
from .logs.balance import Balance
from .model_folder import FORMAT, REPORT_NAME, write_description
from .settings import CLASSIFIER, TrainSettings
from .task import Task
from .training import Place, Training

INFERENCES = 9


def train(settings: TrainSettings, stop: Callable[[], bool], output: Optional[TextIO] = None) -> Dict[str, Any]:
    """Trains, or goes on training, and gives the report that lies in `report.json`. stop: asked after every step. output: for people, standard error where None."""
    output = output or sys.stderr
    source = open_source(settings, Outage(output, stop))
    device = _device(settings)
    threads = settings.threads or os.cpu_count() or 1
    torch.set_num_threads(threads)
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    # Some CUDA operations have no deterministic form; on the CPU all that are used here have one.
    torch.use_deterministic_algorithms(True, warn_only=device.type == "cuda")
    torch.manual_seed(settings.seed)
    task: Task = (ClassifierTask if settings.kind == CLASSIFIER else DetectorTask)(source, settings)  # type: ignore[arg-type]
    folder = pathlib.Path(settings.out)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise UsageProblem("--out cannot be made a folder, a file is in its way:", str(error.filename or folder), "Name another folder, or move the file.") from None
    place = Place(folder, device, {**settings.identity(), "threads": threads, "device": device.type, "data": source.identity()}, output)
    with FolderLock(folder):
        return _train_into(place, task, settings, stop)


def _train_into(place: Place, task: Task, settings: TrainSettings, stop: Callable[[], bool]) -> Dict[str, Any]:
    if settings.fresh:
        _remove(place.folder)
    print_lines(task.remarks(), place.output)
    training = Training(task, settings, place)
    description = _describe(task, settings)
    write_description(place.folder, description)
    training.run(stop)
    try:
        report = _report(task, settings, training, place)
    except FeatureForgeError as error:
        raise training.interrupted(error) from error
    description["threshold"] = report["threshold"]
    write_description(place.folder, description)
    write_text_atomically(place.folder / REPORT_NAME, json.dumps(report, indent=2) + "\n")
    return report


def _device(settings: TrainSettings) -> torch.device:
    if settings.device == "cuda" and not torch.cuda.is_available():
        raise UsageProblem("--device cuda: this PyTorch finds no CUDA device", f"(torch {torch.__version__})", "Leave the option out to train on the CPU.")
    return torch.device("cuda" if settings.device != "cpu" and torch.cuda.is_available() else "cpu")


def _remove(folder: pathlib.Path) -> None:
    """Deletes what an earlier training left, the checkpoint first: without it the rest is no training to go on with."""
    for name in (FILE_NAME, BEST_NAME, table_file.FILE_NAME, event_file.FILE_NAME, REPORT_NAME):
        (folder / name).unlink(missing_ok=True)


def _describe(task: Task, settings: TrainSettings) -> Dict[str, Any]:
    return {
        "format": FORMAT, "formatVersion": 1, "kind": settings.kind, "backbone": settings.backbone, "widthMultiplier": settings.width, "gray": settings.gray,
        **task.describe(), **task.source.describe(), "seed": settings.seed, "threshold": None,
    }


def _report(task: Task, settings: TrainSettings, training: Training, place: Place) -> Dict[str, Any]:
    """Measures the best model: on validation, where its threshold is chosen, and on test, where that threshold is used."""
    state = training.state
    task.model.load_state_dict(load_tensors(place.folder / BEST_NAME))
    validation = task.evaluate(settings.validation_split, None)
    threshold = validation.threshold if validation is not None else 0.5
    test = task.evaluate(settings.test_split, threshold)
    seconds = state.seconds
    balance = Balance(
        vector_seconds=task.source.picture_seconds(seconds.get("making", 0.0), state.made), cores=task.source.makers, batch=settings.batch,
        step_seconds=(seconds["learning"] - seconds["waiting"]) / max(1, state.step), inference_seconds=_inference_seconds(task, settings.batch, place.device),
        wait_seconds=seconds["waiting"], total_seconds=seconds["learning"])
    for line in balance.lines():
        place.output.write(f"{line}\n")
    return {
        "kind": settings.kind, "steps": state.step, "plannedSteps": training.steps, "stoppedEarly": training.stopped_early, "staleValidations": state.stale, "bestStep": state.best_step, "threshold": threshold,
        "validationSplit": settings.validation_split, "testSplit": settings.test_split, "validation": _metrics(validation), "test": _metrics(test), **task.findings(),
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
    size = task.source.size
    # What is in the pictures makes no difference; how they lie in memory does.
    images = torch.full((batch, *size.shape), 128, dtype=torch.uint8, device=device).permute(0, 3, 1, 2).float()
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
