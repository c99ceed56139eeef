"""The documented arithmetic of `fidelity: fast` in NumPy: planes resized to the target, RGB there. One SHA-256 per line.

Usage: planes_numpy.py CASES
CASES has one case per line: raw-file layout width height factor-x factor-y x0 y0 x1 y1 out-width out-height
The raw file holds the luma plane and, for layout LumaChroma, both chroma planes, rows without gaps.
"""
import hashlib
import sys

import numpy

ONE = 1 << 22


def triangle(x):
    x = abs(x)
    return 1.0 - x if x < 1.0 else 0.0


def upsample(pixel, size, factor, filtered):
    """Samples that libjpeg makes a pixel of, with their shares."""
    own = pixel // factor
    if not filtered:
        return [(own, 1.0)]
    last = (size + 1) // 2 - 1
    other = own - 1 if pixel % 2 == 0 else own + 1
    return [(own, 0.75), (min(max(other, 0), last), 0.25)]


def weights(size, edge0, edge1, outputs, factor, filtered):
    """For each output: first sample and 22-bit weights."""
    edge0, edge1 = numpy.float32(edge0), numpy.float32(edge1)
    if factor == 1 and edge0 == numpy.floor(edge0) and edge1 - edge0 == outputs:
        return [(int(edge0) + i, numpy.array([ONE])) for i in range(outputs)]
    scale = float(edge1 - edge0) / outputs
    support = max(scale, 1.0)
    inverse = 1.0 / support
    result = []
    for i in range(outputs):
        center = float(edge0) + (i + 0.5) * scale
        start = max(0, int(center - support + 0.5))
        end = min(size, int(center + support + 0.5))
        total = 0.0
        for pixel in range(start, end):
            total += triangle((pixel - center + 0.5) * inverse)
        shares = {}
        for pixel in range(start, end):
            share = triangle((pixel - center + 0.5) * inverse) / total
            for sample, part in upsample(pixel, size, factor, filtered):
                shares[sample] = shares.get(sample, 0.0) + share * part
        first = min(shares)
        line = [int(0.5 + shares.get(sample, 0.0) * ONE) for sample in range(first, max(shares) + 1)]
        result.append((first, numpy.array(line)))
    return result


def narrow(plane, lines):
    """One pass along the last axis."""
    columns = [(plane[:, first:first + len(line)] @ line + ONE // 2) >> 22 for first, line in lines]
    return numpy.minimum(numpy.stack(columns, axis=1), 255)


def narrow_words(rows, lines):
    """One pass along the first axis with 16-bit weights, where no output has more than 64 taps."""
    if max(len(line) for _, line in lines) > 64:
        return narrow(rows.T, lines).T
    result = []
    for first, line in lines:
        words = numpy.minimum((line + 32) >> 6, 65535)
        products = (rows[first:first + len(line)] * words[:, None]) >> 8
        result.append(numpy.minimum(128 + len(line) // 2 + products.sum(axis=0), 65535) >> 8)
    return numpy.stack(result)


def resize(plane, size, box, output, factors, filtered, words):
    width, height = size
    plane = narrow(plane, weights(width, box[0], box[2], output[0], factors[0], filtered[0]))
    lines = weights(height, box[1], box[3], output[1], factors[1], filtered[1])
    return narrow_words(plane, lines) if words else narrow(plane.T, lines).T


def picture(raw, layout, size, factors, box, output):
    width, height = size
    luma = raw[:width * height].reshape(height, width)
    y = resize(luma, size, box, output, (1, 1), (False, False), layout != "Luma")
    if layout == "Luma":
        return numpy.stack([y, y, y], axis=2)
    chroma_width, chroma_height = -(-width // factors[0]), -(-height // factors[1])
    wide = chroma_width > 2
    filtered = (
        factors[0] == 2 and factors[1] <= 2 and wide,
        factors[1] == 2 and (factors[0] == 1 or (factors[0] == 2 and wide)),
    )
    chroma = raw[width * height:].reshape(2, chroma_height, chroma_width)
    b, r = (resize(plane, size, box, output, factors, filtered, True) - 128 for plane in chroma)
    half = 1 << 15
    return numpy.clip(numpy.stack([
        y + ((91881 * r + half) >> 16),
        y + ((-22554 * b - 46802 * r + half) >> 16),
        y + ((116130 * b + half) >> 16),
    ], axis=2), 0, 255)


with open(sys.argv[1], encoding="utf-8") as cases:
    for line in cases:
        path, layout, *numbers = line.split()
        width, height, factor_x, factor_y = map(int, numbers[:4])
        box = [float(number) for number in numbers[4:8]]
        output = (int(numbers[8]), int(numbers[9]))
        raw = numpy.fromfile(path, dtype=numpy.uint8).astype(numpy.int64)
        rgb = picture(raw, layout, (width, height), (factor_x, factor_y), box, output)
        print(hashlib.sha256(rgb.astype(numpy.uint8).tobytes()).hexdigest())
