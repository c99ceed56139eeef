"""The bytes of a feed, as docs/feed.md describes them: header line, frames, sections. Nothing is believed before it was checked."""
from __future__ import annotations

import dataclasses
import json
import struct
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple

import numpy as np

from . import crc32c
from .batches import Batch, Ragged
from .errors import FeedError, FeedProtocolError, FeedRefused, Place

BATCH_MAGIC, ERROR_MAGIC, END_MAGIC = 0x46424146, 0x46454146, 0x465A4146
HEADER_LIMIT = 1 << 16
ERROR_LIMIT = 1 << 16
MOST_FIELDS = 64
MOST_NAME_BYTES = 256
MOST_DIMENSIONS = 8
MOST_STEPS = (1 << 32) - 2
MOST_RANKS = 1 << 16
ALIGNMENT = 8
SMALL_SHARE = 16
DTYPES = ("|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f2", "<f4", "<f8")

FRAME_HEAD = struct.Struct("<IIQI")
_COUNT = struct.Struct("<Q")

ReadExactly = Callable[[int], memoryview]


@dataclasses.dataclass(frozen=True)
class FeedField:
    """A field of a feed. shape: dimensions behind the first. ragged: samples differ in rows. text: rows are UTF-8 bytes."""

    name: str
    dtype: "np.dtype"
    shape: Tuple[int, ...]
    ragged: bool
    text: bool


@dataclasses.dataclass(frozen=True)
class StreamPart:
    """Which part of the data a stream is: the echo of what was asked. seed: of the order, the server's where none was asked."""

    split: str
    epoch: int
    rank: int
    world: int
    remainder: str
    seed: int

    def differences(self, asked: Dict[str, Any]) -> List[str]:
        """Names of the members that are not as asked. asked: value by name; None is whatever the server chose."""
        return [name for name, value in asked.items() if value is not None and getattr(self, name) != value]


@dataclasses.dataclass(frozen=True)
class FeedHeader:
    """What a stream says about itself before the first batch. samples: of the epoch, all ranks. first: step of the first frame. serving: what a device does
    to a photo before the model sees it, None where the feed does not say; no part of what makes streams the same data. balance: labels whose samples come
    alike often, none for the order of all samples. part: what of the data the stream is."""

    fields: Tuple[FeedField, ...]
    batch: int
    first: int
    steps: int
    samples: int
    crc32c: bool
    recipe: str
    serving: Optional[Mapping[str, Any]] = dataclasses.field(default=None, compare=False)
    balance: Tuple[str, ...] = ()
    part: StreamPart = StreamPart("", 0, 0, 1, "short", 0)

    def same_data(self, other: "FeedHeader") -> bool:
        """Whether another stream continues this one."""
        return dataclasses.replace(self, first=0) == dataclasses.replace(other, first=0)


def parse_json(content: bytes) -> Any:
    """JSON that a server sent. Raises ValueError for what is none, is nested too deep, or has texts that are no Unicode (halves of surrogate pairs)."""
    try:
        root = json.loads(content)
        json.dumps(root, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("nested too deep") from None
    return root


def parse_header(line: bytes, url: str) -> FeedHeader:
    """The header line, without or with its line feed. Raises FeedProtocolError with the member that is wrong."""
    try:
        root = parse_json(line)
    except ValueError as error:
        raise FeedProtocolError(f"The header line is no JSON ({error})", Place(url)) from None
    if not isinstance(root, dict) or root.get("format") != "featureforge-batches":
        raise FeedProtocolError("The stream does not begin with a header of featureforge-batches", Place(url))
    if root.get("version") != 1:
        raise FeedProtocolError(f"The stream has version {root.get('version')!r}, this reader knows 1", Place(url))
    fields = root.get("fields")
    if not isinstance(fields, list) or not 1 <= len(fields) <= MOST_FIELDS:
        raise FeedProtocolError(f"The header's 'fields' is no array of 1 to {MOST_FIELDS} fields", Place(url))
    parsed = tuple(_parse_field(field, url) for field in fields)
    if len({field.name for field in parsed}) < len(parsed):
        raise FeedProtocolError("The header names a field twice", Place(url))
    if not isinstance(root.get("crc32c"), bool) or not isinstance(root.get("recipe"), str):
        raise FeedProtocolError("The header lacks 'crc32c' (boolean) or 'recipe' (text)", Place(url))
    if not isinstance(root.get("serving", {}), dict):
        raise FeedProtocolError("The header's 'serving' is no object", Place(url))
    balance = root.get("balance", [])
    if not isinstance(balance, list) or not all(isinstance(name, str) for name in balance):
        raise FeedProtocolError("The header's 'balance' is no array of texts", Place(url))
    return FeedHeader(
        parsed, _number(root, "batch", 1, 1 << 16, url), _number(root, "step", 0, MOST_STEPS, url), _number(root, "steps", 0, MOST_STEPS, url),
        _number(root, "samples", 0, 1 << 53, url), root["crc32c"], root["recipe"],
        root.get("serving"), tuple(balance), _part(root, url))


def _part(root: Dict[str, Any], url: str) -> StreamPart:
    if not isinstance(root.get("split"), str) or not isinstance(root.get("remainder"), str):
        raise FeedProtocolError("The header lacks 'split' or 'remainder' (texts)", Place(url))
    return StreamPart(root["split"], _number(root, "epoch", 0, (1 << 32) - 1, url), _number(root, "rank", 0, MOST_RANKS - 1, url),
                      _number(root, "world", 1, MOST_RANKS, url), root["remainder"], _number(root, "seed", 0, (1 << 64) - 1, url))


def _number(root: Dict[str, Any], name: str, low: int, high: int, url: str) -> int:
    value = root.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise FeedProtocolError(f"The header's '{name}' is {str(value)[:40]!r}, need a whole number from {low} to {high}", Place(url))
    return value


def _parse_field(value: Any, url: str) -> FeedField:
    if not isinstance(value, dict) or not isinstance(value.get("name"), str) or not 1 <= len(value["name"].encode(errors="replace")) <= MOST_NAME_BYTES:
        raise FeedProtocolError(f"A field of the header has no name of 1 to {MOST_NAME_BYTES} bytes", Place(url))
    name, dtype, shape = value["name"], value.get("dtype"), value.get("shape")
    if dtype not in DTYPES:
        raise FeedProtocolError(f"The type is {str(dtype)[:40]!r}, need one of {', '.join(DTYPES)}", Place(url, field=name))
    if not isinstance(shape, list) or len(shape) > MOST_DIMENSIONS or any(type(side) is not int or not 1 <= side < 1 << 31 for side in shape):
        raise FeedProtocolError(f"The shape is {str(shape)[:80]}, need at most {MOST_DIMENSIONS} whole numbers from 1 to 2^31 - 1", Place(url, field=name))
    ragged, text = value.get("ragged", False), value.get("text", False)
    if not isinstance(ragged, bool) or not isinstance(text, bool) or (text and not (ragged and dtype == "|u1" and not shape)):
        raise FeedProtocolError("'ragged' and 'text' are booleans, and text is ragged |u1 with an empty shape", Place(url, field=name))
    return FeedField(name, np.dtype(dtype), tuple(shape), ragged, text)


def parse_error(content: bytes, status: int, url: str) -> FeedRefused:
    """The error that a server sent, of HTTP or within a stream (status 0)."""
    try:
        error = json.loads(content)["error"]
        what, where, advice = (str(error[name]) for name in ("what", "where", "do"))
    except (ValueError, KeyError, TypeError, RecursionError):
        what, where, advice = f"The server answered {status} without the error JSON of the protocol: {content[:200]!r}", "", "See whether this is a FeatureForge feed."
    if status == 401:
        advice = "Give the reader the token of the server: FeedOptions(token=...)."
    return FeedRefused(what, Place(f"{url}: {where}" if where else url), advice, status)


def read_frame(read: ReadExactly, header: FeedHeader, step: int, limits: Tuple[int, str]) -> Optional[memoryview]:
    """The payload of the batch that comes next, None at the end of the stream.

    read: gives exactly so many bytes. step: the one expected. limits: most payload bytes, and the URL for messages. Raises FeedProtocolError,
    or FeedRefused for an error frame.
    """
    largest, url = limits
    magic, stated, size, checksum = FRAME_HEAD.unpack(read(FRAME_HEAD.size))
    place = Place(url, field=f"frame of step {step}")
    if magic == ERROR_MAGIC:
        if size > ERROR_LIMIT:
            raise FeedProtocolError(f"An error frame states {size} bytes, at most {ERROR_LIMIT} are allowed", place)
        raise parse_error(bytes(read(size)), 0, url)
    if magic not in (BATCH_MAGIC, END_MAGIC):
        raise FeedProtocolError(f"A frame begins with {magic:#010x}, need {BATCH_MAGIC:#010x}", place)
    if magic == END_MAGIC:
        if stated != header.steps or step != header.steps or size:
            raise FeedProtocolError(f"The stream ends at step {step} (it says {stated}), its header promises {header.steps} steps", place)
        return None
    if stated != step or step >= header.steps:
        raise FeedProtocolError(f"The frame is of step {stated}, expected was {step} of {header.steps}", place)
    if size > largest:
        raise FeedProtocolError(f"The payload states {size} bytes, at most {largest} are read", place,
                                "If the size is right, take a smaller batch (--batch), or raise largest_payload in FeedOptions.")
    payload = read(size)
    if header.crc32c:
        computed = crc32c.mask(crc32c.compute(payload))
        if computed != checksum:
            raise FeedProtocolError(f"The payload does not match its checksum: sent {checksum:08x}, computed {computed:08x}", place)
    return payload


def parse_payload(payload: memoryview, header: FeedHeader, step: int, url: str) -> Batch:
    """The fields of a batch: views into the payload, but small ones are copies, so that whoever keeps them does not keep the payload. Raises FeedProtocolError."""
    sections = _Sections(payload, Place(url, field=f"frame of step {step}"))
    batch: Batch = {}
    counts = set()
    for field in header.fields:
        if field.ragged:
            starts = sections.take(field, "<i4", ())
            if not len(starts) or starts[0] != 0 or (np.diff(starts) < 0).any():
                raise sections.error(field, "the starts do not ascend from 0")
            values = sections.take(field, field.dtype, field.shape)
            if len(values) != starts[-1]:
                raise sections.error(field, f"there are {len(values)} rows, the starts end at {starts[-1]}")
            counts.add(len(starts) - 1)
            ragged = Ragged(values, starts)
            batch[field.name] = _texts(ragged, sections, field) if field.text else ragged
        else:
            array = sections.take(field, field.dtype, field.shape)
            counts.add(len(array))
            batch[field.name] = array
    sections.end()
    if len(counts) != 1 or max(counts) > header.batch:
        raise FeedProtocolError(f"The fields have {sorted(counts)} samples, need one number of at most {header.batch}", sections.place)
    return batch


def _texts(ragged: Ragged, sections: "_Sections", field: FeedField) -> List[str]:
    try:
        return [ragged[sample].tobytes().decode() for sample in range(len(ragged))]
    except UnicodeDecodeError:
        raise sections.error(field, "the text is not UTF-8") from None


class _Sections:
    """Walks over the sections of a payload."""

    def __init__(self, payload: memoryview, place: Place) -> None:
        self._payload = payload
        self._position = 0
        self.place = place

    def take(self, field: FeedField, dtype: Any, shape: Tuple[int, ...]) -> "np.ndarray":
        """The next section as an array [rows, *shape]."""
        element = np.dtype(dtype)
        left = len(self._payload) - self._position - _COUNT.size
        size = _COUNT.unpack_from(self._payload, self._position)[0] if left >= 0 else 0
        if left < 0 or size > left:
            raise self.error(field, f"a section states {size} bytes but {max(left, 0)} are left")
        row = element.itemsize * int(np.prod(shape, dtype=object)) if shape else element.itemsize
        if size % row:
            raise self.error(field, f"a section has {size} bytes, no multiple of {row}, the bytes of a row")
        start = self._position + _COUNT.size
        self._position = start + -(-size // ALIGNMENT) * ALIGNMENT
        array = np.frombuffer(self._payload[start:start + size], element).reshape((size // row,) + shape)
        return array.copy() if size * SMALL_SHARE <= len(self._payload) else array

    def end(self) -> None:
        """Makes sure that nothing follows."""
        if self._position != len(self._payload):
            raise FeedProtocolError(f"The payload has {len(self._payload)} bytes, its sections end at {self._position}", self.place)

    def error(self, field: FeedField, what: str) -> FeedError:
        """The error for a field of this frame."""
        return FeedProtocolError(f"In the payload, {what}", Place(self.place.file, field=f"{field.name}, {self.place.field}"))
