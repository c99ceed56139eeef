"""Opening files that may be hostile: only regular ones, and none larger than it can soundly be."""
from __future__ import annotations

import json
import os
import stat
from typing import Any, BinaryIO, List, Tuple

LARGEST_JSON = 64 << 20
"""Most bytes of a JSON file."""

DEEPEST_JSON = 64
"""Most arrays and objects within one another, as the engine's own reader of JSON has it."""


def open_regular(path: str) -> BinaryIO:
    """A regular file, opened to be read; links are followed. Raises OSError, for anything else than a file too: a pipe would be waited for without end."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(None, "it is no regular file (a folder, pipe, device or socket)", path)
        return os.fdopen(descriptor, "rb")
    except BaseException:
        os.close(descriptor)
        raise


def read_regular(path: str, most: int) -> bytes:
    """The bytes of a regular file. Raises OSError where there is none, ValueError where it has more than `most` bytes."""
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            raise ValueError(f"it has {size} bytes, at most {most} are read")
        return file.read(size)


def read_json(path: str) -> Any:
    """What a JSON file of at most 64 MiB holds. Raises OSError or ValueError."""
    return parse_json(read_regular(path, LARGEST_JSON).decode("utf-8"))


def parse_json(text: str) -> Any:
    """What JSON says. Raises ValueError where it is none or nested more than 64 deep."""
    try:
        value = json.loads(text)
    except RecursionError:
        raise ValueError(f"it is nested more than {DEEPEST_JSON} deep") from None
    left: List[Tuple[Any, int]] = [(value, 1)]
    while left:
        part, depth = left.pop()
        if not isinstance(part, (dict, list)):
            continue
        if depth > DEEPEST_JSON:
            raise ValueError(f"it is nested more than {DEEPEST_JSON} deep")
        left.extend((inner, depth + 1) for inner in (part.values() if isinstance(part, dict) else part))
    return value


def is_number(value: Any, low: float, high: float) -> bool:
    """Whether a value out of JSON is a number, no truth value, from `low` to `high`; infinities and what is no number are not."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and low <= value <= high


def is_count(value: Any, low: int, high: int) -> bool:
    """Whether a value out of JSON is a whole number from `low` to `high`, written as one."""
    return type(value) is int and low <= value <= high


def is_text(value: Any, most: int) -> bool:
    """Whether a value out of JSON is text of 1 to `most` characters that every encoding of Unicode can write (JSON can state halves of surrogate pairs)."""
    return isinstance(value, str) and 0 < len(value) <= most and not any("\ud800" <= character <= "\udfff" for character in value)
