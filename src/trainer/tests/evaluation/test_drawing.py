"""Operating points in the report: below the axes in words, within them as letters."""
import unittest

from featureforge_eval import drawing

from . import support


@support.needs("matplotlib", "python3-matplotlib")
class OperatingPointTests(unittest.TestCase):
    def drawn(self, name, points):
        pyplot = drawing.load_pyplot()
        figure = pyplot.figure(figsize=(4.6, 4.0), layout="constrained")
        self.addCleanup(pyplot.close, figure)
        axes = figure.add_subplot()
        axes.set_xlabel(name)
        axes.set_xlim(0, 1.02)
        axes.set_ylim(0, 1.02)
        drawing._note(axes, points)
        figure.draw_without_rendering()
        box = axes.get_window_extent()
        words = [text for text in axes.texts if text.get_fontsize() == 7]
        letters = [text for text in axes.texts if text.get_fontsize() == 9]
        self.assertTrue(all(text.get_window_extent().y1 < box.y0 for text in words))
        for letter in letters:
            place = letter.get_window_extent()
            self.assertTrue(box.x0 <= place.x0 and place.x1 <= box.x1 and box.y0 <= place.y0 and place.y1 <= box.y1, letter.get_text())
        extents = [text.get_window_extent() for text in axes.texts]
        self.assertFalse(any(one.overlaps(other) for number, one in enumerate(extents) for other in extents[:number]))
        self.assertTrue(all(extent.y0 >= 0 for extent in extents), "within the figure")
        return [text.get_text() for text in words], [text.get_text() for text in letters]

    def test_points_at_the_edges_keep_their_letters_within_the_axes(self):
        for name in ("recall", "false positive rate"):
            points = [((0.3, 1.0), "high"), ((0.6, 0.5), "middle")] + ([((1.0, 0.2), "right")] if name == "recall" else [((0.0, 0.2), "left")])
            words, letters = self.drawn(name, points)
            self.assertEqual(letters, ["A", "B", "C"])
            self.assertEqual([text[:4] for text in words], ["A:  ", "B:  ", "C:  "])

    def test_equal_points_share_a_place_and_a_point_that_is_none_has_no_letter(self):
        words, letters = self.drawn("recall", [(None, "no threshold reaches 99 % precision"), ((0.5, 0.5), "one"), ((0.5, 0.5), "two"), ((0.52, 0.49), "three")])
        self.assertEqual(letters, ["A, B, C"])
        self.assertEqual(words, ["no threshold reaches 99 % precision", "A:  one", "B:  two", "C:  three"])
