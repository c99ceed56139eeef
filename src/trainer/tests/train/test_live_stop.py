"""A feed that never ends an answer does not keep anybody from stopping a training."""
from __future__ import annotations

import pathlib
import signal
import tempfile
import time
import unittest
from typing import Iterator, List

import featureforge_data

from featureforge_train.data.waiting import heeding, heeding_once

from ..feed_server import FeedServer
from .scene import write_classifier_shards
from .test_training import run, start, steps_done

STEPS = 6
COMMAND = ["classifier", "--batch", "16", "--steps", str(STEPS), "--validate-every", "3", "--threads", "1", "--width", "0.5", "--gray"]


class StopTests(unittest.TestCase):
    folder: "tempfile.TemporaryDirectory[str]"
    root: pathlib.Path

    @classmethod
    def setUpClass(cls) -> None:
        cls.folder = tempfile.TemporaryDirectory()
        cls.root = pathlib.Path(cls.folder.name)
        write_classifier_shards(cls.root / "pictures", {"train": 64, "validation": 16})

    @classmethod
    def tearDownClass(cls) -> None:
        cls.folder.cleanup()

    def assert_stops(self, part: str, number: signal.Signals, code: int) -> str:
        """Drips what is asked for under that part of a path, and sends the signal once that was asked. Gives the errors."""
        server = FeedServer(str(self.root / "pictures"))
        self.addCleanup(server.close)
        server.server.drips = {part}
        process = start([*COMMAND, "--data", server.url, "--out", str(self.out())])
        self.addCleanup(process.kill)
        while not any(part in request for request in server.server.requests) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.3)
        process.send_signal(number)
        started = time.monotonic()
        _, errors = process.communicate(timeout=30)
        # About a second, and as much again as a busy machine takes.
        self.assertLess(time.monotonic() - started, 8)
        self.assertEqual(process.returncode, code, errors)
        self.assertNotIn("Traceback", errors)
        return errors

    def out(self) -> pathlib.Path:
        return self.root / self.id().rsplit(".", 1)[1]

    def test_while_the_manifest_is_awaited(self) -> None:
        self.assertIn("stopped while the feed was asked", self.assert_stops("/v1/manifest", signal.SIGTERM, 1))

    def test_at_any_time_after_the_start(self) -> None:
        """While modules are imported, too: those of NumPy and PyTorch take most of the first seconds."""
        server = FeedServer(str(self.root / "pictures"))
        self.addCleanup(server.close)
        for seconds in (0.0, 0.3, 0.9, 1.5):
            process = start([*COMMAND[:3], "--steps", "1000000", "--threads", "1", "--data", server.url, "--out", str(self.out())])
            self.addCleanup(process.kill)
            while not listens(process.pid) and process.poll() is None:
                time.sleep(0.002)
            time.sleep(seconds)
            process.terminate()
            _, errors = process.communicate(timeout=30)
            self.assertEqual(process.returncode, 1, errors)
            self.assertRegex(errors, "featureforge train: stopped (before the first step|after step|while)")

    def test_a_file_in_the_way_of_the_model_is_named(self) -> None:
        self.out().write_text("")
        for out in (self.out(), self.out() / "model"):
            code, _, errors = run([*COMMAND, "--data", str(self.root / "pictures"), "--out", str(out)])
            self.assertEqual((code, "a file is in its way" in errors, str(self.out()) in errors), (2, True, True), errors)

    def test_while_a_batch_is_awaited(self) -> None:
        self.assertIn("stopped after step 0 of 6", self.assert_stops("split=train", signal.SIGINT, 1))

    def test_while_a_validation_is_awaited(self) -> None:
        self.assertIn("Training stopped after step 3 of 6", self.assert_stops("split=validation", signal.SIGTERM, 1))
        self.assertEqual(steps_done(self.out()), 3)

    def test_while_counters_are_awaited(self) -> None:
        self.assert_stops("/metrics", signal.SIGTERM, 0)
        self.assertTrue((self.out() / "report.json").exists())


def listens(process: int) -> bool:
    """Whether a process has a handler for termination signals: before that Python itself is starting."""
    try:
        status = pathlib.Path(f"/proc/{process}/status").read_text("ascii")
    except (OSError, ValueError):
        return False
    caught = next((line.split()[1] for line in status.splitlines() if line.startswith("SigCgt:")), "0")
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


class HeedingTests(unittest.TestCase):
    def test_items_errors_and_the_end_come_as_they_are(self) -> None:
        def damaged() -> Iterator[int]:
            yield 1
            raise KeyError("two")

        self.assertEqual(list(heeding(iter([3, 1, 2]), lambda: False, "it", "feed")), [3, 1, 2])
        self.assertEqual(heeding_once(lambda: 5, lambda: False, "it", "feed"), 5)
        got: List[int] = []
        with self.assertRaises(KeyError):
            got.extend(heeding(damaged(), lambda: False, "it", "feed"))
        with self.assertRaises(featureforge_data.FeedInterrupted) as caught:
            heeding_once(lambda: time.sleep(60), lambda: True, "split test", "feed")
        self.assertIn("asked for the end while split test was awaited", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
