"""Detection time per photo."""
from __future__ import annotations

import time
from typing import Any, Callable, Dict, Optional, Sequence

import numpy as np

_WARM_UP = 2
FORWARD = "forward pass alone"
WITH_BOXES = "forward pass, boxes and suppression"
"""What the time per photo of a classifier and of a detector holds; reading and resizing the photo are in neither."""


def milliseconds_per_photo(run: Callable[[np.ndarray], Any], pictures: Sequence[np.ndarray]) -> Optional[Dict[str, Any]]:
    """Median, 95th percentile and fastest time in milliseconds of `run` on one picture at a time; None without pictures.

    run: takes pictures uint8 [1, height, width, 3]. The first passes warm up and do not count.
    """
    if not pictures:
        return None
    for picture in pictures[:_WARM_UP]:
        run(picture[None])
    times = []
    for picture in pictures:
        start = time.perf_counter()
        run(picture[None])
        times.append(1000 * (time.perf_counter() - start))
    return {"photos": len(times), "medianMilliseconds": float(np.median(times)), "percentile95Milliseconds": float(np.percentile(times, 95)), "leastMilliseconds": min(times)}
