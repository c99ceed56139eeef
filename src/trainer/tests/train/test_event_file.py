"""Event files against an independent parse: Google's protocol buffers with the messages of TensorFlow's event.proto and summary.proto."""
from __future__ import annotations

import pathlib
import struct
import tempfile
import unittest
from typing import Any, List

from featureforge_data.crc32c import compute, mask
from featureforge_train.logs.event_file import FILE_NAME, EventFile

try:
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
except ImportError:
    descriptor_pb2 = None


def event_class() -> Any:
    """The class of tensorflow.Event with the fields that scalars use, made from a descriptor."""
    file = descriptor_pb2.FileDescriptorProto(name="event.proto", package="tensorflow", syntax="proto3")
    kinds = descriptor_pb2.FieldDescriptorProto
    value = file.message_type.add(name="Value")
    value.field.add(name="tag", number=1, type=kinds.TYPE_STRING, label=kinds.LABEL_OPTIONAL)
    value.field.add(name="simple_value", number=2, type=kinds.TYPE_FLOAT, label=kinds.LABEL_OPTIONAL)
    summary = file.message_type.add(name="Summary")
    summary.field.add(name="value", number=1, type=kinds.TYPE_MESSAGE, type_name=".tensorflow.Value", label=kinds.LABEL_REPEATED)
    event = file.message_type.add(name="Event")
    event.field.add(name="wall_time", number=1, type=kinds.TYPE_DOUBLE, label=kinds.LABEL_OPTIONAL)
    event.field.add(name="step", number=2, type=kinds.TYPE_INT64, label=kinds.LABEL_OPTIONAL)
    event.field.add(name="file_version", number=3, type=kinds.TYPE_STRING, label=kinds.LABEL_OPTIONAL)
    event.field.add(name="summary", number=5, type=kinds.TYPE_MESSAGE, type_name=".tensorflow.Summary", label=kinds.LABEL_OPTIONAL)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    descriptor = pool.FindMessageTypeByName("tensorflow.Event")
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


def records(content: bytes) -> List[bytes]:
    """Records of a TFRecord file, checksums checked."""
    found = []
    while content:
        length, check = struct.unpack("<QI", content[:12])
        data = content[12:12 + length]
        assert check == mask(compute(content[:8])), "checksum of a length"
        assert struct.unpack("<I", content[12 + length:16 + length])[0] == mask(compute(data)), "checksum of a record"
        found.append(data)
        content = content[16 + length:]
    return found


class EventFileTests(unittest.TestCase):
    @unittest.skipIf(descriptor_pb2 is None, "needs python3-protobuf")
    def test_events_are_what_protocol_buffers_read_and_write(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            file = EventFile(pathlib.Path(name), 0, 1700000000.25)
            file.write(1700000001.5, 1234567, {"train/loss": 0.5, "validation/auc": -1.25})
            file.close()
            found = records((pathlib.Path(name) / FILE_NAME).read_bytes())
        first, second = (event_class().FromString(record) for record in found)
        self.assertEqual((first.wall_time, first.file_version), (1700000000.25, "brain.Event:2"))
        self.assertEqual((second.wall_time, second.step), (1700000001.5, 1234567))
        self.assertEqual([(value.tag, value.simple_value) for value in second.summary.value], [("train/loss", 0.5), ("validation/auc", -1.25)])
        self.assertEqual([first.SerializeToString(deterministic=True), second.SerializeToString(deterministic=True)], found)

    def test_events_after_the_checkpoint_go(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            file = EventFile(folder, 0, 1.0)
            kept = file.length
            file.write(2.0, 1, {"train/loss": 0.5})
            file.close()
            again = EventFile(folder, kept, 3.0)
            self.assertEqual(again.length, kept)
            again.close()
            self.assertEqual(len(records((folder / FILE_NAME).read_bytes())), 1)


if __name__ == "__main__":
    unittest.main()
