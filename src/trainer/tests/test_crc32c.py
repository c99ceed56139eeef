import random
import unittest
from unittest import mock

import numpy as np

from featureforge_data import crc32c
from tests import support


class Crc32CTests(unittest.TestCase):
    def test_check_values_of_the_standard(self):
        # RFC 3720, B.4, and the check value of the catalogue.
        for data, expected in ((b"123456789", 0xE3069283), (bytes(32), 0x8A9136AA), (b"\xff" * 32, 0x62A8AB43), (bytes(range(32)), 0x46DD794E), (b"", 0)):
            self.assertEqual(expected, crc32c.extend_numpy(0, data))
            self.assertEqual(expected, crc32c.compute(data))

    def test_sparse_multiple_is_a_multiple_of_the_polynomial(self):
        polynomial = 0x11EDC6F41
        for scale in (1, 8, 64):
            value = sum(1 << power * scale for power in crc32c.SPARSE_MULTIPLE) | 1
            while value.bit_length() > 32:
                value ^= polynomial << value.bit_length() - 33
            self.assertEqual(0, value)

    def test_every_length_agrees_with_the_definition(self):
        data = random.Random(1).randbytes(1400)
        for length in list(range(0, 90)) + [255, 1000, 1399]:
            self.assertEqual(support.crc32c(data[:length]), crc32c.extend_numpy(0, data[:length]), length)

    def test_lengths_around_the_steps_agree_with_a_chain_of_short_pieces(self):
        data = random.Random(2).randbytes(1_700_000)
        degree = crc32c.SPARSE_MULTIPLE[0]
        whole = crc32c._CHUNK_BYTES
        lengths = [degree - 1, degree, degree + 1, *[degree * 8 + d for d in (-9, -1, 0, 1, 7)], *[whole + d for d in (-1, 0, 1, 23, 24, 25, 26)], 270_000]
        for length in lengths + [2 * whole + 24, 1_699_999]:
            for start in (0, 3):
                piece = data[start:start + length]
                self.assertEqual(chained(piece), crc32c.extend_numpy(0, piece), (length, start))

    def test_extending_is_the_same_as_computing_at_once(self):
        data = random.Random(3).randbytes(100_000)
        whole = crc32c.extend_numpy(0, data)
        for cut in (0, 1, 23, 24, 5684, 5685, 50_000, 99_999):
            self.assertEqual(whole, crc32c.extend_numpy(crc32c.extend_numpy(0, data[:cut]), data[cut:]))

    def test_flipping_any_bit_of_a_sample_changes_it(self):
        data = bytearray(random.Random(4).randbytes(60_000))
        before = crc32c.extend_numpy(0, data)
        for bit in random.Random(5).sample(range(len(data) * 8), 200):
            data[bit // 8] ^= 1 << bit % 8
            self.assertNotEqual(before, crc32c.extend_numpy(0, data))
            data[bit // 8] ^= 1 << bit % 8

    def test_input_stays_as_it_was_and_may_be_any_buffer(self):
        data = np.random.default_rng(6).integers(0, 256, 80_000).astype(np.uint8)
        copy = data.copy()
        self.assertEqual(crc32c.compute(data), crc32c.compute(memoryview(data.tobytes())))
        np.testing.assert_array_equal(copy, data)

    def test_rows_agree_with_single_ones(self):
        rows = np.random.default_rng(7).integers(0, 256, (50, 8)).astype(np.uint8)
        expected = [support.crc32c(row.tobytes()) for row in rows]
        self.assertEqual(expected, crc32c.compute_rows(rows).tolist())
        self.assertEqual([crc32c.mask(crc) for crc in expected], crc32c.mask_rows(crc32c.compute_rows(rows)).tolist())

    def test_masked_form_is_that_of_tensorflow(self):
        # Frames of the empty record and of "abc", written by TensorFlow.
        self.assertEqual("00000000000000002903980" + "7d8ea82a2", support.frame(b"").hex())
        self.assertEqual(0x21F1576E, crc32c.mask(crc32c.compute(b"abc")))

    def test_a_module_that_gives_other_values_is_not_used(self):
        fake = mock.Mock()
        fake.crc32c = lambda data, crc: 1
        with mock.patch.dict("sys.modules", {"crc32c": fake, "google_crc32c": None}):
            self.assertEqual((None, "numpy"), crc32c._find_native())

    def test_a_module_that_gives_the_right_values_is_used(self):
        fake = mock.Mock()
        fake.crc32c = lambda data, crc: crc32c.extend_numpy(crc, data)
        with mock.patch.dict("sys.modules", {"crc32c": fake, "google_crc32c": None}):
            self.assertEqual("crc32c", crc32c._find_native()[1])


def chained(data):
    """By the byte-wise loop of the module, fast enough for a million bytes."""
    state = 0xFFFFFFFF
    for value in data:
        state = (state >> 8) ^ crc32c._BYTE_TABLE[(state ^ value) & 0xFF]
    return state ^ 0xFFFFFFFF
