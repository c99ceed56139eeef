"""Whole trainings on drawn shards: they learn, they go on bit for bit after a kill, and they say what is wrong."""
from __future__ import annotations

import contextlib
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
from typing import Any, Dict, List, Sequence, Tuple

import featureforge_data
import torch

from featureforge_train.__main__ import _missing, main
from featureforge_train.arguments import parse
from featureforge_train.checkpoint import load_tensors
from featureforge_train.difference import differences
from featureforge_train.errors import TrainingStopped
from featureforge_train.model_folder import load_model
from featureforge_train.train import train

from .scene import write_classifier_shards, write_detector_shards

PACKAGES = pathlib.Path(__file__).resolve().parents[2]
# One thread: two would fight for the cores with the tests that run beside these.
CLASSIFIER = ["--batch", "16", "--validate-every", "20", "--checkpoint-every", "7", "--threads", "1", "--width", "0.5", "--gray"]


def run(arguments: Sequence[str]) -> Tuple[int, str, str]:
    """Exit code, output and errors of the command, in this process."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        try:
            code = main(arguments)
        except SystemExit as ended:
            code = int(ended.code or 0)
    return code, output.getvalue(), errors.getvalue()


def start(arguments: Sequence[str]) -> "subprocess.Popen[str]":
    """The command in a process of its own."""
    paths = [str(PACKAGES), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return subprocess.Popen([sys.executable, "-m", "featureforge_train", *arguments], env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


class TrainingTests(unittest.TestCase):
    folder: "tempfile.TemporaryDirectory[str]"
    shards: str
    boxes: str

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        root = pathlib.Path(cls.folder.name)
        write_classifier_shards(root / "pictures", {"train": 200, "validation": 60, "test": 60})
        write_detector_shards(root / "boxes", {"train": 24, "validation": 8, "test": 8})
        cls.shards, cls.boxes = str(root / "pictures"), str(root / "boxes")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def out(self, name: str) -> pathlib.Path:
        return pathlib.Path(self.folder.name) / f"{self.id().rsplit('.', 1)[1]}-{name}"

    def assert_same_training(self, one: pathlib.Path, other: pathlib.Path) -> None:
        """Equal tensors in best.pt and in the checkpoint, equal bytes in log.csv."""
        self.assertEqual((one / "log.csv").read_bytes(), (other / "log.csv").read_bytes())
        for name in ("best.pt", "last.pt"):
            first, second = load_tensors(one / name), load_tensors(other / name)
            first, second = (values.get("model", values) for values in (first, second))
            self.assertEqual(list(first), list(second))
            for key, value in first.items():
                self.assertTrue(torch.equal(value, second[key]), f"{name}: {key}")

    def test_a_classifier_learns_and_the_folder_tells_of_it(self) -> None:
        out = self.out("model")
        code, output, errors = run(["classifier", "--data", self.shards, "--out", str(out), "--steps", "80", *CLASSIFIER])
        self.assertEqual(code, 0, errors)
        self.assertIn("T_g / C * B", errors)
        self.assertIn("auc", output)
        report = json.loads((out / "report.json").read_text())
        self.assertGreater(report["test"]["auc"], 0.95)
        self.assertGreater(report["test"]["accuracy"], 0.85)
        self.assertEqual(len((out / "log.csv").read_text().splitlines()), 5)
        model, description = load_model(out)
        self.assertEqual([one["name"] for one in description["classes"]], ["dark=0", "dark=1"])
        self.assertEqual(description["threshold"], report["threshold"])
        self.assertEqual(tuple(model(torch.zeros(3, 3, 16, 16)).shape), (3, 2))

    def test_kill_in_the_middle_changes_nothing(self) -> None:
        arguments = ["classifier", "--data", self.shards, "--steps", "60", *CLASSIFIER]
        whole, killed = self.out("whole"), self.out("killed")
        self.assertEqual(run([*arguments, "--out", str(whole)])[0], 0)
        process = start([*arguments, "--out", str(killed)])
        deadline = time.monotonic() + 60
        while not (killed / "last.pt").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        process.kill()
        process.communicate()
        self.assertEqual(process.returncode, -signal.SIGKILL, "the training ended before it could be killed")
        step = steps_done(killed)
        self.assertTrue(0 < step < 60 and step * 16 % 200 != 0, "killed within a pass over the data")
        code, _, errors = run([*arguments, "--out", str(killed)])
        self.assertEqual(code, 0, errors)
        self.assertIn(f"goes on after step {step} of 60", errors)
        self.assert_same_training(whole, killed)

    def test_a_stopped_detector_goes_on_bit_for_bit(self) -> None:
        arguments = ["detector", "--data", self.boxes, "--steps", "6", "--batch", "4", "--threads", "1", "--width", "0.25", "--validate-every", "3",
                     "--backbone", "mobilenet", "--ignore-labels", "speck"]
        whole, stopped = self.out("whole"), self.out("stopped")
        report = train(parse([*arguments, "--out", str(whole)]), lambda: False, io.StringIO())
        self.assertEqual(sorted(report["test"]), ["average_precision", "f1"])
        for after in (2, 5):
            asked: List[int] = []
            with self.assertRaises(TrainingStopped):
                train(parse([*arguments, "--out", str(stopped)]), stop_at(stopped, after, asked), io.StringIO())
        train(parse([*arguments, "--out", str(stopped)]), lambda: False, io.StringIO())
        self.assert_same_training(whole, stopped)
        model, description = load_model(stopped)
        logits, offsets = model(torch.zeros(2, 3, 152, 152))
        self.assertEqual((tuple(logits.shape), tuple(offsets.shape)), ((2, 8732, 2), (2, 8732, 4)))
        self.assertEqual([one["name"] for one in description["classes"]], ["square"])
        self.assertTrue((stopped / "anchors.npy").exists())

    def test_a_detector_of_laid_out_anchors_with_averaged_weights_goes_on_bit_for_bit(self) -> None:
        layout = [{"featureMap": [19, 19], "scales": [0.12, 0.2], "aspectRatios": [1]}, {"featureMap": [10, 10], "scales": [0.3], "aspectRatios": [1, 2]}]
        shards = str(self.out("shards"))
        write_detector_shards(pathlib.Path(shards), {"train": 24, "validation": 8, "test": 8}, layout=layout)
        arguments = ["detector", "--data", shards, "--steps", "6", "--batch", "4", "--threads", "1", "--width", "0.25", "--validate-every", "3",
                     "--fine-levels", "1", "--average", "0.9"]
        whole, stopped, output = self.out("whole"), self.out("stopped"), io.StringIO()
        report = train(parse([*arguments, "--out", str(whole)]), lambda: False, output)
        objects = sum(len(record["boxes"]) for record in featureforge_data.Dataset(shards, split="validation", fields=["boxes"]))
        self.assertEqual(report["anchorFit"]["validation"]["boxes"], objects)
        self.assertIn("boxes of split train", output.getvalue())
        self.assertIn("are smaller than the smallest anchor, 0.12 of the picture", output.getvalue())
        asked: List[int] = []
        with self.assertRaises(TrainingStopped):
            train(parse([*arguments, "--out", str(stopped)]), stop_at(stopped, 4, asked), io.StringIO())
        train(parse([*arguments, "--out", str(stopped)]), lambda: False, io.StringIO())
        self.assert_same_training(whole, stopped)
        last = load_tensors(whole / "last.pt")
        self.assertFalse(all(torch.equal(value, last["model"][name]) for name, value in last["average"].items()), "the average is not the weights")
        model, description = load_model(stopped)
        self.assertEqual((description["anchors"]["name"], description["anchors"]["levels"], description["fineLevels"]), ("custom", layout, 1))
        self.assertEqual(tuple(model(torch.zeros(2, 3, 152, 152))[1].shape), (2, 19 * 19 * 2 + 10 * 10 * 2, 4))

    def test_a_termination_signal_writes_a_checkpoint_and_ends_with_one(self) -> None:
        out = self.out("model")
        process = start(["classifier", "--data", self.shards, "--out", str(out), "--steps", "100000", *CLASSIFIER])
        deadline = time.monotonic() + 60
        while not (out / "last.pt").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        process.terminate()
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 1, errors)
        self.assertIn("goes on from here", errors)
        self.assertNotIn("Traceback", errors)

    def test_early_stopping_ends_before_the_last_step(self) -> None:
        out = self.out("model")
        code, output, errors = run(["classifier", "--data", self.shards, "--out", str(out), "--steps", "400", "--patience", "1", *CLASSIFIER])
        self.assertEqual(code, 0, errors)
        report = json.loads((out / "report.json").read_text())
        self.assertLess(report["steps"], 400)
        self.assertEqual((report["plannedSteps"], report["stoppedEarly"], report["staleValidations"]), (400, True, 1))
        self.assertIn(f"stopped after step {report['steps']} of 400: 1 validation without a better metric", output)
        self.assertNotIn("no split", output)

    def test_other_settings_do_not_go_on_from_a_checkpoint(self) -> None:
        out = self.out("model")
        arguments = ["classifier", "--data", self.shards, "--out", str(out), "--steps", "8", *CLASSIFIER]
        self.assertEqual(run(arguments)[0], 0)
        code, _, errors = run([*arguments, "--learning-rate", "0.5"])
        self.assertEqual(code, 1)
        self.assertIn("--learning-rate was 0.002, now it is 0.5", errors)
        self.assertNotIn("the recipe", errors)
        self.assertEqual(run([*arguments, "--learning-rate", "0.003", "--fresh"])[0], 0)

    def test_other_data_do_not_go_on_from_a_checkpoint(self) -> None:
        fingerprint = "0123456789abcdef" * 4
        then = {"seed": 7, "loss": {"location": 1.0}, "ignore_labels": [], "data": [[fingerprint, "a" * 64, "1"]]}
        for change, words in (
                ({"data": [["f" * 64, "a" * 64, "1"]]}, ["the recipe was 0123456789ab…, now it is ffffffffffff…"]),
                ({"data": [[fingerprint, "b" * 64, "2"]]}, ["the source (photos or annotations) was aaaaaaaaaaaa…, now it is bbbbbbbbbbbb…", "the seed of the data was 1, now it is 2"]),
                ({"data": [[fingerprint, "a" * 64, "1"], ["c" * 64, "d" * 64, "3"]]}, ["the data were 1 folders of shards, now they are 2"]),
                ({"data": {"recipe": fingerprint, "seed": "1"}}, ["the data were folders of shards, now they are a feed or a recipe"]),
                ({"loss": {"location": 2.0}, "ignore_labels": ["speck"]}, ["--ignore-labels was none, now it is speck", "--location-weight was 1.0, now it is 2.0"]),
                ({}, [])):
            self.assertEqual(differences(then, {**then, **change}), words)
        feed = {"data": {"recipe": fingerprint, "seed": "1"}}
        self.assertEqual(differences(feed, {"data": {"recipe": "e" * 64, "seed": "1"}}), ["the recipe was 0123456789ab…, now it is eeeeeeeeeeee…"])

    def test_a_training_on_one_split_says_what_it_did_not_measure_and_that_it_is_complete(self) -> None:
        shards, out = self.out("shards"), self.out("model")
        write_classifier_shards(shards, {"train": 60})
        arguments = ["classifier", "--data", str(shards), "--out", str(out), "--steps", "3", *CLASSIFIER]
        code, output, errors = run(arguments)
        self.assertEqual(code, 0, errors)
        self.assertIn("no split test: nothing was measured on photos it has not seen", output)
        self.assertIn("no split validation: the model is that of the last step", output)
        self.assertNotIn("stopped after", output)
        code, _, errors = run(arguments)
        self.assertEqual(code, 0, errors)
        self.assertIn("complete already (step 3 of 3)", errors)
        self.assertIn("--fresh begins anew", errors)

    def test_mistakes_are_said_in_words(self) -> None:
        shards, boxes, nowhere = self.shards, self.boxes, str(self.out("nowhere"))
        cases: Dict[Tuple[str, ...], Tuple[int, str]] = {
            ("classifier", "--data", shards, "--out", nowhere, "--colour"): (2, "--colour"),
            ("classifier", "--data", shards, "--out", nowhere, "--batch", "0"): (2, "between 1 and 65536"),
            ("classifier", "--data", shards, "--out", nowhere, "--learning-rate", "nan"): (2, "nan"),
            ("painter", "--data", shards, "--out", nowhere): (2, "painter"),
            ("classifier", "--data", nowhere, "--out", nowhere): (1, "There is no such folder"),
            ("classifier", "--data", shards + "/manifest.json", "--out", nowhere): (1, "is a file, no folder of shards"),
            ("classifier", "--data", os.path.dirname(shards), "--out", nowhere): (1, "no manifest.json"),
            ("classifier", "--data", boxes, "--out", nowhere): (1, "The records have boxes and no label of the whole picture"),
            ("classifier", "--data", shards, "--out", nowhere, "--train-split", "tran"): (1, "splits: train, validation, test"),
            ("detector", "--data", shards, "--out", nowhere): (1, "targets"),
            ("detector", "--data", boxes, "--out", nowhere, "--ignore-labels", "specks"): (2, "speck, square"),
        }
        for arguments, (code, words) in cases.items():
            ended, _, errors = run(arguments)
            self.assertEqual(ended, code, errors)
            self.assertIn(words, errors)

    def test_a_module_that_cannot_be_loaded_is_not_called_missing(self) -> None:
        for error, words, others in (
                (ImportError("cannot import name 'clean' from 'featureforge_data.listing'", name="featureforge_data.listing"), "cannot import name 'clean'", "has no module"),
                (ModuleNotFoundError("No module named 'torch'", name="torch"), "has no module torch. Install it: apt-get install python3-torch", "cannot be loaded")):
            errors = io.StringIO()
            with contextlib.redirect_stderr(errors):
                self.assertEqual(_missing(error), 1)
            self.assertIn(words, errors.getvalue())
            self.assertNotIn(others, errors.getvalue())

    def test_help_has_an_example(self) -> None:
        code, output, _ = run(["--help"])
        self.assertEqual(code, 0)
        self.assertIn("featureforge train classifier --data", output)


def steps_done(folder: pathlib.Path) -> int:
    """Steps that the checkpoint of a model folder stands for."""
    return int(json.loads(load_tensors(folder / "last.pt")["text"])["state"]["step"])


def stop_at(folder: pathlib.Path, step: int, asked: List[int]) -> Any:
    """Asks to stop once the training has done some steps, counted over all its parts."""
    first = steps_done(folder) if (folder / "last.pt").exists() else 0

    def stop() -> bool:
        asked.append(0)
        return first + len(asked) >= step

    return stop


if __name__ == "__main__":
    unittest.main()
