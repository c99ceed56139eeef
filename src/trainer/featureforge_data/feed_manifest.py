"""What a feed says about its data before the first batch (`GET /v1/manifest`, docs/feed.md), and how often it is asked."""
from __future__ import annotations

import dataclasses
from typing import Any, List, Mapping, Optional

from .bounds import LARGEST_ANCHOR_COUNT
from .connection import FeedConnection, check_url
from .errors import FeedInterrupted, FeedProtocolError, ManifestError, Place, hiding
from .feed_protocol import parse_json
from .files import JsonPart
from .options import FeedOptions

PATH = "/v1/manifest"
TYPE = "application/json"
FORMAT = "featureforge-feed"
VERSION = 1
LARGEST_MANIFEST = 16 << 20
_LARGEST_SEED = (1 << 64) - 1
_FIRST_WAIT = 0.1
_LONGEST_WAIT = 5.0


@dataclasses.dataclass(frozen=True)
class FeedManifest:
    """The data behind a feed.

    engine_version: of the server. recipe: as in the headers of streams; the same data has the same one. recipe_fingerprint, source_fingerprint: as in the
    manifest of shards. seed: of the order. profile: `tf-od` or `tfds`. live: whether samples are made when they are asked for. labels: name by id as stored.
    splits: samples of epoch 0 by split. epochs: how many differ. anchor_set: SHA-256 of the anchors, None without targets. anchor_levels: as a recipe
    laid them out, None for a published set. anchor_count: of the set. serving: what a device does to a photo before the model sees it.
    """

    engine_version: str
    recipe: str
    recipe_fingerprint: str
    source_fingerprint: str
    seed: int
    profile: str
    live: bool
    labels: Mapping[int, str]
    splits: Mapping[str, int]
    epochs: int
    anchor_set: Optional[str] = None
    anchor_levels: Optional[List[Any]] = None
    anchor_count: Optional[int] = None
    serving: Optional[Mapping[str, Any]] = None


def feed_manifest(url: str, options: FeedOptions = FeedOptions()) -> FeedManifest:
    """Asks a feed for its manifest. url: as for FeedDataset. Raises FeedRefused, FeedInterrupted after the tries that the options allow, or FeedProtocolError."""
    check_url(url)
    with hiding(options.token):
        return _tries(url, options)


def _tries(url: str, options: FeedOptions) -> FeedManifest:
    failures = 0
    while True:
        try:
            connection = FeedConnection(url, PATH, TYPE, options)
            try:
                return parse_manifest(connection.read_whole(LARGEST_MANIFEST), url)
            finally:
                connection.close()
        except FeedInterrupted as error:
            failures += 1
            wait_for_next_try(error, failures, options, "See whether the server runs, and whether the address is right.")


def wait_for_next_try(error: FeedInterrupted, failures: int, options: FeedOptions, then: Optional[str] = None) -> None:
    """Waits before a feed is asked again, longer after each failure, or raises where that were too many. failures: in a row. then: advice for the program
    that reads, that of the type where None."""
    if failures > options.retries:
        raise FeedInterrupted(f"{error.what}; {failures} connections failed in a row", error.place, then) from None
    options.wait(error.without(options.token), max(error.retry_after, min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (failures - 1))))


def parse_manifest(content: bytes, url: str) -> FeedManifest:
    """The manifest in the bytes of a response. Raises FeedProtocolError with the member that is wrong."""
    try:
        root = parse_json(content)
    except ValueError as error:
        raise FeedProtocolError(f"The manifest is no JSON ({error})", Place(f"{url}{PATH}")) from None
    part = JsonPart(root, f"{url}{PATH}")
    try:
        return _manifest(part)
    except ManifestError as error:
        raise FeedProtocolError(error.what, error.place) from None


def _manifest(root: JsonPart) -> FeedManifest:
    if root.text("format") != FORMAT or root.count("formatVersion") != VERSION:
        raise root.error(f"'format' is {root.text('format')[:40]!r} of version {root.count('formatVersion')}, this reader knows {FORMAT!r} of version {VERSION}")
    labels = {part.count("id"): part.text("name") for part in root.parts("labels")}
    splits = {part.text("name"): part.count("records") for part in root.parts("splits")}
    for name, known in (("labels", labels), ("splits", splits)):
        if len(known) < len(root.parts(name)):
            raise root.error(f"'{name}' name one twice")
    texts = {name: root.text(name) for name in ("engineVersion", "recipe", "recipeFingerprint", "sourceFingerprint", "profile")}
    seed, live = root.part("seed").value, root.part("live").value
    if type(seed) is not int or not 0 <= seed <= _LARGEST_SEED or type(live) is not bool:
        raise root.error(f"'seed' is {str(seed)[:40]!r} and 'live' {str(live)[:40]!r}, need a whole number below 2^64 and a boolean")
    count = root.count("anchorCount") if "anchorCount" in root.value else None
    if count is not None and not 1 <= count <= LARGEST_ANCHOR_COUNT:
        raise root.error(f"'anchorCount' is {count}, need 1 to {LARGEST_ANCHOR_COUNT}")
    return FeedManifest(
        texts["engineVersion"], texts["recipe"], texts["recipeFingerprint"], texts["sourceFingerprint"], seed, texts["profile"], live, labels, splits,
        root.count("epochs"), root.text("targets") if "targets" in root.value else None, _member(root, "anchorLevels", list), count,
        _member(root, "serving", dict))


def _member(root: JsonPart, name: str, kind: type) -> Any:
    """An array or object that may be left out."""
    value = root.value.get(name)
    if value is not None and not isinstance(value, kind):
        raise root.error(f"'{name}' is no {'array' if kind is list else 'object'}")
    return value
