"""Models answer for every anchor and class, whatever backbone and picture size."""
from __future__ import annotations

import json
import pathlib
import tempfile
import unittest
from typing import Any, Dict

import torch

from featureforge_train.anchors import anchor_set, custom_anchor_set
from featureforge_train.averaging import WeightAverage
from featureforge_train.checkpoint import save_tensors
from featureforge_train.errors import CheckpointProblem, DataProblem
from featureforge_train.model_folder import load_model
from featureforge_train.models.classifier import Classifier, ClassifierShape
from featureforge_train.models.detector import Detector, DetectorShape, count_anchors
from featureforge_train.models.preprocessing import FixedNormalisation, PictureNormalisation


def detector(side: int, name: str = "ssd300", backbone: str = "mobilenet") -> Detector:
    return Detector(DetectorShape(side, side, anchor_set(name).levels, 2, backbone, 0.25, False)).eval()


class ModelTests(unittest.TestCase):
    def test_a_detector_answers_for_every_anchor(self) -> None:
        for side, name, backbone in ((152, "ssd300", "alexnet"), (228, "ssd300-coco", "mobilenet"), (300, "ssd300", "mobilenet"), (304, "ssd300", "alexnet"),
                                     (256, "ssd512", "mobilenet"), (608, "ssd300-coco", "mobilenet")):
            with torch.no_grad():
                logits, offsets = detector(side, name, backbone)(torch.zeros(1, 3, side, side))
            self.assertEqual(count_anchors(anchor_set(name).levels), len(anchor_set(name).boxes))
            self.assertEqual((tuple(logits.shape), tuple(offsets.shape)), ((1, len(anchor_set(name).boxes), 3), (1, len(anchor_set(name).boxes), 4)))

    def test_answers_stand_in_the_order_of_the_anchors(self) -> None:
        # A bright spot in one cell changes answers of anchors near it first of all.
        model = detector(152)
        images = torch.full((1, 3, 152, 152), 120.0)
        with torch.no_grad():
            before = model(images)[1][0, :38 * 38 * 4]
            images[:, :, 20:24, 100:104] = 255.0
            moved = (model(images)[1][0, :38 * 38 * 4] - before).abs().sum(dim=1)
        boxes = anchor_set("ssd300").boxes[:38 * 38 * 4]
        near = boxes[moved.argsort(descending=True)[:20].numpy()]
        self.assertLess(abs(near[:, 0] - 102 / 152).max(), 0.15)
        self.assertLess(abs(near[:, 1] - 22 / 152).max(), 0.15)

    def test_fine_levels_answer_for_every_anchor_of_maps_that_are_not_square(self) -> None:
        maps = [(40, 24), (20, 12), (10, 6), (8, 4)]
        levels = custom_anchor_set([{"featureMap": list(sides), "scales": [0.1, 0.2], "aspectRatios": [1, 2]} for sides in maps], "test").levels
        for fine in (0, 1, 2, 3):
            model = Detector(DetectorShape(320, 192, levels, 1, "alexnet", 0.25, False, fine)).eval()
            with torch.no_grad():
                logits, offsets = model(torch.zeros(1, 3, 192, 320))
            self.assertEqual((logits.shape[1], offsets.shape[1]), (count_anchors(levels), count_anchors(levels)))

    def test_a_fine_level_sees_what_the_level_after_it_sees(self) -> None:
        levels = custom_anchor_set([{"featureMap": [side, side], "scales": [0.1], "aspectRatios": [1]} for side in (40, 20)], "test").levels
        reach = []
        for fine in (0, 1):
            torch.manual_seed(1)
            model = Detector(DetectorShape(320, 320, levels, 1, "alexnet", 0.25, False, fine)).eval()
            images = torch.full((1, 3, 320, 320), 120.0)
            with torch.no_grad():
                before = model(images)[1][0, :1600].clone()
                images[:, :, 160, 160] = 255.0
                reach.append(int(((model(images)[1][0, :1600] - before).abs().sum(dim=1) > 0).sum()))
        self.assertLess(reach[0], reach[1])

    def test_levels_that_no_layer_leads_to_are_refused_in_words(self) -> None:
        for maps, fine, words in (([38, 30], 0, "[19, 19]"), ([38, 19], 2, "at most 1"), ([19, 38], 0, "[10, 10]")):
            levels = custom_anchor_set([{"featureMap": [side, side], "scales": [0.1], "aspectRatios": [1]} for side in maps], "test").levels
            with self.assertRaises(DataProblem) as caught:
                Detector(DetectorShape(maps[0] * 8, maps[0] * 8, levels, 1, "alexnet", 0.25, False, fine))
            self.assertIn(words, str(caught.exception))

    def test_averaged_weights_follow_the_weights_and_give_them_back(self) -> None:
        layer = torch.nn.Linear(1, 1, bias=False)
        average = WeightAverage(layer, 0.5)
        values = []
        expected = start = float(layer.weight)
        for step in range(1, 12):
            with torch.no_grad():
                layer.weight.fill_(start + step)
            average.update(step)
            decay = min(0.5, (1 + step) / (10 + step))
            expected = expected * decay + (start + step) * (1 - decay)
            with average.in_place():
                values.append(float(layer.weight))
            self.assertAlmostEqual(values[-1], expected, places=4)
            self.assertEqual(float(layer.weight), torch.tensor(start + step).item())

    def test_an_untrained_detector_sees_background(self) -> None:
        with torch.no_grad():
            logits, _ = detector(152)(torch.zeros(1, 3, 152, 152))
        self.assertGreater(float(torch.softmax(logits, dim=2)[:, :, 0].min()), 0.9)

    def test_a_size_that_does_not_fit_says_which_do(self) -> None:
        with self.assertRaises(DataProblem) as caught:
            detector(160)
        self.assertIn("[304, 304]", str(caught.exception))

    def test_a_classifier_takes_any_size(self) -> None:
        for width, height, backbone in ((64, 64, "alexnet"), (48, 33, "mobilenet"), (7, 9, "alexnet"), (224, 224, "mobilenet")):
            model = Classifier(ClassifierShape(width, height, 3, backbone, 0.5, True, 0.0)).eval()
            with torch.no_grad():
                self.assertEqual(tuple(model(torch.zeros(2, 3, height, width)).shape), (2, 3))

    def test_normalisation_of_known_pixels(self) -> None:
        images = torch.zeros(1, 3, 1, 2)
        images[0, 0, 0, 1] = 255.0
        self.assertTrue(torch.allclose(FixedNormalisation(True)(images), torch.tensor([-1.0, 2 * 0.299 - 1]).view(1, 1, 1, 2)))
        values = PictureNormalisation(False)(torch.rand(2, 3, 8, 8) * 60 + 90)
        self.assertTrue(torch.allclose(values.mean(dim=(1, 2, 3)), torch.zeros(2), atol=1e-5))
        self.assertTrue(torch.isfinite(PictureNormalisation(True)(torch.full((1, 3, 4, 4), 77.0))).all())


class ModelFolderTests(unittest.TestCase):
    def setUp(self) -> None:
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.folder = pathlib.Path(place.name)
        self.description: Dict[str, Any] = {
            "format": "featureforge-model", "kind": "classifier", "backbone": "alexnet", "widthMultiplier": 0.5, "gray": True, "dropout": 0.1,
            "input": [16, 16], "classes": [{"id": 0, "name": "a"}, {"id": 1, "name": "b"}]}
        self.model = Classifier(ClassifierShape(16, 16, 2, "alexnet", 0.5, True, 0.1)).eval()
        save_tensors(self.folder / "best.pt", self.model.state_dict())
        self.write(self.description)

    def write(self, description: Any) -> None:
        (self.folder / "model.json").write_text(json.dumps(description))

    def test_the_loaded_model_answers_as_the_saved_one(self) -> None:
        images = torch.rand(2, 3, 16, 16) * 255
        self.assertTrue(torch.equal(load_model(self.folder)[0](images), self.model(images)))

    def test_what_does_not_fit_is_refused_in_words(self) -> None:
        for changes in ({"classes": [{"id": 0, "name": "a"}]}, {"input": [16]}, {"widthMultiplier": "wide"}, {"format": "other"}, {"kind": "detector"}):
            self.write({**self.description, **changes})
            with self.assertRaises(CheckpointProblem) as caught:
                load_model(self.folder)
            self.assertIn(str(self.folder), str(caught.exception))

    def test_no_folder_of_a_model_is_said(self) -> None:
        with self.assertRaises(CheckpointProblem):
            load_model(self.folder / "nowhere")


if __name__ == "__main__":
    unittest.main()
