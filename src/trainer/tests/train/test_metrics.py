"""Metrics against counting by hand and by brute force."""
from __future__ import annotations

import unittest

import numpy

from featureforge_train.boxes import Detections
from featureforge_train.metrics.average_precision import Truth, class_precision, mean_average_precision
from featureforge_train.metrics.classification import accuracy_at, area_under_curve, best_threshold

LEFT, RIGHT = [0.0, 0.0, 0.4, 0.4], [0.6, 0.6, 1.0, 1.0]


def truth(boxes: list, classes: list) -> Truth:
    return Truth(numpy.array(boxes, dtype=numpy.float32).reshape(-1, 4), numpy.array(classes, dtype=numpy.int64))


def found(boxes: list, scores: list) -> Detections:
    return Detections(numpy.array(boxes, dtype=numpy.float32).reshape(-1, 4), numpy.array(scores, dtype=numpy.float32), numpy.ones(len(scores), dtype=numpy.int64))


class ClassificationTests(unittest.TestCase):
    def test_area_under_curve_counts_pairs(self) -> None:
        random = numpy.random.default_rng(2)
        scores, positive = random.integers(0, 8, 60) / 8.0, random.random(60) < 0.4
        pairs = [(a > b) + 0.5 * (a == b) for a in scores[positive] for b in scores[~positive]]
        self.assertAlmostEqual(area_under_curve(scores, positive), float(numpy.mean(pairs)))

    def test_area_under_curve_without_positives_is_no_number(self) -> None:
        self.assertNotEqual(*[area_under_curve(numpy.array([0.1]), numpy.array([False]))] * 2)

    def test_best_threshold_is_as_good_as_any(self) -> None:
        random = numpy.random.default_rng(3)
        for size in (1, 2, 30):
            scores, positive = (random.integers(0, 6, size) / 6.0).astype(numpy.float32), random.random(size) < 0.5
            best = max(accuracy_at(scores, positive, threshold) for threshold in numpy.linspace(-0.1, 1.1, 200))
            self.assertAlmostEqual(accuracy_at(scores, positive, best_threshold(scores, positive)), best)


class AveragePrecisionTests(unittest.TestCase):
    def test_all_found_in_the_right_order_is_one(self) -> None:
        value = class_precision([truth([LEFT, RIGHT], [1, 1])], [found([LEFT, RIGHT, [0.4, 0.0, 0.6, 0.2]], [0.9, 0.8, 0.1])], 1)
        self.assertEqual((value.average_precision, value.objects, value.f1), (1.0, 2, 1.0))
        self.assertAlmostEqual(value.threshold, 0.8, places=6)

    def test_a_wrong_one_between_costs_precision(self) -> None:
        # Right, wrong, right: precision 1 up to recall 1/2, then 2/3.
        value = class_precision([truth([LEFT, RIGHT], [1, 1])], [found([LEFT, [0.4, 0.0, 0.6, 0.2], RIGHT], [0.9, 0.8, 0.7])], 1)
        self.assertAlmostEqual(value.average_precision, 0.5 + 0.5 * 2 / 3)

    def test_a_box_found_twice_counts_once(self) -> None:
        value = class_precision([truth([LEFT, RIGHT], [1, 1])], [found([LEFT, LEFT, RIGHT], [0.9, 0.8, 0.7])], 1)
        self.assertAlmostEqual(value.average_precision, 0.5 + 0.5 * 2 / 3)

    def test_detections_of_ignored_boxes_are_neither_right_nor_wrong(self) -> None:
        value = class_precision([truth([LEFT, RIGHT], [-1, 1])], [found([LEFT, RIGHT], [0.9, 0.7])], 1)
        self.assertEqual((value.average_precision, value.objects), (1.0, 1))

    def test_order_is_over_all_pictures(self) -> None:
        truths = [truth([LEFT], [1]), truth([], [])]
        value = class_precision(truths, [found([LEFT], [0.5]), found([RIGHT], [0.6])], 1)
        self.assertAlmostEqual(value.average_precision, 0.5)

    def test_classes_without_objects_do_not_count_in_the_mean(self) -> None:
        self.assertEqual(mean_average_precision([truth([LEFT], [1])], [found([LEFT], [0.5])], 2), 1.0)
        self.assertEqual(mean_average_precision([truth([LEFT], [1])], [found([], [])], 1), 0.0)


if __name__ == "__main__":
    unittest.main()
