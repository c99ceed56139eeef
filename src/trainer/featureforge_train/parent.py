"""The end of the program that started this one. `featureforge train` waits for this process and passes signals on; killed, it can do neither."""
from __future__ import annotations

import ctypes
import os
import signal
import sys

VARIABLE = "FEATUREFORGE_PARENT"
# From linux/prctl.h.
_SET_PARENT_DEATH_SIGNAL = 1


def end_with_parent() -> None:
    """Where the environment names the parent: from now on its death is a termination signal, so that training stops with a checkpoint. On Linux alone."""
    named = os.environ.get(VARIABLE, "")
    if not (named.isascii() and named.isdigit()) or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGTERM, 0, 0, 0)
    # It may have ended before the system was told: then somebody else is the parent.
    if os.getppid() != int(named):
        signal.raise_signal(signal.SIGTERM)
