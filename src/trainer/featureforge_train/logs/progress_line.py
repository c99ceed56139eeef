"""What a person sees while training runs: one line that is drawn again and again on a terminal, a line now and then elsewhere."""
from __future__ import annotations

import time
from typing import TextIO

TERMINAL_SECONDS = 0.2
PLAIN_SECONDS = 15.0
BAR_CELLS = 24


class ProgressLine:
    """Progress on standard error. steps: of the whole training. batch: pictures per step. first: step that this process starts with."""

    def __init__(self, output: TextIO, steps: int, batch: int, first: int) -> None:
        self._output = output
        self._steps = steps
        self._batch = batch
        self._first = first
        self._terminal = output.isatty()
        self._started = self._shown = time.monotonic()
        self._drawn = 0

    def show(self, step: int, loss: float, waited: float) -> None:
        """Draws the line when it is due. step: steps done. loss: running mean. waited: seconds that this process waited for data."""
        now = time.monotonic()
        if now - self._shown < (TERMINAL_SECONDS if self._terminal else PLAIN_SECONDS):
            return
        self._shown = now
        seconds = max(now - self._started, 1e-9)
        rate = (step - self._first) / seconds
        left = (self._steps - step) / rate if rate > 0 else float("nan")
        full = BAR_CELLS * step // self._steps
        line = (f"{'#' * full}{'.' * (BAR_CELLS - full)} {step}/{self._steps}  loss {loss:.4f}  {rate * self._batch:,.0f} images/s  "
                f"waiting for data {100 * waited / seconds:.1f} %  {left:.0f} s left")
        self._write(line, "\r" if self._terminal else "\n")

    def say(self, text: str) -> None:
        """Writes a line of its own above the progress."""
        self._write(text, "\n")

    def _write(self, line: str, end: str) -> None:
        padding = " " * max(0, self._drawn - len(line))
        self._drawn = len(line) if end == "\r" else 0
        self._output.write(f"{line}{padding}{end}")
        self._output.flush()
