"""Memory of payloads, used again when the last view into it is gone."""
from __future__ import annotations

import weakref
from typing import List

import numpy as np

_SMALLEST = 1 << 20
_KEPT = 2


class LentMemory:
    """Lends memory for one payload after another.

    New memory costs the system more than the copy from the socket does: it has to be found and cleared page by page. So what a batch that
    nobody refers to any more lay in is lent again; a batch that is kept keeps its memory. At most two pieces wait for their next use.
    """

    def __init__(self) -> None:
        self._free: List["np.ndarray"] = []

    def take(self, count: int) -> memoryview:
        """So many bytes of undefined content, which are the caller's as long as the view or any array made of it lives."""
        if count < _SMALLEST:
            return np.empty(count, np.uint8).data
        storage = self._fitting(count)
        lent = storage[:count]
        weakref.finalize(lent, self._take_back, storage).atexit = False
        return lent.data

    def _fitting(self, count: int) -> "np.ndarray":
        for number, storage in enumerate(self._free):
            if count <= len(storage) <= 2 * count:
                return self._free.pop(number)
        self._free.clear()

        # Payloads of a stream differ a little, by their ragged fields; what is never touched is never given by the system.
        return np.empty(count + count // 8, np.uint8)

    def _take_back(self, storage: "np.ndarray") -> None:
        if len(self._free) < _KEPT:
            self._free.append(storage)
