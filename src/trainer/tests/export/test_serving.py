"""The serving part of a recipe."""
import json

from featureforge_eval import errors
from featureforge_export import command, metadata
from featureforge_export.serving import serving_part
from tests.evaluation import support as evaluation

from . import support

RECIPE = """version: 1
decode:      {fidelity: fast, maxPixels: 1000}
geometry:    {output: [32, 32], steps: [{cropToBox: {margin: 0.1}}, {flip: {p: 0.5}}, letterbox, {rotate: {degrees: 5}}]}
photometric: [{blur: {p: 0.3}}]
"""


@evaluation.needs("yaml", "python3-yaml")
class ServingTests(support.FolderTest):
    def recipe(self, text):
        with open(self.path("recipe.yaml"), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path("recipe.yaml")

    def test_random_steps_are_left_out(self):
        wanted = {"decode": {"fidelity": "fast"}, "steps": [{"cropToBox": {"margin": 0.1}}, {"letterbox": {}}], "output": [32, 32]}
        self.assertEqual(serving_part(self.recipe(RECIPE), (32, 32)), wanted)
        fixed = "geometry: {output: [32, 32], steps: [{crop: {box: [0, 0, 9, 9]}}, {crop: {area: [0.5, 1]}}]}"
        self.assertEqual(serving_part(self.recipe(fixed), (32, 32))["steps"], [{"crop": {"box": [0, 0, 9, 9]}}])

    def test_what_is_no_recipe_of_this_model_is_refused(self):
        for text, said in ((RECIPE.replace("32, 32", "64, 64"), "the model takes"), ("- 1", "no recipe"), ("a: [", "cannot be read"), ("geometry: 1", "need a mapping")):
            with self.assertRaisesRegex(errors.EvaluationError, said):
                serving_part(self.recipe(text), (32, 32))

    def test_the_model_carries_it(self):
        self.enter(evaluation.stand_in_trainer())
        evaluation.write_model(self.path("model"), serving=None)
        arguments = ["--model", self.path("model"), "--out", self.path("model.onnx"), "--no-check", "--threads", "1"]
        self.assertIn("preprocessing is not stated", self.run_command(command.main, *arguments)[1])
        self.assertNotIn("not stated", self.run_command(command.main, *arguments, "--recipe", self.recipe(RECIPE))[1])
        with open(self.path("model.onnx"), "rb") as file:
            self.assertEqual(json.loads(metadata.read(file.read())["preprocessing"])["steps"][1], {"letterbox": {}})
