"""`last.pt`: all that training needs to go on as if it had never stopped."""
from __future__ import annotations

import dataclasses
import io
import json
import pathlib
import pickle
import zipfile
from typing import Any, Dict, Optional

import torch

from .difference import differences
from .errors import CheckpointProblem
from .files import write_atomically

FILE_NAME = "last.pt"
BEST_NAME = "best.pt"
VERSION = 1


@dataclasses.dataclass
class TrainState:
    """Where a training stands.

    step: steps done. best: the greatest metric so far. best_step: where it was reached. stale: validations since. sums: of the loss and
    its parts since the last validation; count: steps in them. table_length, event_length: bytes of the logs. seconds: by purpose, over
    all parts of an interrupted training: learning, waiting, validating, making (processor time), processor. made: pictures made.
    scaler: of mixed precision, empty on the CPU. finished: whether training ended.
    """

    step: int = 0
    best: float = -1.0
    best_step: int = -1
    threshold: float = 0.5
    stale: int = 0
    sums: Dict[str, float] = dataclasses.field(default_factory=dict)
    count: int = 0
    table_length: int = 0
    event_length: int = 0
    seconds: Dict[str, float] = dataclasses.field(default_factory=dict)
    made: int = 0
    scaler: Dict[str, Any] = dataclasses.field(default_factory=dict)
    finished: bool = False


def save_tensors(path: pathlib.Path, value: Dict[str, Any]) -> None:
    """Writes tensors, texts and whole numbers so that the file is complete or not there."""
    content = io.BytesIO()
    torch.save(value, content)
    write_atomically(path, lambda file: file.write(content.getbuffer()) and None)


def load_tensors(path: pathlib.Path) -> Dict[str, Any]:
    """Reads what :func:`save_tensors` wrote. Nothing but tensors and plain values is taken, so that a hostile file cannot run code."""
    try:
        value = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, ValueError, KeyError, zipfile.BadZipFile, pickle.UnpicklingError) as error:
        reason = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise CheckpointProblem(f"The file cannot be read ({reason}):", str(path), "Restore it from a copy, or train anew with --fresh.") from None
    if not isinstance(value, dict):
        raise CheckpointProblem("The file holds no dictionary of tensors:", str(path), "Restore it from a copy, or train anew with --fresh.")
    return value


class Checkpoint:
    """The checkpoint of a model folder. identity: settings and data that it must belong to."""

    def __init__(self, folder: pathlib.Path, identity: Dict[str, Any]) -> None:
        self._path = folder / FILE_NAME
        self._identity = identity

    def save(self, state: TrainState, parts: Dict[str, Any]) -> None:
        """parts: dictionaries of tensors by name."""
        random = {"cpu": torch.get_rng_state()}
        if torch.cuda.is_available():
            random["cuda"] = torch.cuda.get_rng_state()
        # As text: the reader of PyTorch 1.13 that runs no code knows no floating-point numbers outside tensors.
        text = json.dumps({"identity": self._identity, "state": dataclasses.asdict(state)})
        save_tensors(self._path, {"version": VERSION, "text": text, "random": random, **parts})

    def load(self) -> Optional[Dict[str, Any]]:
        """The saved parts, `state` among them; None where there is no checkpoint. Sets the random states."""
        if not self._path.exists():
            return None
        saved = load_tensors(self._path)
        if saved.get("version") != VERSION:
            raise CheckpointProblem(f"The checkpoint has version {saved.get('version')}, this program knows {VERSION}:", str(self._path), "Train anew with --fresh.")
        text = json.loads(saved["text"])
        self._compare(text["identity"])
        saved["state"] = TrainState(**text["state"])
        torch.set_rng_state(saved["random"]["cpu"])
        if "cuda" in saved["random"] and torch.cuda.is_available():
            torch.cuda.set_rng_state(saved["random"]["cuda"])
        return saved

    def _compare(self, saved: Dict[str, Any]) -> None:
        found = differences(saved, json.loads(json.dumps(self._identity)))
        if found:
            raise CheckpointProblem(f"The folder holds another training ({'; '.join(found)}):", str(self._path),
                                    "Give the same command to go on, another --out, or --fresh to throw that training away and begin anew.")
