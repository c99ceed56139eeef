"""A contact sheet of photos with boxes, by Pillow."""
from __future__ import annotations

import dataclasses
import math
import os
from typing import Any, Sequence, Tuple

import numpy as np

from featureforge_data.terminal import clean

CELL = (320, 260)
CAPTION = 20
MARGIN = 6
LABEL_HEIGHT = 11
BACKGROUND, INK = (32, 32, 32), (235, 235, 235)
COLOURS = ((255, 94, 0), (0, 114, 178), (0, 158, 115), (204, 121, 167))
"""Of boxes, one for each label; those of Okabe and Ito, the first brighter."""


@dataclasses.dataclass(frozen=True)
class Cell:
    """One photo of the sheet. photo: Pillow image that fits in CELL, None where there is none to show. boxes: x0 y0 x1 y1 in its pixels, and the text of
    each: a label, then its score. caption: text below."""

    photo: Any
    boxes: Sequence[Tuple[np.ndarray, str]]
    caption: str


def shrunk(photo: Any, boxes: Sequence[Tuple[np.ndarray, str]], caption: str) -> Cell:
    """A cell of a photo of any size: it keeps no more of it than the sheet shows. boxes: in pixels of the photo."""
    scale = min(CELL[0] / photo.width, CELL[1] / photo.height)
    size = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
    return Cell(photo.resize(size, resample=2), tuple((box * scale, text) for box, text in boxes), caption)


def write_sheet(cells: Sequence[Cell], path: str) -> None:
    """Writes the cells as a PNG, row by row; it has its name only when it is whole."""
    from PIL import Image, ImageDraw

    columns = min(4, len(cells))
    rows = math.ceil(len(cells) / columns)
    sheet = Image.new("RGB", (columns * (CELL[0] + MARGIN) + MARGIN, rows * (CELL[1] + CAPTION + MARGIN) + MARGIN), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    labels = sorted({text.rsplit(" ", 1)[0] for cell in cells for _, text in cell.boxes})
    for number, cell in enumerate(cells):
        left, top = MARGIN + number % columns * (CELL[0] + MARGIN), MARGIN + number // columns * (CELL[1] + CAPTION + MARGIN)
        draw.text((left + 2, top + CELL[1] + 4), _printable(cell.caption)[:CELL[0] // 6], fill=INK)
        if cell.photo is None:
            draw.rectangle((left, top, left + CELL[0] - 1, top + CELL[1] - 1), outline=INK)
            continue
        place = left + (CELL[0] - cell.photo.width) // 2, top + (CELL[1] - cell.photo.height) // 2
        sheet.paste(cell.photo, place)
        edges = np.array([box for box, _ in cell.boxes], np.float64).reshape(-1, 4) + np.array([*place] * 2)
        texts = [text for _, text in cell.boxes]
        colours = [COLOURS[labels.index(text.rsplit(" ", 1)[0]) % len(COLOURS)] for text in texts]
        for box, colour in zip(edges, colours):
            _draw_box(draw, box, colour)
        _draw_labels(draw, edges, list(zip(texts, colours)), (left, top))
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    sheet.save(f"{path}.partial", "PNG")
    os.replace(f"{path}.partial", path)


def _draw_box(draw: Any, box: np.ndarray, colour: Tuple[int, int, int]) -> None:
    x0, y0, x1, y1 = (round(float(edge)) for edge in box)
    draw.rectangle((x0, y0, max(x1, x0), max(y1, y0)), outline=colour, width=2)


def _draw_labels(draw: Any, boxes: np.ndarray, styles: Sequence[Tuple[str, Tuple[int, int, int]]], corner: Tuple[int, int]) -> None:
    """Labels of the boxes of one cell, the surest first, each where it covers no other label and least of the boxes; one that finds no such place is left out.

    boxes: float64 [n, 4], x0 y0 x1 y1 in pixels of the sheet. styles: text and colour of each. corner: the cell's top left; labels stay within the cell.
    """
    taken = np.zeros((0, 4))
    for number in sorted(range(len(boxes)), key=lambda one: -_score(styles[one][0])):
        shown = _printable(styles[number][0])[:CELL[0] // 6 - 1]
        places = _label_places(boxes[number], 6 * len(shown) + 4, corner)
        places = places[_covered(places, taken) == 0]
        if not len(places):
            continue
        chosen = places[int(np.argmin(_covered(places, boxes)))]
        taken = np.concatenate([taken, chosen[None]])
        left, top, right, bottom = (int(edge) for edge in chosen)
        draw.rectangle((left, top, right - 1, bottom - 1), fill=styles[number][1])
        draw.text((left + 2, top), shown, fill=(255, 255, 255))


def _label_places(box: np.ndarray, width: int, corner: Tuple[int, int]) -> np.ndarray:
    """float64 [n, 4]: where the label of a box may stand, best first: above it, below it, then within it; at its left, its right, its middle."""
    x0, y0, x1, y1 = (round(float(edge)) for edge in box)
    lefts = (x0, x1 - width + 1, (x0 + x1 - width) // 2)
    tops = (y0 - LABEL_HEIGHT, y1 + 1, y0 + 2, y1 - LABEL_HEIGHT - 1)
    inside = [(min(max(left, corner[0]), corner[0] + CELL[0] - width), top) for top in tops for left in lefts
              if corner[1] <= top <= corner[1] + CELL[1] - LABEL_HEIGHT]
    inside = inside or [(max(corner[0], min(x0, corner[0] + CELL[0] - width)), corner[1])]
    return np.array([(left, top, left + width, top + LABEL_HEIGHT) for left, top in inside], np.float64)


def _covered(places: np.ndarray, others: np.ndarray) -> np.ndarray:
    """float64 [places]: pixels of other rectangles that each place covers."""
    sides = np.minimum(places[:, None, 2:], others[None, :, 2:]) - np.maximum(places[:, None, :2], others[None, :, :2])
    return np.maximum(sides, 0).prod(axis=2).sum(axis=1)


def _score(text: str) -> float:
    """The score that a text ends with."""
    try:
        return float(text.rsplit(" ", 1)[-1])
    except ValueError:
        return 0.0


def _printable(text: str) -> str:
    """Pillow's own font knows Latin-1 only."""
    return clean(text).encode("latin-1", "replace").decode("latin-1")
