"""Sides of boxes in pixels, and the ranges by which results are told apart."""
from __future__ import annotations

import dataclasses
import os
import warnings
from typing import List, Optional, Sequence, Tuple

import numpy as np

from . import errors
from .files import open_regular
from .samples import Sample

STORED = "stored"
ORIGINAL = "original"
_WINDOW_STEPS = ("crop", "ssdCrop", "expand", "rotate")
_TURNED_ORIENTATIONS = range(5, 9)
_EXIF_ORIENTATION = 0x0112


@dataclasses.dataclass(frozen=True)
class SizeRange:
    """Shorter sides from `low` (included) to `high` (excluded), pixels."""

    low: float
    high: float

    @property
    def name(self) -> str:
        """For tables: `24..48 px`, or `96 px and more`."""
        return f"{self.low:g} px and more" if np.isinf(self.high) else f"{self.low:g}..{self.high:g} px"

    def outside(self, sides: np.ndarray) -> np.ndarray:
        """bool [n]: which sides [n] are not in the range."""
        return (sides < self.low) | (sides >= self.high)


def size_ranges(minimum: float, edges: Sequence[float]) -> List[SizeRange]:
    """The ranges between ascending edges, from the minimum to infinity."""
    inner = [edge for edge in edges if edge > minimum]
    limits = [minimum, *inner, float("inf")]
    return [SizeRange(low, high) for low, high in zip(limits, limits[1:])]


class SideMeasure:
    """Says how many pixels a sample's shares stand for: of the stored picture, or of the photo it was made from."""

    def __init__(self, space: str, images: Optional[str], letterboxed: bool) -> None:
        """space: STORED or ORIGINAL. images: folder of the photos (ORIGINAL). letterboxed: the recipe keeps the aspect."""
        self._space = space
        self._images = images
        self._letterboxed = letterboxed

    def pixels(self, sample: Sample) -> Tuple[float, float]:
        """Width and height in pixels that a share of 1 stands for."""
        height, width = sample.picture.shape[:2]
        if self._space == STORED:
            return float(width), float(height)
        for step in sample.augmentation:
            if any(name in step for name in _WINDOW_STEPS):
                raise errors.geometry_unknown(sample.key, next(iter(step)))
        original = self._original_size(sample)
        if not self._letterboxed:
            return original
        scale = min(width / original[0], height / original[1])
        return width / scale, height / scale

    def _original_size(self, sample: Sample) -> Tuple[float, float]:
        if os.path.isabs(sample.filename) or ".." in sample.filename.split("/"):
            raise errors.wrong_sample(sample.key, f"image/filename is '{sample.filename}', which leads out of the folder of the photos")
        path = os.path.join(self._images or "", sample.filename)
        try:
            from PIL import Image
        except ImportError:
            raise errors.missing_module("PIL", "reads the sizes of photos", "python3-pil") from None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with open_regular(path) as file, Image.open(file, formats=("JPEG", "PNG", "WEBP")) as photo:
                    width, height = photo.size
                    turned = photo.getexif().get(_EXIF_ORIENTATION) in _TURNED_ORIENTATIONS
        except Exception as error:
            # Decoders answer damage with many types; each means that this photo cannot be read.
            raise errors.unreadable_original(path, getattr(error, "strerror", None) or str(error)[:200] or type(error).__name__) from None
        return (float(height), float(width)) if turned else (float(width), float(height))
