"""What a classifier and a detector have to offer the loop that trains them."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Protocol, Tuple

import torch

from .data.source import Source
from .evaluation import Evaluation


class Task(Protocol):
    """One kind of model with its data.

    model: the network. parts: names of the parts of the loss, `total` not among them. metrics: names that
    evaluations give.
    """

    @property
    def source(self) -> Source:
        """Where pictures come from."""

    model: torch.nn.Module
    parts: Tuple[str, ...]
    metrics: Tuple[str, ...]

    def loss(self, batch: Any) -> Tuple[torch.Tensor, Mapping[str, torch.Tensor]]:
        """What is minimised, and its parts by name. The batch lies on the device of the model."""

    def evaluate(self, split: str, threshold: Optional[float]) -> Optional[Evaluation]:
        """Measures the model on a split; None where the split has no records. threshold: chosen before, None to choose it here."""

    def describe(self) -> Dict[str, Any]:
        """What `model.json` says of it."""

    def remarks(self) -> List[str]:
        """Lines for people before training begins."""

    def findings(self) -> Dict[str, Any]:
        """What the report says of the data."""
