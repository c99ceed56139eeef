"""Prepares the photos and measures one rival. Called by tools/rivals; prints one line of JSON per measurement.

    rivals.py prepare PHOTOS WORK                       list the photos, write plans, boxes and the recipe of the same work
    rivals.py measure RIVAL WORK --processes N ...      images per second of opencv, pillow or torchvision
    rivals.py record BENCH DECODERS --processes N       the same lines for what `featureforge bench` printed with --json
"""
import argparse
import csv
import json
import multiprocessing
import os
import sys
import time

import numpy as np

import workload

RECIPE = """version: 1
seed: 7
source: {{images: {photos}, annotations: {boxes}, format: csv}}
geometry: {{output: [300, 300], steps: [{{crop: {{area: [{smallest}, 1.0], aspect: {aspect}}}}}]}}
photometric: [{{contrast: {{factor: {contrast}, p: 1}}}}, {{brightness: {{delta: {brightness}, p: 1}}}}, {{blur: {{sigma: 1.0, p: 1}}}}]
targets: {{anchors: ssd300, rule: caffe, positive: 0.5, encoding: sparse}}
output: {{path: {output}}}
"""


class Pillow:
    """Pillow: JPEG through libjpeg-turbo, resize with box= (antialiased), one table for contrast and brightness."""

    package = "python3-pil"

    def __init__(self):
        import PIL
        from PIL import Image, ImageFilter

        self.version = PIL.__version__
        self._image, self._blur = Image, ImageFilter.GaussianBlur(1.0)

    def run(self, path):
        with self._image.open(path) as file:
            plan = workload.Plan(path, *file.size)
            box = (plan.x, plan.y, plan.x + plan.width, plan.y + plan.height)
            picture = file.convert("RGB").resize((workload.SIZE, workload.SIZE), self._image.BILINEAR, box=box)
        tone = [max(0, min(255, round(level * plan.contrast + plan.brightness))) for level in range(256)]
        pixels = np.asarray(picture.point(tone * 3).filter(self._blur))
        return pixels.shape, workload.match(plan.boxes)


class OpenCv:
    """OpenCV: INTER_AREA is its resize against aliasing; one thread per process."""

    package = "python3-opencv"

    def __init__(self):
        import cv2

        cv2.setNumThreads(1)
        self.version = cv2.__version__
        self._cv2 = cv2

    def run(self, path):
        cv2 = self._cv2
        picture = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
        plan = workload.Plan(path, picture.shape[1], picture.shape[0])
        picture = picture[plan.y : plan.y + plan.height, plan.x : plan.x + plan.width]
        picture = cv2.resize(picture, (workload.SIZE, workload.SIZE), interpolation=cv2.INTER_AREA)
        picture = cv2.convertScaleAbs(picture, alpha=plan.contrast, beta=plan.brightness)
        picture = cv2.GaussianBlur(picture, (5, 5), 1.0)
        return picture.shape, workload.match(plan.boxes)


class TorchVision:
    """torchvision on tensors; anchors matched by its own box_iou; one thread per process."""

    package = "python3-torch python3-torchvision"

    def __init__(self):
        import torch
        import torchvision
        from torchvision.io import ImageReadMode, decode_jpeg, read_file
        from torchvision.ops import box_iou
        from torchvision.transforms import functional

        torch.set_num_threads(1)
        self.version = torchvision.__version__
        self._torch, self._functional, self._box_iou = torch, functional, box_iou
        self._read = lambda path: decode_jpeg(read_file(path), ImageReadMode.RGB)
        self._anchors, self._corners = torch.from_numpy(workload.ANCHORS), torch.from_numpy(workload.CORNERS)

    def run(self, path):
        functional = self._functional
        picture = self._read(path)
        plan = workload.Plan(path, picture.shape[2], picture.shape[1])
        size = [workload.SIZE, workload.SIZE]
        picture = functional.resized_crop(picture, plan.y, plan.x, plan.height, plan.width, size, antialias=True)
        picture = functional.adjust_brightness(functional.adjust_contrast(picture, plan.contrast), 1 + plan.brightness / 255)
        picture = functional.gaussian_blur(picture, [5, 5], [1.0, 1.0])
        return tuple(picture.shape), self._match(self._torch.from_numpy(plan.boxes))

    def _match(self, boxes):
        overlap = self._box_iou(self._corners, boxes)
        best, chosen = overlap.max(1)
        forced = overlap.argmax(0)
        chosen[forced] = self._torch.arange(len(boxes))
        best[forced] = 1
        target, anchors = boxes[chosen], self._anchors
        centers = ((target[:, :2] + target[:, 2:]) / 2 - anchors[:, :2]) / (anchors[:, 2:] * workload.VARIANCES[0])
        extents = ((target[:, 2:] - target[:, :2]).clamp(min=1e-6) / anchors[:, 2:]).log() / workload.VARIANCES[1]
        return best >= workload.POSITIVE, self._torch.cat([centers, extents], 1)


RIVALS = {"opencv": OpenCv, "pillow": Pillow, "torchvision": TorchVision}
_rival = None


def start_process(name):
    global _rival
    _rival = RIVALS[name]()


def run_one(path):
    shape, (positive, offsets) = _rival.run(path)
    if workload.SIZE not in shape or len(offsets) != len(workload.ANCHORS) or not positive.any():
        raise ValueError(f"{path}: a rival gave {shape} and {len(offsets)} offsets")
    return 1


def prepare(photos, work):
    """Lists the JPEG files that the rivals open, with the plan of each, and the recipe of the same work with boxes for it.

    All open them by links in one folder, so that nobody sees a file that the others do not.
    """
    from PIL import Image

    plans, rows, sizes, links = [], [], [], os.path.join(work, "photos")
    for folder, folders, names in os.walk(photos):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith((".jpg", ".jpeg", ".jpe")):
                inside = os.path.relpath(os.path.join(folder, name), photos)
                path = os.path.join(links, inside)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                os.symlink(os.path.join(folder, name), path)
                with Image.open(path) as file:
                    width, height = file.size
                plan = workload.Plan(path, width, height)
                sizes.append((width, height))
                plans.append({"path": path, "x": plan.x, "y": plan.y, "width": plan.width, "height": plan.height, "contrast": plan.contrast, "brightness": plan.brightness})
                for box in plan.boxes * np.array([width, height, width, height]):
                    rows.append([inside, *(f"{edge:.2f}" for edge in box), "object"])
    if not plans:
        sys.exit(f"{photos}: no JPEG file in it")
    write_lines(os.path.join(work, "photos.txt"), (plan["path"] for plan in plans))
    write_lines(os.path.join(work, "plans.jsonl"), map(json.dumps, plans))
    boxes = os.path.join(work, "boxes.csv")
    with open(boxes, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([["image", "xmin", "ymin", "xmax", "ymax", "label"], *rows])
    smallest = workload.smallest_area(sizes)
    ranges = {"aspect": list(workload.RECIPE_ASPECT), "contrast": list(workload.CONTRAST), "brightness": list(workload.BRIGHTNESS)}
    paths = {"photos": links, "boxes": boxes, "output": os.path.join(work, "shards")}
    recipe = RECIPE.format(smallest=smallest, **ranges, **{name: json.dumps(path) for name, path in paths.items()})
    write_lines(os.path.join(work, "recipe.yaml"), [recipe.rstrip()])
    print(f"{len(plans)} photos, {len(rows)} boxes; crops keep {workload.kept_share(sizes, smallest):.1%} of a picture in the recipe (area from {smallest}), {sum(workload.CROP_AREA) / 2:.1%} with the rivals")


def write_lines(path, lines):
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in lines)


def measure(name, work, processes, seconds):
    """Passes over all photos until there are enough of them; the first one warms up and is not counted."""
    with open(os.path.join(work, "photos.txt"), encoding="utf-8") as file:
        paths = file.read().splitlines()
    try:
        version = RIVALS[name]().version
    except ImportError:
        return {"name": name, "work": "whole", "processes": processes, "missing": RIVALS[name].package}
    with multiprocessing.Pool(processes, start_process, (name,)) as pool:
        chunk = max(1, min(16, len(paths) // (processes * 4)))
        pool.map(run_one, paths, chunk)
        rates, began = [], time.perf_counter()
        while not rates or time.perf_counter() - began < seconds:
            start = time.perf_counter()
            pool.map(run_one, paths, chunk)
            rates.append(round(len(paths) / (time.perf_counter() - start), 1))
    return {"name": name, "work": "whole", "version": version, "processes": processes, "photos": len(paths), "rates": rates}


def record(bench_path, decoders_path, processes):
    """The lines for FeatureForge and for libjpeg-turbo called from C#."""
    try:
        with open(bench_path, encoding="utf-8") as file:
            bench = json.load(file)
        with open(decoders_path, encoding="utf-8") as file:
            decoders = json.load(file)
    except json.JSONDecodeError:
        return [{"name": "featureforge", "work": "whole", "processes": processes, "missing": "featureforge bench printed no figures"}]
    shared = {"processes": processes, "photos": bench["images"]}
    lines = [{"name": "featureforge", "work": "whole", **shared, "rates": bench["results"][0]["passes"]}]
    for row in decoders:
        lines.append({"name": "featureforge", "work": row["product"], **shared, "rates": [row["imagesPerSecond"]]})
        lines.append({"name": "libjpeg-turbo-csharp", "work": row["product"], **shared, "rates": [row["libjpegTurboImagesPerSecond"]]})
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    preparing = commands.add_parser("prepare")
    preparing.add_argument("photos")
    preparing.add_argument("work")
    measuring = commands.add_parser("measure")
    measuring.add_argument("rival", choices=RIVALS)
    measuring.add_argument("work")
    measuring.add_argument("--processes", type=int, required=True)
    measuring.add_argument("--seconds", type=float, default=2)
    recording = commands.add_parser("record")
    recording.add_argument("bench")
    recording.add_argument("decoders")
    recording.add_argument("--processes", type=int, required=True)
    options = parser.parse_args()
    if options.command == "prepare":
        prepare(options.photos, options.work)
    elif options.command == "measure":
        print(json.dumps(measure(options.rival, options.work, options.processes, options.seconds)))
    else:
        for line in record(options.bench, options.decoders, options.processes):
            print(json.dumps(line))


if __name__ == "__main__":
    main()
