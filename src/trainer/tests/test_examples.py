"""The scripts of the examples: what they make of a file, and that they do not overwrite what they read."""
import os
import subprocess
import sys
import unittest

from tests import support

SCRIPTS = {
    os.path.join("faces", "mark_small.py"): (
        "image,xmin,ymin,xmax,ymax,label\na.jpg,0,0,24,40,face\na.jpg,0,0,23.9,40,face\n", "image,xmin,ymin,xmax,ymax,label\na.jpg,0,0,24,40,face\na.jpg,0,0,23.9,40,small\n"),
    os.path.join("smiles", "split_labels.py"): (
        "image,smile,split\n0299.jpg,1,train\n0300.jpg,1,train\n0399.jpg,0,test\nx.jpg,0,train\n",
        "image,smile,split\n0299.jpg,1,train\n0300.jpg,1,validation\n0399.jpg,0,test\nx.jpg,0,train\n"),
}


class ExampleTests(support.FolderTest):
    def run_script(self, script, *arguments):
        return subprocess.run([sys.executable, os.path.join(support.REPOSITORY, "examples", script), *arguments], capture_output=True, text=True, cwd=self.folder)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def test_what_is_written(self):
        for script, (given, expected) in SCRIPTS.items():
            self.write("given.csv", given)
            done = self.run_script(script, "given.csv", "made.csv")
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertEqual(self.read("made.csv"), expected)

    def test_the_file_that_is_read_is_not_overwritten(self):
        for number, (script, (given, _)) in enumerate(SCRIPTS.items()):
            self.write("given.csv", given)
            os.symlink("given.csv", self.path(f"symbolic-{number}.csv"))
            os.link(self.path("given.csv"), self.path(f"hard-{number}.csv"))
            for written in ("given.csv", os.path.join(".", "given.csv"), self.path("given.csv"), f"symbolic-{number}.csv", f"hard-{number}.csv"):
                done = self.run_script(script, "given.csv", written)
                self.assertEqual(done.returncode, 2, written)
                self.assertIn("is the file to read; name another one to write", done.stderr)
                self.assertEqual(self.read("given.csv"), given)
            os.remove(self.path("given.csv"))

    def test_wrong_arguments_write_nothing(self):
        for script, (given, _) in SCRIPTS.items():
            self.write("given.csv", given)
            for arguments in ([], ["given.csv"], ["given.csv", "a.csv", "24", "b.csv"]):
                done = self.run_script(script, *arguments)
                self.assertEqual((done.returncode, done.stdout), (2, ""))
                self.assertIn("usage: ", done.stderr)
            self.assertEqual(os.listdir(self.folder), ["given.csv"])


if __name__ == "__main__":
    unittest.main()
