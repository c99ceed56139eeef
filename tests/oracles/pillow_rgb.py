"""What Pillow makes of every file below some folders: one line per file, tab-separated:

    path  mode  widthxheight  sha256 of exif_transpose(...).convert("RGB")  or  path  error  name-of-exception  -

A 16-bit grey PNG (mode I) keeps the high byte, as 16-bit colour does in Pillow; Pillow itself would clip it at 255.
"""
import hashlib
import os
import sys
import warnings

from PIL import Image, ImageOps

warnings.simplefilter("ignore")
MOST_PIXELS = 100_000_000


def rgb(path):
    with Image.open(path) as image:
        if image.width * image.height > MOST_PIXELS:
            return "error", "larger-than-100-megapixels", "-"
        mode = image.mode
        upright = ImageOps.exif_transpose(image)
        if upright.mode.startswith("I"):
            upright = upright.point(lambda level: level * (1 / 256)).convert("L")
        upright = upright.convert("RGB")
        return mode, f"{upright.width}x{upright.height}", hashlib.sha256(upright.tobytes()).hexdigest()


def main():
    for folder in sys.argv[1:]:
        for root, _, names in sorted(os.walk(folder)):
            for name in sorted(names):
                path = os.path.join(root, name)
                try:
                    fields = rgb(path)
                except Exception as error:
                    fields = "error", type(error).__name__, "-"
                print(path, *fields, sep="\t")


main()
