"""Tests of featureforge_eval. Run them: python3 -m unittest discover -s tests/evaluation -t . (in src/trainer), or tools/test."""
import unittest

try:
    import numpy  # noqa: F401
except ImportError:
    raise unittest.SkipTest("needs NumPy (python3-numpy)") from None
