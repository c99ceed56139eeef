"""Exported files: what they carry, and that an ONNX Runtime computes what the trainer's model does."""
import hashlib
import json
import os
import unittest

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from featureforge_eval import errors
from featureforge_eval.models import TorchPredictor
from featureforge_export import checking, command, golden, metadata, sessions
from featureforge_export.export import ExportOptions, export
from featureforge_export.graph import INPUT, export_graph
from featureforge_export.quantise import quantise
from featureforge_export.runtime_library import LibrarySession, RuntimeLibrary
from featureforge_export.stored_int8 import store_integers
from tests.evaluation import support as evaluation

from . import support


def classifier():
    return support.stand_in_module("classifier"), support.description("classifier", ("bright", "dark"), serving=[{"resize": [32, 32]}])


def detector():
    return support.stand_in_module("detector"), support.description(serving=[{"resize": [32, 32]}], anchors={"name": "cells", "sha256": "12" * 32})


class MetadataTests(unittest.TestCase):
    def test_a_detector_carries_all_that_serving_needs(self):
        file, _ = export(*detector(), ExportOptions(check=False))
        values = metadata.read(file)
        self.assertEqual(values["recipe_fingerprint"], "ab" * 32)
        self.assertEqual(json.loads(values["labels"]), [{"id": 1, "name": "square"}])
        self.assertEqual(json.loads(values["preprocessing"]), [{"resize": [32, 32]}])
        stated = json.loads(values["input"])
        self.assertEqual((stated["type"], stated["layout"], stated["channels"], stated["batch"], stated["height"], stated["width"]), ("uint8", "NHWC", "RGB", 1, 32, 32))
        anchors = golden.unpack(values["anchors"], np.float32).reshape(-1, 4)
        np.testing.assert_array_equal(anchors, evaluation.anchors())
        self.assertEqual(json.loads(values["anchor_set"])["boxesSha256"], hashlib.sha256(anchors.tobytes()).hexdigest())
        self.assertEqual(json.loads(values["decoding"])["variances"], [0.1, 0.2])
        self.assertEqual(len(json.loads(values["golden"])["vectors"]), 2)

    def test_the_graph_takes_pixels_as_they_are(self):
        file, _ = export(*detector(), ExportOptions(check=False))
        model = onnx.load_model_from_string(file)
        shape = [dimension.dim_value for dimension in model.graph.input[0].type.tensor_type.shape.dim]
        self.assertEqual((model.graph.input[0].name, model.graph.input[0].type.tensor_type.elem_type, shape), (INPUT, onnx.TensorProto.UINT8, [1, 32, 32, 3]))
        self.assertEqual([output.name for output in model.graph.output], ["scores", "offsets"])
        self.assertEqual(model.opset_import[0].version, 13)
        self.assertEqual([entry.key for entry in model.metadata_props], sorted(entry.key for entry in model.metadata_props))

    def test_the_same_model_gives_the_same_file(self):
        self.assertEqual(export(*classifier(), ExportOptions(check=False))[0], export(*classifier(), ExportOptions(check=False))[0])

    def test_what_is_no_model_is_refused(self):
        with self.assertRaisesRegex(errors.EvaluationError, "no ONNX model"):
            metadata.read(b"\xff\xffnonsense")
        model = onnx.load_model_from_string(export(*classifier(), ExportOptions(check=False))[0])
        model.graph.node[0].op_type = "Nonsense"
        with self.assertRaisesRegex(errors.EvaluationError, "ONNX checker"):
            checking.check_rules(model)


class StoredTests(unittest.TestCase):
    def exported(self):
        model = support.SmallNetwork()
        rounded, _ = quantise(model, [torch.from_numpy(support.pictures(8).transpose(0, 3, 1, 2).astype(np.float32))])
        return rounded, onnx.load_model_from_string(export_graph(rounded, support.description("classifier", ("a", "b", "c")), False))

    def test_weights_become_the_levels_of_the_formula(self):
        rounded, model = self.exported()
        self.assertEqual(store_integers(model), (2, 2))
        stored = {tuple(tensor.dims): numpy_helper.to_array(tensor) for tensor in model.graph.initializer if tensor.data_type == onnx.TensorProto.INT8 and len(tensor.dims) > 1}
        weights = {tuple(module.layer.weight.shape): module.layer.weight.detach().numpy() for module in rounded.modules() if type(module).__name__ == "RoundedLayer"}
        self.assertEqual(set(stored), set(weights))
        for shape, weight in weights.items():
            scale = (np.abs(weight).reshape(len(weight), -1).max(axis=1) / np.float32(127)).reshape([-1] + [1] * (len(shape) - 1))
            np.testing.assert_allclose(stored[shape], np.rint(weight / scale), atol=1)
        self.assertFalse([tensor.name for tensor in model.graph.initializer if tensor.data_type == onnx.TensorProto.FLOAT and len(tensor.dims) > 1])
        onnx.checker.check_model(model, full_check=True)

    @support.needs_runtime
    def test_storing_whole_numbers_changes_nothing(self):
        _, model = self.exported()
        before = model.SerializeToString()
        store_integers(model)
        results = []
        for file in (before, model.SerializeToString()):
            session = sessions.open_session(file, 1)
            results.append(np.concatenate([session.run({INPUT: picture[None]}, ["scores"])[0] for picture in support.pictures(6)]))
            session.close()
        # The bias is rounded to a step of activation scale times weight scale; nothing else changes.
        np.testing.assert_allclose(*results, atol=5e-3)


@support.needs_runtime
class RuntimeTests(unittest.TestCase):
    def test_float_models_equal_the_trainers(self):
        for model, description in (detector(), classifier()):
            file, report = export(model, description, ExportOptions(data=None, threads=1))
            self.assertIn("ONNX Runtime", report["runtime"])
            self.assertLess(report["goldenToleranceUsed"], 0.1)
            session = sessions.open_session(file, 1)
            for wanted, given in zip(TorchPredictor(model, description.kind)(support.pictures(5)), sessions.SessionPredictor(session, description)(support.pictures(5))):
                np.testing.assert_allclose(given, wanted, atol=1e-5)
            session.close()

    def test_int8_models_find_what_float_models_find(self):
        model, description = detector()
        file, report = export(model, description, ExportOptions(calibration=support.squares(12), threads=1))
        self.assertEqual((report["weightsStoredAsInt8"], report["calibrationPictures"]), (3, 12))
        session = sessions.open_session(file, 1)
        wanted = TorchPredictor(model, "detector")(support.pictures(8))[0][:, :, 1] > 0.5
        given = sessions.SessionPredictor(session, description)(support.pictures(8))[0][:, :, 1] > 0.5
        session.close()
        np.testing.assert_array_equal(given, wanted)
        self.assertTrue(wanted.any() and not wanted.all())
        self.assertEqual(json.loads(metadata.read(file)["quantisation"])["calibrationRecipeFingerprint"], "cd" * 32)

    def test_dynamic_batches_equal_single_pictures(self):
        model, description = classifier()
        file, _ = export(model, description, ExportOptions(dynamic_batch=True, threads=1))
        session = sessions.open_session(file, 1)
        whole = session.run({INPUT: support.pictures(4)}, ["scores"])[0]
        np.testing.assert_allclose(whole, sessions.SessionPredictor(session, description)(support.pictures(4))[0], atol=1e-6)
        session.close()

    def test_a_golden_vector_that_does_not_hold_is_refused(self):
        model, description = classifier()
        file, _ = export(model, description, ExportOptions(threads=1))
        parsed, values = onnx.load_model_from_string(file), metadata.read(file)
        with torch.no_grad():
            model.head[2].bias[0] += 0.5
        other, _ = export(model, description, ExportOptions(check=False))
        metadata.write(parsed, {**values, "golden": metadata.read(other)["golden"]})
        session = sessions.open_session(parsed.SerializeToString(), 1)
        with self.assertRaisesRegex(errors.EvaluationError, "Golden vector 0, output scores"):
            checking.check_golden(session, metadata.read(parsed.SerializeToString()))
        session.close()

    def test_swapped_colours_do_not_pass_the_golden_vectors(self):
        description, model = support.description("classifier", ("a", "b", "c")), support.SmallNetwork()
        with torch.no_grad():
            model.linear.weight *= 10
        for calibration in (None, support.squares(12)):
            file, _ = export(model, description, ExportOptions(calibration=calibration, threads=1))
            session = sessions.open_session(file, 1)

            class Swapped:
                runtime = session.runtime

                def run(self, inputs, outputs):
                    return session.run({name: values[..., ::-1] for name, values in inputs.items()}, outputs)

            checking.check_golden(session, metadata.read(file))
            with self.assertRaisesRegex(errors.EvaluationError, "Golden vector"):
                checking.check_golden(Swapped(), metadata.read(file))
            session.close()

    @unittest.skipIf(sessions.find_library() is None, "needs the C library of ONNX Runtime (tools/onnxruntime fetches it)")
    def test_the_c_library_says_what_is_wrong(self):
        library = RuntimeLibrary(sessions.find_library())
        with self.assertRaisesRegex(errors.EvaluationError, f"ONNX Runtime {library.version}"):
            LibrarySession(library, b"no model", 1)
        session = LibrarySession(library, export(*classifier(), ExportOptions(check=False))[0], 1)
        with self.assertRaisesRegex(errors.EvaluationError, "(?i)dimension|shape"):
            session.run({INPUT: np.zeros((1, 8, 8, 3), np.uint8)}, ["scores"])
        session.close()
        session.close()


class LibraryTests(support.FolderTest):
    def test_a_file_that_is_no_library_is_refused(self):
        with open(self.path("libonnxruntime.so"), "wb") as file:
            file.write(b"nothing")
        with self.assertRaisesRegex(errors.EvaluationError, "FEATUREFORGE_ONNXRUNTIME"):
            RuntimeLibrary(self.path("libonnxruntime.so"))


class CommandTests(support.FolderTest):
    def setUp(self):
        super().setUp()
        self.enter(evaluation.stand_in_trainer())
        evaluation.write_model(self.path("model"))

    def export(self, *more):
        return self.run_command(command.main, "--model", self.path("model"), "--out", self.path("model.onnx"), "--threads", "1", *more)

    @support.needs_runtime
    @evaluation.needs("featureforge_data", "the reader beside this package")
    def test_int8_with_shards_prints_what_int8_costs(self):
        evaluation.write_shards(self.path("shards"), {name: support.squares(12) for name in ("train", "test")})
        code, out, err = self.export("--int8", "--calibration", self.path("shards"), "--data", self.path("shards"), "--golden", self.path("shards"))
        self.assertEqual((code, err), (0, ""))
        self.assertIn("AP at IoU 0.5 1.0000", out)
        self.assertIn("int8 from float", out)
        code, out, err = self.run_command(command.main, "--check", self.path("model.onnx"), "--json")
        self.assertEqual((code, err), (0, ""))
        self.assertEqual(json.loads(out)["recipeFingerprint"], "ab" * 32)

    def test_without_check_nothing_is_run_and_it_says_so(self):
        code, out, err = self.export("--no-check")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("not run in ONNX Runtime", out)
        self.assertEqual([name for name in os.listdir(self.folder) if "partial" in name], [])

    def test_what_is_wrong_is_said(self):
        for wanted, said, arguments in (
                (1, "model.json is missing", ("--model", self.folder, "--out", self.path("x.onnx"))),
                (2, "--calibration is missing", ("--model", self.path("model"), "--out", "x", "--int8")),
                (2, "--out is missing", ("--model", self.path("model"))), (1, "cannot be read", ("--check", self.path("nothing.onnx"))),
                (2, "a file, not a folder", ("--model", self.path("model"), "--out", self.folder))):
            code, _, err = self.run_command(command.main, *arguments)
            self.assertEqual(code, wanted, err)
            self.assertIn(said, err)
        self.assertFalse(os.path.exists(self.path("x.onnx")))
        self.assertIn("featureforge export runs/first", self.run_command(command.main, "--help")[1])


if __name__ == "__main__":
    unittest.main()
