"""Files of tensors are complete or absent, and a hostile one runs no code."""
from __future__ import annotations

import errno
import os
import pathlib
import pickle
import tempfile
import unittest
from typing import BinaryIO

import torch

from featureforge_train.checkpoint import load_tensors, save_tensors
from featureforge_train.errors import CheckpointProblem
from featureforge_train.files import write_atomically


class Hostile:
    """Runs a command when it is unpickled without care."""

    def __init__(self, mark: str) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple:
        return os.mkdir, (self.mark,)


class CheckpointTests(unittest.TestCase):
    def setUp(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.place.name)
        self.addCleanup(self.place.cleanup)

    def test_what_is_saved_is_loaded(self) -> None:
        save_tensors(self.folder / "a.pt", {"weight": torch.arange(6.0), "step": 3, "names": ["x"]})
        loaded = load_tensors(self.folder / "a.pt")
        self.assertTrue(torch.equal(loaded["weight"], torch.arange(6.0)))
        self.assertEqual((loaded["step"], loaded["names"]), (3, ["x"]))
        self.assertEqual([path.name for path in self.folder.iterdir()], ["a.pt"])

    def test_a_full_disk_leaves_the_old_file_and_names_it(self) -> None:
        path = self.folder / "last.pt"
        path.write_bytes(b"old")

        def full(file: BinaryIO) -> None:
            file.write(b"new")
            raise OSError(errno.ENOSPC, "No space left on device")

        with self.assertRaises(OSError) as caught:
            write_atomically(path, full)
        self.assertIn(str(path), str(caught.exception))
        self.assertEqual([one.name for one in self.folder.iterdir()], ["last.pt"])
        self.assertEqual(path.read_bytes(), b"old")

    def test_code_in_a_file_is_not_run(self) -> None:
        mark = str(self.folder / "mark")
        torch.save({"weight": Hostile(mark)}, self.folder / "a.pt")
        (self.folder / "b.pt").write_bytes(pickle.dumps({"weight": Hostile(mark)}))
        for name in ("a.pt", "b.pt"):
            with self.assertRaises(CheckpointProblem):
                load_tensors(self.folder / name)
        self.assertFalse(os.path.exists(mark))

    def test_a_torn_file_says_where_and_what_to_do(self) -> None:
        save_tensors(self.folder / "a.pt", {"weight": torch.zeros(1000)})
        content = (self.folder / "a.pt").read_bytes()
        for size in (0, 1, 100, len(content) - 7):
            (self.folder / "a.pt").write_bytes(content[:size])
            with self.assertRaises(CheckpointProblem) as caught:
                load_tensors(self.folder / "a.pt")
            self.assertIn("a.pt", str(caught.exception))
            self.assertIn("--fresh", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
