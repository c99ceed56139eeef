"""How well a classifier of two or more classes answers."""
from __future__ import annotations

import numpy


def area_under_curve(scores: numpy.ndarray, positive: numpy.ndarray) -> float:
    """Probability that a positive has the greater score than a negative, ties counting half (Mann-Whitney U); NaN without both.

    scores: float [n]. positive: bool [n].
    """
    positives = int(positive.sum())
    negatives = len(positive) - positives
    if positives == 0 or negatives == 0:
        return float("nan")
    _, inverse, counts = numpy.unique(scores, return_inverse=True, return_counts=True)
    ends = numpy.cumsum(counts)
    ranks = (ends - (counts - 1) / 2.0)[inverse]
    return float((ranks[positive].sum() - positives * (positives + 1) / 2.0) / (positives * float(negatives)))


def best_threshold(scores: numpy.ndarray, positive: numpy.ndarray) -> float:
    """The threshold with the most right answers (score >= threshold is positive); in the middle between two scores.

    scores: float [n], at least one. positive: bool [n].
    """
    order = numpy.argsort(-scores, kind="stable")
    ranked, right = scores[order].astype(numpy.float64), positive[order]
    # Right answers when the first k are called positive, for k of 0 to n.
    correct = numpy.concatenate([[0], numpy.cumsum(right)]) + numpy.concatenate([numpy.cumsum((~right)[::-1])[::-1], [0]])
    distinct = numpy.concatenate([[True], ranked[1:] != ranked[:-1], [True]])
    best = int(numpy.argmax(numpy.where(distinct, correct, -1)))
    if best == 0:
        # The next float32, so that a comparison in either precision answers alike.
        return float(numpy.nextafter(numpy.float32(ranked[0]), numpy.float32(numpy.inf)))
    return float(ranked[-1]) if best == len(ranked) else float((ranked[best - 1] + ranked[best]) / 2)


def accuracy_at(scores: numpy.ndarray, positive: numpy.ndarray, threshold: float) -> float:
    """Share of right answers of `score >= threshold`."""
    return float(((scores.astype(numpy.float64) >= threshold) == positive).mean())
