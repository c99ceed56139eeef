"""The serving part: of a recipe, as the engine writes it, and into an exported model."""
import json
import os

from featureforge_data import Dataset
from featureforge_eval import errors
from featureforge_export import command, metadata
from featureforge_export.serving import serving_part
from tests import support as reader
from tests.evaluation import support as evaluation

from . import support

RECIPE = """version: 1
decode:      {fidelity: fast, maxPixels: 1000}
geometry:    {output: [32, 32], steps: [{cropToBox: {margin: 0.1}}, {flip: {p: 0.5}}, letterbox, {rotate: {degrees: 5}}]}
photometric: [{blur: {p: 0.3}}]
"""

# The engine's answer is the truth; each of these asks for something that this side has to repeat.
GEOMETRIES = ("{output: [24, 16]}", "{output: [24, 16], steps: [ssdCrop, {flip: {p: 0.5}}, letterbox, rotate]}", "{output: [24, 16], steps: [cropToBox, expand]}",
              "{output: [24, 16], steps: [{cropToBox: {margin: 0}}, {letterbox: {fill: [1, 2, 3]}}]}", "{output: [24, 16], steps: [{crop: {box: [0, 1.5, 20, 30]}}, crop]}")
DECODES = ("{}", "{fidelity: fast, dctScale: auto, maxPixels: 90000000}", "{alpha: white, warnings: quarantine}")


@evaluation.needs("yaml", "python3-yaml")
class ServingTests(support.FolderTest):
    def recipe(self, text):
        with open(self.path("recipe.yaml"), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path("recipe.yaml")

    def test_random_steps_are_left_out_and_defaults_filled_in(self):
        found = serving_part(self.recipe(RECIPE), (32, 32))
        self.assertEqual(found["decode"], {"alpha": "drop", "dctScale": "none", "fidelity": "fast", "orientation": "upright"})
        self.assertEqual(found["steps"], [{"cropToBox": {"margin": 0.1}}, {"letterbox": {"fill": [128, 128, 128]}}])
        self.assertEqual(found["output"], [32, 32])

    def test_it_is_what_the_engine_writes_into_manifest_and_reader(self):
        reader.require_program()
        for number, (geometry, decode) in enumerate([(geometry, "{}") for geometry in GEOMETRIES] + [(GEOMETRIES[0], decode) for decode in DECODES[1:]]):
            images = os.path.join(reader.photos(), "photos")
            annotations = os.path.join(reader.photos(), "faces.csv")
            recipe = self.recipe(f"version: 1\nsource: {{images: {images}, annotations: {annotations}}}\ngeometry: {geometry}\ndecode: {decode}\n"
                                 f"output: {{path: shards-{number}}}\n")
            reader.program("run", recipe, folder=self.folder)
            with open(self.path(f"shards-{number}", "manifest.json"), encoding="utf-8") as file:
                stated = json.load(file)["serving"]
            self.assertEqual(serving_part(recipe, (24, 16)), stated, (geometry, decode))
            self.assertEqual(Dataset(self.path(f"shards-{number}")).listing.serving, stated)

    def test_what_is_no_recipe_of_this_model_is_refused(self):
        for text, said in ((RECIPE.replace("32, 32", "64, 64"), "the model takes"), ("- 1", "no recipe"), ("a: [", "cannot be read"), ("geometry: 1", "need a mapping")):
            with self.assertRaisesRegex(errors.EvaluationError, said):
                serving_part(self.recipe(text), (32, 32))

    def test_a_model_of_older_shards_takes_it_from_the_recipe(self):
        self.enter(evaluation.stand_in_trainer())
        evaluation.write_model(self.path("model"), serving=None)
        arguments = ["--model", self.path("model"), "--out", self.path("model.onnx"), "--no-check", "--threads", "1"]
        self.assertIn("preprocessing is not stated", self.run_command(command.main, *arguments)[1])
        self.assertNotIn("not stated", self.run_command(command.main, *arguments, "--recipe", self.recipe(RECIPE))[1])
        with open(self.path("model.onnx"), "rb") as file:
            self.assertEqual(json.loads(metadata.read(file.read())["preprocessing"])["steps"][1], {"letterbox": {"fill": [128, 128, 128]}})

    def test_a_model_that_knows_it_needs_no_recipe_and_takes_no_other(self):
        self.enter(evaluation.stand_in_trainer())
        known = serving_part(self.recipe(RECIPE), (evaluation.SIDE, evaluation.SIDE))
        evaluation.write_model(self.path("model"), serving=known)
        arguments = ["--model", self.path("model"), "--out", self.path("model.onnx"), "--no-check", "--threads", "1"]
        for more in ([], ["--recipe", self.recipe(RECIPE)]):
            self.assertEqual(self.run_command(command.main, *arguments, *more)[0], 0)
            with open(self.path("model.onnx"), "rb") as file:
                self.assertEqual(json.loads(metadata.read(file.read())["preprocessing"]), known)
        code, _, said = self.run_command(command.main, *arguments, "--recipe", self.recipe(RECIPE.replace("fast", "reference")))
        self.assertEqual(code, 1)
        self.assertIn("differ in what happens to a photo (decode)", said)
        self.assertIn("Leave --recipe out", said)
