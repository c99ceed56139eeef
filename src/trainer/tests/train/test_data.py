"""From shards to batches: joined folders, labels, targets, groups."""
from __future__ import annotations

import json
import pathlib
import tempfile
import time
import unittest

import numpy

from featureforge_train.data.batches import PictureSize
from featureforge_train.data.classifier_data import ClassifierData
from featureforge_train.data.detector_data import DenseTargets, DetectorData, truth_of
from featureforge_train.data.labels import IGNORED, MOST_LABELS, ClassMap
from featureforge_train.data.record_list import RecordList
from featureforge_train.data.shard_folder import ShardFolder
from featureforge_train.errors import DataProblem, UsageProblem

from .scene import SIDE, write_classifier_shards, write_detector_shards

SIZE = PictureSize(SIDE, SIDE)


class DataTests(unittest.TestCase):
    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = pathlib.Path(place.name)

    def boxes(self, name: str, count: int, seed: int = 1) -> ShardFolder:
        write_detector_shards(self.root / name, {"train": count}, seed)
        return ShardFolder(str(self.root / name))

    def test_folders_are_one_list(self) -> None:
        one, other = self.boxes("one", 3), self.boxes("other", 2, seed=2)
        records = RecordList([one, other], "train", ("key",))
        self.assertEqual([records.record(number)["key"] for number in range(len(records))], ["train-0", "train-1", "train-2", "train-0", "train-1"])
        self.assertIs(records.folder_of(2), one)
        self.assertIs(records.folder_of(3), other)
        self.assertEqual(len(RecordList([one], "validation", ("key",))), 0)

    def test_targets_are_those_of_the_records(self) -> None:
        folder = self.boxes("one", 6)
        data = DetectorData([folder], "train", ClassMap([folder], []), (SIZE, 8732))
        batch = data.batch([4, 1])
        stored = RecordList([folder], "train", ("image", "anchor_index", "anchor_class", "anchor_offsets"))
        for slot, position in enumerate((4, 1)):
            record = stored.record(position)
            self.assertTrue(numpy.array_equal(batch.images[slot].permute(1, 2, 0).numpy(), record["image"]))
            index = record["anchor_index"]
            self.assertEqual(batch.classes[slot, index].tolist(), record["anchor_class"].tolist())
            self.assertEqual(int((batch.classes[slot] != 0).sum()), len(index))
            self.assertTrue(numpy.array_equal(batch.offsets[slot, index].numpy(), record["anchor_offsets"]))

    def test_ignored_labels_neither_teach_nor_count(self) -> None:
        folder = self.boxes("one", 40)
        data = DetectorData([folder], "train", ClassMap([folder], ["speck"]), (SIZE, 8732))
        specks = [number for number, truth in enumerate(data.truths) if (truth.classes == -1).any()]
        self.assertGreater(len(specks), 0)
        classes = data.batch(specks).classes
        self.assertLess(int(classes.min()), 0)
        self.assertLessEqual(int(classes.max()), 1)

    def test_pictures_without_objects_are_a_group_of_their_own_and_at_most_a_quarter(self) -> None:
        folder = self.boxes("one", 40)
        data = DetectorData([folder], "train", ClassMap([folder], []), (SIZE, 8732))
        groups = data.groups()
        self.assertEqual(sorted(numpy.concatenate(groups).tolist()), list(range(40)))
        self.assertTrue(all(len(data.truths[number].classes) == 0 for number in groups[-1]))
        shares = data.shares(groups)
        self.assertAlmostEqual(sum(shares), 1.0)
        self.assertLessEqual(shares[-1], 0.25)
        self.assertEqual(shares[0], shares[1])

    def test_labels_are_joined_by_name(self) -> None:
        one, other = self.boxes("one", 2), self.boxes("other", 2)
        path = self.root / "other" / "manifest.json"
        manifest = json.loads(path.read_text())
        manifest["labels"] = [{"id": 1, "name": "square"}, {"id": 2, "name": "disc"}]
        path.write_text(json.dumps(manifest))
        other = ShardFolder(other.path)
        classes = ClassMap([one, other], [])
        self.assertEqual(classes.names, ["speck", "square", "disc"])
        self.assertEqual([classes.class_of(other, 0), classes.class_of(other, 1), classes.class_of(one, 1)], [1, 2, 1])
        with self.assertRaises(UsageProblem):
            ClassMap([one], ["dust"])

    def test_labels_have_a_bound_and_are_looked_up_in_time(self) -> None:
        folder = self.boxes("one", 1)
        folder.labels = [f"label {number}" for number in range(MOST_LABELS)]
        started = time.monotonic()
        classes = ClassMap([folder], folder.labels[:1000])
        self.assertLess(time.monotonic() - started, 5)
        self.assertEqual((IGNORED, 0, MOST_LABELS - 1001), tuple(classes.class_of(folder, place) for place in (999, 1000, MOST_LABELS - 1)))
        folder.labels.append("one more")
        with self.assertRaises(DataProblem) as caught:
            ClassMap([folder], [])
        self.assertIn(f"{MOST_LABELS + 1} labels", str(caught.exception))

    def test_numbers_that_are_none_are_not_learned_from(self) -> None:
        sparse = {"anchor_index": numpy.array([5]), "anchor_class": numpy.array([1]), "anchor_ignore": numpy.array([], numpy.int32)}
        DenseTargets(1, 9).fill(0, {**sparse, "anchor_offsets": numpy.ones((1, 4))}, numpy.array([0]), "feed")
        for value in (numpy.nan, numpy.inf, -numpy.inf):
            with self.assertRaises(DataProblem) as caught:
                DenseTargets(1, 9).fill(0, {**sparse, "anchor_offsets": numpy.array([[1, 1, 1, value]])}, numpy.array([0]), "feed")
            self.assertIn("offsets are no finite numbers: feed", str(caught.exception))
        self.assertEqual(len(truth_of({"boxes": numpy.array([[0, 0, 1, 1], [0.2, 0.1, 0.2, 0.5]]), "labels": [1, 1]}, lambda label: 0, "feed").boxes), 2)
        for box in ((0, 0, 1, numpy.nan), (0, 0, numpy.inf, 1), (-0.5, -0.5, -2.5, -2.5), (0, 0.5, 1, 0.4), (0, 0, 1, 1.5)):
            with self.assertRaises(DataProblem) as caught:
                truth_of({"boxes": numpy.array([box]), "labels": [1]}, lambda label: 0, "feed")
            self.assertIn("a box that is none within it", str(caught.exception))

    def test_pictures_of_another_size_are_refused(self) -> None:
        write_classifier_shards(self.root / "small", {"train": 6}, side=16)
        write_classifier_shards(self.root / "large", {"train": 6}, side=20)
        folders = [ShardFolder(str(self.root / name)) for name in ("small", "large")]
        data = ClassifierData(folders, "train", ClassMap(folders, []), PictureSize(16, 16))
        self.assertEqual(len(data.batch([0, 5]).images), 2)
        with self.assertRaises(DataProblem) as caught:
            data.batch([0, 6])
        self.assertIn("20 x 20", str(caught.exception))

    def test_a_damaged_manifest_is_said(self) -> None:
        folder = self.boxes("one", 1)
        for text in ("{", "[]", '{"labels": 3}'):
            (self.root / "one" / "manifest.json").write_text(text)
            with self.assertRaises(DataProblem):
                ShardFolder(folder.path)


if __name__ == "__main__":
    unittest.main()
