"""The way of a model through the real trainer: a few steps of training, evaluation, export."""
import importlib.util
import json
import subprocess
import sys
import unittest

from featureforge_eval import command as evaluation_command
from featureforge_export import command as export_command
from tests.evaluation import support as evaluation

from . import support


@unittest.skipIf(importlib.util.find_spec("featureforge_train") is None, "needs featureforge_train beside these packages")
class JoinTests(support.FolderTest):
    def test_a_trained_classifier_is_evaluated_and_exported(self):
        evaluation.write_shards(self.path("shards"), {split: support.squares(24) for split in ("train", "validation", "test")}, with_boxes=False)
        train = subprocess.run([sys.executable, "-m", "featureforge_train", "classifier", "--data", self.path("shards"), "--out", self.path("model"), "--batch", "8",
                                "--steps", "30", "--threads", "1"], capture_output=True, text=True)
        self.assertEqual(train.returncode, 0, train.stderr)
        code, out, err = self.run_command(evaluation_command.main, "--model", self.path("model"), "--data", self.path("shards"), "--out", self.path("out"), "--no-report",
                                          "--threads", "1", "--bootstrap", "20", "--json")
        self.assertEqual((code, err), (0, ""))
        # Bright squares are easy to tell from none.
        self.assertGreater(json.loads(out)["sets"][0]["headline"][0]["value"], 0.9)
        self.assertEqual(json.loads(out)["model"]["recipeFingerprint"], "cd" * 32)
        check = [] if support.has_runtime() else ["--no-check"]
        for more in ([], ["--int8", "--calibration", self.path("shards")]):
            code, _, err = self.run_command(export_command.main, "--model", self.path("model"), "--out", self.path("model.onnx"), "--threads", "1", *more, *check)
            self.assertEqual((code, err), (0, ""))


if __name__ == "__main__":
    unittest.main()
