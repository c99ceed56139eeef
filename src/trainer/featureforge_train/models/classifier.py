"""A small classifier of whole pictures: smiles or not."""
from __future__ import annotations

import dataclasses
from typing import List

import torch

from .blocks import convolution, stage, widened
from .preprocessing import PictureNormalisation

CHANNELS = (16, 32, 64, 96, 128, 128, 128)
LARGEST_LAST_MAP = 4


@dataclasses.dataclass(frozen=True)
class ClassifierShape:
    """input_width, input_height: pixels. classes: number of answers. backbone: alexnet or mobilenet. width: multiplier of channels.
    gray: luma only. dropout: share of the last features left out in training."""

    input_width: int
    input_height: int
    classes: int
    backbone: str
    width: float
    gray: bool
    dropout: float


class Classifier(torch.nn.Module):
    """Stages that halve the map until it has 4 x 4 cells or fewer, then one linear layer over all cells: where the mouth is matters."""

    def __init__(self, shape: ClassifierShape) -> None:
        super().__init__()
        self.preprocessing = PictureNormalisation(shape.gray)
        height, width = shape.input_height, shape.input_width
        channels = widened(CHANNELS[0], shape.width)
        layers: List[torch.nn.Module] = [convolution(self.preprocessing.channels, channels), torch.nn.MaxPool2d(2, ceil_mode=True)]
        height, width = (height + 1) // 2, (width + 1) // 2
        for following in CHANNELS[1:]:
            if max(height, width) <= LARGEST_LAST_MAP:
                break
            layers += [stage(shape.backbone, channels, widened(following, shape.width), 1, 1 if shape.backbone == "alexnet" else 2),
                       torch.nn.MaxPool2d(2, ceil_mode=True)]
            channels = widened(following, shape.width)
            height, width = (height + 1) // 2, (width + 1) // 2
        self.features = torch.nn.Sequential(*layers)
        self.answer = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Dropout(shape.dropout), torch.nn.Linear(channels * height * width, shape.classes))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """images: float32 [n, 3, height, width], 0 to 255. Gives logits float32 [n, classes]."""
        return self.answer(self.features(self.preprocessing(images)))
