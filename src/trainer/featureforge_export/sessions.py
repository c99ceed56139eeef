"""Finds an ONNX Runtime and opens models in it: the Python package if it is there, else the C library."""
from __future__ import annotations

import glob
import os
import platform
from typing import Dict, List, Optional, Protocol, Sequence

import numpy as np

from featureforge_eval import errors
from featureforge_eval.models import Description

from .graph import INPUT, output_names, output_shapes
from .runtime_library import LibrarySession, RuntimeLibrary

VARIABLE = "FEATUREFORGE_ONNXRUNTIME"
_FATAL = 4
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
        # The runtime's own log goes past us to the terminal and quotes names out of the model; what matters of it comes as an exception.
        options.log_severity_level = _FATAL
        self.runtime = f"ONNX Runtime {package.__version__} (Python package)"
        try:
            self._session = package.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise self._refusal(error) from None

    def run(self, inputs: Dict[str, np.ndarray], outputs: Sequence[str]) -> List[np.ndarray]:
        """See Session."""
        try:
            return self._session.run(list(outputs), inputs)
        except Exception as error:
            raise self._refusal(error) from None

    def _refusal(self, error: Exception) -> errors.EvaluationError:
        """The package has exceptions of its own for each of its status codes, with no common root."""
        return errors.EvaluationError(f"{self.runtime}: {str(error)[:300]}", "The model",
                                      "Export the model anew; if it stays so, the model has an operation that this runtime lacks")

    def close(self) -> None:
        """See Session."""
        self._session = None


def find_library() -> Optional[str]:
    """Path of the C library: the file that FEATUREFORGE_ONNXRUNTIME names, else the one that tools/onnxruntime fetched into the checkout of this package.

    None where there is neither. The current folder is never looked into: a library there may be anybody's, and to open it is to run it.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return named
    if not os.path.isfile(os.path.join(_REPOSITORY, "tools", "onnxruntime")):
        return None
    machine = _ARCHITECTURES.get(platform.machine().lower(), platform.machine())
    found = glob.glob(os.path.join(glob.escape(_REPOSITORY), "node_modules", "onnxruntime-node", "bin", "napi-v*", platform.system().lower(), machine, "libonnxruntime.so.*"))
    return sorted(found)[-1] if found else None


def open_session(model: bytes, threads: int = 0) -> Session:
    """Opens a model. Raises EvaluationError where there is no ONNX Runtime, or where it refuses the model. threads: 0 lets the runtime choose."""
    try:
        import onnxruntime
    except ImportError:
        path = find_library()
        if path is None:
            raise errors.EvaluationError(
                "There is no ONNX Runtime to run the model in", "This machine",
                f"Run tools/onnxruntime, install the Python package onnxruntime, or name libonnxruntime.so by {VARIABLE}; --no-check exports unchecked") from None
        return LibrarySession(RuntimeLibrary(path), model, threads)
    return _PackageSession(onnxruntime, model, threads)


class SessionPredictor:
    """An exported model as a Predictor of featureforge_eval; one picture at a time, as the graph takes them."""

    def __init__(self, session: Session, description: Description) -> None:
        self._session = session
        self._names = output_names(description.kind)
        self._shapes = output_shapes(description)

    def __call__(self, pictures: np.ndarray) -> Sequence[np.ndarray]:
        return [np.concatenate(parts) for parts in zip(*(self._answers(picture) for picture in pictures))]

    def _answers(self, picture: np.ndarray) -> List[np.ndarray]:
        answers = self._session.run({INPUT: picture[None]}, self._names)
        for name, values, shape in zip(self._names, answers, self._shapes):
            # The graph may be anything, whatever kind of model its metadata calls it.
            if not isinstance(values, np.ndarray) or values.dtype != np.float32 or values.shape != shape:
                raise errors.wrong_output(name, getattr(values, "shape", ()), f"float32 {list(shape)}")
            if not np.isfinite(values).all():
                raise errors.not_finite(name)
        return answers
