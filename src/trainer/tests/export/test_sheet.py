"""Labels of a contact sheet cover neither each other nor, where there is room, other boxes."""
import unittest

import numpy as np

from featureforge_export import sheet


class Pen:
    """Keeps what is drawn. filled: rectangles. texts: what was written."""

    def __init__(self):
        self.filled, self.texts = [], []

    def rectangle(self, edges, fill):
        self.filled.append(edges)

    def text(self, place, text, fill):
        self.texts.append(text)


class LabelTests(unittest.TestCase):
    def labelled(self, boxes, scores):
        pen = Pen()
        styles = [(f"face {score:.2f}", (1, 2, 3)) for score in scores]
        sheet._draw_labels(pen, np.array(boxes, np.float64).reshape(-1, 4), styles, (6, 6))
        for number, one in enumerate(pen.filled):
            self.assertTrue(6 <= one[0] and one[2] < 6 + sheet.CELL[0] and 6 <= one[1] and one[3] < 6 + sheet.CELL[1], one)
            for other in pen.filled[:number]:
                self.assertTrue(one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1], f"{one} covers {other}")
        return pen

    def test_no_label_covers_another_and_the_surest_are_kept(self):
        random = np.random.default_rng(1)
        corners = random.uniform(6, 200, (60, 2))
        boxes = np.concatenate([corners, corners + random.uniform(5, 60, (60, 2))], axis=1)
        scores = np.round(random.uniform(0.1, 0.99, 60), 2)
        pen = self.labelled(boxes, scores)
        self.assertGreater(len(pen.texts), 20)
        self.assertEqual(pen.texts[0], f"face {scores.max():.2f}")
        same = self.labelled([[50, 50, 90, 90]] * 40, scores[:40])
        self.assertTrue(1 < len(same.texts) < 40)

    def test_a_label_keeps_off_other_boxes_where_it_can(self):
        pen = self.labelled([[60, 60, 160, 160], [60, 40, 160, 62]], [0.9, 0.8])
        self.assertGreater(pen.filled[0][1], 155, "below its box, as another box is above it")

    def test_labels_of_boxes_at_and_beyond_the_edges_stay_within_the_cell(self):
        for box in ([0, 0, 330, 270], [-50, -50, 2, 2], [320, 255, 500, 400]):
            self.assertEqual(len(self.labelled([box], [0.9]).texts), 1)
        self.assertEqual(self.labelled([], []).texts, [])


if __name__ == "__main__":
    unittest.main()
