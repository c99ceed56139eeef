"""Files that TensorFlow's own tools wrote, from the shared data; its manifest has record counts and a SHA-256 over all payloads."""
import csv
import hashlib
import os
import unittest

import numpy as np

from featureforge_data import CorruptRecord, Dataset, MissingField
from featureforge_data.listing import list_shards
from featureforge_data.options import ReadOptions
from featureforge_data.shard import Shard
from tests import support


class ForeignTests(unittest.TestCase):
    def test_every_file_gives_the_records_of_its_manifest(self):
        with open(support.shared_data("tfrecord", "manifest.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        total = 0
        for row in rows:
            path = support.shared_data("tfrecord", row["file"])
            digest = hashlib.sha256()
            shard = Shard(list_shards(path, "train").shards[0], ReadOptions(), "records")
            for number in range(len(shard)):
                digest.update(shard.record(number))
            self.assertEqual((int(row["records"]), row["sha256_of_payloads"]), (len(shard), digest.hexdigest()), row["file"])
            total += len(shard)
            if row["payload_kind"] == "tf.train.Example":
                first = Dataset(path, fields=["no such key"])
                with self.assertRaises(MissingField) as caught:
                    first[0]
                self.assertIn("record 0", str(caught.exception))
        self.assertEqual(15756, total)

    def test_detection_records_give_pictures_boxes_and_labels(self):
        try:
            from PIL import Image
        except ImportError:
            raise unittest.SkipTest("Pillow is not installed (apt: python3-pil)") from None
        del Image
        for name, count in (("raccoon_test.record", 40), ("cat_face_test.record", 57)):
            data = Dataset(support.shared_data("tfrecord", name))
            self.assertEqual((count, ["image", "boxes", "labels"]), (len(data), data.fields))
            for number, sample in enumerate(data):
                height, width = (Dataset(data.listing.shards[0].path, fields=[f"image/{side}"], verify=False)[number][f"image/{side}"][0] for side in ("height", "width"))
                self.assertEqual((np.uint8, (height, width, 3)), (sample["image"].dtype, sample["image"].shape))
                self.assertEqual((len(sample["labels"]), 4), sample["boxes"].shape)
                self.assertTrue((sample["boxes"][:, :2] <= sample["boxes"][:, 2:]).all())

    def test_lists_of_floats_come_as_arrays(self):
        data = Dataset(support.shared_data("tfrecord", "tfx_mnist.tfrecord"))
        batch = data.batch(100).step(3)
        self.assertEqual((100 * 784, np.float32), (len(batch["image_floats"].values), batch["image_floats"].values.dtype))
        self.assertEqual(100, len(batch["image_class"].values))

    def test_other_messages_than_examples_are_explained_or_empty(self):
        data = Dataset(support.shared_data("tfrecord", "ranking_train_elwc.tfrecord"), fields=["image"])
        with self.assertRaises((MissingField, CorruptRecord)):
            data[0]

    def test_sharded_names_are_found_as_a_split(self):
        folder = support.shared_data("tfrecord", "tfx_taxi_train")
        files = sorted(os.path.join(folder, name) for name in os.listdir(folder))
        data = Dataset(files, fields=["fare", "company"])
        self.assertGreater(len(data), 5000)
        numbers = [0, 1, len(data) // 2, len(data) - 1]
        batch = data.read_batch(numbers)
        for place, number in enumerate(numbers):
            np.testing.assert_array_equal(data[number]["fare"], batch["fare"][place])
