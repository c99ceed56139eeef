"""Reads that the thread which hears of signals waits for."""
from __future__ import annotations

import itertools
from typing import Callable, Iterator, Tuple, TypeVar

from featureforge_data import FeedInterrupted
from featureforge_data.errors import Place

from .prefetch import Prefetch

Item = TypeVar("Item")


def heeding(items: Iterator[Item], stop: Callable[[], bool], what: str, url: str) -> Iterator[Item]:
    """The items in their order, read in a thread of its own. Raises FeedInterrupted as soon as `stop` says so, whatever the other end does: a connection
    that hangs is left behind. what, url: that is read, for the message."""
    end: Iterator[Tuple[Item, ...]] = iter([()])
    prefetch: "Prefetch[Tuple[Item, ...]]" = Prefetch(itertools.chain(((item,) for item in items), end), depth=1)
    try:
        while True:
            taken = None if stop() else prefetch.take(stop)
            if taken is None:
                raise FeedInterrupted(f"Somebody asked for the end while {what} was awaited", Place(url), "")
            if not taken:
                return
            yield taken[0]
    finally:
        prefetch.close()


def heeding_once(make: Callable[[], Item], stop: Callable[[], bool], what: str, url: str) -> Item:
    """One value as :func:`heeding` gives many."""
    return next(heeding((make() for _ in range(1)), stop, what, url))
