"""Decodes photos with Pillow (upright, RGB) to raw files.

Usage: photos_to_raw.py OUTPUT-FOLDER PHOTO...
Prints one line per photo: raw-file width height
"""
import os
import sys

from PIL import Image, ImageOps

for number, path in enumerate(sys.argv[2:]):
    with Image.open(path) as photo:
        picture = ImageOps.exif_transpose(photo).convert("RGB")
    raw = os.path.join(sys.argv[1], f"{number}.rgb")
    with open(raw, "wb") as output:
        output.write(picture.tobytes())
    print(raw, picture.width, picture.height)
