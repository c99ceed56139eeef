"""CRC-32C (Castagnoli), the checksum of TFRecord, with nothing but NumPy.

A checksum is a remainder modulo the polynomial P. P has the sparse multiple Q = x^D + x^A + x^B + 1, so every power Q(x)^(2^k), which is
Q(x^(2^k)), is one too. The multiple at 2^k = 64 lets a 64-bit word be struck out by XORing it into three words further on; thousands of
words at once, because the nearest of the three lies far ahead. What remains are D words; the same with 32, 16 and 8 bits leaves D bytes,
and those go through one table with 2 x 16 entries per position. No step looks at single bytes in a loop.

Where the module `google_crc32c` or `crc32c` is installed and gives the right check value, it is used instead: the first always, the second for
short data only, because its one chain of CRC instructions is slower than the folding from some 30 KB on.
"""
from __future__ import annotations

import threading
from typing import Callable, Optional, Union

import numpy as np

Buffer = Union[bytes, bytearray, memoryview, np.ndarray]

POLYNOMIAL = 0x82F63B78
"""Reflected: bit 31 is the coefficient of x^0."""

SPARSE_MULTIPLE = (5685, 1362, 426)
"""D, A, B of the multiple x^D + x^A + x^B + 1."""

_MASK_DELTA = 0xA282EAD8
_WORD = 0xFFFFFFFF
_CHUNK_BYTES = 1 << 19
_LOOP_BYTES = 24
_ONE_CHAIN_BYTES = 1 << 15
_CHECK_INPUT, _CHECK_VALUE = b"123456789", 0xE3069283


def _make_byte_table() -> "list[int]":
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return table


_BYTE_TABLE = _make_byte_table()
_DEGREE = SPARSE_MULTIPLE[0]
_DISTANCES = tuple(_DEGREE - power for power in SPARSE_MULTIPLE[1:] + (0,))
_BLOCK = min(_DISTANCES)


class _Tables(threading.local):
    """Scratch memory of a thread, and the shared table of positions, made when first needed (some milliseconds)."""

    positions: Optional["np.ndarray"] = None

    def __init__(self) -> None:
        self.scratch = np.empty(_CHUNK_BYTES + _LOOP_BYTES + 8, np.uint8)


_tables = _Tables()


def _position_table() -> "np.ndarray":
    """uint32 [D * 2 * 16]: what each half of a byte contributes at a position when D bytes end with the last position, low halves first.

    Halves, because this table then is 0.7 MB and stays in the cache while pictures pass through it; by whole bytes it has 6 MB.
    """
    if _Tables.positions is None:
        byte_table = np.array(_BYTE_TABLE, np.uint32)
        table = np.empty((_DEGREE, 2, 16), np.uint32)
        table[-1, 0] = byte_table[:16]
        table[-1, 1] = byte_table[::16]
        for position in range(_DEGREE - 2, -1, -1):
            later = table[position + 1]
            table[position] = (later >> np.uint32(8)) ^ byte_table[later & np.uint32(0xFF)]
        _Tables.positions = table.reshape(-1)
    return _Tables.positions


_LOW_STARTS = np.arange(0, _DEGREE * 32, 32, dtype=np.intp)
_HIGH_STARTS = _LOW_STARTS + 16


def _fold(elements: "np.ndarray") -> "np.ndarray":
    """Strikes out all but the last D elements; what remains has the same remainder modulo P."""
    end = len(elements) - _DEGREE
    if end <= 0:
        return elements
    for start in range(0, end, _BLOCK):
        length = min(_BLOCK, end - start)
        block = elements[start:start + length]
        for distance in _DISTANCES:
            target = elements[start + distance:start + distance + length]
            np.bitwise_xor(target, block, out=target)
    return elements[end:]


def _extend_chunk(data: "np.ndarray", crc: int) -> int:
    count = len(data)
    whole = -(-count // 8) * 8
    scratch = _tables.scratch[:whole]
    head = whole - count
    scratch[:head] = 0
    scratch[head:] = data
    # The register before the first byte acts like four bytes XORed into the data; zeros in front of those change nothing.
    scratch[head:head + 4] ^= np.frombuffer((crc ^ _WORD).to_bytes(4, "little"), np.uint8)
    rest = scratch
    for element in (np.uint64, np.uint32, np.uint16, np.uint8):
        rest = _fold(rest.view(element)).view(np.uint8)
    first = _DEGREE - len(rest)
    table = _position_table()
    halves = table.take(_LOW_STARTS[first:] + (rest & 15)) ^ table.take(_HIGH_STARTS[first:] + (rest >> 4))
    return int(np.bitwise_xor.reduce(halves)) ^ _WORD


def extend_numpy(crc: int, data: Buffer) -> int:
    """The checksum of everything so far and more bytes, by NumPy alone.

    crc: checksum so far, 0 at the start. data: contiguous bytes.
    """
    view = np.frombuffer(data, np.uint8)
    if len(view) < _LOOP_BYTES:
        state = crc ^ _WORD
        for value in view.tobytes():
            state = (state >> 8) ^ _BYTE_TABLE[(state ^ value) & 0xFF]
        return state ^ _WORD
    start = 0
    while len(view) - start > _CHUNK_BYTES + _LOOP_BYTES:
        crc = _extend_chunk(view[start:start + _CHUNK_BYTES], crc)
        start += _CHUNK_BYTES
    return _extend_chunk(view[start:], crc)


def _find_native() -> "tuple[Optional[Callable[[int, Buffer], int]], str]":
    """A compiled implementation that gives the right value, and its name."""
    candidates: "list[tuple[str, Callable[[int, Buffer], int]]]" = []
    try:
        import google_crc32c  # type: ignore[import]

        if getattr(google_crc32c, "implementation", "") == "c":
            candidates.append(("google_crc32c", lambda crc, data: google_crc32c.extend(crc, bytes(data))))
    except ImportError:
        pass
    try:
        import crc32c as native  # type: ignore[import]

        candidates.append(("crc32c", lambda crc, data: native.crc32c(data, crc)))
    except (ImportError, RuntimeError):
        pass
    for name, extend in candidates:
        try:
            if extend(extend(0, _CHECK_INPUT[:4]), _CHECK_INPUT[4:]) == _CHECK_VALUE and extend(0, memoryview(_CHECK_INPUT)) == _CHECK_VALUE:
                return extend, name
        except Exception:
            # A module of the same name that works otherwise is no reason to fail: NumPy does the work.
            continue
    return None, "numpy"


_native, implementation = _find_native()
"""Name of what computes: `google_crc32c`, `crc32c` or `numpy`."""


def extend(crc: int, data: Buffer) -> int:
    """The checksum of everything so far and more bytes.

    crc: checksum so far, 0 at the start. data: contiguous bytes.
    """
    if _native is None or (implementation == "crc32c" and np.frombuffer(data, np.uint8).nbytes > _ONE_CHAIN_BYTES):
        return extend_numpy(crc, data)
    return _native(crc, data)


def compute(data: Buffer) -> int:
    """The checksum of some bytes; 0 for none."""
    return extend(0, data)


def mask(crc: int) -> int:
    """The form that TFRecord stores, so that a checksum of data holding checksums stays meaningful."""
    return (((crc >> 15) | (crc << 17)) + _MASK_DELTA) & _WORD


def compute_rows(rows: "np.ndarray") -> "np.ndarray":
    """uint32 [n]: the checksum of each row of uint8 [n, k], for small k."""
    table = np.array(_BYTE_TABLE, np.uint32)
    state = np.full(len(rows), _WORD, np.uint32)
    for column in range(rows.shape[1]):
        state = (state >> np.uint32(8)) ^ table[(state ^ rows[:, column]) & np.uint32(0xFF)]
    return state ^ np.uint32(_WORD)


def mask_rows(crc: "np.ndarray") -> "np.ndarray":
    """The stored form of many checksums at once, uint32 [n]."""
    return ((crc >> np.uint32(15)) | (crc << np.uint32(17))) + np.uint32(_MASK_DELTA)
