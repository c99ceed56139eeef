"""One folder of shards as `featureforge run` wrote it: its manifest, and its records by number."""
from __future__ import annotations

import json
import pathlib
from typing import Any, Dict, List, Mapping, Optional, Tuple

import featureforge_data

from ..errors import DataProblem

LARGEST_MANIFEST = 64 << 20


class ShardFolder:
    """A folder of shards. manifest: as parsed. labels: names in the order of their ids. first_label: the least id."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.manifest = _read_manifest(pathlib.Path(path))
        ids = sorted((int(label["id"]), str(label["name"])) for label in self.manifest.get("labels", []))
        self.labels: List[str] = [name for _, name in ids]
        self.first_label = ids[0][0] if ids else 1

    @property
    def anchor_hash(self) -> Optional[str]:
        """SHA-256 of the anchor set that the records were matched with; None without targets."""
        value = self.manifest.get("targets")
        return value if isinstance(value, str) else None

    def splits(self) -> Mapping[str, int]:
        """Records by split."""
        return {str(split["name"]): int(split["records"]) for split in self.manifest.get("splits", [])}

    def has_only_boxes(self, split: str) -> bool:
        """Whether the first record of a split has labels of boxes and none of the whole picture."""
        options = featureforge_data.ReadOptions(access="read")
        known = featureforge_data.Dataset(self.path, split=split, options=options).fields
        return "boxes" in known and "label" not in known

    def open(self, split: str, fields: Tuple[str, ...], verify: bool = True) -> "featureforge_data.Dataset":
        """The records of a split, by number; for one thread. verify: check the checksum of each record that is read."""
        # Read, not mapped: the system ends a process that touches a mapped file which somebody cut short.
        options = featureforge_data.ReadOptions(access="read")
        return featureforge_data.Dataset(self.path, split=split, fields=fields, verify=verify, options=options)


def _read_manifest(folder: pathlib.Path) -> Dict[str, Any]:
    path = folder / "manifest.json"
    if folder.exists() and not folder.is_dir():
        raise DataProblem("--data is a file, no folder of shards, recipe or address of a feed:", str(folder),
                          "Name the folder that 'featureforge run' wrote; a recipe (.yaml, .json) is trained on live by 'featureforge train' itself, which serves it.")
    if not folder.exists():
        raise DataProblem("There is no such folder:", str(folder), "Name the folder of shards that 'featureforge run' wrote, a recipe, or the address of a feed.")
    if not path.is_file():
        raise DataProblem("There is no manifest.json, so this is no finished folder of shards:", str(folder),
                          "Give --data the folder that 'featureforge run' wrote, and let the run finish.")
    if path.stat().st_size > LARGEST_MANIFEST:
        raise DataProblem(f"The manifest has {path.stat().st_size} bytes, at most {LARGEST_MANIFEST} are read:", str(path), "Make the shards again.")
    try:
        manifest = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise DataProblem(f"The manifest is no JSON ({error}):", str(path), "Make the shards again.") from None
    if not isinstance(manifest, dict) or not all(isinstance(manifest.get(name, []), list) for name in ("labels", "splits")):
        raise DataProblem("The manifest is not what 'featureforge run' writes:", str(path), "Make the shards again.")
    return manifest
