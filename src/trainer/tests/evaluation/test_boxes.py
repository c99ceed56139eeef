"""Boxes: against the formulas written out, against counted cells, against torchvision."""
import math
import unittest

import numpy as np

from featureforge_eval.boxes import decode_offsets, overlaps, short_sides, suppress

from . import support


def random_boxes(random, count):
    corner = random.random((count, 2)) * 0.8
    return np.concatenate([corner, corner + random.random((count, 2)) * 0.4 + 0.01], axis=1).astype(np.float32)


def greedy(boxes, scores, threshold):
    """Suppression as its definition reads: take the best left, drop what overlaps it too much."""
    left = sorted(range(len(boxes)), key=lambda number: (-scores[number], number))
    kept = []
    while left:
        best = left.pop(0)
        kept.append(best)
        left = [other for other in left if overlaps(boxes[best:best + 1], boxes[other:other + 1])[0, 0] <= np.float32(threshold)]
    return kept


class BoxTests(unittest.TestCase):
    def test_decode_follows_the_formula(self):
        random = np.random.default_rng(1)
        anchors = np.concatenate([random.random((20, 2)), random.random((20, 2)) * 0.5 + 0.05], axis=1).astype(np.float32)
        offsets = random.normal(0, 2, (3, 20, 4)).astype(np.float32)
        boxes = decode_offsets(offsets, anchors)
        for photo in range(3):
            for number, (cx, cy, width, height) in enumerate(anchors.tolist()):
                tx, ty, tw, th = offsets[photo, number].tolist()
                x, y, w, h = cx + tx * 0.1 * width, cy + ty * 0.1 * height, width * math.exp(0.2 * tw), height * math.exp(0.2 * th)
                wanted = [min(max(value, 0), 1) for value in (x - w / 2, y - h / 2, x + w / 2, y + h / 2)]
                np.testing.assert_allclose(boxes[photo, number], wanted, atol=2e-6)

    def test_decode_of_wild_offsets_stays_in_the_picture(self):
        boxes = decode_offsets(np.full((1, 16, 4), 1e30, np.float32), support.anchors())
        self.assertTrue(np.isfinite(boxes).all() and (boxes >= 0).all() and (boxes <= 1).all())

    def test_overlaps_equal_counted_cells(self):
        random = np.random.default_rng(2)
        boxes = np.sort(random.integers(0, 12, (30, 2, 2)), axis=1).reshape(30, 4).astype(np.float32)
        cells = np.zeros((30, 12, 12), bool)
        for number, (x0, y0, x1, y1) in enumerate(boxes.astype(int)):
            cells[number, y0:y1, x0:x1] = True
        for first in range(30):
            for second in range(30):
                together = (cells[first] | cells[second]).sum()
                wanted = (cells[first] & cells[second]).sum() / together if together else 0
                self.assertAlmostEqual(float(overlaps(boxes[first:first + 1], boxes[second:second + 1])[0, 0]), wanted, places=6)

    def test_suppress_equals_its_definition_with_equal_scores(self):
        random = np.random.default_rng(3)
        for count in (0, 1, 2, 40):
            boxes, scores = random_boxes(random, count), random.integers(0, 4, count).astype(np.float32)
            for threshold in (0.0, 0.3, 0.45, 1.0):
                self.assertEqual(suppress(boxes, scores, threshold).tolist(), greedy(boxes, scores, threshold))
                self.assertEqual(suppress(boxes, scores, threshold, 3).tolist(), greedy(boxes, scores, threshold)[:3])

    @support.needs("torchvision", "python3-torchvision")
    def test_suppress_equals_torchvision(self):
        import torch
        from torchvision.ops import nms

        random = np.random.default_rng(4)
        for _ in range(60):
            boxes, scores = random_boxes(random, 80), random.permutation(80).astype(np.float32) / 80
            threshold = float(random.random())
            self.assertEqual(suppress(boxes, scores, threshold).tolist(), nms(torch.from_numpy(boxes), torch.from_numpy(scores), threshold).tolist())

    def test_short_sides_are_in_pixels_of_each_direction(self):
        np.testing.assert_allclose(short_sides(np.array([[0, 0, 0.5, 0.1], [0, 0, 0.1, 0.5]], np.float32), 200, 100), [10, 20])


if __name__ == "__main__":
    unittest.main()
