"""What a feed says of its data, balanced order, records of sets of anchors that have no name, and what a kept field keeps."""
import collections
import contextlib
import dataclasses
import itertools
import json
import os
import re
import weakref
from fractions import Fraction

import numpy as np

from featureforge_data import (
    Dataset, FeedDataset, FeedInterrupted, FeedOptions, FeedProtocolError, FeedRefused, MissingField, StateMismatch, WrongRequest, feed_manifest, feed_metrics)
from featureforge_data.feed_manifest import parse_manifest
from featureforge_data.feed_protocol import parse_header, parse_payload
from featureforge_data.lent_memory import LentMemory
from tests import support
from tests.feed_order import balanced, groups_of
from tests.feed_server import METRICS, FeedServer, Refusal, manifest_of, padded
from tests.support import FolderTest

QUICK = FeedOptions(retries=1, timeout=5)


class ManifestTests(FolderTest):
    def setUp(self):
        super().setUp()
        support.write_set(self.folder, (9, 14))
        self.manifest = manifest_of(self.folder)

    def serve(self, **how):
        server = FeedServer(self.folder, **how)
        self.addCleanup(server.close)
        return server

    def parse(self, **changes):
        changed = {**self.manifest, **changes}
        return parse_manifest(json.dumps({name: value for name, value in changed.items() if value != "absent"}).encode(), "feed")

    def test_it_says_what_the_data_are(self):
        server = self.serve(token="word")
        server.server.manifest = {**self.manifest, "serving": {"output": [4, 4]}, "seed": (1 << 64) - 1}
        server.server.refusals[:] = [Refusal(503, "not ready", "server", {"Retry-After": "0"})]
        found = feed_manifest(server.url, FeedOptions(token="word"))
        self.assertEqual(({"train": 23}, {1: "face", 2: "smile"}, 8732, support.SSD300), (found.splits, found.labels, found.anchor_count, found.anchor_set))
        self.assertEqual(("r", "fingerprint", "0.1.0"), (found.recipe, found.recipe_fingerprint, found.engine_version))
        self.assertEqual((False, 1, (1 << 64) - 1), (found.live, found.epochs, found.seed))
        self.assertEqual({"output": [4, 4]}, found.serving)
        self.assertEqual(401, self.assert_explained(FeedRefused, lambda: feed_manifest(server.url), "token").status)

    def test_what_is_left_out_is_not_known(self):
        found = self.parse(targets="absent", anchorCount="absent", serving="absent")
        self.assertEqual((None, None, None, None), (found.anchor_set, found.anchor_levels, found.anchor_count, found.serving))

    def test_manifests_beyond_the_rules_are_refused(self):
        for change in ({"format": "featureforge-shards"}, {"formatVersion": 2}, {"engineVersion": 1}, {"recipe": "absent"}, {"seed": -1}, {"seed": 1 << 64}, {"seed": True},
                       {"live": 1}, {"labels": {}}, {"labels": [{"id": 1}]}, {"labels": [{"id": 1, "name": "\ud800"}]}, {"recipe": "\udfff"},
                       {"labels": [{"id": 1, "name": "a"}] * 2}, {"splits": [{"name": "a", "records": -1}]},
                       {"splits": [{"name": "a", "records": 1}] * 2}, {"anchorCount": 0}, {"anchorCount": 1 << 40}, {"anchorLevels": {}}, {"serving": []}, {"targets": 5}):
            with self.subTest(change=change):
                self.assert_explained(FeedProtocolError, lambda: self.parse(**change), "feed/v1/manifest")
        for content in (b"", b"\xff", b"[" * 100_000, b"[]", b"5"):
            self.assert_explained(FeedProtocolError, lambda: parse_manifest(content, "feed"), "feed")

    def test_a_manifest_that_is_too_long_or_breaks_off_is_refused(self):
        server = self.serve()
        server.server.manifest = {**self.manifest, "more": "x" * (16 << 20)}
        self.assert_explained(FeedProtocolError, lambda: feed_manifest(server.url, QUICK), "more than 16777216 bytes")
        waits = []
        options = FeedOptions(retries=2, wait=lambda error, seconds: waits.append(seconds))
        self.assert_explained(FeedInterrupted, lambda: feed_manifest(f"unix:{self.path('absent')}", options), "3 connections failed")
        self.assertEqual([0.1, 0.2], waits)

    def test_counters_are_read(self):
        server = self.serve()
        found = feed_metrics(server.url)
        self.assertEqual((100, 1.75), (found["featureforge_feed_samples_total"], found['featureforge_feed_stage_seconds_total{stage="decode"}']))
        self.assertEqual(METRICS.count("\n") - 2, len(found))


class BalanceTests(FolderTest):
    HELD = [{"face"}] * 14 + [{"smile"}] * 3 + [{"face", "smile"}] * 2 + [set()] * 6

    def test_the_oracle_follows_its_text(self):
        groups = groups_of(self.HELD, ["face", "smile"])
        self.assertEqual({"face": 14, "smile": 5, None: 6}, {name: len(members) for name, members in groups.items()})
        seen = collections.Counter()
        for epoch in range(28):
            order = balanced(self.HELD, ["face", "smile"], 7, epoch)
            self.assertEqual(25, len(order))
            where = {sample: name for name, members in groups.items() for sample in members}
            counts = collections.Counter(where[sample] for sample in order)
            self.assertLessEqual(abs(counts[None] - Fraction(24, 100) * 25), 1)
            self.assertLessEqual(abs(counts["face"] - counts["smile"]), 1)
            seen.update(order)
        for members in groups.values():
            self.assertLessEqual(max(seen[sample] for sample in members) - min(seen[sample] for sample in members), 1, "a group is gone through evenly")

    def test_a_balanced_stream_has_the_order_of_the_page(self):
        support.write_set(self.folder, (9, 14))
        server = FeedServer(self.folder)
        self.addCleanup(server.close)
        data = Dataset(self.folder, fields=["key", "labels"])
        names = data.listing.labels
        held = [{names[int(label)] for label in sample["labels"]} for sample in data]
        keys = [sample["key"] for sample in data]
        feed = FeedDataset(server.url, batch=4, fields=["key"], options=dataclasses.replace(QUICK, balance=["smile", "face"]))
        for epoch in (0, 3):
            found = [key for batch in feed.epoch(epoch) for key in batch["key"]]
            self.assertEqual([keys[sample] for sample in balanced(held, ["smile", "face"], 7, epoch)], found)
        self.assertIn("balance=smile,face", server.server.requests[0])
        state = feed.state_dict()
        self.assert_explained(StateMismatch, lambda: FeedDataset(server.url, batch=4).load_state_dict(state), "balance ['smile', 'face']")
        feed.load_state_dict(json.loads(json.dumps(state)))
        self.assertEqual(400, self.assert_explained(FeedRefused, lambda: list(FeedDataset(server.url, options=FeedOptions(balance=["dog"])))).status)

    def test_another_balance_in_the_header_is_noticed(self):
        support.write_set(self.folder, (5,))
        server = FeedServer(self.folder)
        self.addCleanup(server.close)
        server.server.faults[:] = [lambda step, piece: piece.replace(b'"balance": ["face"]', b'"balance": ["smile"]') if step == -1 else piece]
        self.assert_explained(FeedProtocolError, lambda: list(FeedDataset(server.url, options=FeedOptions(balance=["face"]))), "balanced over ['smile']")

    def test_names_are_sent_so_that_none_is_read_as_two(self):
        support.write_set(self.folder, (5,))
        feed = FeedDataset("http://localhost", options=FeedOptions(balance=["a,b", "c d&e", "\u00e9"]))
        self.assertTrue(feed._target(0).endswith("&balance=a%2Cb,c%20d%26e,%C3%A9"))
        for balance in ("face", ["a", "a"], [""], ["\ud800"], ["x" * 257], [str(number) for number in range(65)], [5]):
            self.assert_explained(WrongRequest, lambda: FeedOptions(balance=balance), "balance")


class OwnAnchorsTests(FolderTest):
    """Records of a set that has no name."""

    def setUp(self):
        super().setUp()
        support.write_set(self.folder, (9,), lambda number: {**support.features_of(number), "anchors/set": b"own set"})
        self.server = FeedServer(self.folder)
        self.addCleanup(self.server.close)
        self.server.server.manifest["anchorCount"] = 9000

    def classes(self, **options):
        return next(iter(FeedDataset(self.server.url, batch=4, fields=["class", "offsets"], options=FeedOptions(form="record", retries=0, **options))))["class"]

    def test_the_manifest_tells_how_many_anchors_there_are(self):
        self.assertEqual((4, 9000), self.classes().shape)
        self.assertEqual(1, self.server.server.requests.count("/v1/manifest"))

    def test_what_is_given_is_not_asked_for(self):
        self.assertEqual((4, 9001), self.classes(anchor_count=9001).shape)
        self.assertNotIn("/v1/manifest", self.server.server.requests)
        self.assert_explained(WrongRequest, lambda: FeedOptions(anchor_count=0), "anchor_count")

    def test_where_nobody_says_the_message_names_what_there_is(self):
        del self.server.server.manifest["anchorCount"]
        self.assert_explained(MissingField, self.classes, "FeedOptions(anchor_count=...)", "anchorCount", "anchors/set")
        self.server.server.manifest = None
        self.assert_explained(MissingField, self.classes, "FeedOptions(anchor_count=...)", "There is no /v1/manifest")


class KeptFieldsTests(FolderTest):
    def test_a_kept_small_field_does_not_keep_the_payload(self):
        header = parse_header(json.dumps({
            "format": "featureforge-batches", "version": 1, "split": "train", "epoch": 0, "rank": 0, "world": 1, "remainder": "short", "seed": 7,
            "batch": 4, "step": 0, "steps": 1, "samples": 4, "crc32c": False, "recipe": "r",
            "fields": [{"name": "image", "dtype": "|u1", "shape": [512, 512, 3]}, {"name": "label", "dtype": "<i8", "shape": []},
                       {"name": "boxes", "dtype": "<f4", "shape": [4], "ragged": True}]}).encode(), "feed")
        content = (padded(bytes(4 * 512 * 512 * 3)) + padded(np.arange(4, dtype="<i8").tobytes())
                   + padded(np.arange(5, dtype="<i4").tobytes()) + padded(np.ones(16, "<f4").tobytes()))
        memory = LentMemory()
        payload = memory.take(len(content))
        payload[:] = content
        gone = weakref.ref(payload.obj)
        kept = parse_payload(payload, header, 0, "feed")
        del payload
        self.assertIsNotNone(gone(), "the pictures are views")
        del kept["image"]
        self.assertIsNone(gone(), "nothing that is kept keeps the payload")
        self.assertEqual(([0, 1, 2, 3], 16.0), (kept["label"].tolist(), float(kept["boxes"].values.sum())))
        kept["label"][0] = 5

    def test_fields_of_a_stream_are_as_before(self):
        support.write_set(self.folder, (9,))
        server = FeedServer(self.folder)
        self.addCleanup(server.close)
        feed = FeedDataset(server.url, batch=4, fields=["image", "labels"])
        support.assert_same_batches(self, list(itertools.islice(Dataset(self.folder, fields=["image", "labels"]).shuffle(7).batch(4), 9)), list(feed))


class ReadmeTests(FolderTest):
    """The loop over a feed that the README shows."""

    def test_a_loop_that_was_killed_goes_on_without_loss_or_repetition(self):
        support.write_set(self.folder, (40, 40))
        server = FeedServer(self.folder)
        self.addCleanup(server.close)
        with open(os.path.join(support.REPOSITORY, "src", "trainer", "README.md"), encoding="utf-8") as file:
            code, = [block for block in re.findall(r"```python\n(.*?)```", file.read(), re.DOTALL) if "FeedDataset(" in block]
        for shown, here in (('"unix:/run/feed.sock"', repr(server.url)), ("state.json", self.path("state.json")), ("10)", "3)"), ('"image"', '"key"')):
            self.assertIn(shown, code)
            code = code.replace(shown, here)
        seen = []

        def train(keys):
            if len(seen) in (1, 4):
                seen.append(None)
                raise KeyboardInterrupt
            seen.append(keys)

        for end in (KeyboardInterrupt, KeyboardInterrupt, None):
            with self.assertRaises(end) if end else contextlib.nullcontext():
                exec(compile(code, "README.md", "exec"), {"train": train})
        found = [key for keys in seen if keys is not None for key in keys]
        whole = [key for epoch in range(3) for batch in FeedDataset(server.url, batch=32).epoch(epoch) for key in batch["key"]]
        self.assertEqual((whole, 240), (found, len(found)))
