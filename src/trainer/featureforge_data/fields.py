"""Fields: what a sample is made of. Each is read from one or more keys of the record.

`image`, `boxes`, `class` and so on have a shape and a type of their own; any other name is a key of the record, given as it is stored.
"""
from __future__ import annotations

import dataclasses
import difflib
import functools
import io
from typing import Any, Callable, Dict, Mapping, Optional, Tuple

import numpy as np

from .errors import CorruptRecord, MissingField, WrongRequest, WrongShape, WrongType
from .example import BYTES
from .options import KNOWN_ANCHOR_COUNTS, ReadOptions
from .record import Record

BOX_KEYS = tuple(f"image/object/bbox/{edge}" for edge in ("ymin", "xmin", "ymax", "xmax"))
CHANNELS = 3
OFFSETS_PER_ANCHOR = 4
_LARGEST_SIDE = 1 << 20


@dataclasses.dataclass(frozen=True)
class Field:
    """How a field is read.

    keys: keys of the record that it may need. read: makes the value from a record. dtype: NumPy type of its elements, None for text and
    byte strings. ragged: whether the first dimension differs from sample to sample. fill: what pads it.
    """

    keys: Tuple[str, ...]
    read: Callable[[Record, ReadOptions], Any]
    dtype: Optional[str] = None
    ragged: bool = False
    fill: float = 0


def read_image(record: Record, options: ReadOptions) -> "np.ndarray":
    """uint8 [height, width, 3], RGB; a view into the record for raw images, which cannot be written to."""
    if not record.has("image/raw"):
        if not record.has("image/encoded"):
            raise record.missing("image/raw")
        return _decode(record, options)
    shape = record.integers("image/shape")
    if len(shape) != CHANNELS or shape[2] != CHANNELS or shape[:2].min() < 1 or shape[:2].max() > _LARGEST_SIDE:
        raise WrongShape(f"The shape is {shape[:8].tolist()}, need [height, width, {CHANNELS}] with sides of 1 to {_LARGEST_SIDE}",
                         record.field_place("image/shape"), "The record was written by other rules; read image/raw and shape it yourself.")
    height, width = int(shape[0]), int(shape[1])
    data = record.one_byte_string("image/raw")
    if len(data) != height * width * CHANNELS:
        raise WrongShape(f"The picture has {len(data)} bytes, its shape [{height}, {width}, {CHANNELS}] needs {height * width * CHANNELS}",
                         record.field_place("image/raw"), "Make the shard again; image/raw and image/shape disagree.")
    return np.frombuffer(data, np.uint8).reshape(height, width, CHANNELS)


def _decode(record: Record, options: ReadOptions) -> "np.ndarray":
    try:
        from PIL import Image  # type: ignore[import]
    except ImportError:
        raise MissingField("The record has a compressed picture, and Pillow, which would decode it, is not installed", record.field_place("image/encoded"),
                           "Install Pillow, ask for the field image/encoded, or write the shards with output: {image: raw}.") from None
    data = record.one_byte_string("image/encoded")
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            width, height = picture.size
            if width * height > options.largest_image:
                raise WrongShape(f"The picture has {width} x {height} pixels, at most {options.largest_image} are decoded", record.field_place("image/encoded"),
                                 "If the size is right, raise largest_image in ReadOptions.")
            return np.array(picture.convert("RGB"), np.uint8)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise CorruptRecord(f"The picture cannot be decoded ({error})", record.field_place("image/encoded")) from None


def read_boxes(record: Record, options: ReadOptions) -> "np.ndarray":
    """float32 [n, 4]: y0 x0 y1 x1 as shares of the picture, 0 to 1."""
    edges = [record.floats(key) for key in BOX_KEYS]
    counts = [len(edge) for edge in edges]
    if len(set(counts)) > 1:
        raise WrongShape("The edges of the boxes differ in number: " + ", ".join(f"{key.rsplit('/', 1)[1]} {count}" for key, count in zip(BOX_KEYS, counts)),
                         record.field_place("image/object/bbox"), "The record was written by other rules or damaged; make the shard again.")
    return np.stack(edges, axis=1) if counts[0] else np.empty((0, 4), np.float32)


def _int32(key: str) -> Callable[[Record, ReadOptions], "np.ndarray"]:
    return lambda record, options: narrowed(record.integers(key), np.dtype(np.int32), record, key)


def narrowed(values: "np.ndarray", dtype: "np.dtype", record: Record, field: str) -> "np.ndarray":
    """Whole numbers as a smaller type. Raises WrongType with the first value that does not fit."""
    limits = np.iinfo(dtype)
    if values.size and (values.min() < limits.min or values.max() > limits.max):
        value = values[(values < limits.min) | (values > limits.max)].flat[0]
        raise WrongType(f"The value {value} does not fit {dtype.name} ({limits.min} to {limits.max})", record.field_place(field),
                        "Ask for int64, or correct the labels.")
    return values.astype(dtype)


def read_offsets_rows(record: Record, options: ReadOptions) -> "np.ndarray":
    """float32 [rows, 4]: tx ty tw th of each row of `anchors/class`."""
    values = record.floats("anchors/offsets")
    rows = len(record.integers("anchors/class"))
    if len(values) != rows * OFFSETS_PER_ANCHOR:
        raise record.wrong_count("anchors/offsets", len(values), rows * OFFSETS_PER_ANCHOR)
    return values.reshape(rows, OFFSETS_PER_ANCHOR)


def anchor_count(record: Record, options: ReadOptions) -> int:
    """Anchors of the set that the targets of a record belong to. Raises MissingField where nothing says."""
    if options.anchor_count is not None:
        return options.anchor_count
    name = record.text("anchors/set") if record.has("anchors/set") else ""
    if name not in KNOWN_ANCHOR_COUNTS:
        raise MissingField(f"The anchor set {name[:16] or 'of the record'} is none of those known by name, so its number of anchors is unknown",
                           record.field_place("anchors/set"), "Give it: ReadOptions(anchor_count=...).")
    return KNOWN_ANCHOR_COUNTS[name]


def needs_anchor_count(record: Record) -> bool:
    """Whether dense targets of a record need to be told how many anchors there are: they are sparse, and of a set that has no name."""
    return record.has("anchors/index") and (record.text("anchors/set") if record.has("anchors/set") else "") not in KNOWN_ANCHOR_COUNTS


def _positions(record: Record, key: str, count: int) -> "np.ndarray":
    values = record.integers(key)
    if len(values) and (values.min() < 0 or values.max() >= count):
        raise WrongShape(f"Anchor {int(values.max() if values.max() >= count else values.min())} is not one of 0 to {count - 1}", record.field_place(key),
                         "Give the right anchor_count in ReadOptions, or make the shard again.")
    return values


def read_class(record: Record, options: ReadOptions) -> "np.ndarray":
    """int32 [anchors]: class of each anchor, 0 background, -1 ignored; made dense where the record is sparse."""
    classes = narrowed(record.integers("anchors/class"), np.dtype(np.int32), record, "anchors/class")
    if not record.has("anchors/index"):
        return classes
    count = anchor_count(record, options)
    rows = _positions(record, "anchors/index", count)
    if len(rows) != len(classes):
        raise record.wrong_count("anchors/class", len(classes), len(rows))
    dense = np.zeros(count, np.int32)
    if record.has("anchors/ignore"):
        dense[_positions(record, "anchors/ignore", count)] = -1
    dense[rows] = classes
    return dense


def read_offsets(record: Record, options: ReadOptions) -> "np.ndarray":
    """float32 [anchors, 4]: tx ty tw th of each anchor, 0 where it has no object; made dense where the record is sparse."""
    values = read_offsets_rows(record, options)
    if not record.has("anchors/index"):
        return values
    count = anchor_count(record, options)
    rows = _positions(record, "anchors/index", count)
    if len(rows) != len(values):
        raise record.wrong_count("anchors/offsets", values.size, len(rows) * OFFSETS_PER_ANCHOR)
    dense = np.zeros((count, OFFSETS_PER_ANCHOR), np.float32)
    dense[rows] = values
    return dense


_ANCHOR_KEYS = ("anchors/class", "anchors/ignore", "anchors/index", "anchors/offsets", "anchors/set")

FIELDS: Mapping[str, Field] = {
    "image": Field(("image/raw", "image/shape", "image/encoded", "image/format"), read_image, "uint8"),
    "boxes": Field(BOX_KEYS, read_boxes, "float32", ragged=True),
    "labels": Field(("image/object/class/label",), lambda record, options: record.integers("image/object/class/label"), "int64", ragged=True, fill=-1),
    "label": Field(("image/class/label",), lambda record, options: np.int64(record.one_integer("image/class/label")), "int64"),
    "key": Field(("sample/key",), lambda record, options: record.text("sample/key")),
    "epoch": Field(("sample/epoch",), lambda record, options: np.int64(record.one_integer("sample/epoch")), "int64"),
    "anchor_index": Field(("anchors/index",), _int32("anchors/index"), "int32", ragged=True, fill=-1),
    "anchor_class": Field(("anchors/class",), _int32("anchors/class"), "int32", ragged=True, fill=-1),
    "anchor_object": Field(("anchors/object",), _int32("anchors/object"), "int32", ragged=True, fill=-1),
    "anchor_ignore": Field(("anchors/ignore",), _int32("anchors/ignore"), "int32", ragged=True, fill=-1),
    "anchor_offsets": Field(("anchors/offsets", "anchors/class"), read_offsets_rows, "float32", ragged=True),
    "class": Field(_ANCHOR_KEYS, read_class, "int32"),
    "offsets": Field(_ANCHOR_KEYS, read_offsets, "float32"),
}
"""Fields with a meaning, by name. The functions say shape, type and unit."""


@functools.lru_cache(maxsize=1024)
def _stored(key: str) -> Field:
    def read(record: Record, options: ReadOptions) -> Any:
        if not record.has(key):
            raise record.missing(key, near_fields(key))
        feature = record.feature(key)
        return [bytes(value) for value in feature.byte_strings] if feature.kind == BYTES else feature.numbers

    return Field((key,), read, None, ragged=True)


def field_of(name: str) -> Field:
    """The field of a name: one of FIELDS, else the key of that name as it is stored."""
    return FIELDS.get(name) or _stored(name)


def near_fields(name: str) -> Dict[str, Tuple[str, ...]]:
    """Fields with a meaning whose names are like one that is none, the nearest first, and their keys."""
    return {near: FIELDS[near].keys for near in difflib.get_close_matches(name, FIELDS, 2, 0.6)}


def default_fields(record: Record) -> Dict[str, None]:
    """Names of the fields of a dataset that nobody chose: those with a meaning that its first record has; its keys where it has none."""
    if not (record.has("image/raw") or record.has("image/encoded")):
        return {name.decode(errors="replace"): None for name in sorted(record.features)}
    names = ["image"]
    rules = (("key", "sample/key"), ("label", "image/class/label"), ("boxes", BOX_KEYS[0]), ("labels", "image/object/class/label"))
    names += [name for name, key in rules if record.has(key)]
    if record.has("anchors/class"):
        names += ["anchor_index", "anchor_class", "anchor_offsets", "anchor_ignore"] if record.has("anchors/index") else ["class", "offsets"]
    return dict.fromkeys(names)


def check_dtype(name: str, asked: Any) -> "np.dtype":
    """The type that was asked for of a field. Raises WrongRequest or WrongType where the reader does not convert to it."""
    try:
        dtype = np.dtype(asked)
    except TypeError:
        raise WrongRequest(f"{asked!r} is no NumPy type", advice="Name one, for example 'int64'.").at(field=name) from None
    stored = FIELDS[name].dtype if name in FIELDS else None
    if stored is None and name in FIELDS:
        raise WrongType(f"The field is text, {dtype.name} was asked for", advice="Leave the type out.").at(field=name)
    if stored is not None and dtype != np.dtype(stored) and not (np.dtype(stored).kind == "i" and dtype.kind in "iu"):
        advice = ("Convert the batch after reading: images.astype(numpy.float32) / 255, best on the GPU, where uint8 also costs a quarter of the transfer."
                  if name == "image" else "Convert the array after reading.")
        raise WrongType(f"The field is stored as {stored}, {dtype.name} was asked for; the reader does not round or scale", advice=advice).at(field=name)
    return dtype


def converted(value: Any, dtype: "np.dtype", record: Record, field: str) -> Any:
    """A value in the type that was asked for; whole numbers are narrowed only where they fit."""
    if isinstance(value, list):
        raise WrongType(f"The field holds bytes, {dtype.name} was asked for", record.field_place(field), "Leave the type out.")
    if value.dtype == dtype:
        return value
    if value.dtype.kind in "iu" and dtype.kind in "iu":
        return narrowed(np.asarray(value), dtype, record, field)
    raise WrongType(f"The field is stored as {value.dtype.name}, {dtype.name} was asked for; the reader does not round or scale", record.field_place(field),
                    "Convert the array after reading.")
