"""Anchor sets have the engine's bits."""
from __future__ import annotations

import unittest

from featureforge_train.anchors import anchor_set, anchor_set_of_hash
from featureforge_train.errors import DataProblem

# Of the engine's own tests (AnchorSetTests): shards name them.
HASHES = {
    "ssd300": "74b5ac5781e6abe876ebccd9413d08c1efedb43949caaf2916400fc349331663",
    "ssd300-coco": "cd441cc034f5b463c83ad3e879b48e0fad49727735bf126afee7a5b44a100dfb",
    "ssd512": "9aba3c1aaa0db1152d572b297d47badcf2a50660118eec2f8f1faa11189786ae",
}


class AnchorTests(unittest.TestCase):
    def test_sets_have_the_hashes_of_the_engine(self) -> None:
        for name, sha256 in HASHES.items():
            self.assertEqual(anchor_set(name).sha256, sha256)
            self.assertIs(anchor_set_of_hash(sha256, "shards"), anchor_set(name))

    def test_counts_are_those_published(self) -> None:
        self.assertEqual([len(anchor_set(name).boxes) for name in HASHES], [8732, 8732, 24564])

    def test_unknown_hash_says_where_and_what_to_do(self) -> None:
        with self.assertRaises(DataProblem) as caught:
            anchor_set_of_hash("f" * 64, "faces/shards")
        self.assertIn("faces/shards", str(caught.exception))
        self.assertIn("targets", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
