"""Batches are balanced, shuffled, and depend on seed and step alone."""
from __future__ import annotations

import unittest

import numpy

from featureforge_train.data.order import BalancedOrder

GROUPS = [numpy.arange(0, 10), numpy.arange(10, 100)]


class OrderTests(unittest.TestCase):
    def test_every_batch_has_its_shares(self) -> None:
        order = BalancedOrder(GROUPS, [0.5, 0.5], 8, 1)
        for step in range(50):
            self.assertEqual(sum(order.records(step) < 10), 4)

    def test_shares_that_do_not_divide_the_batch_even_out(self) -> None:
        order = BalancedOrder(GROUPS, [0.3, 0.7], 7, 1)
        counts = [len(order.records(step)) for step in range(100)]
        self.assertEqual(set(counts), {7})
        self.assertEqual(sum(int((order.records(step) < 10).sum()) for step in range(100)), 210)

    def test_a_step_is_the_same_whatever_was_asked_before(self) -> None:
        one, other = BalancedOrder(GROUPS, [1, 1], 6, 5), BalancedOrder(GROUPS, [1, 1], 6, 5)
        steps = [one.records(step).tolist() for step in range(40)]
        self.assertEqual(other.records(31).tolist(), steps[31])
        self.assertEqual(other.records(2).tolist(), steps[2])
        self.assertNotEqual(BalancedOrder(GROUPS, [1, 1], 6, 6).records(2).tolist(), steps[2])

    def test_all_records_of_a_group_are_seen_equally_often(self) -> None:
        order = BalancedOrder(GROUPS, [0.5, 0.5], 20, 3)
        seen = numpy.bincount(numpy.concatenate([order.records(step) for step in range(9)]), minlength=100)
        self.assertEqual(seen[:10].tolist(), [9] * 10)
        self.assertEqual(seen[10:].tolist(), [1] * 90)


if __name__ == "__main__":
    unittest.main()
