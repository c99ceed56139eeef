"""Caffe SSD's MatchBBox with per-prediction matching, and its box coding, in NumPy float32; written from Caffe's description,
pair by pair over the whole table, without windows or remembered choices.

usage: match_caffe.py ANCHORS THRESHOLD                  random scenes, drawn here
       match_caffe.py ANCHORS THRESHOLD ANNOTATIONS IMAGES   boxes of a data set (CSV), one scene per image, and figures by size

prints, all floats as the bits of float32:
  scene NAME N            then N lines "x0 y0 x1 y1" and a line "positives P", then P lines:
  anchor object tx ty ln(w/wa) ln(h/ha)
  figures SIZE objects lost forced positives        (data set only; SIZE 0 small, 1 medium, 2 large of a 300 x 300 output)
"""
import csv
import sys

import numpy as np

import anchors as anchor_sets

FLOAT = np.float32


def overlaps(corners, boxes):
    """IoU [anchors, objects] in float32: inter / ((area of anchor + area of object) - inter)."""
    a, b = corners[:, None, :], boxes[None, :, :]
    width = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    height = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    inter = np.where((width > 0) & (height > 0), width * height, FLOAT(0))
    area_a = (a[..., 2] - a[..., 0]) * (a[..., 3] - a[..., 1])
    area_b = (b[..., 2] - b[..., 0]) * (b[..., 3] - b[..., 1])
    iou = inter / (area_a + area_b - inter)
    assert iou.dtype == FLOAT
    return iou


def match(corners, boxes, threshold):
    """Object of each anchor or -1, object -> IoU of its bipartite anchor."""
    matched = np.full(len(corners), -1)
    own = {}
    if len(boxes) == 0:
        return matched, own
    table = overlaps(corners, boxes)
    table[~(table.astype(np.float64) > 1e-6)] = -1  # such pairs are not in Caffe's map
    free = table.copy()
    while True:
        # argmax takes the first of equal values in row-major order: lowest anchor, then lowest object; so does Caffe's strict ">".
        anchor, number = np.unravel_index(np.argmax(free), free.shape)
        if free[anchor, number] < 0:
            break
        matched[anchor] = number
        own[number] = free[anchor, number]
        free[anchor, :] = -1
        free[:, number] = -1
    for anchor in np.nonzero((matched == -1) & (table.max(axis=1) >= FLOAT(threshold)) & (table.max(axis=1) > 0))[0]:
        matched[anchor] = np.argmax(table[anchor])
    return matched, own


def scenes(seed):
    random = np.random.default_rng(seed)

    def boxes(count, low, high, square=False):
        width = random.uniform(low, high, count)
        height = width if square else random.uniform(low, high, count)
        x, y = random.uniform(0, 1 - width), random.uniform(0, 1 - height)
        return np.stack([x, y, x + width, y + height], axis=1).astype(FLOAT)

    for i in range(24):
        yield f"few-{i}", boxes(int(random.integers(1, 9)), 0.02, 0.9)
    for i in range(4):
        yield f"faces-{i}", boxes(int(random.integers(5, 40)), 0.02, 0.12, square=True)
    for i in range(2):
        yield f"crowd-{i}", boxes(150, 0.01, 0.05)
    few = boxes(6, 0.05, 0.5)
    yield "duplicates", np.concatenate([few, few[::-1], few])
    yield "identical", np.repeat(boxes(1, 0.1, 0.3), 40, axis=0)
    yield "identical-tiny", np.repeat(boxes(1, 0.011, 0.012), 70, axis=0)
    yield "whole-picture", np.array([[0, 0, 1, 1], [0, 0, 1, 1], [0.01, 0, 1, 0.99]], FLOAT)
    yield "none", np.zeros((0, 4), FLOAT)
    yield "beyond-every-anchor", np.array([[9, 9, 9.5, 9.5], [0.2, 0.3, 0.4, 0.5], [-9, 0.1, -8, 0.9]], FLOAT)
    yield "half-outside", np.array([[-0.3, 0.2, 0.2, 0.7], [0.8, 0.8, 1.4, 1.3], [-5, -5, 6, 6]], FLOAT)
    corners, _ = anchor_sets.anchors(sys.argv[1])
    yield "on-anchors", corners[random.integers(0, len(corners), 12)]
    yield "on-one-anchor", np.repeat(corners[1234:1235], 3, axis=0)
    # Grid-aligned boxes make many exact ties, for anchors of one shape lie alike in every cell.
    grid = np.arange(1, 7, dtype=FLOAT) / FLOAT(8)
    yield "ties", np.array([[x, y, x + FLOAT(0.125), y + FLOAT(0.125)] for y in grid for x in grid], FLOAT)
    yield "slivers", np.array([[0.5, 0, 0.5000001, 1], [0, 0.5, 1, 0.5000001], [0.25, 0.25, 0.2500001, 0.2500001]], FLOAT)


def from_data(annotations, images):
    sizes = {row["image"]: (int(row["width"]), int(row["height"])) for row in csv.DictReader(open(images))}
    by_image = {}
    for row in csv.DictReader(open(annotations)):
        by_image.setdefault(row["image"], []).append([float(row[key]) for key in ("xmin", "ymin", "xmax", "ymax")])
    for image in sorted(by_image):
        width, height = sizes[image]
        yield image.replace(" ", "_"), np.array(by_image[image], FLOAT) / np.array([width, height, width, height], FLOAT)


def bits(values):
    return " ".join(str(int(v)) for v in np.asarray(values, FLOAT).view(np.uint32))


def report(name, boxes, corners, center, threshold, figures):
    matched, own = match(corners, boxes, threshold)
    print("scene", name, len(boxes))
    for box in boxes:
        print(bits(box))
    positives = np.nonzero(matched >= 0)[0]
    print("positives", len(positives))
    for anchor in positives:
        box, (cx, cy, w, h) = boxes[matched[anchor]], center[anchor]
        tx = ((box[0] + box[2]) * FLOAT(0.5) - cx) / w / FLOAT(0.1)
        ty = ((box[1] + box[3]) * FLOAT(0.5) - cy) / h / FLOAT(0.1)
        ln_w = np.log(np.float64((box[2] - box[0]) / w))
        ln_h = np.log(np.float64((box[3] - box[1]) / h))
        print(anchor, matched[anchor], bits([tx, ty, ln_w, ln_h]))
    for number, box in enumerate(boxes):
        area = ((box[2] - box[0]) * FLOAT(300)) * ((box[3] - box[1]) * FLOAT(300))
        row = figures[0 if area < 1024 else 1 if area < 9216 else 2]
        row += [1, number not in own, number in own and own[number] < FLOAT(threshold), np.sum(matched == number)]


def main():
    corners, center = anchor_sets.anchors(sys.argv[1])
    threshold = float(sys.argv[2])
    figures = np.zeros((3, 4), int)
    for name, boxes in from_data(*sys.argv[3:5]) if len(sys.argv) > 3 else scenes(20240607):
        report(name, boxes, corners, center, threshold, figures)
    for size, row in enumerate(figures):
        print("figures", size, *row)


if __name__ == "__main__":
    main()
