"""One training at a time in a folder, and the end of the parent."""
from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

from featureforge_train.errors import FolderInUse
from featureforge_train.folder_lock import FolderLock

from .scene import write_classifier_shards
from .test_training import CLASSIFIER, PACKAGES, run, start, steps_done

# As the engine's program: starts the training with its own number in the environment, says the child's, and waits.
PARENT = """
import os, subprocess, sys
child = subprocess.Popen([sys.executable, "-m", "featureforge_train", *sys.argv[1:]], env={**os.environ, "FEATUREFORGE_PARENT": str(os.getpid())})
print(child.pid, flush=True)
child.wait()
"""


class FolderLockTests(unittest.TestCase):
    def setUp(self) -> None:
        holder = tempfile.TemporaryDirectory()
        self.addCleanup(holder.cleanup)
        self.root = pathlib.Path(holder.name)

    def train(self, steps: str = "100000") -> "subprocess.Popen[str]":
        process = start(self.arguments(steps))
        self.addCleanup(lambda: (process.kill(), process.communicate()))
        self.wait_for_checkpoint(process)
        return process

    def arguments(self, steps: str) -> "list[str]":
        if not (self.root / "shards").exists():
            write_classifier_shards(self.root / "shards", {"train": 64, "validation": 16})
        return ["classifier", "--data", str(self.root / "shards"), "--out", str(self.root / "model"), "--steps", steps, *CLASSIFIER]

    def wait_for_checkpoint(self, process: "subprocess.Popen[str]") -> None:
        deadline = time.monotonic() + 60
        while not (self.root / "model" / "last.pt").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)

    def test_the_second_one_is_refused_until_the_first_one_ends(self) -> None:
        with FolderLock(self.root):
            with self.assertRaises(FolderInUse) as caught:
                FolderLock(self.root).__enter__()
            self.assertIn(f"process {os.getpid()}", str(caught.exception))
        with FolderLock(self.root):
            pass

    def test_two_trainings_into_one_folder_do_not_meet(self) -> None:
        first = self.train()
        before = (self.root / "model" / "model.json").stat().st_mtime_ns
        code, _, errors = run([*self.arguments("100000"), "--fresh"])
        self.assertEqual(code, 1, errors)
        self.assertIn(f"process {first.pid}", errors)
        self.assertEqual((self.root / "model" / "model.json").stat().st_mtime_ns, before)
        self.assertIsNone(first.poll(), "the first one goes on")
        first.kill()
        first.communicate()
        self.assertEqual(run([*self.arguments("30"), "--fresh"])[0], 0)

    @unittest.skipUnless(sys.platform.startswith("linux"), "the system tells of the end of a parent on Linux alone")
    def test_the_end_of_the_parent_ends_the_training_with_its_checkpoint(self) -> None:
        parent = subprocess.Popen([sys.executable, "-c", PARENT, *self.arguments("100000")], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                  env={**os.environ, "PYTHONPATH": str(PACKAGES)})
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        self.wait_for_checkpoint(parent)
        parent.kill()
        parent.wait()
        try:
            # Both pipes end when the child does.
            _, errors = parent.communicate(timeout=60)
        finally:
            with_end(child)
        self.assertIn("The same command goes on from here", errors)
        self.assertGreater(steps_done(self.root / "model"), 0)
        with FolderLock(self.root / "model"):
            pass

    def test_a_parent_that_is_gone_already_ends_it_at_once(self) -> None:
        arguments = self.arguments("100000")
        ended = subprocess.run([sys.executable, "-m", "featureforge_train", *arguments], capture_output=True, text=True,
                               env={**os.environ, "PYTHONPATH": str(PACKAGES), "FEATUREFORGE_PARENT": "999999999"})
        self.assertEqual(ended.returncode, 1)
        self.assertIn("stopped before the first step", ended.stderr)
        self.assertFalse((self.root / "model").exists())


def with_end(process: int) -> None:
    """Ends a process that should have ended by itself."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        pass


if __name__ == "__main__":
    unittest.main()
