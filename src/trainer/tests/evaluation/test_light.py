"""Light levels and sizes."""
import os

import numpy as np

from featureforge_eval import errors
from featureforge_eval.light import is_backlit, light_ratio, luma
from featureforge_eval.samples import Sample
from featureforge_eval.sizes import ORIGINAL, STORED, SideMeasure, size_ranges

from . import support


def picture(inside, outside):
    levels = np.full((40, 60, 3), outside, np.uint8)
    levels[10:30, 15:45] = inside
    return levels


class LightTests(support.unittest.TestCase):
    def test_luma_is_that_of_the_standard(self):
        np.testing.assert_allclose(luma(np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [9, 9, 9]]], np.uint8)), [[76.245, 149.685, 29.07, 9]])

    def test_ratio_is_of_inside_to_outside(self):
        box = np.array([[15 / 60, 10 / 40, 45 / 60, 30 / 40]], np.float32)
        self.assertAlmostEqual(light_ratio(picture(50, 200), box), 0.25)
        self.assertAlmostEqual(light_ratio(picture(50, 0), box), 50)

    def test_without_boxes_the_middle_half_is_the_subject(self):
        self.assertAlmostEqual(light_ratio(picture(50, 200), np.zeros((0, 4), np.float32)), 0.25)
        self.assertAlmostEqual(light_ratio(picture(50, 200), np.array([[0, 0, 1, 1]], np.float32)), 0.25)

    def test_the_step_decides_before_the_measure(self):
        self.assertTrue(is_backlit([{"flip": {}}, {"backlight": {"strength": 0.4}}], 2.0))
        self.assertFalse(is_backlit([{"flip": {}}], 0.9))
        self.assertTrue(is_backlit([], 0.59))


class SizeTests(support.FolderTest):
    def sample(self, augmentation=(), filename="photo.png"):
        return Sample("photo.png", filename, np.zeros((100, 200, 3), np.uint8), np.zeros((0, 4), np.float32), augmentation=augmentation)

    def write_photo(self, size):
        from PIL import Image

        Image.new("RGB", size).save(self.path("photo.png"))

    def test_ranges_share_their_edges(self):
        names = [size.name for size in size_ranges(10, (8, 24, 96))]
        self.assertEqual(names, ["10..24 px", "24..96 px", "96 px and more"])
        sides = np.array([9.9, 10, 24, 95.9, 96])
        self.assertEqual([int((~size.outside(sides)).sum()) for size in size_ranges(10, (8, 24, 96))], [1, 2, 1])

    def test_stored_pixels_are_those_of_the_picture(self):
        self.assertEqual(SideMeasure(STORED, None, False).pixels(self.sample()), (200.0, 100.0))

    @support.needs("PIL", "python3-pil")
    def test_original_pixels_are_those_of_the_photo(self):
        self.write_photo((1000, 400))
        self.assertEqual(SideMeasure(ORIGINAL, self.folder, False).pixels(self.sample([{"flip": {}}])), (1000.0, 400.0))
        # Letterboxed, 1000 x 400 becomes 200 x 80 in 200 x 100: a share of 1 stands for 1000 x 500 pixels.
        self.assertEqual(SideMeasure(ORIGINAL, self.folder, True).pixels(self.sample()), (1000.0, 500.0))

    @support.needs("PIL", "python3-pil")
    def test_original_pixels_of_a_part_are_refused(self):
        self.write_photo((10, 10))
        with self.assertRaisesRegex(errors.EvaluationError, "ssdCrop"):
            SideMeasure(ORIGINAL, self.folder, False).pixels(self.sample([{"ssdCrop": {"x0": 1}}]))
        with self.assertRaisesRegex(errors.EvaluationError, "cannot be read"):
            SideMeasure(ORIGINAL, self.path("nowhere"), False).pixels(self.sample())
        with self.assertRaisesRegex(errors.EvaluationError, "leads out"):
            SideMeasure(ORIGINAL, self.folder, False).pixels(self.sample(filename=os.path.join("..", "photo.png")))


if __name__ == "__main__":
    support.unittest.main()
