"""Training from the real feed of the real program, live and killed; skipped where the program is not built."""
from __future__ import annotations

import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from typing import List

import torch
from featureforge_data import feed_manifest

from featureforge_train.arguments import parse
from featureforge_train.checkpoint import load_tensors
from featureforge_train.model_folder import load_model
from featureforge_train.train import train

from .. import support
from ..export.support import has_runtime
from ..test_feed_program import Feed
from .test_training import PACKAGES, start, steps_done

STEPS = 24
SIDE = 152
DETECTOR = ["detector", "--steps", str(STEPS), "--batch", "4", "--threads", "1", "--width", "0.25", "--backbone", "mobilenet",
            "--validate-every", "8", "--checkpoint-every", "3", "--feed-retries", "40"]


class LiveProgramTests(unittest.TestCase):
    def setUp(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="live-")
        self.addCleanup(shutil.rmtree, self.folder)
        self.recipe = os.path.join(support.photos(), "live-recipe.yaml")
        with open(self.recipe, "w", encoding="utf-8") as file:
            file.write(support.RECIPE.format(epochs=1, side=SIDE, encoding="sparse", path="none", image="raw", shard_bytes="64KiB", profile="tf-od"))

    def serve(self) -> Feed:
        feed = Feed(self.recipe, "--socket", os.path.join(self.folder, "feed.sock"))
        self.addCleanup(feed.kill)
        return feed

    def out(self, name: str) -> pathlib.Path:
        return pathlib.Path(self.folder) / name

    def command(self, url: str, name: str) -> List[str]:
        return [*DETECTOR, "--data", url, "--out", str(self.out(name))]

    def begin(self, url: str, name: str) -> "subprocess.Popen[str]":
        """A training that has its first checkpoint."""
        process = start(self.command(url, name))
        self.addCleanup(process.kill)
        while not (self.out(name) / "last.pt").exists() and process.poll() is None:
            time.sleep(0.002)
        return process

    def assert_same_training(self, one: str, other: str) -> None:
        self.assertEqual((self.out(one) / "log.csv").read_bytes(), (self.out(other) / "log.csv").read_bytes())
        for name in ("best.pt", "last.pt"):
            first, second = (load_tensors(self.out(folder) / name) for folder in (one, other))
            first, second = (values.get("model", values) for values in (first, second))
            for key, value in first.items():
                self.assertTrue(torch.equal(value, second[key]), f"{name}: {key}")

    def test_killed_feeds_and_killed_trainers_change_nothing(self) -> None:
        feed = self.serve()
        report = train(parse(self.command(feed.url, "whole")), lambda: False, io.StringIO())
        self.assertGreater(report["balance"]["secondsPerVector"], 0)

        trainer = self.begin(feed.url, "feed-killed")
        feed.kill()
        stopped = steps_done(self.out("feed-killed"))
        time.sleep(0.5)
        feed.start()
        _, errors = trainer.communicate(timeout=120)
        self.assertEqual(trainer.returncode, 0, errors)
        self.assertLess(stopped, STEPS)
        self.assertIn("waiting for the feed", errors)
        self.assert_same_training("whole", "feed-killed")

        trainer = self.begin(feed.url, "trainer-killed")
        trainer.kill()
        trainer.communicate()
        self.assertEqual(trainer.returncode, -signal.SIGKILL)
        train(parse(self.command(feed.url, "trainer-killed")), lambda: False, io.StringIO())
        self.assert_same_training("whole", "trainer-killed")
        self.evaluate_and_export(feed.url)

    def evaluate_and_export(self, url: str) -> None:
        """The model goes the way of one that learned from shards of the recipe."""
        shards, manifest = support.engine_shards(side=SIDE), feed_manifest(url)
        with open(os.path.join(shards, "manifest.json"), encoding="utf-8") as file:
            written = json.load(file)
        _, description = load_model(self.out("whole"))
        self.assertEqual(([SIDE, SIDE], written["serving"]), (description["input"], description["serving"]))
        self.assertEqual((manifest.recipe_fingerprint, written["engineVersion"]), (description["recipeFingerprint"], description["engineVersion"]))
        self.assertEqual([label["name"] for label in written["labels"]], [one["name"] for one in description["classes"]])
        model = str(self.out("whole"))
        self.program("featureforge_eval", model, "--data", shards, "--split", "validation", "--out", str(self.out("eval")))
        try:
            import onnx  # type: ignore[import]  # noqa: F401
        except ImportError:
            return
        # Without a runtime on this machine the graph is written unchecked: what matters here is that model.json has all that export needs.
        self.program("featureforge_export", model, "--out", str(self.out("model.onnx")), *([] if has_runtime() else ["--no-check"]))
        self.assertGreater(self.out("model.onnx").stat().st_size, 100_000)

    def program(self, module: str, *arguments: str) -> None:
        done = subprocess.run([sys.executable, "-m", module, *arguments], env={**os.environ, "PYTHONPATH": str(PACKAGES)}, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_killed_program_ends_its_training_with_a_checkpoint(self) -> None:
        self.kill_program(["dotnet", support.PROGRAM, "train", *self.command(support.engine_shards(side=SIDE), "model"), "--steps", "100000"], self.out("model"))

    def test_a_recipe_that_the_program_serves_itself_is_the_same_data_and_goes_on(self) -> None:
        command = ["dotnet", support.PROGRAM, "train", *self.command(self.recipe, "recipe")]
        self.kill_program(command, self.out("recipe"))
        self.assertLess(steps_done(self.out("recipe")), STEPS)
        done = subprocess.run(command, capture_output=True, text=True, timeout=240)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("goes on after step", done.stderr)
        train(parse(self.command(self.serve().url, "whole")), lambda: False, io.StringIO())
        self.assert_same_training("whole", "recipe")

    def kill_program(self, command: List[str], out: pathlib.Path) -> None:
        """Starts a training, kills the program once there is a checkpoint, and waits for the end of its child, which has to write another."""
        program = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(program.kill)
        while not (out / "last.pt").exists() and program.poll() is None:
            time.sleep(0.01)
        child = int((out / ".lock").read_text())
        program.kill()
        try:
            # Both pipes end when the training does.
            _, errors = program.communicate(timeout=60)
        finally:
            if os.path.exists(f"/proc/{child}"):
                os.kill(child, signal.SIGKILL)
        self.assertIn("The same command goes on from here", errors)


if __name__ == "__main__":
    unittest.main()
