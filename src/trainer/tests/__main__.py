"""Runs every test and ends with one line: N passed, N failed, N skipped. Skipped tests say why, by reason.

usage: python3 -m tests [names of modules, classes or tests]      in src/trainer
"""
import collections
import os
import sys
import unittest

FOLDER = os.path.dirname(os.path.abspath(__file__))


class CountingResult(unittest.TextTestResult):
    """Counts what passed as well."""

    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def main(names):
    try:
        import numpy
    except ImportError:
        print("the tests of the Python reader need NumPy (apt: python3-numpy)\n0 passed, 0 failed, 1 skipped")
        return 0
    root = os.path.dirname(FOLDER)
    sys.path.insert(0, root)
    loader = unittest.defaultTestLoader
    suite = loader.loadTestsFromNames(names) if names else loader.discover(FOLDER, top_level_dir=root)
    result = unittest.TextTestRunner(sys.stdout, resultclass=CountingResult, verbosity=1).run(suite)
    reasons = collections.Counter(reason for _, reason in result.skipped)
    for reason, count in reasons.most_common():
        print(f"{count:7} {reason}")
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    print(f"NumPy {numpy.__version__}")
    print(f"{result.passed} passed, {failed} failed, {len(result.skipped)} skipped")
    return 1 if failed or not result.passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
