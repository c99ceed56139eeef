"""What a classifier and a detector have to offer the loop that trains them."""
from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Protocol, Sequence, Tuple

import torch

from .data.order import BalancedOrder
from .evaluation import Evaluation


class Task(Protocol):
    """One kind of model with its data.

    model: the network. parts: names of the parts of the loss, `total` not among them. metrics: names that evaluations give.
    train_records: records of the train split.
    """

    model: torch.nn.Module
    parts: Tuple[str, ...]
    metrics: Tuple[str, ...]
    train_records: int

    def order(self, batch: int, seed: int) -> BalancedOrder:
        """The order in which training sees its records."""

    def train_batch(self, positions: Sequence[int]) -> Any:
        """A batch of the train split; called from the thread that prefetches."""

    def loss(self, batch: Any) -> Tuple[torch.Tensor, Mapping[str, torch.Tensor]]:
        """What is minimised, and its parts by name. The batch lies on the device of the model."""

    def evaluate(self, split: str, threshold: Optional[float]) -> Optional[Evaluation]:
        """Measures the model on a split of the first folder; None where the split has no records. threshold: chosen before, None to choose it here."""

    def describe(self) -> Dict[str, Any]:
        """What `model.json` says of it."""

    def remarks(self) -> List[str]:
        """Lines for people before training begins."""

    def findings(self) -> Dict[str, Any]:
        """What the report says of the data."""
