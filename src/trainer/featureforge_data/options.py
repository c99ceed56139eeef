"""What may be chosen when shards or feeds are opened."""
from __future__ import annotations

import dataclasses
import time
from typing import Callable, Optional, Sequence

from .errors import FeedInterrupted, WrongRequest

KNOWN_ANCHOR_COUNTS = {
    "74b5ac5781e6abe876ebccd9413d08c1efedb43949caaf2916400fc349331663": 8732,
    "cd441cc034f5b463c83ad3e879b48e0fad49727735bf126afee7a5b44a100dfb": 8732,
    "9aba3c1aaa0db1152d572b297d47badcf2a50660118eec2f8f1faa11189786ae": 24564,
}
"""Anchors of the sets that FeatureForge names (ssd300, ssd300-coco, ssd512), by the SHA-256 that records carry in `anchors/set`."""

MOST_BALANCED = 64
MOST_LABEL_BYTES = 256
MOST_ANCHORS = 1 << 24


@dataclasses.dataclass(frozen=True)
class ReadOptions:
    """How shards are read.

    access: `map` gives views into the mapped file; a file that is cut short while it is mapped ends the process with SIGBUS, so choose
        `read` where that may happen (network file systems, shards that are being replaced): every record is then read into its own memory.
    require_index: refuse shards without an `.idx` file instead of walking over their frames once.
    anchor_count: anchors of the set, for dense targets from sparse ones; needed for anchor sets other than
        those of the engine's names where no manifest lays them out.
    largest_record: most bytes of one record. largest_unpacked: most bytes of one gzip file when unpacked. open_shards: most files kept open.
    largest_image: most pixels of an encoded image.
    """

    access: str = "map"
    require_index: bool = False
    anchor_count: Optional[int] = None
    largest_record: int = 1 << 30
    largest_unpacked: int = 1 << 28
    open_shards: int = 128
    largest_image: int = 100_000_000

    def __post_init__(self) -> None:
        if self.access not in ("map", "read"):
            raise WrongRequest(f"access is '{self.access}'", advice="Choose access='map' or access='read'.")
        for name in ("largest_record", "largest_unpacked", "open_shards", "largest_image"):
            if getattr(self, name) < 1:
                raise WrongRequest(f"{name} is {getattr(self, name)}, at least 1 is needed", advice="Leave it out for the default.")
        _check_anchor_count(self.anchor_count)


def _sleep(error: FeedInterrupted, seconds: float) -> None:
    time.sleep(seconds)


@dataclasses.dataclass(frozen=True)
class FeedOptions:
    """How a feed is read.

    token: sent as `Authorization: Bearer`. timeout: seconds without a byte before a connection counts as lost. retries: connections tried
    anew in a row, each at the step that comes next. largest_payload: most bytes of one batch. form: `batch` or `record`. balance: names of labels
    whose samples come alike often (docs/feed.md), none for the order of all samples. anchor_count: of the set, for dense targets from records;
    the feed's manifest is asked where it is None. wait: spends the seconds between a failure and the next try, or raises to give up; sleeps unless given.
    """

    token: Optional[str] = dataclasses.field(default=None, repr=False)
    timeout: float = 60.0
    retries: int = 12
    largest_payload: int = 1 << 30
    form: str = "batch"
    balance: Sequence[str] = ()
    anchor_count: Optional[int] = None
    wait: Callable[[FeedInterrupted, float], None] = dataclasses.field(default=_sleep, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.form not in ("batch", "record"):
            raise WrongRequest(f"form is '{self.form}'", advice="Choose form='batch' or form='record'.")
        if self.token is not None and not (self.token.isascii() and self.token.isprintable() and self.token):
            raise WrongRequest("The token has characters that cannot stand in a header", advice="Use printable ASCII without line breaks.")
        if self.timeout <= 0 or self.retries < 0 or self.largest_payload < 1:
            raise WrongRequest("timeout and largest_payload must be above 0 and retries at least 0", advice="Leave them out for the defaults.")
        _check_anchor_count(self.anchor_count)
        _check_balance(self.balance)


def can_be_balanced(name: str) -> bool:
    """Whether a request to a feed can name a label: 1 to 256 bytes of UTF-8."""
    try:
        return 1 <= len(name.encode("utf-8")) <= MOST_LABEL_BYTES
    except UnicodeEncodeError:
        return False


def _check_anchor_count(count: Optional[int]) -> None:
    if count is not None and not 1 <= count <= MOST_ANCHORS:
        raise WrongRequest(f"anchor_count is {count}, need 1 to {MOST_ANCHORS}", advice="Give the number of anchors of the detector.")


def _check_balance(names: Sequence[str]) -> None:
    if isinstance(names, str) or not all(isinstance(name, str) and can_be_balanced(name) for name in names):
        raise WrongRequest(f"balance is {str(names)[:80]!r}", advice=f"Pass a list of label names of 1 to {MOST_LABEL_BYTES} bytes.")
    if len(names) > MOST_BALANCED or len(set(names)) < len(names):
        raise WrongRequest(f"balance has {len(names)} names, {len(set(names))} of them different", advice=f"Name each label once, at most {MOST_BALANCED}.")
