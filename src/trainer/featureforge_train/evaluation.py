"""Outcome of looking at a whole split."""
from __future__ import annotations

import dataclasses
from typing import Mapping


@dataclasses.dataclass(frozen=True)
class Evaluation:
    """metrics: value by name. main: name of the one that decides which checkpoint is best; greater is better. threshold: score from
    which an answer counts, chosen on this split."""

    metrics: Mapping[str, float]
    main: str
    threshold: float

    @property
    def value(self) -> float:
        """The metric that decides; below every other where it is no number."""
        value = self.metrics[self.main]
        return value if value == value else -1.0
