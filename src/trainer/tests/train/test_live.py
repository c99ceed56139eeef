"""Training from a feed: it learns, nothing is lost or repeated, whatever dies, and what is wrong is said."""
from __future__ import annotations

import hashlib
import io
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from typing import Any, Dict, Iterator, List, Sequence
from unittest import mock

import featureforge_data
import torch
from featureforge_data import Dataset, FeedDataset, FeedOptions

from featureforge_train.arguments import parse
from featureforge_train.checkpoint import load_tensors
from featureforge_train.data.feed_source import ClassifierFeed
from featureforge_train.data.outage import Outage
from featureforge_train.errors import DataInterrupted
from featureforge_train.model_folder import load_model
from featureforge_train.train import train

from ..feed_server import FeedServer, Refusal
from .scene import write_classifier_shards, write_detector_shards
from .test_training import PACKAGES, run, start, steps_done

CLASSIFIER = ["classifier", "--batch", "16", "--validate-every", "20", "--checkpoint-every", "7", "--threads", "1", "--width", "0.5", "--gray"]
LAYOUT = [{"featureMap": [19, 19], "scales": [0.12, 0.2], "aspectRatios": [1]}, {"featureMap": [10, 10], "scales": [0.3], "aspectRatios": [1, 2]}]
STEPS = 40


class LiveTests(unittest.TestCase):
    folder: "tempfile.TemporaryDirectory[str]"
    root: pathlib.Path

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(cls.folder.name)
        write_classifier_shards(cls.root / "pictures", {"train": 200, "validation": 60, "test": 60})
        write_detector_shards(cls.root / "boxes", {"train": 24, "validation": 8, "test": 8}, layout=LAYOUT)
        server = FeedServer(str(cls.root / "pictures"))
        train(parse([*CLASSIFIER, "--data", server.url, "--steps", str(STEPS), "--out", str(cls.root / "whole")]), lambda: False, io.StringIO())
        server.close()

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def out(self, name: str = "model") -> pathlib.Path:
        return self.root / f"{self.id().rsplit('.', 1)[1]}-{name}"

    def serve(self, shards: str = "pictures", **how: Any) -> FeedServer:
        server = FeedServer(str(self.root / shards), **how)
        self.addCleanup(server.close)
        return server

    def command(self, url: str, out: pathlib.Path) -> List[str]:
        return [*CLASSIFIER, "--data", url, "--steps", str(STEPS), "--out", str(out)]

    def assert_whole(self, out: pathlib.Path) -> None:
        """The weights of the training that nothing disturbed, and its log."""
        whole = self.root / "whole"
        self.assertEqual((whole / "log.csv").read_bytes(), (out / "log.csv").read_bytes())
        for name in ("best.pt", "last.pt"):
            first, second = load_tensors(whole / name), load_tensors(out / name)
            first, second = (values.get("model", values) for values in (first, second))
            for key, value in first.items():
                self.assertTrue(torch.equal(value, second[key]), f"{name}: {key}")

    def test_a_classifier_learns_and_the_folder_tells_of_it(self) -> None:
        server, out = self.serve(token="correct-horse"), self.out()
        token = self.root / "token"
        token.write_text("correct-horse\n")
        code, output, errors = run([*CLASSIFIER, "--data", server.url, "--token-file", str(token), "--steps", "80", "--out", str(out)])
        self.assertEqual(code, 0, errors)
        self.assertNotIn("correct-horse", errors + output)
        report = json.loads((out / "report.json").read_text())
        self.assertGreater(report["test"]["auc"], 0.95)
        self.assertAlmostEqual(report["balance"]["secondsPerVector"], 0.02)
        self.assertEqual(report["balance"]["cores"], os.cpu_count())
        self.assertIn("T_g / C * B", errors)
        self.assertTrue(0 <= report["balance"]["waitShare"] <= 1)
        _, description = load_model(out)
        self.assertEqual([one["name"] for one in description["classes"]], ["dark=0", "dark=1"])
        self.assertEqual((description["recipeFingerprint"], description["engineVersion"], description["serving"]["output"]), ("fingerprint", "0.1.0", [16, 16]))
        self.assertTrue(any("balance=dark%3D0,dark%3D1" in request for request in server.server.requests))

    def test_a_detector_of_own_anchors_learns_from_records_of_a_split_smaller_than_a_batch(self) -> None:
        server, out, output = self.serve("boxes"), self.out(), io.StringIO()
        report = train(parse(["detector", "--data", server.url, "--out", str(out), "--steps", "4", "--batch", "32", "--threads", "1", "--width", "0.25",
                              "--validate-every", "2", "--fine-levels", "1", "--ignore-labels", "speck"]), lambda: False, output)
        self.assertEqual(sorted(report["test"]), ["average_precision", "f1"])
        counts = {split: sum(len(record["boxes"]) for record in Dataset(str(self.root / "boxes"), split=split, fields=["boxes"])) for split in ("train", "validation")}
        self.assertLess(report["anchorFit"]["train"]["boxes"], counts["train"], "ignored boxes do not count")
        self.assertIn("boxes of split train", output.getvalue())
        model, description = load_model(out)
        self.assertEqual((description["anchors"]["name"], description["anchors"]["levels"], description["anchors"]["count"]), ("custom", LAYOUT, 922))
        self.assertEqual(tuple(model(torch.zeros(2, 3, 152, 152))[1].shape), (2, 922, 4))
        self.assertTrue(any("balance=square" in request and "remainder=repeat" in request for request in server.server.requests))

    def test_the_batches_of_a_detector_are_those_of_the_shards(self) -> None:
        """The same targets as from folders, for the samples that the stream names."""
        from featureforge_train.data.feed_source import DetectorFeed
        from featureforge_train.data.folder_source import DetectorFolders

        server = self.serve("boxes")
        settings = parse(["detector", "--data", server.url, "--out", "x", "--batch", "5", "--ignore-labels", "speck"])
        folders = DetectorFolders(parse(["detector", "--data", str(self.root / "boxes"), "--out", "x", "--batch", "5", "--ignore-labels", "speck"]))
        place = {sample["key"]: number for number, sample in enumerate(Dataset(str(self.root / "boxes"), fields=["key"]))}
        keys = [FeedDataset(server.url, batch=5, fields=["key"], options=FeedOptions(balance=["square"])).shard(0, 1, "drop").epoch(epoch) for epoch in (0, 1)]
        expected = [batch["key"] for stream in keys for batch in stream]
        for names, batch in zip(expected, DetectorFeed(settings, FeedOptions()).batches(0, 8)):
            same = folders._train.batch([place[name] for name in names])
            self.assertTrue(torch.equal(same.images, batch.images) and torch.equal(same.classes, batch.classes) and torch.equal(same.offsets, batch.offsets))

    def test_a_killed_trainer_goes_on_bit_for_bit(self) -> None:
        server, out = self.serve(), self.out()
        process = start(self.command(server.url, out))
        deadline = time.monotonic() + 60
        while not (out / "last.pt").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        process.kill()
        process.communicate()
        self.assertEqual(process.returncode, -signal.SIGKILL, "the training ended before it could be killed")
        self.assertTrue(0 < steps_done(out) < STEPS)
        code, _, errors = run(self.command(server.url, out))
        self.assertEqual(code, 0, errors)
        self.assertIn("goes on after step", errors)
        self.assert_whole(out)

    def test_a_connection_lost_in_the_middle_loses_and_repeats_no_sample(self) -> None:
        server, out, seen = self.serve(), self.out(), []
        keys = {hashlib.sha256(sample["image"].tobytes()).hexdigest(): sample["key"] for sample in Dataset(str(self.root / "pictures"), fields=["image", "key"])}
        plain = ClassifierFeed.batches

        def watched(source: ClassifierFeed, first: int, last: int) -> Iterator[Any]:
            for batch in plain(source, first, last):
                seen.append([keys[hashlib.sha256(image.permute(1, 2, 0).contiguous().numpy().tobytes()).hexdigest()] for image in batch.images])
                yield batch

        server.server.faults[:] = [lambda step, piece: None if step == 3 else piece, lambda step, piece: piece[:100] if step == 7 else None if step > 7 else piece]
        with mock.patch.object(ClassifierFeed, "batches", watched):
            train(parse(self.command(server.url, out)), lambda: False, io.StringIO())
        self.assert_whole(out)
        options = FeedOptions(balance=["dark=0", "dark=1"])
        streams = [FeedDataset(server.url, batch=16, fields=["key"], options=options).shard(0, 1, "drop").epoch(epoch) for epoch in range(4)]
        self.assertEqual([batch["key"] for stream in streams for batch in stream][:STEPS], seen)

    def test_a_classifier_on_a_feed_of_boxes_says_so_and_a_feed_that_is_not_there_gets_advice_for_a_shell(self) -> None:
        code, _, errors = run(self.command(self.serve("boxes").url, self.out()))
        self.assertEqual(code, 1, errors)
        self.assertIn("The records have boxes and no label of the whole picture", errors)
        code, _, errors = run([*self.command(f"unix:{self.root / 'nobody.sock'}", self.out("none")), "--feed-retries", "0"])
        self.assertEqual(code, 1, errors)
        self.assertIn("See whether the feed still runs and whether its address is right, then give the same command again", errors)
        self.assertNotIn("resume", errors)

    def test_a_feed_that_stays_away_ends_with_a_checkpoint_and_the_same_command_goes_on(self) -> None:
        for last in (9, "validation"):
            out, path = self.out(str(last)), str(self.root / f"{last}.sock")
            server = FeedServer(str(self.root / "pictures"), path)
            server.server.faults[:] = [lambda step, piece: None if step == last else piece] * 9
            server.server.away = {last}
            code, _, errors = run([*self.command(server.url, out), "--feed-retries", "1"])
            self.assertEqual(code, 1, errors)
            self.assertIn("waiting for the feed at unix:", errors)
            self.assertIn("The same command goes on from here", errors)
            for words in ("Traceback", "next step", "state_dict", "resume"):
                self.assertNotIn(words, errors)
            self.assertEqual(steps_done(out), 9 if last == 9 else 20)
            server.server.faults.clear()
            server.server.away = set()
            code, _, errors = run([*self.command(server.url, out), "--feed-retries", "5"])
            self.assertEqual(code, 0, errors)
            self.assert_whole(out)
            server.close()

    def test_a_killed_server_that_comes_back_is_waited_for(self) -> None:
        out, path = self.out(), str(self.root / "killed.sock")
        server = self.process(path)
        trainer = start(self.command(f"unix:{path}", out))
        while not (out / "last.pt").exists() and trainer.poll() is None:
            time.sleep(0.002)
        server.kill()
        server.wait()
        stopped = steps_done(out)
        time.sleep(0.5)
        self.process(path)
        _, errors = trainer.communicate(timeout=60)
        self.assertEqual(trainer.returncode, 0, errors)
        self.assertLess(stopped, STEPS)
        self.assertIn("waiting for the feed", errors)
        self.assert_whole(out)

    def process(self, path: str) -> "subprocess.Popen[str]":
        """A server that can be killed."""
        server = subprocess.Popen([sys.executable, "-m", "tests.feed_server", str(self.root / "pictures"), path], cwd=PACKAGES, stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (server.kill(), server.wait(), server.stdout and server.stdout.close()))
        assert server.stdout is not None and server.stdout.readline().startswith("unix:")
        return server

    def test_somebody_who_stops_a_training_that_waits_for_its_feed_need_not_wait(self) -> None:
        server, out = self.serve(), self.out()
        server.server.faults[:] = [lambda step, piece: None if step == 5 else piece]
        process = start([*self.command(server.url, out), "--feed-retries", "1000"])
        self.addCleanup(process.kill)
        while not any("v1/stream" in request for request in server.server.requests) and process.poll() is None:
            time.sleep(0.002)
        server.server.refusals[:] = [Refusal(503, "not ready", "server", {"Retry-After": "30"})] * 9
        while not any("step=5" in request for request in server.server.requests) and process.poll() is None:
            time.sleep(0.002)
        time.sleep(0.5)
        process.terminate()
        started = time.monotonic()
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, errors)
        self.assertLess(time.monotonic() - started, 20)
        self.assertIn("goes on from here", errors)
        self.assertNotIn("Traceback", errors)
        self.assertEqual(steps_done(out), 5)

    def test_another_recipe_does_not_go_on(self) -> None:
        server, out = self.serve(), self.out()
        del server.server.manifest["serving"]
        self.assertEqual(run([*self.command(server.url, out), "--steps", "2"])[0], 0)
        self.assertEqual(load_model(out)[1]["input"], [16, 16], "taken from the first picture")
        server.server.manifest["recipe"] = "another"
        code, _, errors = run([*self.command(server.url, out), "--steps", "2"])
        self.assertEqual(code, 1)
        self.assertIn("the recipe was r, now it is another", errors)

    def test_a_recipe_that_changes_while_it_is_read_is_noticed(self) -> None:
        server, out = self.serve(), self.out()
        server.server.recipes[:] = ["other"]
        code, _, errors = run(self.command(server.url, out))
        self.assertEqual(code, 1)
        self.assertIn("the feed has other", errors)
        self.assertIn("Put the recipe back", errors)
        self.assertNotIn("same command goes on", errors)
        self.assertEqual(steps_done(out), 0)

    def test_mistakes_are_said_in_words(self) -> None:
        server, out, missing = self.serve(), str(self.out()), str(self.root / "missing")
        shards, boxes = str(self.root / "pictures"), self.serve("boxes").url
        cases: Dict[Sequence[str], Any] = {
            ("classifier", "--data", server.url, shards): (2, "Give the feed alone"),
            ("classifier", "--data", shards, "--token-file", missing): (2, "--token-file belongs to a feed"),
            ("classifier", "--data", server.url, "--token-file", missing): (2, "names no file"),
            ("classifier", "--data", "http://host/path"): (2, "no address of a feed"),
            ("classifier", "--data", "http://[::1"): (2, "no address of a feed"),
            ("classifier", "--data", "ftp://host"): (2, "no address of a feed"),
            ("classifier", "--data", "HTTP://127.0.0.1:1", "--feed-retries", "0"): (1, "ConnectionRefusedError"),
            ("classifier", "--data", f"unix:{missing}", "--feed-retries", "0"): (1, "FileNotFoundError"),
            ("classifier", "--data", server.url, "--train-split", "tran"): (1, "splits: train, validation, test"),
            ("classifier", "--data", boxes, "--steps", "2"): (1, "label"),
            ("detector", "--data", server.url): (1, "targets"),
            ("detector", "--data", boxes, "--ignore-labels", "specks"): (2, "speck, square"),
        }
        for arguments, (code, words) in cases.items():
            with self.subTest(arguments=arguments):
                ended, _, errors = run([*arguments, "--out", out])
                self.assertEqual(ended, code, errors)
                self.assertIn(words, errors)
                self.assertNotIn("Traceback", errors)

    def test_labels_that_a_request_cannot_name_are_learned_as_they_come(self) -> None:
        names = {"\u5b57" * 100: "one has 300", "": "one has 0"}
        for name, words in names.items():
            server, out = self.serve(), self.out(words)
            server.server.manifest["labels"][0]["name"] = name
            code, _, errors = run([*self.command(server.url, out), "--steps", "2"])
            self.assertEqual(code, 0, errors)
            self.assertIn(f"names have 1 to 256 bytes, {words}", errors)
            self.assertFalse(any("balance=" in request for request in server.server.requests))

    def test_ids_with_gaps_are_refused(self) -> None:
        server = self.serve()
        server.server.manifest["labels"][1]["id"] = 4
        code, _, errors = run(self.command(server.url, self.out()))
        self.assertEqual(code, 1)
        self.assertIn("ids of the 2 labels go from 1 to 4", errors)

    def test_fields_of_another_type_are_refused(self) -> None:
        for wrong, words in ((b'"dtype": "<f4"', "label is float32"), (b'"dtype": "<i2"', "label is int16")):
            server, out = self.serve(), self.out(words)
            server.server.faults[:] = [lambda step, piece: piece.replace(b'"dtype": "<i8"', wrong) if step == -1 else piece] * 3
            code, _, errors = run(self.command(server.url, out))
            self.assertEqual(code, 1)
            self.assertRegex(errors, f"{words}|label")

    def test_waiting_ends_when_somebody_asks_for_the_end(self) -> None:
        output, error = io.StringIO(), featureforge_data.FeedInterrupted("it is gone", featureforge_data.errors.Place("http://feed"))
        Outage(output, lambda: False)(error, 0.01)
        self.assertIn("waiting for the feed at http://feed: it is gone; next try in 0.0 s", output.getvalue())
        with self.assertRaises(featureforge_data.FeedInterrupted):
            Outage(output, lambda: True)(error, 60)


if __name__ == "__main__":
    unittest.main()
