"""The index beside a shard: text, one line `offset size` per record, size with framing. DALI and PyTorch readers take the same file."""
from __future__ import annotations

import re
from typing import Tuple

import numpy as np

from .errors import IndexMismatch, Place
from .files import read_bounded
from .framing import OVERHEAD_BYTES

_LINES = re.compile(rb"(?:[0-9]{1,18} [0-9]{1,18}\r?\n)*(?:[0-9]{1,18} [0-9]{1,18})?\Z")
_LONGEST_LINE = 40


def read_index(path: str, shard_bytes: int) -> Tuple["np.ndarray", "np.ndarray"]:
    """Offsets and sizes of the frames of a shard, int64 [records] each.

    path: of the `.idx` file. shard_bytes: length of the shard, which bounds how long an index can be; the frames must follow each other
    from its first byte to its last. Raises IndexMismatch with the line.
    """
    text = read_bounded(path, (shard_bytes // OVERHEAD_BYTES + 1) * _LONGEST_LINE, IndexMismatch)
    if not _LINES.match(text):
        raise _bad_line(path, text)
    numbers = np.array(list(map(int, text.split())), np.int64).reshape(-1, 2)
    offsets, sizes = numbers[:, 0].copy(), numbers[:, 1].copy()
    ends = np.concatenate([[0], offsets + sizes])
    wrong = np.flatnonzero((offsets != ends[:-1]) | (sizes < OVERHEAD_BYTES))
    if len(wrong):
        line = int(wrong[0])
        raise IndexMismatch(
            f"The index says {offsets[line]} {sizes[line]}, but the record before ends at byte {ends[line]} and a frame has at least {OVERHEAD_BYTES} bytes",
            Place(path, line=line + 1))
    if ends[-1] != shard_bytes:
        raise IndexMismatch(f"The records of the index end at byte {ends[-1]}, the shard has {shard_bytes} bytes", Place(path, line=len(offsets)))
    return offsets, sizes


def _bad_line(path: str, text: bytes) -> IndexMismatch:
    for number, line in enumerate(text.split(b"\n"), 1):
        if not re.fullmatch(rb"[0-9]{1,18} [0-9]{1,18}\r?", line) and (line or number == 1):
            return IndexMismatch(f"{line[:_LONGEST_LINE]!r} is no pair of numbers 'offset size'", Place(path, line=number))
    return IndexMismatch("The index has an empty line", Place(path))
