"""The detector's loss against plain loops over anchors."""
from __future__ import annotations

import math
import unittest

import numpy
import torch

from featureforge_train.losses.detection import detection_loss
from featureforge_train.losses.hard_negatives import choose_hard_negatives
from featureforge_train.settings import LossSettings


class HardNegativeTests(unittest.TestCase):
    def test_the_hardest_background_is_chosen_picture_by_picture(self) -> None:
        losses = torch.tensor([[9.0, 5.0, 4.0, 3.0, 8.0, 1.0], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]])
        classes = torch.tensor([[1, 0, 0, 0, -1, 0], [0, 0, 0, 0, 0, 0], [1, 2, 1, 2, 1, 0]])
        chosen = choose_hard_negatives(losses, classes, 3.0, 2)
        self.assertEqual(chosen.tolist(), [
            [False, True, True, True, False, False], [False, False, False, False, True, True], [False, False, False, False, False, True]])

    def test_without_wish_or_background_nothing_is_chosen(self) -> None:
        self.assertFalse(choose_hard_negatives(torch.ones(1, 3), torch.zeros(1, 3, dtype=torch.int64), 3.0, 0).any())
        self.assertFalse(choose_hard_negatives(torch.ones(1, 3), torch.ones(1, 3, dtype=torch.int64), 3.0, 4).any())


class DetectionLossTests(unittest.TestCase):
    def test_parts_equal_those_of_plain_loops(self) -> None:
        random = numpy.random.default_rng(4)
        settings = LossSettings(location=0.7, extra=1.3, certain=0.9, negatives_per_positive=2.0, least_negatives=3)
        logits, offsets = random.normal(0, 3, (3, 40, 3)).astype(numpy.float32), random.normal(0, 2, (3, 40, 4)).astype(numpy.float32)
        classes, wanted = random.choice([0, 0, 0, 0, 0, -1, 1, 2], (3, 40)), random.normal(0, 2, (3, 40, 4)).astype(numpy.float32)
        classes[2] = 0
        loss = detection_loss((torch.tensor(logits), torch.tensor(offsets)), torch.tensor(classes), torch.tensor(wanted), settings)
        expected = plain_loss(logits, offsets, classes, wanted, settings)
        for name, value in expected.items():
            self.assertAlmostEqual(float(getattr(loss, name)), value, places=4, msg=name)
        self.assertGreater(expected["extra"], 0.0)

    def test_certain_positives_have_the_extra_weight_and_others_not(self) -> None:
        wanted = torch.tensor([[[2.0, 0.0, 0.0, 0.0]]])
        for logit, extra in ((6.0, 0.0), (8.0, 1.5)):
            loss = detection_loss((torch.tensor([[[0.0, logit]]]), torch.zeros(1, 1, 4)), torch.tensor([[1]]), wanted, LossSettings())
            self.assertAlmostEqual(float(loss.extra), extra, places=5)

    def test_a_batch_without_objects_has_a_finite_loss_and_gradient(self) -> None:
        logits = torch.zeros(2, 30, 2, requires_grad=True)
        loss = detection_loss((logits, torch.zeros(2, 30, 4)), torch.zeros(2, 30, dtype=torch.int64), torch.zeros(2, 30, 4), LossSettings())
        loss.total.backward()
        self.assertAlmostEqual(float(loss.total), 2 * 8 * math.log(2), places=4)
        self.assertTrue(torch.isfinite(logits.grad).all())


def plain_loss(logits: numpy.ndarray, offsets: numpy.ndarray, classes: numpy.ndarray, wanted: numpy.ndarray, settings: LossSettings) -> dict:
    """The loss of design section 8, anchor by anchor."""
    confidence = location = extra = 0.0
    positives = 0
    for picture in range(len(classes)):
        background = []
        here = 0
        for anchor, label in enumerate(classes[picture]):
            values = numpy.exp(logits[picture, anchor].astype(numpy.float64))
            if label == 0:
                background.append(-math.log(values[0] / values.sum()))
            elif label > 0:
                here += 1
                probability = values[label] / values.sum()
                confidence -= math.log(probability)
                distance = numpy.abs(offsets[picture, anchor].astype(numpy.float64) - wanted[picture, anchor])
                smooth = float(numpy.where(distance < 1, 0.5 * distance ** 2, distance - 0.5).sum())
                location += settings.location * smooth
                extra += settings.extra * smooth * (probability > settings.certain)
        confidence += sum(sorted(background, reverse=True)[:max(settings.least_negatives, int(settings.negatives_per_positive * here))])
        positives += here
    count = max(1, positives)
    return {"confidence": confidence / count, "location": location / count, "extra": extra / count, "total": (confidence + location + extra) / count}


if __name__ == "__main__":
    unittest.main()
