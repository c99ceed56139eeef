"""Features of one record with the place it came from, so that every complaint can name file, record and field."""
from __future__ import annotations

import difflib
from typing import Dict, List, Mapping, Optional, Sequence

import numpy as np

from .errors import MissingField, Place, WrongShape, WrongType
from .example import BYTES, FLOAT, INT64, KIND_NAMES, NONE, Feature, parse_example


class Record:
    """A parsed record.

    features: by key. data: the whole record, for messages that list its keys. place: file and record.
    """

    __slots__ = ("features", "data", "place")

    def __init__(self, features: Dict[bytes, Feature], data: memoryview, place: Place) -> None:
        self.features = features
        self.data = data
        self.place = place

    def has(self, key: str) -> bool:
        """Whether the record has a key."""
        return key.encode() in self.features

    def feature(self, key: str, kind: Optional[int] = None) -> Feature:
        """The feature of a key. Raises MissingField, or WrongType where its list is not of `kind`; an unset list passes as an empty one."""
        feature = self.features.get(key.encode())
        if feature is None:
            raise self.missing(key)
        if kind is not None and feature.kind not in (kind, NONE):
            raise WrongType(
                f"The list holds {KIND_NAMES[feature.kind]}, {KIND_NAMES[kind]} is needed", self.field_place(key),
                "Whatever wrote the record gave the key another type; write it again, or ask for the key by its own name to get it as it is.")
        return feature

    def missing(self, key: str, near_fields: Mapping[str, Sequence[str]] = {}) -> MissingField:
        """The error for a key that the record lacks, with the nearest of those it has. near_fields: names of fields, with their keys, of
        which those that the record has are named first."""
        there = sorted(name.decode(errors="replace") for name in parse_example(self.data))
        near = [*(name for name, keys in near_fields.items() if any(part in there for part in keys)), *difflib.get_close_matches(key, there, 3, 0.5)]
        has = f"nearest: {', '.join(near)}" if near else f"it has: {', '.join(there[:30]) or 'none'}"
        return MissingField(f"The record has no key {key} ({has})", self.field_place(key), "Ask for fields that the record has, or write the shards with them.")

    def integers(self, key: str) -> "np.ndarray":
        """int64 [n]."""
        return self.feature(key, INT64).numbers

    def floats(self, key: str) -> "np.ndarray":
        """float32 [n]."""
        return self.feature(key, FLOAT).numbers if self.feature(key, FLOAT).kind else np.empty(0, "<f4")

    def byte_strings(self, key: str) -> List[memoryview]:
        """Views of the byte strings."""
        return self.feature(key, BYTES).byte_strings

    def one_integer(self, key: str) -> int:
        """The only number of a list."""
        numbers = self.integers(key)
        if len(numbers) != 1:
            raise self.wrong_count(key, len(numbers), 1)
        return int(numbers[0])

    def one_byte_string(self, key: str) -> memoryview:
        """The only byte string of a list."""
        values = self.byte_strings(key)
        if len(values) != 1:
            raise self.wrong_count(key, len(values), 1)
        return values[0]

    def text(self, key: str) -> str:
        """The only byte string of a list as text. Raises WrongType where it is not UTF-8."""
        try:
            return str(self.one_byte_string(key), "utf-8")
        except UnicodeDecodeError as error:
            raise WrongType(f"The bytes are not UTF-8 ({error.reason} at byte {error.start})", self.field_place(key),
                            "Ask for the key as bytes: name the key itself among the fields.") from None

    def wrong_count(self, key: str, count: int, needed: int) -> WrongShape:
        """The error for a list with another number of values than its use asks for."""
        return WrongShape(f"The list has {count} values, {needed} {'is' if needed == 1 else 'are'} needed", self.field_place(key),
                          "The record was written by other rules; ask for the key by its own name to get the list as it is.")

    def field_place(self, field: str) -> Place:
        """Place of a field of this record."""
        return Place(self.place.file, self.place.record, None, field)
