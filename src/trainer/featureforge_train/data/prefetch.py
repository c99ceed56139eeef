"""A thread that makes batches while the network learns from the ones before, and a clock that says how long learning waited for it."""
from __future__ import annotations

import queue
import threading
import time
from typing import Callable, Generic, Iterator, Optional, Tuple, TypeVar

Batch = TypeVar("Batch")

# How long somebody who asks for the end waits for an answer while there is no batch.
POLL_SECONDS = 0.2
# A thread that hangs in a connection is left behind: it ends with the process.
LONGEST_CLOSING_SECONDS = 0.5


class Prefetch(Generic[Batch]):
    """Batches in the order in which an iterator gives them.

    batches: gone through in a thread of its own. depth: batches held ready.
    wait_seconds: time that `take` stood still. make_seconds: processor time spent in the iterator. made: batches made.
    """

    def __init__(self, batches: Iterator[Batch], depth: int = 4) -> None:
        self.wait_seconds = 0.0
        self.make_seconds = 0.0
        self.made = 0
        self._ready: "queue.Queue[Tuple[Optional[Batch], Optional[BaseException]]]" = queue.Queue(maxsize=depth)
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(batches,), name="prefetch", daemon=True)
        self._thread.start()

    def take(self, stop: Callable[[], bool] = lambda: False) -> Optional[Batch]:
        """The next batch; waits until it is made. Raises what making it raised. None where there is none and `stop`, asked five times a second, says so."""
        started = time.perf_counter()
        try:
            batch, error = self._next(stop)
        finally:
            self.wait_seconds += time.perf_counter() - started
        if error is not None:
            raise error
        return batch

    def close(self) -> None:
        """Ends the thread; batches that were not taken are dropped."""
        self._closed.set()
        end = time.monotonic() + LONGEST_CLOSING_SECONDS
        while self._thread.is_alive() and time.monotonic() < end:
            try:
                self._ready.get_nowait()
            except queue.Empty:
                self._thread.join(timeout=0.01)

    def _next(self, stop: Callable[[], bool]) -> Tuple[Optional[Batch], Optional[BaseException]]:
        while True:
            try:
                return self._ready.get(timeout=POLL_SECONDS)
            except queue.Empty:
                if stop():
                    return None, None

    def _run(self, batches: Iterator[Batch]) -> None:
        try:
            while not self._closed.is_set():
                started = time.thread_time()
                try:
                    batch = next(batches)
                except StopIteration:
                    return
                self.make_seconds += time.thread_time() - started
                self.made += 1
                self._ready.put((batch, None))
        except BaseException as error:  # handed to the thread that takes, whatever it is
            self._ready.put((None, error))
