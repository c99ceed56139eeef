"""The installable package: what a wheel of this folder holds, and that it works away from the checkout."""
import glob
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import unittest
import zipfile

from tests import support

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COMMANDS = {"featureforge_train": "torch", "featureforge_eval": "torch", "featureforge_export": "torch"}


@unittest.skipIf(any(importlib.util.find_spec(name) is None for name in ("pip", "setuptools", "wheel")), "needs pip, setuptools and wheel (apt: python3-pip python3-wheel)")
class PackageTests(support.FolderTest):
    def setUp(self):
        super().setUp()
        # Building writes beside pyproject.toml, so it has a copy of its own.
        shutil.copytree(ROOT, self.path("trainer"), ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
        self.pip("wheel", "--no-build-isolation", "--wheel-dir", self.path(), self.path("trainer"))
        self.wheel, = glob.glob(self.path("*.whl"))

    def pip(self, *arguments):
        done = subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-cache-dir", arguments[0], "--no-deps", "--no-index", *arguments[1:]],
                              capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)

    def run_away(self, *arguments):
        return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, cwd=self.folder, env={**os.environ, "PYTHONPATH": self.path("installed")})

    def test_the_wheel_holds_all_four_packages_and_nothing_else(self):
        with zipfile.ZipFile(self.wheel) as file:
            held = {name for name in file.namelist() if ".dist-info/" not in name}
            metadata = file.read(next(name for name in file.namelist() if name.endswith(".dist-info/METADATA"))).decode()
        expected = {os.path.relpath(name, ROOT) for name in glob.glob(os.path.join(ROOT, "featureforge_*", "**", "*.py"), recursive=True)}
        self.assertEqual({name.split("/")[0] for name in held}, {"featureforge_data", "featureforge_train", "featureforge_eval", "featureforge_export"})
        self.assertEqual(held, expected | {"featureforge_data/py.typed"})
        needed = [line for line in metadata.splitlines() if line.startswith("Requires-Dist:") and "extra ==" not in line]
        self.assertEqual([re.sub(r"[ ()]", "", line) for line in needed], ["Requires-Dist:numpy>=1.20"])

    def test_the_installed_commands_start(self):
        self.pip("install", "--target", self.path("installed"), self.wheel)
        where = self.run_away("-c", "import featureforge_data; print(featureforge_data.__file__)").stdout
        self.assertIn(self.path("installed"), where)
        for name, module in COMMANDS.items():
            if importlib.util.find_spec(module) is None:
                continue
            done = self.run_away("-m", name, "--help")
            self.assertEqual((done.returncode, done.stderr), (0, ""), name)
            self.assertIn("usage: featureforge", done.stdout)
