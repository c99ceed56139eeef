"""What Pillow's Image.resize(size, BILINEAR, box=...) makes of raw pictures: one SHA-256 per line.

Usage: resize_pillow.py CASES
CASES has one case per line: raw-file width height x0 y0 x1 y1 out-width out-height
"""
import hashlib
import sys

from PIL import Image

with open(sys.argv[1], encoding="utf-8") as cases:
    for line in cases:
        path, *numbers = line.split()
        width, height = int(numbers[0]), int(numbers[1])
        box = tuple(float(number) for number in numbers[2:6])
        size = (int(numbers[6]), int(numbers[7]))
        with open(path, "rb") as raw:
            picture = Image.frombytes("RGB", (width, height), raw.read())
        resized = picture.resize(size, Image.Resampling.BILINEAR, box=box)
        print(hashlib.sha256(resized.tobytes()).hexdigest())
