"""In which order samples come, and which rank gets which: pure functions of counts, seed and epoch.

The order of N samples under (seed, epoch): sample i draws the first two words of Philox4x32-10 with key = seed and counter =
(i low, i high, epoch, 0x52454144), word 0 in the upper half of a 64-bit number; samples are sorted by that number, equal ones by i. Neither
workers, ranks, batches nor shards take part. docs/feed.md gives the same rule and a test vector.
"""
from __future__ import annotations

import dataclasses

import numpy as np

from .errors import WrongRequest

ORDER_STREAM = 0x52454144
"""Last word of the counter; keeps these draws apart from those of the engine, whose last word counts small numbers of draws."""

REMAINDERS = ("drop", "short", "repeat")
_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_WORD = 0xFFFFFFFF


def philox_draws(seed: int, epoch: int, count: int) -> "np.ndarray":
    """uint64 [count]: the draw of each sample."""
    low, high = np.uint64(_WORD), np.uint64(32)
    samples = np.arange(count, dtype=np.uint64)
    words = [samples & low, samples >> high, np.full(count, epoch & _WORD, np.uint64), np.full(count, ORDER_STREAM, np.uint64)]
    keys = [seed & _WORD, (seed >> 32) & _WORD]
    for _ in range(_ROUNDS):
        first, second = words[0] * _MULTIPLIERS[0], words[2] * _MULTIPLIERS[1]
        words = [(second >> high) ^ words[1] ^ np.uint64(keys[0]), second & low, (first >> high) ^ words[3] ^ np.uint64(keys[1]), first & low]
        keys = [(key + weyl) & _WORD for key, weyl in zip(keys, _WEYL)]
    return (words[0] << high) | words[1]


def shuffled(count: int, seed: int, epoch: int) -> "np.ndarray":
    """int64 [count]: which sample comes at each place."""
    return np.argsort(philox_draws(seed, epoch, count), kind="stable").astype(np.int64, copy=False)


@dataclasses.dataclass(frozen=True)
class Partition:
    """Who gets which places of an order of `count` samples: at step k, rank r of W gets the places from (k W + r) B on, B of them.

    After k steps the ranks together have had exactly the first k W B places, whatever W and B are: a run can go on with another number of
    ranks. remainder says what becomes of the last count mod (W B) samples: `drop` leaves them out, `short` deals them out as evenly as
    possible in one more step (batches of that step are smaller, some may be empty), `repeat` fills that step with the first samples.
    Every rank has the same number of steps in each case.
    """

    count: int
    batch: int = 1
    rank: int = 0
    world: int = 1
    remainder: str = "short"

    def __post_init__(self) -> None:
        if self.batch < 1:
            raise WrongRequest(f"The batch has {self.batch} samples, at least 1 is needed", advice="Give a larger batch size.")
        if self.world < 1 or not 0 <= self.rank < self.world:
            raise WrongRequest(f"There is no rank {self.rank} in a world of {self.world}", advice="Ranks go from 0 to world - 1.")
        if self.remainder not in REMAINDERS:
            raise WrongRequest(f"remainder is '{self.remainder}'", advice=f"Choose one of {', '.join(REMAINDERS)}.")

    @property
    def samples_per_step(self) -> int:
        """Samples of all ranks in a full step."""
        return self.batch * self.world

    @property
    def steps(self) -> int:
        """Steps of a pass, the same for every rank."""
        whole, rest = divmod(self.count, self.samples_per_step)
        return whole + (1 if rest and self.remainder != "drop" else 0)

    @property
    def left_out(self) -> int:
        """Samples that no rank gets in this pass; above 0 only with `drop`."""
        return self.count % self.samples_per_step if self.remainder == "drop" else 0

    def places(self, step: int) -> "np.ndarray":
        """int64 [n]: places of the order that this rank gets at a step from 0 to `steps` - 1."""
        start = step * self.samples_per_step
        rest = self.count - start
        if rest < self.samples_per_step and self.remainder == "short":
            return np.arange(start + self.rank * rest // self.world, start + (self.rank + 1) * rest // self.world, dtype=np.int64)
        return np.arange(start + self.rank * self.batch, start + (self.rank + 1) * self.batch, dtype=np.int64) % self.count

    def samples_before(self, step: int) -> int:
        """Samples that all ranks together have had before a step."""
        return min(step * self.samples_per_step, self.count)

    def step_after(self, samples: int) -> int:
        """The step at which so many samples have been had. Raises WrongRequest where no step begins there."""
        if samples >= self.count:
            return self.steps
        if samples % self.samples_per_step:
            raise WrongRequest(
                f"{samples} samples have been had, which is no whole number of steps of {self.batch} x {self.world} samples",
                advice="Resume with a batch size and a world whose product divides that number.")
        return samples // self.samples_per_step
