"""Opening files that may be hostile: kind and size are looked at before anything is read."""
from __future__ import annotations

import json
import os
import stat
from typing import Any, Tuple

from .bounds import DEEPEST_JSON, is_too_deep
from .errors import ManifestError, NotRegularFile, Place, ShardError

LARGEST_JSON = 64 << 20
"""Most bytes of a manifest or of another JSON file."""


def regular_size(path: str) -> int:
    """Bytes of a regular file (links are followed). Raises NotRegularFile for anything else, before it is opened."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise NotRegularFile(f"Could not read {path}: {error.strerror}") from None
    if not stat.S_ISREG(status.st_mode):
        raise NotRegularFile(f"{path} is no regular file (a folder, pipe, device or socket), so it was not read")
    return status.st_size


def read_bounded(path: str, largest: int, kind: "type[ShardError]") -> bytes:
    """Content of a small file; `kind` is raised where it is larger than it can soundly be."""
    size = regular_size(path)
    if size > largest:
        raise kind(f"The file has {size} bytes, at most {largest} can be right", Place(path))
    try:
        with open(path, "rb") as file:
            return file.read(largest + 1)[:largest]
    except OSError as error:
        raise NotRegularFile(f"Could not read {path}: {error.strerror}") from None


def read_json(path: str) -> dict:
    """An object from a JSON file of at most 64 MiB. Raises ManifestError."""
    try:
        root = json.loads(read_bounded(path, LARGEST_JSON, ManifestError).decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ManifestError(f"The file is no JSON ({error})", Place(path)) from None
    if is_too_deep(root):
        raise ManifestError(f"The file is nested more than {DEEPEST_JSON} deep", Place(path))
    if not isinstance(root, dict):
        raise ManifestError("The file holds no JSON object", Place(path))
    return root


def _refuse_constant(name: str) -> None:
    """NaN and infinities, which Python alone takes for JSON."""
    raise ValueError(f"{name} is no JSON")


class JsonPart:
    """A part of a JSON file with its path within it, so that errors can name it."""

    def __init__(self, value: Any, file: str, path: str = "") -> None:
        self.value = value
        self.file = file
        self.path = path

    def part(self, name: str) -> "JsonPart":
        """A member of an object."""
        if not isinstance(self.value, dict) or name not in self.value:
            raise self.error(f"'{self._name(name)}' is missing")
        return JsonPart(self.value[name], self.file, self._name(name))

    def parts(self, name: str) -> "list[JsonPart]":
        """Members of an array within an object."""
        whole = self.part(name)
        if not isinstance(whole.value, list):
            raise self.error(f"'{whole.path}' is no array")
        return [JsonPart(value, self.file, f"{whole.path}[{number}]") for number, value in enumerate(whole.value)]

    def text(self, name: str) -> str:
        """A string within an object."""
        return self._typed(name, str, "string")

    def count(self, name: str) -> int:
        """A number from 0 to 2^53 within an object; TensorFlow Datasets writes them as strings."""
        part = self.part(name)
        value = part.value
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 17:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1 << 53:
            raise self.error(f"'{part.path}' is {str(part.value)[:40]!r}, need a whole number from 0 to 2^53")
        return value

    def error(self, what: str) -> ManifestError:
        """The error for something in this file."""
        return ManifestError(what, Place(self.file))

    def _typed(self, name: str, kind: type, word: str) -> Any:
        part = self.part(name)
        if not isinstance(part.value, kind):
            raise self.error(f"'{part.path}' is no {word}")
        return part.value

    def _name(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name


def split_folder(path: str) -> Tuple[str, str]:
    """Folder and name of a path, the folder `.` where there is none."""
    folder, name = os.path.split(path)
    return folder or ".", name
