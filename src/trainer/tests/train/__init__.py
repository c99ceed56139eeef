"""Tests of the trainer; all of them need PyTorch."""
import unittest

try:
    import torch  # noqa: F401
except ImportError:
    raise unittest.SkipTest("needs PyTorch (python3-torch)") from None
