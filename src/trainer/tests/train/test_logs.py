"""Files that grow, the learning rate, and what a balance says."""
from __future__ import annotations

import pathlib
import tempfile
import unittest

from featureforge_train.logs.balance import Balance
from featureforge_train.logs.table_file import TableFile
from featureforge_train.schedule import learning_rate


class TableTests(unittest.TestCase):
    def test_rows_after_the_checkpoint_go(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            table = TableFile(folder, 0, ["step", "loss", "auc"])
            table.write({"step": 1, "loss": 0.1})
            kept = table.length
            table.write({"step": 2, "loss": 0.25, "auc": 1.0})
            table.close()
            again = TableFile(folder, kept, ["step", "loss", "auc"])
            again.write({"step": 2, "loss": 0.5, "auc": 0.75})
            again.close()
            self.assertEqual((folder / "log.csv").read_text(), "step,loss,auc\n1,0.1,\n2,0.5,0.75\n")


class ScheduleTests(unittest.TestCase):
    def test_rate_rises_then_falls_to_nothing(self) -> None:
        rates = [learning_rate(step, 100, 0.01, 0.1) for step in range(100)]
        self.assertAlmostEqual(rates[0], 0.001)
        self.assertAlmostEqual(max(rates), 0.01)
        self.assertEqual(rates.index(max(rates)), 9)
        self.assertEqual(rates[10:], sorted(rates[10:], reverse=True))
        self.assertLess(rates[99], 0.01 * 0.001)

    def test_a_single_step_has_the_highest_rate(self) -> None:
        self.assertEqual(learning_rate(0, 1, 0.5, 0.0), 0.5)


class BalanceTests(unittest.TestCase):
    def test_the_founding_case_is_bound_by_the_cpu(self) -> None:
        # T_g 0.028 s, 4 cores, batch 32: 0.224 s a batch against 0.0104 s for a step (design section 1).
        balance = Balance(0.028, 4, 32, 0.0104, 0.0052, 0.2136, 0.224)
        self.assertAlmostEqual(balance.feed_seconds, 0.224)
        self.assertTrue(balance.starves)
        self.assertIn("CPU-bound", balance.lines()[0])
        self.assertIn("learning waits for data (95.36 % of its time)", balance.lines()[1])
        self.assertAlmostEqual(balance.values()["waitShare"], 0.2136 / 0.224)

    def test_a_fast_feed_is_balanced(self) -> None:
        lines = Balance(0.0001, 1, 32, 0.5, 0.2, 0.0, 10.0).lines()
        self.assertIn("balanced", lines[0])
        self.assertIn("learning does not wait for data", lines[1])

    def test_what_was_measured_decides_against_the_rule_of_thumb(self) -> None:
        # A step of 14 inferences: the rule says that learning waits, the clock that it does not.
        balance = Balance(0.01, 1, 32, 1.4, 0.1, 0.01, 10.0)
        self.assertTrue(balance.starves)
        self.assertIn("a step took 1.4 s = 14.0 T_i (23 images/s), making its batch on 1 core 0.32 s: learning does not wait for data (0.10 % of its time)",
                      balance.lines()[1])
        values = balance.values()
        self.assertEqual((values["cpuBound"], values["learningWaits"], values["verdict"]), (True, False, balance.measured))

    def test_a_wait_that_the_times_do_not_explain_is_said(self) -> None:
        self.assertIn("learning waits for data (50.00 % of its time), though", Balance(0.0001, 1, 32, 0.5, 0.2, 5.0, 10.0).lines()[1])
        self.assertIn("learning does not wait for data (0.00 % of its time), though", Balance(0.1, 1, 32, 0.5, 0.2, 0.0, 10.0).lines()[1])
        self.assertIn("learning waits", Balance(None, None, 32, 0.5, 0.2, 5.0, 10.0).lines()[1])


if __name__ == "__main__":
    unittest.main()
