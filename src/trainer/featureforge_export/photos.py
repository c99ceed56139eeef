"""Photos as a device prepares them: the serving part that a model carries, done with Pillow, whose resize the engine's `fidelity: reference` equals bit for bit."""
from __future__ import annotations

import dataclasses
import math
import warnings
from typing import Any, Dict, Tuple

import numpy as np

from featureforge_eval import errors
from featureforge_eval.files import open_regular

from .serving import check_serving

LARGEST_PHOTO = 100_000_000
"""Pixels of the largest photo that is decoded."""

_BACKGROUNDS = {"white": (255, 255, 255), "black": (0, 0, 0)}


@dataclasses.dataclass(frozen=True)
class ServedPhoto:
    """A photo and what the model sees of it.

    photo: the upright photo, a Pillow image. picture: uint8 [height, width, 3]. window: x0 y0 x1 y1, the part of the photo in its pixels that the picture
    shows. frame: x y width height, where in the picture, in its pixels; around it are bars.
    """

    photo: Any
    picture: np.ndarray
    window: Tuple[float, float, float, float]
    frame: Tuple[int, int, int, int]

    def to_photo(self, boxes: np.ndarray) -> np.ndarray:
        """Boxes in pixels of the photo. boxes: float32 [n, 4], x0 y0 x1 y1 in shares of the picture."""
        height, width = self.picture.shape[:2]
        x0, y0, x1, y1 = self.window
        scale = np.array([(x1 - x0) / self.frame[2], (y1 - y0) / self.frame[3]] * 2)
        pixels = (boxes * np.array([width, height] * 2) - np.array([*self.frame[:2]] * 2)) * scale + np.array([x0, y0] * 2)
        return np.clip(pixels, [x0, y0] * 2, [x1, y1] * 2)


def serve_photo(path: str, serving: Dict[str, Any]) -> ServedPhoto:
    """Prepares a photo. serving: the serving part, as `featureforge.preprocessing` of a model has it.

    Raises PhotoError where the photo is to blame, EvaluationError where the serving part is.
    """
    output = serving.get("output")
    if not isinstance(output, list) or len(output) != 2:
        raise errors.EvaluationError(f"The preprocessing's output is {output!r:.80}, need width and height", "featureforge.preprocessing", "Export the model anew")
    width, height = output
    check_serving(serving, (width, height), "featureforge.preprocessing")
    photo = _open(path, serving.get("decode", {}).get("alpha", "drop"))
    window, bars = _window(path, photo.size, serving.get("steps", []))
    frame = (0, 0, width, height) if bars is None else _fit(window, width, height)
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = bars or (0, 0, 0)
    picture[frame[1]:frame[1] + frame[3], frame[0]:frame[0] + frame[2]] = np.asarray(photo.resize(frame[2:], resample=2, box=window))
    return ServedPhoto(photo, picture, window, frame)


def _open(path: str, alpha: str) -> Any:
    try:
        from PIL import Image
    except ImportError:
        raise errors.missing_module("PIL", "reads photos", "python3-pil") from None
    try:
        with warnings.catch_warnings():
            # Pillow's warnings name neither the photo nor what to do, and some quote it.
            warnings.simplefilter("ignore")
            with open_regular(path) as file, Image.open(file, formats=("JPEG", "PNG", "WEBP")) as image:
                return _upright(path, image, alpha)
    except errors.PhotoError:
        raise
    except Exception as error:
        # Decoders answer damage with many types (SyntaxError, struct.error, IndexError, MemoryError); each means that this photo cannot be read.
        raise errors.unreadable_photo(path, getattr(error, "strerror", None) or str(error)[:200] or type(error).__name__) from None


def _upright(path: str, image: Any, alpha: str) -> Any:
    from PIL import Image, ImageOps

    if image.width * image.height > LARGEST_PHOTO:
        raise errors.unreadable_photo(path, f"it has {image.width} x {image.height} pixels, at most {LARGEST_PHOTO:,} are decoded")
    upright = ImageOps.exif_transpose(image)
    if alpha in _BACKGROUNDS and (upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info):
        transparent = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", transparent.size, (*_BACKGROUNDS[alpha], 255)), transparent)
    return upright.convert("RGB")


def _window(path: str, size: Tuple[int, int], steps: Any) -> Tuple[Tuple[float, float, float, float], Any]:
    """The part of a photo of size (width, height) that is shown, and the colour of the bars, None without."""
    window, bars = (0.0, 0.0, float(size[0]), float(size[1])), None
    for step in steps:
        (name, keys), = step.items()
        if name == "letterbox":
            bars = tuple(int(level) for level in keys["fill"])
        elif name == "crop":
            x0, y0, x1, y1 = (float(edge) for edge in keys["box"])
            if not (0 <= x0 < x1 <= size[0] and 0 <= y0 < y1 <= size[1]):
                raise errors.unreadable_photo(path, f"its {size[0]} x {size[1]} pixels do not hold the part {keys['box']} that the model looks at")
            window = (x0, y0, x1, y1)
        else:
            raise errors.EvaluationError(f"The model sees photos through {name}, which needs a box of each", "featureforge.preprocessing",
                                         "Crop the photos first; --try shows whole ones")
    return window, bars


def _fit(window: Tuple[float, float, float, float], width: int, height: int) -> Tuple[int, int, int, int]:
    """As large as fits and centred, the odd pixel right and below: the engine's letterbox."""
    wide, high = window[2] - window[0], window[3] - window[1]
    scale = min(width / wide, height / high)
    inner = min(max(math.floor(wide * scale + 0.5), 1), width), min(max(math.floor(high * scale + 0.5), 1), height)
    return (width - inner[0]) // 2, (height - inner[1]) // 2, inner[0], inner[1]
