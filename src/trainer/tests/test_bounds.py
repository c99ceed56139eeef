"""What a manifest of hostile origin may state: the cases that the engine's own tests read too (ManifestBoundsTests)."""
import importlib.util
import json
import os
import re
import unittest

from featureforge_data import Dataset, bounds
from featureforge_data.errors import ManifestError
from tests import support

CASES = os.path.join(support.REPOSITORY, "tests", "oracles", "manifest-bounds.json")


def cases():
    """(member, its JSON, whether readers accept it)."""
    with open(CASES, encoding="utf-8") as file:
        for case in json.load(file)["cases"]:
            yield case["member"], re.sub(r"@(.)\*(\d+)@", lambda match: match[1] * int(match[2]), case["value"]), case["accepted"]


class BoundsTests(support.FolderTest):
    def test_values_just_within_and_just_beyond(self):
        support.write_set(self.folder, (3,))
        with open(self.path("manifest.json"), encoding="utf-8") as file:
            sound = file.read().lstrip()
        self.assertTrue(sound.startswith("{"))
        for member, value, accepted in cases():
            with open(self.path("manifest.json"), "w", encoding="utf-8") as file:
                file.write(f'{{"{member}": {value},{sound[1:]}')
            with self.subTest(member=member, value=value[:120]):
                if accepted:
                    Dataset(self.folder)
                else:
                    with self.assertRaises(ManifestError) as caught:
                        Dataset(self.folder)
                    self.assertIn("manifest.json", str(caught.exception))

    @unittest.skipIf(importlib.util.find_spec("torch") is None, "needs torch (apt: python3-torch)")
    def test_the_trainer_takes_the_same_levels(self):
        from featureforge_train.anchors import anchor_set_of_manifest, custom_anchor_set
        from featureforge_train.errors import DataProblem

        for member, value, accepted in cases():
            if member != "anchorLevels":
                continue
            with self.subTest(value=value[:120]):
                if accepted:
                    custom_anchor_set(json.loads(value), "shards")
                else:
                    with self.assertRaisesRegex(DataProblem, "anchorLevels"):
                        anchor_set_of_manifest({"targets": "f" * 64, "anchorLevels": json.loads(value)}, "shards")

    def test_the_length_of_a_serving_part_is_that_of_the_engine(self):
        for value, length in (({}, 2), ({"a": "é"}, 14), ({"a": '"'}, 14), ({"a": "\n<+\x7f'"}, 34), ({"a": [1, 2.5, None]}, 18), ({"a": "\U0001f600"}, 20)):
            self.assertEqual(bounds.serving_length(value), length)


if __name__ == "__main__":
    unittest.main()
