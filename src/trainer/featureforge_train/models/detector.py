"""A small SSD: a stem, one feature map per level of the anchor set, and a 3 x 3 head on each (Liu et al. 2016)."""
from __future__ import annotations

import dataclasses
import math
from typing import List, Sequence, Tuple

import torch

from ..anchors import AnchorLevel
from ..errors import DataProblem
from .blocks import convolution, stage, widened
from .preprocessing import FixedNormalisation

STEM_CHANNELS = (24, 48, 48)
LEVEL_CHANNELS = (64, 96, 128, 128, 128, 128, 128)
LEVEL_DEPTHS = (2, 2, 1, 1, 1, 1, 1)
# Probability of an object that an untrained head answers; near 0, or the first steps only unlearn boxes everywhere.
FIRST_PROBABILITY = 0.01
# Pixels per cell of the first level, and the strides that lead there.
STEMS = {4: (2, 2), 6: (3, 2), 8: (4, 2), 16: (4, 2, 2)}


@dataclasses.dataclass(frozen=True)
class DetectorShape:
    """input_width, input_height: pixels. levels: of the anchor set. classes: without background. backbone: alexnet or mobilenet.
    width: multiplier of channels. gray: luma only."""

    input_width: int
    input_height: int
    levels: Tuple[AnchorLevel, ...]
    classes: int
    backbone: str
    width: float
    gray: bool


class Detector(torch.nn.Module):
    """Answers for every anchor: what is there, and how its box differs from the anchor."""

    def __init__(self, shape: DetectorShape) -> None:
        super().__init__()
        self.classes = shape.classes
        self.preprocessing = FixedNormalisation(shape.gray)
        strides = _stem_strides(shape)
        channels = widened(STEM_CHANNELS[0], shape.width)
        stem: List[torch.nn.Module] = [convolution(self.preprocessing.channels, channels, kernel=7 if strides[0] > 2 else 5, stride=strides[0])]
        for stride, following in zip(strides[1:], STEM_CHANNELS[1:]):
            stem.append(stage(shape.backbone, channels, widened(following, shape.width), stride, 1))
            channels = widened(following, shape.width)
        self.stem = torch.nn.Sequential(*stem)
        stages, heads = [], []
        size = shape.levels[0].size
        for number, level in enumerate(shape.levels):
            following = widened(LEVEL_CHANNELS[number], shape.width)
            stages.append(_level_stage(shape, number, channels, following, size))
            heads.append(_head(following, len(level.shapes), shape.classes))
            channels, size = following, level.size
        self.stages = torch.nn.ModuleList(stages)
        self.heads = torch.nn.ModuleList(heads)

    def forward(self, images: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        """images: float32 [n, 3, height, width], 0 to 255. Gives class logits float32 [n, anchors, classes + 1] and offsets float32 [n, anchors, 4]."""
        values = self.stem(self.preprocessing(images))
        answers = []
        for layers, head in zip(self.stages, self.heads):
            values = layers(values)
            # Anchors stand in the order row, column, shape, so channels go last.
            answers.append(head(values).permute(0, 2, 3, 1).reshape(values.shape[0], -1, self.classes + 5))
        joined = torch.cat(answers, dim=1)
        return joined[:, :, :self.classes + 1], joined[:, :, self.classes + 1:]


def _stem_strides(shape: DetectorShape) -> Tuple[int, ...]:
    first = shape.levels[0].size
    for strides in STEMS.values():
        sides = [shape.input_width, shape.input_height]
        for stride in strides:
            sides = [_divided(side, stride) for side in sides]
        if sides == [first, first]:
            return strides
    fitting = ", ".join(f"[{first * total}, {first * total}]" for total in STEMS)
    raise DataProblem(
        f"Pictures of {shape.input_width} x {shape.input_height} pixels do not come down to the {first} x {first} cells of the first level of the anchor set.",
        "geometry: {output: ...} of the shards' recipe", f"Write one of {fitting}.")


def _divided(side: int, stride: int) -> int:
    return (side + stride - 1) // stride


def _level_stage(shape: DetectorShape, number: int, channels: int, following: int, size: int) -> torch.nn.Module:
    level = shape.levels[number]
    if number == 0:
        return stage(shape.backbone, channels, following, 1, LEVEL_DEPTHS[0])
    if _divided(size, 2) == level.size:
        return stage(shape.backbone, channels, following, 2, LEVEL_DEPTHS[number])
    return convolution(channels, following, kernel=size - level.size + 1, pad=False)


def _head(channels: int, shapes: int, classes: int) -> torch.nn.Conv2d:
    head = torch.nn.Conv2d(channels, shapes * (classes + 5), 3, padding=1)
    torch.nn.init.normal_(head.weight, std=0.01)
    with torch.no_grad():
        bias = torch.zeros(shapes, classes + 5)
        bias[:, 0] = math.log((1 - FIRST_PROBABILITY) / FIRST_PROBABILITY * classes)
        head.bias.copy_(bias.flatten())
    return head


def count_anchors(levels: Sequence[AnchorLevel]) -> int:
    """Anchors of all levels."""
    return sum(level.size * level.size * len(level.shapes) for level in levels)
