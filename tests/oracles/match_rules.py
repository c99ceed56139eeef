"""The matching rules of DALI (mlperf), ssd.pytorch, torchvision's SSDMatcher and TensorFlow's ArgMaxMatcher (tf-od) in NumPy float32,
each written from its origin's description over the whole table of IoUs, without windows.

usage: match_rules.py RULE ANCHORS POSITIVE NEGATIVE     random scenes, drawn here and in match_caffe.py
       NEGATIVE equals POSITIVE where the rule has no ignore band

prints as match_caffe.py does; after the "positives" of a scene a line "ignored I" and, where I > 0, a line of I anchors. Figures are
objects, lost, forced and positives of a 300 x 300 output; lost: no anchor at all; forced: anchors, but none that reaches the threshold.
"""
import itertools
import sys

import numpy as np

import anchors as anchor_sets
import match_caffe

FLOAT = np.float32
BACKGROUND, IGNORED = -1, -2


def mlperf(table, positive, negative):
    """Object of each anchor. Row by row the last largest IoU becomes 2, then column by column the last largest row wins."""
    table = table.T.copy()  # [objects, anchors]
    for row in table:
        row[len(row) - 1 - np.argmax(row[::-1])] = 2
    best = len(table) - 1 - np.argmax(table[::-1], axis=0)
    return np.where(table.max(axis=0) > positive, best, BACKGROUND)


def ssd_pytorch(table, positive, negative):
    overlap, best = table.max(axis=1).copy(), table.argmax(axis=1)
    forced = table.argmax(axis=0)
    overlap[forced] = 2
    for number, anchor in enumerate(forced):
        best[anchor] = number
    best[overlap < positive] = BACKGROUND
    return best


def torchvision(table, positive, negative):
    matches = np.where(table.max(axis=1) < positive, BACKGROUND, table.argmax(axis=1))
    for number, anchor in enumerate(table.argmax(axis=0)):
        matches[anchor] = number
    return matches


def tf_od(table, positive, negative):
    largest = table.max(axis=1)
    matches = np.where(largest < negative, BACKGROUND, np.where(largest < positive, IGNORED, table.argmax(axis=1)))
    forced = np.zeros(table.shape, bool)
    forced[table.argmax(axis=0), np.arange(table.shape[1])] = True
    return np.where(forced.any(axis=1), forced.argmax(axis=1), matches)


RULES = {"mlperf": mlperf, "ssd-pytorch": ssd_pytorch, "torchvision": torchvision, "tf-od": tf_od}


def more_scenes(corners, seed):
    """What the rules tell apart: rivals for one anchor, boxes half-way between anchors, edges that touch, sizes beyond all anchors."""
    random = np.random.default_rng(seed)
    for i in range(6):
        # Boxes drawn around few anchors, so that several want the same one.
        chosen = corners[random.integers(0, len(corners), 3)]
        spread = random.normal(0, 0.01, (24, 4))
        boxes = (chosen[random.integers(0, 3, 24)] + spread).astype(FLOAT)
        yield f"rivals-{i}", boxes[(boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])]
    first, second = corners[2000:2012], corners[2004:2016]
    yield "between-anchors", ((first + second) / FLOAT(2)).astype(FLOAT)
    yield "between-anchors-twice", np.repeat(((first + second) / FLOAT(2)).astype(FLOAT), 2, axis=0)
    yield "same-anchor-later", np.concatenate([corners[4000:4001], corners[4000:4001] + FLOAT(0.001), corners[4000:4001]])
    # Mirror images of each other, and boxes that share edges or only touch.
    yield "symmetric", np.array([[0.25, 0.25, 0.5, 0.5], [0.5, 0.25, 0.75, 0.5], [0.25, 0.5, 0.5, 0.75], [0.5, 0.5, 0.75, 0.75], [0.25, 0.25, 0.75, 0.75]], FLOAT)
    yield "touching-borders", np.array([[0, 0, 0.1, 0.1], [0.9, 0, 1, 0.1], [0, 0.9, 0.1, 1], [0.9, 0.9, 1, 1], [0, 0, 1, 0.05], [0, 0, 0.05, 1]], FLOAT)
    place = random.uniform(0.1, 0.9, (30, 2))
    side = 10.0 ** random.uniform(-20, -3, (30, 2))
    tiny = np.concatenate([place, place + side], axis=1).astype(FLOAT)
    yield "tiny", tiny[(tiny[:, 2] > tiny[:, 0]) & (tiny[:, 3] > tiny[:, 1])]
    yield "tiny-at-zero", np.array([[0, 0, 1e-3, 1e-3], [0, 0, 1e-7, 1e-7], [0, 0, 1e-15, 1e-15], [0, 0, 1e-22, 1e-22], [0, 0, 1e-30, 0.5]], FLOAT)
    yield "huge", np.array([[-1, -1, 2, 2], [-30, -30, 31, 31], [-1e6, 0, 1e6, 1], [-1e18, -1e18, 1e18, 1e18], [0.2, -1e9, 0.3, 1e9]], FLOAT)
    yield "outside", np.array([[5, 5, 6, 6], [-9, 0.1, -8, 0.9], [5, 5, 6, 6]], FLOAT)
    for count in (1, 2, 75, 150):
        size = random.uniform(0.004, 0.5, (count, 2))
        corner = random.uniform(0, 1 - size)
        yield f"mixed-{count}", np.concatenate([corner, corner + size], axis=1).astype(FLOAT)


def figures_of(boxes, table, matches, positive):
    rows = np.zeros((3, 4), int)
    for number, box in enumerate(boxes):
        area = ((box[2] - box[0]) * FLOAT(300)) * ((box[3] - box[1]) * FLOAT(300))
        own = matches == number
        rows[0 if area < 1024 else 1 if area < 9216 else 2] += [1, not own.any(), own.any() and not positive(table[own, number]).any(), own.sum()]
    return rows


def report(name, boxes, matches, center, epsilon):
    print("scene", name, len(boxes))
    for box in boxes:
        print(match_caffe.bits(box))
    anchors = np.nonzero(matches >= 0)[0]
    print("positives", len(anchors))
    if len(anchors):
        box, at = boxes[matches[anchors]], center[anchors]
        size = (box[:, 2:] - box[:, :2]) + epsilon
        anchor_size = at[:, 2:] + epsilon
        txy = ((box[:, :2] + box[:, 2:]) * FLOAT(0.5) - at[:, :2]) / anchor_size / FLOAT(0.1)
        logs = np.log((size / anchor_size).astype(np.float64)).astype(FLOAT)
        for row in np.column_stack([anchors, matches[anchors], np.concatenate([txy, logs], axis=1).astype(FLOAT).view(np.uint32)]).tolist():
            print(*row)
    ignored = np.nonzero(matches == IGNORED)[0]
    print("ignored", len(ignored))
    if len(ignored):
        print(*ignored)


def main(rules=RULES):
    rule, anchor_set, positive, negative = sys.argv[1], sys.argv[2], FLOAT(sys.argv[3]), FLOAT(sys.argv[4])
    sys.argv[1] = anchor_set  # where match_caffe.py looks for it
    corners, center = anchor_sets.anchors(anchor_set)
    epsilon = FLOAT(1e-8) if rule == "tf-od" else FLOAT(0)
    reaches = (lambda iou: iou > positive) if rule == "mlperf" else (lambda iou: iou >= positive)
    figures = np.zeros((3, 4), int)
    np.seterr(over="ignore", under="ignore")
    for name, boxes in itertools.chain(match_caffe.scenes(7), more_scenes(corners, 11)):
        if len(boxes) == 0:
            report(name, boxes, np.full(len(corners), BACKGROUND), center, epsilon)
            continue
        table = match_caffe.overlaps(corners, boxes)
        matches = rules[rule](table, positive, negative)
        report(name, boxes, matches, center, epsilon)
        figures += figures_of(boxes, table, matches, reaches)
    for size, row in enumerate(figures):
        print("figures", size, *row)


if __name__ == "__main__":
    main()
