"""Model folders, shards, photos and run folders of hostile origin: each ends in a message, none in a traceback or a wait without end."""
import dataclasses
import json
import os
import sys
import types
import unittest

import numpy as np

from featureforge_eval import command, errors, models, sizes

from . import support

DEEP = "[" * 100_000
WRONG = {
    "kind": ["5", "[]", "null"],
    "input": ["[1e999, 32]", "[32.0, 32]", "[true, 32]", "[32]", '"32"', "[0, 32]", "[8193, 32]"],
    "classes": ["5", "[]", '[{"id": 1}]', '["\\ud800"]', '[""]', '["a", "a"]', json.dumps(["a" * 1001]), json.dumps([str(number) for number in range(10_001)]), "{}"],
    "ignoredLabels": ["5", '"small"', "[5]", '["\\ud800"]'],
    "variances": ["5", "[0.1]", "[NaN, 0.2]", "[1e999, 0.2]", "[0, 0.2]", "[-1, 0.2]", '["0.1", 0.2]', "[0.1, 101]"],
    "widthMultiplier": ["1e999", "NaN", "0", "1e6", '"1"', "true"],
    "fineLevels": ["-1", "1e999", "1000000"],
    "dropout": ["NaN", "2"],
}


class ModelFolderTests(support.FolderTest):
    def setUp(self):
        super().setUp()
        support.write_model(self.path("model"))
        with open(self.path("model", "model.json"), encoding="utf-8") as file:
            self.document = json.load(file)

    def refused(self, said="", where="model"):
        with self.assertRaises(errors.EvaluationError) as caught:
            models.read_description(self.path("model"))
        message = str(caught.exception)
        self.assertEqual(caught.exception.exit_code, 1)
        self.assertIn(said, message)
        self.assertIn(self.path(where), message)
        self.assertLess(len(message), 600)

    def write(self, text):
        with open(self.path("model", "model.json"), "w", encoding="utf-8") as file:
            file.write(text)

    def test_values_that_cannot_be_are_told_by_their_name(self):
        for name, texts in WRONG.items():
            for text in texts:
                self.write(json.dumps({**self.document, name: "here"}).replace('"here"', text))
                self.refused(name)

    def test_what_is_no_document_is_told(self):
        for text in (DEEP, '{"a":' * 65 + "1" + "}" * 65, "", "5", "\ufeff{}", '{"seed": ' + "9" * 5000 + "}"):
            self.write(text)
            self.refused()
        os.remove(self.path("model", "model.json"))
        os.mkfifo(self.path("model", "model.json"))
        self.refused("no regular file")
        os.remove(self.path("model", "model.json"))
        with open(self.path("model", "model.json"), "wb") as file:
            file.truncate((64 << 20) + 1)
        self.refused("at most 67108864")

    def test_anchors_that_cannot_be_are_told(self):
        good = support.anchors()
        for values in (good[:0], good[:, :3], good.astype(np.float64), np.where(good == good[0, 0], np.nan, good), good * [1, 1, 0, 1], good + [np.inf, 0, 0, 0], good * 1e30,
                       np.float32(5)):
            np.save(self.path("model", "anchors.npy"), values if getattr(values, "dtype", None) == np.float64 and values.shape == good.shape and (values == good).all()
                    else np.asarray(values, np.float32))
            self.refused("the array", "model/anchors.npy")
        for content in (b"", b"\x93NUMPY\x01\x00v\x00" + b"(" * 118, b"\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000000, 4), }".ljust(128),
                        b"PK\x03\x04 no archive"):
            with open(self.path("model", "anchors.npy"), "wb") as file:
                file.write(content)
            self.refused("the array", "model/anchors.npy")
        os.remove(self.path("model", "anchors.npy"))
        os.mkfifo(self.path("model", "anchors.npy"))
        self.refused("anchors.npy")


@support.needs("featureforge_data", "the reader beside this package")
@support.needs("torch", "python3-torch")
class CommandTests(support.FolderTest):
    def setUp(self):
        super().setUp()
        self.enter(support.stand_in_trainer())
        support.write_model(self.path("model"))

    def shards(self, *samples):
        support.write_shards(self.path("shards"), {"test": [support.square_sample(number, [number]) for number in range(4)] + list(samples)})

    def evaluate(self, *more):
        return self.run_command(command.main, self.path("model"), "--data", self.path("shards"), "--bootstrap", "5", "--threads", "1", *more)

    def refused(self, said):
        code, out, message = self.evaluate("--no-report")
        self.assertEqual((code, out, message.count("\n")), (1, "", 1), message)
        self.assertIn(said, message)

    def test_networks_that_cannot_be_built_or_run_are_told(self):
        import torch

        self.shards()

        def overflowing(folder):
            raise OverflowError("cannot convert float infinity to integer")

        broken = support.stand_in_module("detector")
        with torch.no_grad():
            broken.head.weight.fill_(float("nan"))
        narrow = torch.nn.Conv2d(4, 4, 3)
        for load, said in ((overflowing, "OverflowError"), (lambda folder: (broken, {}), "no numbers"), (lambda folder: (narrow, {}), "cannot be run")):
            sys.modules["featureforge_train"] = types.SimpleNamespace(load_model=load)
            self.refused(said)

    def test_weights_that_are_a_pipe_are_not_waited_for(self):
        self.shards()
        os.remove(self.path("model", "best.pt"))
        os.mkfifo(self.path("model", "best.pt"))
        self.refused("no regular file")

    def test_names_reach_the_terminal_without_control_characters(self):
        sample = support.square_sample(9, [3])
        self.shards(dataclasses.replace(sample, key="a\x1b[2J\r.png", labels=["sq\x9b31m\n\u202e"]))
        code, out, message = self.evaluate("--no-report")
        self.assertEqual((code, out), (1, ""))
        self.assertIn("a\ufffd[2J\ufffd.png", message)
        self.assertIn("sq\ufffd31m\ufffd\ufffd", message)
        self.assertNotRegex(message[:-1], "[\x00-\x1f\x7f-\x9f\u202e]")

    @support.needs("matplotlib", "python3-matplotlib")
    def test_labels_with_formulas_and_escapes_come_through_a_report(self):
        label = "$\\frac{$ <b>\x1b[2J\x00"
        support.write_model(self.path("model"), classes=[{"id": 1, "name": label}])
        samples = [dataclasses.replace(support.square_sample(number, [number]), labels=[label], key=f"$^\\{number}\x01.png") for number in range(4)]
        support.write_shards(self.path("shards"), {"test": samples})
        code, out, message = self.evaluate()
        self.assertEqual((code, message), (0, ""))
        with open(self.path("model", "evaluation", "report.html"), encoding="utf-8") as file:
            self.assertNotIn("<b>", file.read())
        self.assertNotIn("\x1b", self.run_command(command.main, "--runs", self.folder)[1])

    def test_boxes_far_out_of_the_picture_do_no_harm(self):
        boxes = np.array([[-3e38, -3e38, 3e38, 3e38]], np.float32)
        self.shards(dataclasses.replace(support.square_sample(9, [3]), boxes=boxes))
        code, _, message = self.evaluate("--no-report")
        self.assertEqual(code, 1)
        self.assertIn("Sample 009.png", message)

    def test_evaluations_of_any_content_make_a_table(self):
        os.makedirs(self.path("runs", "a\udcff"))
        for number, text in enumerate((DEEP, "5", '{"model": 5}', '{"model": {}, "sets": [5]}', '{"model": {}, "sets": [{"data": 5}]}',
                                       '{"model": {}, "sets": [{"headline": [{"name": []}]}]}',
                                       '{"model": {"weightsSha256": []}, "sets": [{"headline": [{"name": "\\ud800\\u001b", "value": 1e999}]}]}')):
            os.makedirs(self.path("runs", f"run-{number}"))
            with open(self.path("runs", f"run-{number}", "evaluation.json"), "w", encoding="utf-8") as file:
                file.write(text)
        for name in ("model.json", "report.json", "evaluation.json"):
            os.makedirs(self.path("runs", f"pipe-{name}"), exist_ok=True)
            os.mkfifo(self.path("runs", f"pipe-{name}", name))
        support.write_model(self.path("runs", "a\udcff"))
        for more in ((), ("--json",)):
            code, out, message = self.run_command(command.main, "--runs", self.path("runs"), *more)
            self.assertEqual((code, message), (0, ""))
            self.assertNotRegex(out, "[\x00-\x09\x0b-\x1f]")
        with open(self.path("runs", "runs.json"), encoding="utf-8") as file:
            self.assertGreater(len(json.load(file)["runs"]), 7)


@support.needs("PIL", "python3-pil")
class OriginalTests(support.FolderTest):
    def test_only_regular_files_are_opened_as_originals(self):
        os.mkfifo(self.path("a.jpg"))
        sample = dataclasses.replace(support.square_sample(1, []), filename="a.jpg")
        with self.assertRaisesRegex(errors.EvaluationError, "no regular file"):
            sizes.SideMeasure(sizes.ORIGINAL, self.folder, False).pixels(sample)


if __name__ == "__main__":
    unittest.main()
