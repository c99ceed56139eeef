"""Measures the reader on one core: checksums, parsing, images and batches. usage: python3 measure.py DIR [SPLIT]

DIR holds shards of raw pictures. The files are read once before, so that the disk takes no part. Each figure is the median of several passes
over at most 400 records, alternating between the cases, in processor time, so that other work on the machine disturbs it less.
"""
import sys
import time

import numpy as np

from featureforge_data import Dataset, ReadOptions, crc32c
from featureforge_data.example import parse_example

PASSES = 7
MOST_RECORDS = 400
BATCH = 32


def main(path, split):
    data = Dataset(path, split, fields=["image"])
    count = min(len(data), MOST_RECORDS) // BATCH * BATCH
    if count == 0:
        raise SystemExit(f"{path} has {len(data)} records of split {split}, at least {BATCH} are needed")
    image = data[0]["image"]
    target = {"image": np.empty((BATCH,) + image.shape, np.uint8)}
    unverified = Dataset(path, split, fields=["image"], verify=False)
    everything = Dataset(path, split)
    dense = Dataset(path, split, fields=["image", "class", "offsets"]) if "anchor_index" in everything.fields else None
    block = np.random.default_rng(0).integers(0, 256, image.nbytes).astype(np.uint8)
    records = [bytes(data._shards.record(number)) for number in range(BATCH)]
    cases = {
        f"checksum by {crc32c.implementation}, {image.nbytes} bytes": lambda: repeat(lambda number: crc32c.compute(block), count),
        "checksum by NumPy alone": lambda: repeat(lambda number: crc32c.extend_numpy(0, block), count),
        "parse, all keys": lambda: repeat(lambda number: parse_example(memoryview(records[number % BATCH])), count),
        "image as a view, unverified": lambda: repeat(lambda number: unverified[number]["image"], count),
        "image as a view, verified": lambda: repeat(lambda number: data[number]["image"], count),
        "image, access='read', verified": lambda opened=Dataset(path, split, fields=["image"], options=ReadOptions(access="read")): repeat(lambda number: opened[number], count),
        f"batches of {BATCH} into a given array, unverified": lambda: batches(unverified, count, target),
        f"batches of {BATCH} into a given array, verified": lambda: batches(data, count, target),
        f"batches of {BATCH}, new arrays, shuffled, verified": lambda: shuffled_batches(data, count),
        f"batches of {BATCH}, default fields, verified": lambda: batches(everything, count, target),
    }
    if dense is not None:
        cases[f"batches of {BATCH}, dense targets, verified"] = lambda: batches(dense, count, None)
    times = {name: [] for name in cases}
    for _ in range(PASSES):
        for name, case in cases.items():
            start = time.process_time()
            case()
            times[name].append(time.process_time() - start)
    print(f"{count} pictures of {' x '.join(map(str, image.shape))} bytes; Python {sys.version.split()[0]}, NumPy {np.__version__}")
    print(f"{'case':56} {'per second':>11} {'us each':>9} {'GB/s':>7}   (fastest pass)")
    for name, passes in times.items():
        middle = sorted(passes)[PASSES // 2] / count
        print(f"{name:56} {1 / middle:11,.0f} {middle * 1e6:9.1f} {image.nbytes / middle / 1e9:7.2f}   {count / min(passes):,.0f}/s")


def repeat(action, count):
    for number in range(count):
        action(number)


def batches(data, count, into):
    for start in range(0, count, BATCH):
        data.read_batch(range(start, start + BATCH), into=into)


def shuffled_batches(data, count):
    view = data.shuffle(1).batch(BATCH)
    for step in range(count // BATCH):
        view.step(step)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "train")
