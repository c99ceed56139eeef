"""Batches are balanced, shuffled, and depend on seed and step alone."""
from __future__ import annotations

import hashlib
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

    def test_shares_of_a_record_and_more_have_the_order_they_always_had(self) -> None:
        groups = [numpy.arange(0, 10), numpy.arange(10, 100), numpy.arange(100, 123)]
        order, digest = BalancedOrder(groups, [0.2, 0.45, 0.35], 7, 11), hashlib.sha256()
        for step in range(60):
            digest.update(order.records(step).astype("<i8").tobytes())
        self.assertEqual(digest.hexdigest(), "ab0a2c55dc8ae3414e8150837c61bf001814cc5176761b5e107ff81305926176")

    def test_many_classes_fill_every_batch_and_none_is_left_behind(self) -> None:
        for count, batch, shares in ((50, 8, [1 / 50] * 50), (7, 3, [0.3, 0.3, 0.2, 0.1, 0.05, 0.04, 0.01]), (300, 1, [1 / 300] * 300)):
            groups = [numpy.arange(5) + 5 * group for group in range(count)]
            order = BalancedOrder(groups, shares, batch, 3)
            taken = numpy.zeros(count, dtype=int)
            for step in range(400):
                records = order.records(step)
                self.assertEqual(len(records), batch)
                self.assertEqual(len(set(records.tolist())), batch, "no record twice")
                taken += numpy.bincount(records // 5, minlength=count)
            self.assertLess(abs(taken - 400 * batch * numpy.array(shares)).max(), 2)
            self.assertEqual(BalancedOrder(groups, shares, batch, 3).records(399).tolist(), order.records(399).tolist())

    def test_every_record_of_many_small_groups_is_seen_equally_often(self) -> None:
        groups = [numpy.arange(5) + 5 * group for group in range(50)]
        order = BalancedOrder(groups, [1 / 50] * 50, 8, 3)
        seen = numpy.bincount(numpy.concatenate([order.records(step) for step in range(1000)]), minlength=250)
        self.assertLessEqual(seen.max() - seen.min(), 1)


if __name__ == "__main__":
    unittest.main()
