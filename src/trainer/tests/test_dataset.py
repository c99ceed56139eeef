import itertools
import json
import os
import pickle
import sys
import unittest

import numpy as np

from featureforge_data import Dataset, ManifestError, Ragged, ReadOptions, StateMismatch, WrongRequest, WrongShape, WrongType, MissingField
from tests import support
from tests.support import FolderTest


class DatasetTests(FolderTest):
    COUNTS = (5, 0, 7, 11)

    def setUp(self):
        super().setUp()
        support.write_set(self.folder, self.COUNTS)
        self.data = Dataset(self.folder)
        self.total = sum(self.COUNTS)

    def keys(self, data):
        return [key for batch in data for key in (batch["key"] if isinstance(batch["key"], list) else [batch["key"]])]

    def test_random_access_gives_the_record_of_its_number(self):
        self.assertEqual(self.total, len(self.data))
        for number in (0, 4, 5, 11, 12, 22, -1):
            sample = self.data[number]
            features = support.features_of(number % self.total)
            self.assertEqual(features["sample/key"], sample["key"])
            self.assertEqual(features["image/raw"], sample["image"].tobytes())
            self.assertEqual((4, 4, 3), sample["image"].shape)
            np.testing.assert_array_equal(features["image/object/class/label"], sample["labels"])
            np.testing.assert_array_equal(np.stack([features[f"image/object/bbox/{e}"] for e in ("ymin", "xmin", "ymax", "xmax")], 1), sample["boxes"])
        with self.assertRaises(IndexError):
            self.data[self.total]

    def test_default_fields_are_those_of_the_first_record(self):
        self.assertEqual(["image", "key", "boxes", "labels", "anchor_index", "anchor_class", "anchor_offsets", "anchor_ignore"], self.data.fields)
        self.assertEqual({1: "face", 2: "smile"}, self.data.labels)

    def test_images_are_views_that_cannot_be_written_to(self):
        image = self.data[3]["image"]
        self.assertFalse(image.flags.owndata)
        with self.assertRaises(ValueError):
            image[0, 0, 0] = 1

    def test_both_ways_of_access_and_all_checks_give_the_same(self):
        expected = self.keys(self.data)
        for access, verify in itertools.product(("map", "read"), ("records", "files", False, True)):
            self.assertEqual(expected, self.keys(Dataset(self.folder, verify=verify, options=ReadOptions(access=access))))

    def test_iterating_gives_every_sample_in_order_again_and_again(self):
        expected = [f"train/{number:04d}.jpg" for number in range(self.total)]
        self.assertEqual(expected, self.keys(self.data))
        self.assertEqual(expected, self.keys(self.data))

    def test_shuffling_is_reproducible_and_complete(self):
        first = self.keys(self.data.shuffle(7, 0))
        self.assertEqual(first, self.keys(Dataset(self.folder).shuffle(7, 0)))
        self.assertEqual(first, self.keys(self.data.shuffle(7, 0).batch(4)))
        self.assertNotEqual(first, self.keys(self.data.shuffle(7, 1)))
        self.assertEqual(sorted(self.keys(self.data)), sorted(first))

    def test_ranks_divide_the_samples_with_equal_steps(self):
        for remainder, expected in (("short", self.total), ("drop", 18)):
            ranks = [self.data.shuffle(1).batch(3).shard(rank, 3, remainder) for rank in range(3)]
            got = [self.keys(rank) for rank in ranks]
            self.assertEqual(1, len({rank.steps for rank in ranks}))
            self.assertEqual(expected, len(set(itertools.chain(*got))))
            self.assertEqual(expected, sum(map(len, got)))
        self.assertEqual(5, self.data.shuffle(1).batch(3).shard(0, 3).partition.left_out)

    def test_a_batch_has_stacked_and_ragged_fields(self):
        batch = self.data.batch(4).step(0)
        self.assertEqual(((4, 4, 4, 3), np.uint8), (batch["image"].shape, batch["image"].dtype))
        self.assertIsInstance(batch["boxes"], Ragged)
        self.assertEqual([0, 0, 1, 3, 3], batch["boxes"].starts.tolist())
        self.assertEqual((np.int32, np.float32, (3, 4)), (batch["boxes"].starts.dtype, batch["boxes"].values.dtype, batch["boxes"].values.shape))
        for number in range(4):
            np.testing.assert_array_equal(self.data[number]["boxes"], batch["boxes"][number])

    def test_padding_fills_behind_shorter_samples(self):
        batch = self.data.batch(4, ragged="padded").step(0)
        self.assertEqual([0, 1, 2, 0], batch["boxes_count"].tolist())
        self.assertEqual((4, 2, 4), batch["boxes"].shape)
        self.assertEqual([[-1, -1], [2, -1], [1, 2], [-1, -1]], batch["labels"].tolist())

    def test_arrays_are_filled_in_place_when_given(self):
        images = np.zeros((4, 4, 4, 3), np.uint8)
        data = self.data.batch(4, into={"image": images})
        self.assertIs(images, data.step(1)["image"].base)
        np.testing.assert_array_equal(self.data[7]["image"], images[3])
        self.assertEqual(3, len(data.step(data.steps - 1)["image"]))
        self.assert_explained(WrongType, lambda: self.data.batch(4, into={"image": images.astype(np.float32)}).step(0), "float32", "uint8", "image")
        self.assert_explained(WrongShape, lambda: self.data.batch(5, into={"image": images}).step(0), "[4, 4, 4, 3]", "[5, 4, 4, 3]")
        self.assert_explained(WrongRequest, lambda: self.data.batch(4, into={"boxes": images}), "boxes")

    def test_dense_targets_are_made_from_sparse_ones(self):
        data = Dataset(self.folder, fields=["class", "offsets"])
        sample = data[5]
        features = support.features_of(5)
        expected = np.zeros(8732, np.int32)
        expected[features["anchors/index"]] = features["anchors/class"]
        np.testing.assert_array_equal(expected, sample["class"])
        offsets = np.zeros((8732, 4), np.float32)
        offsets[features["anchors/index"]] = features["anchors/offsets"].reshape(-1, 4)
        np.testing.assert_array_equal(offsets, sample["offsets"])
        batch = data.batch(2).step(0)
        self.assertEqual(((2, 8732), (2, 8732, 4)), (batch["class"].shape, batch["offsets"].shape))

    def test_keys_of_the_record_are_fields_too(self):
        sample = Dataset(self.folder, fields=["image/height", "sample/key"])[0]
        self.assertEqual([4], sample["image/height"].tolist())
        self.assertEqual([b"train/0000.jpg"], sample["sample/key"])

    def test_a_wish_for_another_type_is_met_or_explained(self):
        self.assertEqual(np.int32, Dataset(self.folder, fields={"labels": "int32"})[1]["labels"].dtype)
        self.assert_explained(WrongType, lambda: Dataset(self.folder, fields={"image": "float32"}), "uint8", "float32", "image", "astype")
        self.assert_explained(WrongType, lambda: Dataset(self.folder, fields={"key": "int32"}), "text")
        self.assert_explained(WrongType, lambda: Dataset(self.folder, fields={"anchors/offsets": "int32"})[1], "float32", "int32", "anchors/offsets", "record 1")
        self.assert_explained(WrongRequest, lambda: Dataset(self.folder, fields={"labels": "nonsense"}), "nonsense")
        self.assert_explained(WrongRequest, lambda: Dataset(self.folder, fields="image"), "fields=['image']")

    def test_wrong_requests_are_explained(self):
        for action, text in (
                (lambda: Dataset(self.folder, split="test"), "train"), (lambda: Dataset(self.folder, verify="all"), "verify"),
                (lambda: self.data.shard(3, 3), "rank 3"), (lambda: self.data.batch(0), "0 samples"), (lambda: self.data.resume(99), "99"),
                (lambda: self.data.shuffle(-1), "seed"), (lambda: self.data.batch(2, ragged="both"), "both"), (lambda: ReadOptions(access="ftp"), "ftp"),
                (lambda: Dataset([]), "empty"), (lambda: self.data.select_epoch(3), "epoch 3")):
            self.assert_explained(WrongRequest, action, text)

    def test_resuming_goes_on_without_loss_or_repetition(self):
        data = self.data.shuffle(7, 2).batch(4)
        expected = self.keys(data)
        for step in range(data.steps + 1):
            taken = []
            fresh = self.data.shuffle(7, 2).batch(4)
            for batch in itertools.islice(fresh, step):
                taken += batch["key"]
            later = Dataset(self.folder).shuffle(7, 2).batch(4)
            later.load_state_dict(pickle.loads(pickle.dumps(fresh.state_dict())))
            self.assertEqual(expected, taken + self.keys(later))
            self.assertEqual(expected, self.keys(later), "the pass after that is whole")
            self.assertEqual(expected[4 * step:], self.keys(data.resume(step)))

    def test_resuming_with_another_world_goes_on_too(self):
        ranks = [self.data.shuffle(7).batch(2).shard(rank, 3) for rank in range(3)]
        taken = [key for rank in ranks for batch in itertools.islice(rank, 2) for key in batch["key"]]
        self.assertEqual(1, len({str(sorted(rank.state_dict().items())) for rank in ranks}))
        for batch, world in ((6, 1), (1, 6), (3, 2), (4, 1)):
            later = [self.data.shuffle(7).batch(batch, "short").shard(rank, world) for rank in range(world)]
            for rank in later:
                rank.load_state_dict(ranks[0].state_dict())
            self.assertEqual(sorted(self.keys(self.data)), sorted(taken + [key for rank in later for key in self.keys(rank)]))

    def test_a_state_of_something_else_is_refused(self):
        state = self.data.shuffle(7).batch(4).state_dict()
        for other, name in ((self.data.batch(4), "seed"), (self.data.shuffle(7, 1).batch(4), "epoch"), (self.data.shuffle(7).select_epoch(0).batch(4), "selected_epoch")):
            self.assert_explained(StateMismatch, lambda: other.load_state_dict(state), name)
        self.assert_explained(StateMismatch, lambda: self.data.load_state_dict({}), "state")
        support.write_set(self.folder, (5, 0, 7, 12))
        self.assert_explained(StateMismatch, lambda: Dataset(self.folder).shuffle(7).batch(4).load_state_dict(state), "fingerprint")

    def test_epochs_are_found_and_checked(self):
        support.write_set(self.folder, (6, 6), lambda number: {**support.features_of(number), "sample/epoch": [number // 4]})
        data = Dataset(self.folder)
        self.assertEqual(3, data.written_epochs)
        for epoch in range(3):
            self.assertEqual([f"train/{number:04d}.jpg" for number in range(4 * epoch, 4 * epoch + 4)], self.keys(data.select_epoch(epoch)))
            self.assertEqual(4, len(data.select_epoch(2).select_epoch(epoch)))

    def test_a_dataset_travels_to_another_process(self):
        self.data[0]
        copy = pickle.loads(pickle.dumps(self.data.shuffle(3).batch(4)))
        self.assertEqual(self.keys(self.data.shuffle(3)), self.keys(copy))

    def test_few_files_stay_open(self):
        support.write_set(self.folder, (1,) * 30)
        before = len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
        data = Dataset(self.folder, options=ReadOptions(open_shards=3, access="read"))
        self.assertEqual(30, len(self.keys(data)))
        if sys.platform == "linux":
            self.assertLessEqual(len(os.listdir("/proc/self/fd")) - before, 4)
        data.close()
        self.assertEqual(30, len(self.keys(data)))


class ShapeTests(FolderTest):
    """Records whose fields do not fit together, each explained with record and field."""

    def open(self, change, fields=None, **options):
        support.write_set(self.folder, (3,), lambda number: change(support.features_of(number, boxes=2)) if number == 1 else support.features_of(number, boxes=2))
        return Dataset(self.folder, fields=fields, options=ReadOptions(**options))

    def with_value(self, key, value):
        return lambda features: {**features, key: value}

    def test_fields_that_do_not_fit_are_explained(self):
        shape, raw = "image/shape", "image/raw"
        cases = (
            (shape, [4, 4], "image", WrongShape, "[4, 4]"), (shape, [4, 4, 1], "image", WrongShape, "[4, 4, 1]"), (shape, [-4, -4, 3], "image", WrongShape, "[-4, -4, 3]"),
            (shape, [1 << 40, 1 << 40, 3], "image", WrongShape, "sides of 1"), (shape, [5, 4, 3], "image", WrongShape, "needs 60"),
            (raw, [b"a", b"b"], "image", WrongShape, "2 values"),
            (raw, [1, 2], "image", WrongType, "int64"), ("image/object/bbox/xmax", [0.5], "boxes", WrongShape, "xmax 1"), ("anchors/index", [1], "class", WrongShape, "2 values"),
            ("anchors/index", [1, 9999], "class", WrongShape, "9999"), ("anchors/index", [-1, 5], "offsets", WrongShape, "-1"),
            ("anchors/offsets", [1.0], "offsets", WrongShape, "8 are needed"),
            ("anchors/set", "f" * 64, "class", MissingField, "anchor_count"), ("sample/key", b"\xff", "key", WrongType, "UTF-8"),
            ("anchors/index", [1, 1 << 40], "anchor_index", WrongType, str(1 << 40)),
            ("sample/epoch", [1, 2], "epoch", WrongShape, "2 values"), ("image/object/class/label", ["a"], "labels", WrongType, "bytes"))
        for key, value, field, kind, text in cases:
            with self.subTest(key=key, value=value):
                data = self.open(self.with_value(key, value), [field])
                data[0]
                self.assert_explained(kind, lambda: data[1], text, "record 1", "train.tfrecord-00000-of-00001", key.rsplit("/", 1)[0])

    def test_a_mistyped_field_names_the_nearest_field_first(self):
        for name, near in (("imgae", "nearest: image, image/"), ("lables", "nearest: labels"), ("boxs", "nearest: boxes")):
            self.assert_explained(MissingField, lambda: self.open(lambda features: features, [name])[0], near)

    def test_a_missing_key_names_the_nearest(self):
        def without(features):
            del features["image/object/class/label"]
            return features

        error = self.assert_explained(MissingField, lambda: self.open(without, ["labels"])[1], "image/object/class/label", "nearest", "record 1")
        self.assertEqual((1, "image/object/class/label"), (error.place.record, error.place.field))
        self.assert_explained(MissingField, lambda: self.open(lambda features: features, ["image/objects"])[0], "image/objects")

    def test_images_of_different_shape_are_told_apart(self):
        support.write_set(self.folder, (3,), lambda number: support.features_of(number, side=4 + number // 2))
        data = Dataset(self.folder)
        self.assertEqual((5, 5, 3), data[2]["image"].shape)
        self.assert_explained(WrongShape, lambda: data.batch(3).step(0), "[5, 5, 3]", "[4, 4, 3]", "record 2")

    def test_a_count_of_anchors_can_be_given(self):
        data = self.open(self.with_value("anchors/set", "f" * 64), ["class"], anchor_count=100)
        self.assertEqual((100,), data[1]["class"].shape)

    def test_levels_of_the_manifest_say_the_count_of_anchors(self):
        level = {"featureMap": [8, 4], "scales": [0.1, 0.2], "aspectRatios": [1]}
        self.open(self.with_value("anchors/set", "f" * 64))
        with open(self.path("manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        support.write_manifest(self.folder, {**manifest, "anchorLevels": [level, {**level, "featureMap": [36, 1]}]})
        self.assertEqual((136,), Dataset(self.folder, fields=["class"])[1]["class"].shape)
        for broken in ([{**level, "featureMap": [8]}], [{**level, "featureMap": [8, 4096]}], [{**level, "scales": 0.1}], [{**level, "scales": []}], [], 5,
                       [{**level, "featureMap": [2048, 2048]}] * 2):
            support.write_manifest(self.folder, {**manifest, "anchorLevels": broken})
            self.assert_explained(ManifestError, lambda: Dataset(self.folder), "anchorLevels", "manifest.json")

    def test_labels_beyond_the_type_are_told(self):
        data = self.open(self.with_value("image/object/class/label", [1, 1 << 40]), {"labels": "int32"})
        self.assert_explained(WrongType, lambda: data[1], 1 << 40, "int32", "record 1", "labels")

    def test_ignored_anchors_are_minus_one(self):
        data = self.open(self.with_value("anchors/ignore", [50, 51]), ["class"])
        self.assertEqual([50, 51], np.flatnonzero(data[1]["class"] == -1).tolist())


if __name__ == "__main__":
    unittest.main()
