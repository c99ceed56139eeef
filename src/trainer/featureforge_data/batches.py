"""Batches: fields of several samples in arrays, fixed ones stacked, ragged ones one behind the other or padded."""
from __future__ import annotations

import dataclasses
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Union

import numpy as np

from .errors import Place, WrongRequest, WrongShape, WrongType
from .fields import field_of


@dataclasses.dataclass(frozen=True)
class Ragged:
    """Values of samples of different length, one behind the other.

    values: [sum of lengths, ...]. starts: int32 [samples + 1]; sample i has the rows from starts[i] to starts[i + 1].
    """

    values: "np.ndarray"
    starts: "np.ndarray"

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, sample: int) -> "np.ndarray":
        """Rows of a sample, a view."""
        count = len(self)
        if not -count <= sample < count:
            raise IndexError(f"sample {sample} of {count}")
        sample %= count
        return self.values[self.starts[sample]:self.starts[sample + 1]]

    def padded(self, fill: float = 0) -> "np.ndarray":
        """[samples, longest, ...] with `fill` behind the rows of shorter samples."""
        lengths = np.diff(self.starts)
        longest = int(lengths.max()) if len(lengths) else 0
        array = np.full((len(self), longest) + self.values.shape[1:], fill, self.values.dtype)
        array[np.arange(longest) < lengths[:, None]] = self.values
        return array

    @staticmethod
    def of(rows: Sequence["np.ndarray"]) -> "Ragged":
        """Puts the rows of samples one behind the other. Raises WrongShape beyond 2^31 rows."""
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        if starts[-1] > np.iinfo(np.int32).max:
            raise WrongShape(f"The batch has {starts[-1]} rows, at most {np.iinfo(np.int32).max} can be counted", advice="Make the batch smaller.")
        return Ragged(np.concatenate(rows) if len(rows) else np.empty(0, np.float32), starts.astype(np.int32))


Value = Union["np.ndarray", Ragged, List[Any]]
Batch = Dict[str, Value]


class BatchBuilder:
    """Fills batches field by field.

    fields: names and the types that were asked for. ragged: `ragged` gives Ragged, `padded` an array and `<field>_count`. into: arrays to fill,
    by field; those of fixed fields may be larger than the batch, which then is a view of their beginning.
    """

    def __init__(self, fields: Mapping[str, Optional["np.dtype"]], ragged: str = "ragged", into: Optional[Mapping[str, "np.ndarray"]] = None) -> None:
        if ragged not in ("ragged", "padded"):
            raise WrongRequest(f"ragged is '{ragged}'", advice="Choose ragged='ragged' or ragged='padded'.")
        self._fields = fields
        self._ragged = ragged
        self._into = dict(into or {})
        for name in self._into:
            if name not in fields or field_of(name).ragged:
                raise WrongRequest(f"There is no array of fixed shape to fill for '{name}'", advice=f"The fields are: {', '.join(fields)}.")

    def build(self, count: int, sample: Callable[[int], Dict[str, Any]], place: Callable[[int], Place]) -> Batch:
        """A batch of `count` samples; `sample` gives one by its number in the batch, `place` says where it came from."""
        fixed: Dict[str, "np.ndarray"] = {}
        lists: Dict[str, List[Any]] = {}
        for number in range(count):
            for name, value in sample(number).items():
                if isinstance(value, (np.ndarray, np.generic)) and not field_of(name).ragged:
                    if number == 0:
                        fixed[name] = self._array(name, count, value)
                    if fixed[name].shape[1:] != value.shape:
                        raise _shapes_differ(name, fixed[name].shape[1:], value.shape, place(number))
                    fixed[name][number] = value
                else:
                    lists.setdefault(name, []).append(value)
        if count == 0:
            return self._empty()
        batch: Batch = {}
        for name in self._fields:
            if name in fixed:
                batch[name] = fixed[name]
            else:
                self._add_list(batch, name, lists[name])
        return batch

    def _array(self, name: str, count: int, first: Any) -> "np.ndarray":
        array = self._into.get(name)
        if array is None:
            return np.empty((count,) + first.shape, first.dtype)
        if array.dtype != first.dtype:
            raise WrongType(f"The array to fill is {array.dtype.name}, the field is {first.dtype.name}", Place(field=name), f"Make it with dtype={first.dtype.name}.")
        if array.shape[1:] != first.shape or len(array) < count:
            raise WrongShape(f"The array to fill is {list(array.shape)}, the batch is {[count, *first.shape]}", Place(field=name), "Make it of the shape of the batch.")
        return array[:count]

    def _empty(self) -> Batch:
        batch: Batch = {}
        for name, dtype in self._fields.items():
            field = field_of(name)
            stored = dtype or field.dtype
            if stored is None:
                batch[name] = []
            elif field.ragged:
                self._add_list(batch, name, [])
            else:
                batch[name] = np.empty((0,), stored)
        return batch

    def _add_list(self, batch: Batch, name: str, values: List[Any]) -> None:
        if values and not isinstance(values[0], np.ndarray):
            batch[name] = values
            return
        ragged = Ragged.of(values)
        if self._ragged == "ragged":
            batch[name] = ragged
        else:
            batch[name] = ragged.padded(field_of(name).fill)
            batch[f"{name}_count"] = np.diff(ragged.starts)


def _shapes_differ(name: str, first: "tuple[int, ...]", shape: "tuple[int, ...]", place: Place) -> WrongShape:
    return WrongShape(
        f"The array is {list(shape)}, that of the first sample of the batch {list(first)}; a batch needs one shape", place,
        "Write the shards with one geometry.output, or read sample by sample (iterate without batch).")
