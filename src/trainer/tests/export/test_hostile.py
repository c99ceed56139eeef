"""Models and photos of hostile origin: each ends in a message with what, where and what to do, none in a traceback or a wait without end."""
import base64
import json
import os
import random
import subprocess
import sys
import unittest
import zlib

import numpy as np
import onnx

from featureforge_data import terminal
from featureforge_eval import errors, files
from featureforge_export import command, metadata, serving, sessions, stated
from tests.evaluation import support as evaluation

from . import support
from .test_trying import PLAIN

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DEEP = "[" * 100_000


def packed(values):
    return base64.b64encode(zlib.compress(np.asarray(values, "<f4").tobytes())).decode()


def detector(**changes):
    """Metadata of a detector, as text."""
    anchors = evaluation.anchors()
    values = {"kind": "detector", "input": json.dumps({"width": 32, "height": 32}), "labels": '[{"id": 1, "name": "square"}]', "threshold": "0.5",
              "anchors": packed(anchors), "decoding": '{"variances": [0.1, 0.2]}', "preprocessing": json.dumps(PLAIN)}
    return {name: value for name, value in {**values, **changes}.items() if value is not None}


def steps(*given):
    return json.dumps({**PLAIN, "steps": given})


WRONG = {
    "kind": ["", "segmenter", None],
    "input": ["", DEEP, "[]", '{"width": 1e999, "height": 32}', '{"width": 32.0, "height": 32}', '{"width": true, "height": 32}', '{"width": 0, "height": 32}',
              '{"width": 8193, "height": 32}', '{"width": ' + "9" * 5000 + ', "height": 32}', '{"width": "32", "height": 32}', None],
    "labels": ["[]", "{}", "5", DEEP, '[{"id": 1}]', '[{"id": 1, "name": 5}]', '[{"id": 2, "name": "a"}]', '[{"id": 1, "name": "\\ud800"}]', '[{"id": 1, "name": ""}]',
               json.dumps([{"id": 1, "name": "a" * 1001}]), '["face"]', None],
    "threshold": ["1e999", "NaN", "-0.1", "1.1", '"0.5"', "true", "[]", DEEP, None],
    "anchors": ["", "not base64!", packed([0.5, 0.5, 0.1]), packed([]), packed([np.nan, 0.5, 0.1, 0.1]), packed([0.5, np.inf, 0.1, 0.1]), packed([0.5, 0.5, 0, 0.1]),
                packed([0.5, 0.5, 0.1, -0.1]), packed([17, 0.5, 0.1, 0.1]), base64.b64encode(zlib.compress(b"\0" * 64)[:-3]).decode(), "é", None],
    "decoding": ["{}", "[]", "null", '{"variances": [0.1]}', '{"variances": [NaN, 0.2]}', '{"variances": [1e999, 0.2]}', '{"variances": [0, 0.2]}', '{"variances": [0.1, "0.2"]}',
                 '{"variances": 5}', '{"variances": [0.1, 101]}', DEEP, None],
    "preprocessing": ["null", json.dumps({**PLAIN, "note": "\ud800"}), json.dumps({**PLAIN, "note": "a" * 16_384}), "5", "[]",
                      "{}", DEEP, '{"output": [32, 33]}', '{"output": [32.0, 32]}', '{"output": 32}', json.dumps({**PLAIN, "decode": 5}),
                      json.dumps({**PLAIN, "decode": {"alpha": ["drop"]}}), json.dumps({**PLAIN, "steps": 5}), steps(5), steps("letterbox"), steps({}), steps({"a": {}, "b": {}}),
                      steps({"letterbox": 5}), steps({"letterbox": {"fill": 5}}), steps({"letterbox": {"fill": "red"}}), steps({"letterbox": {"fill": [0, 0, 256]}}),
                      steps({"letterbox": {"fill": [0, 0]}}), steps({"letterbox": {"fill": [0, 0, float("nan")]}}), steps({"crop": {"box": [0, 0, 1]}}),
                      steps({"crop": {"box": [0, 0, 1, float("inf")]}}), steps({"crop": {}}), steps(*[{"letterbox": {"fill": [0, 0, 0]}}] * 17), None],
}


class MetadataTests(unittest.TestCase):
    def test_metadata_that_cannot_be_is_told_by_its_name(self):
        self.assertEqual(stated.describe(detector())[0].classes, ("square",))
        for name, texts in WRONG.items():
            for text in texts:
                with self.assertRaises(errors.EvaluationError, msg=f"{name} {text!r:.60}") as caught:
                    stated.describe(detector(**{name: text}))
                error = caught.exception
                self.assertEqual((error.exit_code, error.where), (1, f"featureforge.{name}"))
                self.assertTrue(error.advice and len(str(error)) < 500, str(error))

    def test_what_is_just_within_the_bounds_is_taken(self):
        for name, text in (("labels", json.dumps([{"id": 1, "name": "a" * 1000}])), ("threshold", "1"), ("threshold", "null"), ("decoding", '{"variances": [100, 5e-324]}'),
                           ("anchors", packed([16, -16, 16, 1e-30])), ("preprocessing", steps({"letterbox": {"fill": [0, 0, 255]}})),
                           ("preprocessing", steps(*[{"letterbox": {"fill": [0, 0, 0]}}] * 16))):
            stated.describe(detector(**{name: text}))

    def test_as_many_anchors_are_taken_as_the_engine_allows(self):
        most = np.full((4_000_000, 4), 0.5, np.float32)
        self.assertEqual(len(stated.describe(detector(anchors=packed(most)))[0].anchors), len(most))
        with self.assertRaisesRegex(errors.EvaluationError, "more than 64,000,000 bytes"):
            stated.describe(detector(anchors=packed(np.full((4_000_001, 4), 0.5))))

    def test_a_recipe_that_is_none_is_told(self):
        folder = evaluation.FolderTest()
        folder.setUp()
        self.addCleanup(folder.doCleanups)
        for text in ("geometry: {output: [32, 32], steps: 5}", "geometry: {output: [32, 32], steps: [{letterbox: 5}]}",
                     "geometry: {output: [32, 32], steps: [{letterbox: {fill: red}}]}", "geometry: {output: [32, 32], steps: [{crop: {box: [.nan, 0, 1, 1]}}]}",
                     "geometry: {output: [32, 32]}\ndecode: {alpha: [drop]}", "{" * 5000, "a: !!timestamp x", "a: 2020-99-99",
                     "geometry: {output: [32, 32], steps: [cropToBox: {margin: 2020-01-01}]}", "geometry: {output: [32, 32], steps: [&a {letterbox: {fill: *a}}]}"):
            with open(folder.path("recipe.yaml"), "w", encoding="utf-8") as file:
                file.write(text)
            with self.assertRaises(errors.EvaluationError, msg=text) as caught:
                serving.serving_part(folder.path("recipe.yaml"), (32, 32))
            self.assertEqual(caught.exception.where, folder.path("recipe.yaml"))


class LibraryTests(support.FolderTest):
    def test_the_current_folder_offers_no_library(self):
        place = os.path.join("node_modules", "onnxruntime-node", "bin", "napi-v6", "linux", "x64")
        os.makedirs(self.path(place))
        with open(self.path(place, "libonnxruntime.so.1"), "w", encoding="ascii") as file:
            file.write("not to be opened")
        before, named = os.getcwd(), os.environ.pop(sessions.VARIABLE, None)
        try:
            os.chdir(self.folder)
            self.assertFalse((sessions.find_library() or "").startswith(self.folder))
            os.environ[sessions.VARIABLE] = "/mine/libonnxruntime.so"
            self.assertEqual(sessions.find_library(), "/mine/libonnxruntime.so")
        finally:
            os.chdir(before)
            os.environ.pop(sessions.VARIABLE, None)
            if named is not None:
                os.environ[sessions.VARIABLE] = named


@support.needs_runtime
@evaluation.needs("PIL", "python3-pil")
class FileTests(support.FolderTest):
    def setUp(self):
        super().setUp()
        from PIL import Image

        self.enter(evaluation.stand_in_trainer())
        os.mkdir(self.path("photos"))
        Image.fromarray(support.squares(2)[1].picture).save(self.path("photos", "b.png"))

    def export(self, name, **changes):
        evaluation.write_model(self.path("model"), serving=PLAIN, **changes)
        self.assertEqual(self.run_command(command.main, self.path("model"), "--out", self.path(name), "--threads", "1")[0], 0)
        return onnx.load(self.path(name))

    def try_out(self, name, *more):
        return self.run_command(command.main, "--try", self.path(name), "--photos", self.path("photos"), "--out", self.path("sheet.png"), "--threads", "1", *more)

    def refused(self, name, said):
        code, out, message = self.try_out(name)
        self.assertEqual((code, out), (1, ""), message)
        self.assertRegex(message, said)
        self.assertEqual(message.count("\n"), 1)

    def test_graphs_that_are_not_what_they_say(self):
        detector_file, classifier_file = self.export("detector.onnx"), self.export("classifier.onnx", kind="classifier")
        values = {name: {entry.key[len(metadata.PREFIX):]: entry.value for entry in file.metadata_props} for name, file in
                  (("detector", detector_file), ("classifier", classifier_file))}
        onnx.save(with_metadata(detector_file, values["classifier"]), self.path("mixed.onnx"))
        self.refused("mixed.onnx", "scores have shape .*need float32")
        onnx.save(with_metadata(classifier_file, values["detector"]), self.path("mixed.onnx"))
        self.refused("mixed.onnx", "ONNX Runtime")
        onnx.save(with_metadata(detector_file, {**values["detector"], "labels": '[{"id": 1, "name": "a"}, {"id": 2, "name": "b"}]'}), self.path("wide.onnx"))
        self.refused("wide.onnx", "scores have shape")
        weights = next(tensor for tensor in detector_file.graph.initializer if len(tensor.dims) == 4)
        weights.raw_data = np.full(tuple(weights.dims), np.nan, np.float32).tobytes()
        onnx.save(with_metadata(detector_file, values["detector"]), self.path("nan.onnx"))
        self.refused("nan.onnx", "no numbers")
        weights.data_location = onnx.TensorProto.EXTERNAL
        weights.external_data.add(key="location", value="pipe")
        with open(self.path("external.onnx"), "wb") as file:
            file.write(with_metadata(detector_file, values["detector"]).SerializeToString())
        self.refused("external.onnx", "other files")

    def test_golden_vectors_that_cannot_be_are_told(self):
        file = self.export("model.onnx")
        values = metadata.read(file.SerializeToString())
        golden = json.loads(values["golden"])
        vector = golden["vectors"][0]
        output = vector["outputs"][0]
        loose = {"absolute": 1e999, "relative": 0, "rootMeanSquare": 1}
        for text in (DEEP, "5", "{}", json.dumps({**golden, "vectors": []}), json.dumps({**golden, "tolerance": 5}),
                     json.dumps({**golden, "tolerance": {"scores": loose, "offsets": loose}}),
                     json.dumps({**golden, "vectors": [{**vector, "input": {**vector["input"], "shape": [1e999]}}]}),
                     json.dumps({**golden, "vectors": [{**vector, "outputs": [{**output, "places": packed([1e9])}]}]}),
                     json.dumps({**golden, "vectors": [{**vector, "outputs": [{**output, "values": packed([0])}]}]}),
                     json.dumps({**golden, "vectors": [{**vector, "outputs": [{**output, "name": ["scores"]}]}]}),
                     json.dumps({**golden, "vectors": [{**vector, "outputs": [{"name": "scores"}]}]})):
            onnx.save(with_metadata(file, {**values, "golden": text}), self.path("changed.onnx"))
            code, out, message = self.run_command(command.main, "--check", self.path("changed.onnx"))
            self.assertEqual((code, out), (1, ""), f"{text:.200} {message}")

    def test_model_folders_whose_words_cannot_be_repeated_are_told(self):
        for changes, said in (({"serving": [5]}, "form is"), ({"serving": {"output": [32, 31]}}, "output is"), ({"threshold": float("nan")}, "threshold is nan"),
                              ({"threshold": "0.5"}, "threshold is '0.5'")):
            evaluation.write_model(self.path("model"), **changes)
            code, out, message = self.run_command(command.main, self.path("model"), "--out", self.path("model.onnx"))
            self.assertEqual((code, out), (1, ""))
            self.assertIn(said, message)
            self.assertIn(self.path("model", "model.json"), message)
        evaluation.write_model(self.path("model"), anchors=5, seed=[1], serving=PLAIN)
        self.assertEqual(self.run_command(command.main, self.path("model"), "--out", self.path("model.onnx"), "--threads", "1")[0], 0)

    def test_one_bad_photo_does_not_end_a_run(self):
        self.export("model.onnx")
        with open(self.path("photos", "a.jpg"), "wb") as file:
            file.write(b"\xff\xd8\xff\xe0 no photo")
        os.mkfifo(self.path("photos", "c.jpg"))
        os.symlink("/dev/zero", self.path("photos", "d\x1b[31m.jpg"))
        code, out, said = self.try_out("model.onnx")
        self.assertEqual(code, 1)
        self.assertIn("3 of 4 photos could not be read", said)
        self.assertRegex(out, "a.jpg: cannot be read: .*\nb.png: 1 found: square .*\nc.jpg: cannot be read: it is no regular file .*\nd\ufffd\\[31m.jpg: cannot be read")
        self.assertIn("1 photos in ONNX Runtime", out)
        report = json.loads(self.try_out("model.onnx", "--json")[1])
        self.assertEqual((report["failed"], [("problem" in row) for row in report["photos"]]), (3, [True, False, True, True]))
        os.remove(self.path("photos", "b.png"))
        code, out, said = self.try_out("model.onnx")
        self.assertEqual((code, "4 photos" in said), (1, False))
        self.assertIn("3 of 3 photos could not be read", said)

    def test_labels_reach_the_terminal_without_control_characters(self):
        self.export("model.onnx", classes=[{"id": 1, "name": "sq\x1b]0;owned\x07\n\u202eare"}])
        code, out, _ = self.try_out("model.onnx")
        self.assertEqual(code, 0)
        self.assertIn("sq\ufffd]0;owned\ufffd\ufffd\ufffdare 0.", out.replace("1.00", "0."))
        self.assertNotRegex(out, "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]")

    def test_names_in_a_graph_do_not_reach_the_terminal_past_us(self):
        file = self.export("model.onnx")
        file.graph.initializer.append(onnx.numpy_helper.from_array(np.zeros(1, np.float32), "unused\x1b[2J"))
        onnx.save(file, self.path("unused.onnx"))
        file.graph.node[0].name, file.graph.node[0].op_type = "node\x1b[2J", "Nothing\x1b[2J"
        onnx.save(file, self.path("unknown.onnx"))
        for name, code in (("unused.onnx", 0), ("unknown.onnx", 1)):
            done = subprocess.run([sys.executable, "-m", "featureforge_export", "--try", self.path(name), "--photos", self.path("photos"), "--out", self.path("sheet.png")],
                                  capture_output=True, cwd=ROOT)
            self.assertEqual((done.returncode, b"\x1b" in done.stdout + done.stderr), (code, False), done.stderr)

    def test_a_damaged_file_never_ends_in_a_traceback(self):
        self.export("model.onnx")
        with open(self.path("model.onnx"), "rb") as file:
            sound = file.read()
        chance, told = random.Random(5), 0
        for _ in range(60):
            damaged = bytearray(sound)
            for _ in range(chance.choice((1, 2, 20))):
                place = chance.randrange(len(damaged))
                damaged[place:place + 1] = chance.choice((b"-", b"9", b"[", b"null", b"1e999", b"\x1b", b"\xff", b"\x00", bytes([damaged[place] ^ 1 << chance.randrange(8)])))
            with open(self.path("damaged.onnx"), "wb") as file:
                file.write(damaged)
            for code, out, message in (self.try_out("damaged.onnx"), self.run_command(command.main, "--check", self.path("damaged.onnx"))):
                self.assertEqual(message.count("\n"), code)
                self.assertNotIn("\x1b", out + message)
                told += code
        self.assertGreater(told, 40)

    def test_text_that_is_no_unicode_is_told(self):
        file = self.export("model.onnx").SerializeToString()
        for found, changed in ((b'"name": "square"', b'"name": "squar\xff"'), (b"featureforge.labels", b"featureforge.label\xff")):
            self.assertIn(found, file)
            with open(self.path("changed.onnx"), "wb") as opened:
                opened.write(file.replace(found, changed))
            self.refused("changed.onnx", "labels is ")

    def test_only_regular_files_are_opened_as_models(self):
        os.mkfifo(self.path("model.onnx"))
        self.refused("model.onnx", "no regular file")
        with open(self.path("large.onnx"), "wb") as file:
            file.truncate(1 << 31)
        self.refused("large.onnx", "2147483648 bytes, at most 2147483647")


class TerminalTests(unittest.TestCase):
    def test_harmful_characters_become_a_mark(self):
        self.assertEqual(terminal.clean("a\x1b[2Jb\r\nc\x9b\x7f\u2028\u202e\ud800 é 笑"), "a\ufffd[2Jb\ufffd\ufffdc\ufffd\ufffd\ufffd\ufffd\ufffd é 笑")

    def test_lines_are_printed_in_any_encoding(self):
        import io

        held = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        terminal.print_lines(["é \x1b", "plain"], held)
        held.flush()
        self.assertEqual(held.buffer.getvalue(), b"? ?\nplain\n")

    def test_nesting_is_bounded_as_in_the_engine(self):
        self.assertEqual(files.parse_json("[" * 64 + "]" * 64)[0][0][0][0:0], [])
        for text in ("[" * 65 + "]" * 65, '{"a":' * 65 + "1" + "}" * 65, DEEP):
            with self.assertRaises(ValueError):
                files.parse_json(text)


def with_metadata(model, values):
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    metadata.write(changed, values)
    return changed


if __name__ == "__main__":
    sys.exit(unittest.main())
