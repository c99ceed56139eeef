"""Did the network wait for the data? The inequality of design section 1 with measured numbers, and beside it what was measured: a step that
costs two inferences is a rule of thumb, on the CPU it costs four to fourteen."""
from __future__ import annotations

import dataclasses
from typing import Any, Dict, List, Optional

# Share of the time of learning above which it is said to wait for data.
WAITING = 0.05


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
        """T_g / C * B > 2 T_i: making a batch would take longer than learning from it if a step cost two inferences (rule of thumb)."""
        return None if self.feed_seconds is None else self.feed_seconds > 2 * self.inference_seconds

    @property
    def wait_share(self) -> float:
        """Share of the learning time spent waiting for data, 0 to 1."""
        return self.wait_seconds / self.total_seconds if self.total_seconds > 0 else 0.0

    @property
    def waits(self) -> bool:
        """Whether learning measurably waited: more than a twentieth of its time."""
        return self.wait_share > WAITING

    @property
    def measured(self) -> str:
        """What the measured times say, in words; what was measured decides, the rule of thumb only estimates it."""
        waited = f"learning {'waits' if self.waits else 'does not wait'} for data ({100 * self.wait_share:.2f} % of its time)"
        if self.feed_seconds is None or (self.feed_seconds > self.step_seconds) == self.waits:
            return waited
        if self.waits:
            return f"{waited}, though a batch takes less to make than to learn from: the first ones were waited for, or other work took the cores"
        return f"{waited}, though a batch takes longer to make than to learn from: those made ahead were enough"

    def lines(self) -> List[str]:
        """The rule of thumb in numbers, then what was measured."""
        rate = self.batch / self.step_seconds if self.step_seconds else 0
        steps = f" = {self.step_seconds / self.inference_seconds:.1f} T_i" if self.inference_seconds > 0 else ""
        step = f"a step took {self.step_seconds:.3g} s{steps} ({rate:,.0f} images/s)"
        if self.feed_seconds is None:
            making = "" if self.vector_seconds is None else f"T_g = {self.vector_seconds:.3g} s, "
            return [f"{making}2 * T_i = 2 * {self.inference_seconds:.3g} s = {2 * self.inference_seconds:.3g} s; the feed does not say how long a batch takes it",
                    f"measured: {step}: {self.measured}"]
        sign, verdict = (">", "CPU-bound if a step took 2 T_i") if self.starves else ("<=", "balanced if a step took 2 T_i")
        return [
            f"rule of thumb: T_g / C * B = {self.vector_seconds:.3g} s / {self.cores} * {self.batch} = {self.feed_seconds:.3g} s  {sign}  "
            f"2 * T_i = 2 * {self.inference_seconds:.3g} s = {2 * self.inference_seconds:.3g} s: {verdict}",
            f"measured: {step}, making its batch on {self.cores} {'core' if self.cores == 1 else 'cores'} {self.feed_seconds:.3g} s: {self.measured}",
        ]

    def values(self) -> Dict[str, Any]:
        """For report.json; times in seconds."""
        return {
            "secondsPerVector": self.vector_seconds, "cores": self.cores, "batch": self.batch, "feedSeconds": self.feed_seconds,
            "stepSeconds": self.step_seconds, "inferenceSeconds": self.inference_seconds, "cpuBound": self.starves,
            "stepPerInference": self.step_seconds / self.inference_seconds if self.inference_seconds > 0 else None,
            "feedPerStep": self.feed_seconds / self.step_seconds if self.feed_seconds is not None and self.step_seconds > 0 else None,
            "learningWaits": self.waits, "verdict": self.measured, "waitSeconds": self.wait_seconds, "totalSeconds": self.total_seconds, "waitShare": self.wait_share,
        }
