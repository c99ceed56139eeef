"""Times torchvision's box_iou and matchers on a GPU, with the boxes and anchors of `featureforge bench --backend`.

    featureforge bench --write-boxes boxes.bin
    matching.py boxes.bin [--repeat N]

Prints one line of JSON for each way, times by CUDA events, boxes and anchors in the GPU's memory:
  per image   box_iou and SSDMatcher (or Matcher) image by image, as torchvision's SSD trains
  one matrix  box_iou of all boxes at once, then the matcher image by image
  batched     maxima over the whole tensor at once, best anchors forced: written by hand, as fast as torch does it
Where torch, torchvision or a CUDA device is missing it says so in a sentence and ends with 0.
"""
import argparse
import json
import struct
import sys

GOAL_MICROSECONDS = 100
WARM_UPS = 3


def read_boxes(path):
    """Counts, and float32 [n, 4] x0 y0 x1 y1 of anchors and boxes as bytes."""
    with open(path, "rb") as file:
        if file.read(8) != b"FFBOXES1":
            sys.exit(f"{path} was not written by featureforge bench --write-boxes")
        anchors, images, boxes = struct.unpack("<3i", file.read(12))
        return (anchors, images, boxes), bytearray(file.read(anchors * 16)), bytearray(file.read(images * boxes * 16))


def missing():
    """Why nothing can be measured here, or None."""
    try:
        import torch
        import torchvision  # noqa: F401
    except ImportError as error:
        return f"torch and torchvision are needed: {error}"
    if not torch.cuda.is_available():
        return "torch sees no CUDA device"
    return None


def make_matcher(utilities):
    """SSDMatcher, and before torchvision 0.10 what it derives from."""
    if hasattr(utilities, "SSDMatcher"):
        return utilities.SSDMatcher(0.5)
    return utilities.Matcher(0.5, 0.5, allow_low_quality_matches=True)


def ways(torch, anchors, boxes):
    from torchvision.models.detection import _utils
    from torchvision.ops import box_iou

    matcher = make_matcher(_utils)
    images, per_image, _ = boxes.shape
    numbers = torch.arange(per_image, device=boxes.device).expand(images, per_image)

    def by_image():
        return [matcher(box_iou(own, anchors)) for own in boxes]

    def one_matrix():
        overlap = box_iou(boxes.reshape(-1, 4), anchors).reshape(images, per_image, -1)
        return [matcher(own) for own in overlap]

    def batched():
        overlap = box_iou(boxes.reshape(-1, 4), anchors).reshape(images, per_image, -1)
        best, matches = overlap.max(1)
        matches[best < 0.5] = -1
        return matches.scatter_(1, overlap.argmax(2), numbers)

    return {"per image": by_image, "one matrix": one_matrix, "batched": batched}


def measure(torch, work, repeat):
    """Microseconds of each repeat."""
    for _ in range(WARM_UPS):
        work()
    times = []
    for _ in range(repeat):
        start, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        start.record()
        work()
        end.record()
        end.synchronize()
        times.append(start.elapsed_time(end) * 1000)
    return sorted(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("boxes")
    parser.add_argument("--repeat", type=int, default=20)
    options = parser.parse_args()
    (anchor_count, images, per_image), anchor_bytes, box_bytes = read_boxes(options.boxes)
    reason = missing()
    if reason:
        print(f"torchvision's matching is not measured: {reason}.", file=sys.stderr)
        return
    import torch
    import torchvision

    anchors = torch.frombuffer(anchor_bytes, dtype=torch.float32).reshape(-1, 4).cuda()
    boxes = torch.frombuffer(box_bytes, dtype=torch.float32).reshape(images, per_image, 4).cuda()
    pairs = images * per_image * anchor_count
    for name, work in ways(torch, anchors, boxes).items():
        times = measure(torch, work, max(1, options.repeat))
        median = times[len(times) // 2]
        print(json.dumps({
            "name": "torchvision", "work": "matching", "way": name, "version": torchvision.__version__, "torch": torch.__version__,
            "device": torch.cuda.get_device_name(), "images": images, "anchors": anchor_count, "boxes": per_image,
            "microseconds": round(median, 1), "bestMicroseconds": round(times[0], 1), "gigaIoUPerSecond": round(pairs / median / 1e3, 3),
            "withinGoal": median < GOAL_MICROSECONDS,
        }))


if __name__ == "__main__":
    main()
