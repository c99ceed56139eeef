"""Folded models answer as before."""
from __future__ import annotations

import unittest

from . import support


class FoldingTests(unittest.TestCase):
    @support.needs("torch", "python3-torch")
    def test_folded_normalisation_gives_the_same_answers_to_rounding(self):
        import torch

        from featureforge_eval.folding import fold_normalisation
        from featureforge_train.anchors import anchor_set
        from featureforge_train.models.detector import Detector, DetectorShape

        for backbone in ("alexnet", "mobilenet"):
            model = Detector(DetectorShape(152, 152, anchor_set("ssd300").levels, 2, backbone, 0.25, False)).eval()
            for layer in model.modules():
                if isinstance(layer, torch.nn.BatchNorm2d):
                    for values in (layer.weight, layer.bias, layer.running_mean, layer.running_var):
                        values.data.uniform_(0.5, 1.5)
            images = torch.rand(2, 3, 152, 152) * 255
            with torch.no_grad():
                wanted = model(images)
                fold_normalisation(model)
                answers = model(images)
            self.assertFalse([one for one in model.modules() if isinstance(one, torch.nn.BatchNorm2d)])
            for given, expected in zip(answers, wanted):
                self.assertLess(float((given - expected).abs().max() / expected.abs().max()), 1e-5)


if __name__ == "__main__":
    unittest.main()
