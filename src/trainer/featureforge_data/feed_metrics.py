"""Counters of a feed (`GET /metrics`, the text form of Prometheus)."""
from __future__ import annotations

import re
from typing import Dict

from .connection import FeedConnection, check_url
from .errors import hiding
from .options import FeedOptions

PATH = "/metrics"
TYPE = "text/plain"
LARGEST = 1 << 20
_LINE = re.compile(r"([a-z_]{1,80}(?:\{[^}\n]{0,80}\})?) ([0-9.eE+\-]{1,32})", re.ASCII)


def feed_metrics(url: str, options: FeedOptions = FeedOptions()) -> Dict[str, float]:
    """Value by name, labels within the name as they are sent; docs/feed.md lists them. Asks once. Raises FeedRefused, FeedInterrupted or FeedProtocolError."""
    check_url(url)
    with hiding(options.token):
        connection = FeedConnection(url, PATH, TYPE, options)
        try:
            lines = connection.read_whole(LARGEST).decode("utf-8", errors="replace").split("\n")
        finally:
            connection.close()
    values: Dict[str, float] = {}
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is not None:
            try:
                values[match[1]] = float(match[2])
            except ValueError:
                continue
    return values
