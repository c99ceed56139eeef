"""What a step learns from."""
from __future__ import annotations

import dataclasses
from typing import Tuple

import torch


@dataclasses.dataclass(frozen=True)
class ClassifierBatch:
    """images: uint8 [n, 3, height, width]. classes: int64 [n], from 0."""

    images: torch.Tensor
    classes: torch.Tensor

    def to(self, device: torch.device) -> "ClassifierBatch":
        """The same on a device."""
        return ClassifierBatch(*(part.to(device, non_blocking=True) for part in (self.images, self.classes)))


@dataclasses.dataclass(frozen=True)
class DetectorBatch:
    """images: uint8 [n, 3, height, width]. classes: int64 [n, anchors], 0 background, -1 ignored. offsets: float32 [n, anchors, 4]."""

    images: torch.Tensor
    classes: torch.Tensor
    offsets: torch.Tensor

    def to(self, device: torch.device) -> "DetectorBatch":
        """The same on a device."""
        return DetectorBatch(*(part.to(device, non_blocking=True) for part in (self.images, self.classes, self.offsets)))


@dataclasses.dataclass(frozen=True)
class PictureSize:
    """width, height: pixels."""

    width: int
    height: int

    @property
    def shape(self) -> Tuple[int, int, int]:
        """Of a stored picture: rows, columns, components."""
        return (self.height, self.width, 3)
