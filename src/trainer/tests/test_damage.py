import gzip
import json
import os
import random

from featureforge_data import (
    CorruptRecord, Dataset, IndexMismatch, ManifestError, MissingShard, NotRegularFile, RecordTooLarge, ReadOptions, ShardError, TruncatedRecord)
from tests import support
from tests.support import FolderTest

NAME = "train.tfrecord-00001-of-00002"


class DamageTests(FolderTest):
    """Folders with something wrong: each has its type, its place and its advice."""

    def setUp(self):
        super().setUp()
        self.manifest = support.write_set(self.folder, (3, 4))
        self.shard = self.path(NAME)

    def change(self, path, action):
        with open(path, "rb") as file:
            content = bytearray(file.read())
        content = action(content) or content
        with open(path, "wb") as file:
            file.write(content)

    def read_all(self, *arguments, **options):
        return [sample["key"] for sample in Dataset(*(arguments or (self.folder,)), **options)]

    def flip(self, place):
        def action(content):
            content[place] ^= 0x20
        return action

    def test_a_shard_cut_short(self):
        self.change(self.shard, lambda content: content[:-10])
        self.assert_explained(TruncatedRecord, self.read_all, NAME, "manifest")
        os.remove(self.path("manifest.json"))
        self.assert_explained(IndexMismatch, self.read_all, NAME + ".idx", "line 4")
        os.remove(self.shard + ".idx")
        error = self.assert_explained(TruncatedRecord, self.read_all, NAME, "record 3")
        self.assertEqual(3, error.place.record)
        self.change(self.shard, lambda content: content[:5])
        self.assert_explained(TruncatedRecord, self.read_all, "record 0", "frame header")

    def test_a_flipped_byte_anywhere_is_found(self):
        with open(self.shard, "rb") as file:
            content = file.read()
        with open(self.shard + ".idx", encoding="ascii") as file:
            offsets = [int(line.split()[0]) for line in file]
        for place in random.Random(8).sample(range(len(content)), 60) + [0, 8, 12, len(content) - 1]:
            self.change(self.shard, self.flip(place))
            for options in ({}, {"verify": "files"}, {"options": ReadOptions(access="read")}):
                error = self.assert_explained(CorruptRecord, lambda: self.read_all(**options), NAME)
                if "verify" not in options:
                    self.assertEqual(max(record for record, offset in enumerate(offsets) if offset <= place), error.place.record)
                    self.assertEqual(offsets[error.place.record], error.place.byte)
            self.change(self.shard, self.flip(place))
        self.assertEqual(7, len(self.read_all()))

    def test_flipped_bytes_that_nobody_checks_end_in_values_or_in_errors_of_ours(self):
        with open(self.shard, "rb") as file:
            sound = file.read()
        draws = random.Random(9)
        names = ["image", "key", "boxes", "labels", "epoch", "anchor_index", "anchor_class", "anchor_object", "anchor_ignore", "anchor_offsets", "class", "offsets", "image/height"]
        failed = 0
        for _ in range(400):
            content = bytearray(sound)
            for _ in range(draws.randint(1, 12)):
                content[draws.randrange(len(content))] = draws.choice((0, 1, 127, 128, 255, draws.randrange(256)))
            with open(self.shard, "wb") as file:
                file.write(content)
            for name in names:
                data = Dataset(self.folder, fields={name: "int32"} if name == "labels" else [name], verify=False)
                for number in range(3, 7):
                    try:
                        data[number]
                    except ShardError:
                        failed += 1
        self.assertGreater(failed, 100)

    def test_the_other_records_can_still_be_read(self):
        self.change(self.shard, self.flip(40))
        data = Dataset(self.folder)
        with self.assertRaises(CorruptRecord):
            data[3]
        self.assertEqual("train/0004.jpg", data[4]["key"])

    def test_a_missing_index_is_made_up_for_or_refused(self):
        expected = self.read_all()
        os.remove(self.shard + ".idx")
        for access in ("map", "read"):
            self.assertEqual(expected, self.read_all(options=ReadOptions(access=access)))
        self.assert_explained(IndexMismatch, lambda: self.read_all(options=ReadOptions(require_index=True)), NAME + ".idx", "missing")

    def test_an_index_that_does_not_fit_is_refused(self):
        with open(self.shard + ".idx", encoding="ascii") as file:
            sound = file.read()
        lines = sound.splitlines()
        cases = (
            ("", "ends at byte 0|end at byte 0"), ("1 2 3\n", "no pair"), ("x 5\n", "no pair"), (sound.replace(" ", "  "), "no pair"), ("-1 5\n", "no pair"),
            (sound + "99 20\n", "line 5"), ("\n".join(lines[:-1]) + "\n", "line 3"), (sound.replace("0 ", "1 ", 1), "line 1"), ("0 9\n", "line 1"), ("9" * 30 + " 5\n", "no pair"),
            ("5 5\n" * 10_000, "at most"))
        for text, part in cases:
            with self.subTest(text=text[:30]):
                with open(self.shard + ".idx", "w", encoding="ascii") as file:
                    file.write(text)
                error = self.assert_explained(IndexMismatch, self.read_all, NAME + ".idx")
                self.assertRegex(str(error), part)

    def test_an_index_of_another_shard_of_the_same_length_is_found(self):
        with open(self.shard + ".idx", encoding="ascii") as file:
            sizes = [int(line.split()[1]) for line in file]
        sizes[0] += 8
        sizes[1] -= 8
        with open(self.shard + ".idx", "w", encoding="ascii") as file:
            offset = 0
            for size in sizes:
                file.write(f"{offset} {size}\n")
                offset += size
        for verify in (True, False):
            self.assert_explained(IndexMismatch, lambda: self.read_all(verify=verify), "record 0", "the frame has")

    def test_a_manifest_with_wrong_counts(self):
        shards = self.manifest["splits"][0]["shards"]
        for change, text in (
                (lambda: shards[1].update(records=5), "add up to 8"), (lambda: self.manifest["splits"][0].update(records=8), "states 5 records, the shard has 4"),
                (lambda: shards[1].update(records=4, bytes=5), "states 8 records"), (lambda: self.manifest["splits"][0].update(records=7), "states 5 bytes")):
            change()
            support.write_manifest(self.folder, self.manifest)
            self.assert_explained(ManifestError, self.read_all, text)

    def test_a_manifest_that_is_none(self):
        sound = json.dumps(self.manifest)
        cases = {
            "": "no JSON", "[]": "no JSON object", "{}": "'format' is missing", "[" * 100_000: "no JSON", sound.replace("featureforge-shards", "other"): "'format' is 'other'",
            sound.replace('"formatVersion": 1', '"formatVersion": 2'): "knows 1", sound.replace(NAME, "../" + NAME): "no name of a shard",
            sound.replace('"records": 3', '"records": -3'): "records",
            sound.replace('"records": 3', '"records": true'): "records", sound.replace('"crc32c": "', '"crc32c": "x'): "8 hexadecimal digits",
            sound.replace('"shards": [', '"shards": 5, "x": ['): "no array"}
        for text, part in cases.items():
            with self.subTest(part=part):
                with open(self.path("manifest.json"), "w", encoding="utf-8") as file:
                    file.write(text)
                self.assert_explained(ManifestError, self.read_all, part, "manifest.json")

    def test_a_missing_shard(self):
        os.remove(self.shard)
        self.assert_explained(MissingShard, self.read_all, NAME, "4 records")
        os.remove(self.path("manifest.json"))
        self.assert_explained(MissingShard, self.read_all, NAME, "2 shards")

    def test_a_wrong_checksum_of_a_file(self):
        self.manifest["splits"][0]["shards"][1]["crc32c"] = "00000000"
        support.write_manifest(self.folder, self.manifest)
        self.assertEqual(7, len(self.read_all()))
        self.assert_explained(CorruptRecord, lambda: self.read_all(verify="files"), NAME, "00000000")
        os.remove(self.path("manifest.json"))
        self.assert_explained(ManifestError, lambda: self.read_all(verify="files"), "manifest.json")

    def test_what_is_no_file_is_refused_before_it_is_opened(self):
        pipe = self.path("train.tfrecord-00000-of-00001")
        os.remove(self.path("manifest.json"))
        os.mkfifo(pipe)
        for path in (pipe, "/dev/zero", self.path("absent")):
            self.assert_explained(NotRegularFile, lambda: Dataset(path), path)
        os.mkdir(self.path("empty"))
        self.assert_explained(NotRegularFile, lambda: Dataset(self.path("empty")), "manifest.json")

    def test_lengths_beyond_the_limit_take_no_memory(self):
        self.assert_explained(RecordTooLarge, lambda: self.read_all(options=ReadOptions(largest_record=100)), "at most 100", "record 0")
        hostile = self.path("hostile.tfrecord")
        head = (1 << 60).to_bytes(8, "little")
        with open(hostile, "wb") as file:
            file.write(head + support.masked(head).to_bytes(4, "little") + bytes(64))
        self.assert_explained(TruncatedRecord, lambda: Dataset(hostile), "1152921504606846976", "record 0")

    def test_a_sparse_file_of_terabytes_is_bounded(self):
        hostile = self.path("sparse.tfrecord")
        head = ((1 << 40) - 16).to_bytes(8, "little")
        with open(hostile, "wb") as file:
            file.write(head + support.masked(head).to_bytes(4, "little"))
            file.truncate(1 << 40)
        self.assert_explained(RecordTooLarge, lambda: Dataset(hostile), "at most 1073741824")

    def test_gzip_files_are_read_and_bounded(self):
        packed = self.path("packed.gz")
        with open(self.shard, "rb") as file:
            content = file.read()
        for members in (gzip.compress(content), gzip.compress(content[:100]) + gzip.compress(content[100:])):
            with open(packed, "wb") as file:
                file.write(members)
            self.assertEqual([f"train/{number:04d}.jpg" for number in range(3, 7)], self.read_all(packed))
        self.assert_explained(RecordTooLarge, lambda: Dataset(packed, options=ReadOptions(largest_unpacked=100)), "more than 100", packed)
        whole = gzip.compress(content)
        with open(packed, "wb") as file:
            file.write(whole[:-12])
        self.assert_explained(TruncatedRecord, lambda: Dataset(packed), packed)
        with open(packed, "wb") as file:
            file.write(whole[:40] + b"\xff\xff\xff" + whole[43:])
        with self.assertRaises(ShardError):
            Dataset(packed)
        with open(packed, "wb") as file:
            file.write(gzip.compress(bytes(1 << 24)))
        self.assert_explained(RecordTooLarge, lambda: Dataset(packed, options=ReadOptions(largest_unpacked=1 << 20)))

    def test_files_without_a_folder_are_read_in_the_order_given(self):
        files = [self.shard, self.path("train.tfrecord-00000-of-00002")]
        self.assertEqual([f"train/{number:04d}.jpg" for number in (3, 4, 5, 6, 0, 1, 2)], self.read_all(files))
        self.assertEqual(4, len(self.read_all(self.shard)))

    def test_an_empty_shard_is_no_trouble(self):
        support.write_set(self.folder, (0, 0))
        data = Dataset(self.folder)
        self.assertEqual((0, 0, []), (len(data), data.batch(4).steps, list(data)))

    def test_a_file_that_shrinks_is_told_where_it_is_read(self):
        data = Dataset(self.folder, options=ReadOptions(access="read"))
        data[3]
        self.change(self.shard, lambda content: content[:60])
        self.assert_explained(TruncatedRecord, lambda: data[6], NAME, "record 3")
