"""Small drawn shards for tests of the trainer, written without the engine."""
from __future__ import annotations

import json
import pathlib
import struct
from typing import Any, Dict, List, Mapping, Sequence, Union

import numpy

from featureforge_data.framing import seal
from featureforge_train.anchors import AnchorSet, anchor_set, custom_anchor_set
from featureforge_train.boxes import overlaps

Value = Union[bytes, Sequence[float], Sequence[int]]
SIDE = 152


def write_classifier_shards(folder: pathlib.Path, counts: Mapping[str, int], side: int = 16, seed: int = 1) -> None:
    """Pictures with a bright square at the left (label dark=0) or at the right (label dark=1). counts: records by split."""
    random = numpy.random.default_rng(seed)
    records: Dict[str, List[bytes]] = {}
    for split, count in counts.items():
        records[split] = []
        for number in range(count):
            label = int(random.random() < 0.3)
            image = random.integers(0, 120, (side, side, 3), dtype=numpy.uint8)
            column = side // 2 * label + int(random.integers(0, side // 4))
            image[side // 4:side // 2, column:column + side // 4] += 100
            records[split].append(example({**_picture(image, f"{split}-{number}"), "image/class/label": [label + 1]}))
    _write(folder, records, ["dark=0", "dark=1"], {})


def write_detector_shards(folder: pathlib.Path, counts: Mapping[str, int], seed: int = 1, layout: Any = None) -> None:
    """Pictures of 152 x 152 with none to two bright squares, labels square and, for the smallest, speck; matched at IoU 0.5 with ssd300, or with
    the levels of a layout."""
    anchors = anchor_set("ssd300") if layout is None else custom_anchor_set(layout, "the test")
    random = numpy.random.default_rng(seed)
    records: Dict[str, List[bytes]] = {}
    for split, count in counts.items():
        records[split] = [example(_detector_record(random, f"{split}-{number}", anchors)) for number in range(count)]
    _write(folder, records, ["speck", "square"], {"targets": anchors.sha256, **({} if layout is None else {"anchorLevels": layout})})


def _detector_record(random: numpy.random.Generator, key: str, anchors: AnchorSet) -> Dict[str, Value]:
    image = random.integers(0, 100, (SIDE, SIDE, 3), dtype=numpy.uint8)
    boxes, labels = [], []
    for _ in range(int(random.integers(0, 3))):
        size = int(random.integers(16, 60))
        x, y = (int(value) for value in random.integers(0, SIDE - size, 2))
        image[y:y + size, x:x + size] += 120
        boxes.append([x / SIDE, y / SIDE, (x + size) / SIDE, (y + size) / SIDE])
        labels.append(1 if size < 24 else 2)
    corners = numpy.array(boxes, dtype=numpy.float32).reshape(-1, 4)
    columns = {name: corners[:, place].tolist() for place, name in enumerate(("xmin", "ymin", "xmax", "ymax"))}
    return {**_picture(image, key), **{f"image/object/bbox/{name}": values for name, values in columns.items()},
            "image/object/class/label": labels or numpy.empty(0, numpy.int64), **_targets(corners, numpy.array(labels, dtype=numpy.int64), anchors)}


def _targets(corners: numpy.ndarray, labels: numpy.ndarray, anchors: AnchorSet) -> Dict[str, Value]:
    boxes = anchors.boxes
    edges = numpy.concatenate([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], axis=1)
    none = numpy.empty(0, numpy.int64)
    if len(corners) == 0:
        return {"anchors/index": none, "anchors/class": none, "anchors/offsets": [], "anchors/ignore": none, "anchors/set": anchors.sha256.encode()}
    shares = overlaps(edges, corners)
    index = numpy.flatnonzero(shares.max(axis=1) >= 0.5)
    chosen = shares[index].argmax(axis=1)
    matched, own = corners[chosen], boxes[index]
    center, size = (matched[:, :2] + matched[:, 2:]) / 2, matched[:, 2:] - matched[:, :2]
    offsets = numpy.concatenate([(center - own[:, :2]) / own[:, 2:] / 0.1, numpy.log(size / own[:, 2:]) / 0.2], axis=1)
    return {"anchors/index": index, "anchors/class": labels[chosen], "anchors/offsets": offsets.ravel().tolist(),
            "anchors/ignore": none, "anchors/set": anchors.sha256.encode()}


def _picture(image: numpy.ndarray, key: str) -> Dict[str, Value]:
    return {"image/raw": image.tobytes(), "image/shape": list(image.shape), "sample/key": key.encode()}


def _write(folder: pathlib.Path, records: Mapping[str, Sequence[bytes]], labels: Sequence[str], targets: Mapping[str, Any]) -> None:
    from featureforge_data.crc32c import compute

    folder.mkdir(parents=True, exist_ok=True)
    splits = []
    for split, examples in records.items():
        name = f"{split}.tfrecord-00000-of-00001"
        content = b"".join(seal(one) for one in examples)
        (folder / name).write_bytes(content)
        lines, offset = [], 0
        for one in examples:
            lines.append(f"{offset} {len(one) + 16}\n")
            offset += len(one) + 16
        (folder / f"{name}.idx").write_text("".join(lines))
        shard = {"name": name, "records": len(examples), "bytes": len(content), "crc32c": f"{compute(content):08x}"}
        splits.append({"name": split, "records": len(examples), "shards": [shard]})
    manifest = {
        "format": "featureforge-shards", "formatVersion": 1, "engineVersion": "0.1.0", "recipeFingerprint": "recipe", "sourceFingerprint": "source",
        "seed": 1, "profile": "tf-od", **targets, "labels": [{"id": number + 1, "name": name} for number, name in enumerate(labels)], "splits": splits}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def example(features: Mapping[str, Value]) -> bytes:
    """A `tf.train.Example`. bytes become a list of one byte string, floats a packed list of floats, whole numbers one of int64."""
    return _delimited(1, b"".join(_delimited(1, _delimited(1, key.encode()) + _delimited(2, _feature(features[key]))) for key in sorted(features)))


def _feature(value: Value) -> bytes:
    if isinstance(value, bytes):
        return _delimited(1, _delimited(1, value))
    numbers = numpy.asarray(value)
    if numbers.dtype.kind == "f":
        return _delimited(2, _delimited(1, struct.pack(f"<{len(numbers)}f", *numbers)))
    return _delimited(3, _delimited(1, b"".join(_varint(int(number)) for number in numbers)))


def _delimited(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
