"""Files that are either complete or not there, whenever the process or the machine stops."""
from __future__ import annotations

import contextlib
import os
import pathlib
from typing import BinaryIO, Callable


def write_atomically(path: pathlib.Path, write: Callable[[BinaryIO], None]) -> None:
    """Writes a file under a temporary name, flushes it to disk, renames it, and flushes the folder.

    path: final name; an older file there is replaced in one step. write: fills the opened file. Where that fails, the temporary file is removed; an OSError
    that names no file, as that of a full disk, then names this one.
    """
    partial = path.with_name(path.name + ".partial")
    try:
        with open(partial, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            partial.unlink()
        if isinstance(error, OSError) and error.filename is None:
            error.filename = str(path)
        raise
    flush_folder(path.parent)


def write_text_atomically(path: pathlib.Path, text: str) -> None:
    """Writes UTF-8 text as :func:`write_atomically` does."""
    write_atomically(path, lambda file: file.write(text.encode("utf-8")) and None)


def flush_folder(folder: pathlib.Path) -> None:
    """Flushes the entries of a folder to disk: without it a rename may be lost when power fails."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
