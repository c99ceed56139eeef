"""Prints which sample goes where: a second implementation of the shard plan, with the standard library only.

Arguments: number of samples, epochs, seed, shards. Sample keys are train/0000.jpg and so on, in ordinal order.
"""
import hashlib
import sys

MASK = 0xFFFFFFFF


def philox(key, counter):
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        p0 = 0xD2511F53 * c0
        p1 = 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
        k0 = (k0 + 0x9E3779B9) & MASK
        k1 = (k1 + 0xBB67AE85) & MASK
    return c0, c1, c2, c3


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
