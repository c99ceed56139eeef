"""tf.train.Example from its wire format, bounded by the length of the record.

Lists may be packed or not, unknown fields are passed over, repeated messages are merged and the last of two equal keys wins, as the
protocol buffer rules say. Byte strings and packed floats are views into the record. Nothing recurses; nothing is allocated from a length
that was not checked against what is left.
"""
from __future__ import annotations

from typing import AbstractSet, Dict, List, Optional, Tuple, Union

import numpy as np

from .errors import CorruptRecord, Place, WrongType

NONE, BYTES, FLOAT, INT64 = 0, 1, 2, 3
"""Type of a feature's list: the numbers of the `oneof` in tf.train.Feature."""

KIND_NAMES = ("no list", "bytes", "float", "int64")

_VARINT, _FIXED64, _DELIMITED, _FIXED32 = 0, 1, 2, 5
_MAXIMUM_VARINT_BYTES = 10
_LOOP_INTEGERS = 16
_NO_FLOATS = np.empty(0, "<f4")
_NO_INTEGERS = np.empty(0, np.int64)


class Feature:
    """One feature: `kind` and its values, a list of memoryview (bytes), float32 [n] or int64 [n]."""

    __slots__ = ("kind", "parts")

    def __init__(self) -> None:
        self.kind = NONE
        self.parts: list = []

    def __len__(self) -> int:
        return len(self.parts) if self.kind == BYTES else sum(map(len, self.parts))

    @property
    def byte_strings(self) -> List[memoryview]:
        """The values of a list of bytes, views into the record."""
        return self.parts

    @property
    def numbers(self) -> "np.ndarray":
        """float32 or int64 [n]; a view into the record where the list is packed floats, which cannot be written to."""
        if len(self.parts) == 1:
            return self.parts[0]
        if not self.parts:
            return _NO_FLOATS if self.kind == FLOAT else _NO_INTEGERS
        return np.concatenate(self.parts)

    @property
    def values(self) -> Union[List[memoryview], "np.ndarray"]:
        """The values, whatever the type."""
        return self.parts if self.kind == BYTES else self.numbers


def malformed(what: str, byte: int) -> CorruptRecord:
    """The error for bytes that are no tf.train.Example; the place in the file is added by the reader."""
    return CorruptRecord(f"{what}, at byte {byte} of the record", advice=(
        "The record is no tf.train.Example (SequenceExample is not supported) or was damaged before its checksum was made; write it again."))


def _varint(data: memoryview, position: int, end: int) -> Tuple[int, int]:
    value = 0
    start = position
    last = min(end, position + _MAXIMUM_VARINT_BYTES)
    while position < last:
        byte = data[position]
        value |= (byte & 0x7F) << (7 * (position - start))
        position += 1
        if byte < 0x80:
            return value, position
    raise malformed("The record ends inside a number" if position == end else "A number is longer than 10 bytes", start)


def _field(data: memoryview, position: int, end: int) -> Tuple[int, int, int]:
    """Tag of the field at a position, and where its content starts and ends."""
    tag = data[position]
    if tag < 0x80:
        start = position + 1
    else:
        tag, start = _varint(data, position, end)
    kind = tag & 7
    if tag < 8 or tag > 0xFFFFFFFF:
        raise malformed(f"Tag {tag} has no field number between 1 and {0xFFFFFFFF >> 3}", position)
    if kind == _DELIMITED:
        if start < end and data[start] < 0x80:
            length = data[start]
            start += 1
        else:
            length, start = _varint(data, start, end)
        if length > end - start:
            raise malformed(f"A field states {length} bytes but {end - start} are left", position)
        return tag, start, start + length
    if kind == _VARINT:
        return tag, start, _varint(data, start, end)[1]
    if kind not in (_FIXED32, _FIXED64):
        raise malformed(f"Field {tag >> 3} has wire type {kind}, need 0, 1, 2 or 5", position)
    length = 4 if kind == _FIXED32 else 8
    if length > end - start:
        raise malformed(f"A value needs {length} bytes but {end - start} are left", position)
    return tag, start, start + length


def parse_example(record: memoryview, wanted: Optional[AbstractSet[bytes]] = None) -> Dict[bytes, Feature]:
    """Features of a record by key.

    record: the record without its frame; byte strings and floats of the result refer to it. wanted: keys to read, all where None; others
    are passed over unread. Raises CorruptRecord where the bytes are no tf.train.Example.
    """
    features: Dict[bytes, Feature] = {}
    position, end = 0, len(record)
    while position < end:
        tag, start, position = _field(record, position, end)
        if tag != 0x0A:
            continue
        while start < position:
            entry_tag, entry, start = _field(record, start, position)
            if entry_tag == 0x0A and (wanted is None or _may_be_wanted(record, entry, start, wanted)):
                _read_entry(record, (entry, start), wanted, features)
    return features


def _may_be_wanted(record: memoryview, start: int, end: int, wanted: AbstractSet[bytes]) -> bool:
    """False where an entry begins with a short key that nobody wants, as nearly all do; whatever else it holds is not looked at."""
    if end - start < 2 or record[start] != 0x0A or record[start + 1] >= 0x80:
        return True
    last = start + 2 + record[start + 1]
    return last > end or bytes(record[start + 2:last]) in wanted


def _read_entry(record: memoryview, span: Tuple[int, int], wanted: Optional[AbstractSet[bytes]], features: Dict[bytes, Feature]) -> None:
    position, end = span
    key = b""
    feature = Feature()
    while position < end:
        tag, start, position = _field(record, position, end)
        if tag == 0x0A:
            key = bytes(record[start:position])
            if wanted is not None and key not in wanted:
                return
        elif tag == 0x12:
            _read_feature(record, start, position, feature)
    _check_key(key, span[0])
    if wanted is None or key in wanted:
        features[key] = feature


def _check_key(key: bytes, byte: int) -> None:
    if not key.isascii():
        try:
            key.decode()
        except UnicodeDecodeError:
            raise malformed("A feature key is not UTF-8", byte) from None


def _read_feature(record: memoryview, position: int, end: int, feature: Feature) -> None:
    while position < end:
        tag, start, position = _field(record, position, end)
        if tag not in (0x0A, 0x12, 0x1A):
            continue
        kind = tag >> 3
        if feature.kind != kind:
            # The last member of a oneof wins; values of another type are dropped.
            feature.kind = kind
            feature.parts = []
        _read_list(record, start, position, feature)


def _read_list(record: memoryview, position: int, end: int, feature: Feature) -> None:
    parts = feature.parts
    kind = feature.kind
    while position < end:
        tag, start, position = _field(record, position, end)
        if tag == 0x0A:
            content = record[start:position]
            if kind == BYTES:
                parts.append(content)
            elif kind == FLOAT:
                if len(content) % 4:
                    raise malformed(f"Packed floats have {len(content)} bytes, no multiple of 4", start)
                parts.append(np.frombuffer(content, "<f4"))
            else:
                parts.append(_integers(content, start))
        elif tag == 0x0D and kind == FLOAT:
            parts.append(np.frombuffer(record[start:position], "<f4"))
        elif tag == 0x08 and kind == INT64:
            parts.append(_integers(record[start:position], start))


def _integers(content: memoryview, byte: int) -> "np.ndarray":
    """int64 [n] from varints one behind the other."""
    count = len(content)
    if count <= _LOOP_INTEGERS:
        few = []
        position = 0
        while position < count:
            value, position = _varint(content, position, count)
            few.append(_as_signed(value, byte))
        return np.array(few, np.int64)
    data = np.frombuffer(content, np.uint8)
    ends = np.flatnonzero(data < 0x80)
    if len(ends) == count:
        return data.astype(np.int64)
    if not len(ends) or ends[-1] != count - 1:
        raise malformed("The record ends inside a number", byte)
    starts = np.empty_like(ends)
    starts[0] = 0
    starts[1:] = ends[:-1] + 1
    lengths = ends - starts + 1
    longest = int(lengths.max())
    if longest > _MAXIMUM_VARINT_BYTES:
        raise malformed("A number is longer than 10 bytes", byte)
    values = np.zeros(len(ends), np.uint64)
    for place in range(longest):
        rows = np.flatnonzero(lengths > place)
        pieces = data[starts[rows] + place] & 0x7F
        if place == _MAXIMUM_VARINT_BYTES - 1 and pieces.max() > 1:
            raise _beyond_int64(byte)
        values[rows] |= pieces.astype(np.uint64) << np.uint64(7 * place)
    return values.view(np.int64)


def _as_signed(value: int, byte: int) -> int:
    if value >> 64:
        raise _beyond_int64(byte)
    return value - (1 << 64) if value >> 63 else value


def _beyond_int64(byte: int) -> WrongType:
    return WrongType(
        f"A number of an int64 list needs more than 64 bits, at byte {byte} of the record", Place(),
        "Whatever wrote the record wrote no int64; write it again with values between -2^63 and 2^63 - 1.")
