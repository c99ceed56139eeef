"""The thread that makes batches."""
from __future__ import annotations

import threading
import time
import unittest

from featureforge_train.data.prefetch import Prefetch


class PrefetchTests(unittest.TestCase):
    def test_batches_come_in_order(self) -> None:
        prefetch = Prefetch(iter(range(30, 90, 10)))
        self.assertEqual([prefetch.take() for _ in range(6)], [30, 40, 50, 60, 70, 80])
        prefetch.close()
        self.assertEqual(prefetch.made, 6)

    def test_an_error_arrives_where_the_batch_would_have(self) -> None:
        prefetch = Prefetch(1 // (2 - step) for step in range(1, 9))
        self.assertEqual(prefetch.take(), 1)
        with self.assertRaises(ZeroDivisionError):
            prefetch.take()
        prefetch.close()

    def test_waiting_is_counted(self) -> None:
        prefetch = Prefetch(time.sleep(0.05) or step for step in range(2))
        prefetch.take()
        self.assertGreater(prefetch.wait_seconds, 0.03)
        prefetch.close()

    def test_close_ends_a_thread_that_is_ahead(self) -> None:
        before = threading.active_count()
        Prefetch(iter(range(10**9))).close()
        self.assertEqual(threading.active_count(), before)


if __name__ == "__main__":
    unittest.main()
