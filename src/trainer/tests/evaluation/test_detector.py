"""Figures of detectors, by scenes small enough to count by hand."""
import math
import unittest

import numpy as np

from featureforge_eval import detector_metrics, worst
from featureforge_eval.detection import IGNORED, choose, strongest
from featureforge_eval.settings import DetectionSettings, Settings, SizeSettings

from .support import detected

LEFT, RIGHT, SMALL = (0, 0, 40, 40), (50, 50, 90, 90), (60, 10, 70, 20)


def settings(**changes):
    return Settings(draws=0, **changes)


def headline(figures):
    return {row["name"]: row["value"] for row in figures.document["headline"]}


class DetectorFigureTests(unittest.TestCase):
    def test_all_found_without_mistakes_is_one(self):
        figures = detector_metrics.figures([detected(0, [(LEFT, 0.9)], [LEFT]), detected(1, [(RIGHT, 0.8)], [RIGHT])], ["face"], settings())
        self.assertEqual(set(headline(figures).values()), {1.0})

    def test_counted_by_hand(self):
        # By falling score: hit, miss, hit; a third object is never found. Precision 1, 1/2, 2/3 at recall 1/3, 1/3, 2/3.
        samples = [detected(0, [(LEFT, 0.9), (SMALL, 0.8)], [LEFT]), detected(1, [(RIGHT, 0.7)], [RIGHT, LEFT])]
        figures = detector_metrics.figures(samples, ["face"], settings(precisions=(0.6, 0.9)))
        values = headline(figures)
        self.assertAlmostEqual(values["AP at IoU 0.5"], (34 * 1 + 33 * 2 / 3) / 101)
        self.assertAlmostEqual(values["AP at IoU 0.5, all-point"], 1 / 3 + 1 / 3 * 2 / 3)
        self.assertAlmostEqual(values["recall at 60 % precision"], 2 / 3)
        self.assertAlmostEqual(values["recall at 90 % precision"], 1 / 3)
        self.assertAlmostEqual(figures.document["operatingPoints"][0]["threshold"], 0.7, places=6)
        self.assertAlmostEqual(figures.document["operatingPoints"][0]["falsePositivesPerPhoto"], 0.5)

    def test_small_objects_are_ignored_below_the_minimum(self):
        samples = [detected(0, [(LEFT, 0.9), (SMALL, 0.95)], [LEFT, SMALL])]
        whole = detector_metrics.figures(samples, ["face"], settings())
        large = detector_metrics.figures(samples, ["face"], settings(size=SizeSettings(minimum=24)))
        self.assertEqual((whole.document["objects"], whole.document["objectsIgnored"]), (2, 0))
        self.assertEqual((large.document["objects"], large.document["objectsIgnored"]), (1, 1))
        self.assertEqual(headline(large)["AP at IoU 0.5"], 1.0)

    def test_sizes_count_their_own_objects_only(self):
        samples = [detected(0, [(LEFT, 0.9)], [LEFT, SMALL])]
        groups = {group["name"]: group for group in detector_metrics.figures(samples, ["face"], settings(size=SizeSettings(edges=(24.0,)))).document["perSize"]}
        self.assertEqual(groups["0..24 px"]["averagePrecision50"], 0.0)
        self.assertEqual(groups["24 px and more"]["averagePrecision50"], 1.0)

    def test_light_levels_are_apart(self):
        samples = [detected(0, [], [LEFT], backlit=True), detected(1, [(RIGHT, 0.5)], [RIGHT])]
        groups = {group["name"]: group for group in detector_metrics.figures(samples, ["face"], settings()).document["perLight"]}
        self.assertEqual((groups["backlit"]["averagePrecision50"], groups["backlit"]["samples"]), (0.0, 1))
        self.assertEqual((groups["not backlit"]["averagePrecision50"], groups["not backlit"]["objects"]), (1.0, 1))

    def test_classes_are_averaged_and_ignored_labels_do_not_count(self):
        samples = [detected(0, [(LEFT, 0.9, 0), (RIGHT, 0.9, 0)], [(LEFT, 0), (SMALL, 1), (RIGHT, IGNORED)])]
        figures = detector_metrics.figures(samples, ["cat", "dog"], settings())
        self.assertEqual([group["averagePrecision50"] for group in figures.document["perClass"]], [1.0, 0.0])
        self.assertEqual(headline(figures)["AP at IoU 0.5"], 0.5)
        self.assertEqual(figures.document["objectsIgnored"], 1)

    def test_photos_are_ranked_by_their_best_detection(self):
        samples = [detected(0, [(LEFT, 0.9)], [LEFT]), detected(1, [(LEFT, 0.95)], []), detected(2, [(LEFT, 0.1)], []), detected(3, [], [LEFT])]
        # Pairs of a photo with and one without: 0.9 against 0.95 and 0.1, nothing against 0.95 and 0.1: one of four is right.
        self.assertAlmostEqual(detector_metrics.figures(samples, ["face"], settings()).document["photoAreaUnderRoc"], 0.25)

    def test_nothing_found_is_zero_and_interval_holds_the_value(self):
        samples = [detected(number, [(LEFT, 0.5 + number / 100)] if number % 3 else [(RIGHT, 0.7)], [LEFT]) for number in range(20)]
        figures = detector_metrics.figures(samples, ["face"], Settings(draws=60))
        row = figures.document["headline"][0]
        self.assertTrue(row["low"] <= row["value"] <= row["high"] and row["low"] < row["high"])
        nothing = detector_metrics.figures([detected(0, [], [LEFT])], ["face"], settings())
        self.assertEqual(headline(nothing)["AP at IoU 0.5:0.95"], 0.0)
        self.assertTrue(math.isnan(headline(detector_metrics.figures([detected(0, [], [])], ["face"], settings()))["AP at IoU 0.5"]))


class ChoiceTests(unittest.TestCase):
    def test_the_strongest_are_those_of_a_whole_sort_with_equal_scores_too(self):
        random = np.random.default_rng(5)
        for count in (0, 1, 7, 500):
            scores = random.integers(0, 20, count).astype(np.float32) / 20
            for most in (1, 7, 100, 500):
                self.assertEqual(strongest(scores, most).tolist(), np.argsort(-scores, kind="stable")[:most].tolist())

    def test_detections_are_limited_and_in_order(self):
        boxes = np.array([[0, 0, 0.5, 0.5], [0.01, 0, 0.5, 0.5], [0.5, 0.5, 1, 1], [0, 0.5, 0.5, 1]], np.float32)
        answers = np.array([[0.1, 0.9, 0.0], [0.2, 0.8, 0.0], [0.4, 0.0, 0.6], [0.995, 0.005, 0.0]], np.float32)
        found = choose(answers, boxes.__getitem__, DetectionSettings(detections=5))
        self.assertEqual(found.classes.tolist(), [0, 1])
        np.testing.assert_allclose(found.scores, [0.9, 0.6])
        self.assertEqual(choose(answers, boxes.__getitem__, DetectionSettings(detections=1)).scores.tolist(), found.scores[:1].tolist())


class WorstTests(unittest.TestCase):
    def test_the_most_mistakes_come_first_and_the_sure_ones_before_the_unsure(self):
        samples = [detected(0, [(LEFT, 0.9)], [LEFT]), detected(1, [(RIGHT, 0.6)], [LEFT]), detected(2, [(SMALL, 0.7)], []), detected(3, [(SMALL, 0.8)], []),
                   detected(4, [(SMALL, 0.2)], [])]
        shown = worst.worst_detections(samples, ["face"], 0, 0.5, 3)
        self.assertEqual([sample.number for sample in shown], [1, 3, 2])
        self.assertEqual([mark.fate for mark in shown[0].marks], [worst.MISSED, worst.WRONG])
        self.assertEqual(shown[0].title, "1 missed, 1 wrong")


if __name__ == "__main__":
    unittest.main()
