"""A moving average of the weights: it wavers less from step to step than the weights themselves (Polyak and Juditsky 1992)."""
from __future__ import annotations

import contextlib
from typing import Dict, Iterator

import torch


class WeightAverage:
    """weights: the average, by the names of the model's state. decay: share that stays at each step, 0 for no average."""

    def __init__(self, model: torch.nn.Module, decay: float) -> None:
        self._model = model
        self._decay = decay
        self.weights: Dict[str, torch.Tensor] = {name: value.detach().clone() for name, value in model.state_dict().items()} if decay > 0 else {}

    def update(self, step: int) -> None:
        """After a step. step: steps done; the first ones count for less, as they hold what training began with."""
        decay = min(self._decay, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, value in self._model.state_dict().items() if self.weights else ():
                if value.is_floating_point():
                    self.weights[name].mul_(decay).add_(value, alpha=1 - decay)
                else:
                    self.weights[name].copy_(value)

    def restore(self, weights: Dict[str, torch.Tensor]) -> None:
        """Takes the average of a checkpoint."""
        for name, value in self.weights.items():
            value.copy_(weights[name])

    @contextlib.contextmanager
    def in_place(self) -> Iterator[None]:
        """Within it the model has the averaged weights."""
        own = {name: value.detach().clone() for name, value in self._model.state_dict().items()} if self.weights else {}
        if self.weights:
            self._model.load_state_dict(self.weights)
        try:
            yield
        finally:
            if own:
                self._model.load_state_dict(own)
