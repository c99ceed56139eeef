"""Starts the command."""
import os
import sys

# PyTorch's threads read this when they start. Spinning ones take the cores from whatever else runs here, and from each other: up to 15 times as long a pass.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

from .command import main  # noqa: E402

sys.exit(main())
