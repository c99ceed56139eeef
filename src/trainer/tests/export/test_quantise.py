"""Rounding: against the arithmetic of whole numbers written out in NumPy."""
import unittest

import numpy as np
import torch
from torch.nn import functional

from featureforge_eval import errors
from featureforge_train.anchors import custom_anchor_set
from featureforge_train.models.detector import Detector, DetectorShape
from featureforge_export.quantise import ActivationRange, RoundedLayer, quantise

from . import support


class RangeTests(unittest.TestCase):
    def test_zero_is_a_level_and_the_ends_are_reached(self):
        for low, high in ((0.0, 2.55), (-1.0, 1.0), (-3.0, 0.0), (0.0, 0.0)):
            activation = ActivationRange("x", low, high)
            self.assertIn(activation.zero_point, range(256))
            self.assertGreater(activation.scale, 0)
            for value in (low, high):
                self.assertAlmostEqual((round(value / activation.scale) + activation.zero_point - activation.zero_point) * activation.scale, value, delta=activation.scale)


class LayerTests(unittest.TestCase):
    def test_a_rounded_convolution_computes_with_whole_numbers(self):
        torch.manual_seed(2)
        layer = torch.nn.Conv2d(3, 4, 3, padding=1, groups=1)
        values = torch.randint(0, 256, (1, 3, 6, 6)).float() * 0.03
        with torch.no_grad():
            result = RoundedLayer(layer)(values).numpy()
        weight = layer.weight.detach().numpy().astype(np.float64)
        scale = np.abs(weight).reshape(4, -1).max(axis=1) / 127
        levels = np.rint(weight / scale[:, None, None, None])
        self.assertTrue((np.abs(levels) <= 127).all() and (np.abs(levels).reshape(4, -1).max(axis=1) == 127).all())
        whole = functional.conv2d(torch.round(values / 0.03).double(), torch.from_numpy(levels), padding=1).numpy()
        wanted = whole * 0.03 * scale[None, :, None, None] + layer.bias.detach().numpy()[None, :, None, None]
        np.testing.assert_allclose(result, wanted, atol=1e-4)

    def test_grouped_convolutions_and_linear_layers_keep_their_form(self):
        torch.manual_seed(3)
        for layer, shape in ((torch.nn.Conv2d(4, 8, 3, stride=2, dilation=2, groups=4), (1, 4, 9, 9)), (torch.nn.Linear(6, 3), (2, 6))):
            values = torch.rand(shape)
            with torch.no_grad():
                np.testing.assert_allclose(RoundedLayer(layer)(values), layer(values), atol=0.02)


class QuantiseTests(unittest.TestCase):
    def batches(self):
        return [torch.from_numpy(support.pictures(8).transpose(0, 3, 1, 2).astype(np.float32))]

    def test_a_detector_with_fine_levels_can_be_taken_apart(self):
        layout = [{"featureMap": [side, side], "scales": [0.1], "aspectRatios": [1, 2]} for side in (20, 10, 5)]
        torch.manual_seed(1)
        model = Detector(DetectorShape(160, 160, custom_anchor_set(layout, "test").levels, 1, "alexnet", 0.25, False, 1)).eval()
        images = torch.rand(2, 3, 160, 160) * 255
        rounded, _ = quantise(model, [images])
        with torch.no_grad():
            for expected, found in zip(model(images), rounded(images)):
                self.assertLess(float((expected - found).abs().max()), 0.05 * max(1.0, float(expected.abs().max())))

    def test_batch_normalisation_is_folded_and_every_layer_rounded(self):
        rounded, ranges = quantise(support.SmallNetwork(), self.batches())
        kinds = [type(module).__name__ for module in rounded.modules()]
        self.assertNotIn("BatchNorm2d", kinds)
        self.assertEqual(kinds.count("RoundedLayer"), 2)
        # The input of the convolution; after ReLU, after pooling and after flattening, which share one range.
        self.assertEqual(len(ranges), 2)
        self.assertEqual(kinds.count("RoundedActivation"), 4)

    def test_ranges_are_the_least_and_greatest_values_seen(self):
        model, seen = support.SmallNetwork(), []
        model.relu.register_forward_hook(lambda module, inputs, output: seen.append(output.clone()))
        with torch.no_grad():
            model(self.batches()[0])
        ranges = quantise(support.SmallNetwork(), self.batches())[1]
        self.assertAlmostEqual(ranges[1].high, float(seen[0].max()), places=5)
        self.assertEqual(ranges[1].low, 0.0)
        self.assertAlmostEqual(ranges[0].high, float(self.batches()[0].max()) / 255, places=6)

    def test_the_rounded_model_is_near_the_float_one_and_the_float_one_is_left_alone(self):
        model = support.SmallNetwork()
        with torch.no_grad():
            before = model(self.batches()[0])
            rounded = quantise(model, self.batches())[0](self.batches()[0])
            self.assertTrue(torch.equal(before, model(self.batches()[0])))
        self.assertLess(float((before - rounded).abs().max()), 0.02)
        self.assertGreater(float((before - rounded).abs().max()), 0)

    def test_nothing_to_calibrate_with_and_wild_values_are_refused(self):
        with self.assertRaisesRegex(errors.EvaluationError, "no picture to calibrate"):
            quantise(support.SmallNetwork(), [])
        model = support.SmallNetwork()
        with torch.no_grad():
            model.norm.bias.fill_(float("inf"))
        with self.assertRaisesRegex(errors.EvaluationError, "Train it again"):
            quantise(model, self.batches())

    def test_a_model_that_cannot_be_taken_apart_is_named(self):
        class Branching(torch.nn.Module):
            def forward(self, images):
                return images if images.sum() > 0 else -images

        with self.assertRaisesRegex(errors.EvaluationError, "Branching.*--int8"):
            quantise(Branching(), self.batches())


if __name__ == "__main__":
    unittest.main()
