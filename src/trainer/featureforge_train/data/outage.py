"""What happens while a feed does not answer."""
from __future__ import annotations

import time
from typing import Callable, TextIO

from featureforge_data import FeedInterrupted
from featureforge_data.terminal import clean

POLL_SECONDS = 0.1


class Outage:
    """Waits for the next try, tells people about it, and gives up where somebody asks for the end. output: for people. stop: whether somebody asked for the end."""

    def __init__(self, output: TextIO, stop: Callable[[], bool]) -> None:
        self._output = output
        self.stop = stop

    def __call__(self, error: FeedInterrupted, seconds: float) -> None:
        begin = "\r" if self._output.isatty() else ""
        self._output.write(f"{begin}{clean(f'waiting for the feed at {error.place.file}: {error.what}; next try in {seconds:.1f} s')}\n")
        self._output.flush()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.stop():
                raise error
            time.sleep(min(POLL_SECONDS, seconds))
