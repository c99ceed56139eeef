"""Golden vectors: packed and unpacked, right and wrong."""
import base64
import hashlib
import unittest
import zlib

import numpy as np

from featureforge_eval import errors
from featureforge_export import golden


class PackTests(unittest.TestCase):
    def test_what_is_packed_is_zlib_in_base64_of_little_endian_bytes(self):
        values = np.arange(5, dtype=np.float32)
        self.assertEqual(zlib.decompress(base64.b64decode(golden.pack(values))), values.astype("<f4").tobytes())
        np.testing.assert_array_equal(golden.unpack(golden.pack(values), np.float32), values)

    def test_damage_and_bombs_are_refused(self):
        bomb = base64.b64encode(zlib.compress(bytes(1 << 20))).decode()
        for text in ("?", base64.b64encode(b"no zlib").decode(), golden.pack(np.zeros(9, np.uint8))[:-8], bomb):
            with self.assertRaises(errors.EvaluationError):
                golden.unpack(text, np.float32, 1000)


class PictureTests(unittest.TestCase):
    def test_drawn_pictures_never_change(self):
        pictures = golden.drawn_pictures(32, 24, 3)
        self.assertEqual(pictures.shape, (3, 24, 32, 3))
        self.assertEqual(hashlib.sha256(pictures.tobytes()).hexdigest(), "c0314be1d6a1e212ca3f674f01f9ea36c0c124e7457eaac9a297faea4e84a734")

    def test_drawn_pictures_pack_small(self):
        self.assertLess(len(golden.pack(golden.drawn_pictures(300, 300, 1))), 20_000)


class VectorTests(unittest.TestCase):
    def vectors(self, outputs):
        return golden.make_vectors(golden.drawn_pictures(8, 8, 2), [outputs], ["scores"])

    def test_inputs_come_back_with_their_digest(self):
        vector = self.vectors(np.zeros((2, 3), np.float32))[1]
        np.testing.assert_array_equal(golden.read_vector(vector), golden.drawn_pictures(8, 8, 2)[1:])
        vector["input"]["sha256"] = "0" * 64
        with self.assertRaisesRegex(errors.EvaluationError, "SHA-256"):
            golden.read_vector(vector)

    def test_big_outputs_are_told_in_every_column_and_at_the_strongest_rows(self):
        random = np.random.default_rng(1)
        values = random.random((2, 9000, 3)).astype(np.float32) * 0.1
        values[1, 4321, 2] = 0.99
        output = self.vectors(values)[1]["outputs"][0]
        places = golden.unpack(output["places"], np.uint32)
        self.assertLess(len(places), 3 * golden.MOST_VALUES)
        self.assertEqual(set(places % 3), {0, 1, 2})
        self.assertIn(4321 * 3 + 2, places)
        np.testing.assert_array_equal(golden.unpack(output["values"], np.float32), values[1].reshape(-1)[places])

    def test_excess_says_how_far_an_output_is_off(self):
        output = self.vectors(np.ones((2, 4), np.float32))[0]["outputs"][0]
        tolerance = golden.Tolerance(0.1, 0.1, 0.15)
        self.assertAlmostEqual(golden.excess(output, np.full((1, 4), 1.1, np.float32), tolerance), 2 / 3, places=5)
        self.assertGreater(golden.excess(output, np.full((1, 4), 1.3, np.float32), tolerance), 1)
        # Each value is near enough, but all are off.
        self.assertGreater(golden.excess(output, np.full((1, 4), 1.16, np.float32), tolerance), 1)
        self.assertLess(golden.excess(output, np.array([[1.16, 1, 1, 1]], np.float32), tolerance), 1)
        self.assertEqual(golden.excess(output, np.full((1, 4), np.nan, np.float32), tolerance), np.inf)
        self.assertEqual(golden.excess(output, np.ones((1, 5), np.float32), tolerance), np.inf)


class ToleranceTests(unittest.TestCase):
    def test_int8_may_differ_between_runtimes_as_far_as_rounding_moves_it(self):
        found = golden.int8_tolerances([{"output": "scores", "greatest": 0.001, "rootMeanSquare": 1e-4}, {"output": "offsets", "greatest": 0.4, "rootMeanSquare": 0.07}])
        self.assertEqual(found, {"scores": golden.Tolerance(0.02, 0.0, 0.005), "offsets": golden.Tolerance(0.8, 0.0, 0.07)})


if __name__ == "__main__":
    unittest.main()
