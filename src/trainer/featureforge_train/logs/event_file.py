"""Scalar logs that TensorBoard opens: a TFRecord file of `Event` messages, written byte by byte without TensorFlow.

Numbers of the fields are those of tensorflow/core/util/event.proto and summary.proto: Event {1 wall_time double, 2 step int64,
3 file_version string, 5 summary}, Summary {1 value, repeated}, Value {1 tag string, 2 simple_value float}.
"""
from __future__ import annotations

import pathlib
import struct
from typing import Mapping

from featureforge_data.framing import seal

from .resumable_file import ResumableFile

# TensorBoard looks for "tfevents" in the name; nothing in it says when or where the training ran.
FILE_NAME = "events.out.tfevents.0000000000.featureforge"
_VARINT, _FIXED64, _DELIMITED, _FIXED32 = 0, 1, 2, 5


class EventFile:
    """The event file of a model folder. kept: bytes of an earlier part of this training that stay; 0 starts anew."""

    def __init__(self, folder: pathlib.Path, kept: int, wall_time: float) -> None:
        self._file = ResumableFile(folder / FILE_NAME, kept)
        if self._file.length == 0:
            self._file.append(seal(version_event(wall_time)))

    @property
    def length(self) -> int:
        """Bytes so far."""
        return self._file.length

    def write(self, wall_time: float, step: int, scalars: Mapping[str, float]) -> None:
        """Adds one event. wall_time: seconds since 1970. step: of training, from 0. scalars: value by tag, such as loss/total."""
        self._file.append(seal(scalar_event(wall_time, step, scalars)))

    def commit(self) -> None:
        """Flushes to disk."""
        self._file.commit()

    def close(self) -> None:
        """Closes the file."""
        self._file.close()


def version_event(wall_time: float) -> bytes:
    """The event that every file starts with."""
    return _fixed64(1, wall_time) + _bytes(3, b"brain.Event:2")


def scalar_event(wall_time: float, step: int, scalars: Mapping[str, float]) -> bytes:
    """An `Event` with one value per tag."""
    summary = b"".join(_bytes(1, _bytes(1, tag.encode("utf-8")) + _fixed32(2, value)) for tag, value in scalars.items())
    return _fixed64(1, wall_time) + _key(2, _VARINT) + _varint(step) + _bytes(5, summary)


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def _key(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _bytes(number: int, content: bytes) -> bytes:
    return _key(number, _DELIMITED) + _varint(len(content)) + content


def _fixed64(number: int, value: float) -> bytes:
    return _key(number, _FIXED64) + struct.pack("<d", value)


def _fixed32(number: int, value: float) -> bytes:
    return _key(number, _FIXED32) + struct.pack("<f", value)
