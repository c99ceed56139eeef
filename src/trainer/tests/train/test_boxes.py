"""Decoding, overlap and suppression of boxes."""
from __future__ import annotations

import unittest

import numpy

from featureforge_train.boxes import DetectionRule, decode, detect, overlaps, suppress


class BoxTests(unittest.TestCase):
    def test_decode_undoes_the_encoding(self) -> None:
        random = numpy.random.default_rng(1)
        anchors = random.uniform(0.3, 0.6, (50, 4)).astype(numpy.float32)
        center, size = random.uniform(0.4, 0.6, (50, 2)), random.uniform(0.05, 0.3, (50, 2))
        offsets = numpy.concatenate([(center - anchors[:, :2]) / anchors[:, 2:] / 0.1, numpy.log(size / anchors[:, 2:]) / 0.2], axis=1)
        expected = numpy.concatenate([center - size / 2, center + size / 2], axis=1)
        numpy.testing.assert_allclose(decode(offsets.astype(numpy.float32), anchors), expected, atol=1e-5)

    def test_decode_of_absurd_offsets_stays_in_the_picture(self) -> None:
        boxes = decode(numpy.full((1, 4), 1e30, dtype=numpy.float32), numpy.full((1, 4), 0.5, dtype=numpy.float32))
        self.assertTrue(((boxes >= 0) & (boxes <= 1)).all())

    def test_overlaps_of_known_boxes(self) -> None:
        left = numpy.array([[0, 0, 2, 2], [0, 0, 1, 1]], dtype=numpy.float32)
        right = numpy.array([[1, 0, 3, 2], [0, 0, 1, 1], [5, 5, 6, 6]], dtype=numpy.float32)
        numpy.testing.assert_allclose(overlaps(left, right), [[1 / 3, 0.25, 0], [0, 1, 0]], atol=1e-6)

    def test_suppress_keeps_the_best_of_a_heap(self) -> None:
        boxes = numpy.array([[0, 0, 1, 1], [0, 0, 1, 0.9], [0.5, 0.5, 1, 1], [0, 0, 0.9, 1]], dtype=numpy.float32)
        self.assertEqual(suppress(boxes, 0.5), [0, 2])

    def test_detect_gives_the_best_first_and_leaves_out_the_weak(self) -> None:
        anchors = numpy.array([[0.2, 0.2, 0.2, 0.2], [0.8, 0.8, 0.2, 0.2], [0.5, 0.5, 0.1, 0.1]], dtype=numpy.float32)
        probabilities = numpy.array([[0.4, 0.6, 0.0], [0.1, 0.0, 0.9], [0.99, 0.01, 0.0]], dtype=numpy.float32)
        found = detect(probabilities, numpy.zeros((3, 4), dtype=numpy.float32), anchors, DetectionRule(score=0.05))
        self.assertEqual(found.classes.tolist(), [2, 1])
        numpy.testing.assert_allclose(found.boxes, [[0.7, 0.7, 0.9, 0.9], [0.1, 0.1, 0.3, 0.3]], atol=1e-6)


if __name__ == "__main__":
    unittest.main()
