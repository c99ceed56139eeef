"""What Pillow makes of every picture below a folder: upright, RGB, resized. Prints 'path<TAB>SHA-256 of the bytes', or the mode
or error of a picture that it does not open as RGB or L.

usage: finished_pictures.py FOLDER WIDTH HEIGHT [X0 Y0 X1 Y1]"""
import hashlib
import os
import sys
import warnings

from PIL import Image, ImageOps

warnings.simplefilter("ignore")
folder, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
box = tuple(float(edge) for edge in sys.argv[4:8]) or None

for parent, _, names in sorted(os.walk(folder)):
    for name in sorted(names):
        path = os.path.join(parent, name)
        if not name.lower().endswith((".jpg", ".jpeg", ".jpe", ".png", ".webp")):
            continue
        try:
            with Image.open(path) as picture:
                mode = picture.mode
                upright = ImageOps.exif_transpose(picture).convert("RGB")
            resized = upright.resize((width, height), Image.BILINEAR, box=box)
            verdict = hashlib.sha256(resized.tobytes()).hexdigest() if mode in ("RGB", "L") else f"mode {mode}"
        except Exception as error:
            verdict = f"error {type(error).__name__}: {error}".replace("\n", " ").replace("\t", " ")
        print(os.path.relpath(path, folder), verdict, sep="\t")
