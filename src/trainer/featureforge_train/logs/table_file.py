"""`log.csv`: one row per validation. It holds no time, so a training that was interrupted ends with the same bytes as one that was not."""
from __future__ import annotations

import pathlib
from typing import Mapping, Sequence

from .resumable_file import ResumableFile

FILE_NAME = "log.csv"


class TableFile:
    """A table with fixed columns. kept: bytes of an earlier part of this training that stay; 0 starts anew."""

    def __init__(self, folder: pathlib.Path, kept: int, columns: Sequence[str]) -> None:
        self._columns = tuple(columns)
        self._file = ResumableFile(folder / FILE_NAME, kept)
        if self._file.length == 0:
            self._file.append((",".join(self._columns) + "\n").encode("utf-8"))

    @property
    def length(self) -> int:
        """Bytes so far."""
        return self._file.length

    def write(self, values: Mapping[str, float]) -> None:
        """Adds a row; a column without a value stays empty. Numbers have as many digits as it takes to read the same number back."""
        cells = ["" if values.get(column) is None else _number(values[column]) for column in self._columns]
        self._file.append((",".join(cells) + "\n").encode("utf-8"))

    def commit(self) -> None:
        """Flushes to disk."""
        self._file.commit()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else repr(float(value))
