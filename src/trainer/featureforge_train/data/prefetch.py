"""A thread that makes batches while the network learns from the ones before, and a clock that says how long learning waited for it."""
from __future__ import annotations

import queue
import threading
import time
from typing import Callable, Generic, Optional, Tuple, TypeVar

Batch = TypeVar("Batch")


class Prefetch(Generic[Batch]):
    """Batches of the steps first, first + 1, ... up to last - 1, in that order.

    make: makes the batch of a step; runs in a thread of its own. depth: batches held ready.
    wait_seconds: time that `take` stood still. make_seconds: processor time spent in `make`. made: batches made.
    """

    def __init__(self, make: Callable[[int], Batch], first: int, last: int, depth: int = 4) -> None:
        self.wait_seconds = 0.0
        self.make_seconds = 0.0
        self.made = 0
        self._make = make
        self._ready: "queue.Queue[Tuple[Optional[Batch], Optional[BaseException]]]" = queue.Queue(maxsize=depth)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(first, last), name="prefetch", daemon=True)
        self._thread.start()

    def take(self) -> Batch:
        """The next batch; waits until it is made. Raises what making it raised."""
        started = time.perf_counter()
        batch, error = self._ready.get()
        self.wait_seconds += time.perf_counter() - started
        if error is not None:
            raise error
        return batch  # type: ignore[return-value]

    def close(self) -> None:
        """Ends the thread; batches that were not taken are dropped."""
        self._closed.set()
        while self._thread.is_alive():
            try:
                self._ready.get_nowait()
            except queue.Empty:
                self._thread.join(timeout=0.01)

    def _run(self, first: int, last: int) -> None:
        for step in range(first, last):
            if self._closed.is_set():
                return
            try:
                started = time.thread_time()
                batch = self._make(step)
                self.make_seconds += time.thread_time() - started
                self.made += 1
                self._ready.put((batch, None))
            except BaseException as error:  # handed to the thread that takes, whatever it is
                self._ready.put((None, error))
                return
