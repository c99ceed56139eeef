"""Writes the framed record of one test scene, with nothing but the standard library and the public format descriptions.

The scenes are those of RecordEncoderTests; the wire format is spelled out by hand, so that neither our encoder nor a
protocol buffer library has a part in the expected bytes. Prints hexadecimal digits.
"""
import struct
import sys


def crc32c(data):
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


def texts(*values):
    return field(1, b"".join(field(1, v if isinstance(v, bytes) else v.encode()) for v in values))


def floats(values):
    packed = b"".join(struct.pack("<f", v) for v in values)
    return field(2, field(1, packed) if packed else b"")


def integers(*values):
    packed = b"".join(varint(v) for v in values)
    return field(3, field(1, packed) if packed else b"")


def float32(value):
    return struct.unpack("<f", struct.pack("<f", value))[0]


def scene(name):
    key = "ordner/bild ü.jpg#1"
    labels = ["face", "lächeln", "wink"]
    boxes = [(0.125, 0.25, 0.5, 0.75), (0.1, 0.0, 1.0, 0.3)]
    objects = [0, 1]
    epoch = 0 if name == "classification" else 300
    features = {
        "image/shape": integers(2, 4, 3),
        "image/height": integers(2),
        "image/width": integers(4),
        "image/filename": texts("ordner/bild ü.jpg"),
        "image/source_id": texts("ordner/bild ü.jpg"),
        "sample/key": texts(key),
        "sample/epoch": integers(epoch),
        "sample/augmentation": texts('[{"flip":{}}]'),
    }
    if name == "encoded":
        features["image/encoded"] = texts(b"\xff\xd8\xff\xd9")
        features["image/format"] = texts("jpeg")
    else:
        features["image/raw"] = texts(bytes(i * 7 & 255 for i in range(24)))
    if name == "classification":
        features["image/class/label"] = integers(3)
        features["image/class/text"] = texts("wink")
    if name in ("classification", "plain"):
        return features
    if name == "empty":
        boxes, objects = [], []
    for position, edge in enumerate(("ymin", "xmin", "ymax", "xmax")):
        features["image/object/bbox/" + edge] = floats([box[position] for box in boxes])
    features["image/object/class/label"] = integers(*[label + 1 for label in objects])
    features["image/object/class/text"] = texts(*[labels[label] for label in objects])
    features["anchors/set"] = texts("a" * 64)
    if name == "dense":
        offsets = [0.0] * 24
        offsets[8] = 0.25
        rows = ([0, 0, 2, 0, -1, 0], [-1, -1, 1, -1, -1, -1], offsets, [4])
    elif name == "empty":
        rows = ([], [], [], [])
    else:
        step = float32(0.37)
        rows = ([1, 2, 1], [0, 1, 0], [float32(float32(i * step) - 1.5) for i in range(12)], [6, 9])
    if name != "dense":
        features["anchors/index"] = integers(*([] if name == "empty" else [5, 200, 8731]))
    features["anchors/class"] = integers(*rows[0])
    features["anchors/object"] = integers(*rows[1])
    features["anchors/offsets"] = floats(rows[2])
    features["anchors/ignore"] = integers(*rows[3])
    return features


def main():
    features = scene(sys.argv[1])
    entries = b"".join(field(1, field(1, key.encode()) + field(2, features[key])) for key in sorted(features))
    print(frame(field(1, entries)).hex())


main()
