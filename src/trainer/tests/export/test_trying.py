"""Models on photos: the pixels are those of the engine's records, and boxes come back to their places in the photo."""
import csv
import json
import os
import unittest

import numpy as np

from featureforge_data import Dataset
from featureforge_eval import errors
from featureforge_export import command
from featureforge_export.photos import serve_photo
from featureforge_export import stated
from featureforge_export.trying import photo_paths
from tests import support as reader
from tests.evaluation import support as evaluation

from . import support

PLAIN = {"decode": {"alpha": "drop"}, "steps": [], "output": [evaluation.SIDE, evaluation.SIDE]}


@evaluation.needs("PIL", "python3-pil")
class PhotoTests(support.FolderTest):
    def test_pixels_and_boxes_are_those_of_the_engine(self):
        reader.require_program()
        folder = reader.photos()
        with open(os.path.join(folder, "faces.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for number, geometry in enumerate(("[48, 64]", "[64, 48], steps: [letterbox]", "[33, 90], steps: [{crop: {box: [3, 2.5, 190, 140]}}, {letterbox: {fill: [9, 8, 7]}}]")):
            with open(self.path("recipe.yaml"), "w", encoding="utf-8") as file:
                file.write(f"version: 1\nsource: {{images: {folder}/photos, annotations: {folder}/faces.csv}}\ngeometry: {{output: {geometry}}}\n"
                           f"output: {{path: shards-{number}}}\n")
            reader.program("run", self.path("recipe.yaml"), folder=self.folder)
            data = Dataset(self.path(f"shards-{number}"), fields=["image", "key", "boxes"])
            for sample in data:
                served = serve_photo(os.path.join(folder, "photos", sample["key"]), data.listing.serving)
                np.testing.assert_array_equal(served.picture, sample["image"])
                expected = np.array([[float(row[edge]) for edge in ("xmin", "ymin", "xmax", "ymax")] for row in rows if row["image"] == sample["key"]]).reshape(-1, 4)
                if number < 2:
                    np.testing.assert_allclose(served.to_photo(sample["boxes"][:, [1, 0, 3, 2]]), expected, atol=2e-3)

    def test_photos_are_turned_upright_and_laid_on_a_colour(self):
        from PIL import Image

        pixels = np.zeros((20, 10, 4), np.uint8)
        pixels[:10, :, :] = (200, 100, 50, 255)
        Image.fromarray(pixels).save(self.path("alpha.png"))
        for alpha, below in (("drop", 0), ("white", 255), ("black", 0)):
            picture = serve_photo(self.path("alpha.png"), {**PLAIN, "decode": {"alpha": alpha}}).picture
            self.assertEqual((picture[2, 2].tolist(), picture[-2, 2].tolist()), ([200, 100, 50], [below] * 3))
        exif = Image.Exif()
        exif[274] = 6
        Image.fromarray(pixels[..., :3]).save(self.path("turned.jpg"), exif=exif, quality=95)
        self.assertEqual(serve_photo(self.path("turned.jpg"), PLAIN).photo.size, (20, 10))

    def test_what_cannot_be_shown_is_said(self):
        with open(self.path("text.jpg"), "w", encoding="ascii") as file:
            file.write("no photo")
        with self.assertRaisesRegex(errors.EvaluationError, "cannot be read"):
            serve_photo(self.path("text.jpg"), PLAIN)
        from PIL import Image

        Image.new("RGB", (8, 8)).save(self.path("small.png"))
        for serving, said in (({**PLAIN, "steps": [{"cropToBox": {"margin": 0}}]}, "needs a box"), ({**PLAIN, "steps": [{"crop": {"box": [0, 0, 9, 8]}}]}, "do not hold"),
                              ({**PLAIN, "steps": [{"letterbox": {}}]}, "fill is None"), ({"steps": []}, "output is None")):
            with self.assertRaisesRegex(errors.EvaluationError, said):
                serve_photo(self.path("small.png"), serving)
        os.mkdir(self.path("none"))
        with self.assertRaisesRegex(errors.EvaluationError, "no photo"):
            photo_paths(self.path("none"), 3)


@support.needs_runtime
@evaluation.needs("PIL", "python3-pil")
class TryTests(support.FolderTest):
    def setUp(self):
        super().setUp()
        self.enter(evaluation.stand_in_trainer())
        os.mkdir(self.path("photos"))

    def export(self, **changes):
        evaluation.write_model(self.path("model"), **changes)
        self.assertEqual(self.run_command(command.main, self.path("model"), "--out", self.path("model.onnx"), "--threads", "1")[0], 0)

    def try_out(self, *more):
        return self.run_command(command.main, "--try", self.path("model.onnx"), "--photos", self.path("photos"), "--out", self.path("sheet.png"), "--threads", "1", *more)

    def draw(self):
        from PIL import Image

        for number, sample in enumerate(support.squares(3)):
            Image.fromarray(sample.picture).resize((evaluation.SIDE * 4, evaluation.SIDE * 4), 0).save(self.path("photos", f"{number}.png"))

    def test_a_detector_finds_the_squares_of_photos(self):
        from PIL import Image

        self.export(serving=PLAIN)
        self.draw()
        code, out, said = self.try_out("--json")
        self.assertEqual((code, said), (0, ""))
        report = json.loads(out)
        self.assertEqual([row["photo"] for row in report["photos"]], ["0.png", "1.png", "2.png"])
        expected = [sample.boxes * evaluation.SIDE * 4 for sample in support.squares(3)]
        for row, boxes in zip(report["photos"], expected):
            self.assertEqual(len(row["found"]), len(boxes))
            for found, box in zip(row["found"], boxes):
                self.assertTrue(found["label"].startswith("square "))
                self.assertLess(np.abs(np.array(found["box"]) - box).max(), evaluation.SIDE)
        with Image.open(self.path("sheet.png")) as sheet:
            self.assertGreater(np.asarray(sheet.convert("RGB"))[..., 0].max(), 200)
        self.assertIn("the contact sheet is", self.try_out()[1])
        self.assertEqual(json.loads(self.try_out("--json", "--threshold", "1")[1])["photos"][1]["found"], [])

    def test_a_classifier_names_the_label(self):
        self.export(kind="classifier", serving=PLAIN)
        self.draw()
        code, out, said = self.try_out()
        self.assertEqual((code, said), (0, ""))
        self.assertRegex(out, r"0\.png: (bright|dark) [01]\.\d\d")

    def test_a_model_that_does_not_say_its_preprocessing_is_refused(self):
        self.export(serving=None)
        self.draw()
        code, _, said = self.try_out()
        self.assertEqual(code, 1)
        self.assertIn("--recipe", said)

    def test_wrong_arguments_are_told(self):
        self.export(serving=PLAIN)
        self.draw()
        for more, said in ((["--threshold", "2"], "--threshold is 2"), (["--out", "sheet.jpg"], ".png")):
            code, _, message = self.try_out(*more)
            self.assertEqual(code, 2)
            self.assertIn(said, message)


class MetadataTests(unittest.TestCase):
    def test_metadata_that_cannot_be_is_refused(self):
        for values in ({}, {"input": "[]", "preprocessing": "{}"}, {"input": '{"width": 99999999, "height": 1}', "preprocessing": "{}", "kind": "classifier",
                                                                   "labels": '[{"name": "a"}]', "threshold": "null"}):
            with self.assertRaises(errors.EvaluationError):
                stated.describe(values)
