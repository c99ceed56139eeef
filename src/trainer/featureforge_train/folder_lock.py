"""One training at a time in a model folder."""
from __future__ import annotations

import fcntl
import os
import pathlib
from types import TracebackType
from typing import Optional, Type

from .errors import FolderInUse

FILE_NAME = ".lock"
LARGEST_NUMBER = 32


class FolderLock:
    """Holds `.lock` of a model folder. The system frees it when the process ends, however it ends; the file stays and means nothing by itself."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._path = folder / FILE_NAME
        self._descriptor = -1

    def __enter__(self) -> "FolderLock":
        """Raises FolderInUse where another training holds it."""
        self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._descriptor, LARGEST_NUMBER).decode("ascii", errors="replace").strip()
            os.close(self._descriptor)
            raise FolderInUse(f"Another training (process {holder or 'unknown'}) writes into the folder:", str(self._path.parent),
                              "Wait for its end, stop it, or give another --out.") from None
        os.ftruncate(self._descriptor, 0)
        os.write(self._descriptor, f"{os.getpid()}\n".encode("ascii"))
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]) -> None:
        """Lets the next one in."""
        os.close(self._descriptor)
