"""Prints which sample goes where: a second implementation of the shard plan, with the standard library only.

Arguments: number of samples, epochs, seed, shards. Sample keys are train/0000.jpg and so on, in ordinal order.
"""
import hashlib
import sys

from philox import MASK, philox


def main():
    samples, epochs, seed, shards = map(int, sys.argv[1:])
    ranks = []
    for epoch in range(epochs):
        draws = []
        for i in range(samples):
            digest = hashlib.sha256(f"train/{i:04d}.jpg".encode()).digest()
            low, high = int.from_bytes(digest[:4], "little"), int.from_bytes(digest[4:8], "little")
            words = philox((seed & MASK, seed >> 32), (low, high, epoch << 16 | 0xFFFF, 0))
            draws.append((words[0], words[1], i))
        ranks += [f"{i}/{epoch}" for _, _, i in sorted(draws)]
    for s in range(shards):
        block = ranks[s * len(ranks) // shards:(s + 1) * len(ranks) // shards]
        print(f"train.tfrecord-{s:05d}-of-{shards:05d}", *block)


main()
