import os
import random
import struct
import unittest

import numpy as np

from featureforge_data.errors import CorruptRecord, WrongType
from featureforge_data.example import BYTES, FLOAT, INT64, parse_example
from tests import support
from tests.support import field, varint


def parse(data, wanted=None):
    return parse_example(memoryview(data), wanted)


def plain(features):
    """Kinds and values, for comparison."""
    return {key.decode(): (feature.kind, [bytes(v) for v in feature.values] if feature.kind == BYTES else feature.numbers.tolist())
            for key, feature in features.items()}


def record(key, value):
    return field(1, field(1, field(1, key) + field(2, value)))


class ExampleTests(unittest.TestCase):
    def test_a_record_of_the_engine_comes_back(self):
        features = support.features_of(5, boxes=2)
        parsed = plain(parse(support.example(features)))
        self.assertEqual(sorted(features), list(parsed))
        self.assertEqual((BYTES, [features["image/raw"]]), parsed["image/raw"])
        self.assertEqual((INT64, [4, 4, 3]), parsed["image/shape"])
        self.assertEqual((FLOAT, features["anchors/offsets"].tolist()), parsed["anchors/offsets"])

    def test_only_wanted_keys_are_read(self):
        self.assertEqual([b"sample/key"], list(parse(support.example(support.features_of(0)), {b"sample/key", b"absent"})))

    def test_bytes_and_packed_floats_are_views(self):
        data = bytearray(support.example(support.features_of(5, boxes=2)))
        parsed = parse_example(memoryview(data))
        image = np.frombuffer(parsed[b"image/raw"].byte_strings[0], np.uint8)
        offsets = parsed[b"anchors/offsets"].numbers
        before = image[0]
        data[data.index(bytes(image[:12]))] ^= 0xFF
        self.assertEqual(before ^ 0xFF, image[0])
        self.assertFalse(offsets.flags.owndata)

    def test_unpacked_lists_and_mixed_ones(self):
        floats = field(2, varint(1 << 3 | 5) + struct.pack("<f", 1.5) + field(1, struct.pack("<2f", 2.5, 3.5)))
        integers = field(3, varint(8) + varint(7) + field(1, varint(300) + varint(-1)) + varint(8) + varint(0))
        self.assertEqual({"a": (FLOAT, [1.5, 2.5, 3.5])}, plain(parse(record(b"a", floats))))
        self.assertEqual({"b": (INT64, [7, 300, -1, 0])}, plain(parse(record(b"b", integers))))

    def test_long_lists_of_numbers_of_every_length(self):
        numbers = [value for bits in range(64) for value in ((1 << bits) - 1, 1 << bits if bits < 63 else 5, -(1 << bits) if bits < 63 else -1)]
        self.assertEqual(numbers, plain(parse(record(b"n", field(3, field(1, b"".join(map(varint, numbers)))))))["n"][1])
        self.assertEqual([1, 2] * 40, plain(parse(record(b"n", field(3, field(1, b"\x01\x02" * 40)))))["n"][1])

    def test_last_key_and_last_type_win_and_unknown_fields_are_passed_over(self):
        twice = record(b"k", field(3, field(1, varint(1)))) + record(b"k", field(3, field(1, varint(2))) + field(1, field(1, b"x")))
        unknown = field(9, b"???") + varint(5 << 3) + varint(3) + varint(6 << 3 | 1) + bytes(8) + varint(7 << 3 | 5) + bytes(4)
        self.assertEqual({"k": (BYTES, [b"x"])}, plain(parse(unknown + twice)))

    def test_an_empty_list_has_a_type_and_a_missing_one_has_none(self):
        self.assertEqual({"a": (FLOAT, [])}, plain(parse(record(b"a", field(2, b"")))))
        self.assertEqual({"a": (0, [])}, plain(parse(record(b"a", b""))))

    def test_hostile_bytes_are_refused_with_their_place(self):
        cases = {
            b"\x0a\x05ab": "states 5 bytes but 2 are left", b"\x0a" + b"\xff" * 11: "longer than 10 bytes", b"\x0a\x80": "ends inside a number",
            b"\x03": "no field number", b"\x0b": "wire type 3", b"\x0d\x01": "needs 4 bytes but 1", b"\x00\x00": "no field number",
            record(b"\xff", b""): "not UTF-8", record(b"a", field(2, field(1, b"abc"))): "no multiple of 4",
            record(b"a", field(3, field(1, b"\x80" * 20))): "ends inside a number", record(b"a", field(3, field(1, b"\x80" * 20 + b"\x01"))): "longer than 10 bytes",
            b"\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f": "are left"}
        for data, text in cases.items():
            with self.subTest(text=text), self.assertRaises(CorruptRecord) as caught:
                parse(data)
            self.assertIn(text, str(caught.exception))
            self.assertIn("byte", str(caught.exception))

    def test_numbers_beyond_64_bits_are_explained(self):
        for count in (1, 30):
            with self.assertRaises(WrongType) as caught:
                parse(record(b"a", field(3, field(1, b"\x01" * (count - 1) + b"\xff" * 9 + b"\x02"))))
            self.assertIn("more than 64 bits", str(caught.exception))

    def test_damaged_records_end_in_a_value_or_in_an_error_of_ours(self):
        data = support.example(support.features_of(4, boxes=2))
        draws = random.Random(11)
        for _ in range(3000):
            changed = bytearray(data)
            for _ in range(draws.randint(1, 4)):
                changed[draws.randrange(len(changed))] = draws.randrange(256)
            try:
                parse(bytes(changed[:draws.randint(1, len(changed))]))
            except (CorruptRecord, WrongType):
                pass


class ProtobufOracleTests(unittest.TestCase):
    """The same bytes through google.protobuf, with the message types of TensorFlow described by hand."""

    @classmethod
    def setUpClass(cls):
        try:
            from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
        except ImportError:
            raise unittest.SkipTest("google.protobuf is not installed (apt: python3-protobuf)") from None
        pool = descriptor_pool.DescriptorPool()
        pool.Add(describe(descriptor_pb2))
        descriptor = pool.FindMessageTypeByName("tensorflow.Example")
        cls.example = message_factory.GetMessageClass(descriptor) if hasattr(message_factory, "GetMessageClass") else message_factory.MessageFactory(pool).GetPrototype(descriptor)

    def oracle(self, data):
        message = self.example.FromString(data)
        kinds = {None: 0, "bytes_list": BYTES, "float_list": FLOAT, "int64_list": INT64}
        found = {}
        for key, feature in message.features.feature.items():
            kind = feature.WhichOneof("kind")
            found[key] = (kinds[kind], list(getattr(feature, kind).value) if kind else [])
        return found

    def test_records_of_every_kind_agree(self):
        for number in range(12):
            data = support.example(support.features_of(number))
            self.assertEqual(self.oracle(data), plain(parse(data)))

    def test_records_of_the_engine_agree(self):
        from featureforge_data.shard import Shard
        from featureforge_data.listing import list_shards
        from featureforge_data.options import ReadOptions

        for arguments in ({}, {"encoding": "dense"}, {"image": "jpeg", "profile": "tfds"}):
            shard = Shard(list_shards(support.engine_shards(**arguments), "train").shards[0], ReadOptions(), "records")
            self.assertGreater(len(shard), 0)
            for number in range(len(shard)):
                data = bytes(shard.record(number))
                self.assertEqual(self.oracle(data), plain(parse(data)))

    def test_damaged_records_have_the_same_verdict_and_values(self):
        from google.protobuf.message import DecodeError

        data = support.example({**support.features_of(4, boxes=2), "image/raw": b"abc"})
        draws = random.Random(12)
        # The library writes a line for each bad key to the standard error of the process, past Python.
        silent = os.open(os.devnull, os.O_WRONLY)
        saved = os.dup(2)
        os.dup2(silent, 2)
        self.addCleanup(lambda: (os.dup2(saved, 2), os.close(saved), os.close(silent)))
        both = disagree = 0
        for _ in range(4000):
            changed = bytearray(data)
            for _ in range(draws.randint(1, 3)):
                changed[draws.randrange(len(changed))] = draws.randrange(256)
            try:
                expected = self.oracle(bytes(changed))
            except (DecodeError, UnicodeDecodeError):
                continue
            try:
                found = plain(parse(bytes(changed)))
            except (CorruptRecord, WrongType):
                # Wire types 3 and 4 (groups) and numbers over 64 bits are refused here and passed over there.
                disagree += 1
                continue
            both += 1
            np.testing.assert_equal(found, expected)
        self.assertGreater(both, 500)
        self.assertLess(disagree, 100)


def describe(pb):
    """tensorflow/core/example/{example,feature}.proto as a descriptor."""
    file = pb.FileDescriptorProto(name="example.proto", package="tensorflow", syntax="proto3")
    types = pb.FieldDescriptorProto
    for name, kind in (("BytesList", types.TYPE_BYTES), ("FloatList", types.TYPE_FLOAT), ("Int64List", types.TYPE_INT64)):
        file.message_type.add(name=name).field.add(name="value", number=1, type=kind, label=types.LABEL_REPEATED)
    feature = file.message_type.add(name="Feature")
    feature.oneof_decl.add(name="kind")
    for number, (name, kind) in enumerate((("bytes_list", "BytesList"), ("float_list", "FloatList"), ("int64_list", "Int64List")), 1):
        feature.field.add(name=name, number=number, type=types.TYPE_MESSAGE, type_name=f".tensorflow.{kind}", label=types.LABEL_OPTIONAL, oneof_index=0)
    features = file.message_type.add(name="Features")
    entry = features.nested_type.add(name="FeatureEntry")
    entry.options.map_entry = True
    entry.field.add(name="key", number=1, type=types.TYPE_STRING, label=types.LABEL_OPTIONAL)
    entry.field.add(name="value", number=2, type=types.TYPE_MESSAGE, type_name=".tensorflow.Feature", label=types.LABEL_OPTIONAL)
    features.field.add(name="feature", number=1, type=types.TYPE_MESSAGE, type_name=".tensorflow.Features.FeatureEntry", label=types.LABEL_REPEATED)
    file.message_type.add(name="Example").field.add(name="features", number=1, type=types.TYPE_MESSAGE, type_name=".tensorflow.Features", label=types.LABEL_OPTIONAL)
    return file
