"""Models that learn no more, made faster."""
from __future__ import annotations

from typing import Any


def fold_normalisation(module: Any) -> None:
    """Folds each batch normalisation that follows a convolution into its weights: the same answers to rounding, with a pass over the memory less.

    module: torch.nn.Module in evaluation mode, whose layers stand in torch.nn.Sequential.
    """
    import torch
    from torch.nn.utils.fusion import fuse_conv_bn_eval

    for layers in [one for one in module.modules() if isinstance(one, torch.nn.Sequential)]:
        for place in range(len(layers) - 1):
            if isinstance(layers[place], torch.nn.Conv2d) and isinstance(layers[place + 1], torch.nn.BatchNorm2d):
                layers[place] = fuse_conv_bn_eval(layers[place], layers[place + 1])
                layers[place + 1] = torch.nn.Identity()
