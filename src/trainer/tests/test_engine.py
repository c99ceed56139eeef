"""Shards made by the real program of photos it drew; skipped where it is not built."""
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unittest

import numpy as np

from featureforge_data import CorruptRecord, Dataset, IndexMismatch, ManifestError, ReadOptions, TruncatedRecord
from tests import support


class EngineTests(unittest.TestCase):
    def test_sparse_and_dense_shards_give_the_same_targets(self):
        sparse = Dataset(support.engine_shards(), fields=["key", "image", "class", "offsets", "anchor_index"])
        dense = Dataset(support.engine_shards(encoding="dense"), fields=["key", "image", "class", "offsets"])
        self.assertEqual(len(sparse), len(dense))
        self.assertGreater(len(sparse), 20)
        positives = 0
        for one, other in zip(sparse, dense):
            for name in ("image", "class", "offsets"):
                np.testing.assert_array_equal(one[name], other[name])
            self.assertEqual((one["key"], (8732,), (64, 64, 3)), (other["key"], one["class"].shape, one["image"].shape))
            positives += len(one["anchor_index"])
        self.assertGreater(positives, 50)

    def test_boxes_and_labels_are_those_of_the_annotations(self):
        import csv

        with open(os.path.join(support.photos(), "faces_smile.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        data = Dataset(support.engine_shards(), split="validation", fields=["key", "boxes", "labels"])
        self.assertGreater(len(data), 3)
        for sample in data:
            expected = [row for row in rows if row["image"] == sample["key"]]
            self.assertEqual([row["label"] for row in expected], [data.labels[label] for label in sample["labels"].tolist()])
            corners = np.array([[float(row[edge]) for edge in ("ymin", "xmin", "ymax", "xmax")] for row in expected]).reshape(-1, 4) / [150, 200, 150, 200]
            np.testing.assert_allclose(sample["boxes"], corners, atol=1e-5)

    def test_every_epoch_has_every_sample_once(self):
        data = Dataset(support.engine_shards(epochs=3))
        self.assertEqual(3, data.written_epochs)
        keys = [sorted(sample["key"] for sample in data.select_epoch(epoch)) for epoch in range(3)]
        self.assertEqual(len(set(keys[0])), len(keys[0]))
        self.assertEqual([keys[0]] * 3, keys)
        self.assertEqual(len(data), 3 * len(keys[0]))

    def test_profile_tfds_with_encoded_pictures(self):
        folder = support.engine_shards(image="png", profile="tfds")
        try:
            import PIL
        except ImportError:
            raise unittest.SkipTest("Pillow is not installed (apt: python3-pil)") from None
        del PIL
        raw = {sample["key"]: sample["image"] for sample in Dataset(support.engine_shards())}
        data = Dataset(folder)
        self.assertEqual("tfds", data.listing.profile)
        for sample in data:
            np.testing.assert_array_equal(raw[sample["key"]], sample["image"])
        self.assertLessEqual(min(label for sample in data for label in sample["labels"].tolist()), 0)
        copy = folder + "-without-manifest"
        shutil.copytree(folder, copy, dirs_exist_ok=True)
        os.remove(os.path.join(copy, "manifest.json"))
        other = Dataset(copy)
        self.assertEqual(("tfds", [sample["key"] for sample in data]), (other.listing.source, [sample["key"] for sample in other]))

    def test_manifest_checksums_agree_with_the_files(self):
        folder = support.engine_shards()
        data = Dataset(folder, verify="files", options=ReadOptions(require_index=True))
        self.assertGreater(len(data.listing.shards), 1)
        self.assertEqual(len(data), sum(1 for _ in data))

    def test_damage_to_real_shards_is_told_with_its_place(self):
        folder = support.engine_shards() + "-damaged"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(support.engine_shards(), folder)
        shard = Dataset(folder).listing.shards[0].path
        with open(shard, "rb") as file:
            sound = file.read()
        with open(shard + ".idx", encoding="ascii") as file:
            index = file.read()
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
            manifest = file.read()

        def attempt(kind, *parts):
            with self.assertRaises(kind) as caught:
                list(Dataset(folder))
            for part in (os.path.basename(shard), *parts):
                self.assertIn(part, str(caught.exception))

        def write(path, content):
            with open(path, "wb" if isinstance(content, bytes) else "w") as file:
                file.write(content)

        write(shard, sound[:len(sound) // 2])
        attempt(TruncatedRecord, str(len(sound)))
        write(shard, sound[:300] + bytes([sound[300] ^ 1]) + sound[301:])
        attempt(CorruptRecord, "record 0")
        write(shard, sound)
        write(shard + ".idx", index.split("\n", 1)[1])
        attempt(IndexMismatch, "line 1")
        os.remove(shard + ".idx")
        self.assertGreater(len(list(Dataset(folder))), 20)
        write(shard + ".idx", index)
        wrong = json.loads(manifest)
        shards = wrong["splits"]
        train = next(split for split in shards if split["name"] == "train")
        train["shards"][0]["records"] += 1
        train["records"] += 1
        write(os.path.join(folder, "manifest.json"), json.dumps(wrong))
        attempt(ManifestError, "the shard has")


LOADER = """
import json, sys, time
from featureforge_data import Dataset
data = Dataset(sys.argv[1], fields=["key", "image"]).shuffle(5, 1).batch(2)
try:
    data.load_state_dict(json.load(open(sys.argv[2] + "/state")))
except FileNotFoundError:
    pass
import os
for batch in data:
    # What a trainer does: take the step, then save state and result as one file.
    with open(sys.argv[2] + "/next", "w") as file:
        json.dump({**data.state_dict(), "keys": batch["key"]}, file)
    os.replace(sys.argv[2] + "/next", sys.argv[2] + "/state")
    print(json.dumps([data.state_dict()["step"], batch["key"]]), flush=True)
    time.sleep(0.02)
"""


class KillTests(support.FolderTest):
    def test_a_loader_killed_at_any_moment_resumes_with_nothing_lost_or_repeated(self):
        folder = support.engine_shards()
        expected = [batch["key"] for batch in Dataset(folder, fields=["key"]).shuffle(5, 1).batch(2)]
        environment = {**os.environ, "PYTHONPATH": os.path.dirname(os.path.dirname(os.path.abspath(__file__)))}
        steps = {}
        kills = 0
        for attempt in range(40):
            process = subprocess.Popen([sys.executable, "-c", LOADER, folder, self.folder], stdout=subprocess.PIPE, text=True, env=environment)
            for _ in range(3):
                line = process.stdout.readline()
                if not line:
                    break
            if process.poll() is None and line:
                time.sleep(0.003 * (attempt % 7))
                process.send_signal(signal.SIGKILL)
                kills += 1
            process.stdout.close()
            process.wait()
            with open(self.path("state"), encoding="utf-8") as file:
                state = json.load(file)
            steps[state["step"]] = state["keys"]
            self.assertEqual(expected[state["step"] - 1], state["keys"])
            if state["step"] == len(expected):
                break
        self.assertEqual(len(expected), state["step"])
        self.assertGreater(kills, 2)

    def test_shards_are_not_changed_by_reading(self):
        folder = support.engine_shards()

        def digests():
            found = {}
            for name in sorted(os.listdir(folder)):
                with open(os.path.join(folder, name), "rb") as file:
                    found[name] = hashlib.sha256(file.read()).hexdigest()
            return found

        before = digests()
        for access in ("map", "read"):
            list(Dataset(folder, verify="files", options=ReadOptions(access=access)).shuffle(1).batch(4))
        self.assertEqual(before, digests())
