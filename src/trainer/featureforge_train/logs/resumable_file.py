"""A file that grows at its end and can be taken back to where a checkpoint left it."""
from __future__ import annotations

import os
import pathlib


class ResumableFile:
    """Appends to a file. kept: bytes of an older file that stay; what lies behind them was written after the checkpoint and goes."""

    def __init__(self, path: pathlib.Path, kept: int) -> None:
        self._file = open(path, "r+b" if path.exists() else "w+b")
        self._file.seek(0, os.SEEK_END)
        # A file shorter than the checkpoint says lost rows that nothing can bring back; training itself does not depend on them.
        self._file.truncate(min(kept, self._file.tell()))
        self._file.seek(0, os.SEEK_END)

    @property
    def length(self) -> int:
        """Bytes so far."""
        return self._file.tell()

    def append(self, data: bytes) -> None:
        """Adds bytes; readers see them at once."""
        self._file.write(data)
        self._file.flush()

    def commit(self) -> None:
        """Flushes to disk: a checkpoint that counts these bytes must not outlive them."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
