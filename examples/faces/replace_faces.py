#!/usr/bin/env python3
"""Makes more training photos of faces: puts face crops of another set in the place of the faces of training photos.

The surroundings stay (hair, body, street), the face becomes another real one, in the colours of the one it replaces. Only photos of the
train split are used, and only crops of the train split, so that nothing of validation or test is learnt.
Needs Pillow and NumPy, and PYTHONPATH=src/trainer. Usage:
  replace_faces.py --shards faces/shards --photos faces --boxes faces/faces.csv --crops smiles/images --labels smiles/labels.csv --out replaced
The folder gets photos and faces.csv; run the recipe of examples/faces on them and name the shards as second --data of featureforge train.
"""
from __future__ import annotations

import argparse
import csv
import pathlib
import sys
from typing import Dict, List

import numpy
from featureforge_data import Dataset
from PIL import Image

LARGEST_SIDE = 800
LEAST_SIDE = 12.0
SHARE = 0.7
COLUMNS = ("image", "xmin", "ymin", "xmax", "ymax", "label")


def train_photos(shards: str) -> List[str]:
    """Paths of the photos in the train split, each once, in ordinal order."""
    records = Dataset(shards, split="train", fields=["key"], verify=False)
    return sorted({records[number]["key"] for number in range(len(records))})


def boxes_by_photo(path: str) -> Dict[str, List[Dict[str, str]]]:
    """Rows of a box file by photo."""
    rows: Dict[str, List[Dict[str, str]]] = {}
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["image"], []).append(row)
    return rows


def train_crops(folder: pathlib.Path, labels: str) -> List[pathlib.Path]:
    """Face crops of the train split."""
    with open(labels, newline="", encoding="utf-8") as file:
        return [folder / row["image"] for row in csv.DictReader(file) if row["split"] == "train"]


def put_face(picture: numpy.ndarray, box: numpy.ndarray, crop: Image.Image) -> None:
    """Replaces what lies in a box by a grey crop in its colours, fading out at the edge of an ellipse.

    picture: float32 [height, width, 3], changed in place. box: x0 y0 x1 y1 in pixels.
    """
    x0, y0, x1, y1 = (int(round(value)) for value in box)
    left, top, right, bottom = max(0, x0), max(0, y0), min(picture.shape[1], x1), min(picture.shape[0], y1)
    if right - left < 4 or bottom - top < 4:
        return
    grey = numpy.asarray(crop.resize((x1 - x0, y1 - y0), Image.BILINEAR), dtype=numpy.float32)[top - y0:bottom - y0, left - x0:right - x0]
    vertical = (numpy.arange(top, bottom) + 0.5 - (y0 + y1) / 2) / (y1 - y0) * 2
    horizontal = (numpy.arange(left, right) + 0.5 - (x0 + x1) / 2) / (x1 - x0) * 2
    cover = numpy.clip((1.08 - numpy.hypot(vertical[:, None], horizontal[None, :])) / 0.2, 0, 1)[:, :, None]
    region = picture[top:bottom, left:right]
    luma = region.mean(axis=2)
    # A mask or a shadow in the old face has more contrast than skin.
    scale = float(numpy.clip(luma.std(), 12, 45)) / max(float(grey.std()), 1.0)
    face = region.mean(axis=(0, 1)) + ((grey - grey.mean()) * scale)[:, :, None]
    picture[top:bottom, left:right] = cover * numpy.clip(face, 0, 255) + (1 - cover) * region


def main() -> int:
    """Carries out the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("shards", "photos", "boxes", "crops", "labels", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--copies", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    random = numpy.random.default_rng(options.seed)
    boxes, crops = boxes_by_photo(options.boxes), train_crops(pathlib.Path(options.crops), options.labels)
    out = pathlib.Path(options.out)
    (out / "photos").mkdir(parents=True, exist_ok=True)
    with open(out / "faces.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for key in train_photos(options.shards):
            with Image.open(pathlib.Path(options.photos) / key) as opened:
                photo = opened.convert("RGB")
            scale = min(1.0, LARGEST_SIDE / max(photo.size))
            photo = photo.resize((round(photo.width * scale), round(photo.height * scale)), Image.BILINEAR)
            for copy in range(options.copies):
                picture = numpy.asarray(photo, dtype=numpy.float32).copy()
                name = f"{key.replace('/', '_').rsplit('.', 1)[0]}_{copy}.jpg"
                for row in boxes.get(key, []):
                    box = numpy.array([float(row[column]) for column in COLUMNS[1:5]]) * scale
                    if min(box[2] - box[0], box[3] - box[1]) >= LEAST_SIDE and random.random() < SHARE:
                        crop = Image.open(crops[int(random.integers(len(crops)))]).convert("L")
                        put_face(picture, box, crop.transpose(Image.FLIP_LEFT_RIGHT) if random.random() < 0.5 else crop)
                    writer.writerow([name, *(f"{value:.1f}" for value in box), row["label"]])
                Image.fromarray(picture.astype(numpy.uint8)).save(out / "photos" / name, quality=92)
    return 0


if __name__ == "__main__":
    sys.exit(main())
