"""A small SSD: a stem, one feature map per level of the anchor set, and a 3 x 3 head on each (Liu et al. 2016)."""
from __future__ import annotations

import dataclasses
import math
from typing import List, Sequence, Tuple

import torch
import torch.nn.functional as functional

from ..anchors import AnchorLevel
from ..errors import DataProblem
from .blocks import convolution, stage, widened
from .preprocessing import FixedNormalisation

STEM_CHANNELS = (24, 48, 48)
LEVEL_CHANNELS = (64, 96, 128, 128, 128, 128, 128)
LEVEL_DEPTHS = (2, 2, 1, 1, 1, 1, 1)
LARGEST_KERNEL = 5
# Of fine levels: a feature map of many cells is dear, so it has few channels; what lies around a small object comes from the level after it.
FINE_CHANNELS = 48
FINE_DEPTH = 2
# Probability of an object that an untrained head answers; near 0, or the first steps only unlearn boxes everywhere.
FIRST_PROBABILITY = 0.01
# Pixels per cell of the first level, and the strides that lead there.
STEMS = {4: (2, 2), 6: (3, 2), 8: (4, 2), 16: (4, 2, 2)}


@dataclasses.dataclass(frozen=True)
class DetectorShape:
    """input_width, input_height: pixels. levels: of the anchor set. classes: without background. backbone: alexnet or mobilenet.
    width: multiplier of channels. gray: luma only. fine_levels: first levels that lie before the trunk."""

    input_width: int
    input_height: int
    levels: Tuple[AnchorLevel, ...]
    classes: int
    backbone: str
    width: float
    gray: bool
    fine_levels: int = 0


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
        for number, level in enumerate(shape.levels):
            following = _level_channels(shape, number)
            stages.append(_level_stage(shape, number, channels, following))
            heads.append(_head(following, len(level.shapes), shape.classes))
            channels = following
        self.stages = torch.nn.ModuleList(stages)
        self.heads = torch.nn.ModuleList(heads)
        # Sizes as numbers, not read from tensors: exported graphs then have them as constants.
        self._maps = [(level.rows, level.columns) for level in shape.levels]
        self.contexts = torch.nn.ModuleList(
            torch.nn.Conv2d(_level_channels(shape, number + 1), _level_channels(shape, number), 1) for number in range(shape.fine_levels))

    def forward(self, images: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        """images: float32 [n, 3, height, width], 0 to 255. Gives class logits float32 [n, anchors, classes + 1] and offsets float32 [n, anchors, 4]."""
        values = self.stem(self.preprocessing(images))
        features = []
        for layers in self.stages:
            values = layers(values)
            features.append(values)
        for number in reversed(range(len(self.contexts))):
            around = self.contexts[number](features[number + 1])
            features[number] = features[number] + functional.interpolate(around, size=self._maps[number], mode="nearest")
        answers = []
        for values, head in zip(features, self.heads):
            # Anchors stand in the order row, column, shape, so channels go last.
            answers.append(head(values).permute(0, 2, 3, 1).reshape(values.shape[0], -1, self.classes + 5))
        joined = torch.cat(answers, dim=1)
        return joined[:, :, :self.classes + 1], joined[:, :, self.classes + 1:]


def _stem_strides(shape: DetectorShape) -> Tuple[int, ...]:
    if not shape.fine_levels < len(shape.levels):
        raise DataProblem(f"There are {shape.fine_levels} fine levels, the anchor set has {len(shape.levels)} levels and one must follow them.",
                          "--fine-levels", f"Give at most {len(shape.levels) - 1}.")
    columns, rows = shape.levels[0].columns, shape.levels[0].rows
    for strides in STEMS.values():
        sides = [shape.input_width, shape.input_height]
        for stride in strides:
            sides = [_divided(side, stride) for side in sides]
        if sides == [columns, rows]:
            return strides
    fitting = ", ".join(f"[{columns * total}, {rows * total}]" for total in STEMS)
    raise DataProblem(
        f"Pictures of {shape.input_width} x {shape.input_height} pixels do not come down to the {columns} x {rows} cells of the first level of the anchor set.",
        "geometry: {output: ...} of the shards' recipe", f"Write one of {fitting}.")


def _divided(side: int, stride: int) -> int:
    return (side + stride - 1) // stride


def _level_channels(shape: DetectorShape, number: int) -> int:
    trunk = number - shape.fine_levels
    return widened(FINE_CHANNELS if trunk < 0 else LEVEL_CHANNELS[min(trunk, len(LEVEL_CHANNELS) - 1)], shape.width)


def _level_stage(shape: DetectorShape, number: int, channels: int, following: int) -> torch.nn.Module:
    trunk = number - shape.fine_levels
    depth = FINE_DEPTH if trunk < 0 else LEVEL_DEPTHS[min(trunk, len(LEVEL_DEPTHS) - 1)]
    if number == 0:
        return stage(shape.backbone, channels, following, 1, depth)
    before, level = shape.levels[number - 1], shape.levels[number]
    if (_divided(before.columns, 2), _divided(before.rows, 2)) == (level.columns, level.rows):
        return stage(shape.backbone, channels, following, 2, depth)
    if before.columns - level.columns != before.rows - level.rows or not 0 <= before.columns - level.columns <= LARGEST_KERNEL - 1:
        raise DataProblem(
            f"Level {number} of the anchor set has {level.columns} x {level.rows} cells after {before.columns} x {before.rows}, and the detector has no layer that leads there.",
            "targets: {anchors: ...} of the shards' recipe",
            f"Halve the feature map of the level before, rounded up: [{_divided(before.columns, 2)}, {_divided(before.rows, 2)}].")
    return convolution(channels, following, kernel=before.columns - level.columns + 1, pad=False)


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
    return sum(level.columns * level.rows * len(level.shapes) for level in levels)
