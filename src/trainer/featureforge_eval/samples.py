"""Samples to evaluate on, read from shards through `featureforge_data`."""
from __future__ import annotations

import dataclasses
import os
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence

import numpy as np

from . import errors
from .files import parse_json, read_json

ALWAYS = ("image", "key", "image/filename", "sample/augmentation")
OF_OBJECTS = ("boxes", "image/object/class/text")
OF_PICTURES = ("image/class/text",)
_FARTHEST_EDGE = 16.0


@dataclasses.dataclass(frozen=True)
class Sample:
    """One record.

    key: sample key. filename: path of the photo. picture: uint8 [height, width, 3] RGB. boxes: float32 [n, 4], x0 y0 x1 y1 in shares.
    labels: n names. label: name of the whole picture, or of its only box; None where it has none. augmentation: steps that acted, in order.
    """

    key: str
    filename: str
    picture: np.ndarray
    boxes: np.ndarray
    labels: Sequence[str] = ()
    label: Optional[str] = None
    augmentation: Sequence[Mapping[str, object]] = ()


class ShardSamples:
    """The samples of one split of a folder of shards, in the order of the shards, again at every iteration."""

    def __init__(self, path: str, split: str, pictures_have_labels: bool, limit: Optional[int] = None) -> None:
        """path: folder of shards. pictures_have_labels: whole pictures are asked about (classifier), where the records label them; else objects.

        limit: most samples taken, from the front.
        """
        self.path = path
        self.split = split
        labelled = pictures_have_labels and "label" in open_dataset(path, split, None).fields
        self._records = open_dataset(path, split, ALWAYS + (OF_PICTURES if labelled else OF_OBJECTS))
        self._limit = limit

    def __iter__(self) -> Iterator[Sample]:
        for number in range(len(self)):
            yield self[number]

    def __len__(self) -> int:
        return len(self._records) if self._limit is None else min(self._limit, len(self._records))

    def __getitem__(self, number: int) -> Sample:
        if not 0 <= number < len(self):
            raise IndexError(number)
        return sample_of(self._records[number])

    def identity(self) -> Dict[str, Any]:
        """What the manifest says the records are: recipe and source fingerprints, engine version; empty without a manifest."""
        manifest = read_manifest(self.path)
        return {name: manifest[name] for name in ("recipeFingerprint", "sourceFingerprint", "engineVersion") if name in manifest}


def open_dataset(path: str, split: str, fields: Optional[Sequence[str]]) -> Any:
    """The seam to the reader: `featureforge_data.Dataset`, mappings from field to value by number; the first record's fields where None."""
    try:
        from featureforge_data import Dataset
    except ImportError:
        raise errors.missing_module("featureforge_data", "reads shards", "nothing, but put the repository's src/trainer on PYTHONPATH") from None
    # One shard is read, too; what has not its name, such as a recipe, would be complained about as a damaged record.
    if not os.path.isdir(path) and not (os.path.isfile(path) and "tfrecord" in os.path.basename(path)):
        raise errors.no_shards(path)
    return Dataset(path, split=split, fields=None if fields is None else list(fields))


def read_manifest(path: str) -> Dict[str, Any]:
    """manifest.json of a folder of shards, or beside a shard; empty where there is none."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    try:
        manifest = read_json(os.path.join(folder, "manifest.json"))
    except (OSError, ValueError):
        return {}
    return manifest if isinstance(manifest, dict) else {}


def sample_of(record: Mapping[str, Any]) -> Sample:
    """A sample from the fields of a record, checked. `boxes` are float32 [n, 4], y0 x0 y1 x1, as the reader gives them."""
    key = record["key"]
    boxes = np.asarray(record.get("boxes", np.zeros((0, 4))), np.float32).reshape(-1, 4)[:, [1, 0, 3, 2]]
    labels = _texts(record.get("image/object/class/text"))
    if len(labels) != len(boxes):
        raise errors.wrong_sample(key, f"{len(boxes)} boxes have {len(labels)} labels")
    if not (np.abs(boxes) <= _FARTHEST_EDGE).all() or (boxes[:, 2:] < boxes[:, :2]).any():
        raise errors.wrong_sample(key, f"An edge of a box is no number or more than {_FARTHEST_EDGE:g} pictures away, or its edges are the wrong way round")
    picture = np.asarray(record["image"])
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
        raise errors.wrong_sample(key, f"The picture is {picture.dtype} {list(picture.shape)}, not uint8 [height, width, 3]")
    whole = _texts(record.get("image/class/text"))
    names = _texts(record.get("image/filename"))
    # A face cut out by cropToBox is labelled by its box.
    label = whole[0] if whole else labels[0] if len(labels) == 1 else None
    return Sample(key, names[0] if names else key, picture, boxes, labels, label, _augmentation(record, key))


def _augmentation(record: Mapping[str, Any], key: str) -> List[Mapping[str, object]]:
    texts = _texts(record.get("sample/augmentation"))
    try:
        steps = parse_json(texts[0]) if texts and texts[0] else []
    except ValueError:
        steps = None
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise errors.wrong_sample(key, "sample/augmentation is no JSON list of steps")
    return steps


def _texts(values: Optional[Sequence[bytes]]) -> List[str]:
    return [bytes(value).decode("utf-8", "replace") for value in values] if values is not None else []
