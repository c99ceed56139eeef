"""What can be wrong with shards and feeds, one type per condition.

A message has three parts: what was wrong, with the value seen and the rule; where (file, record, byte, field); what to do. The parts
are attributes as well. All types derive from :class:`FeatureForgeError` and travel between processes.
"""
from __future__ import annotations

import contextlib
import dataclasses
from typing import Iterator, Optional

HIDDEN = "***"
"""In place of a secret."""


@dataclasses.dataclass(frozen=True)
class Place:
    """Where something is wrong. Every part may be unknown.

    file: path as it was opened. record: number within the file, from 0. byte: offset within the file, or within the record where only
    that is known. field: key of the record or name of the field. line: line of a text file, from 1.
    """

    file: Optional[str] = None
    record: Optional[int] = None
    byte: Optional[int] = None
    field: Optional[str] = None
    line: Optional[int] = None

    def __str__(self) -> str:
        parts = [
            self.file,
            None if self.line is None else f"line {self.line}",
            None if self.record is None else f"record {self.record} (from 0)",
            None if self.byte is None else f"byte {self.byte}",
            None if self.field is None else f"field {self.field}",
        ]
        return ", ".join(part for part in parts if part)


class FeatureForgeError(Exception):
    """Root of all errors of this package. `what`, `place` and `advice` are the parts of the message."""

    default_advice = ""

    def __init__(self, what: str, place: Place = Place(), advice: Optional[str] = None) -> None:
        super().__init__(what, place, advice)
        self.what = what
        self.place = place
        self.advice = self.default_advice if advice is None else advice

    def __str__(self) -> str:
        return " ".join(part if part.endswith(".") else f"{part}." for part in (self.what, str(self.place), self.advice) if part)

    def at(self, file: Optional[str] = None, record: Optional[int] = None, field: Optional[str] = None) -> "FeatureForgeError":
        """The same error with the parts of the place filled in that were not known where it arose."""
        known = self.place
        place = dataclasses.replace(known, file=known.file or file, record=record if known.record is None else known.record, field=known.field or field)
        located = type(self)(self.what, place, self.advice)
        located.__dict__.update({name: value for name, value in self.__dict__.items() if name not in ("what", "place", "advice")})
        return located


    def without(self, secret: Optional[str]) -> "FeatureForgeError":
        """The same error, with marks where its parts quote a secret: servers send back what they were sent."""
        if secret is None:
            return self
        shown = repr(secret.encode())[2:-1]
        what, file, field, advice = (text and text.replace(secret, HIDDEN).replace(shown, HIDDEN)
                                     for text in (self.what, self.place.file, self.place.field, self.advice))
        if (what, file, field, advice) == (self.what, self.place.file, self.place.field, self.advice):
            return self
        hidden = type(self)(what or "", dataclasses.replace(self.place, file=file, field=field), advice)
        hidden.__dict__.update({name: value for name, value in self.__dict__.items() if name not in ("what", "place", "advice")})
        return hidden


@contextlib.contextmanager
def hiding(secret: Optional[str]) -> Iterator[None]:
    """Errors that leave the block do not show a secret."""
    try:
        yield
    except FeatureForgeError as error:
        hidden = error.without(secret)
        if hidden is error:
            raise
        raise hidden from None


class ShardError(FeatureForgeError):
    """Something is wrong with shard files or with what was asked of them."""


class TruncatedRecord(ShardError):
    """The file ends within a record: a copy broke off, or the file is still being written."""

    default_advice = "Restore the file from a complete copy, or make the shard again with featureforge run --fresh."


class CorruptRecord(ShardError):
    """Bytes of a record do not match their checksum, or are no tf.train.Example."""

    default_advice = "Restore the file from a copy, or make the shard again; featureforge verify lists every damaged record."


class RecordTooLarge(ShardError):
    """A record or an unpacked file is larger than the options allow."""

    default_advice = "If the size is right, raise the limit in ReadOptions."


class MissingField(ShardError):
    """A record lacks a key that was asked for."""


class WrongType(ShardError):
    """A field holds another type than was asked for, or a value that does not fit it."""


class WrongShape(ShardError):
    """Lengths of fields do not fit together, or samples of a batch differ in shape."""


class IndexMismatch(ShardError):
    """An index file does not describe its shard, is damaged, or is missing where one is required."""

    default_advice = "Restore shard and index from one copy, or delete the .idx file: the reader then finds the records itself."


class ManifestError(ShardError):
    """The manifest is damaged, or files are not as it says."""

    default_advice = "Restore the folder from a complete copy, or make it again with featureforge run --fresh."


class MissingShard(ManifestError):
    """A shard that the manifest or the file names promise is not there."""


class NotRegularFile(ShardError):
    """A path names a pipe, a device, a socket or nothing."""

    default_advice = "Name a folder of shards or shard files."


class WrongRequest(ShardError, ValueError):
    """What was asked for cannot be: no such split, a rank beyond the world, a step beyond the end."""


class StateMismatch(ShardError, ValueError):
    """A saved state belongs to other shards, another order or another batch size."""


class FeedError(FeatureForgeError):
    """Something is wrong with a feed."""


class FeedRefused(FeedError):
    """The server answered with an error. `status` is that of HTTP, 0 where the error came within the stream."""

    def __init__(self, what: str, place: Place = Place(), advice: Optional[str] = None, status: int = 0) -> None:
        super().__init__(what, place, advice)
        self.status = status
        self.args = (what, place, advice, status)


class FeedInterrupted(FeedError):
    """The connection ended or stalled before the stream did, more often than the options allow."""

    default_advice = "See whether the server still runs, then go on at the step that comes next."
    retry_after = 0.0
    """Seconds that the server asked to wait before the next try."""


class FeedProtocolError(FeedError):
    """What arrived is not what docs/feed.md describes."""

    default_advice = "Check that server and reader are of versions that fit together, and that no proxy changes the bytes."
