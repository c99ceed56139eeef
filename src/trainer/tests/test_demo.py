"""`tools/demo --loop`, the short way: stopped in the middle, gone on with, and looked at. Skipped where it would have to install something."""
import importlib.util
import json
import os
import shlex
import signal
import subprocess
import sys
import unittest

from featureforge_export import metadata, sessions
from tests import support

DEMO = os.path.join(support.REPOSITORY, "tools", "demo")


def require_all():
    support.require_program()
    for module in ("torch", "onnx", "matplotlib", "PIL"):
        if importlib.util.find_spec(module) is None:
            raise unittest.SkipTest(f"needs {module} (apt: python3-{module.lower()})")
    if importlib.util.find_spec("onnxruntime") is None and sessions.find_library() is None:
        raise unittest.SkipTest("needs an ONNX Runtime (tools/onnxruntime fetches one)")


def _hear_interrupts():
    # Tests started in the background ignore SIGINT, and what is ignored at the start no shell can trap.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class DemoTests(support.FolderTest):
    def start(self, *arguments):
        # A group of its own, as a terminal makes one: Ctrl-C reaches the tool and what it started.
        environment = {**os.environ, "FEATUREFORGE_PYTHON": sys.executable}
        library = sessions.find_library()
        if library is not None:
            environment[sessions.VARIABLE] = library
        return subprocess.Popen([DEMO, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
                                cwd=self.folder, env=environment, preexec_fn=_hear_interrupts)

    def test_the_circle_goes_on_where_it_was_stopped(self):
        require_all()
        process = self.start("--loop", "--dry", "made here")
        self.addCleanup(process.stderr.close)
        for line in process.stdout:
            if line.startswith("$ featureforge train"):
                break
        os.killpg(process.pid, signal.SIGINT)
        said = process.stdout.read() + process.stderr.read()
        process.stdout.close()
        self.assertEqual(process.wait(), 130, said)
        self.assertIn("the same command goes on", said)
        self.assertNotIn("failed", said)
        process = self.start("--loop", "--dry", "made here")
        out, said = process.communicate(timeout=600)
        self.assertEqual(process.returncode, 0, out + said)
        self.assertIn("there already", out)
        self.assertIn("AP at IoU 0.5 on the split test:", out)
        lines = [shlex.split(line[2:]) for line in out.splitlines() if line.startswith("$ ")]
        self.assertIn(["cd", self.path("made here")], lines)
        self.assertIn(["featureforge", "eval", "model", "--data", "shards"], lines)
        said = next(line for line in out.splitlines() if line.startswith("what it finds "))
        self.assertEqual(shlex.split(said)[-1], self.path("made here", "found.png"))
        self.check_results()

    def check_results(self):
        from PIL import Image

        for name in ("model/evaluation/report.html", "face.onnx", "found.png", "drawn-faces.yaml"):
            self.assertTrue(os.path.getsize(self.path("made here", name)), name)
        with open(self.path("made here", "shards", "manifest.json"), encoding="utf-8") as file:
            serving = json.load(file)["serving"]
        with open(self.path("made here", "face.onnx"), "rb") as file:
            self.assertEqual(serving, json.loads(metadata.read(file.read())["preprocessing"]))
        with Image.open(self.path("made here", "found.png")) as sheet:
            self.assertGreater(min(sheet.size), 1000)

    def test_a_folder_of_something_else_is_refused_at_once(self):
        os.makedirs(self.path("mine"))
        with open(self.path("mine", "recipe.yaml"), "w", encoding="utf-8") as file:
            file.write("mine")
        os.makedirs(self.path("other kind"))
        with open(self.path("other kind", ".featureforge-demo"), "w", encoding="utf-8") as file:
            file.write("tools/demo --loop --dry\x1b[2J\n")
        for arguments, said in ((["mine"], "mine holds recipe.yaml, which no demo made"), (["--loop", "mine"], "which no demo made"),
                                (["--loop", "other kind"], "other\\ kind was made by tools/demo --loop --dry[2J, and tools/demo --loop cannot go on"),
                                (["other kind"], "was made by tools/demo --loop --dry")):
            process = self.start(*arguments)
            out, complaint = process.communicate(timeout=60)
            self.assertEqual((process.returncode, out), (1, ""))
            self.assertIn(said, complaint)
            self.assertIn("--overwrite", complaint)
        with open(self.path("mine", "recipe.yaml"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "mine")
        self.assertEqual(os.listdir(self.path("mine")), ["recipe.yaml"])

    def test_wrong_arguments_are_told_and_help_is_given(self):
        for arguments, code, text in ((["--help"], 0, "--loop [FOLDER]"), (["--lop"], 2, "no option --lop"), (["--dry"], 2, "goes with --loop"), (["a", "b"], 2, "one folder")):
            process = self.start(*arguments)
            out, said = process.communicate(timeout=60)
            self.assertEqual(process.returncode, code)
            self.assertIn(text, out + said)
        self.assertEqual(os.listdir(self.folder), [])
