"""Finds an ONNX Runtime and opens models in it: the Python package if it is there, else the C library."""
from __future__ import annotations

import glob
import os
import platform
from typing import Dict, List, Optional, Protocol, Sequence

import numpy as np

from featureforge_eval import errors
from featureforge_eval.models import Description

from .graph import INPUT, output_names
from .runtime_library import LibrarySession, RuntimeLibrary

VARIABLE = "FEATUREFORGE_ONNXRUNTIME"
_ARCHITECTURES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
_REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))


class Session(Protocol):
    """A model that can be run. runtime: name and version of what runs it."""

    runtime: str

    def run(self, inputs: Dict[str, np.ndarray], outputs: Sequence[str]) -> List[np.ndarray]:
        """Runs the model. inputs: arrays by name. outputs: names. Gives an array for each."""

    def close(self) -> None:
        """Gives the model back."""


class _PackageSession:
    """A model in the Python package onnxruntime."""

    def __init__(self, package: object, model: bytes, threads: int) -> None:
        options = package.SessionOptions()
        options.intra_op_num_threads = threads
        self._session = package.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self.runtime = f"ONNX Runtime {package.__version__} (Python package)"

    def run(self, inputs: Dict[str, np.ndarray], outputs: Sequence[str]) -> List[np.ndarray]:
        """See Session."""
        return self._session.run(list(outputs), inputs)

    def close(self) -> None:
        """See Session."""
        self._session = None


def find_library() -> Optional[str]:
    """Path of the C library: the file that FEATUREFORGE_ONNXRUNTIME names, else that of the npm package onnxruntime-node; None where there is none."""
    named = os.environ.get(VARIABLE)
    if named:
        return named
    machine = _ARCHITECTURES.get(platform.machine().lower(), platform.machine())
    for folder in dict.fromkeys((os.getcwd(), _REPOSITORY)):
        found = glob.glob(os.path.join(folder, "node_modules", "onnxruntime-node", "bin", "napi-v*", platform.system().lower(), machine, "libonnxruntime.so.*"))
        if found:
            return sorted(found)[-1]
    return None


def open_session(model: bytes, threads: int = 0) -> Session:
    """Opens a model. Raises EvaluationError where there is no ONNX Runtime. threads: 0 lets the runtime choose."""
    try:
        import onnxruntime
    except ImportError:
        path = find_library()
        if path is None:
            raise errors.EvaluationError(
                "There is no ONNX Runtime to check the model with", "This machine",
                f"Run tools/onnxruntime, install the Python package onnxruntime, or name libonnxruntime.so by {VARIABLE}; --no-check exports unchecked") from None
        return LibrarySession(RuntimeLibrary(path), model, threads)
    return _PackageSession(onnxruntime, model, threads)


class SessionPredictor:
    """An exported model as a Predictor of featureforge_eval; one picture at a time, as the graph takes them."""

    def __init__(self, session: Session, description: Description) -> None:
        self._session = session
        self._names = output_names(description.kind)

    def __call__(self, pictures: np.ndarray) -> Sequence[np.ndarray]:
        answers = [self._session.run({INPUT: picture[None]}, self._names) for picture in pictures]
        return [np.concatenate(parts) for parts in zip(*answers)]
