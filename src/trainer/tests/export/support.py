"""What several tests need: hand-made models in memory, and a runtime or the reason to skip."""
import unittest

import numpy as np
import torch

from featureforge_export import sessions
from tests.evaluation import support as evaluation

FolderTest = evaluation.FolderTest
description = evaluation.description
stand_in_module = evaluation.stand_in_module


def has_runtime():
    """Whether there is an ONNX Runtime here."""
    try:
        __import__("onnxruntime")
        return True
    except ImportError:
        return sessions.find_library() is not None


needs_runtime = unittest.skipUnless(has_runtime(), "needs an ONNX Runtime (tools/onnxruntime fetches one)")


class Pictures(list):
    """Samples in memory that stand for shards."""

    path, split = "memory", "train"

    def identity(self):
        return {"recipeFingerprint": "cd" * 32}


def squares(count):
    """Samples with bright squares and without, in turn."""
    return Pictures(evaluation.square_sample(number, [number % 16] if number % 4 else []) for number in range(count))


def pictures(count):
    """uint8 [count, 32, 32, 3]."""
    return np.stack([sample.picture for sample in squares(count)])


class SmallNetwork(torch.nn.Module):
    """One convolution with batch normalisation and ReLU, pooling, one linear layer."""

    def __init__(self, seed=1):
        super().__init__()
        generator = torch.Generator().manual_seed(seed)
        self.convolution = torch.nn.Conv2d(3, 5, 3, padding=1)
        self.norm = torch.nn.BatchNorm2d(5)
        self.relu = torch.nn.ReLU(inplace=True)
        self.pool = torch.nn.MaxPool2d(8)
        self.flat = torch.nn.Flatten()
        self.linear = torch.nn.Linear(5 * 16, 3)
        with torch.no_grad():
            for values in (self.convolution.weight, self.convolution.bias, self.linear.weight, self.linear.bias, self.norm.weight, self.norm.bias, self.norm.running_mean):
                values.copy_(torch.randn(values.shape, generator=generator) * 0.2)
            self.norm.running_var.copy_(torch.rand(5, generator=generator) + 0.5)
        self.eval()

    def forward(self, images):
        return self.linear(self.flat(self.pool(self.relu(self.norm(self.convolution(images / 255))))))
