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
        for box, text in cell.boxes:
            colour = COLOURS[labels.index(text.rsplit(" ", 1)[0]) % len(COLOURS)]
            _draw_box(draw, box + np.array([*place] * 2), (text, colour), (left, top))
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    sheet.save(f"{path}.partial", "PNG")
    os.replace(f"{path}.partial", path)


def _draw_box(draw: Any, box: np.ndarray, style: Tuple[str, Tuple[int, int, int]], corner: Tuple[int, int]) -> None:
    """style: text and colour. corner: the cell's top left; the text stays within the cell."""
    text, colour = style
    x0, y0, x1, y1 = (round(float(edge)) for edge in box)
    draw.rectangle((x0, y0, max(x1, x0), max(y1, y0)), outline=colour, width=3)
    shown = _printable(text)[:CELL[0] // 6 - 1]
    width = 6 * len(shown) + 4
    left, top = max(corner[0], min(x0, corner[0] + CELL[0] - width)), max(corner[1], y0 - 13)
    draw.rectangle((left, top, left + width, top + 12), fill=colour)
    draw.text((left + 2, top + 1), shown, fill=(255, 255, 255))


def _printable(text: str) -> str:
    """Pillow's own font knows Latin-1 only."""
    return clean(text).encode("latin-1", "replace").decode("latin-1")
