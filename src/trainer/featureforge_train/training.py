"""The loop: steps, validations, checkpoints, logs."""
from __future__ import annotations

import dataclasses
import math
import pathlib
import time
from typing import Any, Callable, Dict, List, Mapping, Optional, TextIO

import torch
from featureforge_data import FeatureForgeError, FeedInterrupted

from .averaging import WeightAverage
from .checkpoint import BEST_NAME, Checkpoint, TrainState, save_tensors
from .data.prefetch import Prefetch
from .errors import DataInterrupted, DataProblem, TrainingDiverged, TrainingStopped
from .logs.event_file import EventFile
from .logs.progress_line import ProgressLine
from .logs.table_file import TableFile
from .schedule import learning_rate
from .settings import TrainSettings
from .task import Task

VALIDATIONS = 8
EVENT_STEPS = 10


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a training runs and writes. folder: of the model. device: of the network. identity: what a checkpoint must agree with. output: for people."""

    folder: pathlib.Path
    device: torch.device
    identity: Dict[str, Any]
    output: TextIO


class Training:
    """One training, from its beginning or from its checkpoint. state: where it stands."""

    def __init__(self, task: Task, settings: TrainSettings, place: Place) -> None:
        self._task = task
        self._settings = settings
        self._place = place
        self.steps = settings.steps or max(1, math.ceil(settings.passes * task.source.train_records / settings.batch))
        self._every = settings.validate_every or max(1, math.ceil(self.steps / VALIDATIONS))
        # Pictures come with their components last; weights laid out alike make a step on the CPU a third shorter.
        task.model.to(place.device, memory_format=torch.channels_last).train()
        self._optimiser = _optimiser(task.model, settings)
        self._mixed = place.device.type == "cuda"
        self._scaler = torch.cuda.amp.GradScaler(enabled=self._mixed)
        self._average = WeightAverage(task.model, settings.average)
        self._checkpoint = Checkpoint(place.folder, place.identity)
        self.state = self._restore()
        self._resumed_at = self.state.step
        columns = ["step", "pass", "learning_rate", "loss", *task.parts, *task.metrics, "threshold"]
        self._table = TableFile(place.folder, self.state.table_length, columns)
        self._events = EventFile(place.folder, self.state.event_length, time.time())

    def run(self, stop: Callable[[], bool]) -> TrainState:
        """Trains to the end. stop: asked after every step; when true the checkpoint is written and TrainingStopped raised. Where the data cannot be read on,
        the checkpoint is written and DataInterrupted raised."""
        if self.state.finished:
            return self.state
        progress = ProgressLine(self._place.output, self.steps, self._settings.batch, self.state.step)
        prefetch: Prefetch[Any] = Prefetch(self._task.source.batches(self.state.step, self.steps))
        try:
            self._loop(prefetch, progress, stop)
        except FeatureForgeError as error:
            self._save()
            raise self.interrupted(error) from error
        except DataProblem:
            self._save()
            raise
        finally:
            prefetch.close()
            self._table.close()
            self._events.close()
        return self.state

    @property
    def stopped_early(self) -> bool:
        """Whether training ended before its last step because validations brought nothing better."""
        return self.state.finished and self.state.step < self.steps

    def interrupted(self, error: FeatureForgeError) -> DataInterrupted:
        """The error for data that cannot be read on. Whatever was learned is in the checkpoint."""
        advice = "" if isinstance(error, FeedInterrupted) else f"{error.advice} "
        return DataInterrupted(f"{error.what} ({error.place}). Training stopped after step {self.state.step} of {self.steps};", str(self._place.folder),
                               f"{advice}The same command goes on from here.")

    def _loop(self, prefetch: "Prefetch[Any]", progress: ProgressLine, stop: Callable[[], bool]) -> None:
        if self._validates and self.state.count:
            # The data of this validation could not be read when the checkpoint was written.
            self._validate(progress)
            self._save()
        while not self.state.finished:
            learned = self._learn(prefetch, stop)
            if learned:
                progress.show(self.state.step, self.state.sums["loss"] / self.state.count, prefetch.wait_seconds)
                if self._validates:
                    self._validate(progress)
            stopping = (not learned or stop()) and not self.state.finished
            if self._validates or stopping or self.state.step % self._settings.checkpoint_every == 0:
                self._save()
            if stopping:
                raise TrainingStopped(f"stopped after step {self.state.step} of {self.steps};", str(self._place.folder), "The same command goes on from here.")

    @property
    def _validates(self) -> bool:
        """Whether a validation follows the step that was done last."""
        return self.state.step > 0 and (self.state.step % self._every == 0 or self.state.step == self.steps)

    def _learn(self, prefetch: "Prefetch[Any]", stop: Callable[[], bool]) -> bool:
        """One step; False where somebody asked for the end while there was no batch."""
        started, waited, made, used = time.perf_counter(), prefetch.wait_seconds, prefetch.make_seconds, time.process_time()
        pictures = prefetch.made
        taken = prefetch.take(stop)
        if taken is None:
            return False
        batch = taken.to(self._place.device)
        rate = self._rate(self.state.step)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._optimiser.zero_grad(set_to_none=True)
        with torch.autocast("cuda", dtype=torch.float16, enabled=self._mixed):
            loss, parts = self._task.loss(batch)
        self._scaler.scale(loss).backward()
        self._scaler.unscale_(self._optimiser)
        torch.nn.utils.clip_grad_norm_(self._task.model.parameters(), 10.0)
        self._scaler.step(self._optimiser)
        self._scaler.update()
        self._average.update(self.state.step)
        values = {"loss": float(loss.detach()), **{name: float(value) for name, value in parts.items()}}
        if not math.isfinite(values["loss"]):
            raise TrainingDiverged(f"The loss of step {self.state.step} is {values['loss']};", str(self._place.folder),
                                   "Train anew with a smaller --learning-rate and --fresh.")
        self._count(values, rate)
        self._clock("learning", time.perf_counter() - started)
        self._clock("waiting", prefetch.wait_seconds - waited)
        self._clock("making", prefetch.make_seconds - made)
        self._clock("processor", time.process_time() - used)
        self.state.made += (prefetch.made - pictures) * self._settings.batch
        return True

    def _rate(self, step: int) -> float:
        return learning_rate(step, self.steps, self._settings.learning_rate, self._settings.warmup)

    def _count(self, values: Mapping[str, float], rate: float) -> None:
        for name, value in values.items():
            self.state.sums[name] = self.state.sums.get(name, 0.0) + value
        self.state.count += 1
        self.state.step += 1
        if self.state.step % EVENT_STEPS == 0:
            scalars = {f"train/{name}": value for name, value in values.items()}
            self._events.write(time.time(), self.state.step, {**scalars, "train/learning_rate": rate})

    def _validate(self, progress: ProgressLine) -> None:
        """Looks at the validation split, keeps the model if it is the best so far, and decides whether to stop early."""
        started = time.perf_counter()
        with self._average.in_place():
            self._validate_weights(progress)
        self._clock("validating", time.perf_counter() - started)

    def _validate_weights(self, progress: ProgressLine) -> None:
        evaluation = self._task.evaluate(self._settings.validation_split, None)
        means = {name: value / self.state.count for name, value in self.state.sums.items()}
        row: Dict[str, Any] = {
            "step": self.state.step, "pass": self.state.step * self._settings.batch / self._task.source.train_records,
            "learning_rate": self._rate(self.state.step - 1), **means}
        better = evaluation is None or evaluation.value > self.state.best
        if evaluation is not None:
            row.update(evaluation.metrics, threshold=evaluation.threshold)
            self._events.write(time.time(), self.state.step, {f"validation/{name}": value for name, value in evaluation.metrics.items()})
        if better:
            if evaluation is not None:
                self.state.best, self.state.threshold = evaluation.value, evaluation.threshold
            self.state.best_step = self.state.step
            save_tensors(self._place.folder / BEST_NAME, self._task.model.state_dict())
        self.state.stale = 0 if better else self.state.stale + 1
        self._table.write(row)
        metrics = "  ".join(f"{name} {value:.4f}" for name, value in (evaluation.metrics.items() if evaluation else ()))
        progress.say(f"step {self.state.step}: loss {means['loss']:.4f}  {metrics}{'  (best so far)' if better else ''}")
        self.state.sums, self.state.count = {}, 0
        tired = 0 < self._settings.patience <= self.state.stale
        self.state.finished = tired or self.state.step >= self.steps

    def _save(self) -> None:
        self._table.commit()
        self._events.commit()
        self.state.table_length, self.state.event_length = self._table.length, self._events.length
        self.state.scaler = self._scaler.state_dict()
        self._checkpoint.save(self.state, {"model": self._task.model.state_dict(), "optimiser": self._optimiser.state_dict()["state"], "average": self._average.weights})

    def _restore(self) -> TrainState:
        saved: Optional[Dict[str, Any]] = self._checkpoint.load()
        if saved is None:
            return TrainState()
        self._task.model.load_state_dict(saved["model"])
        self._optimiser.load_state_dict({**self._optimiser.state_dict(), "state": saved["optimiser"]})
        self._average.restore(saved["average"])
        state: TrainState = saved["state"]
        self._scaler.load_state_dict(state.scaler)
        if not state.finished:
            self._place.output.write(f"goes on after step {state.step} of {self.steps}\n")
        else:
            self._place.output.write(f"this training is complete already (step {state.step} of {self.steps}): its best model is measured again. --fresh begins anew.\n")
        return state

    def _clock(self, name: str, seconds: float) -> None:
        self.state.seconds[name] = self.state.seconds.get(name, 0.0) + seconds


def _optimiser(model: torch.nn.Module, settings: TrainSettings) -> torch.optim.Optimizer:
    """AdamW; biases and the scales of batch normalisation do not decay."""
    decaying: List[torch.nn.Parameter] = [one for one in model.parameters() if one.ndim > 1]
    others: List[torch.nn.Parameter] = [one for one in model.parameters() if one.ndim <= 1]
    groups = [{"params": decaying, "weight_decay": settings.weight_decay}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=settings.learning_rate)
