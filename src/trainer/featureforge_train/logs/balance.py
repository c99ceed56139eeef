"""Did the network wait for the data? The inequality of design section 1 with measured numbers."""
from __future__ import annotations

import dataclasses
from typing import Any, Dict, List, Optional


@dataclasses.dataclass(frozen=True)
class Balance:
    """Measured times of a training.

    vector_seconds: T_g, processor time to make one picture and its targets. cores: C, threads that make them; both None where nobody knows. batch: B.
    step_seconds: forward, backward and update of one batch. inference_seconds: T_i, forward alone of one batch.
    wait_seconds: that learning stood still for data, of total_seconds of learning.
    """

    vector_seconds: Optional[float]
    cores: Optional[int]
    batch: int
    step_seconds: float
    inference_seconds: float
    wait_seconds: float
    total_seconds: float

    @property
    def feed_seconds(self) -> Optional[float]:
        """T_g / C * B: time to make a batch."""
        return None if self.vector_seconds is None or self.cores is None else self.vector_seconds / self.cores * self.batch

    @property
    def starves(self) -> Optional[bool]:
        """T_g / C * B > 2 T_i: making a batch takes longer than learning from it, by the rule that a step costs two inferences."""
        return None if self.feed_seconds is None else self.feed_seconds > 2 * self.inference_seconds

    @property
    def wait_share(self) -> float:
        """Share of the learning time spent waiting for data, 0 to 1."""
        return self.wait_seconds / self.total_seconds if self.total_seconds > 0 else 0.0

    def lines(self) -> List[str]:
        """The verdict in words."""
        step = (f"a step took {self.step_seconds:.3g} s ({self.batch / self.step_seconds if self.step_seconds else 0:,.0f} images/s); "
                f"{100 * self.wait_share:.2f} % of the time went by waiting for data")
        if self.feed_seconds is None:
            making = "" if self.vector_seconds is None else f"T_g = {self.vector_seconds:.3g} s, "
            return [f"{making}2 * T_i = 2 * {self.inference_seconds:.3g} s = {2 * self.inference_seconds:.3g} s; the feed does not say how long a batch takes it", step]
        sign, verdict = (">", "CPU-bound: learning waits for data") if self.starves else ("<=", "balanced: data are there before they are needed")
        return [
            f"T_g / C * B = {self.vector_seconds:.3g} s / {self.cores} * {self.batch} = {self.feed_seconds:.3g} s  {sign}  "
            f"2 * T_i = 2 * {self.inference_seconds:.3g} s = {2 * self.inference_seconds:.3g} s: {verdict}",
            step,
        ]

    def values(self) -> Dict[str, Any]:
        """For report.json; times in seconds."""
        return {
            "secondsPerVector": self.vector_seconds, "cores": self.cores, "batch": self.batch, "feedSeconds": self.feed_seconds,
            "stepSeconds": self.step_seconds, "inferenceSeconds": self.inference_seconds, "cpuBound": self.starves,
            "waitSeconds": self.wait_seconds, "totalSeconds": self.total_seconds, "waitShare": self.wait_share,
        }
