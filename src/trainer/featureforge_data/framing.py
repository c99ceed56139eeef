"""The frame that TFRecord puts around each record, little-endian: u64 length | u32 masked CRC-32C of those 8 bytes | data | u32 masked
CRC-32C of the data. A file is frames and nothing else (TensorFlow, record_writer.h).
"""
from __future__ import annotations

import struct
from typing import Optional, Tuple

import numpy as np

from . import crc32c
from .errors import CorruptRecord, IndexMismatch, Place, RecordTooLarge, ShardError, TruncatedRecord

HEADER_BYTES = 12
FOOTER_BYTES = 4
OVERHEAD_BYTES = HEADER_BYTES + FOOTER_BYTES

_length = struct.Struct("<Q")
_checksum = struct.Struct("<I")
_ROWS_AT_ONCE = 1 << 16


def has_sound_length(header: memoryview) -> bool:
    """Whether the first 12 bytes of a frame carry a length with its right checksum."""
    return len(header) >= HEADER_BYTES and _checksum.unpack_from(header, 8)[0] == crc32c.mask(crc32c.extend_numpy(0, header[:8]))


def seal(data: bytes) -> bytes:
    """A record in its frame."""
    head = _length.pack(len(data))
    return b"".join((head, _checksum.pack(crc32c.mask(crc32c.extend_numpy(0, head))), data, _checksum.pack(crc32c.mask(crc32c.compute(data)))))


def scan(content: memoryview, file: str, largest_record: int) -> Tuple["np.ndarray", "np.ndarray"]:
    """Where the records of a file lie: offsets and sizes of the frames, int64 [records] each.

    Walks from length to length and checks the checksums of the lengths; the data is not read. Raises TruncatedRecord, CorruptRecord or
    RecordTooLarge, with record and byte.
    """
    offsets = []
    position, end = 0, len(content)
    trouble: Optional[ShardError] = None
    while position < end:
        offsets.append(position)
        if end - position < HEADER_BYTES:
            trouble = TruncatedRecord(f"The file ends {end - position} bytes into a frame header of {HEADER_BYTES}", Place(file, len(offsets) - 1, position))
            break
        length = _length.unpack_from(content, position)[0]
        if length > end - position - OVERHEAD_BYTES:
            trouble = TruncatedRecord(
                f"The record states {length} bytes but {max(0, end - position - OVERHEAD_BYTES)} are left in the file", Place(file, len(offsets) - 1, position))
            break
        if length > largest_record:
            trouble = _too_large(length, largest_record, Place(file, len(offsets) - 1, position))
            break
        position += OVERHEAD_BYTES + length
    starts = np.array(offsets, np.int64)
    whole = starts if trouble is None or end - offsets[-1] >= HEADER_BYTES else starts[:-1]
    _check_lengths(content, whole, file)
    if trouble is not None:
        raise trouble
    return starts, np.diff(starts, append=end)


def _too_large(length: int, largest: int, place: Place) -> RecordTooLarge:
    return RecordTooLarge(f"The record states {length} bytes, at most {largest} are read", place)


def _check_lengths(content: memoryview, starts: "np.ndarray", file: str) -> None:
    data = np.frombuffer(content, np.uint8)
    for first in range(0, len(starts), _ROWS_AT_ONCE):
        part = starts[first:first + _ROWS_AT_ONCE]
        heads = data[part[:, None] + np.arange(HEADER_BYTES)]
        stored = np.ascontiguousarray(heads[:, 8:]).view("<u4")[:, 0]
        bad = np.flatnonzero(crc32c.mask_rows(crc32c.compute_rows(heads[:, :8])) != stored)
        if len(bad):
            number = int(bad[0])
            length = _length.unpack(heads[number, :8].tobytes())[0]
            raise CorruptRecord(f"The length of the record ({length}) does not match its checksum", Place(file, first + number, int(part[number])))


def open_frame(frame: memoryview, place: Place, verify: bool) -> memoryview:
    """The record within a frame, as a view.

    frame: exactly the bytes that the index names. place: file, record and byte for messages. verify: whether the checksum of the data is
    computed; the length is held against the frame in any case. Raises CorruptRecord.
    """
    length = len(frame) - OVERHEAD_BYTES
    if length < 0 or _length.unpack_from(frame, 0)[0] != length or (verify and not has_sound_length(frame)):
        if length >= -FOOTER_BYTES and not has_sound_length(frame):
            stated = _length.unpack_from(frame, 0)[0]
            raise CorruptRecord(f"The length of the record ({stated}) does not match its checksum", place)
        raise _frame_mismatch(frame, place)
    data = frame[HEADER_BYTES:-FOOTER_BYTES]
    if verify:
        stored = _checksum.unpack_from(frame, HEADER_BYTES + length)[0]
        computed = crc32c.mask(crc32c.compute(data))
        if computed != stored:
            raise CorruptRecord(f"The {length} bytes of the record do not match their checksum: stored {stored:08x}, computed {computed:08x}", place)
    return data


def _frame_mismatch(frame: memoryview, place: Place) -> IndexMismatch:
    stated = _length.unpack_from(frame, 0)[0] + OVERHEAD_BYTES if len(frame) >= 8 else 0
    return IndexMismatch(f"The index states {len(frame)} bytes, the frame has {stated}", place)
