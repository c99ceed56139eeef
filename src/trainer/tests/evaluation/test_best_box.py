"""IoU of the most confident box: by scenes counted by hand, and against a second implementation in exact fractions."""
import math
import unittest
from fractions import Fraction

import numpy as np

from featureforge_eval import detector_metrics
from featureforge_eval.best_box import most_confident_overlaps
from featureforge_eval.detection import IGNORED
from featureforge_eval.settings import Settings, SizeSettings

from .support import detected
from .test_matching import plain_assign, random_set

NAME = "IoU of the most confident box"
LEFT, HALF_OF_LEFT, RIGHT, SMALL = (0, 0, 40, 40), (0, 0, 40, 20), (50, 50, 90, 90), (60, 10, 70, 20)


def value(samples, classes=("face",), **changes):
    figures = detector_metrics.figures(samples, classes, Settings(draws=0, **changes))
    return next(row["value"] for row in figures.document["headline"] if row["name"] == NAME)


def exact_overlap(first, second):
    """IoU of two boxes in fractions."""
    first, second = ([Fraction(float(edge)) for edge in box] for box in (first, second))
    width, height = (min(first[axis + 2], second[axis + 2]) - max(first[axis], second[axis]) for axis in (0, 1))
    shared = max(width, Fraction(0)) * max(height, Fraction(0))
    area = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (first, second))
    return shared / (area - shared)


def plain_best(boxes):
    """The rule in plain words for one class; None where no object counts."""
    if all(boxes.ignored_objects):
        return None
    order = sorted(range(len(boxes.scores)), key=lambda place: (-boxes.scores[place], place))
    table = [[exact_overlap(boxes.detections[place], box) for box in boxes.objects] for place in order]
    taken = plain_assign(np.array(table, np.float64).reshape(len(order), len(boxes.objects)), boxes.ignored_objects, 0.5)
    for place, row, took in zip(order, table, taken):
        ignored = boxes.ignored_objects[took] if took >= 0 else boxes.out_of_range[place]
        if not ignored:
            return max(overlap for overlap, skipped in zip(row, boxes.ignored_objects) if not skipped)
    return Fraction(0)


class BestBoxTests(unittest.TestCase):
    def test_only_the_most_confident_box_of_a_photo_counts(self):
        self.assertAlmostEqual(value([detected(0, [(HALF_OF_LEFT, 0.9), (LEFT, 0.8)], [LEFT])]), 0.5)
        self.assertAlmostEqual(value([detected(0, [(HALF_OF_LEFT, 0.8), (LEFT, 0.9)], [LEFT])]), 1.0)

    def test_mean_over_photos_with_an_object(self):
        samples = [detected(0, [(LEFT, 0.9)], [LEFT, RIGHT]), detected(1, [(HALF_OF_LEFT, 0.3)], [LEFT]), detected(2, [], [LEFT]), detected(3, [(LEFT, 0.9)], [])]
        self.assertAlmostEqual(value(samples), (1 + 0.5 + 0) / 3)
        self.assertTrue(math.isnan(value([detected(0, [(LEFT, 0.9)], [])])))

    def test_a_box_beside_every_object_is_zero(self):
        self.assertEqual(value([detected(0, [(RIGHT, 0.9), (LEFT, 0.8)], [LEFT])]), 0.0)

    def test_what_is_ignored_is_passed_over(self):
        small = SizeSettings(minimum=24)
        self.assertAlmostEqual(value([detected(0, [(SMALL, 0.95), (HALF_OF_LEFT, 0.9)], [LEFT, SMALL])], size=small), 0.5)
        self.assertAlmostEqual(value([detected(0, [(RIGHT, 0.95), (HALF_OF_LEFT, 0.9)], [(LEFT, 0), (RIGHT, IGNORED)])]), 0.5)
        self.assertTrue(math.isnan(value([detected(0, [(SMALL, 0.95)], [SMALL])], size=small)))

    def test_a_box_is_held_against_its_own_class(self):
        self.assertEqual(value([detected(0, [(LEFT, 0.9, 1), (LEFT, 0.8, 0)], [(LEFT, 0)])], ("cat", "dog")), 0.0)
        self.assertEqual(value([detected(0, [(LEFT, 0.8, 1), (LEFT, 0.9, 0)], [(LEFT, 0)])], ("cat", "dog")), 1.0)

    def test_equal_to_a_second_implementation_in_fractions(self):
        random = np.random.default_rng(11)
        photos = random_set(random, 300, 0.05)
        expected = [plain_best(boxes) for boxes in photos]
        found = most_confident_overlaps([[boxes] for boxes in photos])
        self.assertTrue(any(overlap is None for overlap in expected) and sum(overlap is not None and 0 < overlap < 1 for overlap in expected) > 100)
        for wanted, given in zip(expected, found):
            self.assertTrue(math.isnan(given) if wanted is None else abs(float(wanted) - given) < 1e-12)


if __name__ == "__main__":
    unittest.main()
