import unittest

import numpy as np

from featureforge_data.errors import WrongRequest
from featureforge_data.order import Partition, philox_draws, shuffled

MASK = 0xFFFFFFFF

# docs/feed.md prints these.
VECTOR_ORDER = [8, 2, 0, 7, 4, 6, 5, 1, 3, 9]
VECTOR_DRAW = 0x446FD435D7AFEDAC


def philox(key, counter):
    """Philox4x32-10 word by word (Salmon et al., SC 2011)."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
        k0, k1 = (k0 + 0x9E3779B9) & MASK, (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


class OrderTests(unittest.TestCase):
    def test_known_answer_of_the_generator(self):
        # Random123, kat_vectors: philox4x32 10, all zero.
        self.assertEqual((0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8), philox((0, 0), (0, 0, 0, 0)))

    def test_draws_agree_with_the_generator_word_by_word(self):
        for seed, epoch in ((0, 0), (7, 3), ((1 << 64) - 1, (1 << 32) - 1), (1 << 40, 65536)):
            expected = [(w[0] << 32) | w[1] for w in (philox((seed & MASK, seed >> 32), (i, 0, epoch, 0x52454144)) for i in range(20))]
            self.assertEqual(expected, philox_draws(seed, epoch, 20).tolist())

    def test_vector_of_the_protocol(self):
        self.assertEqual(VECTOR_ORDER, shuffled(10, 7, 3).tolist())
        self.assertEqual(VECTOR_DRAW, int(philox_draws(7, 3, 1)[0]))

    def test_an_order_is_a_permutation_and_differs_by_epoch_and_seed(self):
        first = shuffled(1000, 7, 0)
        self.assertEqual(list(range(1000)), sorted(first.tolist()))
        for seed, epoch in ((7, 1), (8, 0)):
            self.assertLess((first == shuffled(1000, seed, epoch)).sum(), 20)

    def test_an_order_does_not_favour_places(self):
        # The mean place of a sample over 400 epochs lies near the middle: 5 standard deviations of the uniform distribution.
        places = np.stack([np.argsort(shuffled(50, 3, epoch)) for epoch in range(400)])
        deviation = np.sqrt((50 ** 2 - 1) / 12 / 400)
        self.assertLess(np.abs(places.mean(axis=0) - 24.5).max(), 5 * deviation)


class PartitionTests(unittest.TestCase):
    def parts(self, count, batch, world, remainder):
        return [Partition(count, batch, rank, world, remainder) for rank in range(world)]

    def test_every_sample_comes_once_and_ranks_have_the_same_steps(self):
        for count in (0, 1, 7, 24, 25, 31, 100):
            for batch in (1, 3, 8):
                for world in (1, 2, 5):
                    parts = self.parts(count, batch, world, "short")
                    self.assertEqual(1, len({part.steps for part in parts}))
                    got = [place for part in parts for step in range(part.steps) for place in part.places(step).tolist()]
                    self.assertEqual(list(range(count)), sorted(got))

    def test_dropping_gives_equal_batches_and_says_what_is_left_out(self):
        parts = self.parts(31, 4, 3, "drop")
        sizes = {len(part.places(step)) for part in parts for step in range(part.steps)}
        got = {place for part in parts for step in range(part.steps) for place in part.places(step).tolist()}
        self.assertEqual(({4}, set(range(24)), 7), (sizes, got, parts[0].left_out))

    def test_repeating_fills_the_last_step_from_the_start(self):
        parts = self.parts(10, 4, 2, "repeat")
        self.assertEqual([8, 9, 0, 1, 2, 3, 4, 5], [place for part in parts for place in part.places(1).tolist()])

    def test_repeating_fewer_samples_than_a_step_goes_round(self):
        self.assertEqual([0, 1, 2, 0, 1, 2, 0, 1], [place for part in self.parts(3, 4, 2, "repeat") for place in part.places(0).tolist()])

    def test_a_short_last_step_is_dealt_out_evenly(self):
        self.assertEqual([3, 3, 3], [len(part.places(1)) for part in self.parts(12 + 9, 4, 3, "short")])
        self.assertEqual([0, 1, 1], sorted(len(part.places(1)) for part in self.parts(12 + 2, 4, 3, "short")))

    def test_any_prefix_of_steps_is_a_prefix_of_the_order_whatever_the_world(self):
        for batch, world in ((4, 3), (6, 2), (12, 1), (2, 6)):
            parts = self.parts(60, batch, world, "drop")
            self.assertEqual(set(range(24)), {place for part in parts for step in range(2) for place in part.places(step).tolist()})
            self.assertEqual(2, parts[0].step_after(24))

    def test_wrong_requests_are_explained(self):
        for arguments in ((5, 0), (5, 1, 3, 3), (5, 1, -1, 3), (5, 1, 0, 0), (5, 1, 0, 1, "wrap")):
            with self.assertRaises(WrongRequest):
                Partition(*arguments)
        with self.assertRaises(WrongRequest):
            Partition(100, 8, 0, 2).step_after(24)
