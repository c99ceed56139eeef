"""Figures of classifiers, by answers few enough to count by hand."""
import unittest

import numpy as np

from featureforge_eval import classifier_metrics, worst
from featureforge_eval.classification import ClassifiedSample
from featureforge_eval.settings import Settings

NAMES = ["neutral", "smiling"]


def answered(number, score, truth, backlit=False):
    return ClassifiedSample(number, f"{number}", f"{number}.jpg", np.array([1 - score, score]), truth, backlit, 1.0)


SAMPLES = [answered(0, 0.9, 1), answered(1, 0.8, 0), answered(2, 0.7, 1, True), answered(3, 0.3, 0), answered(4, 0.2, 0, True), answered(5, 0.1, 0)]


class ClassifierFigureTests(unittest.TestCase):
    def test_counted_by_hand(self):
        figures = classifier_metrics.figures(SAMPLES, NAMES, classifier_metrics.Threshold(0.5, "given"), Settings(draws=0))
        values = {row["name"]: row["value"] for row in figures.document["headline"]}
        self.assertAlmostEqual(values["area under ROC"], 7 / 8)
        self.assertAlmostEqual(values["average precision"], 0.5 * 1 + 0.5 * 2 / 3)
        self.assertAlmostEqual(values["accuracy"], 5 / 6)
        self.assertAlmostEqual(values["recall at 70 % precision"], 0.5)
        self.assertEqual(figures.document["confusion"]["truthByAnswer"], [[3, 1], [0, 2]])
        light = {group["name"]: group for group in figures.document["perLight"]}
        self.assertEqual((light["backlit"]["areaUnderRoc"], light["backlit"]["accuracy"], light["backlit"]["samples"]), (1.0, 1.0, 2))
        self.assertEqual((figures.document["positives"], figures.document["negatives"]), (2, 4))

    def test_the_other_class_can_be_the_positive_one(self):
        figures = classifier_metrics.figures(SAMPLES, NAMES, classifier_metrics.Threshold(0.5, "given"), Settings(draws=0, positive="neutral"))
        self.assertAlmostEqual(figures.document["headline"][0]["value"], 7 / 8)
        self.assertEqual(figures.document["confusion"]["truthByAnswer"], [[3, 1], [0, 2]])

    def test_the_threshold_is_that_of_the_validation_split(self):
        chosen = classifier_metrics.choose_threshold([answered(0, 0.9, 1), answered(1, 0.8, 1), answered(2, 0.7, 0)], 1, "validation")
        self.assertAlmostEqual(chosen.value, 0.75)
        self.assertIn("validation", chosen.source)
        self.assertEqual(classifier_metrics.choose_threshold([answered(0, 0.9, 1)], 1, "validation").value, 0.5)
        self.assertEqual(classifier_metrics.choose_threshold([], 1, "validation", 0.31).value, 0.31)

    def test_more_than_two_classes_take_the_most_probable(self):
        samples = [ClassifiedSample(number, f"{number}", f"{number}", np.array(row), truth, False, 1.0)
                   for number, (row, truth) in enumerate([((0.5, 0.3, 0.2), 0), ((0.2, 0.3, 0.5), 1), ((0.1, 0.2, 0.7), 2)])]
        figures = classifier_metrics.figures(samples, ["a", "b", "c"], classifier_metrics.Threshold(0.9, "given"), Settings(draws=0))
        self.assertEqual(figures.document["confusion"]["truthByAnswer"], [[1, 0, 0], [0, 0, 1], [0, 0, 1]])
        self.assertEqual(len(figures.document["perClass"]), 3)

    def test_worst_answers_are_the_surest_wrong_ones(self):
        shown = worst.worst_classifications([*SAMPLES, answered(6, 0.05, 1)], NAMES, None, 0.5, 5)
        self.assertEqual([sample.number for sample in shown], [6, 1])
        self.assertIn("smiling, taken for neutral", shown[0].title)


if __name__ == "__main__":
    unittest.main()
