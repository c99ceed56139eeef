"""What several tests need: an encoder of records that shares no code with the reader, folders of shards, the real program, shared data."""
import atexit
import functools
import json
import os
import shutil
import struct
import subprocess
import tempfile
import unittest

import numpy as np

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
PROGRAM = os.path.join(REPOSITORY, "src", "FeatureForge.Cli", "bin", "Release", "net10.0", "featureforge.dll")
SSD300 = "74b5ac5781e6abe876ebccd9413d08c1efedb43949caaf2916400fc349331663"

RECIPE = """version: 1
seed: 7
epochs: {epochs}
source:      {{images: photos, annotations: faces_smile.csv, format: csv, splits: {{train: 0.75, validation: 0.25}}}}
geometry:    {{output: [{side}, {side}], steps: [{{flip: {{p: 0.5}}}}]}}
targets:     {{anchors: ssd300, encoding: {encoding}}}
output:      {{path: {path}, image: {image}, shardBytes: {shard_bytes}, profile: {profile}}}
"""


def crc32c(data):
    """Bit by bit, by the definition."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def frame(data):
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked(length)) + data + struct.pack("<I", masked(data))


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, content):
    return varint(number << 3 | 2) + varint(len(content)) + content


def value_of(value):
    """A Feature message: bytes, str, or lists of them; lists or arrays of int or float."""
    if isinstance(value, (bytes, str)):
        value = [value]
    if isinstance(value, np.ndarray):
        kind = 2 if value.dtype.kind == "f" else 3
        value = value.reshape(-1).tolist()
    else:
        value = list(value)
        kind = 1 if value and isinstance(value[0], (bytes, str)) else 2 if value and isinstance(value[0], float) else 3
    if kind == 1:
        return field(1, b"".join(field(1, item.encode() if isinstance(item, str) else item) for item in value))
    packed = struct.pack(f"<{len(value)}f", *value) if kind == 2 else b"".join(map(varint, value))
    return field(kind, field(1, packed) if packed else b"")


def example(features):
    """A tf.train.Example with its keys in order."""
    return field(1, b"".join(field(1, field(1, key.encode()) + field(2, value_of(features[key]))) for key in sorted(features)))


def features_of(number, side=4, boxes=None):
    """Features of a drawn record as the engine writes them."""
    boxes = number % 3 if boxes is None else boxes
    corners = np.linspace(0, 1, 4 * max(boxes, 1), dtype=np.float32)[:4 * boxes].reshape(boxes, 4)
    features = {
        "image/raw": (np.arange(side * side * 3) * (number + 1) % 251).astype(np.uint8).tobytes(),
        "image/shape": [side, side, 3], "image/height": [side], "image/width": [side],
        "sample/key": f"train/{number:04d}.jpg", "sample/epoch": [0],
        "image/object/class/label": [1 + (number + box) % 2 for box in range(boxes)],
        "anchors/index": [number * 7 + box for box in range(boxes)], "anchors/class": [1 + box % 2 for box in range(boxes)],
        "anchors/object": list(range(boxes)), "anchors/ignore": [], "anchors/offsets": np.arange(4 * boxes, dtype=np.float32) - number, "anchors/set": SSD300}
    for column, edge in enumerate(("ymin", "xmin", "ymax", "xmax")):
        features[f"image/object/bbox/{edge}"] = corners[:, column]
    return features


def write_shard(path, records, index=True):
    """A shard and its index; gives bytes and checksum."""
    frames = [frame(record) for record in records]
    content = b"".join(frames)
    with open(path, "wb") as file:
        file.write(content)
    if index:
        offset = 0
        with open(path + ".idx", "w", encoding="ascii") as file:
            for item in frames:
                file.write(f"{offset} {len(item)}\n")
                offset += len(item)
    return len(content), crc32c(content)


def write_set(folder, counts, make=features_of):
    """A folder with a manifest: shards of split `train` with so many records each."""
    shards = []
    number = 0
    for position, count in enumerate(counts):
        name = f"train.tfrecord-{position:05d}-of-{len(counts):05d}"
        size, crc = write_shard(os.path.join(folder, name), [example(make(number + i)) for i in range(count)])
        shards.append({"name": name, "records": count, "bytes": size, "crc32c": f"{crc:08x}"})
        number += count
    manifest = {
        "format": "featureforge-shards", "formatVersion": 1, "engineVersion": "0.1.0", "recipeFingerprint": "r", "sourceFingerprint": "s", "seed": 7,
        "profile": "tf-od", "targets": SSD300, "labels": [{"id": 1, "name": "face"}, {"id": 2, "name": "smile"}],
        "splits": [{"name": "train", "records": number, "shards": shards}], "counts": {"in": number, "out": number, "quarantined": 0}}
    write_manifest(folder, manifest)
    return manifest


def write_manifest(folder, manifest):
    with open(os.path.join(folder, "manifest.json"), "w", encoding="utf-8") as file:
        json.dump(manifest, file)


class FolderTest(unittest.TestCase):
    """A test with a folder of its own, and what error tests have in common."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="featureforge-reader-")
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def assert_explained(self, kind, action, *parts):
        """The action fails with the type, and the message has three parts and holds all that is listed."""
        with self.assertRaises(kind) as caught:
            action()
        error = caught.exception
        self.assertIs(type(error), kind)
        for part in parts:
            self.assertIn(str(part), str(error))
        self.assertTrue(error.advice, f"no advice: {error}")
        return error


def program(*arguments, folder):
    """Runs the built program."""
    done = subprocess.run(["dotnet", PROGRAM, *arguments], cwd=folder, capture_output=True, text=True, timeout=300)
    if done.returncode:
        raise AssertionError(f"featureforge {' '.join(arguments)} ended with {done.returncode}: {done.stdout}{done.stderr}")


def require_program():
    if not os.path.exists(PROGRAM) or shutil.which("dotnet") is None:
        raise unittest.SkipTest("featureforge is not built (dotnet build FeatureForge.sln -c Release)")


@functools.lru_cache(maxsize=None)
def photos():
    """A folder with 40 drawn photos and faces_smile.csv, drawn once for all tests."""
    require_program()
    folder = tempfile.mkdtemp(prefix="featureforge-reader-photos-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    program("synth", ".", "--count", "40", "--size", "200x150", folder=folder)
    return folder


@functools.lru_cache(maxsize=None)
def engine_shards(encoding="sparse", image="raw", profile="tf-od", epochs=1, side=64):
    """A folder of shards that the real program made of the drawn photos."""
    folder = photos()
    name = f"shards-{encoding}-{image}-{profile}-{epochs}-{side}"
    recipe = os.path.join(folder, f"{name}.yaml")
    with open(recipe, "w", encoding="utf-8") as file:
        file.write(RECIPE.format(encoding=encoding, image=image, profile=profile, epochs=epochs, side=side, path=name, shard_bytes="150KiB"))
    program("run", recipe, folder=folder)
    return os.path.join(folder, name)


def shared_data(*parts):
    """A path within the shared data, or a skip with the reason."""
    named = os.environ.get("FEATUREFORGE_TEST_DATA")
    folder = REPOSITORY
    candidates = [named] if named else []
    while not named and os.path.dirname(folder) != folder:
        candidates.append(os.path.join(folder, "shared", "data"))
        folder = os.path.dirname(folder)
    for candidate in candidates:
        if os.path.exists(os.path.join(candidate, "README.md")):
            return os.path.join(candidate, *parts)
    raise unittest.SkipTest("shared/data is not beside the checkout (set FEATUREFORGE_TEST_DATA to name it)")
