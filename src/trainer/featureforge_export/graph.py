"""What is exported: the model with everything from uint8 pixels to probabilities inside, so that serving has nothing of its own to get wrong."""
from __future__ import annotations

import inspect
import io
import warnings
from typing import Any, Dict, List, Tuple

import torch

from featureforge_eval.models import CLASSIFIER, Description

OPSET = 13
INPUT = "pixels"


class ServingModel(torch.nn.Module):
    """pixels uint8 [n, height, width, 3], rows, then columns, then RGB, to probabilities (and offsets of a detector)."""

    def __init__(self, model: torch.nn.Module, kind: str) -> None:
        super().__init__()
        self.model = model
        self.is_classifier = kind == CLASSIFIER

    def forward(self, pixels: torch.Tensor) -> Tuple[torch.Tensor, ...]:
        """Gives (probabilities [n, classes],) of a classifier, (probabilities [n, anchors, classes + 1], offsets [n, anchors, 4]) of a detector."""
        images = pixels.to(torch.float32).permute(0, 3, 1, 2)
        if self.is_classifier:
            return (torch.softmax(self.model(images), dim=-1),)
        logits, offsets = self.model(images)
        return torch.softmax(logits, dim=-1), offsets


def output_names(kind: str) -> List[str]:
    """Names of the outputs, in their order."""
    return ["scores"] if kind == CLASSIFIER else ["scores", "offsets"]


def output_shapes(description: Description) -> List[Tuple[int, ...]]:
    """Shapes of the outputs for one picture, in their order."""
    if description.anchors is None:
        return [(1, len(description.classes))]
    return [(1, len(description.anchors), len(description.classes) + 1), (1, len(description.anchors), 4)]


def export_graph(model: torch.nn.Module, description: Description, dynamic_batch: bool) -> bytes:
    """The ONNX file without metadata. model: takes images float32 [n, 3, height, width], 0 to 255."""
    serving = ServingModel(model, description.kind).eval()
    names = output_names(description.kind)
    axes: Dict[str, Any] = {name: {0: "batch"} for name in [INPUT, *names]} if dynamic_batch else {}
    pixels = torch.zeros(1, description.height, description.width, 3, dtype=torch.uint8)
    buffer = io.BytesIO()
    with torch.no_grad(), warnings.catch_warnings():
        # The exporter of PyTorch 1.13 warns about its own deprecated calls.
        warnings.simplefilter("ignore")
        # Later versions have a second exporter as the default, which knows neither this opset nor fake quantisation.
        choice = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
        torch.onnx.export(serving, (pixels,), buffer, opset_version=OPSET, input_names=[INPUT], output_names=names, dynamic_axes=axes, **choice)
    return buffer.getvalue()
