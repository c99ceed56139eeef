"""Turns a raw picture about its centre in float64 with NumPy, neighbours at the edge repeated.

Usage: rotate_numpy.py RAW WIDTH HEIGHT DEGREES SCALE-X SCALE-Y OUT
SCALE-X and SCALE-Y are output pixels per photo pixel: the photo is turned, not the squeezed picture. Counter-clockwise.
Writes to OUT the picture (rounded, uint8), then one byte per pixel: 0 its position lies in the picture,
1 it lies outside, 2 too near the border to say.
"""
import sys

import numpy as np

raw, width, height, degrees, scale_x, scale_y, out = sys.argv[1:]
width, height = int(width), int(height)
picture = np.fromfile(raw, dtype=np.uint8).reshape(height, width, 3).astype(np.float64)
angle = np.deg2rad(float(degrees))
scale = np.diag([float(scale_x), float(scale_y)])
# Image rows run downwards, so counter-clockwise on the screen is this matrix.
turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
back = np.linalg.inv(scale @ turn @ np.linalg.inv(scale))
ys, xs = np.mgrid[0:height, 0:width]
offset = np.stack([xs + 0.5 - width / 2, ys + 0.5 - height / 2], axis=-1)
position = offset @ back.T + np.array([width / 2, height / 2])
border = np.stack([position[..., 0], width - position[..., 0], position[..., 1], height - position[..., 1]]).min(axis=0)
mask = np.where(np.abs(border) < 0.02, 2, np.where(border < 0, 1, 0)).astype(np.uint8)
x, y = position[..., 0] - 0.5, position[..., 1] - 0.5
left, top = np.floor(x).astype(int), np.floor(y).astype(int)
fx, fy = (x - left)[..., None], (y - top)[..., None]


def at(column, row):
    return picture[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)]


upper = at(left, top) * (1 - fx) + at(left + 1, top) * fx
lower = at(left, top + 1) * (1 - fx) + at(left + 1, top + 1) * fx
turned = upper * (1 - fy) + lower * fy
with open(out, "wb") as output:
    output.write(np.floor(turned + 0.5).astype(np.uint8).tobytes())
    output.write(mask.tobytes())
