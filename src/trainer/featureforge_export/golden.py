"""Golden vectors: input pictures and the outputs they must give, small enough to travel in the model's metadata.

A big output is told at some places only: evenly spread ones, and those of the strongest answers.
"""
from __future__ import annotations

import base64
import dataclasses
import hashlib
import math
import zlib
from typing import Any, Dict, List, Sequence

import numpy as np

from featureforge_eval import errors
from featureforge_eval.files import is_count, is_number
from featureforge_eval.models import LARGEST_SIDE

MOST_VALUES = 4096
_STRONGEST_ROWS = 64
_LARGEST_UNPACKED = 1 << 28
_LARGEST_TOLERANCE = 1e6


@dataclasses.dataclass(frozen=True)
class Tolerance:
    """An output is right when |value - expected| <= absolute + relative * |expected| everywhere, and the root mean square of the differences is at most
    `rootMeanSquare`. The names are those of the metadata."""

    absolute: float
    relative: float
    rootMeanSquare: float

    def excess(self, values: np.ndarray, expected: np.ndarray) -> float:
        """The greatest share of the tolerance that is used up; above 1 is wrong."""
        if not values.size:
            return 0.0
        difference = np.abs(values.astype(np.float64) - expected)
        share = max(float((difference / (self.absolute + self.relative * np.abs(expected))).max()), float(np.sqrt((difference ** 2).mean())) / self.rootMeanSquare)
        return share if np.isfinite(share) else float("inf")


FLOAT_TOLERANCE = Tolerance(1e-4, 1e-3, 1e-4)
"""Other orders of summation move float32 results by about 1e-6; a wrong mean, channel order or weight by far more."""

_INT8_LEAST = {"scores": (0.02, 0.005), "offsets": (0.1, 0.02)}


def int8_tolerances(differences: Sequence[Dict[str, Any]]) -> Dict[str, Tolerance]:
    """Tolerance of each output of an int8 model, from how far it is from the float model (as checking.compare gives it).

    A value that falls beside a rounding edge goes to the next of 256 levels, and its followers with it. Which values do depends on the order
    of summation, so runtimes differ among each other; none may be further from the rounded model than about what rounding itself costs.
    """
    tolerances = {}
    for row in differences:
        absolute, mean = _INT8_LEAST[row["output"]]
        tolerances[row["output"]] = Tolerance(max(absolute, 2 * row["greatest"]), 0.0, max(mean, row["rootMeanSquare"]))
    return tolerances


def drawn_pictures(width: int, height: int, count: int) -> np.ndarray:
    """Pictures uint8 [count, height, width, 3] that depend on nothing but their size: ramps, a disc, and blocks of noise. They pack small, and show nobody."""
    rows, columns = np.mgrid[0:height, 0:width]
    pictures = np.empty((count, height, width, 3), np.uint8)
    for number in range(count):
        random = np.random.Generator(np.random.PCG64(number))
        blocks = random.integers(0, 256, (8, 8, 3), dtype=np.uint8)
        picture = blocks[rows * 8 // height, columns * 8 // width].astype(np.int64)
        ramp = (columns * 255 // max(width - 1, 1)) if number % 2 == 0 else (rows * 255 // max(height - 1, 1))
        picture = (picture + 2 * ramp[..., None]) // 3
        centre = (height * (number % 3 + 1) // 4, width * 2 // 4)
        disc = (rows - centre[0]) ** 2 + (columns - centre[1]) ** 2 < (min(width, height) // 4) ** 2
        picture[disc] = (224 - 24 * (number % 4), 172, 105 + 20 * (number % 5))
        pictures[number] = picture.astype(np.uint8)
    return pictures


def pack(values: np.ndarray) -> str:
    """Bytes of an array, little-endian, by zlib and base64."""
    return base64.b64encode(zlib.compress(np.ascontiguousarray(values).astype(values.dtype.newbyteorder("<")).tobytes(), 9)).decode()


def unpack(text: str, dtype: Any, most: int = _LARGEST_UNPACKED, where: str = "featureforge.golden") -> np.ndarray:
    """What `pack` was given, flat; at most `most` bytes. where: the property that holds it, for errors."""
    try:
        engine = zlib.decompressobj()
        # One byte more than may be: without room left the end of the stream is not seen.
        data = engine.decompress(base64.b64decode(text, validate=True), most + 1)
    except (TypeError, ValueError, zlib.error) as error:
        raise errors.EvaluationError(f"The packed numbers cannot be unpacked ({error})", where, "Export the model anew") from None
    if not engine.eof or len(data) > most or len(data) % np.dtype(dtype).itemsize:
        raise errors.EvaluationError(f"The packed numbers are cut short, or more than {most:,} bytes", where, "Export the model anew")
    return np.frombuffer(data, np.dtype(dtype).newbyteorder("<"))


def make_vectors(pictures: np.ndarray, outputs: Sequence[np.ndarray], names: Sequence[str]) -> List[Dict[str, Any]]:
    """Golden vectors for the metadata. pictures: uint8 [n, height, width, 3]. outputs: for each name the outputs of all pictures, [n, ...]."""
    vectors = []
    for number, picture in enumerate(pictures):
        results = [_output(name, values[number:number + 1]) for name, values in zip(names, outputs)]
        vectors.append({"input": {"sha256": hashlib.sha256(picture.tobytes()).hexdigest(), "shape": [1, *picture.shape], "data": pack(picture)}, "outputs": results})
    return vectors


def _output(name: str, values: np.ndarray) -> Dict[str, Any]:
    flat = values.reshape(-1).astype(np.float32)
    document: Dict[str, Any] = {"name": name, "shape": list(values.shape)}
    if flat.size <= MOST_VALUES:
        return {**document, "values": pack(flat)}
    row = values.shape[-1]
    # An odd step that shares no factor with the row visits every column.
    step = flat.size // MOST_VALUES | 1
    while np.gcd(step, row) != 1:
        step += 2
    strength = values.reshape(-1, row).max(axis=1) if values.shape[-1] == 1 else np.abs(values.reshape(-1, row)[:, 1:]).max(axis=1)
    strongest = np.argsort(-strength, kind="stable")[:_STRONGEST_ROWS]
    places = np.unique(np.concatenate([np.arange(0, flat.size, step), (strongest[:, None] * row + np.arange(row)).reshape(-1)])).astype(np.uint32)
    return {**document, "places": pack(places), "values": pack(flat[places])}


def read_tolerance(stated: Dict[str, Any]) -> Tolerance:
    """A tolerance as metadata states it. Raises ValueError or another type of its kind where it is none."""
    made = Tolerance(**stated)
    if not all(is_number(value, 0, _LARGEST_TOLERANCE) for value in dataclasses.astuple(made)) or not made.absolute or not made.rootMeanSquare:
        raise ValueError(f"a tolerance is {stated!r:.80}")
    return made


def read_vector(vector: Dict[str, Any]) -> np.ndarray:
    """The input uint8 [1, height, width, 3] of a golden vector, its digest checked."""
    shape = vector["input"]["shape"]
    if not isinstance(shape, list) or len(shape) != 4 or not all(is_count(side, 1, LARGEST_SIDE) for side in shape):
        raise errors.EvaluationError(f"The input of a golden vector has shape {shape!r:.80}, need [1, height, width, 3]", "featureforge.golden", "Export the model anew")
    flat = unpack(vector["input"]["data"], np.uint8)
    if flat.size != math.prod(shape) or hashlib.sha256(flat.tobytes()).hexdigest() != vector["input"]["sha256"]:
        raise errors.EvaluationError("The input of a golden vector has not the size and SHA-256 that it states", "featureforge.golden", "Export the model anew")
    return flat.reshape(shape)


def excess(output: Dict[str, Any], values: np.ndarray, tolerance: Tolerance) -> float:
    """How much of the tolerance an output uses; above 1 is wrong. output: of a golden vector. values: what the model gave."""
    if list(values.shape) != output.get("shape") or not values.size or values.dtype.kind not in "fiu":
        return float("inf")
    flat, expected = values.reshape(-1).astype(np.float32), unpack(output.get("values"), np.float32)
    if "places" in output:
        places = unpack(output["places"], np.uint32)
        if not places.size or int(places.max()) >= flat.size:
            return float("inf")
        flat = flat[places]
    return tolerance.excess(flat, expected) if flat.size == expected.size else float("inf")
