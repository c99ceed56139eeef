"""Which shard files a path stands for: by manifest, by the description of TensorFlow Datasets, by names, or as named."""
from __future__ import annotations

import dataclasses
import os
import re
import zlib
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Union

from . import bounds
from .errors import ManifestError, MissingShard, NotRegularFile, Place, TruncatedRecord, WrongRequest
from .files import JsonPart, read_json, regular_size

MANIFEST = "manifest.json"
DATASET_INFO = "dataset_info.json"
INDEX_ENDING = ".idx"

_SHARD_NAME = re.compile(r"(?:(?P<set>.+)-)?(?P<split>[A-Za-z0-9_.]+)\.tfrecord-(?P<number>[0-9]{5})-of-(?P<of>[0-9]{5})\Z")
_OUR_NAME = re.compile(r"(?P<split>[A-Za-z0-9_][A-Za-z0-9_.\-]*)\.tfrecord-(?P<number>[0-9]{5})-of-(?P<of>[0-9]{5})\Z")

PathLike = Union[str, "os.PathLike[str]"]


@dataclasses.dataclass(frozen=True)
class ShardFacts:
    """A shard file and what is promised about it; None where nothing is. records: number. size: bytes. crc: CRC-32C of the file."""

    path: str
    records: Optional[int] = None
    size: Optional[int] = None
    crc: Optional[int] = None


@dataclasses.dataclass(frozen=True)
class Listing:
    """The shards of a split and what is known about the set.

    source: `manifest`, `tfds`, `names` or `files`. profile: `tf-od`, `tfds` or None. seed: of the recipe. anchor_set: SHA-256 of the
    anchors. anchor_count: of a set that the recipe laid out itself. labels: name by id as stored. fingerprint: tells other shards from these when a saved state is loaded.
    serving: what a device does to a photo before the model sees it, as the manifest says it.
    """

    shards: Sequence[ShardFacts]
    source: str
    fingerprint: str
    profile: Optional[str] = None
    seed: Optional[int] = None
    anchor_set: Optional[str] = None
    anchor_count: Optional[int] = None
    labels: Mapping[int, str] = dataclasses.field(default_factory=dict)
    serving: Optional[Mapping[str, Any]] = None


def list_shards(path: Union[PathLike, Iterable[PathLike]], split: str) -> Listing:
    """The shards that a path stands for.

    path: a folder, one file, or several files. split: which part of a folder; files are taken as they are. Raises ManifestError,
    MissingShard, NotRegularFile, TruncatedRecord or WrongRequest.
    """
    if not isinstance(path, (str, os.PathLike)):
        files = [os.fspath(item) for item in path]
        if not files:
            raise WrongRequest("The list of shard files is empty", advice=NotRegularFile.default_advice)
        return _named_files(files)
    root = os.fspath(path)
    if not os.path.isdir(root):
        regular_size(root)
        return _named_files([root])
    if os.path.exists(os.path.join(root, MANIFEST)):
        return _from_manifest(root, split)
    if os.path.exists(os.path.join(root, DATASET_INFO)):
        return _from_dataset_info(root, split)
    return _from_names(root, split)


def _named_files(files: List[str]) -> Listing:
    facts = [ShardFacts(file, None, regular_size(file)) for file in files]
    return Listing(facts, "files", _fingerprint_of(facts))


def _fingerprint_of(facts: Sequence[ShardFacts]) -> str:
    """Of the content where its checksums are known, else of names, counts and sizes."""
    text = "\n".join(f"{os.path.basename(fact.path)} {fact.records} {fact.size} {fact.crc}" for fact in facts)
    return f"{zlib.crc32(text.encode()):08x}"


def _from_manifest(root: str, split: str) -> Listing:
    file = os.path.join(root, MANIFEST)
    manifest = JsonPart(read_json(file), file)
    if manifest.text("format") != "featureforge-shards":
        raise manifest.error(f"'format' is {manifest.text('format')[:40]!r}, need 'featureforge-shards'")
    if manifest.count("formatVersion") != 1:
        raise ManifestError(f"'formatVersion' is {manifest.count('formatVersion')}, this reader knows 1", Place(file), "Update featureforge_data.")
    splits = {part.text("name"): part for part in manifest.parts("splits")}
    chosen = _choose(splits, split, root)
    facts = [_manifest_shard(root, shard) for shard in chosen.parts("shards")]
    total = sum(fact.records or 0 for fact in facts)
    if total != chosen.count("records"):
        raise chosen.error(f"Split '{split}' states {chosen.count('records')} records, its shards add up to {total}")
    _check_sizes(facts, file)
    anchor_set = manifest.value.get("targets")
    return Listing(
        facts, "manifest", _fingerprint_of(facts), profile=manifest.text("profile"), seed=manifest.count("seed"),
        anchor_set=anchor_set if isinstance(anchor_set, str) else None, anchor_count=_anchor_count(manifest),
        labels={part.count("id"): part.text("name") for part in manifest.parts("labels")}, serving=_serving(manifest))


def _serving(manifest: JsonPart) -> Optional[Mapping[str, Any]]:
    """The serving part; None in manifests of engines that did not write it."""
    if "serving" not in manifest.value:
        return None
    serving = manifest.part("serving").value
    if not isinstance(serving, dict):
        raise manifest.error("'serving' is no object")
    try:
        length = bounds.serving_length(serving)
    except ValueError:
        raise manifest.error("'serving' holds text that is no Unicode") from None
    if length > bounds.LARGEST_SERVING:
        raise manifest.error(f"'serving' has {length} characters, at most {bounds.LARGEST_SERVING} are read")
    return serving


def _anchor_count(manifest: JsonPart) -> Optional[int]:
    """Anchors of the levels that a recipe laid out; None where it named a set."""
    if "anchorLevels" not in manifest.value:
        return None
    levels, count = manifest.parts("anchorLevels"), 0
    if not 1 <= len(levels) <= bounds.MOST_LEVELS:
        raise manifest.error(f"'anchorLevels' has {len(levels)} levels, need 1 to {bounds.MOST_LEVELS}")
    for level in levels:
        sides = level.part("featureMap").value
        if not bounds.is_map(sides):
            raise level.error(f"'{level.path}.featureMap' is {str(sides)[:40]}, need [columns, rows] of 1 to {bounds.LARGEST_MAP_SIDE}")
        shapes = 1
        for name, limits in (("scales", bounds.SCALES), ("aspectRatios", bounds.ASPECT_RATIOS)):
            numbers = level.part(name).value
            if not bounds.are_numbers(numbers, limits):
                raise level.error(f"'{level.path}.{name}' is {str(numbers)[:60]}, need 1 to {bounds.MOST_NUMBERS} numbers of {limits[0]:g} to {limits[1]:g}")
            shapes *= len(numbers)
        count += sides[0] * sides[1] * shapes
    if count > bounds.LARGEST_ANCHOR_COUNT:
        raise manifest.error(f"'anchorLevels' have {count} anchors together, the most is {bounds.LARGEST_ANCHOR_COUNT}")
    return count


def _manifest_shard(root: str, shard: JsonPart) -> ShardFacts:
    name = shard.text("name")
    if not _OUR_NAME.match(name):
        raise shard.error(f"'{shard.path}.name' is {name[:80]!r}, no name of a shard")
    crc = shard.text("crc32c")
    if not re.fullmatch(r"[0-9a-fA-F]{8}", crc):
        raise shard.error(f"'{shard.path}.crc32c' is {crc[:40]!r}, need 8 hexadecimal digits")
    return ShardFacts(os.path.join(root, name), shard.count("records"), shard.count("bytes"), int(crc, 16))


def _check_sizes(facts: Sequence[ShardFacts], manifest: str) -> None:
    for fact in facts:
        if not os.path.exists(fact.path):
            raise MissingShard(f"The shard is missing; {MANIFEST} promises {fact.records} records in it", Place(fact.path))
        size = regular_size(fact.path)
        if fact.size is not None and size != fact.size:
            kind = TruncatedRecord if size < fact.size else ManifestError
            raise kind(f"{manifest} states {fact.size} bytes, the file has {size}", Place(fact.path))


def _choose(splits: Dict[str, JsonPart], split: str, root: str) -> JsonPart:
    if split not in splits:
        known = ", ".join(sorted(splits)) or "none"
        raise WrongRequest(f"There is no split '{split}'", Place(root), f"The splits are: {known}.")
    return splits[split]


def _from_dataset_info(root: str, split: str) -> Listing:
    file = os.path.join(root, DATASET_INFO)
    info = JsonPart(read_json(file), file)
    chosen = _choose({part.text("name"): part for part in info.parts("splits")}, split, root)
    whole = chosen.parts("shardLengths")
    lengths = [JsonPart({"length": part.value}, file, part.path).count("length") for part in whole]
    template = chosen.text("filepathTemplate") if "filepathTemplate" in chosen.value else "{DATASET}-{SPLIT}.{FILEFORMAT}-{SHARD_X_OF_Y}"
    facts = []
    for number, records in enumerate(lengths):
        name = template
        for mark, text in (("DATASET", info.value.get("name", "")), ("SPLIT", split), ("FILEFORMAT", info.value.get("fileFormat", "tfrecord")),
                           ("SHARD_X_OF_Y", f"{number:05d}-of-{len(lengths):05d}"), ("SHARD_INDEX", f"{number:05d}"), ("NUM_SHARDS", f"{len(lengths):05d}")):
            name = name.replace("{" + mark + "}", str(text))
        if os.path.basename(name) != name or name in ("", ".", ".."):
            raise chosen.error(f"'{chosen.path}.filepathTemplate' leads to {name[:80]!r}, no plain file name")
        facts.append(ShardFacts(os.path.join(root, name), records))
    _check_sizes(facts, file)
    return Listing(facts, "tfds", _fingerprint_of(facts), profile="tfds")


def _from_names(root: str, split: str) -> Listing:
    found: Dict[str, List["re.Match[str]"]] = {}
    for name in sorted(os.listdir(root)):
        match = _SHARD_NAME.match(name)
        if match:
            found.setdefault(match["split"], []).append(match)
    if not found:
        raise NotRegularFile(f"The folder {root} has neither {MANIFEST} nor files named like train.tfrecord-00000-of-00010", advice=(
            "Name a folder of shards, or the files themselves: Dataset(['a.tfrecord', 'b.tfrecord'])."))
    if split not in found:
        raise WrongRequest(f"There is no split '{split}'", Place(root), f"The splits are: {', '.join(sorted(found))}.")
    matches = found[split]
    numbers = {int(match["number"]) for match in matches}
    of = int(matches[0]["of"])
    if len({(match["set"], match["of"]) for match in matches}) > 1:
        raise ManifestError(f"The folder holds several sets of shards of split '{split}'", Place(root), "Name the files of one of them.")
    for number in range(of):
        if number not in numbers:
            name = matches[0].group(0).replace(f"-{matches[0]['number']}-of-", f"-{number:05d}-of-")
            raise MissingShard(f"The shard is missing; the names of the others promise {of} shards", Place(os.path.join(root, name)))
    facts = [ShardFacts(os.path.join(root, match.group(0)), None, regular_size(os.path.join(root, match.group(0)))) for match in matches]
    return Listing(facts, "names", _fingerprint_of(facts))
