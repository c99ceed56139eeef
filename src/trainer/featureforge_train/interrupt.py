"""Ctrl-C and termination signals as a request to stop after the step; a second one ends the program at once."""
from __future__ import annotations

import signal
import time
from types import FrameType
from typing import Optional

# A terminal sends Ctrl-C to this process and to the program that started it, which passes it on.
SAME_REQUEST_SECONDS = 1.0


class Interrupt:
    """Listens from now on. Calling it says whether somebody asked to stop."""

    def __init__(self) -> None:
        self._asked: Optional[float] = None
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._receive)

    def __call__(self) -> bool:
        return self._asked is not None

    def _receive(self, number: int, frame: Optional[FrameType]) -> None:
        now = time.monotonic()
        if self._asked is None:
            self._asked = now
        elif now - self._asked > SAME_REQUEST_SECONDS:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)
