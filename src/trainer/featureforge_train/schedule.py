"""Learning rate of each step: linear warm-up, then half a cosine down to 0 (Loshchilov and Hutter 2017, without restarts)."""
from __future__ import annotations

import math


def learning_rate(step: int, steps: int, highest: float, warmup: float) -> float:
    """step: from 0. steps: of the whole training. highest: rate at the end of the warm-up. warmup: share of the steps, 0 to 1."""
    rising = max(1, int(steps * warmup))
    if step < rising:
        return highest * (step + 1) / rising
    return highest * 0.5 * (1.0 + math.cos(math.pi * (step - rising) / max(1, steps - rising)))
