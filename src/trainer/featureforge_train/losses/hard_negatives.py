"""Hard negative mining: of the thousands of background anchors, the few that the detector takes for objects."""
from __future__ import annotations

import torch


def choose_hard_negatives(losses: torch.Tensor, classes: torch.Tensor, per_positive: float, least: int) -> torch.Tensor:
    """Background anchors with the greatest loss, picture by picture (Liu et al. 2016, section 2.2).

    losses: float32 [n, anchors], each anchor's confidence loss. classes: int64 [n, anchors], 0 background, -1 ignored.
    Gives bool [n, anchors]: per picture max(least, per_positive x positives) anchors, or all there are.
    """
    background = classes == 0
    wanted = ((classes > 0).sum(dim=1).float() * per_positive).long().clamp(min=least)
    wanted = torch.minimum(wanted, background.sum(dim=1))
    most = int(wanted.max())
    chosen = torch.zeros_like(background)
    if most == 0:
        return chosen
    order = losses.masked_fill(~background, -1.0).topk(most, dim=1).indices
    return chosen.scatter_(1, order, torch.arange(most, device=losses.device)[None, :] < wanted[:, None])
