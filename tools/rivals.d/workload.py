"""The work that every rival does on one photo, apart from its pixels: the random plan, the anchors and the matching."""
import math
import os
import zlib

import numpy as np

SIZE = 300
CROP_AREA = (0.5, 1.0)
RECIPE_ASPECT = (0.75, 1.3333)
CONTRAST = (0.7, 1.3)
BRIGHTNESS = (-20.0, 20.0)
MOST_BOXES = 8
BOX_SIDE = (0.05, 0.4)
POSITIVE = 0.5
VARIANCES = (0.1, 0.2)


class Plan:
    """What is drawn for one photo: whole-pixel crop, contrast, brightness and boxes (x0, y0, x1, y1 as shares of the crop).

    Drawn from the file name, so every rival does the same on the same photo.
    """

    def __init__(self, path, width, height):
        random = np.random.default_rng(zlib.crc32(os.path.basename(path).encode()))
        side = math.sqrt(random.uniform(*CROP_AREA))
        self.width, self.height = max(1, int(width * side)), max(1, int(height * side))
        self.x = int(random.integers(0, width - self.width + 1))
        self.y = int(random.integers(0, height - self.height + 1))
        self.contrast = float(random.uniform(*CONTRAST))
        self.brightness = float(random.uniform(*BRIGHTNESS))
        count = int(random.integers(1, MOST_BOXES + 1))
        centers = random.uniform(0.1, 0.9, (count, 2))
        sides = random.uniform(*BOX_SIDE, (count, 2))
        self.boxes = np.clip(np.hstack([centers - sides / 2, centers + sides / 2]), 0, 1).astype(np.float32)


def kept_share(sizes, smallest):
    """Mean share of the picture that a recipe's `crop: {area: [smallest, 1], aspect: RECIPE_ASPECT}` keeps of pictures of these sizes.

    The crop of a recipe draws an aspect, as torchvision's RandomResizedCrop: ten trials, then the largest centred part that fits.
    """
    random = np.random.default_rng(1)
    width, height = np.repeat(np.asarray(sizes, float), 64, 0).T
    low, high = RECIPE_ASPECT
    fallback = np.clip(width / height, low, high) / (width / height)
    share = np.minimum(fallback, 1 / fallback)
    open_trial = np.ones(len(width), bool)
    for _ in range(10):
        area = random.uniform(smallest, 1, len(width))
        aspect = np.exp(random.uniform(math.log(low), math.log(high), len(width)))
        fits = (area * height * aspect <= width) & (area * width <= height * aspect) & open_trial
        share = np.where(fits, area, share)
        open_trial &= ~fits
    return float(share.mean())


def smallest_area(sizes):
    """The smallest area for a recipe's crop that keeps as many pixels, in the mean, as the rivals' crops do."""
    wanted = sum(CROP_AREA) / 2
    low, high = 0.01, 1.0
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if kept_share(sizes, middle) < wanted else (low, middle)
    return round((low + high) / 2, 3)


def ssd300_anchors():
    """float32 [8732, 4]: centre x, centre y, width, height as shares of the picture. SSD paper, Caffe's sizes and steps."""
    maps = (38, 19, 10, 5, 3, 1)
    steps = (8, 16, 32, 64, 100, 300)
    sizes = (30, 60, 111, 162, 213, 264, 315)
    ratios = ((2,), (2, 3), (2, 3), (2, 3), (2,), (2,))
    levels = []
    for level, cells in enumerate(maps):
        small, large = sizes[level] / SIZE, sizes[level + 1] / SIZE
        shapes = [(small, small), (math.sqrt(small * large),) * 2]
        for ratio in ratios[level]:
            root = math.sqrt(ratio)
            shapes += [(small * root, small / root), (small / root, small * root)]
        middles = (np.arange(cells) + 0.5) * steps[level] / SIZE
        y, x = np.meshgrid(middles, middles, indexing="ij")
        centers = np.stack([x, y], -1).reshape(-1, 1, 2).repeat(len(shapes), 1)
        extents = np.broadcast_to(np.array(shapes), (cells * cells, len(shapes), 2))
        levels.append(np.concatenate([centers, extents], -1).reshape(-1, 4))
    return np.concatenate(levels).astype(np.float32)


ANCHORS = ssd300_anchors()
CORNERS = np.hstack([ANCHORS[:, :2] - ANCHORS[:, 2:] / 2, ANCHORS[:, :2] + ANCHORS[:, 2:] / 2])
AREAS = ANCHORS[:, 2] * ANCHORS[:, 3]


def match(boxes):
    """Each anchor gets its best box from an IoU of 0.5, each box at least its best anchor. Gives positives and float32 [8732, 4] offsets."""
    low = np.maximum(CORNERS[:, None, :2], boxes[None, :, :2])
    high = np.minimum(CORNERS[:, None, 2:], boxes[None, :, 2:])
    sides = np.maximum(high - low, 0)
    shared = sides[..., 0] * sides[..., 1]
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    overlap = shared / (AREAS[:, None] + areas - shared)
    chosen = overlap.argmax(1)
    best = overlap[np.arange(len(ANCHORS)), chosen]
    forced = overlap.argmax(0)
    chosen[forced] = np.arange(len(boxes))
    best[forced] = 1
    target = boxes[chosen]
    centers = ((target[:, :2] + target[:, 2:]) / 2 - ANCHORS[:, :2]) / (ANCHORS[:, 2:] * VARIANCES[0])
    extents = np.log(np.maximum(target[:, 2:] - target[:, :2], 1e-6) / ANCHORS[:, 2:]) / VARIANCES[1]
    return best >= POSITIVE, np.hstack([centers, extents])
