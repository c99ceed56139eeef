"""The two ways to build a stage: plain convolutions as AlexNet has them, and depthwise separable ones as MobileNet has them."""
from __future__ import annotations

import torch


def convolution(channels_in: int, channels_out: int, kernel: int = 3, stride: int = 1, groups: int = 1, pad: bool = True) -> torch.nn.Sequential:
    """Convolution, batch normalisation, ReLU. With `pad`, a side of s becomes ceil(s / stride)."""
    layers = torch.nn.Sequential(
        torch.nn.Conv2d(channels_in, channels_out, kernel, stride, kernel // 2 if pad else 0, groups=groups, bias=False),
        torch.nn.BatchNorm2d(channels_out),
        torch.nn.ReLU(inplace=True))
    torch.nn.init.kaiming_normal_(layers[0].weight, mode="fan_out", nonlinearity="relu")
    return layers


def separable(channels_in: int, channels_out: int, stride: int = 1) -> torch.nn.Sequential:
    """Depthwise 3 x 3, then pointwise (Howard et al. 2017, section 3.1)."""
    return torch.nn.Sequential(convolution(channels_in, channels_in, 3, stride, groups=channels_in), convolution(channels_in, channels_out, 1))


def stage(backbone: str, channels_in: int, channels_out: int, stride: int, depth: int) -> torch.nn.Sequential:
    """`depth` blocks of 3 x 3, the first with the stride. backbone: alexnet or mobilenet."""
    block = separable if backbone == "mobilenet" else convolution
    blocks = [block(channels_in, channels_out, stride=stride)]
    blocks += [block(channels_out, channels_out) for _ in range(depth - 1)]
    return torch.nn.Sequential(*blocks)


def widened(channels: int, width: float) -> int:
    """Channels times a width multiplier, to a multiple of 8, at least 8."""
    return max(8, int(channels * width / 8 + 0.5) * 8)
