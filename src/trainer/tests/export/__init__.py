"""Tests of featureforge_export; all of them need PyTorch and onnx. Those that run a model need an ONNX Runtime: tools/onnxruntime fetches one."""
import unittest

for _module, _package in (("torch", "python3-torch"), ("onnx", "python3-onnx")):
    try:
        __import__(_module)
    except ImportError:
        raise unittest.SkipTest(f"needs {_module} ({_package})") from None
