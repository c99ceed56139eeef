"""torchvision's own SSDMatcher on its own box_iou, on a CPU; usage and output as match_rules.py with rule "torchvision"."""
import sys

import numpy as np
import torch
from torchvision.models.detection._utils import SSDMatcher
from torchvision.ops import box_iou

import anchors as anchor_sets
import match_rules


def library(corners):
    def match(table, positive, negative):
        # The table is the oracle's own; the library's must have its bits before its choices can be compared.
        own = box_iou(torch.from_numpy(match.boxes), torch.from_numpy(corners))
        assert np.array_equal(own.numpy(), table.T), "box_iou differs from the oracle's IoU"
        return SSDMatcher(float(positive))(own).numpy()

    return match


def main():
    corners, _ = anchor_sets.anchors(sys.argv[2])
    match = library(corners)
    overlaps = match_rules.match_caffe.overlaps

    def remember(corners, boxes):
        match.boxes = np.ascontiguousarray(boxes)
        return overlaps(corners, boxes)

    match_rules.match_caffe.overlaps = remember
    match_rules.main({"torchvision": match})


main()
