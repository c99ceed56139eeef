"""Writes a photo as packed RGB bytes of a given size. Usage: photo_to_rgb.py PHOTO WIDTH HEIGHT OUTPUT"""
import sys

from PIL import Image

photo, width, height, output = sys.argv[1:]
with open(output, "wb") as file:
    file.write(Image.open(photo).convert("RGB").resize((int(width), int(height)), Image.BILINEAR).tobytes())
