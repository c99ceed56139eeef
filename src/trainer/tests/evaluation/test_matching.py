"""Matching and average precision: against a second implementation in plain words, in exact fractions, and against pycocotools."""
import contextlib
import dataclasses
import io
import unittest
from fractions import Fraction

import numpy as np

from featureforge_eval import precision
from featureforge_eval.boxes import overlaps
from featureforge_eval.matching import IOU_THRESHOLDS, ClassBoxes, assign, collect

from . import support
from .test_boxes import random_boxes

NO_RANGE = 1e9


def plain_assign(overlap, ignored, threshold):
    """COCO's rule, one detection and one object at a time."""
    free, taken = set(range(overlap.shape[1])), []
    for row in overlap.tolist():
        best = -1
        for wanted in (False, True):
            choices = [number for number in sorted(free) if bool(ignored[number]) == wanted and row[number] >= min(threshold, 1 - 1e-10)]
            if choices and best < 0:
                most = max(row[number] for number in choices)
                best = max(number for number in choices if row[number] == most)
        free.discard(best)
        taken.append(best)
    return taken


def exact_precision(ranked, objects):
    """AP from (hit or not) in order, in fractions: 101-point and all-point."""
    points, hits = [], 0
    for place, hit in enumerate(ranked):
        hits += hit
        points.append((Fraction(hits, objects), Fraction(hits, place + 1)))
    at = [max([share for recall, share in points if recall >= Fraction(step, 100)], default=Fraction(0)) for step in range(101)]
    levels = [Fraction(step, objects) for step in range(1, objects + 1)]
    every = [max([share for recall, share in points if recall >= level], default=Fraction(0)) for level in levels]
    return float(sum(at) / 101), float(sum(every) / objects)


def random_set(random, photos, minimum=0.0):
    """Samples with truth and detections near it; objects and detections with a side below `minimum` are ignored or out of range."""
    samples = []
    for _ in range(photos):
        objects = random_boxes(random, int(random.integers(0, 5)))
        near = objects + random.normal(0, 0.03, objects.shape).astype(np.float32)
        found = np.concatenate([near, random_boxes(random, int(random.integers(0, 6)))])
        found = np.concatenate([np.minimum(found[:, :2], found[:, 2:] - 0.005), found[:, 2:]], axis=1).astype(np.float32)
        side = [np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) for boxes in (objects, found)]
        samples.append(ClassBoxes(found, (random.integers(1, 200, len(found)) / 200).astype(np.float32), objects, side[0] < minimum, side[1] < minimum))
    return samples


class MatchingTests(unittest.TestCase):
    def test_assign_equals_the_rule_in_plain_words(self):
        random = np.random.default_rng(1)
        for _ in range(150):
            overlap = random.integers(0, 5, (int(random.integers(0, 8)), int(random.integers(0, 6)))) / 4
            ignored = random.random(overlap.shape[1]) < 0.4
            for row, threshold in enumerate((0.5, 0.75, 1.0)):
                self.assertEqual(assign(overlap, ignored, (0.5, 0.75, 1.0))[row].tolist(), plain_assign(overlap, ignored, threshold))

    def test_each_object_is_found_once_by_the_surest_detection(self):
        box = np.array([[0, 0, 0.5, 0.5]], np.float32)
        outcomes = collect([ClassBoxes(np.repeat(box, 3, 0), np.array([0.2, 0.9, 0.5], np.float32), box, np.array([False]), np.zeros(3, bool))], (0.5,))
        self.assertEqual(outcomes.hit[0].tolist(), [True, False, False])
        np.testing.assert_allclose(outcomes.scores, [0.9, 0.5, 0.2], atol=1e-6)

    def test_ignored_objects_are_neither_hit_nor_miss(self):
        small, large = [0, 0, 0.1, 0.1], [0.5, 0.5, 0.9, 0.9]
        boxes = np.array([small, large, [0.2, 0.2, 0.25, 0.25]], np.float32)
        outcomes = collect([ClassBoxes(boxes, np.array([0.9, 0.8, 0.7], np.float32), boxes[:2], np.array([True, False]), np.array([True, False, True]))], (0.5,))
        self.assertEqual(outcomes.hit[0].tolist(), [False, True, False])
        self.assertEqual(outcomes.ignored[0].tolist(), [True, False, True])
        self.assertEqual(precision.average_precisions(outcomes).tolist(), [1.0])

    def test_average_precision_is_exact(self):
        random = np.random.default_rng(2)
        for _ in range(40):
            samples = random_set(random, 6)
            outcomes = collect(samples, (0.5,))
            objects = int(outcomes.objects.sum())
            curve = precision.precision_recall(outcomes)
            if objects == 0:
                self.assertTrue(np.isnan(precision.average_precisions(outcomes)).all())
                continue
            wanted = exact_precision(outcomes.hit[0].tolist(), objects)
            self.assertAlmostEqual(precision.average_precisions(outcomes)[0], wanted[0], places=12)
            self.assertAlmostEqual(precision.average_precision_all(curve), wanted[1], places=12)

    def test_no_detection_is_zero_and_no_object_is_unknown(self):
        box, none = np.array([[0, 0, 1, 1]], np.float32), np.zeros((0, 4), np.float32)
        empty = ClassBoxes(none, np.zeros(0, np.float32), box, np.array([False]), np.zeros(0, bool))
        self.assertEqual(precision.average_precisions(collect([empty])).tolist(), [0.0] * 10)
        alone = ClassBoxes(box, np.ones(1, np.float32), none, np.zeros(0, bool), np.zeros(1, bool))
        self.assertTrue(np.isnan(precision.average_precisions(collect([alone]))).all())

    def test_weights_equal_repeated_samples(self):
        random = np.random.default_rng(3)
        # Of equal scores the order decides, and repeated samples have another; so every score is its own.
        samples = [dataclasses.replace(sample, scores=random.random(len(sample.scores)).astype(np.float32)) for sample in random_set(random, 8, 0.1)]
        weights = np.array([0, 1, 2, 3, 1, 0, 2, 1])
        repeated = [sample for sample, times in zip(samples, weights) for _ in range(times)]
        np.testing.assert_allclose(precision.average_precisions(collect(samples), weights.astype(float)), precision.average_precisions(collect(repeated)), atol=1e-12)

    def test_operating_point_equals_a_search_over_every_threshold(self):
        random = np.random.default_rng(4)
        for _ in range(30):
            outcomes = collect(random_set(random, 6), (0.5,))
            if not outcomes.objects.sum():
                continue
            best = None
            for threshold in sorted(set(outcomes.scores.tolist())):
                kept = outcomes.scores >= threshold
                hits, every = int((outcomes.hit[0] & kept).sum()), int(kept.sum())
                if hits and hits / every >= 0.7:
                    best = max(best or 0.0, hits / outcomes.objects.sum())
            point = precision.recall_at_precision(precision.precision_recall(outcomes), 0.7, 6)
            self.assertEqual(point["recall"], best)
            if best is not None:
                kept = outcomes.scores >= point["threshold"]
                self.assertEqual((outcomes.hit[0] & kept).sum() / kept.sum(), point["precision"])
                self.assertAlmostEqual(point["falsePositivesPerPhoto"], (~outcomes.hit[0] & kept).sum() / 6)


@support.needs("pycocotools", "python3-pycocotools or the package pycocotools")
class CocoTests(unittest.TestCase):
    """COCO's own code on the same boxes; ignored by area there, by side here, so squares make them the same."""

    def test_average_precision_equals_pycocotools(self):
        from pycocotools.coco import COCO
        from pycocotools.cocoeval import COCOeval

        for seed, minimum in ((5, 0.0), (6, 0.2)):
            samples = random_set(np.random.default_rng(seed), 30, minimum)
            truth, found = self._documents(samples)
            with contextlib.redirect_stdout(io.StringIO()):
                coco = COCO()
                coco.dataset = truth
                coco.createIndex()
                results = coco.loadRes(found)
                for entry in results.dataset["annotations"]:
                    entry["area"] = min(entry["bbox"][2:]) ** 2
                evaluation = COCOeval(coco, results, "bbox")
                evaluation.params.areaRng, evaluation.params.areaRngLbl = [[minimum ** 2, NO_RANGE]], ["all"]
                evaluation.evaluate()
                evaluation.accumulate()
            table = evaluation.eval["precision"][:, :, 0, 0, -1]
            np.testing.assert_allclose(precision.average_precisions(collect(samples, IOU_THRESHOLDS)), table.mean(axis=1), atol=1e-6)

    def _documents(self, samples):
        images = [{"id": number + 1} for number in range(len(samples))]
        annotations, found = [], []
        for number, sample in enumerate(samples):
            for box in sample.objects.astype(np.float64):
                sides = box[2:] - box[:2]
                annotations.append({"id": len(annotations) + 1, "image_id": number + 1, "category_id": 1, "iscrowd": 0, "bbox": [*box[:2], *sides], "area": min(sides) ** 2})
            for box, score in zip(sample.detections.astype(np.float64), sample.scores):
                found.append({"image_id": number + 1, "category_id": 1, "bbox": [*box[:2], *(box[2:] - box[:2])], "score": float(score)})
        return {"images": images, "annotations": annotations, "categories": [{"id": 1}], "info": {}}, found


class OverlapTests(unittest.TestCase):
    def test_thresholds_are_cocos(self):
        self.assertEqual(IOU_THRESHOLDS.tolist(), [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95])
        self.assertEqual(overlaps(np.zeros((0, 4)), np.zeros((3, 4))).shape, (0, 3))


if __name__ == "__main__":
    unittest.main()
