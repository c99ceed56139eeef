"""SSD anchors from the published formula (Liu et al. 2016; constants of Caffe SSD), written without a look at the engine.

usage: anchors.py NAME or anchors.py '[[columns, rows, [scale, ...], [ratio, ...]], ...]'  ->  first line: count and SHA-256, then one line per anchor: the bits of
                            x0 y0 x1 y1 cx cy w h as unsigned integers.
"""
import hashlib
import json
import math
import sys

import numpy as np

SETS = {
    "ssd300": (300, [38, 19, 10, 5, 3, 1], [8, 16, 32, 64, 100, 300], [30, 60, 111, 162, 213, 264, 315],
               [[2], [2, 3], [2, 3], [2, 3], [2], [2]]),
    "ssd300-coco": (300, [38, 19, 10, 5, 3, 1], [8, 16, 32, 64, 100, 300], [21, 45, 99, 153, 207, 261, 315],
                    [[2], [2, 3], [2, 3], [2, 3], [2], [2]]),
    # ssd_pascal_512.py of Caffe SSD: 7 %, then 15 % to 90 % in steps of 15 %.
    "ssd512": (512, [64, 32, 16, 8, 4, 2, 1], [8, 16, 32, 64, 128, 256, 512],
               [512 * p / 100.0 for p in (7, 15, 30, 45, 60, 75, 90, 105)],
               [[2], [2, 3], [2, 3], [2, 3], [2, 3], [2], [2]]),
}


def laid_out(levels):
    """float64 [count, 4]: cx cy w h. Every ratio at every scale on maps that fill the picture."""
    rows = []
    for columns, down, scales, ratios in levels:
        for i in range(down):
            for j in range(columns):
                for scale in scales:
                    rows += [((j + 0.5) / columns, (i + 0.5) / down, scale * math.sqrt(ratio), scale / math.sqrt(ratio)) for ratio in ratios]
    return np.array(rows, np.float64)


def center_form(name):
    """float64 [count, 4]: cx cy w h."""
    if name.startswith("["):
        return laid_out(json.loads(name))
    size, maps, steps, sizes, ratios = SETS[name]
    rows = []
    for k, cells in enumerate(maps):
        per_side = size / steps[k]
        s = sizes[k] / size
        s_next = math.sqrt(s * (sizes[k + 1] / size))
        shapes = [(s, s), (s_next, s_next)]
        for ratio in ratios[k]:
            shapes += [(s * math.sqrt(ratio), s / math.sqrt(ratio)), (s / math.sqrt(ratio), s * math.sqrt(ratio))]
        for i in range(cells):
            for j in range(cells):
                rows += [((j + 0.5) / per_side, (i + 0.5) / per_side, w, h) for w, h in shapes]
    return np.array(rows, np.float64)


def anchors(name):
    """float32 corners [count, 4] as x0 y0 x1 y1, and float32 centre form [count, 4]."""
    center = center_form(name)
    half = center[:, 2:] / 2
    corners = np.concatenate([center[:, :2] - half, center[:, :2] + half], axis=1)
    return corners.astype(np.float32), center.astype(np.float32)


if __name__ == "__main__":
    corners, center = anchors(sys.argv[1])
    table = np.concatenate([corners, center], axis=1).astype("<f4")
    digest = hashlib.sha256(b"FeatureForge anchors 1\n" + np.int32(len(table)).astype("<i4").tobytes() + table.tobytes())
    print(len(table), digest.hexdigest())
    for row in table.view("<u4"):
        print(*row)
