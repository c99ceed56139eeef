"""What the fields of a feed have to be for training to take them as they come."""
from __future__ import annotations

from typing import Dict, Iterable, Tuple

from featureforge_data.feed_protocol import FeedField

from ..errors import DataProblem
from .batches import PictureSize

# Type, shape behind the first dimension, ragged.
KNOWN: Dict[str, Tuple[str, Tuple[int, ...], bool]] = {
    "label": ("int64", (), False), "boxes": ("float32", (4,), True), "labels": ("int64", (), True),
    "anchor_index": ("int32", (), True), "anchor_class": ("int32", (), True), "anchor_ignore": ("int32", (), True), "anchor_offsets": ("float32", (4,), True)}


def check_fields(fields: Iterable[FeedField], size: PictureSize, url: str) -> None:
    """Raises DataProblem for a field of another type or shape than docs/feed.md gives it, and for pictures of another size."""
    for field in fields:
        if field.name == "image" and field.shape != size.shape and len(field.shape) == 3:
            raise DataProblem(f"The pictures have {field.shape[1]} x {field.shape[0]} pixels where {size.width} x {size.height} were stated:", url,
                              "Serve data of one geometry: {output: ...}.")
        wanted = ("uint8", size.shape, False) if field.name == "image" else KNOWN[field.name]
        found = (field.dtype.name, field.shape, field.ragged)
        if found != wanted:
            raise DataProblem(f"The field {field.name} is {found[0]} {list(found[1])}, need {wanted[0]} {list(wanted[1])}:", url, "Update the server.")
