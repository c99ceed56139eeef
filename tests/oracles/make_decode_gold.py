"""Writes tests/FeatureForge.Pipeline.Tests/Decode/decode-gold.tsv: small pictures drawn and encoded by Pillow, and what Pillow
makes of them. Run it only to add cases; the committed file is what the tests compare with.

    name  base64 of the file  widthxheight  sha256 of exif_transpose(...).convert("RGB")
"""
import base64
import hashlib
import io
import os
import sys

from PIL import Image, ImageOps, __version__

WIDTH, HEIGHT = 21, 13


def drawn(mode):
    picture = Image.new("RGBA", (WIDTH, HEIGHT))
    for y in range(HEIGHT):
        for x in range(WIDTH):
            picture.putpixel((x, y), (x * 12, y * 19, (x * 37 + y * 91) % 256, (x * y * 7) % 256))
    if mode == "I":
        return picture.convert("L").convert("I").point(lambda level: level * 256 + 255)
    if mode == "P":
        return picture.convert("RGB").quantize(11)
    return picture.convert(mode)


def encoded(mode, image_format, **options):
    exif = Image.Exif()
    if "orientation" in options:
        exif[0x0112] = options.pop("orientation")
        options["exif"] = exif.tobytes()
    stream = io.BytesIO()
    drawn(mode).save(stream, image_format, **options)
    return stream.getvalue()


def cases():
    for name, sampling in (("444", 0), ("422", 1), ("420", 2)):
        yield f"jpeg-{name}", encoded("RGB", "JPEG", quality=80, subsampling=sampling)
    yield "jpeg-420-progressive", encoded("RGB", "JPEG", quality=60, progressive=True)
    yield "jpeg-420-optimized", encoded("RGB", "JPEG", quality=30, optimize=True)
    yield "jpeg-grey", encoded("L", "JPEG", quality=90)
    for orientation in range(1, 9):
        yield f"jpeg-orientation-{orientation}", encoded("RGB", "JPEG", quality=75, orientation=orientation)
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I"):
        yield f"png-{mode}", encoded(mode, "PNG")
    yield "png-key-color", encoded("RGB", "PNG", transparency=(0, 0, 0))
    yield "png-orientation-6", encoded("RGBA", "PNG", orientation=6)
    yield "webp-lossy", encoded("RGB", "WEBP", quality=70)
    yield "webp-lossless-alpha", encoded("RGBA", "WEBP", lossless=True, exact=True)
    yield "webp-orientation-8", encoded("RGB", "WEBP", quality=90, orientation=8)


def main():
    tests = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    target = os.path.join(tests, "FeatureForge.Pipeline.Tests", "Decode", "decode-gold.tsv")
    with open(target, "w", encoding="ascii", newline="\n") as lines:
        for name, content in cases():
            upright = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
            if upright.mode.startswith("I"):
                upright = upright.point(lambda level: level * (1 / 256)).convert("L")
            upright = upright.convert("RGB")
            digest = hashlib.sha256(upright.tobytes()).hexdigest()
            print(name, base64.b64encode(content).decode(), f"{upright.width}x{upright.height}", digest, sep="\t", file=lines)
    print(f"Pillow {__version__} wrote {target}", file=sys.stderr)


main()
