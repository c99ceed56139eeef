"""What each photometric step should give, from its documented formula and the parameters in the augmentation log alone.

Usage: photometric_oracle.py FOLDER
FOLDER/cases.json lists cases {name, step, width, height, seed, keyHash, epoch, instance, log}; NAME.source holds the packed RGB
picture, NAME.expected is written. Prints one line "NAME DIFFERENCE" per case: the largest difference, in levels, of the expected
bytes from float64 arithmetic on real numbers, or -1 where the step has no such reference.
"""
import json
import math
import os
import sys

import numpy as np


def rounded(values):
    return np.clip(np.floor(np.asarray(values, dtype=np.float64) + 0.5), 0, 255).astype(np.uint8)


def difference(expected, real):
    return float(np.abs(expected.astype(np.float64) - np.clip(real, 0, 255)).max())


LEVELS = np.arange(256, dtype=np.float64)


def brightness(picture, drawn, case):
    out = rounded(LEVELS + drawn["delta"])[picture]
    return out, difference(out, picture + drawn["delta"])


def contrast(picture, drawn, case):
    out = rounded((LEVELS - 128) * drawn["factor"] + 128)[picture]
    return out, difference(out, (picture.astype(np.float64) - 128) * drawn["factor"] + 128)


def gamma(picture, drawn, case):
    out = rounded(255 * np.power(LEVELS / 255, drawn["gamma"]))[picture]
    return out, difference(out, 255 * np.power(picture / 255.0, drawn["gamma"]))


def share_behind(shape, cosine, sine, coverage):
    """Where a line with this normal has the given share of the rectangle behind it, found by bisection on the clipped area."""
    height, width = shape
    corners = [(0, 0), (width, 0), (width, height), (0, height)]
    places = [x * cosine + y * sine for x, y in corners]
    low, high = min(places), max(places)

    def area(limit):
        polygon = []
        for (ax, ay), (bx, by) in zip(corners, corners[1:] + corners[:1]):
            da, db = ax * cosine + ay * sine - limit, bx * cosine + by * sine - limit
            if da <= 0:
                polygon.append((ax, ay))
            if da * db < 0:
                t = da / (da - db)
                polygon.append((ax + t * (bx - ax), ay + t * (by - ay)))
        return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(polygon, polygon[1:] + polygon[:1]))) / 2

    for _ in range(200):
        middle = (low + high) / 2
        if area(middle) < coverage * width * height:
            low = middle
        else:
            high = middle
    return low


def shadows(picture, drawn, case):
    height, width, _ = picture.shape
    angle = drawn["angle"] * (math.pi / 180)
    nx, ny = math.floor(4096 * math.cos(angle) + 0.5), math.floor(4096 * math.sin(angle) + 0.5)
    penumbra = math.floor(256 * max(1.0, drawn["softness"] * min(width, height)) + 0.5)
    # Twice as many half pixels as pixels: a place in pixels times 2 is in half pixels.
    start = math.floor(2 * share_behind((height, width), nx, ny, drawn["coverage"]) + 0.5) + penumbra * 16
    x, y = np.meshgrid(np.arange(width, dtype=np.int64), np.arange(height, dtype=np.int64))
    depth = (start - nx * (2 * x + 1) - ny * (2 * y + 1)) >> 5
    reciprocal = -(-(1 << 24) // penumbra)
    weight = np.minimum(256, (np.clip(depth, 0, penumbra) * reciprocal) >> 16)[:, :, None]
    strength = drawn["strength"]
    tone = rounded(255 * (1 - 0.6 * strength) * np.power(LEVELS / 255, 1 + 0.6 * strength)).astype(np.int64)
    out = ((picture * (256 - weight) + tone[picture] * weight + 128) >> 8).astype(np.uint8)
    return out, -1


def backlight(picture, drawn, case):
    height, width, _ = picture.shape
    x0, y0, x1, y1 = (drawn[k] for k in ("x0", "y0", "x1", "y1"))
    box_width, box_height = x1 - x0, y1 - y0
    if drawn["ellipse"]:
        side, up, down = box_width / 2, box_height / 2, box_height / 2
        x0 = x1 = x0 + box_width / 2
        y0 = y1 = y0 + box_height / 2
    else:
        side, up, down = box_width, box_height / 2, box_height * 4

    def falloff(places, low, high, before, after):
        beyond = np.where(places < low, (low - places) / before, np.where(places > high, (places - high) / after, 0.0))
        return np.exp(-2 * beyond * beyond)

    columns = np.floor(128 * falloff(np.arange(width) + 0.5, x0, x1, side, side) + 0.5).astype(np.int64)
    rows = np.floor(256 * falloff(np.arange(height) + 0.5, y0, y1, up, down) + 0.5).astype(np.int64)
    weight = ((rows[:, None] * columns[None, :]) >> 7)[:, :, None]
    s, u = drawn["strength"], LEVELS / 255
    flare = 0.14 * s
    dark = rounded(255 * (flare + (1 - flare) * (1 - 0.7 * s) * u)).astype(np.int64)
    highlight = rounded(255 * (1 - flare) * 0.5 * s * u ** 6).astype(np.int64)
    subject = np.minimum(255, dark[picture] + highlight[picture.min(axis=2, keepdims=True)])
    bright = rounded(255 * (flare + (1 - flare) * (1 - (1 - u) ** (1 + 3 * s)))).astype(np.int64)
    return ((bright[picture] * (256 - weight) + subject * weight + 128) >> 8).astype(np.uint8), -1


def blur(picture, drawn, case):
    sigma = drawn["sigma"]
    radius = math.ceil(2 * sigma)
    bell = np.exp(-np.arange(-radius, radius + 1) ** 2 / (2 * sigma * sigma))
    real = bell / bell.sum()
    taps = np.floor(256 * real + 0.5).astype(np.int64)
    taps[radius] += 256 - taps.sum()

    def along(data, weights, axis):
        before = [(0, 0)] * 3
        before[axis] = (radius, radius)
        padded = np.pad(data, before, mode="edge")
        length = data.shape[axis]
        return sum(w * np.take(padded, np.arange(k, k + length), axis=axis) for k, w in enumerate(weights))

    rows = (along(picture.astype(np.int64), taps, 1) + 128) >> 8
    out = ((along(rows, taps, 0) + 128) >> 8).astype(np.uint8)
    return out, difference(out, along(along(picture.astype(np.float64), real, 1), real, 0))


def motionBlur(picture, drawn, case):
    height, width, _ = picture.shape
    length, angle = drawn["length"], drawn["angle"] * (math.pi / 180)
    points = math.ceil(4 * length)
    density = {}
    for j in range(points):
        t = ((j + 0.5) / points - 0.5) * length
        x, y = t * math.cos(angle), t * math.sin(angle)
        column, row = math.floor(x), math.floor(y)
        for dy, below in ((0, 1 - (y - row)), (1, y - row)):
            for dx, right in ((0, 1 - (x - column)), (1, x - column)):
                density[row + dy, column + dx] = density.get((row + dy, column + dx), 0.0) + right * below
    radius = math.ceil(length / 2) + 2
    padded = np.pad(picture.astype(np.int64), ((radius, radius), (radius, radius), (0, 0)), mode="edge")
    total, real = np.full(picture.shape, 128, np.int64), np.zeros(picture.shape)
    sum_so_far, given = 0.0, 0
    for (row, column) in sorted(density):
        sum_so_far += density[row, column]
        due = math.floor(256 * sum_so_far / points + 0.5)
        view = padded[radius + row:radius + row + height, radius + column:radius + column + width]
        total += (due - given) * view
        real += density[row, column] / points * view
        given = due
    assert given == 256
    out = (total >> 8).astype(np.uint8)
    return out, difference(out, real)


def philox(key, counter, draws):
    """Philox4x32-10 after Salmon et al. (SC 2011) on a vector of last counter words."""
    mask = np.uint64(0xFFFFFFFF)
    c = [np.full(draws.shape, word, np.uint64) for word in counter] + [draws.astype(np.uint64)]
    k0, k1 = key
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ np.uint64(k0), p1 & mask, (p0 >> np.uint64(32)) ^ c[3] ^ np.uint64(k1), p0 & mask]
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return np.stack(c, axis=-1).reshape(-1)


def noise(picture, drawn, case):
    seed, key_hash = int(case["seed"]), int(case["keyHash"])
    key = (seed & 0xFFFFFFFF, seed >> 32)
    counter = (key_hash & 0xFFFFFFFF, key_hash >> 32, case["epoch"] << 16 | case["instance"])
    words = philox(key, counter, 0x1000 + np.arange((picture.size + 3) // 4))[:picture.size]
    gaussian = sum((words >> np.uint64(8 * i)) & np.uint64(255) for i in range(4)).astype(np.int64) - 510
    read, shot = drawn["read"], drawn["shot"]
    largest = math.sqrt(read * read + shot * shot)
    table = rounded(255 * np.sqrt(read * read + shot * shot * LEVELS / 255) / largest).astype(np.int64)
    scale = math.floor((1 << 22) * largest / (255 * math.sqrt(21845)) + 0.5)
    flat = picture.reshape(-1)
    out = np.clip(flat + ((gaussian * table[flat] * scale + (1 << 21)) >> 22), 0, 255).astype(np.uint8)
    sigma = np.sqrt(read * read + shot * shot * flat / 255.0)
    return out.reshape(picture.shape), difference(out, flat + gaussian / math.sqrt(21845) * sigma)


def with_matrix(picture, real):
    whole = np.floor(4096 * real + 0.5).astype(np.int64)
    for i in range(3):
        whole[i, i] += 4096 - whole[i].sum()
    out = np.clip((picture.astype(np.int64) @ whole.T + 2048) >> 12, 0, 255).astype(np.uint8)
    return out, difference(out, picture.astype(np.float64) @ real.T)


def saturation(picture, drawn, case):
    factor = drawn["factor"]
    return with_matrix(picture, factor * np.eye(3) + (1 - factor) * np.array([[0.299, 0.587, 0.114]] * 3))


def hue(picture, drawn, case):
    a = drawn["degrees"] * (math.pi / 180)
    constant = np.array([[0.213, 0.715, 0.072]] * 3)
    cosine = np.array([[0.787, -0.715, -0.072], [-0.213, 0.285, -0.072], [-0.213, -0.715, 0.928]])
    sine = np.array([[-0.213, -0.715, 0.928], [0.143, 0.140, -0.283], [-0.787, 0.715, 0.072]])
    return with_matrix(picture, constant + cosine * math.cos(a) + sine * math.sin(a))


def main():
    folder = sys.argv[1]
    for case in json.load(open(os.path.join(folder, "cases.json"))):
        path = os.path.join(folder, case["name"])
        picture = np.fromfile(path + ".source", np.uint8).reshape(case["height"], case["width"], 3)
        (entry,) = case["log"]
        out, largest = globals()[case["step"]](picture.astype(np.int64), entry[case["step"]], case)
        out.tofile(path + ".expected")
        print(case["name"], repr(largest))


main()
