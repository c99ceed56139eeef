"""Re-encodes photos into kinds and measures each of them. Called by tools/rivals --kinds.

    kinds.py make SOURCE MEGAPIXELS FOLDER --photos N      SOURCE: photos; writes one folder for each way of coding below FOLDER
    kinds.py measure FOLDER PROGRAM ...                    one JSON value for all kinds; PROGRAM: the command featureforge

A kind is a size, a chroma sampling, a quality and a way of coding. Photos larger than the size are scaled down; where they are
smaller, a picture is a mosaic of several at their own size, since an enlarged photo leaves a decoder little to do.
"""
import argparse
import itertools
import json
import os
import subprocess
import sys

# Multiples of 16, so that no kind pays for edges; 4:3 like most photos.
SHAPES = {0.2: (512, 384), 2: (1632, 1224), 12: (4000, 3008)}
SAMPLINGS = {"4:2:0": 2, "4:4:4": 0}
QUALITIES = (75, 95)
PROGRESSIVE = ("4:2:0", 75)
TILE = (500, 376)


def list_photos(source):
    from PIL import Image

    for folder, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith((".jpg", ".jpeg", ".jpe")):
                with Image.open(os.path.join(folder, name)) as file:
                    yield file.convert("RGB")


def cover(picture, shape):
    """Scaled so that it covers the shape, the rest cut off."""
    from PIL import Image, ImageOps

    return ImageOps.fit(picture, shape, Image.LANCZOS)


def make_pictures(source, shape, count):
    """Pictures of a shape, as many as asked for as long as there are photos; at least one."""
    from PIL import Image

    photos = list_photos(source)
    made = 0
    for picture in photos:
        if made == count:
            return
        if picture.width * picture.height < 0.9 * shape[0] * shape[1]:
            mosaic = Image.new("RGB", shape)
            tiles = itertools.chain([picture], photos)
            last = picture
            for y, x in itertools.product(range(0, shape[1], TILE[1]), range(0, shape[0], TILE[0])):
                last = next(tiles, last)
                mosaic.paste(cover(last, TILE), (x, y))
            yield mosaic
        else:
            yield cover(picture, shape)
        made += 1


def make(source, megapixels, folder, count):
    made = 0
    for number, picture in enumerate(make_pictures(source, SHAPES[megapixels], count)):
        ways = [(sampling, quality, False) for sampling in SAMPLINGS for quality in QUALITIES] + [(*PROGRESSIVE, True)]
        for sampling, quality, progressive in ways:
            kind = {"megapixels": megapixels, "sampling": sampling, "quality": quality, "progressive": progressive}
            own = os.path.join(folder, f"{megapixels:g}-{sampling.replace(':', '')}-{quality}-{'progressive' if progressive else 'baseline'}")
            os.makedirs(os.path.join(own, "photos"), exist_ok=True)
            with open(os.path.join(own, "kind.json"), "w", encoding="utf-8") as file:
                json.dump(kind, file)
            picture.save(os.path.join(own, "photos", f"{number:04}.jpg"), quality=quality, subsampling=SAMPLINGS[sampling], progressive=progressive)
        made += 1
    if not made:
        sys.exit(f"{source}: no JPEG file in it")
    print(f"{megapixels:g} MP: {made} pictures of {SHAPES[megapixels][0]} x {SHAPES[megapixels][1]} in {len(ways)} kinds")


def bench(program, arguments):
    return json.loads(subprocess.run([*program, "bench", *arguments, "--json"], check=True, stdout=subprocess.PIPE, text=True).stdout)


def measure_kind(folder, program, workers, repeat):
    photos = os.path.join(folder, "photos")
    with open(os.path.join(folder, "kind.json"), encoding="utf-8") as file:
        kind = json.load(file)
    files = [os.path.join(photos, name) for name in os.listdir(photos)]
    arguments = ["--input", photos, "--repeat", str(repeat), "--workers", *map(str, workers)]
    decoders = bench(program, [*arguments, "--decoders"])
    whole = bench(program, arguments)["results"]
    measured = []
    for result in whole:
        entry = {"workers": result["workers"]}
        for row in decoders:
            if row["workers"] == result["workers"]:
                entry[row["product"]] = {"own": row["imagesPerSecond"], "turbo": row["libjpegTurboImagesPerSecond"]}
        entry["whole"] = {"own": result["imagesPerSecond"], "turbo": result["bareDecodeImagesPerSecond"]}
        measured.append(entry)
    return {**kind, "photos": len(files), "bytes": sum(map(os.path.getsize, files)), "workers": measured}


def measure(options):
    kinds = []
    order = {"4:2:0": 0, "4:4:4": 1}
    for name in os.listdir(options.folder):
        kind = measure_kind(os.path.join(options.folder, name), options.program, options.workers, options.repeat)
        kinds.append(kind)
        print(f"{name}: " + json.dumps(kind["workers"][-1]), file=sys.stderr)
    kinds.sort(key=lambda kind: (kind["megapixels"], kind["progressive"], order[kind["sampling"]], kind["quality"]))
    print(json.dumps({"source": options.source, "kinds": kinds}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("make")
    making.add_argument("photos")
    making.add_argument("megapixels", type=float, choices=SHAPES)
    making.add_argument("folder")
    making.add_argument("--photos", dest="count", type=int, required=True)
    measuring = commands.add_parser("measure")
    measuring.add_argument("folder")
    measuring.add_argument("program", nargs="+")
    measuring.add_argument("--workers", type=int, nargs="+", required=True)
    measuring.add_argument("--repeat", type=int, default=5)
    measuring.add_argument("--source", default="")
    options = parser.parse_args()
    if options.command == "make":
        make(options.photos, options.megapixels, options.folder, options.count)
    else:
        measure(options)


if __name__ == "__main__":
    main()
