"""What several tests need: samples, detections, shards written without the engine, and model folders without the trainer."""
import contextlib
import io
import json
import os
import shutil
import struct
import sys
import tempfile
import types
import unittest

import numpy as np

from featureforge_eval.detection import DetectedSample, Detections
from featureforge_eval.models import Description
from featureforge_eval.samples import Sample

SIDE, CELL = 32, 8
CELLS = SIDE // CELL
BRIGHT = 220

try:
    import torch
except ImportError:
    torch = None


def needs(module, package):
    """Skips where a module is not installed."""
    try:
        __import__(module)
        return unittest.skipIf(False, "")
    except ImportError:
        return unittest.skip(f"needs {module} ({package})")


class FolderTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="featureforge-evaluation-")
        self.addCleanup(shutil.rmtree, self.folder)

    def enter(self, context):
        """Enters a context until the test ends (enterContext came with Python 3.11)."""
        context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def run_command(self, main, *arguments):
        """Exit code, standard output and error of a command."""
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = main(list(arguments))
            except SystemExit as stop:
                code = stop.code
        return code, out.getvalue(), err.getvalue()


def anchors():
    """float32 [16, 4]: one anchor per cell of 8 x 8 pixels."""
    middle = (np.arange(CELLS) + 0.5) / CELLS
    y, x = np.meshgrid(middle, middle, indexing="ij")
    return np.stack([x.ravel(), y.ravel(), np.full(x.size, 1 / CELLS), np.full(x.size, 1 / CELLS)], axis=1).astype(np.float32)


def description(kind="detector", classes=("square",), **document):
    """A description of a model for pictures of 32 x 32."""
    return Description(kind, SIDE, SIDE, tuple(classes), tuple(document.get("ignoredLabels", ())), anchors() if kind == "detector" else None, (0.1, 0.2),
                       {"recipeFingerprint": "ab" * 32, "engineVersion": "0.1.0", "seed": 3}, document)


def square_sample(number, cells, backlit=False, bright=BRIGHT):
    """A dark noisy picture with a bright square in each of some cells (0 to 15)."""
    random = np.random.default_rng(number)
    picture = random.integers(20, 60, (SIDE, SIDE, 3)).astype(np.uint8)
    boxes = []
    for cell in cells:
        row, column = divmod(cell, CELLS)
        picture[row * CELL:(row + 1) * CELL, column * CELL:(column + 1) * CELL] = bright
        boxes.append([column / CELLS, row / CELLS, (column + 1) / CELLS, (row + 1) / CELLS])
    augmentation = [{"backlight": {"strength": 0.5}}] if backlit else []
    return Sample(f"{number:03}.png", f"{number:03}.png", picture, np.array(boxes, np.float32).reshape(-1, 4), ["square"] * len(cells),
                  "bright" if cells else "dark", augmentation)


def detected(number, found, objects, **more):
    """A DetectedSample of a 100 x 100 picture. found: (box in pixels, score[, class]). objects: boxes in pixels, or (box, class)."""
    boxes = np.array([item[0] for item in found], np.float32).reshape(-1, 4) / 100
    order = np.argsort([-item[1] for item in found], kind="stable") if found else np.zeros(0, int)
    scores = np.array([item[1] for item in found], np.float32)
    classes = np.array([item[2] if len(item) > 2 else 0 for item in found], np.int64)
    pairs = [item if isinstance(item[0], (tuple, list)) else (item, 0) for item in objects]
    truth = np.array([box for box, _ in pairs], np.float32).reshape(-1, 4) / 100
    return DetectedSample(number, f"{number}", more.get("filename", f"{number}.jpg"), Detections(boxes[order], scores[order], classes[order]), truth,
                          np.array([label for _, label in pairs], np.int64), (100.0, 100.0), more.get("backlit", False), 1.0)


# Shards, by the definitions of TFRecord and of protocol buffers.

def _table():
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (0x82F63B78 if value & 1 else 0)
        table.append(value)
    return table


_CRC_TABLE = _table()


def _masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _CRC_TABLE[(crc ^ byte) & 255] ^ (crc >> 8)
    crc ^= 0xFFFFFFFF
    return (((crc >> 15) | (crc << 17)) + 0xA282EAD8) & 0xFFFFFFFF


def _varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def _field(number, content):
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _feature(value):
    if isinstance(value, bytes):
        value = [value]
    if value and isinstance(value[0], bytes):
        return _field(1, b"".join(_field(1, item) for item in value))
    if value and isinstance(value[0], float):
        return _field(2, _field(1, struct.pack(f"<{len(value)}f", *value)))
    return _field(3, _field(1, b"".join(map(_varint, value)))) if value else b""


def _record(sample, with_boxes):
    sides = zip(("xmin", "ymin", "xmax", "ymax"), sample.boxes.T.tolist() if len(sample.boxes) else [[]] * 4)
    features = {
        "image/raw": sample.picture.tobytes(), "image/shape": list(sample.picture.shape), "image/height": [sample.picture.shape[0]],
        "image/width": [sample.picture.shape[1]], "image/filename": sample.filename.encode(), "sample/key": sample.key.encode(),
        "sample/augmentation": json.dumps(list(sample.augmentation)).encode(), "sample/epoch": [0]}
    if with_boxes:
        features.update({f"image/object/bbox/{name}": values for name, values in sides})
        features["image/object/class/text"] = [label.encode() for label in sample.labels]
        features["image/object/class/label"] = [1 for _ in sample.labels]
    else:
        features["image/class/text"] = [sample.label.encode()]
        features["image/class/label"] = [1 if sample.label == "bright" else 2]
    content = b"".join(_field(1, _field(1, key.encode()) + _field(2, _feature(features[key]))) for key in sorted(features))
    data = _field(1, content)
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", _masked_crc(length)) + data + struct.pack("<I", _masked_crc(data))


def write_shards(folder, splits, with_boxes=True):
    """A folder of shards with manifest. splits: samples by name of the split."""
    os.makedirs(folder, exist_ok=True)
    listed = []
    for split, samples in splits.items():
        records = [_record(sample, with_boxes) for sample in samples]
        name = f"{split}.tfrecord-00000-of-00001"
        with open(os.path.join(folder, name), "wb") as file:
            file.write(b"".join(records))
        offsets = np.cumsum([0, *map(len, records)])
        with open(os.path.join(folder, f"{name}.idx"), "w", encoding="ascii") as file:
            file.writelines(f"{offset} {len(record)}\n" for offset, record in zip(offsets, records))
        body = b"".join(records)
        listed.append({"name": split, "records": len(records), "shards": [{"name": name, "records": len(records), "bytes": len(body), "crc32c": f"{_crc(body):08x}"}]})
    labels = ["square"] if with_boxes else ["bright", "dark"]
    manifest = {"format": "featureforge-shards", "formatVersion": 1, "engineVersion": "0.1.0", "recipeFingerprint": "cd" * 32, "sourceFingerprint": "ef" * 32, "seed": 1,
                "profile": "tf-od", "labels": [{"id": number + 1, "name": name} for number, name in enumerate(labels)], "splits": listed,
                "counts": {"in": sum(part["records"] for part in listed), "out": sum(part["records"] for part in listed), "quarantined": 0,
                           "outBySplit": {part["name"]: part["records"] for part in listed}}}
    with open(os.path.join(folder, "manifest.json"), "w", encoding="utf-8") as file:
        json.dump(manifest, file)


def _crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = _CRC_TABLE[(crc ^ byte) & 255] ^ (crc >> 8)
    return crc ^ 0xFFFFFFFF


# Model folders

def write_model(folder, kind="detector", **changes):
    """model.json, anchors.npy and weights of a model that the stand-in of the trainer rebuilds."""
    os.makedirs(folder, exist_ok=True)
    document = {"format": "featureforge-model", "kind": kind, "backbone": "stand-in", "input": [SIDE, SIDE], "channels": 3, "recipeFingerprint": "ab" * 32, "seed": 3,
                "engineVersion": "0.1.0", "serving": {"decode": {"alpha": "drop"}, "steps": [], "output": [SIDE, SIDE]}, "variances": [0.1, 0.2],
                "classes": [{"id": 1, "name": "square"}] if kind == "detector" else [{"id": 0, "name": "bright"}, {"id": 1, "name": "dark"}], **changes}
    with open(os.path.join(folder, "model.json"), "w", encoding="utf-8") as file:
        json.dump(document, file)
    if kind == "detector":
        np.save(os.path.join(folder, "anchors.npy"), anchors())
    with open(os.path.join(folder, "best.pt"), "wb") as file:
        file.write(kind.encode())


def stand_in_module(kind):
    """A network with hand-made weights: it finds bright cells. Convolution, batch normalisation, ReLU, pooling and a last layer."""
    class StandIn(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.first = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3, padding=1, bias=False), torch.nn.BatchNorm2d(4), torch.nn.ReLU(inplace=True), torch.nn.MaxPool2d(2))
            self.second = torch.nn.Sequential(torch.nn.Conv2d(4, 4, 4, stride=4), torch.nn.ReLU())
            self.head = torch.nn.Conv2d(4, 6, 1) if kind == "detector" else torch.nn.Sequential(torch.nn.MaxPool2d(4), torch.nn.Flatten(), torch.nn.Linear(4, 2))

        def forward(self, images):
            values = self.head(self.second(self.first((images - 127.5) * (1 / 127.5))))
            if kind == "classifier":
                return values
            values = values.permute(0, 2, 3, 1).reshape(values.shape[0], -1, 6)
            return values[:, :, :2], values[:, :, 2:]

    module = StandIn().eval()
    with torch.no_grad():
        _set_weights(module, kind)
    return module


def _set_weights(module, kind):
    random = torch.Generator().manual_seed(1)
    first, norm, second = module.first[0], module.first[1], module.second[0]
    first.weight.zero_()
    first.weight[:, :, 1, 1] = torch.tensor([1.0, 0.8, 0.6, 0.5])[:, None] / 3
    norm.running_mean.copy_(torch.tensor([0.0, 0.1, -0.1, 0.05]))
    norm.running_var.copy_(torch.tensor([1.0, 0.9, 1.2, 0.8]))
    second.weight.copy_(torch.rand(second.weight.shape, generator=random) / 32)
    second.bias.fill_(0.05)
    last = module.head if kind == "detector" else module.head[2]
    last.weight.zero_()
    last.bias.zero_()
    if kind == "detector":
        last.weight[1, :, 0, 0] = 6.0
        last.bias[1] = -4.0
        last.weight[2:, :, 0, 0] = 0.02
    else:
        last.weight[0] = 6.0
        last.bias[0] = -4.0


@contextlib.contextmanager
def stand_in_trainer():
    """Puts a stand-in of featureforge_train in its place: load_model reads the kind from the weights' file."""
    def load_model(folder):
        with open(os.path.join(folder, "best.pt"), encoding="ascii") as file:
            return stand_in_module(file.read()), {}

    module = types.ModuleType("featureforge_train")
    module.load_model = load_model
    with replaced_module("featureforge_train", module):
        yield


@contextlib.contextmanager
def replaced_module(name, module):
    """Another module under a name, None for one that is not installed. mock.patch.dict would also forget what is imported meanwhile."""
    missing = object()
    before = sys.modules.get(name, missing)
    sys.modules[name] = module
    try:
        yield
    finally:
        if before is missing:
            del sys.modules[name]
        else:
            sys.modules[name] = before
