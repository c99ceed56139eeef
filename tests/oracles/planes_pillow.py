"""Checks decoded JPEG planes against Pillow: libjpeg's fancy upsampling, done here in NumPy, must give the YCbCr that Pillow decodes.

Usage: planes_pillow.py CASES
CASES has one case per line: jpeg-file planes-file factor-x factor-y
The planes file holds luma and both chroma planes, rows without gaps. Prints the number of files that agree; names the others.
"""
import sys

import numpy
from PIL import Image


def neighbours(plane, axis):
    """The plane moved by one sample each way, the edge repeated."""
    pad = [(1, 1) if axis == a else (0, 0) for a in (0, 1)]
    wide = numpy.pad(plane, pad, mode="edge")
    return (wide[:-2], wide[2:]) if axis == 0 else (wide[:, :-2], wide[:, 2:])


def weave(first, second, axis):
    shape = list(first.shape)
    shape[axis] *= 2
    result = numpy.empty(shape, dtype=first.dtype)
    if axis == 0:
        result[0::2], result[1::2] = first, second
    else:
        result[:, 0::2], result[:, 1::2] = first, second
    return result


def upsample(plane, x, y):
    filtered = plane.shape[1] > 2
    if (x, y) == (2, 1) and filtered:
        before, after = neighbours(plane, 1)
        made = weave((3 * plane + before + 1) >> 2, (3 * plane + after + 2) >> 2, 1)
        made[:, 0], made[:, -1] = plane[:, 0], plane[:, -1]
        return made
    if (x, y) == (1, 2):
        above, below = neighbours(plane, 0)
        return weave((3 * plane + above + 1) >> 2, (3 * plane + below + 2) >> 2, 0)
    if (x, y) == (2, 2) and filtered:
        above, below = neighbours(plane, 0)
        columns = weave(3 * plane + above, 3 * plane + below, 0)
        before, after = neighbours(columns, 1)
        return weave((3 * columns + before + 8) >> 4, (3 * columns + after + 7) >> 4, 1)
    return plane.repeat(y, axis=0).repeat(x, axis=1)


agreed = 0
with open(sys.argv[1], encoding="utf-8") as cases:
    for line in cases:
        path, planes, x, y = line.rstrip("\n").split("\t")
        x, y = int(x), int(y)
        picture = Image.open(path)
        picture.draft("YCbCr", picture.size)
        assert picture.mode == "YCbCr", (path, picture.mode)
        expected = numpy.asarray(picture).astype(numpy.int64)
        height, width = expected.shape[:2]
        raw = numpy.fromfile(planes, dtype=numpy.uint8).astype(numpy.int64)
        luma, chroma = raw[:width * height].reshape(height, width), raw[width * height:].reshape(2, -(-height // y), -(-width // x))
        made = [luma] + [upsample(plane, x, y)[:height, :width] for plane in chroma]
        if all((made[i] == expected[:, :, i]).all() for i in range(3)):
            agreed += 1
        else:
            print("differs:", path, [int((made[i] != expected[:, :, i]).sum()) for i in range(3)])
print(agreed)
