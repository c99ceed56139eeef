"""Anchor sets have the engine's bits."""
from __future__ import annotations

import hashlib
import struct
import unittest
from typing import Any, List

import numpy

from featureforge_train.anchor_fit import anchor_fit, best_overlaps
from featureforge_train.anchors import anchor_set, anchor_set_of_description, anchor_set_of_hash, anchor_set_of_manifest, custom_anchor_set
from featureforge_train.boxes import overlaps
from featureforge_train.errors import DataProblem
from featureforge_train.metrics.average_precision import Truth

# Of the engine's own tests (AnchorSetTests): shards name them.
HASHES = {
    "ssd300": "74b5ac5781e6abe876ebccd9413d08c1efedb43949caaf2916400fc349331663",
    "ssd300-coco": "cd441cc034f5b463c83ad3e879b48e0fad49727735bf126afee7a5b44a100dfb",
    "ssd512": "9aba3c1aaa0db1152d572b297d47badcf2a50660118eec2f8f1faa11189786ae",
}

LAID_OUT = [
    {"featureMap": [76, 38], "scales": [0.03, 0.045], "aspectRatios": [0.6]},
    {"featureMap": [19, 19], "scales": [0.13, 0.18], "aspectRatios": [0.6, 1, 3]},
    {"featureMap": [5, 3], "scales": [0.7], "aspectRatios": [1]},
]
# Of the engine and of the NumPy script of its tests, for the same levels.
LAID_OUT_HASH = "3c88a1a9d0d3157c4c8663b526c6fa440b69e0eb2c89cb2c305c2823e51283d3"


class AnchorTests(unittest.TestCase):
    def test_sets_have_the_hashes_of_the_engine(self) -> None:
        for name, sha256 in HASHES.items():
            self.assertEqual(anchor_set(name).sha256, sha256)
            self.assertIs(anchor_set_of_hash(sha256, "shards"), anchor_set(name))

    def test_counts_are_those_published(self) -> None:
        self.assertEqual([len(anchor_set(name).boxes) for name in HASHES], [8732, 8732, 24564])

    def test_laid_out_levels_have_the_bits_of_the_engine(self) -> None:
        made = custom_anchor_set(LAID_OUT, "shards")
        self.assertEqual((made.name, made.sha256, made.layout), ("custom", LAID_OUT_HASH, LAID_OUT))
        self.assertEqual(anchor_set_of_manifest({"targets": LAID_OUT_HASH, "anchorLevels": LAID_OUT}, "shards").sha256, LAID_OUT_HASH)
        self.assertEqual(anchor_set_of_description({"name": "custom", "levels": LAID_OUT}, "model").sha256, LAID_OUT_HASH)

    def test_laid_out_levels_follow_the_definition(self) -> None:
        expected: List[bytes] = []
        for level in LAID_OUT:
            columns, rows = level["featureMap"]
            for row in range(rows):
                for column in range(columns):
                    for scale in level["scales"]:
                        for ratio in level["aspectRatios"]:
                            x, y, width, height = (column + 0.5) / columns, (row + 0.5) / rows, scale * ratio ** 0.5, scale / ratio ** 0.5
                            expected.append(struct.pack("<8f", x - width / 2, y - height / 2, x + width / 2, y + height / 2, x, y, width, height))
        made = custom_anchor_set(LAID_OUT, "shards")
        self.assertEqual(made.boxes.astype("<f4").tobytes(), b"".join(anchor[16:] for anchor in expected))
        self.assertEqual(made.sha256, hashlib.sha256(b"FeatureForge anchors 1\n" + struct.pack("<i", len(expected)) + b"".join(expected)).hexdigest())

    def test_levels_that_break_a_rule_say_which_and_where(self) -> None:
        level = LAID_OUT[2]
        cases: List[Any] = [
            None, [], [5], [level] * 17, [{**level, "featureMap": [0, 3]}], [{**level, "featureMap": [5, 3.0]}], [{**level, "featureMap": [True, 3]}],
            [{**level, "featureMap": [4096, 4096]}], [{**level, "featureMap": [2048, 2048]}], [{**level, "scales": []}], [{**level, "scales": [0.5] * 17}],
            [{**level, "scales": [float("nan")]}], [{**level, "scales": ["0.5"]}], [{**level, "aspectRatios": [0]}], [{"featureMap": [5, 3], "scales": [0.7]}]]
        for layout in cases:
            with self.assertRaises(DataProblem) as caught:
                custom_anchor_set(layout, "faces/shards")
            self.assertIn("anchorLevels", str(caught.exception))
            self.assertIn("faces/shards", str(caught.exception))

    def test_levels_that_do_not_give_the_hash_of_the_records_are_refused(self) -> None:
        with self.assertRaises(DataProblem) as caught:
            anchor_set_of_manifest({"targets": "f" * 64, "anchorLevels": LAID_OUT}, "faces/shards")
        self.assertIn("ffffffffffff", str(caught.exception))

    def test_best_overlap_is_that_of_all_anchors(self) -> None:
        random = numpy.random.default_rng(3)
        begin = random.uniform(0, 0.9, (300, 2))
        boxes = numpy.concatenate([begin, numpy.minimum(begin + random.uniform(0.005, 0.7, (300, 2)), 1.0)], axis=1)
        for made in (anchor_set("ssd300"), custom_anchor_set(LAID_OUT, "shards")):
            half = made.boxes[:, 2:] / 2
            corners = numpy.concatenate([made.boxes[:, :2] - half, made.boxes[:, :2] + half], axis=1)
            self.assertLess(numpy.abs(best_overlaps(boxes, made.levels) - overlaps(boxes, corners).max(axis=1)).max(), 1e-5)

    def test_fit_counts_boxes_that_count(self) -> None:
        truths = [Truth(numpy.array([[0.0, 0.0, 0.02, 0.02], [0.1, 0.1, 0.8, 0.8], [0.0, 0.0, 0.01, 0.01]], numpy.float32), numpy.array([1, 1, -1])),
                  Truth(numpy.empty((0, 4), numpy.float32), numpy.empty(0, numpy.int64))]
        fit = anchor_fit(truths, custom_anchor_set(LAID_OUT, "shards").levels)
        self.assertEqual((fit.boxes, fit.reached, fit.below, round(fit.smallest, 9)), (2, 1, 1, 0.03))
        self.assertIn("1 of 2 boxes of split train (50 %) reach IoU 0.5 with an anchor", fit.line("split train"))
        self.assertIn("1 (50 %) are smaller than the smallest anchor, 0.03 of the picture", fit.line("split train"))
        self.assertEqual(anchor_fit([], anchor_set("ssd300").levels).boxes, 0)

    def test_unknown_hash_says_where_and_what_to_do(self) -> None:
        with self.assertRaises(DataProblem) as caught:
            anchor_set_of_hash("f" * 64, "faces/shards")
        self.assertIn("faces/shards", str(caught.exception))
        self.assertIn("targets", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
