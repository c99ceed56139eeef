"""The real feed of the real program: killed feeds, killed trainers, truncated shards; skipped where the program is not built."""
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

from featureforge_data import Dataset, FeedDataset, FeedInterrupted, FeedOptions, FeedRefused, feed_manifest, feed_metrics
from tests import support
from tests.feed_order import balanced

PATIENT = FeedOptions(retries=60, timeout=20)

TRAINER = """
import json, sys, time
from featureforge_data import FeedDataset
url, path = sys.argv[1:]
feed = FeedDataset(url, batch=3, fields=["key"]).epoch(2)
try:
    feed.load_state_dict(json.load(open(path + ".state")))
except FileNotFoundError:
    pass
log = open(path, "a")
for batch in feed:
    log.write("".join(key + "\\n" for key in batch["key"]))
    log.flush()
    with open(path + ".state", "w") as file:
        json.dump(feed.state_dict(), file)
    print("step", flush=True)
    time.sleep(0.1)
"""


class Feed:
    """The program as a process, on one port or socket all its life."""

    def __init__(self, *arguments):
        self.arguments = arguments
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            ["dotnet", support.PROGRAM, "serve", *self.arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("serving on "):
            raise AssertionError(self.process.stderr.read())
        self.url = line.split()[2]

    def kill(self):
        self.process.kill()
        self.process.communicate()

    def end(self):
        """As Ctrl-C does."""
        self.process.terminate()
        return self.process.communicate(timeout=20), self.process.returncode


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class FeedProgramTests(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="feed-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.shards = os.path.join(self.folder, "shards")
        shutil.copytree(support.engine_shards(), self.shards)
        self.keys = sorted(sample["key"] for sample in Dataset(self.shards, fields=["key"]))

    def serve(self, *arguments):
        feed = Feed(*arguments)
        self.addCleanup(feed.kill)
        return feed

    def test_batches_and_records_are_those_of_the_shards(self):
        path = os.path.join(self.folder, "feed.sock")
        address = f"127.0.0.1:{free_port()}"
        self.serve(self.shards, "--socket", path, "--listen", address)
        names = ["image", "key", "boxes", "labels", "epoch", "class", "offsets", "anchor_index", "anchor_class", "anchor_object", "anchor_ignore", "anchor_offsets"]
        for names in (None, names, names[::-1]):
            for rank, world in ((0, 1), (1, 3)):
                data = Dataset(self.shards, fields=names).shuffle(7, 5).shard(rank, world).batch(4)
                for url in (f"unix:{path}", f"http://{address}"):
                    for form in ("batch", "record"):
                        feed = FeedDataset(url, batch=4, fields=names, options=FeedOptions(form=form)).epoch(5).shard(rank, world)
                        expected = list(data)
                        self.assertTrue(expected)
                        support.assert_same_batches(self, expected, list(feed))
                        if form == "batch":
                            self.assertEqual(data.listing.serving, feed.header.serving)
                            self.assertEqual([64, 64], feed.header.serving["output"])

    def test_a_balanced_stream_has_the_order_of_the_page(self):
        """The order that tests/feed_order.py works out from the text, over shards, for each epoch, rank and form."""
        feed = self.serve(self.shards, "--socket", os.path.join(self.folder, "feed.sock"))
        data = Dataset(self.shards, fields=["key", "labels"])
        labels, samples = data.listing.labels, list(data)
        held = [{labels[int(label)] for label in sample["labels"]} for sample in samples]
        for names in ([*labels.values()], [*labels.values()][:1], [*labels.values()][::-1]):
            for epoch in (0, 1, 5):
                order = [samples[sample]["key"] for sample in balanced(held, names, 7, epoch)]
                for form in ("batch", "record"):
                    stream = FeedDataset(feed.url, batch=4, fields=["key"], options=FeedOptions(form=form, balance=names)).epoch(epoch)
                    self.assertEqual(order, [key for batch in stream for key in batch["key"]])
                parts = [list(stream.shard(rank, 2, "short")) for rank in (0, 1)]
                self.assertEqual(order, [key for step in zip(*parts) for batch in step for key in batch["key"]])

    def test_the_manifest_tells_what_records_of_own_anchors_need(self):
        levels = "{anchors: [{featureMap: [8, 8], scales: [0.2], aspectRatios: [1, 2]}, {featureMap: [4, 4], scales: [0.4], aspectRatios: [1]}]"
        recipe = os.path.join(support.photos(), "own-anchors.yaml")
        with open(recipe, "w", encoding="utf-8") as file:
            file.write(support.RECIPE.format(epochs=1, side=64, encoding="sparse", path="none", image="raw", shard_bytes="64KiB", profile="tf-od")
                       .replace("{anchors: ssd300", levels))
        feed = self.serve(recipe, "--socket", os.path.join(self.folder, "feed.sock"))
        manifest = feed_manifest(feed.url)
        self.assertEqual((144, True, 7, "tf-od"), (manifest.anchor_count, manifest.live, manifest.seed, manifest.profile))
        self.assertEqual(2, len(manifest.anchor_levels))
        self.assertEqual({"train": len(self.keys), "validation": 40 - len(self.keys)}, dict(manifest.splits))
        fields = ["key", "class", "offsets"]
        batches = [list(FeedDataset(feed.url, batch=8, fields=fields, options=FeedOptions(form=form))) for form in ("record", "batch")]
        self.assertEqual((8, 144), batches[0][0]["class"].shape)
        support.assert_same_batches(self, *batches)
        self.assertGreater(feed_metrics(feed.url)["featureforge_feed_samples_total"], 0)

    def test_a_killed_feed_loses_and_repeats_nothing(self):
        recipe = os.path.join(support.photos(), "feed-recipe.yaml")
        with open(recipe, "w", encoding="utf-8") as file:
            file.write(support.RECIPE.format(epochs=1, side=64, encoding="sparse", path="none", image="raw", shard_bytes="64KiB", profile="tf-od"))
        for what in (self.shards, recipe):
            feed = self.serve(what, "--listen", f"127.0.0.1:{free_port()}")
            keys = []
            for step, batch in enumerate(FeedDataset(feed.url, batch=2, fields=["key", "image"], options=PATIENT).epoch(0)):
                keys += batch["key"]
                if step == 3:
                    feed.kill()
                    feed.start()
            self.assertEqual(self.keys, sorted(keys))

    def test_a_killed_feed_that_stays_away_is_said(self):
        feed = self.serve(self.shards, "--socket", os.path.join(self.folder, "feed.sock"))

        # Offsets made dense: more bytes than the system keeps for a reader.
        with self.assertRaises(FeedInterrupted) as caught:
            for step, _ in enumerate(FeedDataset(feed.url, batch=1, fields=["offsets"], options=FeedOptions(retries=1)).epoch(0).resume(1)):
                if step == 0:
                    feed.kill()
                    time.sleep(0.1)
        self.assertIn("the next step is", str(caught.exception))

    def test_a_killed_trainer_goes_on_where_it_was(self):
        feed = self.serve(self.shards, "--socket", os.path.join(self.folder, "feed.sock"))
        log = os.path.join(self.folder, "keys")
        environment = {**os.environ, "PYTHONPATH": os.path.join(support.REPOSITORY, "src", "trainer")}
        for steps in (2, 3, None):
            trainer = subprocess.Popen([sys.executable, "-c", TRAINER, feed.url, log], stdout=subprocess.PIPE, env=environment, text=True)
            if steps is None:
                trainer.communicate(timeout=60)
                self.assertEqual(0, trainer.returncode)
            else:
                for _ in range(steps):
                    trainer.stdout.readline()
                trainer.kill()
                trainer.communicate()
        with open(log, encoding="utf-8") as file:
            self.assertEqual(self.keys, sorted(file.read().split()))

    def test_a_truncated_shard_is_said_and_resumed_from(self):
        feed = self.serve(self.shards, "--socket", os.path.join(self.folder, "feed.sock"))
        shard = sorted(name for name in os.listdir(self.shards) if name.startswith("train.tfrecord") and not name.endswith(".idx"))[1]
        path = os.path.join(self.shards, shard)
        size = os.path.getsize(path)
        shutil.copy(path, path + ".copy")
        os.truncate(path, size // 3)
        keys = []
        for form in ("batch", "record"):
            with self.subTest(form=form):
                data = FeedDataset(feed.url, batch=2, fields=["key"], options=FeedOptions(form=form, retries=1)).epoch(0)
                keys = []
                with self.assertRaises((FeedRefused, FeedInterrupted)) as caught:
                    for batch in data:
                        keys += batch["key"]
                self.assertIn("The file ends within a record", str(caught.exception))
                self.assertIn(shard, str(caught.exception))
        state = data.state_dict()
        os.replace(path + ".copy", path)
        again = FeedDataset(feed.url, batch=2, fields=["key"], options=FeedOptions(form="record")).epoch(0)
        again.load_state_dict(state)
        for batch in again:
            keys += batch["key"]
        self.assertEqual(self.keys, sorted(keys))

    def test_a_token_is_needed_where_others_can_reach(self):
        refused = subprocess.run(["dotnet", support.PROGRAM, "serve", self.shards, "--listen", "0.0.0.0:0"], capture_output=True, text=True, timeout=60)
        self.assertEqual(2, refused.returncode)
        self.assertIn("--token-file", refused.stderr)
        token = os.path.join(self.folder, "token")
        with open(token, "w", encoding="utf-8") as file:
            file.write("correct-horse\n")
        feed = self.serve(self.shards, "--listen", "0.0.0.0:0", "--token-file", token)
        url = feed.url.replace("0.0.0.0", "127.0.0.1")
        with self.assertRaises(FeedRefused) as caught:
            list(FeedDataset(url, batch=2, fields=["key"], options=FeedOptions(token="wrong")))
        self.assertEqual(401, caught.exception.status)
        self.assertTrue(list(FeedDataset(url, batch=2, fields=["key"], options=FeedOptions(token="correct-horse"))))

    def test_an_interrupted_feed_ends_cleanly_with_clients(self):
        feed = self.serve(self.shards, "--socket", os.path.join(self.folder, "feed.sock"))
        batches = iter(FeedDataset(feed.url, batch=1, fields=["image"], options=FeedOptions(retries=0)))
        next(batches)
        (_, error), code = feed.end()
        self.assertEqual(0, code, error)
        self.assertNotIn("   at ", error)
        self.assertFalse(os.path.exists(feed.url[5:]))
