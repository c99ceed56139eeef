#!/usr/bin/env python3
"""Gives small faces a label of their own, so that a detector neither learns them nor is judged by them (--ignore-labels small).

Reads boxes in pixels (image,xmin,ymin,xmax,ymax,label) and writes them again; a box whose shorter side has fewer than 24 pixels gets
the label small. Usage: mark_small.py annotations.csv faces.csv [PIXELS]
"""
from __future__ import annotations

import csv
import os
import sys
from typing import Dict

LEAST_PIXELS = 24.0
COLUMNS = ("image", "xmin", "ymin", "xmax", "ymax", "label")


def label_of(row: Dict[str, str], least: float) -> str:
    """small, or the label that the box has."""
    width, height = float(row["xmax"]) - float(row["xmin"]), float(row["ymax"]) - float(row["ymin"])
    return "small" if min(width, height) < least else row["label"]


def is_same(first: str, second: str) -> bool:
    """Whether two paths name one file, by links of either kind too."""
    return os.path.realpath(first) == os.path.realpath(second) or (os.path.exists(first) and os.path.exists(second) and os.path.samefile(first, second))


def main() -> int:
    """Carries out the command line."""
    if len(sys.argv) not in (3, 4):
        print("usage: mark_small.py annotations.csv faces.csv [PIXELS]", file=sys.stderr)
        return 2
    least = float(sys.argv[3]) if len(sys.argv) == 4 else LEAST_PIXELS
    if is_same(sys.argv[1], sys.argv[2]):
        print(f"{sys.argv[2]} is the file to read; name another one to write", file=sys.stderr)
        return 2
    with open(sys.argv[1], newline="", encoding="utf-8") as source, open(sys.argv[2], "w", newline="", encoding="utf-8") as destination:
        writer = csv.writer(destination, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in csv.DictReader(source):
            writer.writerow([*(row[column] for column in COLUMNS[:-1]), label_of(row, least)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
