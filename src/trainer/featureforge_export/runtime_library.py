"""ONNX Runtime through its C library, where the Python package is not there: just what running a model takes.

The library offers one function, OrtGetApiBase, whose table gives further tables by version; tables only ever grow, so that places in the table
of version 14 hold for every later library (onnxruntime_c_api.h).
"""
from __future__ import annotations

import ctypes
from typing import Any, Dict, List, Sequence

import numpy as np

from featureforge_eval import errors

API_VERSION = 14
_GET_ERROR_MESSAGE, _CREATE_ENV, _CREATE_SESSION_FROM_ARRAY, _RUN, _CREATE_SESSION_OPTIONS = 2, 3, 8, 9, 10
_SET_INTRA_OP_THREADS, _CREATE_TENSOR, _GET_TENSOR_DATA = 24, 49, 51
_GET_ELEMENT_TYPE, _GET_DIMENSION_COUNT, _GET_DIMENSIONS, _GET_TYPE_AND_SHAPE, _CREATE_CPU_MEMORY = 60, 61, 62, 65, 69
_RELEASE_ENV, _RELEASE_STATUS, _RELEASE_MEMORY, _RELEASE_SESSION, _RELEASE_VALUE, _RELEASE_SHAPE, _RELEASE_OPTIONS = 92, 93, 94, 95, 96, 99, 100
_TYPES = {1: np.float32, 2: np.uint8, 3: np.int8, 6: np.int32, 7: np.int64, 11: np.float64}
_FATAL, _ARENA, _DEFAULT_MEMORY = 4, 1, 0
_MOST_DIMENSIONS = 8

_Pointer = ctypes.c_void_p


class _ApiBase(ctypes.Structure):
    _fields_ = [("get_api", ctypes.CFUNCTYPE(_Pointer, ctypes.c_uint32)), ("get_version", ctypes.CFUNCTYPE(ctypes.c_char_p))]


class RuntimeLibrary:
    """An opened libonnxruntime. version: its own name of it."""

    def __init__(self, path: str) -> None:
        """Opens a library. path: file."""
        try:
            library = ctypes.CDLL(path)
            library.OrtGetApiBase.restype = ctypes.POINTER(_ApiBase)
            base = library.OrtGetApiBase().contents
        except (OSError, AttributeError) as error:
            raise errors.EvaluationError(f"The library cannot be opened ({error})", path, "Fetch it with tools/onnxruntime, or correct FEATUREFORGE_ONNXRUNTIME") from None
        table = base.get_api(API_VERSION)
        if not table:
            raise errors.EvaluationError(f"The library lacks version {API_VERSION} of its interface", path, "Take ONNX Runtime 1.14 or later")
        self.version = base.get_version().decode()
        self._path = path
        self._table = ctypes.cast(table, ctypes.POINTER(_Pointer))

    def call(self, place: int, *arguments: Any) -> None:
        """Calls an entry that gives a status. Raises EvaluationError with the library's own words."""
        status = ctypes.CFUNCTYPE(_Pointer, *[_type_of(argument) for argument in arguments])(self._table[place])(*arguments)
        if status:
            message = ctypes.CFUNCTYPE(ctypes.c_char_p, _Pointer)(self._table[_GET_ERROR_MESSAGE])(status).decode("utf-8", "replace")
            self.release(_RELEASE_STATUS, _Pointer(status))
            raise errors.EvaluationError(f"ONNX Runtime {self.version}: {message}", self._path,
                                         "Export the model anew; if it stays so, the model has an operation that this runtime lacks")

    def make(self, place: int, *arguments: Any) -> ctypes.c_void_p:
        """Calls an entry that makes an object and takes the place for it last."""
        made = _Pointer()
        self.call(place, *arguments, ctypes.byref(made))
        return made

    def release(self, place: int, thing: ctypes.c_void_p) -> None:
        """Gives an object back."""
        ctypes.CFUNCTYPE(None, _Pointer)(self._table[place])(thing)


def _type_of(argument: Any) -> Any:
    return type(argument) if isinstance(argument, ctypes._SimpleCData) else _Pointer


class LibrarySession:
    """A model in the C library. Same call as :class:`featureforge_export.sessions.Session`."""

    def __init__(self, library: RuntimeLibrary, model: bytes, threads: int) -> None:
        """model: ONNX file. threads: within an operation; 0 lets the library choose."""
        self._library = library
        # The library's own log goes past us to the terminal and quotes names out of the model; what matters of it comes as a status.
        self._env = library.make(_CREATE_ENV, ctypes.c_int(_FATAL), ctypes.c_char_p(b"featureforge"))
        options = library.make(_CREATE_SESSION_OPTIONS)
        try:
            library.call(_SET_INTRA_OP_THREADS, options, ctypes.c_int(threads))
            self._session = library.make(_CREATE_SESSION_FROM_ARRAY, self._env, ctypes.c_char_p(model), ctypes.c_size_t(len(model)), options)
        except errors.EvaluationError:
            library.release(_RELEASE_ENV, self._env)
            raise
        finally:
            library.release(_RELEASE_OPTIONS, options)
        self._memory = library.make(_CREATE_CPU_MEMORY, ctypes.c_int(_ARENA), ctypes.c_int(_DEFAULT_MEMORY))
        self.runtime = f"ONNX Runtime {library.version} (C library)"

    def close(self) -> None:
        """Gives everything back; a second call does nothing."""
        if self._session:
            for place, thing in ((_RELEASE_MEMORY, self._memory), (_RELEASE_SESSION, self._session), (_RELEASE_ENV, self._env)):
                self._library.release(place, thing)
            self._session = None

    def run(self, inputs: Dict[str, np.ndarray], outputs: Sequence[str]) -> List[np.ndarray]:
        """Runs the model. inputs: uint8 or float32 arrays by name. outputs: names. Gives an array for each."""
        held = {name: np.ascontiguousarray(values) for name, values in inputs.items()}
        values = [self._tensor(array) for array in held.values()]
        results = (_Pointer * len(outputs))()
        try:
            self._library.call(
                _RUN, self._session, _Pointer(), (ctypes.c_char_p * len(held))(*(name.encode() for name in held)), (_Pointer * len(values))(*(value.value for value in values)),
                ctypes.c_size_t(len(values)), (ctypes.c_char_p * len(outputs))(*(name.encode() for name in outputs)), ctypes.c_size_t(len(outputs)), results)
            return [self._array(_Pointer(result)) for result in results]
        finally:
            for value in [*values, *(_Pointer(result) for result in results if result)]:
                self._library.release(_RELEASE_VALUE, value)

    def _tensor(self, array: np.ndarray) -> ctypes.c_void_p:
        kind = next(number for number, known in _TYPES.items() if np.dtype(known) == array.dtype)
        shape = (ctypes.c_int64 * array.ndim)(*array.shape)
        data = _Pointer(array.ctypes.data)
        return self._library.make(_CREATE_TENSOR, self._memory, data, ctypes.c_size_t(array.nbytes), shape, ctypes.c_size_t(array.ndim), ctypes.c_int(kind))

    def _array(self, value: ctypes.c_void_p) -> np.ndarray:
        info = self._library.make(_GET_TYPE_AND_SHAPE, value)
        try:
            kind, count = ctypes.c_int(), ctypes.c_size_t()
            self._library.call(_GET_ELEMENT_TYPE, info, ctypes.byref(kind))
            self._library.call(_GET_DIMENSION_COUNT, info, ctypes.byref(count))
            if kind.value not in _TYPES or count.value > _MOST_DIMENSIONS:
                raise errors.EvaluationError(f"An output has element type {kind.value} and {count.value} dimensions", "ONNX Runtime", "Export the model anew")
            shape = (ctypes.c_int64 * count.value)()
            self._library.call(_GET_DIMENSIONS, info, shape, ctypes.c_size_t(count.value))
        finally:
            self._library.release(_RELEASE_SHAPE, info)
        data = self._library.make(_GET_TENSOR_DATA, value)
        dtype, size = np.dtype(_TYPES[kind.value]), int(np.prod(list(shape), dtype=np.int64))
        return np.frombuffer(ctypes.string_at(data, size * dtype.itemsize), dtype).reshape(list(shape)).copy()
