#!/usr/bin/env python3
"""Takes a validation split out of the train split of a smile data set, block by block, so that neighbours stay together.

Reads image,smile,split from one file and writes it to another. The number in the name of an image counts along the recordings:
images with near numbers may show the same person, so blocks of 100 numbers stay whole. Every tenth block of train becomes validation.
Usage: split_labels.py labels.csv labels-with-validation.csv
"""
from __future__ import annotations

import csv
import os
import re
import sys
from typing import Dict

BLOCK = 100
VALIDATION_EVERY = 10
VALIDATION_BLOCK = 3


def split_of(row: Dict[str, str]) -> str:
    """The split of one row: its own, or validation for every tenth block of train."""
    number = re.search(r"\d+", row["image"])
    if row["split"] != "train" or number is None:
        return row["split"]
    return "validation" if int(number.group()) // BLOCK % VALIDATION_EVERY == VALIDATION_BLOCK else "train"


def is_same(first: str, second: str) -> bool:
    """Whether two paths name one file, by links of either kind too."""
    return os.path.realpath(first) == os.path.realpath(second) or (os.path.exists(first) and os.path.exists(second) and os.path.samefile(first, second))


def main() -> int:
    """Carries out the command line."""
    if len(sys.argv) != 3:
        print("usage: split_labels.py labels.csv labels-with-validation.csv", file=sys.stderr)
        return 2
    if is_same(sys.argv[1], sys.argv[2]):
        print(f"{sys.argv[2]} is the file to read; name another one to write", file=sys.stderr)
        return 2
    with open(sys.argv[1], newline="", encoding="utf-8") as source, open(sys.argv[2], "w", newline="", encoding="utf-8") as destination:
        writer = csv.writer(destination, lineterminator="\n")
        writer.writerow(["image", "smile", "split"])
        for row in csv.DictReader(source):
            writer.writerow([row["image"], row["smile"], split_of(row)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
