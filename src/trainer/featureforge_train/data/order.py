"""Which records make up the batch of a step: balanced, shuffled, and a function of seed and step alone, so that training can resume anywhere."""
from __future__ import annotations

from typing import Dict, List, Sequence, Tuple

import numpy

# Places of one round where shares are less than a record of a batch: enough for the shares of thousands of groups.
ROUND = 1 << 18


class BalancedOrder:
    """Draws every batch from groups of records in fixed shares.

    groups: int64 [records] each, none empty. shares: of the batch, one per group, together 1. Each group is gone through in a new
    random order again and again, so that all its records are seen equally often; a group with fewer records than its share of the
    data is seen more often.
    """

    def __init__(self, groups: Sequence[numpy.ndarray], shares: Sequence[float], batch: int, seed: int) -> None:
        self._groups = [numpy.asarray(group, dtype=numpy.int64) for group in groups]
        self._shares = [share / sum(shares) for share in shares]
        self._batch = batch
        self._seed = seed
        self._permutations: Dict[int, Tuple[int, numpy.ndarray]] = {}
        self._round = _Round(self._shares) if min(self._shares) * batch < 1 - 1e-9 else None

    def records(self, step: int) -> numpy.ndarray:
        """Positions of the records of a step, int64 [batch], group after group."""
        before, after = self._taken(step), self._taken(step + 1)
        chosen: List[int] = []
        for group, members in enumerate(self._groups):
            for number in range(before[group], after[group]):
                chosen.append(int(members[self._place(group, number, len(members))]))
        return numpy.array(chosen, dtype=numpy.int64)

    def _taken(self, step: int) -> List[int]:
        """Records taken from each group before a step."""
        total = step * self._batch
        if self._round is not None:
            return self._round.taken(total)
        # Cumulative shares are rounded down, so every batch has exactly its size. Two neighbouring edges may round apart, which no share of a
        # whole record or more lets fall below the edge before; smaller ones would.
        edges, share = [0], 0.0
        for part in self._shares[:-1]:
            share += part
            edges.append(int(total * share + 1e-9))
        edges.append(total)
        return [edges[group + 1] - edges[group] for group in range(len(self._shares))]

    def _place(self, group: int, number: int, size: int) -> int:
        """Place within a group of the n-th record taken from it."""
        cycle = number // size
        known = self._permutations.get(group)
        if known is None or known[0] != cycle:
            random = numpy.random.Generator(numpy.random.Philox(key=[self._seed & 0xFFFFFFFFFFFFFFFF, group << 32 | cycle]))
            known = (cycle, random.permutation(size))
            self._permutations[group] = known
        return int(known[1][number % size])


class _Round:
    """Places dealt out one by one, in rounds that are all alike: a group that gets m of the n places of a round gets its i-th at (i + 1/2) n / m.

    So no group ever gives a place back, however small its share. shares: of the places, together 1.
    """

    def __init__(self, shares: Sequence[float]) -> None:
        exact = numpy.array(shares) * ROUND
        self._counts = numpy.maximum(1, numpy.floor(exact).astype(numpy.int64))
        # What rounding down left over goes to the groups that lost most.
        left = ROUND - int(self._counts.sum())
        self._counts[numpy.argsort(self._counts - exact, kind="stable")[:max(0, left)]] += 1
        self._size = int(self._counts.sum())
        when = numpy.concatenate([(numpy.arange(count) + 0.5) / count for count in self._counts])
        group = numpy.repeat(numpy.arange(len(self._counts)), self._counts)
        self._groups = group[numpy.argsort(when, kind="stable")]

    def taken(self, places: int) -> List[int]:
        """Of so many places from the first on, how many each group has."""
        rounds, rest = divmod(places, self._size)
        counts = rounds * self._counts + numpy.bincount(self._groups[:rest], minlength=len(self._counts))
        return [int(count) for count in counts]
